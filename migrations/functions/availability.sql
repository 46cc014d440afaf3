-- Free starts of a service, or of a visit of several, and why a day or a start is not free.

-- Free starts of a service, or of several one after another, on local days `p_from` to `p_to`
-- (inclusive, at most 62 days); with `p_appointment`, for moving it; of none of the members `p_without`.
-- Days tell why they have none.
--   {hours_published, performed, until (last local day of the horizon),
--    days: [{day, label, state: open|past|horizon|closed|member_off|too_short|too_soon|full}],
--    starts: [{at, local}]}
create or replace function availability(
    p_organization uuid, p_services jsonb, p_from date, p_to date, p_member uuid default null,
    p_conversation uuid default null, p_appointment uuid default null, p_without jsonb default '[]'
) returns jsonb
language plpgsql stable
set plan_cache_mode = force_generic_plan
as $$
declare
    c_origin constant timestamptz := '2000-01-01 00:00+00';
    v_now timestamptz := frontdesk.now();
    v_until date := least(p_to, p_from + 61);
    v_moved uuid[] := '{}';
    v_without uuid[] := array(select w::uuid from jsonb_array_elements_text(p_without) w);
    v_org organizations;
    v_visit services[];
    v_first services;
    v_count integer;
    v_zone text;
    v_today date;
    v_step interval;
    v_mask tstzmultirange;
    v_opening tstzmultirange;
    v_midnights tstzmultirange;
    v_end timestamptz;
    v_result jsonb;
