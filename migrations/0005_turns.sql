-- Turns: who may answer a conversation, from what, and how the answer is recorded.

-- Upcoming appointments of a contact, soonest first.
create function frontdesk.upcoming(p_contact uuid) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'id', a.id, 'service', s.name, 'service_key', s.key, 'member', m.name,
        'starts_at', a.starts_at, 'ends_at', a.ends_at, 'status', a.status,
        'attendee', a.attendee_name,
        'awaiting_confirmation', a.status = 'scheduled' and a.confirmation_asked_at is not null)
        order by a.starts_at), '[]')
    from appointments a
    join services s on s.id = a.service_id
    join members m on m.id = a.member_id
    where a.contact_id = p_contact and a.status in ('scheduled', 'confirmed')
      and a.ends_at > frontdesk.now()
$$;

-- What a turn knows of the organization.
create function frontdesk.organization_profile(p_organization uuid) returns jsonb
language sql stable as $$
    select to_jsonb(o) - 'created_at' - 'updated_at' || jsonb_build_object(
        'hours', (
            select coalesce(jsonb_agg(jsonb_build_array(h.weekday, h.opens, h.closes)
                order by h.weekday, h.opens), '[]')
            from organization_availability h where h.organization_id = o.id),
        'special_dates', (
            select coalesce(jsonb_agg(jsonb_build_array(s.day, s.opens, s.closes) order by s.day, s.opens), '[]')
            from organization_special_dates s
            where s.organization_id = o.id and s.day >= (frontdesk.now() at time zone o.time_zone)::date
              and s.day <= (frontdesk.now() at time zone o.time_zone)::date + 31),
        'services', (
            select coalesce(jsonb_agg(s.name order by s.position, s.name), '[]')
            from services s where s.organization_id = o.id and s.active))
    from organizations o where o.id = p_organization
$$;

create function frontdesk.message_json(m chat_messages) returns jsonb
language sql stable as $$
    select jsonb_build_object('id', m.id, 'seq', m.seq, 'direction', m.direction, 'kind', m.kind,
        'text', m.body, 'payload', m.payload - 'media' || case when m.payload ? 'media'
            then jsonb_build_object('media', (m.payload -> 'media') - 'inline_base64') else '{}' end,
        'at', m.created_at, 'provider_id', m.provider_id)
$$;

-- Starts a turn over all pending messages, if one is due and none but the caller should run it.
-- Raises the fencing token: whoever held the previous one can no longer commit. `p_takeover` is
-- false for callers outside the queue, which must not disturb a running turn.
-- Returns {status: none | not_due | person | busy} or {status: begin, ...everything of the turn}.
create function turn_begin(
    p_organization uuid, p_conversation uuid, p_takeover boolean default true, p_lease_seconds double precision default 120
) returns jsonb
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_chat chat_identities;
    v_messages jsonb;
    v_ids uuid[];
    v_turn uuid;
    v_channel text;
begin
    perform frontdesk.enter(p_organization);
    -- Nothing is lost with a beginning: the turn's commit brings it to the disk with itself, and a
    -- turn whose row did not survive a crash cannot commit.
    perform set_config('synchronous_commit', 'off', true);
    select * into v_chat from chat_identities where id = p_conversation for update;
    if v_chat.id is null or v_chat.first_pending_at is null then
        return jsonb_build_object('status', 'none');
    end if;
    if v_chat.due_at > v_now then
        return jsonb_build_object('status', 'not_due',
            'seconds', extract(epoch from v_chat.due_at - v_now));
    end if;
    if not p_takeover and exists (
        select 1 from turns t where t.chat_identity_id = p_conversation and t.status = 'running'
        and t.started_at > v_now - make_interval(secs => p_lease_seconds)) then
        return jsonb_build_object('status', 'busy');
    end if;
    if frontdesk.with_person(v_chat, v_now) then
        update chat_messages set status = 'handled'
        where chat_identity_id = p_conversation and direction = 'inbound' and status = 'pending';
        update chat_identities set first_pending_at = null, due_at = null where id = p_conversation;
        return jsonb_build_object('status', 'person');
    end if;
    select jsonb_agg(frontdesk.message_json(m) order by m.seq), array_agg(m.id order by m.seq)
    into v_messages, v_ids
    from chat_messages m
    where m.chat_identity_id = p_conversation and m.direction = 'inbound' and m.status = 'pending';
    if v_ids is null then
        update chat_identities set first_pending_at = null, due_at = null where id = p_conversation;
        return jsonb_build_object('status', 'none');
    end if;
    update turns set status = 'lost', finished_at = v_now
    where chat_identity_id = p_conversation and status = 'running';
    -- Who wrote from this number before, on whatever channel, is the same customer.
    update chat_identities set turn_token = turn_token + 1, handled_by = 'bot', handled_until = null,
        contact_id = coalesce(contact_id, (select c.id from contacts c where c.phone = v_chat.phone))
    where id = p_conversation
    returning * into v_chat;
    insert into turns (organization_id, chat_identity_id, token, message_ids, started_at)
    values (p_organization, p_conversation, v_chat.turn_token, v_ids, v_now)
    returning id into v_turn;
    select c.channel into v_channel from platform_connections c where c.id = v_chat.connection_id;
    perform frontdesk.notify_chat(v_chat.connection_id, p_conversation, 'turn');
    return jsonb_build_object(
        'status', 'begin', 'turn', v_turn, 'token', v_chat.turn_token, 'messages', v_messages,
        'missed', frontdesk.missed_messages(v_chat, v_ids),
        'checkpoint_id', v_chat.checkpoint_id, 'channel', v_channel, 'superseded', v_chat.superseded,
        'now', v_now,
        'recent_turns', (
            select count(*) from turns t where t.chat_identity_id = p_conversation
            and t.status = 'committed' and t.started_at > v_now - interval '5 minutes')
        ) || frontdesk.conversation_facts(p_organization, v_chat);
