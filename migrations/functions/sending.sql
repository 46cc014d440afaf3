-- How sending through a connection goes (a circuit breaker that all processes share), and who is told of
-- replies that wait or were given up.

create or replace view frontdesk.waiting_replies with (security_invoker = true) as
    select m.* from chat_messages m
    where m.direction = 'outbound' and m.status in ('queued', 'unknown') and m.retry_at is not null
      and m.waiting_since is not null;

create or replace function frontdesk.sending_pause(p_failures integer) returns interval
language sql volatile as $$
    select make_interval(secs => least(900, 2.0 ^ least(p_failures, 12)) * (0.8 + 0.4 * random()))
$$;

-- Whether a message may be sent through this connection: now; later: `p_share` others are on their way; or held.
-- Where it fails, whoever is told "now" is the one that tries it. Two calls that hang are enough: the others would
-- only hold up other tenants.
drop function if exists frontdesk.sending_admits(uuid, double precision);
create or replace function frontdesk.sending_admits(
    p_connection uuid, p_lease_seconds double precision, p_share integer
) returns text
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_circuit connection_sending;
    v_sending bigint;
    v_hanging bigint;
begin
    select * into v_circuit from connection_sending where connection_id = p_connection;
    if v_circuit.open_until is not null then
        update connection_sending set open_until = v_now + make_interval(secs => p_lease_seconds)
        where connection_id = p_connection and open_until <= v_now;
        return case when found then 'now' else 'held' end;
    end if;
    -- The chat's own page is no provider: nothing of it hangs.
    if exists (select from platform_connections c where c.id = p_connection and c.channel in ('web', 'api')) then
        return 'now';
    end if;
    -- Those who look at the same moment would all find room.
    perform pg_advisory_xact_lock(hashtextextended('sends:' || p_connection, 0));
    select count(*), count(*) filter (where m.attempted_at < v_now - interval '5 seconds') into v_sending, v_hanging
    from chat_messages m
    where m.connection_id = p_connection and m.direction = 'outbound' and m.status = 'sending'
      and m.attempted_at >= v_now - make_interval(secs => p_lease_seconds);
    return case when v_hanging >= 2 then 'held' when v_sending >= p_share then 'later' else 'now' end;
end;
$$;

-- A send of this connection has ended: the oldest reply that waits for a place takes it.
create or replace function frontdesk.share_freed(p_connection uuid) returns void
language plpgsql as $$
declare
    v_next chat_messages;
begin
    -- Who counted this send among those on their way puts itself down before it is looked for here; without that,
    -- four that end at the same moment all see nobody waiting.
    perform pg_advisory_xact_lock(hashtextextended('sends:' || p_connection, 0));
    update chat_messages m set awaits_place = false
    where m.id = (
        select w.id from chat_messages w
        where w.connection_id = p_connection and w.awaits_place and w.status in ('queued', 'unknown')
        order by w.seq limit 1
        for update skip locked)
    returning * into v_next;
    if v_next.id is not null then
        perform frontdesk.defer('sends', 'send', 'outbox:' || v_next.chat_identity_id,
            jsonb_build_object('organization', v_next.organization_id, 'conversation', v_next.chat_identity_id));
    end if;
end;
$$;

-- A message was not taken, or nobody knows. `p_scope`: connection (it would happen to every message),
-- message (perhaps only to this one) or unknown. The first opens the circuit at once, the others the
-- third time in a row.
create or replace function frontdesk.sending_failed(
    p_organization uuid, p_connection uuid, p_message uuid, p_scope text, p_code text, p_error text,
    p_seconds double precision
) returns void
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_circuit connection_sending;
    v_failures integer;
begin
    insert into connection_sending (connection_id, organization_id) values (p_connection, p_organization)
    on conflict do nothing;
    select * into v_circuit from connection_sending where connection_id = p_connection for update;
    v_failures := case
        when p_scope = 'message' and v_circuit.scope is distinct from 'message' then 1  -- it can be reached again
        when p_scope = 'message' and v_circuit.last_failed = p_message then v_circuit.failures
        else v_circuit.failures + 1 end;
    update connection_sending set failures = v_failures, failing_since = coalesce(failing_since, v_now),
        scope = p_scope, code = p_code, error = left(p_error, 300), last_failed = p_message,
        open_until = case
            when p_scope = 'message' and v_circuit.last_failed = p_message
                then case when v_circuit.open_until is not null then v_now end
            when p_scope = 'connection' or p_seconds is not null or v_failures >= 3
                or (p_scope = 'unknown' and v_circuit.open_until is not null)
                then v_now + coalesce(make_interval(secs => p_seconds), frontdesk.sending_pause(v_failures)) end
    where connection_id = p_connection;
end;
$$;

-- The provider took a message: what waits for this connection is due.
create or replace function frontdesk.sending_worked(p_organization uuid, p_connection uuid) returns void
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_circuit connection_sending;
begin
    select * into v_circuit from connection_sending where connection_id = p_connection;
    if v_circuit.failing_since is null and v_circuit.accepted_at > v_now - interval '1 minute' then
        return;
    end if;
    insert into connection_sending (connection_id, organization_id, accepted_at, works_since, silent_since)
    values (p_connection, p_organization, v_now, v_now, v_now)
    on conflict (connection_id) do update set silent_since = coalesce(connection_sending.silent_since, v_now),
        failures = 0, failing_since = null, open_until = null, scope = null, code = null, error = null,
        last_failed = null, accepted_at = v_now,
        works_since = case when connection_sending.failing_since is null
            then connection_sending.works_since else v_now end;
    if v_circuit.open_until is not null then
        perform frontdesk.waiting_hurry(p_connection);
        perform outbox_due();  -- the first of them need not wait for the next look
    end if;