begin
    perform frontdesk.enter(p_organization);
    if p_appointment is not null and p_conversation is not null then
        p_appointment := (frontdesk.own_appointment(p_conversation, p_appointment)).id;
    end if;
    select * into v_org from organizations where id = p_organization;
    v_zone := v_org.time_zone;
    v_today := (v_now at time zone v_zone)::date;
    select array_agg(i.service order by i.item) into v_visit from frontdesk.visit_items(p_services) i;
    v_first := v_visit[1];
    v_count := coalesce(cardinality(v_visit), 0);
    if v_count = 0 or v_count < jsonb_array_length(p_services) then
        return jsonb_build_object('hours_published', true, 'performed', false, 'days', '[]'::jsonb,
            'starts', '[]'::jsonb);
    end if;
    if p_appointment is not null then
        v_moved := frontdesk.visit_of(p_appointment);
    end if;
    v_step := make_interval(mins => coalesce(v_first.slot_step_minutes, v_org.slot_step_minutes));
    v_mask := case when v_count > 1 then frontdesk.visit_mask(
        v_org, p_services, p_from, v_until, p_member, p_conversation, v_moved, v_without) end;
    v_opening := frontdesk.opening(v_org, p_from, v_until + 2);
    v_end := frontdesk.local_midnight(v_until + 1, v_zone);
    select range_agg(tstzrange(
        frontdesk.local_midnight(d::date, v_zone), frontdesk.local_midnight(d::date, v_zone), '[]'))
    into v_midnights from generate_series(p_from::timestamp, v_until + 1, interval '1 day') d;
    with staff as materialized (
        select m.* from frontdesk.member_times(v_org, v_first, p_from, v_until, v_opening,
            frontdesk.named(p_services, v_first.id, p_member), p_conversation, v_moved) m
        where m.member_id <> all (v_without)
    ), teams as materialized (
        -- Members with the same hours and rules: taken for all of them is taken.
        select row_number() over () as team, s.hours, s.fits, s.earliest, s.latest, range_agg(s.joins) as joins,
            (s.fits - range_intersect_agg(s.taken) + range_agg(s.joins)) * coalesce(v_mask, '{(,)}') as starts
        from staff s where not isempty(s.hours) group by s.hours, s.fits, s.earliest, s.latest
    ), phases as materialized (
        -- The grid begins anew with every piece of working time and at midnight; `phase` tells apart grids
        -- that never meet.
        select t.team, lower(r) - date_bin(v_step, lower(r), c_origin) as phase,
            range_agg(tstzrange(lower(r), upper(r))) as worked
        from teams t cross join unnest(t.hours - v_midnights) r
        group by 1, 2
    ), grids as materialized (
        select t.earliest, t.latest, p.phase, frontdesk.union_agg(case when p.single then t.starts
            else t.starts * p.worked end) as starts
        from (select p.*, count(*) over (partition by p.team) = 1 as single from phases p) p
        join teams t on t.team = p.team
        group by t.earliest, t.latest, p.phase
    ), points as materialized (
        select f.at, f.at at time zone v_zone as local, f.at between f.earliest and f.latest as open,
            f.at < f.earliest as early, f.at > f.latest as late
        from (
            select g.earliest, g.latest, p.at
            from grids g cross join unnest(g.starts) r
            cross join generate_series(date_bin(v_step, lower(r), c_origin + g.phase), upper(r), v_step) as p(at)
            where p.at <@ r
            union all
            select t.earliest, t.latest, lower(j)
            from teams t cross join unnest(t.joins * t.starts) j) f
        where f.at < v_end
    ), left_over as materialized (
        select p.local::date as day, bool_or(p.open) as open, bool_or(p.early and p.at >= v_now) as too_soon,
        bool_and(p.late) as late
        from points p group by p.local::date
    ), reach as materialized (
        select frontdesk.union_agg(t.hours) as hours, frontdesk.union_agg(t.fits) as fits from teams t
    ), days as (
        select d.day::date as day,
            tstzrange(frontdesk.local_midnight(d.day::date, v_zone),
                frontdesk.local_midnight(d.day::date + 1, v_zone)) as span
        from generate_series(p_from::timestamp, v_until, interval '1 day') as d(day)
    ), judged as (
        select d.day, case
            when l.open then 'open'
            when d.day < v_today then 'past'
            when d.day = v_today and (select r.fits from reach r) && d.span and not exists (
                select 1 from teams t cross join unnest((t.hours - v_midnights) * tstzmultirange(d.span)) r
                cross join generate_series(lower(r), upper(r) - interval '1 microsecond', v_step) as g(at)
                where g.at >= v_now and g.at <@ t.fits) then 'past'
            when lower(d.span) > h.latest or l.late then 'horizon'
            when not v_opening && d.span then 'closed'
            when not (select r.hours from reach r) && d.span then 'member_off'
            when not (select r.fits from reach r) && d.span then 'too_short'
            when l.too_soon then 'too_soon'
            else 'full' end as state
        from days d
        cross join (select coalesce(max(s.latest), v_now + make_interval(hours => 24 *
            coalesce(v_first.horizon_days, v_org.horizon_days))) as latest from staff s) h
        left join left_over l on l.day = d.day
    )
    select jsonb_build_object(
        'hours_published', exists (select 1 from organization_availability where organization_id = p_organization)
            or v_opening && tstzrange(null, v_end),
        'performed', exists (select 1 from staff),
        'until', (select max(h.latest) at time zone v_zone from (select s.latest from staff s) h)::date,
        'days', (
            select coalesce(jsonb_agg(jsonb_build_object('day', j.day, 'state', j.state,
                'label', case when j.state = 'closed' then frontdesk.closed_label(v_org, j.day) end)
                    order by j.day), '[]')
            from judged j),
        'starts', (
            select to_jsonb(array(
                select s from (
                    select f.at, to_char(f.local, 'YYYY-MM-DD"T"HH24:MI') as local
                    from (select distinct p.at, p.local from points p where p.open) f order by f.at) s))))
    into v_result;
    return v_result;
end;
$$;

-- The services of a visit in order, with the time from the visit's start to each one's own.
drop function if exists frontdesk.visit_items(jsonb);
create or replace function frontdesk.visit_items(p_services jsonb, p_any boolean default false)
returns table (item integer, service services, starts_after interval)
language plpgsql stable as $$
declare
    v_id text;
    v_previous services;
begin
    item := 0;
    starts_after := interval '0';
    for v_id in select jsonb_array_elements_text(p_services) loop
        select * into service from services s where s.id = v_id::uuid and s.active and (s.bookable or p_any);
        if service.id is null then
            return;
        end if;
        if item > 0 then
            starts_after := starts_after + make_interval(mins =>
                v_previous.duration_minutes + v_previous.buffer_after_minutes + service.buffer_before_minutes);
        end if;
        item := item + 1;
        v_previous := service;
        return next;
    end loop;
