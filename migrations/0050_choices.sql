-- What a customer does not want: members who are left out of a search. And what a message quotes, and
-- what an offer is for, by which a write is held against the customer's words.

drop function frontdesk.visit_mask(organizations, jsonb, date, date, uuid, uuid, uuid[]);
drop function frontdesk.assign(organizations, jsonb, timestamptz[], uuid, uuid, uuid[]);
drop function availability(uuid, jsonb, date, date, uuid, uuid, uuid);
drop function start_refusal(uuid, jsonb, timestamp, uuid, uuid, uuid);
drop function offers_put(uuid, uuid, uuid, jsonb, jsonb, uuid, uuid, integer);

-- Starts of a visit at which every service after the first is free for somebody; null for one service.
-- `p_without`: members who are asked for nothing.
create function frontdesk.visit_mask(
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
            from frontdesk.member_starts(p_org, v_item.service, p_from, p_to + (extract(days from justify_hours(v_item.starts_after)))::integer + 1,
                frontdesk.named(p_services, (v_item.service).id, p_member), p_conversation, p_moved) m
            where m.member_id <> all (p_without)), '{}'), -v_item.starts_after);
    end loop;
    return v_mask;
end;
$$;

-- Free starts of a service, or of several one after another, on local days `p_from` to `p_to`
-- (inclusive, at most 62 days); with `p_appointment`, for moving it; of none of the members `p_without`.
-- Days tell why they have none.
--   {hours_published, performed, until (last local day of the horizon), days: [{day, label, state: open|past|horizon|closed|member_off|too_short|notice|full}],
--    starts: [{at, local}]}
create function availability(
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
        return jsonb_build_object('hours_published', true, 'performed', false, 'days', '[]'::jsonb, 'starts', '[]'::jsonb);
    end if;
    if p_appointment is not null then
        v_moved := frontdesk.visit_of(p_appointment);
    end if;
    v_step := make_interval(mins => coalesce(v_first.slot_step_minutes, v_org.slot_step_minutes));
    v_mask := case when v_count > 1 then frontdesk.visit_mask(
        v_org, p_services, p_from, v_until, p_member, p_conversation, v_moved, v_without) end;
    v_opening := frontdesk.opening(v_org, p_from, v_until + 2);
    v_end := frontdesk.local_midnight(v_until + 1, v_zone);
    select range_agg(tstzrange(frontdesk.local_midnight(d::date, v_zone), frontdesk.local_midnight(d::date, v_zone), '[]'))
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
        select t.earliest, t.latest, p.phase, frontdesk.union_agg(case when p.single then t.starts else t.starts * p.worked end) as starts
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
        select p.local::date as day, bool_or(p.open) as open, bool_or(p.early and p.at >= v_now) as notice, bool_and(p.late) as late
        from points p group by p.local::date
    ), reach as materialized (
        select frontdesk.union_agg(t.hours) as hours, frontdesk.union_agg(t.fits) as fits from teams t
    ), days as (
        select d.day::date as day,
            tstzrange(frontdesk.local_midnight(d.day::date, v_zone), frontdesk.local_midnight(d.day::date + 1, v_zone)) as span
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
            when l.notice then 'notice'
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
                'label', case when j.state = 'closed' then frontdesk.closed_label(v_org, j.day) end) order by j.day), '[]')
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

