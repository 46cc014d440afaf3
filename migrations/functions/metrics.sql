-- Counters for `/metrics`. Nothing is written while customers are answered: who asks for the counters first adds what
-- ended since the last count. Functions of the platform: they look across tenants and return numbers only.

-- Adds what ended since the last count to the totals, and returns them: [{metric, labels, value}]. Whoever asks
-- first counts; the others are told what was counted before. What ended in the last seconds waits for the next
-- count: whoever wrote it may not have committed. After a pause the last day is counted.
create or replace function metrics_count() returns jsonb
language plpgsql security definer
set search_path = public, frontdesk, pg_temp
as $$
declare
    v_to timestamptz := frontdesk.now() - interval '5 seconds';
    v_from timestamptz;
begin
    select counted_until into v_from from frontdesk.metric_counts for update skip locked;
    if v_to > v_from then
        perform frontdesk.metrics_add(greatest(v_from, v_to - interval '1 day'), v_to);
        update frontdesk.metric_counts set counted_until = v_to where counted_until < v_to;
    end if;
    return (
        select coalesce(jsonb_agg(to_jsonb(t) order by t.metric, t.labels), '[]') from frontdesk.metric_totals t);
end;
$$;

-- Counts what ended in (p_from, p_to]. A send is counted a minute later, when its result is known, and what a model
-- cost five minutes later, when its turn is over.
create or replace function frontdesk.metrics_add(p_from timestamptz, p_to timestamptz) returns void
language sql
set search_path = public, frontdesk, pg_temp
as $$
    insert into frontdesk.metric_totals as t (metric, labels, value)
    select c.metric, c.labels, c.value from (
        select * from frontdesk.count_turns(p_from, p_to)
        union all
        select * from frontdesk.count_messages(p_from, p_to)
        union all
        select * from frontdesk.count_sends(p_from - interval '1 minute', p_to - interval '1 minute')
        union all
        select * from frontdesk.count_models(p_from - interval '5 minutes', p_to - interval '5 minutes')) c
    on conflict (metric, labels) do update set value = t.value + excluded.value
$$;

create or replace function frontdesk.count_turns(p_from timestamptz, p_to timestamptz)
returns table (metric text, labels jsonb, value double precision)
language sql stable
set search_path = public, frontdesk, pg_temp
as $$
    with ended as materialized (
        select t.status, t.trace, extract(epoch from t.finished_at - t.started_at) as turn,
            extract(epoch from t.finished_at - coalesce(t.due_at, t.started_at)) as answer,
            extract(epoch from t.started_at - t.due_at) as late
        from turns t
        where t.started_at > p_from - interval '1 hour' and t.finished_at > p_from and t.finished_at <= p_to),
    seconds as materialized (
        select 'turn_seconds' as metric, turn as seconds from ended where status in ('committed', 'failed')
        union all
        select 'answer_seconds', answer from ended where status = 'committed'
        union all
        select 'lateness_seconds', late from ended where late is not null),
    ran as materialized (
        -- Whoever calls a tool that there is not made its name up.
        select case when r -> 'result' ? 'tools' then 'unknown' else r ->> 'name' end as tool,
            r -> 'result' ->> 'status' as status, coalesce(r -> 'result' ->> 'error', '') <> '' as refused
        from ended t cross join lateral jsonb_array_elements(t.trace -> 'tools') r
        where t.status = 'committed')
    select 'turns', jsonb_build_object('status', status), count(*) from ended group by status
    union all
    select s.metric || '_bucket', jsonb_build_object('le', b.le), count(*)
    from seconds s
    join (values ('0.5', 0.5), ('1', 1), ('2', 2), ('5', 5), ('10', 10), ('20', 20), ('30', 30), ('60', 60),
        ('120', 120), ('+Inf', 'Infinity'::float)) b (le, bound) on s.seconds <= b.bound
    group by s.metric, b.le
    union all
    select s.metric || '_sum', '{}', sum(greatest(0, s.seconds)) from seconds s group by s.metric
    union all
    select 'tool_calls', jsonb_build_object('tool', tool), count(*) from ran group by tool
    union all
    select 'tool_errors', jsonb_build_object('tool', tool, 'kind', 'call'), count(*) from ran where refused
    group by tool
    union all
    select 'tool_errors', jsonb_build_object('tool', trace ->> 'failed_tool', 'kind', 'fault'), count(*) from ended
    where trace ? 'failed_tool' group by trace ->> 'failed_tool'
    union all
    select 'changes', jsonb_build_object('change', status), count(*) from ran
    where status in ('booked', 'moved', 'cancelled', 'confirmed') group by status
    union all
    select 'vetoes', '{}', sum(jsonb_array_length(trace -> 'vetoes')) from ended where trace ? 'vetoes'
    having count(*) > 0
