-- Who is told of replies and notices that wait or were given up: staff, the operator, and the customer to
-- whom a person was promised.

-- Notices to staff

-- The connection by which a notice goes out: not the one that it is about, and one that works before one
-- that does not.
create function frontdesk.notice_connection(p_organization uuid, p_channel text, p_about uuid) returns uuid
language sql stable as $$
    select c.id from platform_connections c left join connection_sending s on s.connection_id = c.id
    where c.organization_id = p_organization and c.channel = p_channel and c.active
    order by c.id is not distinct from p_about, s.open_until is not null, c.key limit 1
$$;

-- Who can be told: nobody looks at the web page of a deployment, and a message to Evolution needs a
-- connection. (One to Gupshup may go through the deployment's own app.)
create function frontdesk.can_be_told(p_recipient internal_notifications_config) returns boolean
language sql stable as $$
    select p_recipient.active and (p_recipient.channel = 'gupshup' or p_recipient.channel <> 'web'
        and frontdesk.notice_connection(p_recipient.organization_id, p_recipient.channel, null) is not null)
$$;

-- Whether every notice of an escalation that is still alive was tried in vain so far.
create function frontdesk.notices_wait(p_escalation uuid) returns boolean
language sql stable as $$
    select not exists (
        select from notifications n join internal_notifications_config r on r.id = n.recipient_id
        left join connection_sending s
            on s.connection_id = frontdesk.notice_connection(n.organization_id, r.channel, n.connection_id)
        where n.escalation_id = p_escalation and r.channel <> 'web' and (
            n.status = 'sent' or n.status <> 'failed' and n.error is null and s.open_until is null))
$$;

-- Calls a person: one escalation, one notice per recipient, each enqueued. Asked again within half an
-- hour it is the same escalation. `p_params`: list of texts. Returns {status}: notified, already_notified,
-- notice_waits (the notice is kept, but nothing can be sent to staff now) or no_recipient.
create or replace function escalation_open(
    p_organization uuid, p_conversation uuid, p_turn uuid, p_reason text, p_summary text, p_body text, p_params jsonb
) returns jsonb
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_escalation uuid;
    v_notice record;
    v_count integer := 0;
begin
    perform frontdesk.enter(p_organization);
    perform 1 from chat_identities where id = p_conversation for update;
    if not found then
        return jsonb_build_object('status', 'not_found');
    end if;
    select e.id into v_escalation from escalations e
    where e.chat_identity_id = p_conversation and e.status in ('open', 'notified')
      and e.created_at > v_now - interval '30 minutes'
    order by e.created_at desc limit 1;
    if v_escalation is not null then
        return jsonb_build_object('status', case when frontdesk.notices_wait(v_escalation)
            then 'notice_waits' else 'already_notified' end);
    end if;
    insert into escalations (organization_id, chat_identity_id, turn_id, reason, summary, created_at)
    values (p_organization, p_conversation, p_turn, p_reason, p_summary, v_now)
    returning id into v_escalation;
    for v_notice in
        insert into notifications (organization_id, escalation_id, recipient_id, body, params, created_at)
        select p_organization, v_escalation, r.id, p_body,
            array(select jsonb_array_elements_text(p_params)), v_now
        from internal_notifications_config r where r.organization_id = p_organization and r.active
        returning id, recipient_id
    loop
        v_count := v_count + (
            select frontdesk.can_be_told(r)::integer from internal_notifications_config r where r.id = v_notice.recipient_id);
        perform frontdesk.defer('sends', 'notify', null,
            jsonb_build_object('organization', p_organization, 'notification', v_notice.id));
    end loop;
    if v_count = 0 then  -- whoever called says so to the customer
        update escalations set status = 'unreachable', truth_told_at = v_now where id = v_escalation;
        return jsonb_build_object('status', 'no_recipient', 'escalation', v_escalation);
    end if;
    return jsonb_build_object('status', case when frontdesk.notices_wait(v_escalation)
        then 'notice_waits' else 'notified' end, 'escalation', v_escalation);
end;
$$;

-- As in 0037, by a connection that works where there is one.
create or replace function notice_claim(p_organization uuid, p_notification uuid, p_lease_seconds double precision default 30) returns jsonb
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_notice notifications;
begin
    perform frontdesk.enter(p_organization);
    select * into v_notice from notifications where id = p_notification for update;
    if v_notice.id is null or v_notice.status in ('sent', 'failed') then
        return jsonb_build_object('status', 'done');
    end if;
    if v_notice.retry_at > v_now or (v_notice.status = 'sending'
        and v_notice.attempted_at > v_now - make_interval(secs => p_lease_seconds)) then
        return jsonb_build_object('status', 'wait');
    end if;
    update notifications set status = 'sending', attempts = attempts + 1, attempted_at = v_now, retry_at = null
    where id = p_notification
    returning * into v_notice;
    return (
        select jsonb_build_object('status', 'send', 'notification', v_notice.id, 'attempt', v_notice.attempts,
            'unknowns', v_notice.unknowns, 'body', v_notice.body, 'params', v_notice.params, 'channel', r.channel,
            'to', r.address, 'connection', c.id, 'name', c.name, 'phone', c.phone, 'secret_env', c.secret_env,
            'settings', c.settings)
        from internal_notifications_config r
        left join platform_connections c
            on c.id = frontdesk.notice_connection(p_organization, r.channel, v_notice.connection_id)
        where r.id = v_notice.recipient_id);
end;
$$;

-- A notice that may still get through: comes back after `p_seconds`, or ever later, for `p_most_seconds`.
-- `p_unknown`: nobody knows whether it did. False: that is over, or the attempt is not the current one.
create function notice_wait(
    p_organization uuid, p_notification uuid, p_attempt integer, p_error text, p_unknown boolean,
    p_seconds double precision, p_most_seconds double precision
) returns jsonb
language plpgsql as $$
declare
    v_seconds double precision;
begin
    perform frontdesk.enter(p_organization);
    update notifications n set status = 'queued', error = p_error, unknowns = n.unknowns + p_unknown::integer,
        retry_at = frontdesk.now() + make_interval(secs => coalesce(p_seconds,
            least(1800, 2.0 ^ least(p_attempt, 12)) * (0.8 + 0.4 * random())))
    where n.id = p_notification and n.status = 'sending' and n.attempts = p_attempt
      and n.created_at >= frontdesk.now() - make_interval(secs => p_most_seconds)
    returning extract(epoch from n.retry_at - frontdesk.now()) into v_seconds;
    if v_seconds <= 60 then  -- later ones are found by outbox_due
        perform frontdesk.defer('sends', 'notify', null,
            jsonb_build_object('organization', p_organization, 'notification', p_notification), v_seconds);
    end if;
    return to_jsonb(v_seconds is not null);
end;
$$;
drop function notice_park(uuid, uuid, integer, text, double precision, double precision);

-- Nobody whom a notice of this escalation could still reach: the customer is told. Whether it is so now.
create function frontdesk.escalation_unreached(p_escalation uuid) returns boolean
language plpgsql as $$
begin
    perform 1 from escalations where id = p_escalation for update;
    update escalations e set status = 'unreachable'
    where e.id = p_escalation and e.status in ('open', 'notified')
      and not exists (select 1 from notifications n where n.escalation_id = e.id and n.status <> 'failed');
    return found;
end;
$$;

-- Ends an attempt: sent or failed. Returns the escalation of which the customer must be told that nobody
-- could be reached ({escalation, conversation, language}), or null.
create or replace function notice_settle(
    p_organization uuid, p_notification uuid, p_attempt integer, p_status text,
    p_provider_id text default null, p_error text default null, p_retry_seconds double precision default null
) returns jsonb
language plpgsql as $$
declare
    v_notice notifications;
begin
    perform frontdesk.enter(p_organization);
    update notifications n set status = p_status, provider_id = p_provider_id, error = p_error, retry_at = null
    where n.id = p_notification and n.attempts = p_attempt and n.status = 'sending'
    returning * into v_notice;
    if v_notice.escalation_id is null then
        return null;
    elsif p_status = 'sent' then
        update escalations set status = 'notified'
        where id = v_notice.escalation_id and status in ('open', 'unreachable');
        return null;
    elsif not frontdesk.escalation_unreached(v_notice.escalation_id) then
        return null;
    end if;
    return (
        select jsonb_build_object('escalation', e.id, 'conversation', e.chat_identity_id,
            'language', coalesce(i.language, o.language))
        from escalations e join chat_identities i on i.id = e.chat_identity_id
        join organizations o on o.id = e.organization_id
        where e.id = v_notice.escalation_id and e.truth_told_at is null and e.reason <> 'undelivered');
end;
$$;

-- Tells a customer, once, that nobody could be told yet, or at all. False: that was done, or staff know.
create function escalation_tell(p_organization uuid, p_escalation uuid, p_text text) returns jsonb
language plpgsql as $$
declare
    v_escalation escalations;
    v_chat chat_identities;
begin
    perform frontdesk.enter(p_organization);
    select * into v_escalation from escalations where id = p_escalation;
    -- The chat first, as everybody who calls a person.
    select * into v_chat from chat_identities where id = v_escalation.chat_identity_id for update;
    update escalations set truth_told_at = frontdesk.now()
    where id = p_escalation and truth_told_at is null and status in ('open', 'unreachable');
    if not found then
        return to_jsonb(false);
    end if;
    perform frontdesk.replies_put(p_organization, v_chat, null, jsonb_build_array(jsonb_build_object(
        'text', p_text, 'payload', jsonb_build_object('unreached', p_escalation))), 'outbox');
    return to_jsonb(true);
end;
$$;

-- Customers who were promised a person and do not know that nobody was told yet: [{organization, escalation,
-- language, late}]. Not while their own connection is in trouble: the notice may go out before they
-- could read it.
create function escalations_untold(p_late_seconds double precision) returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object('organization', e.organization_id, 'escalation', e.id,
        'language', coalesce(i.language, o.language), 'late', e.status = 'open')), '[]')
    from escalations e
    join organizations o on o.id = e.organization_id
    join chat_identities i on i.id = e.chat_identity_id
    left join connection_sending s on s.connection_id = i.connection_id
    where e.truth_told_at is null and e.reason <> 'undelivered' and e.created_at > frontdesk.now() - interval '2 days'
      and (e.status = 'unreachable' or e.status = 'open'
           and e.created_at < frontdesk.now() - make_interval(secs => p_late_seconds))
      and s.failing_since is null
      and coalesce(s.works_since < frontdesk.now() - interval '5 minutes', true)
      and not frontdesk.with_person(i, frontdesk.now())
