-- What an operator watches: what failed, figures of the running deployment, and alarms.
-- All are functions of the platform: they look across tenants and return ids, numbers and slugs, and of errors the
-- words of providers and of our own code.

-- What failed within `p_hours` and what waits, of one organization or of all (null), the newest first and at most
-- `p_limit` of each kind: [{kind, organization, at, chat, id, detail}]. `organization` is a slug, null for what is
-- nobody's; `at` since when, or when it failed.
create or replace function failures_list(
    p_organization uuid default null, p_hours double precision default 24, p_limit integer default 100
) returns jsonb
language plpgsql stable security definer
set search_path = public, frontdesk, procrastinate, pg_temp
set plan_cache_mode = force_custom_plan  -- planned for this hour, which an index finds
as $$
declare
    v_now timestamptz := frontdesk.now();
    v_since timestamptz := frontdesk.now() - make_interval(secs => p_hours * 3600);
begin
    return (
        with failures as (
            (select 'reply_failed' as kind, m.organization_id,
                coalesce(m.given_up_at, m.attempted_at, m.created_at) as at, m.chat_identity_id as chat,
                m.id::text as id, m.error as detail
            from chat_messages m
            where m.direction = 'outbound' and m.status = 'failed' and m.created_at > v_since - interval '1 day'
              and coalesce(m.given_up_at, m.attempted_at, m.created_at) > v_since
              and (p_organization is null or m.organization_id = p_organization)
            order by m.created_at desc limit p_limit)
            union all
            (select 'reply_waits', m.organization_id, coalesce(m.waiting_since, m.created_at), m.chat_identity_id,
                m.id::text, m.error
            from chat_messages m
            where m.direction = 'outbound' and m.status in ('queued', 'sending', 'unknown')
              and (m.waiting_since is not null or m.created_at < v_now - interval '2 minutes')
              and (p_organization is null or m.organization_id = p_organization)
            order by m.created_at desc limit p_limit)
            union all
            (select case when n.status = 'failed' then 'notice_failed' else 'notice_waits' end, n.organization_id,
                n.created_at, e.chat_identity_id, n.id::text, n.error
            from notifications n left join escalations e on e.id = n.escalation_id
            where (n.status = 'failed' and n.created_at > v_since
                    or n.status in ('queued', 'sending') and n.created_at < v_now - interval '2 minutes')
              and (p_organization is null or n.organization_id = p_organization)
            order by n.created_at desc limit p_limit)
            union all
            (select 'turn_failed', t.organization_id, t.finished_at, t.chat_identity_id, t.id::text,
                concat_ws(' in the tool ', t.trace ->> 'fault', t.trace ->> 'failed_tool')
            from turns t
            where t.started_at > v_since - interval '1 hour' and t.status = 'failed' and t.finished_at > v_since
              and t.finished_at <= v_now
              and (p_organization is null or t.organization_id = p_organization)
            order by t.started_at desc limit p_limit)
            union all
            (select 'chat_waits', i.organization_id, i.due_at, i.id, i.id::text, null
            from chat_identities i
            join platform_connections c on c.id = i.connection_id and c.channel <> 'api'
            where i.first_pending_at is not null and i.due_at < v_now - interval '2 minutes'
              and (p_organization is null or i.organization_id = p_organization)
            order by i.due_at limit p_limit)
            union all
            (select 'escalation_open', e.organization_id, e.created_at, e.chat_identity_id, e.id::text,
                concat_ws(', ', e.reason, case e.status when 'unreachable' then 'nobody could be told'
                    when 'open' then 'nobody was told yet' end)
            from escalations e
            where e.closed_at is null and e.status <> 'closed' and e.created_at > v_since
              and (p_organization is null or e.organization_id = p_organization)
            order by e.created_at desc limit p_limit)
            union all
            (select 'file_failed', m.organization_id, coalesce(m.media_read_at, m.created_at), m.chat_identity_id,
                m.id::text, m.media_reason
            from chat_messages m
            where m.direction = 'inbound' and m.media_state = 'unread' and m.created_at > v_since
              and m.media_reason in ('failed', 'damaged', 'late')
              and (p_organization is null or m.organization_id = p_organization)
            order by m.created_at desc limit p_limit)
            union all
            (select 'connection_fails', s.organization_id, s.failing_since, null, c.key,
                concat_ws(': ', s.code, s.error)
            from connection_sending s join platform_connections c on c.id = s.connection_id
            where s.failing_since is not null and (p_organization is null or s.organization_id = p_organization)
            order by s.failing_since desc limit p_limit)
            union all
            (select 'job_failed', o.id, v.at, null, j.id::text, concat(j.task_name, ', ', j.attempts, ' tries')
            from procrastinate_jobs j left join organizations o on o.id::text = j.args ->> 'organization'
            cross join lateral (select max(v.at) as at from procrastinate_events v where v.job_id = j.id) v
            where j.status = 'failed' and v.at > v_since and (p_organization is null or o.id = p_organization)
            order by j.id desc limit p_limit)
            union all
            (select 'ceiling_reached', c.organization_id, c.reached_at, c.chat_identity_id,
                concat_ws(' ', c.day, c.chat_identity_id),
                concat(case when c.chat_identity_id is null then 'the organization''s ' else 'one sender''s ' end,
                    c.kind, ' of the day: the offline model answers')
            from model_ceilings c
            where c.reached_at > v_since and (p_organization is null or c.organization_id = p_organization)
            order by c.reached_at desc limit p_limit)
            union all
            (select 'task_fails', null, t.done_at, null, t.name, t.error
            from frontdesk.maintenance_tasks t
            where t.error is not null and p_organization is null
            limit p_limit))
        select coalesce(jsonb_agg(jsonb_build_object('kind', f.kind, 'organization', o.slug, 'at', f.at, 'chat', f.chat,
            'id', f.id, 'detail', nullif(left(f.detail, 200), '')) order by f.at desc nulls last, f.kind, f.id), '[]')
        from failures f left join organizations o on o.id = f.organization_id);
