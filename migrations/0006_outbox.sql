-- The outbox: ordered sends per conversation, and what the provider said.

-- Takes the next message of a conversation to send, in order. A message found in `sending` whose
-- sender is gone, or `unknown` after a timeout, is not sent again before the provider had
-- `p_grace_seconds` to show (echo, status event) that it has it. Returns
--   {status: empty} | {status: wait, seconds} | {status: send, message, attempt, to, text, payload, connection…}
--   | {status: withheld, message, text, payload}: a reply that a person's taking over made out of place
create function outbox_claim(
    p_organization uuid, p_conversation uuid, p_lease_seconds double precision default 30, p_grace_seconds double precision default 15
) returns jsonb
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_chat chat_identities;
    v_message chat_messages;
    v_wait numeric;
begin
    perform frontdesk.enter(p_organization);
    select * into v_message from chat_messages
    where chat_identity_id = p_conversation and direction = 'outbound'
      and status in ('queued', 'sending', 'unknown')
    order by seq limit 1
    for update;
    if v_message.id is null then
        return jsonb_build_object('status', 'empty');
    end if;
    if v_message.status = 'sending' then
        v_wait := extract(epoch from v_message.attempted_at - v_now) + p_lease_seconds;
        if v_wait <= 0 then
            update chat_messages set status = 'unknown',
                retry_at = v_now + make_interval(secs => p_grace_seconds)
            where id = v_message.id;
            v_wait := p_grace_seconds;
        end if;
        return jsonb_build_object('status', 'wait', 'seconds', v_wait);
    end if;
    select * into v_chat from chat_identities where id = p_conversation;
    if v_message.turn_id is not null and frontdesk.with_person(v_chat, v_now) then
        update chat_messages set status = 'failed', error = 'a person handles this chat'
        where id = v_message.id;
        return jsonb_build_object('status', 'withheld', 'message', v_message.id,
            'text', v_message.body, 'payload', v_message.payload);
    end if;
    if v_message.retry_at > v_now then
        return jsonb_build_object('status', 'wait', 'seconds', extract(epoch from v_message.retry_at - v_now));
    end if;
    update chat_messages set status = 'sending', attempts = attempts + 1, attempted_at = v_now, retry_at = null
    where id = v_message.id
    returning * into v_message;
    return (
        select jsonb_build_object('status', 'send', 'message', v_message.id, 'attempt', v_message.attempts,
            'to', i.address, 'text', v_message.body, 'kind', v_message.kind, 'payload', v_message.payload,
            'attempted_at', v_message.attempted_at, 'last_inbound_at', i.last_inbound_at,
            'connection', c.id, 'channel', c.channel, 'name', c.name, 'phone', c.phone,
            'secret_env', c.secret_env, 'settings', c.settings)
        from chat_identities i join platform_connections c on c.id = i.connection_id
        where i.id = p_conversation);
end;
$$;

-- Records the end of an attempt: sent, failed, unknown, or queued again after `p_retry_seconds`.
-- An attempt that is no longer the current one, or a row that an event settled meanwhile, stays as it
-- is. A sender that was slower than its lease still tells how its own attempt ended.
create function outbox_settle(
    p_organization uuid, p_message uuid, p_attempt integer, p_status text,
    p_provider_id text default null, p_error text default null, p_retry_seconds double precision default null
) returns jsonb
language plpgsql as $$
declare
    v_message chat_messages;
begin
    perform frontdesk.enter(p_organization);
    update chat_messages m set
        status = p_status, provider_id = coalesce(p_provider_id, m.provider_id), error = p_error,
        retry_at = frontdesk.now() + make_interval(secs => p_retry_seconds)
    where m.id = p_message and m.attempts = p_attempt and m.status in ('sending', 'unknown')
    returning * into v_message;
    if v_message.id is null then
        -- An event was faster; keep the id that the provider gave.
        update chat_messages m set provider_id = p_provider_id
        where m.id = p_message and m.attempts = p_attempt and p_provider_id is not null
          and m.status in ('sent', 'failed', 'delivered', 'read');
        return to_jsonb(false);
    end if;
    perform frontdesk.notify_chat(v_message.connection_id, v_message.chat_identity_id, 'message');
    return to_jsonb(true);
end;
$$;

-- Sees to it that a conversation's outbox is looked at again. Without a lock: a job that waits for
-- its hour would otherwise block every later one of the conversation.
create function outbox_again(p_organization uuid, p_conversation uuid, p_seconds double precision) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    perform frontdesk.defer('sends', 'send', null,
        jsonb_build_object('organization', p_organization, 'conversation', p_conversation), p_seconds);
    return to_jsonb(true);
end;
$$;

-- A message that the business sends by itself (the truth about a failed notice, a reminder).
create function outbox_put(p_organization uuid, p_conversation uuid, p_replies jsonb) returns jsonb
language plpgsql as $$
declare
    v_chat chat_identities;
begin
    perform frontdesk.enter(p_organization);
    select * into v_chat from chat_identities where id = p_conversation for update;
    if v_chat.id is null then
        return '[]';
    end if;
    return to_jsonb(frontdesk.replies_put(p_organization, v_chat, null, p_replies, 'outbox'));
end;
$$;

-- What a chat page shows of a chat, after a seq.
create function chat_history(
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
                'seq', m.seq, 'id', m.id, 'direction', m.direction, 'text', m.body, 'kind', m.kind,
                'status', m.status, 'options', coalesce(m.payload -> 'options', '[]'),
                'at', m.created_at, 'provider_id', m.provider_id) order by m.seq), '[]')
            from (
                select * from chat_messages m
                where m.chat_identity_id = v_chat and m.seq > p_after
                  and (m.direction <> 'outbound' or m.status not in ('queued', 'sending'))
                order by m.seq desc limit 200) m));
end;
$$;

-- What happened in a conversation, for the demo's panel and for staff.
create function chat_inspect(p_organization uuid, p_conversation uuid) returns jsonb
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
                'recipient', r.name, 'body', n.body, 'status', n.status, 'at', n.created_at)
                order by n.created_at desc), '[]')
            from notifications n
            join escalations e on e.id = n.escalation_id
            join internal_notifications_config r on r.id = n.recipient_id
            where e.chat_identity_id = p_conversation),
        'contact', (select jsonb_build_object('name', c.name, 'phone', c.phone)
                    from contacts c where c.id = v_contact));
end;
$$;

call frontdesk.expose('outbox_claim');
call frontdesk.expose('outbox_settle');
call frontdesk.expose('outbox_again');
call frontdesk.expose('outbox_put');
call frontdesk.expose('chat_history');
call frontdesk.expose('chat_inspect');