$$;
create index escalations_untold on escalations (created_at)
    where truth_told_at is null and status in ('open', 'unreachable');
update escalations set truth_told_at = frontdesk.now() where status in ('open', 'unreachable');

-- What happened to messages that the provider took

create index notifications_provider on notifications (organization_id, provider_id) where provider_id is not null;

-- As in 0017. A notice to staff that the provider took and could not deliver has failed. What failed for a
-- reason that passes (`passing`: the account's limits, the provider's trouble) waits like what was not taken.
create or replace function frontdesk.status_put(p_organization uuid, p_connection uuid, p_event jsonb) returns boolean
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_ids text[] := array(select jsonb_array_elements_text(p_event -> 'ids'));
    v_addresses text[] := array(select jsonb_array_elements_text(p_event -> 'addresses'));
    v_status text := case p_event ->> 'status' when 'accepted' then 'sent' else p_event ->> 'status' end;
    v_error text := case when p_event ->> 'status' = 'failed' then concat_ws(': ', p_event ->> 'code', p_event ->> 'reason') end;
    v_message uuid;
    v_notice notifications;
begin
    select m.id into v_message from chat_messages m
    where m.connection_id = p_connection and m.direction = 'outbound' and m.provider_id = any (v_ids)
    order by array_position(v_ids, m.provider_id) limit 1;
    if v_message is null then
        select * into v_notice from notifications n
        where n.organization_id = p_organization and n.provider_id = any (v_ids) limit 1;
        if v_notice.id is not null then
            if v_status = 'failed' then
                update notifications set status = 'failed', error = v_error where id = v_notice.id and status = 'sent';
                perform frontdesk.escalation_unreached(v_notice.escalation_id);
            end if;
            return true;
        end if;
    end if;
    if v_message is null and cardinality(v_addresses) > 0 and v_status <> 'read'
       and not exists (select 1 from chat_messages m where m.connection_id = p_connection
                       and m.direction = 'staff' and m.provider_id = any (v_ids)) then
        v_message := frontdesk.outbox_evidence(p_organization, p_connection, v_addresses, v_ids[1], null);
    end if;
    if v_status = 'failed' and (p_event ->> 'passing')::boolean then
        update chat_messages m set status = 'queued', error = v_error, waiting_since = coalesce(m.waiting_since, v_now),
            refusals = m.refusals + 1,
            retry_at = v_now + make_interval(secs => least(7200, 60 * 4.0 ^ least(m.refusals, 6)))
        where m.id = v_message and m.status in ('sent', 'sending', 'unknown')
          and coalesce(m.waiting_since > v_now - interval '1 day', true);
        if found or exists (select from chat_messages m where m.id = v_message and m.status = 'queued') then
            return true;
        end if;
    end if;
    update chat_messages m set
        status = v_status,
        error = v_error,
        -- Staff settle a receipt that did not arrive.
        given_up_at = case when v_status = 'failed' and m.payload ? 'receipt' then v_now end
    where m.id = v_message
      and frontdesk.status_rank(v_status) > frontdesk.status_rank(m.status);
    return v_message is not null;