end;
$$;

-- Whether a person has this chat now. A handoff ends by itself some time after their last word.
create function frontdesk.with_person(p_chat chat_identities, p_now timestamptz) returns boolean
language sql immutable as $$
    select p_chat.handled_by = 'person' and coalesce(p_chat.handled_until > p_now, true)
$$;

-- What was said since the last committed turn without the bot (staff, or while staff had the chat).
-- A message at which turns failed for good is left out, or it would break those after it, too.
create function frontdesk.missed_messages(p_chat chat_identities, p_pending uuid[]) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(frontdesk.message_json(m) order by m.seq), '[]')
    from (
        select * from chat_messages m
        where m.chat_identity_id = p_chat.id and m.seq > p_chat.last_turn_seq
          and m.direction in ('inbound', 'staff') and m.status in ('handled', 'seen')
          and not exists (select 1 from turns t where t.id = m.turn_id and t.status = 'failed')
          and not m.id = any (p_pending)
        order by m.seq desc limit 30) m
$$;

create function frontdesk.conversation_facts(p_organization uuid, p_chat chat_identities) returns jsonb
language sql stable as $$
    select jsonb_build_object(
        'organization', frontdesk.organization_profile(p_organization),
        'chat', jsonb_build_object(
            'display_name', p_chat.display_name, 'phone', p_chat.phone, 'language', p_chat.language,
            'greeted', coalesce(p_chat.greeted_at > frontdesk.now() - interval '12 hours', false),
            'first_turn', p_chat.last_turn_seq = 0,
            'opted_out', p_chat.opted_out_at is not null,
            'contact_id', p_chat.contact_id),
        'contact', (
            select jsonb_build_object('name', c.name, 'phone', c.phone) from contacts c
            where c.id = p_chat.contact_id),
        'reminder_consent', (
            select case when a.granted then 'granted' else 'refused' end
            from contact_authorizations a where a.contact_id = p_chat.contact_id and a.kind = 'reminders'),
        'upcoming', frontdesk.upcoming(p_chat.contact_id))
$$;

-- Ends a turn: replies to the outbox, messages handled, checkpoint recorded, send job enqueued.
-- Only the owner of the token can. `p_replies`: list of {text, kind, payload}. With `p_stale_ok`
-- false, a turn overtaken by newer messages is given up (status superseded; they are pending with
-- its own, and the next turn answers all).
-- `p_delivery`: outbox, or caller when whoever asked delivers the reply itself (/invoke).
-- Returns {status: committed | fenced | person | superseded, messages: [ids of the replies]}.
create function turn_commit(
    p_organization uuid, p_conversation uuid, p_turn uuid, p_token bigint, p_replies jsonb,
    p_checkpoint text, p_language text, p_trace jsonb, p_stale_ok boolean,
    p_delivery text default 'outbox', p_failed boolean default false, p_opted_out boolean default null
) returns jsonb
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_chat chat_identities;
    v_ids uuid[];
    v_first timestamptz;
    v_replies uuid[];
