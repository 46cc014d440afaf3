-- Messages that another service hands in for an answer of its own delivery (POST /invoke, the chat socket,
-- POST /test/message), and what came of them.

-- Takes a message of a chat that may be one of the service's own naming; it then stands on a connection
-- of the channel "api". Returns {conversation, message} or null when the id belongs to another organization.
create or replace function invoke_put(
    p_organization uuid, p_conversation uuid, p_contact uuid, p_phone text, p_message text,
    p_recent jsonb default '[]'
) returns jsonb
language plpgsql as $$
declare
    v_chat chat_identities;
    v_contact uuid;
begin
    perform frontdesk.enter(p_organization);
    if not exists (select 1 from organizations where id = p_organization) then
        return null;
    end if;
    select coalesce(merged_into, id) into v_contact from contacts where id = p_contact;
    if p_contact is not null and v_contact is null then
        return null;
    end if;
    v_chat := frontdesk.named_chat(p_organization, p_conversation, 'api', p_phone, v_contact, p_recent);
    if v_chat.id is null then
        return null;
    end if;
    update chat_identities set phone = coalesce(phone, p_phone), contact_id = coalesce(contact_id, v_contact)
    where id = v_chat.id;
    return jsonb_build_object('conversation', v_chat.id, 'message', frontdesk.hand_in(v_chat, p_message));
end;
$$;

-- The id of the chat in which one user tries a business's desk out.
create or replace function frontdesk.rehearsal_chat(p_organization uuid, p_user text) returns uuid
language sql immutable as $$
    select md5('rehearsal ' || p_organization || ' ' || p_user)::uuid
$$;

-- A message that tries the desk out. Its chat is the user's own, on a connection of its own, and belongs to
-- nobody: no phone, no customer. Returns as invoke_put.
create or replace function rehearsal_put(p_organization uuid, p_user text, p_message text) returns jsonb
language plpgsql as $$
declare
    v_chat chat_identities;
    v_id uuid := frontdesk.rehearsal_chat(p_organization, p_user);
begin
    perform frontdesk.enter(p_organization);
    if not exists (select 1 from organizations where id = p_organization) then
        return null;
    end if;
    v_chat := frontdesk.named_chat(p_organization, v_id, 'rehearsal', null, null, '[]');
    if v_chat.id is null then
        return null;
    end if;
    return jsonb_build_object('conversation', v_chat.id, 'message', frontdesk.hand_in(v_chat, p_message));
end;
$$;

-- What was said in a chat that tries the desk out, and what happened inside, oldest first: [{id, by (inbound,
-- outbound), text, options, at, turn: {status, ms, nodes, tools: [{name, args, result}], models, vetoes} (of the first
-- answer of a turn)}]; of the last `p_limit` messages.
create or replace function rehearsal_show(p_organization uuid, p_user text, p_limit integer default 60) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'by', m.direction, 'text', m.body,
            'options', coalesce(m.payload -> 'options', '[]'), 'at', m.created_at, 'turn', case when m.first then (
                select jsonb_build_object('status', t.status,
                    'ms', round(extract(epoch from t.finished_at - t.started_at) * 1000),
                    'nodes', coalesce(t.trace -> 'nodes', '[]'), 'tools', coalesce(t.trace -> 'tools', '[]'),
                    'models', coalesce(t.trace -> 'models', '[]'), 'vetoes', coalesce(t.trace -> 'vetoes', '[]'))
                from turns t where t.id = m.turn_id) end) order by m.seq), '[]')
        from (
            select l.*, l.direction = 'outbound'
                and row_number() over (partition by l.turn_id, l.direction order by l.seq) = 1 as first
            from chat_messages l
            where l.chat_identity_id = frontdesk.rehearsal_chat(p_organization, p_user)
            order by l.seq desc limit least(p_limit, 200)) m);
end;
$$;

-- A question of a service's user: in the chat that is named, else in a new one. A session that is not named
-- is the chat's last one, unless a day has passed since. Returns {conversation, message, session} or
-- {refused: organization | chat | session}, of things that are not this user's of this organization, too.
create or replace function question_put(
    p_organization uuid, p_user text, p_chat uuid, p_session uuid, p_message text
) returns jsonb
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_chat chat_identities;
    v_session uuid;
    v_contact uuid;