end;
$$;

-- Telling staff

create or replace function frontdesk.credential_told(p_connection uuid) returns boolean
language sql stable as $$
    select exists (select 1 from notifications n where n.connection_id = p_connection and n.topic is null
                   and n.created_at > frontdesk.now() - interval '24 hours')
$$;

create view frontdesk.waiting_replies with (security_invoker = true) as
    select m.* from chat_messages m
    where m.direction = 'outbound' and m.status in ('queued', 'unknown') and m.retry_at is not null
      and m.waiting_since is not null;
grant select on frontdesk.waiting_replies to frontdesk_app;

-- Staff know already (the notice about a key).
create function sending_told(p_organization uuid, p_connection uuid) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    update connection_sending set told_at = coalesce(told_at, frontdesk.now())
    where connection_id = p_connection and failing_since is not null;
    return to_jsonb(found);
end;
$$;

-- Connections of which staff should hear: [{topic, organization_id, connection, organization, language,
-- name, channel, count, since (local), code}]. stuck: replies wait since p_late_seconds; works: they
-- were told so, and it is over; given_up: replies that will not go out by themselves.
create function sending_notices_due(p_late_seconds double precision) returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object('topic', t.topic, 'organization_id', o.id, 'connection', c.id,
        'organization', o.name, 'language', o.language, 'name', c.name, 'channel', c.channel, 'count', t.number,
        'since', to_char(t.since at time zone o.time_zone, 'YYYY-MM-DD HH24:MI'), 'code', t.code)), '[]')
    from (
        select 'stuck' as topic, s.connection_id, w.number, s.failing_since as since, s.code
        from connection_sending s
        cross join lateral (
            select count(*) as number from frontdesk.waiting_replies m where m.connection_id = s.connection_id) w
        where s.failing_since < frontdesk.now() - make_interval(secs => p_late_seconds)
          and s.told_at is null and w.number > 0
        union all
        select 'works', s.connection_id, 0, s.works_since, null from connection_sending s
        where s.told_at is not null and s.failing_since is null
          and s.works_since < frontdesk.now() - interval '1 minute'
        union all
        select 'given_up', m.connection_id, count(*), min(m.created_at), null from chat_messages m
        where m.given_up_at is not null and not m.given_up_told group by m.connection_id) t
    join platform_connections c on c.id = t.connection_id
    join organizations o on o.id = c.organization_id
