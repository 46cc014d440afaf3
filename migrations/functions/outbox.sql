-- The outbox: ordered sends per conversation, and replies that wait for a provider. Only what the provider
-- proves to be hopeless fails; everything else waits, seen and in order, for a day, and can then be sent
-- again by hand (docs/decisions/outbox.md).
--
-- A waiting message is a row, never a job of the future: outbox_due looks for those whose time has come.
-- While a connection fails, one message at a time tries it (connection_sending); the others stay where
-- they are. `unknown` is not waiting: the provider may have such a message.

-- A message that the business sends by itself (the truth about a failed notice, a reminder).
create or replace function outbox_put(p_organization uuid, p_conversation uuid, p_replies jsonb) returns jsonb
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

create or replace function frontdesk.replies_put(
    p_organization uuid, p_chat chat_identities, p_turn uuid, p_replies jsonb, p_delivery text
) returns uuid[]
language plpgsql as $$
declare
    v_channel text;
    v_reply jsonb;
    v_id uuid;
    v_ids uuid[] := '{}';
begin
    if p_delivery <> 'caller' then
        select c.channel into v_channel from platform_connections c where c.id = p_chat.connection_id;
    end if;
    for v_reply in
        select part from jsonb_array_elements(p_replies) with ordinality as r(reply, place)
        cross join lateral frontdesk.reply_parts(reply, coalesce(v_channel, '')) with ordinality as p(part, number)
        order by place, number
    loop
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

