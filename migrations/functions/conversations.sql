-- A conversation read: by a turn, by a chat page and by staff.

-- Who wrote a message: inbound, outbound (the assistant) or staff. What staff answer in the console goes out by the
-- outbox, as the assistant's replies do.
create or replace function frontdesk.speaker(m chat_messages) returns text
language sql immutable as $$
    select case when m.payload ? 'staff' then 'staff' else m.direction end
$$;

-- When a message was sent. A provider's clock that is ahead of ours does not count, nor one that is more than a day
-- behind.
create or replace function frontdesk.written_at(m chat_messages) returns timestamptz
language sql immutable as $$
    select case when m.sent_at between m.created_at - interval '1 day' and m.created_at then m.sent_at
        else m.created_at end
$$;

-- A message as it is told. `sent` is when it was sent, beside `at`, when it came: a customer's "tomorrow"
-- counts from the former. The two differ while a phone is offline or the gateway is down.
create or replace function frontdesk.message_json(m chat_messages) returns jsonb
language sql stable as $$
    select jsonb_build_object('id', m.id, 'seq', m.seq, 'direction', frontdesk.speaker(m), 'kind', m.kind,
        'text', m.body, 'payload', m.payload - '{media,staff}'::text[] || case when m.payload ? 'media'
            then jsonb_build_object('media', (m.payload -> 'media') - 'inline_base64') else '{}' end,
        'at', m.created_at, 'provider_id', m.provider_id, 'sent', frontdesk.written_at(m))
        || case when m.payload ? 'media' then jsonb_build_object('read', jsonb_build_object(
            'state', m.media_state, 'form', m.media_form, 'text', m.media_text, 'reason', m.media_reason))
            else '{}' end
$$;
drop function if exists frontdesk.message_row_json(chat_messages);

-- The last messages before `p_before` (a seq; null: all), oldest first: a lost thread is rebuilt from them.
-- Without messages at which a turn failed for good and left no checkpoint: a thread that is rebuilt would
-- break on them again.
create or replace function conversation_history(
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
              and m.status not in ('pending', 'ignored') and not m.payload ? 'forgotten'
              and not (m.direction = 'inbound'
                  and exists (select from turns t where t.id = m.turn_id and t.status = 'failed')
                  and exists (select from chat_messages r where r.chat_identity_id = p_conversation
                      and r.seq > m.seq and r.turn_id = m.turn_id and r.payload ? 'beside'))
            order by m.seq desc limit p_limit) m);
end;
$$;

-- What received messages of a chat quote, of the same chat and nothing else:
--   [{message, id, seq, direction, text, at, newest, payload: {memo?, options?, about?}}]
-- A reply of several messages carries its memo and its options in the last one: they are those of the
-- turn. `newest`: nothing was said to the customer after it before they wrote.
create or replace function messages_quoted(p_organization uuid, p_conversation uuid, p_messages jsonb) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce(jsonb_agg(jsonb_build_object(
            'message', m.id, 'id', q.id, 'seq', q.seq, 'direction', q.direction, 'text', q.body, 'at', q.created_at,
            'newest', not exists (
                select 1 from chat_messages n where n.chat_identity_id = p_conversation and n.direction <> 'inbound'
                  and n.seq > q.seq and n.seq < m.seq
                  and (n.turn_id is null or n.turn_id is distinct from q.turn_id)),
            'payload', jsonb_strip_nulls(jsonb_build_object(
                'memo', coalesce(q.payload -> 'memo', r.payload -> 'memo'),
                'options', coalesce(q.payload -> 'options', r.payload -> 'options'),
                'about', q.payload -> 'about')))
            order by m.seq), '[]')
        from chat_messages m
        join chat_messages q on q.chat_identity_id = m.chat_identity_id and q.seq < m.seq
            and q.id = coalesce(frontdesk.message_of(m.connection_id, null, m.payload ->> 'reply_to'),
                frontdesk.message_of(m.connection_id, null, m.payload ->> 'reply_to_second'))
        left join lateral (
            select l.payload from chat_messages l
            where l.chat_identity_id = q.chat_identity_id and l.turn_id = q.turn_id and l.direction = 'outbound'
              and q.direction = 'outbound'
            order by l.seq desc limit 1) r on true
        where m.chat_identity_id = p_conversation and m.direction = 'inbound'
          and m.id in (select i::uuid from jsonb_array_elements_text(p_messages) i));
end;
$$;

-- What a chat page shows of a chat, after a seq.
create or replace function chat_history(
    p_organization uuid, p_connection uuid, p_address text, p_after bigint default 0
) returns jsonb
language plpgsql as $$
declare
    v_chat uuid;
