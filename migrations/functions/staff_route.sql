-- What recipients of notices write to the business's own number. It is theirs, not a customer's: no model sees it,
-- and it makes no chat. gateway/pipeline/staff_route.py reads it and does what it asks, through the functions below.

-- The recipient who writes here: of this organization, over this channel, by the address that the provider vouches for.
create or replace function frontdesk.recipient_writes(
    p_organization uuid, p_connection uuid, p_event jsonb
) returns internal_notifications_config
language sql stable as $$
    select r from internal_notifications_config r join platform_connections c on c.id = p_connection
    where r.organization_id = p_organization and r.active and r.channel = c.channel and c.channel <> 'web'
      and coalesce((p_event ->> 'proven')::boolean, false)
      and (r.address = p_event ->> 'phone' or r.address in (
          select regexp_replace(a, '^(whatsapp:)?\+|@s\.whatsapp\.net$', '', 'g')
          from jsonb_array_elements_text(p_event -> 'addresses') a))
    order by r.position, r.key limit 1
$$;

-- The chat that a message of this recipient is about by what it quotes: one of our notices or answers to them; null
-- where it quotes none. Another organization's are not there.
create or replace function frontdesk.quoted_chat(p_recipient uuid, p_quoted text[]) returns uuid
language sql stable as $$
    select coalesce(n.chat_identity_id, e.chat_identity_id)
    from notifications n left join escalations e on e.id = n.escalation_id
    where n.recipient_id in (
        select o.id from internal_notifications_config o join internal_notifications_config r
            on r.organization_id = o.organization_id and r.channel = o.channel and r.address = o.address
        where r.id = p_recipient) and n.provider_id = any (p_quoted)
    order by n.created_at desc limit 1
$$;

-- Whether a recipient writes as a customer now: they said so, or they answer what the assistant wrote to them as one.
create or replace function frontdesk.as_customer(
    p_recipient internal_notifications_config, p_connection uuid, p_event jsonb, p_quoted text[]
) returns boolean
language plpgsql stable as $$
begin
    if p_event #>> '{payload,choice,id}' like 'staff:%' or frontdesk.quoted_chat(p_recipient.id, p_quoted) is not null
       or (p_event ->> 'to_team')::boolean then
        return false;
    end if;
    return coalesce(p_recipient.customer_until > frontdesk.now(), false) or exists (
        select from unnest(p_quoted) q where frontdesk.message_of(p_connection, 'outbound', q) is not null);
end;
$$;