-- Why one wished start is not to be had on a day that has others, the first reason that applies.
-- `p_local`: what the clock on the wall shows. A visit is judged by its services in order.
--   {reason: no_such_hour | past | break (from, until) | outside_hours | service_hours | member_hours
--    | nobody_then | ends_too_late (until) | off_grid (step) | notice | horizon | group_full | taken | visit}
-- visit: the first service could begin then, a later one could not follow. Times are local, `step` in minutes.
create function start_refusal(
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
                    when not v_start <@ frontdesk.service_hours(v_org, (v_item.service).id, v_day, v_day) then 'service_hours'
                    when frontdesk.named(p_services, (v_item.service).id, p_member) is null then 'nobody_then'
                    else 'member_hours' end
                when not bool_or(v_start <@ m.fits) then 'ends_too_late'
                when v_item.item = 1 and not bool_or(v_start <@ m.joins or frontdesk.on_grid(
                    v_start, m.hours, v_zone, coalesce((v_item.service).slot_step_minutes, v_org.slot_step_minutes))) then 'off_grid'
                when bool_or(v_start <@ m.starts and v_start between m.earliest and m.latest) then null
                when bool_or(v_start <@ m.starts and v_start < m.earliest) then 'notice'
                when bool_or(v_start <@ m.starts) then 'horizon'
                when (v_item.service).capacity > 1 and exists (
                    select 1 from group_sessions g where g.service_id = (v_item.service).id and g.starts_at = v_start) then 'group_full'
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

-- Who takes each start of a visit, by the rules of docs/decisions/scheduling.md; a start that is not
-- free any more has no row. `n` counts p_starts from 1. Items: {service, member, at} in order.
create function frontdesk.assign(
    p_org organizations, p_services jsonb, p_starts timestamptz[], p_member uuid, p_conversation uuid, p_moved uuid[],
    p_without uuid[] default '{}'
) returns table (n bigint, items jsonb)
language plpgsql stable as $$
#variable_conflict use_column
declare
    v_now timestamptz := frontdesk.now();
    v_contact uuid := (select i.contact_id from chat_identities i where i.id = p_conversation);
    v_from date := (select min(s at time zone p_org.time_zone)::date from unnest(p_starts) s);
    v_to date := (select max(s at time zone p_org.time_zone)::date from unnest(p_starts) s);
    v_count integer := jsonb_array_length(p_services);
begin
    return query
    with wanted as materialized (
        select i.item, i.service, i.starts_after from frontdesk.visit_items(p_services) i
    ), free as materialized (
        select w.item, (w.service).id as service, w.starts_after, m.* from wanted w
        cross join lateral frontdesk.member_starts(p_org, w.service, v_from - 1,
            v_to + frontdesk.days_of(w.starts_after),
            frontdesk.named(p_services, (w.service).id, p_member), p_conversation, p_moved) m
        where m.member_id <> all (p_without)
    ), last_member as materialized (
        select w.item, (
            select a.member_id from appointments a
            where a.contact_id = v_contact and a.service_id = (w.service).id and a.status in ('scheduled', 'confirmed', 'completed')
            order by a.starts_at desc, a.id desc limit 1) as member_id
        from wanted w
    ), able as materialized (
        select s.n, f.item, f.service, s.at + f.starts_after as at, f.member_id,
            row_number() over (partition by s.n, f.item order by
                f.member_id is distinct from l.member_id,
                frontdesk.taken_minutes(f.member_id, s.at + f.starts_after, p_org.time_zone, v_now, p_conversation, p_moved),
                f.position, f.member_id) as rank
        from unnest(p_starts) with ordinality as s(at, n)
        join free f on s.at + f.starts_after <@ f.starts and s.at + f.starts_after between f.earliest and f.latest
        join last_member l on l.item = f.item
    ), alone as (
        select distinct on (a.n) a.n, a.member_id from able a
        where a.item = 1 and v_count = (select count(*) from able b where b.n = a.n and b.member_id = a.member_id)
        order by a.n, a.rank
    ), chosen as (
        select distinct on (a.n, a.item) a.n, a.item, a.service, a.member_id, a.at
        from able a left join alone o on o.n = a.n
        order by a.n, a.item, a.member_id is distinct from o.member_id, a.rank
    )
    select c.n, jsonb_agg(jsonb_build_object('service', c.service, 'member', c.member_id, 'at', c.at) order by c.item)
    from chosen c group by c.n having count(*) = v_count;
end;
$$;

-- Records what a turn offers: starts of a visit of `p_services`, with none of the members `p_without`.
-- Answers in the order of p_starts with
-- {slot, at, local, items: [{service_id, service, member_id, member, at, local}]}, or null for a start
-- that is not free any more. The tokens can be booked once that turn's reply went out, and only in a
-- later turn. `p_appointment`: offered to move it to. `p_hold`: which start (from 1) to keep for the chat.
create function offers_put(
    p_organization uuid, p_conversation uuid, p_turn uuid, p_services jsonb, p_starts jsonb,
    p_member uuid default null, p_appointment uuid default null, p_hold integer default null,
    p_without jsonb default '[]'
) returns jsonb
language plpgsql
set plan_cache_mode = force_generic_plan
as $$
declare
    v_org organizations;
    v_moved uuid[] := '{}';
    v_starts timestamptz[] := array(select s::timestamptz from jsonb_array_elements_text(p_starts) s);
    v_tokens text[] := '{}';
    v_items jsonb[] := '{}';
    v_without uuid[] := array(select w::uuid from jsonb_array_elements_text(p_without) w);
    v_row record;
begin
    perform frontdesk.enter(p_organization);
    if p_appointment is not null and p_conversation is not null then
        p_appointment := (frontdesk.own_appointment(p_conversation, p_appointment)).id;
    end if;
    select * into v_org from organizations where id = p_organization;
    if p_appointment is not null then
        v_moved := frontdesk.visit_of(p_appointment);
    end if;
    delete from slot_offers where chat_identity_id = p_conversation and expires_at < frontdesk.now() - interval '7 days';
    for v_row in select * from frontdesk.assign(v_org, p_services, v_starts, p_member, p_conversation, v_moved, v_without) loop
        v_tokens[v_row.n] := left(replace(gen_random_uuid()::text, '-', ''), 20);
        v_items[v_row.n] := v_row.items;
        insert into slot_offers (token, organization_id, chat_identity_id, turn_id, service_id, member_id,
            starts_at, items, appointment_id, offered_at, expires_at)
        values (v_tokens[v_row.n], p_organization, p_conversation, p_turn, (v_row.items -> 0 ->> 'service')::uuid,
            (v_row.items -> 0 ->> 'member')::uuid, (v_row.items -> 0 ->> 'at')::timestamptz, v_row.items, p_appointment,
            frontdesk.now(), frontdesk.now() + interval '24 hours');
    end loop;
    if v_tokens[p_hold] is not null then
        perform frontdesk.hold_put(p_organization, p_conversation, 'choice', v_tokens[p_hold], v_org.hold_minutes);
    end if;
    return (
        select coalesce(jsonb_agg(case when v_tokens[s.n] is not null then jsonb_build_object('slot', v_tokens[s.n],
            'at', s.at, 'local', frontdesk.local_text(s.at, v_org.time_zone),
            'items', frontdesk.items_json(v_items[s.n], v_org.time_zone)) end order by s.n), '[]')
        from unnest(v_starts) with ordinality as s(at, n));
end;
$$;

-- What an offer of this chat is for, as items_json has it; [] for a token that is none of its own.
create function offer_items(p_organization uuid, p_conversation uuid, p_slot text) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return coalesce((
        select frontdesk.items_json(f.items, o.time_zone)
        from slot_offers f join organizations o on o.id = f.organization_id
        where f.token = p_slot and f.chat_identity_id = p_conversation), '[]');
end;
$$;

-- What received messages of a chat quote, of the same chat and nothing else:
--   [{message, id, seq, direction, text, at, newest, payload: {memo?, options?, about?}}]
-- A reply of several messages carries its memo and its options in the last one: they are those of the
-- turn. `newest`: nothing was said to the customer after it before they wrote.
create function messages_quoted(p_organization uuid, p_conversation uuid, p_messages jsonb) returns jsonb
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
        join chat_messages q on q.chat_identity_id = m.chat_identity_id and q.connection_id = m.connection_id
            and q.provider_id = m.payload ->> 'reply_to' and q.seq < m.seq
        left join lateral (
            select l.payload from chat_messages l
            where l.chat_identity_id = q.chat_identity_id and l.turn_id = q.turn_id and l.direction = 'outbound'
              and q.direction = 'outbound'
            order by l.seq desc limit 1) r on true
        where m.chat_identity_id = p_conversation and m.direction = 'inbound'
          and m.id in (select i::uuid from jsonb_array_elements_text(p_messages) i));
end;
$$;

call frontdesk.expose('availability');
call frontdesk.expose('start_refusal');
call frontdesk.expose('offers_put');
call frontdesk.expose('offer_items');
call frontdesk.expose('messages_quoted');