end;
$$;

-- Starts of a visit at which every service after the first is free for somebody; null for one service.
-- `p_without`: members who are asked for nothing.
create or replace function frontdesk.visit_mask(
    p_org organizations, p_services jsonb, p_from date, p_to date, p_member uuid, p_conversation uuid, p_moved uuid[],
    p_without uuid[] default '{}'
) returns tstzmultirange
language plpgsql stable as $$
declare
    v_item record;
    v_mask tstzmultirange := '{(,)}';
begin
    for v_item in select * from frontdesk.visit_items(p_services) where item > 1 loop
        v_mask := v_mask * frontdesk.shifted(coalesce((
            select range_agg(m.starts * tstzmultirange(tstzrange(m.earliest, m.latest, '[]')))
            from frontdesk.member_starts(p_org, v_item.service, p_from,
                p_to + (extract(days from justify_hours(v_item.starts_after)))::integer + 1,
                frontdesk.named(p_services, (v_item.service).id, p_member), p_conversation, p_moved) m
            where m.member_id <> all (p_without)), '{}'), -v_item.starts_after);
    end loop;
    return v_mask;
end;
$$;

create or replace function frontdesk.shifted(p_times tstzmultirange, p_by interval) returns tstzmultirange
language sql immutable as $$
    select coalesce(range_agg(tstzrange(lower(r) + p_by, upper(r) + p_by,
        case when lower_inc(r) then '[' else '(' end || case when upper_inc(r) then ']' else ')' end)), '{}')
    from unnest(p_times) r
$$;

-- Who a service of a visit is asked of: the named member where they perform it, or where they perform
-- none of the services (then nothing is free); else nobody in particular.
create or replace function frontdesk.named(p_services jsonb, p_service uuid, p_member uuid) returns uuid
language sql stable as $$
    select p_member where exists (
            select 1 from member_services ms join members m on m.id = ms.member_id
            where ms.service_id = p_service and ms.member_id = p_member and m.active)
        or not exists (
            select 1 from member_services ms join members m on m.id = ms.member_id
            join jsonb_array_elements_text(p_services) s on ms.service_id = s::uuid
            where ms.member_id = p_member and m.active)
$$;

-- The appointments that move when this one does: its visit.
create or replace function frontdesk.visit_of(p_appointment uuid) returns uuid[]
language sql stable as $$
    select coalesce(array_agg(a.id), '{}') from appointments a
    where a.status in ('scheduled', 'confirmed') and (a.id = p_appointment
        or a.visit_id = (select visit_id from appointments where id = p_appointment))
$$;

-- Why the business is closed on a day, in the organization's own words, or null.
create or replace function frontdesk.closed_label(p_org organizations, p_day date) returns text
language sql stable as $$
    select coalesce(
        (select s.label from organization_special_dates s where s.organization_id = p_org.id and s.day = p_day limit 1),
        (select v.label from vacations v where v.organization_id = p_org.id and v.member_id is null
            and p_day between v.first_day and v.last_day limit 1),
        (select h.name from organization_holidays h where p_org.holidays and h.organization_id = p_org.id
            and h.day = p_day))
$$;

-- Why one wished start is not to be had on a day that has others, the first reason that applies.
-- `p_local`: what the clock on the wall shows. A visit is judged by its services in order.
--   {reason: no_such_hour | past | break (from, until) | outside_hours | service_hours | member_hours
--    | nobody_then | ends_too_late (until) | off_grid (step) | too_soon | horizon | group_full | taken | visit}
-- visit: the first service could begin then, a later one could not follow. Times are local, `step` in minutes.
create or replace function start_refusal(
    p_organization uuid, p_services jsonb, p_local timestamp, p_member uuid default null,
    p_conversation uuid default null, p_appointment uuid default null, p_without jsonb default '[]'
) returns jsonb
language plpgsql stable
set plan_cache_mode = force_generic_plan
as $$
declare
    v_org organizations;
    v_zone text;
    v_at timestamptz;
    v_item record;
    v_start timestamptz;
    v_day date;
    v_reason text;
    v_until timestamptz;
    v_without uuid[] := array(select w::uuid from jsonb_array_elements_text(p_without) w);