-- Takes a message of a recipient's and enqueues it. Null: whoever wrote it is a customer. False: it is here already, or
-- it cannot be read yet.
create or replace function frontdesk.staff_message_put(
    p_organization uuid, p_connection uuid, p_event jsonb
) returns boolean
language plpgsql as $$
declare
    v_recipient internal_notifications_config := frontdesk.recipient_writes(p_organization, p_connection, p_event);
    v_quoted text[] := array_remove(
        array[p_event #>> '{payload,reply_to}', p_event #>> '{payload,reply_to_second}'], null);
    v_message uuid;
begin
    if v_recipient.id is null then
        return null;
    end if;
    -- Two callbacks may tell of one message at the same moment.
    select * into v_recipient from internal_notifications_config where id = v_recipient.id for update;
    if frontdesk.as_customer(v_recipient, p_connection, p_event, v_quoted) then
        return null;
    elsif (p_event ->> 'undecrypted')::boolean or exists (
        select from staff_messages s
        where s.connection_id = p_connection and s.recipient_id = v_recipient.id and s.received_at >
            frontdesk.now() - interval '2 days' and array[s.provider_id, s.second_id]
            && array_remove(array[p_event ->> 'id', p_event ->> 'second_id'], null)) then
        return false;
    end if;
    insert into staff_messages (
        organization_id, connection_id, recipient_id, provider_id, second_id, kind, body, choice, media, quoted,
        received_at, handled_at)
    values (p_organization, p_connection, v_recipient.id, p_event ->> 'id', p_event ->> 'second_id', p_event ->> 'kind',
        left(coalesce(p_event ->> 'text', ''), 4000), p_event #>> '{payload,choice,id}', p_event #> '{payload,media}',
        v_quoted, frontdesk.now(),
        case when frontdesk.is_stale(p_event, frontdesk.now()) or (p_event ->> 'answered')::boolean
            then frontdesk.now() end)
    on conflict do nothing
    returning id into v_message;
    if v_message is null then
        return false;
    end if;
    perform frontdesk.defer('sends', 'staff', 'recipient:' || v_recipient.id,
        jsonb_build_object('organization', p_organization, 'message', v_message));
    return true;
end;
$$;

-- Whether a reaction is a recipient's to one of our notices; it says nothing that is to be done.
create or replace function frontdesk.staff_reacts(
    p_organization uuid, p_connection uuid, p_event jsonb
) returns boolean
language plpgsql stable as $$
begin
    return (frontdesk.recipient_writes(p_organization, p_connection, p_event)).id is not null
        and frontdesk.message_of(p_connection, null, p_event ->> 'target') is null;
end;
$$;

create or replace function frontdesk.recipient_name(p_recipient uuid) returns text
language sql stable as $$
    select r.name from internal_notifications_config r where r.id = p_recipient
$$;

-- Whether a recipient may know of chats and answer them: not a professional, who sees their own agenda only.
create or replace function frontdesk.may_chat(p_recipient uuid) returns boolean
language sql stable as $$
    select exists (
        select from internal_notifications_config r
        where r.id = p_recipient and r.active and r.role in ('owner', 'reception'))
$$;

-- The recipient who took a chat and still has it.
create or replace function frontdesk.recipient_of(p_chat chat_identities) returns uuid
language sql stable as $$
    select p_chat.handled_recipient where frontdesk.with_person(p_chat, frontdesk.now())
$$;

-- Who has a chat, by name; null: nobody, or somebody whose name is not known.
create or replace function frontdesk.holder_name(p_chat chat_identities) returns text
language plpgsql stable as $$
begin
    return coalesce(frontdesk.staff_name(frontdesk.owner_of(p_chat)),
        frontdesk.recipient_name(frontdesk.recipient_of(p_chat)));
end;
$$;

create or replace function frontdesk.recipient_did(
    p_organization uuid, p_recipient uuid, p_action text, p_chat uuid
) returns void
language sql as $$
    insert into staff_actions (organization_id, recipient_id, action, chat_id, at)
    values (p_organization, p_recipient, p_action, p_chat, frontdesk.now())
$$;

-- What one of staff wrote, and what is needed to do it: {text, kind, choice, recipient, name, quotes (something was
-- quoted), quoted (chat), answering (chat), holding (chats that they have), plan (the one that a yes is about), role,
-- member (key, of a professional), menu, organization, language, time_zone, country, now, members: [{key, name}],
-- waiting: [{conversation, customer}]: calls that this recipient was told of and nobody answered, the oldest first}.
-- Null: it was seen to, or the recipient is none any more.
create or replace function staff_message_read(p_organization uuid, p_message uuid) returns jsonb
language plpgsql stable as $$
declare
    v_message staff_messages;
    v_now timestamptz := frontdesk.now();
begin
    perform frontdesk.enter(p_organization);
    select * into v_message from staff_messages where id = p_message and handled_at is null;
    return (
        select jsonb_build_object('text', v_message.body, 'kind', v_message.kind, 'choice', v_message.choice,
            'recipient', r.id, 'name', r.name, 'quotes', v_message.quoted <> '{}',
            'quoted', case when frontdesk.may_chat(r.id) then frontdesk.quoted_chat(r.id, v_message.quoted) end,
            'answering', case when r.answering_until > v_now and frontdesk.may_chat(r.id) then r.answering_chat end,
            'holding', case when frontdesk.may_chat(r.id) then (
                select coalesce(jsonb_agg(i.id), '[]') from chat_identities i
                where i.organization_id = p_organization and i.handled_recipient = r.id
                  and frontdesk.with_person(i, v_now)) else '[]' end,
            'plan', frontdesk.plan_meant(r, v_message), 'role', r.role,
            'member', (
                select m.key from members m where m.id = (frontdesk.agenda_scope(r.id)).member and m.active),
            'menu', r.menu,
            'organization', o.name, 'language', o.language, 'time_zone', o.time_zone, 'country', o.country,
            'now', v_now, 'members', (
                select coalesce(jsonb_agg(jsonb_build_object('key', m.key, 'name', m.name)
                    order by m.position, m.key), '[]')
                from members m where m.organization_id = p_organization and m.active),
            'waiting', case when frontdesk.may_chat(r.id) then frontdesk.waiting_for(r.id) else '[]' end)
        from internal_notifications_config r join organizations o on o.id = r.organization_id
        where r.id = v_message.recipient_id and r.active);
end;
$$;

-- The file of what one of staff wrote, as media_get gives a customer's; null: it was seen to, or has none.
create or replace function staff_media_get(p_organization uuid, p_message uuid) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select jsonb_build_object('provider_id', s.provider_id, 'kind', s.kind, 'media', s.media, 'connection', c.id,
            'channel', c.channel, 'name', c.name, 'phone', c.phone, 'secret_env', c.secret_env,
            'settings', c.settings)
        from staff_messages s join platform_connections c on c.id = s.connection_id
        where s.id = p_message and s.handled_at is null and s.media is not null);
end;
$$;

-- The plan that a recipient's yes or no is about: of what they quote; else the one that they were shown last.
create or replace function frontdesk.plan_meant(p_recipient internal_notifications_config, p_message staff_messages)
returns uuid
language plpgsql stable as $$
begin
    if p_message.quoted = '{}' then
        return p_recipient.asking_plan;
    end if;
    return (
        select n.staff_plan_id from notifications n
        where n.recipient_id = p_recipient.id and n.provider_id = any (p_message.quoted)
        order by n.created_at desc limit 1);
end;
$$;

-- Chats with a call of which a recipient was told, and that nobody answered or that they have, the oldest first, at
-- most nine: [{conversation, customer}].
create or replace function frontdesk.waiting_for(p_recipient uuid) returns jsonb
language plpgsql stable as $$
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('conversation', i.id, 'customer', frontdesk.customer_name(i))
            order by w.since), '[]')
        from (
            select e.chat_identity_id, min(e.created_at) as since
            from escalations e join chat_identities i on i.id = e.chat_identity_id
            where e.closed_at is null and frontdesk.is_open(e)
              and (e.answered_at is null or frontdesk.recipient_of(i) = p_recipient)
              and exists (select from notifications n where n.escalation_id = e.id and n.recipient_id = p_recipient)
            group by e.chat_identity_id order by min(e.created_at) limit 9) w
        join chat_identities i on i.id = w.chat_identity_id);