end;
$$;

-- Nobody waits for a lock here: who holds a row is about to look at it.
create or replace function frontdesk.waiting_hurry(p_connection uuid) returns void
language sql as $$
    update chat_messages m set retry_at = frontdesk.now()
    where m.id in (
        select w.id from chat_messages w
        where w.connection_id = p_connection and w.direction = 'outbound' and w.status = 'queued'
          and w.waiting_since is not null and w.retry_at > frontdesk.now()
        for update skip locked);
    update notifications n set retry_at = frontdesk.now()
    where n.id in (
        select w.id from notifications w
        where w.organization_id = (select organization_id from platform_connections where id = p_connection)
          and w.status = 'queued' and w.retry_at > frontdesk.now()
        for update skip locked)
$$;

-- Whoever mends a connection (its key, its instance) need not wait for the next try.
create or replace function frontdesk.sending_reopen() returns trigger
language plpgsql as $$
begin
    update connection_sending set open_until = frontdesk.now()
    where connection_id = case tg_table_name when 'connection_secrets'
            then (to_jsonb(new) ->> 'connection_id')::uuid else (to_jsonb(new) ->> 'id')::uuid end
      and open_until > frontdesk.now();
    return null;
end;
$$;

-- Staff know already (the notice about a key).
create or replace function sending_told(p_organization uuid, p_connection uuid) returns jsonb
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
create or replace function sending_notices_due(p_late_seconds double precision) returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object('topic', t.topic, 'organization_id', o.id, 'connection', c.id,
        'organization', o.name, 'language', o.language, 'name', c.name, 'channel', c.channel, 'count', t.number,
        'since', to_char(t.since at time zone frontdesk.zone_of(o), 'YYYY-MM-DD HH24:MI'), 'code', t.code)), '[]')
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
create or replace function sending_notice_put(
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
        -- A receipt is told of when it has a case of its own (receipts_given_up), which may fail now and come later.
        update chat_messages m set given_up_told = true
        where m.connection_id = p_connection and m.given_up_at is not null and not m.given_up_told
          and (not m.payload ? 'receipt' or exists (
              select from escalations e where e.chat_identity_id = m.chat_identity_id and e.reason = 'undelivered'
              and e.created_at > m.given_up_at - interval '30 minutes'));
    elsif p_topic = 'stuck' then
        update connection_sending set told_at = v_now
        where connection_id = p_connection and told_at is null and failing_since is not null;
    elsif p_topic = 'history' then
        insert into connection_sending as s (connection_id, organization_id, history_told_at)
        values (p_connection, p_organization, v_now)
        on conflict (connection_id) do update set history_told_at = v_now
        where s.history_told_at is null or s.history_told_at < v_now - interval '1 minute';
    else
        update connection_sending set told_at = null
        where connection_id = p_connection and told_at is not null and failing_since is null;
    end if;
    if not found then
        return to_jsonb(0);
    end if;
    for v_notice in
        insert into notifications (organization_id, connection_id, recipient_id, topic, body, params, created_at)
        select p_organization, p_connection, r.id, p_topic, p_body,
        array(select jsonb_array_elements_text(p_params)), v_now
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
create or replace function receipts_given_up() returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object('organization', m.organization_id, 'message', m.id, 'text', m.body)
        order by m.seq), '[]')
    from chat_messages m where m.given_up_at is not null and not m.given_up_told and m.payload ? 'receipt'
$$;

-- Connections with replies that wait or were given up within a month, or that fail: [{organization (slug),
-- connection (key), channel, waiting, since, failing_since, code, error, next_at, given_up}].
create or replace function sending_overview() returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object('organization', o.slug, 'connection', c.key, 'channel', c.channel,
        'waiting', w.number, 'since', frontdesk.utc_text(w.since), 'failing_since', frontdesk.utc_text(s.failing_since),
        'code', s.code,
        'error', coalesce(s.error, w.error), 'next_at', frontdesk.utc_text(s.open_until), 'given_up', g.number)
            order by o.slug, c.key), '[]')
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

-- Of each active connection to a provider whether it tells what becomes of messages: [{organization (slug),
-- connection (key), channel, come: null where nobody can know yet}].
create or replace function sending_events() returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object('organization', o.slug, 'connection', c.key, 'channel', c.channel,
        'come', frontdesk.events_come(c.id, frontdesk.now())) order by o.slug, c.key), '[]')
    from platform_connections c join organizations o on o.id = c.organization_id
    where c.active and c.channel not in ('web', 'api')
$$;

call frontdesk.attach('trigger', 'sending_reopen', 'connection_secrets', $$
    create trigger sending_reopen after insert or update on connection_secrets
        for each row execute function frontdesk.sending_reopen()
$$);

call frontdesk.attach('trigger', 'sending_reopen', 'platform_connections', $$
    create trigger sending_reopen after update on platform_connections
        for each row when (old is distinct from new) execute function frontdesk.sending_reopen()
$$);