begin
    perform frontdesk.enter(p_organization);
    if p_appointment is not null and p_conversation is not null then
        p_appointment := (frontdesk.own_appointment(p_conversation, p_appointment)).id;
    end if;
    select * into v_org from organizations where id = p_organization;
    v_zone := v_org.time_zone;
    v_at := p_local at time zone v_zone;
    if v_at at time zone v_zone <> p_local then
        return jsonb_build_object('reason', 'no_such_hour');
    elsif v_at < frontdesk.now() then
        return jsonb_build_object('reason', 'past');
    end if;
    for v_item in select * from frontdesk.visit_items(p_services) loop
        v_start := v_at + v_item.starts_after;
        v_day := (v_start at time zone v_zone)::date;
        select case
                when not coalesce(bool_or(v_start <@ m.hours), false) then case
                    when not v_start <@ frontdesk.opening(v_org, v_day, v_day) then 'closed'
                    when not v_start <@ frontdesk.service_hours(v_org, (v_item.service).id, v_day, v_day)
                        then 'service_hours'
                    when frontdesk.named(p_services, (v_item.service).id, p_member) is null then 'nobody_then'
                    else 'member_hours' end
                when not bool_or(v_start <@ m.fits) then 'ends_too_late'
                when v_item.item = 1 and not bool_or(v_start <@ m.joins or frontdesk.on_grid(
                    v_start, m.hours, v_zone, coalesce((v_item.service).slot_step_minutes, v_org.slot_step_minutes)))
                        then 'off_grid'
                when bool_or(v_start <@ m.starts and v_start between m.earliest and m.latest) then null
                when bool_or(v_start <@ m.starts and v_start < m.earliest) then 'too_soon'
                when bool_or(v_start <@ m.starts) then 'horizon'
                when (v_item.service).capacity > 1 and exists (
                    select 1 from group_sessions g where g.service_id = (v_item.service).id
                        and g.starts_at = v_start) then 'group_full'
                else 'taken' end,
            (select max(upper(r)) from unnest(range_agg(m.hours)) r where v_start <@ r)
        into v_reason, v_until
        from frontdesk.member_starts(v_org, (v_item.service), v_day, v_day,
            frontdesk.named(p_services, (v_item.service).id, p_member), p_conversation,
            case when p_appointment is null then '{}' else frontdesk.visit_of(p_appointment) end) m
        where m.member_id <> all (v_without);
        if v_reason is not null and v_item.item > 1 then
            return jsonb_build_object('reason', 'visit');
        elsif v_reason = 'closed' then
            return frontdesk.closed_then(v_org, v_start);
        elsif v_reason is not null then
            return jsonb_build_object('reason', v_reason, 'until', to_char(v_until at time zone v_zone, 'HH24:MI'),
                'step', coalesce((v_item.service).slot_step_minutes, v_org.slot_step_minutes));
        end if;
    end loop;
    return jsonb_build_object('reason', 'taken');
end;
$$;

-- Whether a start lies on the grid of one of the day's pieces of working time.
create or replace function frontdesk.on_grid(
    p_at timestamptz, p_hours tstzmultirange, p_zone text, p_step integer
) returns boolean
language sql stable as $$
    select bool_or(mod(extract(epoch from p_at - greatest(lower(r),
        frontdesk.local_midnight((p_at at time zone p_zone)::date, p_zone)))::bigint, p_step * 60) = 0)
    from unnest(p_hours) r where p_at <@ r
$$;

-- A break of the business, or an hour outside of its day.
create or replace function frontdesk.closed_then(p_org organizations, p_at timestamptz) returns jsonb
language sql stable as $$
    select case when b.ends is null or b.begins is null then jsonb_build_object('reason', 'outside_hours')
        else jsonb_build_object('reason', 'break', 'from', to_char(b.ends at time zone p_org.time_zone, 'HH24:MI'),
            'until', to_char(b.begins at time zone p_org.time_zone, 'HH24:MI')) end
    from (
        select max(upper(r)) filter (where upper(r) <= p_at) as ends,
        min(lower(r)) filter (where lower(r) > p_at) as begins
        from unnest(frontdesk.opening(
            p_org, (p_at at time zone p_org.time_zone)::date, (p_at at time zone p_org.time_zone)::date)) r) b
$$;