$$;

create or replace function frontdesk.count_messages(p_from timestamptz, p_to timestamptz)
returns table (metric text, labels jsonb, value double precision)
language sql stable
set search_path = public, frontdesk, pg_temp
as $$
    select 'messages', jsonb_build_object('channel', c.channel), count(*)
    from chat_messages m join platform_connections c on c.id = m.connection_id
    where m.created_at > p_from and m.created_at <= p_to and m.direction = 'inbound'
    group by c.channel
    union all
    select 'files', jsonb_build_object('kind', m.kind, 'result', coalesce(m.media_reason, 'read')), count(*)
    from chat_messages m
    where m.created_at > p_from - interval '2 hours' and m.media_read_at > p_from and m.media_read_at <= p_to
    group by m.kind, m.media_reason
    union all
    select 'escalations', jsonb_build_object('reason', e.reason), count(*)
    from escalations e where e.created_at > p_from and e.created_at <= p_to group by e.reason
$$;

-- Attempts, each by the state that it left its message in; one that another attempt followed before it was counted
-- is not counted. What was taken and failed later by an event counts twice: as sent, and then as undelivered.
create or replace function frontdesk.count_sends(p_from timestamptz, p_to timestamptz)
returns table (metric text, labels jsonb, value double precision)
language sql stable
set search_path = public, frontdesk, pg_temp
as $$
    select 'sends', jsonb_build_object('channel', s.channel, 'result', s.result), count(*)
    from (
        select c.channel, case when m.undelivered_at > m.attempted_at then 'sent' else case m.status
            when 'failed' then 'failed' when 'queued' then 'waits' when 'sending' then 'unknown'
            when 'unknown' then 'unknown' else 'sent' end end as result
        from chat_messages m join platform_connections c on c.id = m.connection_id
        where m.attempted_at > p_from and m.attempted_at <= p_to and m.direction = 'outbound'
        union all
        select c.channel, 'undelivered'
        from chat_messages m join platform_connections c on c.id = m.connection_id
        where m.undelivered_at > p_from and m.undelivered_at <= p_to) s
    group by s.channel, s.result
    union all
    select 'notices', jsonb_build_object('result', case n.status when 'sent' then 'sent' when 'failed' then 'failed'
        else 'waits' end), count(*)
    from notifications n
    where n.attempted_at > p_from and n.attempted_at <= p_to and n.created_at > p_from - interval '26 hours'
    group by 2
$$;

create or replace function frontdesk.count_models(p_from timestamptz, p_to timestamptz)
returns table (metric text, labels jsonb, value double precision)
language sql stable
set search_path = public, frontdesk, pg_temp
as $$
    select c.metric, jsonb_build_object('model', u.model) || c.labels, sum(c.value)
    from model_usage u
    cross join lateral (values
        ('model_calls', '{}'::jsonb, u.calls::double precision), ('model_cost_usd', '{}', u.cost_usd::double precision),
        ('model_tokens', '{"kind": "input"}', u.input_tokens - u.cached_input_tokens),
        ('model_tokens', '{"kind": "cached"}', u.cached_input_tokens),
        ('model_tokens', '{"kind": "output"}', u.output_tokens)) c (metric, labels, value)
    where u.recorded_at > p_from and u.recorded_at <= p_to and c.value > 0
    group by 1, 2
$$;