$$;

-- One notice per recipient, each enqueued, unless another process was faster. Returns how many.
create function sending_notice_put(
    p_organization uuid, p_connection uuid, p_topic text, p_body text, p_params jsonb
) returns jsonb
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_notice uuid;
    v_count integer := 0;
begin
    perform frontdesk.enter(p_organization);
    if p_topic = 'given_up' then
        update chat_messages set given_up_told = true
        where connection_id = p_connection and given_up_at is not null and not given_up_told;
    elsif p_topic = 'stuck' then
        update connection_sending set told_at = v_now
        where connection_id = p_connection and told_at is null and failing_since is not null;
    else
        update connection_sending set told_at = null
        where connection_id = p_connection and told_at is not null and failing_since is null;
    end if;
    if not found then
        return to_jsonb(0);
    end if;
    for v_notice in
        insert into notifications (organization_id, connection_id, recipient_id, topic, body, params, created_at)
        select p_organization, p_connection, r.id, p_topic, p_body, array(select jsonb_array_elements_text(p_params)), v_now
        from internal_notifications_config r
        where r.organization_id = p_organization and frontdesk.can_be_told(r)
        returning id
    loop
        v_count := v_count + 1;
        perform frontdesk.defer('sends', 'notify', null,
            jsonb_build_object('organization', p_organization, 'notification', v_notice));
    end loop;
    return to_jsonb(v_count);