-- Takes the next message of a conversation to send, in order. A message found in `sending` whose
-- sender is gone, or `unknown` after a timeout, is not sent again before the provider had
-- `p_grace_seconds` to show (echo, status event) that it has it; then a provider that can be asked
-- (`p_askable`: channels) is asked, and of the others frontdesk.may_repeat decides. At most `p_share` messages of a
-- connection are on their way at once. Returns
--   {status: empty} | {status: wait, seconds} | {status: held}: outbox_due comes back to it
--   | {status: send, message, attempt, unknowns, to, text, payload, connection…}
--   | {status: ask, the same, since, ours: ids of the chat's other messages}: outbox_traced takes the answer
--   | {status: withheld, message, text, payload}: a reply that is out of place by now
drop function if exists outbox_claim(uuid, uuid, double precision, double precision);
create or replace function outbox_claim(
    p_organization uuid, p_conversation uuid, p_lease_seconds double precision default 30,
    p_grace_seconds double precision default 15, p_askable jsonb default '[]', p_share integer default 4
) returns jsonb
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_chat chat_identities;
    v_message chat_messages;
    v_wait numeric;
    v_withheld text;
    v_admitted text;
    v_next jsonb;
begin
    perform frontdesk.enter(p_organization);
    select * into v_message from chat_messages m
    where m.chat_identity_id = p_conversation and m.direction = 'outbound'
      and m.status in ('queued', 'sending', 'unknown') and not frontdesk.set_aside(m, v_now)
    order by m.seq limit 1
    for update;
    if v_message.id is null then
        return jsonb_build_object('status', 'empty');
    end if;
    if v_message.status = 'sending' then
        v_wait := extract(epoch from v_message.attempted_at - v_now) + p_lease_seconds;
        if v_wait <= 0 then
            update chat_messages set status = 'unknown', unknowns = unknowns + 1,
                retry_at = v_now + make_interval(secs => p_grace_seconds)
            where id = v_message.id;
            v_wait := p_grace_seconds;
            perform frontdesk.share_freed(v_message.connection_id);
        end if;
        return jsonb_build_object('status', 'wait', 'seconds', v_wait);
    end if;
    select * into v_chat from chat_identities where id = p_conversation;
    if v_message.turn_id is not null and frontdesk.unclaimed(v_chat, v_now) then
        update chat_messages m set retry_at = greatest(m.retry_at, v_chat.handled_until), awaits_place = false
        where m.id = v_message.id;
        perform frontdesk.share_freed(v_message.connection_id);
        return jsonb_build_object('status', 'held');
    elsif v_message.turn_id is not null and v_chat.handled_by = 'person'
          and v_chat.handled_because = 'unclaimed' then  -- and nobody claimed it
        perform frontdesk.defer('sends', 'hand_back', null,
            jsonb_build_object('organization', p_organization, 'conversation', p_conversation));
    end if;
    v_withheld := case
        when v_message.turn_id is not null and frontdesk.with_person(v_chat, v_now) then 'a person handles this chat'
        when frontdesk.truth_outdated(v_message) then 'staff were told meanwhile'
        when frontdesk.reminder_withdrawn(v_message, v_chat) then 'the reminder is out of date'
        when frontdesk.recall_withdrawn(v_message, v_chat) then 'the invitation is out of date'
        when v_message.status = 'queued' or v_message.retry_at <= v_now
            and not frontdesk.to_be_asked(v_message, p_askable)
            then coalesce(frontdesk.reply_superseded(v_message, v_now), frontdesk.overtaken(v_message))
    end;
    if v_withheld is not null then
        update chat_messages set status = 'failed', error = v_withheld, early_events = null, awaits_place = false
        where id = v_message.id;
        -- It may have been called to a place that it does not take.
        perform frontdesk.share_freed(v_message.connection_id);
        return jsonb_build_object('status', 'withheld', 'message', v_message.id, 'text', v_message.body,
            'payload', v_message.payload - case when frontdesk.told_again(v_message) then 'receipt' else '' end);
    end if;
    if v_message.retry_at > v_now then
        if v_message.waiting_since is null then
            return jsonb_build_object('status', 'wait', 'seconds', extract(epoch from v_message.retry_at - v_now));
        end if;
        return frontdesk.outbox_held(p_conversation, v_now);
    end if;
    if v_message.status = 'unknown' and not frontdesk.to_be_asked(v_message, p_askable)
        and not frontdesk.may_repeat(v_message, v_now) then
        update chat_messages m set status = 'failed', given_up_at = v_now, early_events = null, awaits_place = false,
            error = 'nobody knows whether it arrived: ' || coalesce(m.error, 'its sender died')
        where m.id = v_message.id;
        v_next := outbox_claim(p_organization, p_conversation, p_lease_seconds, p_grace_seconds, p_askable, p_share);
        perform frontdesk.share_freed(v_message.connection_id);
        return v_next;
    end if;
    v_admitted := frontdesk.sending_admits(v_message.connection_id, p_lease_seconds, p_share);
    if v_admitted = 'later' then  -- others of the connection are on their way, and the first to end calls it
        update chat_messages set awaits_place = true, retry_at = v_now where id = v_message.id;
        return jsonb_build_object('status', 'held');
    elsif v_admitted <> 'now' then
        return frontdesk.outbox_held(p_conversation, v_now);
    end if;
    if v_message.status = 'unknown' and frontdesk.to_be_asked(v_message, p_askable) then
        update chat_messages set awaits_place = false, retry_at = v_now + make_interval(secs => p_lease_seconds)
        where id = v_message.id;
        return frontdesk.claimed(v_message, 'ask', v_now) || jsonb_build_object('since', v_message.attempted_at,
            'ours', (
                select coalesce(jsonb_agg(m.provider_id), '[]') from (
                    select o.provider_id from chat_messages o
                    where o.chat_identity_id = p_conversation and o.provider_id is not null
                    order by o.seq desc limit 50) m));
    end if;
    update chat_messages set status = 'sending', attempts = attempts + 1, attempted_at = v_now, retry_at = null,
        awaits_place = false
    where id = v_message.id
    returning * into v_message;
    return frontdesk.claimed(v_message, 'send', v_now);
end;
$$;

create or replace function frontdesk.claimed(p_message chat_messages, p_status text, p_now timestamptz) returns jsonb
language sql stable as $$
    select jsonb_build_object('status', p_status, 'message', p_message.id, 'attempt', p_message.attempts,
        'unknowns', p_message.unknowns, 'refusals', p_message.refusals,
        'to', i.address, 'text', p_message.body, 'kind', p_message.kind, 'payload', p_message.payload,
        'attempted_at', p_message.attempted_at, 'last_inbound_at', i.last_inbound_at,
        'window_closed', i.window_closed
            or i.windowed and coalesce(i.last_inbound_at <= p_now - interval '24 hours', true),
        'connection', c.id, 'channel', c.channel, 'name', c.name, 'phone', c.phone,
        'secret_env', c.secret_env, 'settings', c.settings)
    from chat_identities i join platform_connections c on c.id = i.connection_id
    where i.id = p_message.chat_identity_id
$$;

-- Records the end of an attempt: sent, failed, unknown, or queued again after `p_retry_seconds`.
-- An attempt that is no longer the current one, or a row that an event settled meanwhile, stays as it
-- is. A sender that was slower than its lease still tells how its own attempt ended. `p_answered`: the provider
-- said that it is in trouble (5xx), which proves nothing; `p_unavailable`: that it takes nothing for now (503), which
-- is not counted. `p_retry_after`: the seconds that it asked for.
-- `p_names`: further addresses of the recipient that its answer named. What was told of the id that it answers
-- before it did so is read now.
drop function if exists outbox_settle(
    uuid, uuid, integer, text, text, text, double precision, boolean, boolean, double precision);
drop function if exists outbox_settle(
    uuid, uuid, integer, text, text, text, double precision, boolean, boolean, double precision, jsonb);
drop function if exists outbox_settle(
    uuid, uuid, integer, text, text, text, double precision, boolean, double precision, jsonb);
create or replace function outbox_settle(
    p_organization uuid, p_message uuid, p_attempt integer, p_status text,
    p_provider_id text default null, p_error text default null, p_retry_seconds double precision default null,
    p_answered boolean default false, p_retry_after double precision default null, p_names jsonb default '[]',
    p_unavailable boolean default false
) returns jsonb
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_message chat_messages;
begin
    perform frontdesk.enter(p_organization);
    update chat_messages m set
        status = p_status, provider_id = coalesce(p_provider_id, m.provider_id), error = p_error,
        retry_at = v_now + make_interval(secs => p_retry_seconds),
        unknowns = m.unknowns + (p_status = 'unknown' and not p_answered)::integer,
        refusals = m.refusals + (p_answered and not p_unavailable)::integer,
        early_events = case when p_status in ('sent', 'unknown') then m.early_events end,
        waiting_since = case when p_answered then coalesce(m.waiting_since, v_now) else m.waiting_since end
    where m.id = p_message and m.attempts = p_attempt and m.status in ('sending', 'unknown')
    returning * into v_message;
    if v_message.id is null then
        -- An event was faster; keep the id that the provider gave, and the one that it named.
        update chat_messages m set provider_id = p_provider_id,
            second_id = case when m.provider_id <> p_provider_id then m.provider_id else m.second_id end
        where m.id = p_message and m.attempts = p_attempt and p_provider_id is not null
          and m.status in ('sent', 'failed', 'delivered', 'read');
        perform frontdesk.share_freed(m.connection_id) from chat_messages m
        where m.id = p_message and m.attempts = p_attempt;
        return to_jsonb(false);
    end if;
    if jsonb_array_length(p_names) > 0 then
        perform frontdesk.chat_learns(p_organization, v_message.connection_id, v_message.chat_identity_id,
            array(select jsonb_array_elements_text(p_names)), null);
    end if;
    if p_status = 'sent' then
        perform frontdesk.sending_worked(p_organization, v_message.connection_id);
        perform frontdesk.early_events_read(v_message);
        perform frontdesk.desk_notice_wake(v_message);
    elsif p_status = 'unknown' then
        perform frontdesk.sending_failed(p_organization, v_message.connection_id, p_message, 'unknown',
            case when p_answered then 'trouble' else 'no_answer' end, p_error, p_retry_after);
    elsif p_status = 'failed' then  -- an answer about this message: another one tries the connection
        update connection_sending set open_until = v_now
        where connection_id = v_message.connection_id and open_until > v_now;
    end if;
    perform frontdesk.share_freed(v_message.connection_id);
    perform frontdesk.notify_chat(v_message.connection_id, v_message.chat_identity_id, 'message');
    return to_jsonb(true);
end;
$$;

-- The provider did not take it, and that may change: it waits. `p_scope` as in sending_failed;
-- `p_seconds` is what the provider asked for. After `p_most_seconds` of waiting it is given up. Returns
-- queued, failed, or null: the attempt is no longer the current one.
create or replace function outbox_wait(
    p_organization uuid, p_message uuid, p_attempt integer, p_error text, p_code text, p_scope text,
    p_seconds double precision, p_most_seconds double precision
) returns jsonb
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_message chat_messages;
    v_over boolean;
begin
    perform frontdesk.enter(p_organization);
    select * into v_message from chat_messages m
    where m.id = p_message and m.attempts = p_attempt and m.status in ('sending', 'unknown') for update;
    if v_message.id is null then
        perform frontdesk.share_freed(m.connection_id) from chat_messages m
        where m.id = p_message and m.attempts = p_attempt;
        return null;
    end if;
    v_over := coalesce(v_message.waiting_since < v_now - make_interval(secs => p_most_seconds), false);
    update chat_messages m set error = p_error, waiting_since = coalesce(m.waiting_since, v_now), early_events = null,
        status = case when v_over then 'failed' else 'queued' end,
        given_up_at = case when v_over then v_now end,
        refusals = m.refusals + (p_scope = 'message')::integer,
        -- Attempts are for what was really tried.
        attempts = m.attempts - coalesce(p_code in ('not_configured', 'unreadable'), false)::integer,
        retry_at = case when p_scope = 'message'
            then v_now + make_interval(secs => least(7200, 10 * 4.0 ^ least(m.refusals, 6)) * (0.8 + 0.4 * random()))
            else v_now end
    where m.id = p_message;
    perform frontdesk.sending_failed(p_organization, v_message.connection_id, p_message, p_scope, p_code, p_error,
        case when p_scope = 'connection' then p_seconds end);
    perform frontdesk.share_freed(v_message.connection_id);
    return to_jsonb(case when v_over then 'failed' else 'queued' end);
end;
$$;

-- Sees to it that a conversation's outbox is looked at again. Without a lock: a job that waits for
-- its hour would otherwise block every later one of the conversation.
create or replace function outbox_again(
    p_organization uuid, p_conversation uuid, p_seconds double precision
) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    perform frontdesk.defer('sends', 'send', null,
        jsonb_build_object('organization', p_organization, 'conversation', p_conversation), p_seconds);
    return to_jsonb(true);
end;
$$;

-- Gives up what has waited for longer than `p_most_seconds`, and enqueues the conversations and notices
-- whose time has come: the oldest first, `p_most` for each connection that works and one for each that
-- fails, and so many notices of each business. The message that was tried longest ago is the one that tries again.
create or replace function outbox_due(
    p_most integer default 30, p_most_seconds double precision default 86400
) returns jsonb
language plpgsql security definer
set search_path = public, frontdesk, procrastinate, pg_temp
as $$
declare
    v_now timestamptz := frontdesk.now();
    v_row record;
    v_given_up integer;
    v_sends integer := 0;
    v_notices integer := 0;
begin
    v_given_up := frontdesk.sweep('frontdesk.sweep_old_replies', p_most_seconds);
    perform frontdesk.sweep('frontdesk.sweep_escalations', 200);
    for v_row in
        select c.organization_id, c.chat_identity_id as id
        from (
            select f.organization_id, f.chat_identity_id, row_number() over (
                    partition by f.connection_id
                    order by case when s.open_until is null then null else f.retry_at end, f.seq) as place,
                case when s.open_until is null then p_most when s.open_until <= v_now then 1 else 0 end as most
            from (
                -- The first of each chat; the others are behind it.
                select distinct on (m.chat_identity_id) m.* from chat_messages m
                where m.direction = 'outbound' and m.status in ('queued', 'sending', 'unknown')
                  and m.chat_identity_id in (
                      select d.chat_identity_id from chat_messages d
                      where d.direction = 'outbound' and d.status in ('queued', 'unknown') and d.retry_at <= v_now)
                  and not frontdesk.set_aside(m, v_now)
                order by m.chat_identity_id, m.seq) f
            left join connection_sending s on s.connection_id = f.connection_id
            where f.retry_at <= v_now and not exists (
                select from procrastinate_jobs j
                where j.status in ('todo', 'doing') and j.lock = 'outbox:' || f.chat_identity_id)) c
        where c.place <= c.most
    loop
        perform frontdesk.defer('sends', 'send', 'outbox:' || v_row.id,
            jsonb_build_object('organization', v_row.organization_id, 'conversation', v_row.id));
        v_sends := v_sends + 1;
    end loop;
    for v_row in
        select w.organization_id, w.id
        from (
            select n.*, row_number() over (partition by n.organization_id order by n.retry_at, n.created_at) as place
            from notifications n
            where n.status = 'queued' and n.retry_at <= v_now and not exists (
                select from procrastinate_jobs j where j.status in ('todo', 'doing') and j.lock = 'notice:' || n.id)) w
        where w.place <= p_most
    loop
        perform frontdesk.defer('sends', 'notify', 'notice:' || v_row.id,
            jsonb_build_object('organization', v_row.organization_id, 'notification', v_row.id));
        v_notices := v_notices + 1;
    end loop;
    return jsonb_build_object('sends', v_sends, 'notices', v_notices, 'given_up', v_given_up);
end;
$$;

-- All of the chat waits: outbox_due comes back to it.
create or replace function frontdesk.outbox_held(p_conversation uuid, p_now timestamptz) returns jsonb
language plpgsql as $$
begin
    update chat_messages m set waiting_since = coalesce(m.waiting_since, p_now), retry_at = coalesce(m.retry_at, p_now)
    where m.chat_identity_id = p_conversation and m.direction = 'outbound' and m.status = 'queued'
      and (m.waiting_since is null or m.retry_at is null);
    return jsonb_build_object('status', 'held');
end;
$$;

-- Whether a message waits beside the others of its chat: refused again and again while the provider
-- took others of the same connection. The trouble is then with this one, and the chat goes on.
create or replace function frontdesk.set_aside(p_message chat_messages, p_now timestamptz) returns boolean
language sql stable as $$
    select p_message.status = 'queued' and p_message.refusals >= 3 and p_message.retry_at > p_now and exists (
        select from connection_sending s
        where s.connection_id = p_message.connection_id and s.accepted_at > p_message.waiting_since)
$$;

-- An organization's replies that wait or were given up, oldest first: [{message, connection, state, receipt,
-- phone, name, text, since, error}].
create or replace function outbox_list(p_organization uuid, p_limit integer default 100) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce(jsonb_agg(to_jsonb(f) - 'seq' order by f.seq), '[]')
        from (
            select m.seq, m.id as message, c.key as connection,
                case when m.given_up_at is not null then 'given up' when m.status = 'unknown' then 'unknown'
                    else 'waits' end as state,
                m.payload ? 'receipt' as receipt, i.phone, coalesce(k.name, i.display_name) as name, m.body as text,
                frontdesk.utc_text(coalesce(m.waiting_since, m.created_at)) as since, m.error
            from chat_messages m
            join chat_identities i on i.id = m.chat_identity_id
            join platform_connections c on c.id = m.connection_id
            left join contacts k on k.id = i.contact_id
            where m.organization_id = p_organization and m.direction = 'outbound'
              and (m.given_up_at is not null or m.status in ('queued', 'unknown') and m.retry_at is not null)
            order by m.seq limit greatest(1, least(p_limit, 1000))) f);
end;
$$;

-- Sends again what was given up (all of it, or these messages: [id]) and lets what waits try at once.
-- Returns {again, waiting}.
create or replace function outbox_retry(p_organization uuid, p_messages jsonb default null) returns jsonb
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_again integer;
    v_waiting integer;
begin
    perform frontdesk.enter(p_organization);
    update connection_sending set open_until = v_now where organization_id = p_organization and open_until > v_now;
    update chat_messages m set status = 'queued', given_up_at = null, given_up_told = false, waiting_since = null,
        refusals = 0, unknowns = 0, retry_at = v_now, error = null, payload = m.payload || '{"resent": true}'
    where m.organization_id = p_organization and m.given_up_at is not null and m.status = 'failed'
      and (p_messages is null or m.id in (select i::uuid from jsonb_array_elements_text(p_messages) i));
    get diagnostics v_again = row_count;
    update chat_messages m set retry_at = v_now
    where m.organization_id = p_organization and m.direction = 'outbound' and m.status = 'queued'
        and m.retry_at > v_now;
    get diagnostics v_waiting = row_count;
    return jsonb_build_object('again', v_again, 'waiting', v_waiting);
end;
$$;