begin
    perform frontdesk.enter(p_organization);
    v_chat := frontdesk.chat_find(p_connection, array[p_address]);
    return jsonb_build_object(
        'conversation', v_chat,
        'typing', exists (select 1 from turns t where t.chat_identity_id = v_chat and t.status = 'running'
                          and t.started_at > frontdesk.now() - interval '3 minutes'),
        'messages', (
            select coalesce(jsonb_agg(jsonb_build_object(
                'seq', m.seq, 'id', m.id, 'direction', frontdesk.speaker(m), 'text', m.body, 'kind', m.kind,
                'status', m.status, 'options', coalesce(m.payload -> 'options', '[]'),
                'at', m.created_at, 'provider_id', m.provider_id,
                'file', case when m.direction = 'outbound' and m.payload #>> '{media,state}' = 'stored'
                    then jsonb_build_object('path', m.payload #>> '{media,path}',
                        'name', m.payload #>> '{media,filename}') end) order by m.seq), '[]')
            from (
                select * from chat_messages m
                where m.chat_identity_id = v_chat and m.seq > p_after
                  and (m.direction <> 'outbound' or m.status not in ('queued', 'sending'))
                order by m.seq desc limit 200) m));
end;
$$;

-- Whose chat it is, to tell staff about it; null when it is not this organization's.
create or replace function chat_facts(p_organization uuid, p_conversation uuid) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select jsonb_build_object('organization', o.name, 'language', o.language,
            'name', coalesce(c.name, i.display_name), 'phone', i.phone,
            'stated_phone', frontdesk.stated_phone(i.contact_id))
        from chat_identities i
        join organizations o on o.id = i.organization_id
        left join contacts c on c.id = i.contact_id
        where i.id = p_conversation);
end;
$$;

-- What happened in a conversation, for the demo's panel and for staff.
create or replace function chat_inspect(p_organization uuid, p_conversation uuid) returns jsonb
language plpgsql as $$
declare
    v_contact uuid;
begin
    perform frontdesk.enter(p_organization);
    select contact_id into v_contact from chat_identities where id = p_conversation;
    return jsonb_build_object(
        'turns', (
            select coalesce(jsonb_agg(jsonb_build_object(
                'id', t.id, 'status', t.status, 'started_at', t.started_at,
                'ms', round(extract(epoch from t.finished_at - t.started_at) * 1000),
                'nodes', coalesce(t.trace -> 'nodes', '[]'), 'tools', coalesce(t.trace -> 'tools', '[]'),
                'messages', cardinality(t.message_ids)) order by t.started_at desc), '[]')
            from (select * from turns where chat_identity_id = p_conversation
                  order by started_at desc limit 20) t),
        'appointments', (
            select coalesce(jsonb_agg(jsonb_build_object(
                'id', a.id, 'service', s.name, 'member', m.name, 'starts_at', a.starts_at,
                'time_zone', o.time_zone, 'status', a.status, 'attendee', a.attendee_name)
                order by a.starts_at), '[]')
            from appointments a
            join organizations o on o.id = a.organization_id
            join services s on s.id = a.service_id
            join members m on m.id = a.member_id
            where a.contact_id = v_contact),
        'offers', (select count(*) from slot_offers f
                   where f.chat_identity_id = p_conversation and f.expires_at > frontdesk.now()),
        'notifications', (
            select coalesce(jsonb_agg(jsonb_build_object(
                'recipient', coalesce(r.name, 'desk'), 'body', n.body, 'status', n.status, 'at', n.created_at)
                order by n.created_at desc), '[]')
            from notifications n
            join escalations e on e.id = n.escalation_id
            left join internal_notifications_config r on r.id = n.recipient_id
            where e.chat_identity_id = p_conversation),
        'contact', (select jsonb_build_object('name', c.name, 'phone', c.phone,
                        'stated_phone', frontdesk.stated_phone(c.id))
                    from contacts c where c.id = v_contact));
end;
$$;

-- What the page of staff needs to open a chat: the organization, the names of the variables that hold its
-- pages' tokens, and the hash of each token: what the environment holds is shown only if it is that token.
create or replace function staff_page(p_organization uuid) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select jsonb_build_object('slug', o.slug, 'name', o.name, 'language', o.language, 'time_zone', o.time_zone,
            'token_envs', (
                select coalesce(jsonb_agg(c.token_env order by c.key), '[]') from platform_connections c
                where c.organization_id = o.id and c.channel = 'web' and c.active),
            'tokens', (
                select coalesce(jsonb_agg(jsonb_build_object('env', c.token_env, 'hash', encode(c.token_hash, 'hex'))
                    order by c.key), '[]')
                from platform_connections c
                where c.organization_id = o.id and c.channel = 'web' and c.active))
        from organizations o where o.id = p_organization);
end;
$$;