begin
    perform frontdesk.enter(p_organization);
    select * into v_chat from chat_identities where id = p_conversation for update;
    if v_chat.turn_token is distinct from p_token then
        update turns set status = 'lost', finished_at = v_now, trace = p_trace
        where id = p_turn and chat_identity_id = p_conversation and status = 'running';
        return jsonb_build_object('status', 'fenced');
    end if;
    select message_ids into v_ids from turns
    where id = p_turn and chat_identity_id = p_conversation and status = 'running';
    if v_ids is null then
        return jsonb_build_object('status', 'fenced');
    end if;
    select min(created_at) into v_first from chat_messages
    where chat_identity_id = p_conversation and direction = 'inbound' and status = 'pending'
      and not id = any (v_ids);
    perform frontdesk.notify_chat(v_chat.connection_id, p_conversation, 'turn_end');
    if frontdesk.with_person(v_chat, v_now) then
        perform frontdesk.turn_close(p_turn, 'dropped', p_trace, v_ids);
        update chat_identities set first_pending_at = v_first where id = p_conversation;
        return jsonb_build_object('status', 'person');
    end if;
    if v_first is not null and not p_stale_ok then
        perform frontdesk.turn_close(p_turn, 'superseded', p_trace, '{}');
        update chat_identities set superseded = superseded + 1 where id = p_conversation;
        return jsonb_build_object('status', 'superseded');
    end if;
    perform frontdesk.turn_close(p_turn, case when p_failed then 'failed' else 'committed' end, p_trace, v_ids);
    v_replies := frontdesk.replies_put(p_organization, v_chat, p_turn, p_replies, p_delivery);
    update chat_identities set
        first_pending_at = v_first,
        due_at = case when v_first is null then null else due_at end,
        checkpoint_id = coalesce(p_checkpoint, checkpoint_id),
        language = coalesce(p_language, language),
        greeted_at = case when cardinality(v_replies) > 0 then v_now else greeted_at end,
        opted_out_at = case p_opted_out when true then v_now when false then null else opted_out_at end,
        -- Not beyond the messages answered: what came during the turn is still to be read. And a
        -- failed turn leaves no checkpoint in which anything of before would stand.
        last_turn_seq = case when p_failed then last_turn_seq else greatest(last_turn_seq, (
            select max(seq) from chat_messages where id = any (v_ids))) end,
        superseded = 0
    where id = p_conversation;
    return jsonb_build_object('status', 'committed', 'messages', to_jsonb(v_replies));
end;
$$;

-- Whoever ran a turn says that it failed and may be tried again; its messages stay pending.
create function turn_abandon(p_organization uuid, p_conversation uuid, p_turn uuid) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    update turns set status = 'lost', finished_at = frontdesk.now()
    where id = p_turn and chat_identity_id = p_conversation and status = 'running';
    return to_jsonb(found);
end;
$$;

create function frontdesk.turn_close(p_turn uuid, p_status text, p_trace jsonb, p_handled uuid[]) returns void
language plpgsql as $$
begin
    update turns set status = p_status, finished_at = frontdesk.now(), trace = p_trace where id = p_turn;
    update chat_messages set status = 'handled', turn_id = p_turn
    where id = any (p_handled) and status = 'pending';
end;
$$;

create function frontdesk.replies_put(
    p_organization uuid, p_chat chat_identities, p_turn uuid, p_replies jsonb, p_delivery text
) returns uuid[]
language plpgsql as $$
declare
    v_reply jsonb;
    v_id uuid;
    v_ids uuid[] := '{}';
begin
    for v_reply in select r from jsonb_array_elements(p_replies) r loop
        insert into chat_messages (organization_id, chat_identity_id, connection_id, direction, status,
            kind, body, payload, turn_id, created_at)
        values (p_organization, p_chat.id, p_chat.connection_id, 'outbound',
            case p_delivery when 'caller' then 'sent' else 'queued' end,
            coalesce(v_reply ->> 'kind', 'text'), v_reply ->> 'text', coalesce(v_reply -> 'payload', '{}'),
            p_turn, frontdesk.now())
        returning id into v_id;
        v_ids := v_ids || v_id;
    end loop;
    if cardinality(v_ids) > 0 and p_delivery = 'outbox' then
        perform frontdesk.defer('sends', 'send', 'outbox:' || p_chat.id,
            jsonb_build_object('organization', p_organization, 'conversation', p_chat.id));
    end if;
    return v_ids;
end;
$$;

-- The last messages before `p_before` (a seq; null: all), oldest first: a lost thread is rebuilt from them.
create function conversation_history(
    p_organization uuid, p_conversation uuid, p_before bigint default null, p_limit integer default 40
) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce(jsonb_agg(frontdesk.message_json(m) order by m.seq), '[]')
        from (
            select * from chat_messages m
            where m.chat_identity_id = p_conversation and (p_before is null or m.seq < p_before)
              and m.status not in ('pending', 'ignored')
            order by m.seq desc limit p_limit) m);