begin
    perform frontdesk.enter(p_organization);
    if not exists (select 1 from organizations where id = p_organization) then
        return jsonb_build_object('refused', 'organization');
    end if;
    select i.contact_id into v_contact from chat_identities i
    where i.organization_id = p_organization and i.user_id = p_user and i.contact_id is not null
    order by i.created_at desc limit 1;
    if p_chat is not null then
        select * into v_chat from chat_identities i where i.id = p_chat and i.user_id = p_user for update;
        if v_chat.id is null then
            return jsonb_build_object('refused', 'chat');
        end if;
        select s.id into v_session from chat_sessions s
        where s.chat_identity_id = p_chat
          and case when p_session is null then s.last_at > v_now - frontdesk.conversation_span(p_organization)
                  and coalesce(frontdesk.closed_from(v_chat, s.last_at) > v_now, true)
              else s.id = p_session end
        order by s.started_at desc, s.id limit 1;
    end if;
    if p_session is not null and v_session is null then
        return jsonb_build_object('refused', 'session');
    end if;
    if v_chat.id is null then
        v_chat := frontdesk.named_chat(p_organization, gen_random_uuid(), 'api', null, v_contact, '[]');
    end if;
    -- What a user did in one chat is theirs in the next one, too, and so is the limit on held slots.
    update chat_identities set user_id = p_user, visitor = md5('user ' || p_user),
        contact_id = coalesce(contact_id, v_contact)
    where id = v_chat.id;
    if v_session is null then
        insert into chat_sessions (organization_id, chat_identity_id, started_at, last_at)
        values (p_organization, v_chat.id, v_now, v_now)
        returning id into v_session;
    else
        update chat_sessions set last_at = v_now where id = v_session;
    end if;
    return jsonb_build_object('conversation', v_chat.id, 'message', frontdesk.hand_in(v_chat, p_message),
        'session', v_session);
end;
$$;

-- The chat with this id, locked; made at the organization's connection for callers when there is none. A
-- null row when the id is another organization's.
create or replace function frontdesk.named_chat(
    p_organization uuid, p_id uuid, p_key text, p_phone text, p_contact uuid, p_recent jsonb
) returns chat_identities
language plpgsql as $$
declare
    v_chat chat_identities;
begin
    select * into v_chat from chat_identities where id = p_id for update;
    if v_chat.id is not null then
        return v_chat;
    end if;
    begin
        insert into chat_identities (id, organization_id, connection_id, contact_id, address, phone, created_at)
        values (p_id, p_organization, frontdesk.caller_connection(p_organization, p_key), p_contact, p_id::text,
            p_phone, frontdesk.now())
        returning * into v_chat;
        perform frontdesk.seed_history(v_chat, p_recent);
    exception when unique_violation then
        -- Made meanwhile by a call at the same time, or another organization's and not seen.
        select * into v_chat from chat_identities where id = p_id for update;
    end;
    return v_chat;
end;
$$;

-- Stores a message to be answered at once. A caller that got no answer calls again; its message is then
-- already here. Returns its id.
create or replace function frontdesk.hand_in(p_chat chat_identities, p_message text) returns uuid
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_message uuid;
begin
    select id into v_message from chat_messages
    where chat_identity_id = p_chat.id and direction = 'inbound' and status = 'pending' and body = p_message
    limit 1;
    if v_message is null then
        insert into chat_messages (organization_id, chat_identity_id, connection_id, direction, status, body,
            created_at)
        values (p_chat.organization_id, p_chat.id, p_chat.connection_id, 'inbound', 'pending', p_message, v_now)
        returning id into v_message;
    end if;
    update chat_identities set
        first_pending_at = coalesce(first_pending_at, v_now), due_at = v_now, last_inbound_at = v_now
    where id = p_chat.id;
    return v_message;
end;
$$;

-- The connection of chats whose replies the caller delivers: `p_key` api, or rehearsal.
create or replace function frontdesk.caller_connection(p_organization uuid, p_key text) returns uuid
language plpgsql as $$
declare
    v_id uuid;