end;
$$;

-- Ends a message: what its sender is answered is a notice to them. `p_answering`: the chat to which their next words
-- go; `p_customer_minutes`: for how long they write as a customer, 0: not any more, null: as before; `p_plan`: the plan
-- that they are shown, which a yes does.
drop function if exists staff_message_settle(uuid, uuid, text, jsonb, uuid, uuid, integer);
create or replace function staff_message_settle(
    p_organization uuid, p_message uuid, p_text text, p_options jsonb default '[]', p_conversation uuid default null,
    p_answering uuid default null, p_customer_minutes integer default null, p_plan uuid default null
) returns jsonb
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_recipient uuid;
    v_notice uuid;
begin
    perform frontdesk.enter(p_organization);
    update staff_messages set handled_at = v_now, body = '', media = null where id = p_message and handled_at is null
    returning recipient_id into v_recipient;
    if v_recipient is null then
        return to_jsonb(false);
    end if;
    delete from staff_messages where organization_id = p_organization and received_at < v_now - interval '90 days';
    update internal_notifications_config r set
        asking_plan = p_plan, answering_chat = p_answering, answering_until = case when p_answering is not null
            then v_now + interval '15 minutes' end,
        customer_until = case when p_customer_minutes is null then r.customer_until
            when p_customer_minutes > 0 then v_now + make_interval(mins => p_customer_minutes) end
    where r.id = v_recipient;
    insert into notifications (
        organization_id, staff_message_id, recipient_id, chat_identity_id, staff_plan_id, body, options, created_at)
    values (p_organization, p_message, v_recipient, p_conversation, p_plan, p_text, p_options, v_now)
    returning id into v_notice;
    perform frontdesk.defer('sends', 'notify', null,
        jsonb_build_object('organization', p_organization, 'notification', v_notice));
    return to_jsonb(true);
end;
$$;
