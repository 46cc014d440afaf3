-- The inbox: one call stores everything that one webhook request brought, and enqueues the work.

-- Everything of one webhook request, in one transaction. `p_events` is a list of
--   {type: message, id, second_id?, told_twice?, addresses, phone, name, kind, text, payload, sent_at, seen_at?,
--    visitor?, user?, urgent?, proven? (the provider vouches for the sender's number), to_team?}
--   {type: status, ids, status, addresses, names, code, reason}
--   {type: echo | staff, id, second_id?, addresses, text, phone, sent_at, typed, by_bot}
--   {type: handoff, addresses, taken, state, claimed, answered, unread, window_closed, at}
--   {type: edit, id, addresses, text, deleted, media, kind, listed?, urgent?}
--   {type: opt_out, addresses, ended, lasting, marketing, at}
--   {type: number, addresses, phone, now: {addresses, phone}, at}
-- `p_wait` and `p_ceiling` are seconds of the debounce. Returns {stored, known, foreign, chats}; foreign: changes of
-- messages that are not of the chat that they came from; chats: those in which somebody wrote.
create or replace function inbox_put(
    p_organization uuid, p_connection uuid, p_events jsonb, p_wait double precision, p_ceiling double precision
) returns jsonb
language plpgsql as $$
declare
    v_event jsonb;
    v_new boolean;
    v_stored integer := 0;
    v_known integer := 0;
    v_foreign integer := 0;
begin
    perform frontdesk.enter(p_organization);
    perform 1 from platform_connections where id = p_connection and active;
    if not found then
        raise exception 'no such connection' using errcode = 'no_data_found';
    end if;
    for v_event in select e from jsonb_array_elements(p_events) e loop
        v_new := case v_event ->> 'type'
            when 'message' then coalesce(frontdesk.staff_message_put(p_organization, p_connection, v_event),
                frontdesk.message_put(p_organization, p_connection, v_event, p_wait, p_ceiling))
            when 'status' then frontdesk.status_put(p_organization, p_connection, v_event)
            when 'echo' then frontdesk.echo_put(p_organization, p_connection, v_event)
            when 'staff' then frontdesk.staff_put(p_organization, p_connection, v_event)
            when 'reaction' then not frontdesk.staff_reacts(p_organization, p_connection, v_event)
                and frontdesk.reaction_put(p_organization, p_connection, v_event, p_wait, p_ceiling)
            when 'handoff' then frontdesk.desk_put(p_organization, p_connection, v_event)
            when 'opt_out' then frontdesk.opt_out_put(p_connection, v_event)
            when 'number' then frontdesk.number_put(p_organization, p_connection, v_event)
            when 'edit' then frontdesk.edit_put(p_organization, p_connection, v_event, p_wait, p_ceiling)
        end;
        if v_new then
            v_stored := v_stored + 1;
        elsif v_new is null and v_event ->> 'type' = 'edit' then
            v_foreign := v_foreign + 1;
        else
            v_known := v_known + 1;
        end if;
    end loop;
    return jsonb_build_object('stored', v_stored, 'known', v_known, 'foreign', v_foreign, 'chats', (
        select coalesce(jsonb_agg(distinct m.chat_identity_id), '[]')
        from jsonb_array_elements(p_events) e
        join chat_messages m on m.connection_id = p_connection and m.provider_id = e ->> 'id'
            and m.direction in ('inbound', 'staff')));
end;
$$;

-- The message that a provider names by an id, which may be the second one that it has of it; null when there is
-- none. `p_direction` null: of any. Each look has an index of its own.
create or replace function frontdesk.message_of(p_connection uuid, p_direction text, p_id text) returns uuid
language plpgsql stable as $$
declare
    v_message uuid;
begin
    if p_direction is distinct from 'outbound' then
        select m.id into v_message from chat_messages m
        where m.connection_id = p_connection and m.provider_id = p_id and m.direction in ('inbound', 'staff')
          and m.direction = coalesce(p_direction, m.direction);
    end if;
    if v_message is null and coalesce(p_direction, 'outbound') = 'outbound' then
        select m.id into v_message from chat_messages m
        where m.connection_id = p_connection and m.provider_id = p_id and m.direction = 'outbound' limit 1;
    end if;
    if v_message is null then
        select m.id into v_message from chat_messages m
        where m.connection_id = p_connection and m.second_id = p_id
          and m.direction = coalesce(p_direction, m.direction) limit 1;
    end if;
    return v_message;
end;
$$;

-- Whether whoever has these addresses may change a message of the chat. Those that nobody knows decide only where
-- both sides have a phone: a chat that is known by its phone may write under its LID or BSUID alone.
create or replace function frontdesk.may_change(p_connection uuid, p_chat uuid, p_addresses text[]) returns boolean
language sql stable as $$
    select case
        when frontdesk.chat_find(p_connection, p_addresses) is not null
            then frontdesk.chat_find(p_connection, p_addresses) = p_chat
        else not exists (select from unnest(p_addresses) a where a like '+%')
            or not exists (select from chat_addresses a where a.chat_identity_id = p_chat and a.address like '+%')
    end
$$;

-- Whether the message is here under either of its ids, of which each callback may tell another one first. Both
-- callbacks come at the same moment, so that they meet at the chat. What is told now of the ids is kept.
create or replace function frontdesk.told_before(p_connection uuid, p_chat uuid, p_id text, p_second text)
returns boolean
language plpgsql as $$
declare
    v_message uuid;
begin
    perform 1 from chat_identities where id = p_chat for update;
    v_message := coalesce(frontdesk.message_of(p_connection, 'inbound', p_id),
        frontdesk.message_of(p_connection, 'inbound', p_second));
    update chat_messages m set second_id = case m.provider_id when p_id then p_second else p_id end
    where m.id = v_message and m.second_id is null
      and case m.provider_id when p_id then p_second else p_id end is distinct from m.provider_id;
    return v_message is not null;
end;
$$;

-- Whether a message is too old to be answered: half a day, by the database's clock and by that of whoever received it
-- (`seen_at`). One of them may be wrong, and then nobody must be left without an answer.
create or replace function frontdesk.is_stale(p_event jsonb, p_now timestamptz) returns boolean
language sql immutable as $$
    select coalesce((p_event ->> 'sent_at')::timestamptz
        < least(p_now, (p_event ->> 'seen_at')::timestamptz) - interval '12 hours', false)
$$;

-- Stores one received message once; false when it is already here. A message that is older than
-- half a day (a provider replays after a reconnect) is kept as history and not answered; staff hear of
-- it (late_messages.sql). One that the provider has answered (`answered`) is kept, too. One that could not
-- be decrypted is asked for again after a minute, unless it comes readable before that.
create or replace function frontdesk.message_put(
    p_organization uuid, p_connection uuid, p_event jsonb, p_wait double precision, p_ceiling double precision
) returns boolean
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_addresses text[] := array(select jsonb_array_elements_text(p_event -> 'addresses'));
    v_sent timestamptz := (p_event ->> 'sent_at')::timestamptz;
    v_old boolean := frontdesk.is_stale(p_event, v_now);
    v_answered boolean := coalesce((p_event ->> 'answered')::boolean, false);
    v_undecrypted boolean := coalesce((p_event ->> 'undecrypted')::boolean, false);
    v_chat uuid;
    v_message uuid;
    v_edit early_edits;
begin
    v_chat := frontdesk.chat_ensure(
        p_organization, p_connection, v_addresses, p_event ->> 'phone', p_event ->> 'name', true);
    if p_event ->> 'user' is not null then
        perform frontdesk.chat_is_user(p_organization, v_chat, p_event ->> 'user', null);
    end if;
    if p_event ? 'visitor' then
        update chat_identities set visitor = p_event ->> 'visitor'
        where id = v_chat and visitor is distinct from p_event ->> 'visitor';
    end if;
    if (p_event ->> 'told_twice')::boolean
       and frontdesk.told_before(p_connection, v_chat, p_event ->> 'id', p_event ->> 'second_id') then
        return false;
    end if;
    insert into chat_messages (
        organization_id, chat_identity_id, connection_id, direction, status, kind, body, payload,
        provider_id, second_id, sent_at, created_at)
    values (
        p_organization, v_chat, p_connection, 'inbound',
        case when v_old or v_answered then 'ignored' else 'pending' end,
        p_event ->> 'kind', coalesce(p_event ->> 'text', ''),
        coalesce(p_event -> 'payload', '{}') || frontdesk.urgency(p_event),
        (p_event ->> 'id') || case when v_undecrypted then '#undecrypted' else '' end, p_event ->> 'second_id',
        v_sent, v_now)
    on conflict do nothing
    returning id into v_message;
    if v_message is null then
        return false;
    end if;
    if v_undecrypted then
        if exists (select 1 from chat_messages m where m.connection_id = p_connection
                   and m.direction = 'inbound' and m.provider_id = p_event ->> 'id') then
            update chat_messages set status = 'ignored' where id = v_message;
            return true;
        end if;
        p_wait := 60;
        p_ceiling := 60;
    else
        update chat_messages m set status = 'ignored'
        where m.connection_id = p_connection and m.direction = 'inbound' and m.status = 'pending'
          and m.provider_id = (p_event ->> 'id') || '#undecrypted';
    end if;
    if v_old or v_answered then
        update chat_identities set last_inbound_at = greatest(last_inbound_at, least(coalesce(v_sent, v_now), v_now))
        where id = v_chat;
        return true;
    end if;
    delete from early_edits e
    where e.connection_id = p_connection and e.provider_id in (p_event ->> 'id', p_event ->> 'second_id')
    returning * into v_edit;
    if not frontdesk.may_change(p_connection, v_chat, v_edit.addresses) then
        v_edit := null;
    end if;
    if v_edit.body is not null then
        update chat_messages set body = v_edit.body, payload = payload || '{"edited": true}' where id = v_message;
    elsif v_edit.provider_id is not null then
        update chat_messages set status = 'ignored', body = '', payload = payload || '{"deleted": true}'
        where id = v_message;
        return true;
    end if;
    if p_event -> 'payload' ? 'media' then
        perform frontdesk.defer('media', 'media', null,
            jsonb_build_object('organization', p_organization, 'message', v_message));
    end if;
    -- A BSUID does not take the place of a phone: it belongs to that phone, and not every provider
    -- sends to one.
    if v_addresses[1] like '__.%'
        and exists (select 1 from chat_identities where id = v_chat and phone is not null)
    then
        v_addresses[1] := null;
    end if;
    perform frontdesk.expect_turn(p_organization, v_chat, p_wait, p_ceiling, coalesce(v_sent, v_now),
        v_addresses[1], p_event ->> 'phone', p_event ->> 'name');
    perform frontdesk.notify_chat(p_connection, v_chat, 'message');
    perform frontdesk.push_put(p_organization, 'message', v_chat, i.handled_account) from chat_identities i
    where i.id = v_chat and i.handled_account is not null and frontdesk.with_person(i, v_now);
    return true;
end;
$$;

-- What says in a message's payload that it cannot wait, if that was read in its words.
create or replace function frontdesk.urgency(p_event jsonb) returns jsonb
language sql immutable parallel safe as $$
    select case when (p_event ->> 'urgent')::boolean then '{"urgent": true}' else '{}' end::jsonb
$$;

-- Whether a message waits in the chat that cannot wait.
create or replace function frontdesk.is_urgent(p_conversation uuid) returns boolean
language sql stable as $$
    select exists (
        select from chat_messages m
        where m.chat_identity_id = p_conversation and m.direction = 'inbound' and m.status = 'pending'
          and m.payload ? 'urgent')
$$;

-- Enqueues a chat's turn; an urgent one goes before all others.
create or replace function frontdesk.defer_turn(
    p_organization uuid, p_conversation uuid, p_seconds double precision default 0
) returns void
language sql as $$
    select frontdesk.defer('turns', 'turn', 'conversation:' || p_conversation,
        jsonb_build_object('organization', p_organization, 'conversation', p_conversation), p_seconds,
        case when frontdesk.is_urgent(p_conversation) then 10 else 0 end)
$$;

-- Moves the debounce deadline and enqueues the turn for it; what is urgent is due now, whatever follows it.
-- `p_wrote`: when the customer wrote, which may be long ago; null: they wrote nothing new. The clock
-- is the database's. A phone is written only when it is news, so that nothing that follows from one is looked at with
-- every message.
drop function if exists frontdesk.expect_turn(uuid, uuid, double precision, double precision, text, text, text);
create or replace function frontdesk.expect_turn(
    p_organization uuid, p_conversation uuid, p_wait double precision, p_ceiling double precision,
    p_wrote timestamptz, p_address text default null, p_phone text default null, p_name text default null
) returns void
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_urgent boolean := frontdesk.is_urgent(p_conversation);
    v_due timestamptz;
    v_phone text;
begin
    update chat_identities i set
        first_pending_at = coalesce(i.first_pending_at, v_now),
        due_at = case when v_urgent then v_now else least(
            v_now + make_interval(secs => p_wait),
            coalesce(i.first_pending_at, v_now) + make_interval(secs => p_ceiling)) end,
        last_inbound_at = greatest(i.last_inbound_at, least(p_wrote, v_now)),
        address = coalesce(p_address, i.address),
        display_name = coalesce(p_name, i.display_name)
    where i.id = p_conversation
    returning i.due_at, i.phone into v_due, v_phone;
    if p_phone <> coalesce(v_phone, '') then
        update chat_identities set phone = p_phone where id = p_conversation;
    end if;
    perform frontdesk.defer_turn(p_organization, p_conversation, extract(epoch from v_due - v_now));
end;
$$;

-- The customer changed or deleted a message. Before it was answered it is simply replaced; once its
-- turn has begun a change counts as a new message, because it is a correction. What comes before the
-- message itself waits for it for a day; of what is only `listed` the message is there, and a change or deletion
-- that was heard of counts more. Null: it came from another chat than the message.
create or replace function frontdesk.edit_put(
    p_organization uuid, p_connection uuid, p_event jsonb, p_wait double precision, p_ceiling double precision
) returns boolean
language plpgsql as $$
declare
    v_message chat_messages;
    v_text text := p_event ->> 'text';
    v_addresses text[] := array(select jsonb_array_elements_text(p_event -> 'addresses'));
    v_listed boolean := coalesce((p_event ->> 'listed')::boolean, false);
begin
    select * into v_message from chat_messages m
    where m.id = frontdesk.message_of(p_connection, 'inbound', p_event ->> 'id');
    if v_message.payload ? 'deleted' or v_listed and (v_message.id is null or v_message.status = 'ignored'
       or v_message.payload ? 'edited' or exists (
           select from chat_messages m where m.chat_identity_id = v_message.chat_identity_id
           and m.seq > v_message.seq and m.payload ->> 'edits' = v_message.id::text)) then
        return false;
    end if;
    if v_message.id is null then
        -- A file that is seen before its message stands in the message, too, when that comes.
        if not (p_event ->> 'deleted')::boolean and coalesce(v_text, '') = '' then
            return false;
        end if;
        delete from early_edits where connection_id = p_connection and at < frontdesk.now() - interval '1 day';
        insert into early_edits (organization_id, connection_id, provider_id, body, addresses, at)
        values (p_organization, p_connection, p_event ->> 'id',
            case when not (p_event ->> 'deleted')::boolean then v_text end, v_addresses, frontdesk.now())
        on conflict (connection_id, provider_id) do update set body = excluded.body, at = excluded.at
        where early_edits.body is not null
          and (early_edits.addresses && excluded.addresses or '{}' in (early_edits.addresses, excluded.addresses));
        return true;
    end if;
    if not frontdesk.may_change(p_connection, v_message.chat_identity_id, v_addresses) then
        return null;
    end if;
    -- Turns begin and end under this lock.
    perform 1 from chat_identities where id = v_message.chat_identity_id for update;
    if (p_event ->> 'deleted')::boolean then
        update chat_messages set status = 'ignored', body = '', payload = payload || '{"deleted": true}'
        where id = v_message.id and status = 'pending';
        return found;
    end if;
    if jsonb_typeof(p_event -> 'media') = 'object' and not v_message.payload ? 'media' then
        return frontdesk.file_put(p_organization, v_message, p_event);
    end if;
    if coalesce(v_text, '') = '' or v_text = v_message.body then
        return false;
    end if;
    update chat_messages set body = v_text, payload = payload || '{"edited": true}' || frontdesk.urgency(p_event)
    where id = v_message.id and status = 'pending' and not exists (
        select 1 from turns t where t.chat_identity_id = v_message.chat_identity_id
        and t.status = 'running' and v_message.id = any (t.message_ids));
    if found then
        if (p_event ->> 'urgent')::boolean then
            perform frontdesk.expect_turn(p_organization, v_message.chat_identity_id, p_wait, p_ceiling, null);
        end if;
        return true;
    end if;
    insert into chat_messages (organization_id, chat_identity_id, connection_id, direction, status,
        body, payload, provider_id, created_at)
    values (p_organization, v_message.chat_identity_id, p_connection, 'inbound', 'pending', v_text,
        jsonb_build_object('edits', v_message.id) || frontdesk.urgency(p_event),
        v_message.provider_id || '#' || md5(v_text), frontdesk.now())
    on conflict do nothing;
    if found then
        perform frontdesk.expect_turn(p_organization, v_message.chat_identity_id, p_wait, p_ceiling, null);
    end if;
    return found;
end;
$$;

-- The file of a message that came without it. Too late for the turn, it is read all the same.
create or replace function frontdesk.file_put(p_organization uuid, p_message chat_messages, p_event jsonb)
returns boolean
language plpgsql as $$
begin
    update chat_messages set kind = p_event ->> 'kind', body = coalesce(nullif(p_event ->> 'text', ''), body),
        payload = payload - 'details' || jsonb_build_object('media', p_event -> 'media')
    where id = p_message.id;
    perform frontdesk.defer('media', 'media', null,
        jsonb_build_object('organization', p_organization, 'message', p_message.id));
    return true;
end;
$$;

-- The customer put an emoji on a message. One that answers (`answer`: it means yes or no) and stands on a
-- question of ours is answered; of an older one the turn sees whether it still stands (graphs/reactions.py).
-- Every other is kept as history. A later reaction to the same message takes the place of one that was not
-- answered yet; without a text it takes it back.
create or replace function frontdesk.reaction_put(
    p_organization uuid, p_connection uuid, p_event jsonb, p_wait double precision, p_ceiling double precision
) returns boolean
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_sent timestamptz := (p_event ->> 'sent_at')::timestamptz;
    v_chat uuid := frontdesk.chat_ensure(p_organization, p_connection,
        array(select jsonb_array_elements_text(p_event -> 'addresses')), p_event ->> 'phone', p_event ->> 'name', true);
    v_target text := coalesce((
        select m.provider_id from chat_messages m
        where m.id = coalesce(frontdesk.message_of(p_connection, null, p_event ->> 'target'),
            frontdesk.message_of(p_connection, null, p_event ->> 'target_second'))), p_event ->> 'target');
    v_answers boolean;
    v_message uuid;
begin
    perform 1 from chat_identities where id = v_chat for update;  -- turns begin and end under this lock
    v_answers := (p_event ->> 'answer')::boolean and not frontdesk.is_stale(p_event, v_now)
        and frontdesk.asks(v_chat, v_target);
    insert into chat_messages (organization_id, chat_identity_id, connection_id, direction, status,
        body, payload, provider_id, sent_at, created_at)
    values (p_organization, v_chat, p_connection, 'inbound', case when v_answers then 'pending' else 'ignored' end,
        coalesce(p_event ->> 'text', ''),
        jsonb_build_object('reply_to', v_target, 'reaction', true), p_event ->> 'id', v_sent, v_now)
    on conflict do nothing
    returning id into v_message;
    if v_message is null then
        return false;
    end if;
    update chat_messages m set status = 'ignored'
    where m.chat_identity_id = v_chat and m.direction = 'inbound' and m.status = 'pending' and m.id <> v_message
      and m.payload ->> 'reply_to' = v_target and m.payload ? 'reaction'
      and not exists (select 1 from turns t where t.chat_identity_id = v_chat and t.status = 'running'
                      and m.id = any (t.message_ids));
    if v_answers then
        perform frontdesk.expect_turn(p_organization, v_chat, p_wait, p_ceiling, coalesce(v_sent, v_now));
    end if;
    perform frontdesk.notify_chat(p_connection, v_chat, 'message');
    return true;
end;
$$;

-- The customer's newest message in a chat with its connection: {provider_id, address, connection, …}; null for
-- a chat without one.
create or replace function newest_message(p_organization uuid, p_conversation uuid) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select jsonb_build_object('provider_id', m.provider_id, 'address', i.address, 'connection', c.id,
            'channel', c.channel, 'name', c.name, 'phone', c.phone, 'secret_env', c.secret_env,
            'settings', c.settings)
        from chat_messages m
        join chat_identities i on i.id = m.chat_identity_id
        join platform_connections c on c.id = m.connection_id
        where m.chat_identity_id = p_conversation and m.direction = 'inbound' and m.provider_id is not null
          and not m.payload ?| array['edits', 'reaction'] and m.provider_id not like '%#undecrypted'
        order by m.seq desc limit 1);
end;
$$;

-- Whether the message with this id at the provider is one of ours in the chat, and asks something.
create or replace function frontdesk.asks(p_conversation uuid, p_provider_id text) returns boolean
language sql stable as $$
    select exists (
        select from chat_messages m
        where m.connection_id = (select i.connection_id from chat_identities i where i.id = p_conversation)
          and m.provider_id = p_provider_id and m.direction = 'outbound' and m.chat_identity_id = p_conversation
          and m.status <> 'failed'
          and (jsonb_array_length(coalesce(m.payload -> 'options', '[]')) > 0 or m.body ~ '\?[\s"»”)]*$'))
$$;