end;
$$;

-- A message that another service hands in for an answer of its own delivery (POST /invoke). The chat
-- may be one of the service's own naming; it then stands on a connection of the channel "api".
-- Returns {conversation, message} or null when the id belongs to another organization.
create function invoke_put(
    p_organization uuid, p_conversation uuid, p_contact uuid, p_phone text, p_message text,
    p_recent jsonb default '[]'
) returns jsonb
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_chat chat_identities;
    v_connection uuid;
    v_message uuid;
begin
    perform frontdesk.enter(p_organization);
    if not exists (select 1 from organizations where id = p_organization) then
        return null;
    end if;
    if p_contact is not null and not exists (select 1 from contacts where id = p_contact) then
        return null;
    end if;
    select * into v_chat from chat_identities where id = p_conversation for update;
    if v_chat.id is null then
        v_connection := frontdesk.api_connection(p_organization);
        begin
            insert into chat_identities (id, organization_id, connection_id, contact_id, address, phone, created_at)
            values (p_conversation, p_organization, v_connection, p_contact, p_conversation::text, p_phone, v_now)
            returning * into v_chat;
            perform frontdesk.seed_history(v_chat, p_recent);
        exception when unique_violation then
            -- Made meanwhile by a call at the same time, or another organization's and not seen.
            select * into v_chat from chat_identities where id = p_conversation for update;
            if v_chat.id is null then
                return null;
            end if;
        end;
    end if;
    -- A caller that got no answer calls again; its message is then already here.
    select id into v_message from chat_messages
    where chat_identity_id = v_chat.id and direction = 'inbound' and status = 'pending' and body = p_message
    limit 1;
    if v_message is null then
        insert into chat_messages (organization_id, chat_identity_id, connection_id, direction, status, body, created_at)
        values (p_organization, v_chat.id, v_chat.connection_id, 'inbound', 'pending', p_message, v_now)
        returning id into v_message;
    end if;
    update chat_identities set
        first_pending_at = coalesce(first_pending_at, v_now), due_at = v_now, last_inbound_at = v_now,
        phone = coalesce(phone, p_phone), contact_id = coalesce(contact_id, p_contact)
    where id = v_chat.id;
    return jsonb_build_object('conversation', v_chat.id, 'message', v_message);
end;
$$;

create function frontdesk.api_connection(p_organization uuid) returns uuid
language plpgsql as $$
declare
    v_id uuid;
begin
    insert into platform_connections (organization_id, key, channel, name, token_hash, token_env)
    values (p_organization, 'api', 'api', 'api', sha256(convert_to('api:' || gen_random_uuid(), 'utf8')), '')
    on conflict (organization_id, key) do nothing;
    select id into v_id from platform_connections where organization_id = p_organization and key = 'api';
    return v_id;
end;
$$;

create function frontdesk.seed_history(p_chat chat_identities, p_recent jsonb) returns void
language sql as $$
    insert into chat_messages (organization_id, chat_identity_id, connection_id, direction, status, body, created_at)
    select p_chat.organization_id, p_chat.id, p_chat.connection_id,
        case r.value ->> 'role' when 'user' then 'inbound' else 'outbound' end,
        case r.value ->> 'role' when 'user' then 'handled' else 'sent' end,
        r.value ->> 'content', frontdesk.now()
    from jsonb_array_elements(p_recent) with ordinality r
    order by r.ordinality
$$;

-- The texts that answered a message, once its turn has ended; null before.
create function reply_of(p_organization uuid, p_message uuid) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce(jsonb_agg(r.body order by r.seq) filter (where r.id is not null), '[]')
        from chat_messages m
        left join chat_messages r on r.turn_id = m.turn_id and r.direction = 'outbound'
        where m.id = p_message and m.status <> 'pending'
        group by m.id);
end;
$$;

-- Gives a chat to a person or back to the bot.
create function handoff_set(p_organization uuid, p_conversation uuid, p_by text) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    if p_by = 'person' then
        perform frontdesk.hand_to_person(p_organization, p_conversation);
    else
        update chat_identities set handled_by = 'bot', handled_until = null where id = p_conversation;
    end if;
    return (select to_jsonb(handled_by) from chat_identities where id = p_conversation);
end;
$$;

call frontdesk.expose('turn_begin');
call frontdesk.expose('turn_commit');
call frontdesk.expose('turn_abandon');
call frontdesk.expose('conversation_history');
call frontdesk.expose('invoke_put');
call frontdesk.expose('reply_of');
call frontdesk.expose('handoff_set');