end;
$$;

-- How many places of workers would be taken if no turn and no file had to wait: chats (or files) of which a job runs
-- or is due, of the queue that has more of them, for a process has as many places for each. What an autoscaler divides
-- by the places of one process (deploy/kubernetes/scaling.yaml), so it takes no arguments and returns a number.
create or replace function worker_places_wanted() returns integer
language plpgsql stable security definer
set search_path = procrastinate, public, frontdesk, pg_temp
as $$
begin
    return (
        select coalesce(max(q.wanted), 0)
        from (
            select count(distinct coalesce(j.lock, j.id::text)) as wanted
            from procrastinate_jobs j
            where j.queue_name in ('turns', 'media')
              and (j.status = 'doing' or j.status = 'todo' and coalesce(j.scheduled_at <= clock_timestamp(), true))
            group by j.queue_name) q);
end;
$$;

-- What waits now, and who works: {chats, oldest_chat_seconds: since an answer was due; replies,
-- oldest_reply_seconds; jobs: {queue: that are due}, running, places_wanted, failed_jobs, workers,
-- failing_connections, cost_usd: of the day, untold: escalations of which nobody was told yet, clock: what
-- it shows, clock_went_back_seconds: within
-- the last hour, else null; conversations: {state: how many chats of the last two days}; organizations_at_ceiling,
-- senders_at_ceiling: whose day is the offline model's}.
create or replace function frontdesk.watch_now(p_alive_seconds double precision) returns jsonb
language plpgsql stable
set search_path = public, frontdesk, procrastinate, pg_temp
as $$
begin
    return (
        select
            (select jsonb_build_object('chats', count(*),
                'oldest_chat_seconds', coalesce(extract(epoch from frontdesk.now() - min(i.due_at)), 0))
            from chat_identities i join platform_connections c on c.id = i.connection_id and c.channel <> 'api'
            where i.first_pending_at is not null and i.due_at <= frontdesk.now())
            || (select jsonb_build_object('replies', count(*),
                'oldest_reply_seconds', coalesce(extract(epoch from frontdesk.now() - min(m.created_at)), 0))
            from chat_messages m where m.direction = 'outbound' and m.status in ('queued', 'sending', 'unknown'))
            || jsonb_build_object(
                'jobs', (select coalesce(jsonb_object_agg(q.queue_name, q.number), '{}') from (
                    select j.queue_name, count(*) as number from procrastinate_jobs j
                    where j.status = 'todo' and coalesce(j.scheduled_at <= clock_timestamp(), true)
                    group by j.queue_name) q),
                'running', (select count(*) from procrastinate_jobs j where j.status = 'doing'),
                'places_wanted', worker_places_wanted(),
                'failed_jobs', (select count(*) from procrastinate_jobs j where j.status = 'failed'),
                'workers', (select count(*) from procrastinate_workers w
                    where w.last_heartbeat > clock_timestamp() - make_interval(secs => p_alive_seconds)),
                'failing_connections', (select count(*) from connection_sending s where s.failing_since is not null),
                'untold', (select count(*) from escalations e where e.status in ('open', 'unreachable')
                    and e.created_at > frontdesk.now() - interval '1 day'),
                'clock', frontdesk.now(),
                'clock_went_back_seconds', (select m.went_back_seconds from frontdesk.clock_mark m
                    where m.went_back_at > frontdesk.now() - interval '1 hour'),
                'conversations', (select coalesce(jsonb_object_agg(s.state, s.number), '{}') from (
                    select s.state, count(*) as number from frontdesk.chat_states(array(
                        select i.id from organizations o join chat_identities i on i.organization_id = o.id
                        where i.last_inbound_at > frontdesk.now() - interval '2 days'
                          and i.last_inbound_at <= frontdesk.now())) s
                    group by s.state) s),
                'organizations_at_ceiling', (select count(*) from frontdesk.ceilings_today() c
                    where c.chat_identity_id is null),
                'senders_at_ceiling', (select count(*) from frontdesk.ceilings_today() c
                    where c.chat_identity_id is not null),
                'cost_usd', (select coalesce(sum(u.cost_usd), 0) from organizations o
                    join model_usage u on u.organization_id = o.id and u.day = frontdesk.local_day(o.id))));
end;
$$;

-- Ceilings of days that are not over.
create or replace function frontdesk.ceilings_today() returns setof model_ceilings
language sql stable
set search_path = public, frontdesk, pg_temp
as $$
    select c from model_ceilings c
    where c.reached_at > frontdesk.now() - interval '25 hours' and c.day = frontdesk.local_day(c.organization_id)
$$;

-- What happened in the last `p_seconds`: {committed, failed, lost: turns; answer_p50, answer_p95: seconds from when
-- an answer was due to its commit, null without answers; late_p95: of a turn's beginning; escalations, files,
-- files_failed, sent, not_sent: replies that were given up or refused}.
create or replace function frontdesk.watch_window(p_seconds double precision) returns jsonb
language plpgsql stable
set search_path = public, frontdesk, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    v_since timestamptz := frontdesk.now() - make_interval(secs => p_seconds);
begin
    return (
        with ended as materialized (
            select t.status, extract(epoch from t.finished_at - coalesce(t.due_at, t.started_at)) as answer,
                extract(epoch from t.started_at - t.due_at) as late
            from turns t
            where t.started_at > v_since - interval '1 hour' and t.finished_at > v_since
              and t.finished_at <= frontdesk.now())  -- talks of the playground may lie ahead
        select (
            select jsonb_build_object('committed', count(*) filter (where status = 'committed'),
                'failed', count(*) filter (where status = 'failed'), 'lost', count(*) filter (where status = 'lost'),
                'answer_p50', percentile_cont(0.5) within group (order by answer) filter (where status = 'committed'),
                'answer_p95', percentile_cont(0.95) within group (order by answer) filter (where status = 'committed'),
                'late_p95', percentile_cont(0.95) within group (order by late))
            from ended)
            || (select jsonb_build_object('escalations', count(*)) from escalations e where e.created_at > v_since)
            || (select jsonb_build_object(
                'files', count(*) filter (where m.media_state is not null),
                'files_failed', count(*) filter (where m.media_reason in ('failed', 'damaged', 'late')),
                'sent', count(*) filter (where m.direction = 'outbound' and m.status in ('sent', 'delivered', 'read')),
                'not_sent', count(*) filter (where m.direction = 'outbound' and m.status = 'failed'))
            from chat_messages m where m.created_at > v_since and m.created_at <= frontdesk.now()));
end;
$$;

-- The busiest organizations, at most so many: [{organization: slug, chats: that wait, replies: that wait, turns and
-- failed: ended in the last `p_seconds`, cost_usd: of the day}]. Those at rest are left out.
create or replace function frontdesk.watch_organizations(p_seconds double precision, p_most integer) returns jsonb
language sql stable
set search_path = public, frontdesk, pg_temp
as $$
    with waiting as (
        select i.organization_id, count(*) as chats from chat_identities i
        join platform_connections c on c.id = i.connection_id and c.channel <> 'api'
        where i.first_pending_at is not null and i.due_at <= frontdesk.now() group by i.organization_id),
    unsent as (
        select m.organization_id, count(*) as replies from chat_messages m
        where m.direction = 'outbound' and m.status in ('queued', 'sending', 'unknown') group by m.organization_id),
    ended as (
        select t.organization_id, count(*) as turns, count(*) filter (where t.status = 'failed') as failed
        from turns t
        where t.started_at > frontdesk.now() - make_interval(secs => p_seconds) - interval '1 hour'
          and t.finished_at > frontdesk.now() - make_interval(secs => p_seconds) and t.finished_at <= frontdesk.now()
          and t.status in ('committed', 'failed')
        group by t.organization_id),
    cost as (
        select o.id as organization_id, sum(u.cost_usd) as cost_usd from organizations o
        join model_usage u on u.organization_id = o.id and u.day = frontdesk.local_day(o.id) group by o.id)
    select coalesce(jsonb_agg(to_jsonb(b) order by b.turns desc, b.organization), '[]')
    from (
        select o.slug as organization, coalesce(w.chats, 0) as chats, coalesce(s.replies, 0) as replies,
            coalesce(t.turns, 0) as turns, coalesce(t.failed, 0) as failed, coalesce(c.cost_usd, 0) as cost_usd
        from organizations o
        left join waiting w on w.organization_id = o.id
        left join unsent s on s.organization_id = o.id
        left join ended t on t.organization_id = o.id
        left join cost c on c.organization_id = o.id
        where coalesce(w.chats, s.replies, t.turns) is not null or c.cost_usd > 0
        order by t.turns desc nulls last, w.chats desc nulls last limit p_most) b
$$;

-- The figures of now, of the last `p_seconds`, and of the busiest organizations: {now, window, organizations}.
create or replace function watch_figures(
    p_seconds double precision, p_alive_seconds double precision, p_most integer default 100
) returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select jsonb_build_object('now', frontdesk.watch_now(p_alive_seconds), 'window', frontdesk.watch_window(p_seconds),
        'organizations', frontdesk.watch_organizations(p_seconds, p_most))
$$;

-- Which alarms are on now: `p_alarms` is a list of {name, words}. Returns those of which the operator is still to be
-- told: [{name, words, since, over}]. One that comes again before it was told to be over was never over.
create or replace function alarms_settle(p_alarms jsonb) returns jsonb
language plpgsql security definer
set search_path = public, frontdesk, pg_temp
as $$
begin
    insert into frontdesk.alarms as a (name, words, since)
    select p.name, p.words, frontdesk.now() from jsonb_to_recordset(p_alarms) p (name text, words text)
    on conflict (name) do update set words = excluded.words, ended_at = null;
    update frontdesk.alarms a set ended_at = frontdesk.now()
    where a.ended_at is null and not exists (
        select from jsonb_to_recordset(p_alarms) p (name text) where p.name = a.name);
    delete from frontdesk.alarms a where a.ended_at is not null and a.told_at is null;
    return (
        select coalesce(jsonb_agg(jsonb_build_object('name', a.name, 'words', a.words, 'since', a.since,
            'over', a.ended_at is not null) order by a.since, a.name), '[]')
        from frontdesk.alarms a where a.told_at is null or a.ended_at is not null);
end;
$$;

-- The operator was told of these: [name].
create or replace function alarms_told(p_names jsonb) returns jsonb
language plpgsql security definer
set search_path = public, frontdesk, pg_temp
as $$
declare
    v_told integer;
begin
    delete from frontdesk.alarms a where a.ended_at is not null and p_names ? a.name;
    get diagnostics v_told = row_count;
    update frontdesk.alarms a set told_at = frontdesk.now() where a.told_at is null and p_names ? a.name;
    return to_jsonb(v_told + (select count(*) from frontdesk.alarms a where p_names ? a.name));
end;
$$;