end;
$$;

-- Receipts that were given up and that no person was told of: [{organization, message, text}].
create function receipts_given_up() returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object('organization', m.organization_id, 'message', m.id, 'text', m.body)
        order by m.seq), '[]')
    from chat_messages m where m.given_up_at is not null and not m.given_up_told and m.payload ? 'receipt'
$$;

-- For the operator

create function frontdesk.utc_text(p_at timestamptz) returns text
language sql immutable as $$
    select to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
$$;

-- Connections with replies that wait or were given up within a month, or that fail: [{organization (slug),
-- connection (key), channel, waiting, since, failing_since, code, error, next_at, given_up}].
create function sending_overview() returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object('organization', o.slug, 'connection', c.key, 'channel', c.channel,
        'waiting', w.number, 'since', frontdesk.utc_text(w.since), 'failing_since', frontdesk.utc_text(s.failing_since),
        'code', s.code,
        'error', coalesce(s.error, w.error), 'next_at', frontdesk.utc_text(s.open_until), 'given_up', g.number) order by o.slug, c.key), '[]')
    from platform_connections c
    join organizations o on o.id = c.organization_id
    left join connection_sending s on s.connection_id = c.id
    cross join lateral (
        select count(*) as number, min(m.waiting_since) as since, max(m.error) as error
        from frontdesk.waiting_replies m where m.connection_id = c.id) w
    cross join lateral (
        select count(*) as number from chat_messages m
        where m.organization_id = o.id and m.connection_id = c.id
          and m.given_up_at > frontdesk.now() - interval '30 days') g
    where w.number > 0 or g.number > 0 or s.failing_since is not null
$$;

-- An organization's replies that wait or were given up, oldest first: [{message, connection, state, receipt,
-- phone, name, text, since, error}].
create function outbox_list(p_organization uuid, p_limit integer default 100) returns jsonb
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
create function outbox_retry(p_organization uuid, p_messages jsonb default null) returns jsonb
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
    where m.organization_id = p_organization and m.direction = 'outbound' and m.status = 'queued' and m.retry_at > v_now;
    get diagnostics v_waiting = row_count;
    return jsonb_build_object('again', v_again, 'waiting', v_waiting);
end;
$$;

-- As in 0020, and whether staff were told of this chat within a day.
create or replace function frontdesk.conversation_facts(p_organization uuid, p_chat chat_identities) returns jsonb
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
        'staff_told', exists (
            select from escalations e where e.chat_identity_id = p_chat.id and e.status in ('open', 'notified')
            and e.created_at > frontdesk.now() - interval '1 day'),
        'upcoming', frontdesk.upcoming(p_chat.contact_id),
        'waiting', frontdesk.waiting_of(p_chat.contact_id, p_chat.id))
$$;

call frontdesk.expose('escalation_open');
call frontdesk.expose('notice_claim');
call frontdesk.expose('notice_wait');
call frontdesk.expose('notice_settle');
call frontdesk.expose('escalation_tell');
call frontdesk.expose('escalations_untold');
call frontdesk.expose('sending_told');
call frontdesk.expose('sending_notices_due');
call frontdesk.expose('sending_notice_put');
call frontdesk.expose('receipts_given_up');
call frontdesk.expose('sending_overview');
call frontdesk.expose('outbox_list');
call frontdesk.expose('outbox_retry');