begin
    insert into platform_connections (organization_id, key, channel, name, token_hash, token_env)
    values (p_organization, p_key, 'api', p_key, sha256(convert_to('api:' || gen_random_uuid(), 'utf8')), '')
    on conflict (organization_id, key) do nothing;
    select id into v_id from platform_connections where organization_id = p_organization and key = p_key;
    return v_id;
end;
$$;

-- Whether a chat is one that tries the desk out.
create or replace function frontdesk.is_rehearsal(p_conversation uuid) returns boolean
language sql stable as $$
    select exists (
        select from chat_identities i join platform_connections c on c.id = i.connection_id
        where i.id = p_conversation and c.channel = 'api' and c.key = 'rehearsal')
$$;

create or replace function frontdesk.seed_history(p_chat chat_identities, p_recent jsonb) returns void
language sql as $$
    insert into chat_messages (organization_id, chat_identity_id, connection_id, direction, status, body, created_at)
    select p_chat.organization_id, p_chat.id, p_chat.connection_id,
        case r.value ->> 'role' when 'user' then 'inbound' else 'outbound' end,
        case r.value ->> 'role' when 'user' then 'handled' else 'sent' end,
        r.value ->> 'content', frontdesk.now()
    from jsonb_array_elements(p_recent) with ordinality r
    order by r.ordinality
$$;

-- What answered a message, once its turn has ended; null before:
-- {messages: [{id, text, options}], changes: [as frontdesk.turn_change tells them]}. Changes are those of
-- its turn, and earlier ones of which these messages tell.
create or replace function answer_of(p_organization uuid, p_message uuid) returns jsonb
language plpgsql as $$
declare
    v_message chat_messages;
    v_told text[];
begin
    perform frontdesk.enter(p_organization);
    select * into v_message from chat_messages m where m.id = p_message and m.status <> 'pending';
    if v_message.id is null then
        return null;
    end if;
    select array_agg(k) into v_told from chat_messages r
    cross join lateral jsonb_array_elements_text(
        case jsonb_typeof(r.payload -> 'changes') when 'array' then r.payload -> 'changes' else '[]' end) k
    where r.chat_identity_id = v_message.chat_identity_id and r.turn_id = v_message.turn_id
      and r.direction = 'outbound';
    return jsonb_build_object(
        'messages', (
            select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'text', r.body,
                'options', coalesce(r.payload -> 'options', '[]')) order by r.seq), '[]')
            from chat_messages r
            where r.chat_identity_id = v_message.chat_identity_id and r.turn_id = v_message.turn_id
              and r.direction = 'outbound'),
        'changes', frontdesk.changes_json(v_message.chat_identity_id, v_message.turn_id, v_told));
end;
$$;

-- What a turn that is being rehearsed has changed so far: as `changes` of answer_of.
create or replace function turn_changes(p_organization uuid, p_conversation uuid, p_turn uuid) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return frontdesk.changes_json(p_conversation, p_turn, null);
end;
$$;

-- [{kind, at, appointment | entry | granted}] of a turn of this chat, or under these keys, oldest first;
-- one for each appointment or visit and kind.
create or replace function frontdesk.changes_json(p_conversation uuid, p_turn uuid, p_keys text[]) returns jsonb
language sql stable as $$
    with changed as (
        select c.*, row_number() over (
            partition by c.kind, coalesce((select a.visit_id from appointments a where a.id = c.subject), c.subject)
            order by c.at desc, c.change) as n
        from frontdesk.customer_changes(p_conversation) c
        where c.turn = p_turn or c.change = any (p_keys)
    )
    select coalesce(jsonb_agg(jsonb_build_object('kind', c.kind, 'at', c.at, 'granted', c.granted,
        'appointment', case when c.kind in ('booked', 'moved', 'cancelled', 'confirmed', 'renamed')
            then frontdesk.appointment_json(c.subject) end,
        'entry', case when c.kind in ('joined', 'declined', 'left')
            then frontdesk.waiting_json(w, p_conversation) end) order by c.at, c.change), '[]')
    from changed c
    left join waiting_list w on w.id = c.subject
    where c.n = 1
$$;
