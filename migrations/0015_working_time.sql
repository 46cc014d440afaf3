-- Working time and free time of members, computed with multiranges; availability and booking ask the
-- same function.
-- What each rule means stands in docs/decisions/scheduling.md.

-- A local interval of one day as instants; empty when the clock change leaves nothing of it.
create function frontdesk.local_range(p_day date, p_opens time, p_closes time, p_zone text) returns tstzrange
language sql stable as $$
    select case when (p_day + p_opens) at time zone p_zone < (p_day + p_closes) at time zone p_zone
        then tstzrange((p_day + p_opens) at time zone p_zone, (p_day + p_closes) at time zone p_zone)
        else 'empty' end
$$;

create function frontdesk.local_midnight(p_day date, p_zone text) returns timestamptz
language sql stable as $$
    select p_day::timestamp at time zone p_zone
$$;

-- When the business is open on local days `p_from` to `p_to`.
create function frontdesk.opening(p_org organizations, p_from date, p_to date) returns tstzmultirange
language plpgsql stable as $$
begin
    return (
    with special as materialized (
        select s.day, s.opens, s.closes from organization_special_dates s
        where s.organization_id = p_org.id and s.day between p_from and p_to
    ), off as materialized (
        select coalesce(range_agg(o.days), '{}') as days from (
            select daterange(day, day, '[]') as days from special
            union all
            select daterange(v.first_day, v.last_day, '[]') from vacations v
            where v.organization_id = p_org.id and v.member_id is null and v.last_day >= p_from and v.first_day <= p_to
            union all
            select daterange(h.day, h.day, '[]') from organization_holidays h
            where p_org.holidays and h.organization_id = p_org.id and h.day between p_from and p_to) o
    )
    select coalesce(range_agg(frontdesk.local_range(h.day, h.opens, h.closes, p_org.time_zone)), '{}')
    from (
        select day, opens, closes from special where opens is not null
        union all
        select d.day::date, w.opens, w.closes
        from off cross join generate_series(p_from::timestamp, p_to, interval '1 day') as d(day)
        join organization_availability w
            on w.organization_id = p_org.id and w.weekday = extract(isodow from d.day)
        where not d.day::date <@ off.days) h);
end;
$$;

-- When a service is given; null: whenever the business is open.
create function frontdesk.service_hours(p_org organizations, p_service uuid, p_from date, p_to date) returns tstzmultirange
language plpgsql stable as $$
begin
    return (
    select range_agg(frontdesk.local_range(d.day::date, w.opens, w.closes, p_org.time_zone))
        filter (where d.day is not null)
    from service_availability w
    left join generate_series(p_from::timestamp, p_to, interval '1 day') as d(day)
        on w.weekday = extract(isodow from d.day)
    where w.service_id = p_service
    having count(*) > 0);
end;
$$;

-- When each member would work, by their own hours, vacations and special dates.
create function frontdesk.member_hours(p_zone text, p_members uuid[], p_from date, p_to date)
returns table (member_id uuid, hours tstzmultirange)
language plpgsql stable as $$
#variable_conflict use_column
begin
    return query
    with special as materialized (
        select s.member_id, s.day, s.opens, s.closes from member_special_dates s
        where s.member_id = any (p_members) and s.day between p_from and p_to
    ), off as materialized (
        select o.member_id, range_agg(o.days) as days from (
            select s.member_id, daterange(s.day, s.day, '[]') as days from special s
            union all
            select v.member_id, daterange(v.first_day, v.last_day, '[]') from vacations v
            where v.organization_id = frontdesk.tenant() and v.member_id = any (p_members)
              and v.last_day >= p_from and v.first_day <= p_to) o
        group by o.member_id
    ), weekly as materialized (
        select w.member_id, w.weekday, w.opens, w.closes from member_availability w where w.member_id = any (p_members)
    ), days as materialized (
        select d::date as day, extract(isodow from d)::smallint as weekday
        from generate_series(p_from::timestamp, p_to, interval '1 day') d
    ), spans as materialized (
        -- Many members share the same hours: each interval of a day becomes instants once.
        select d.day, t.opens, t.closes, frontdesk.local_range(d.day, t.opens, t.closes, p_zone) as span
        from (select distinct weekday, opens, closes from weekly) t join days d using (weekday)
    )
    select h.member_id, range_agg(h.span)
    from (
        select s.member_id, frontdesk.local_range(s.day, s.opens, s.closes, p_zone) as span
        from special s where s.opens is not null
        union all
        select w.member_id, s.span
        from weekly w
        join days d using (weekday)
        join spans s on s.day = d.day and s.opens = w.opens and s.closes = w.closes
        left join off on off.member_id = w.member_id
        where off.days is null or not d.day <@ off.days
        union all
        select m, tstzrange(frontdesk.local_midnight(lower(r), p_zone), frontdesk.local_midnight(upper(r), p_zone))
        from unnest(p_members) m
        left join off on off.member_id = m
        cross join unnest(datemultirange(daterange(p_from, p_to, '[]')) - coalesce(off.days, '{}')) r
        where not exists (select 1 from weekly w where w.member_id = m)) h
    group by h.member_id;
end;
$$;

-- Group sessions that end when these appointments leave them.
create function frontdesk.sessions_left(p_moved uuid[]) returns uuid[]
language plpgsql stable as $$
begin
    if cardinality(p_moved) = 0 then
        return '{}';
    end if;
    return coalesce((
        select array_agg(distinct m.session_id) from appointments m
        where m.id = any (p_moved) and m.session_id is not null and not exists (
            select 1 from appointments a where a.session_id = m.session_id
              and a.status in ('scheduled', 'confirmed') and a.id <> all (p_moved))), '{}');
end;
$$;

-- For every member who performs a service: working time, the starts that fit it (`fits`), those at
-- which member and resources are free (`starts`), those of group sessions with a seat (`joins`, in
-- `starts` too), and the instants between which may be booked. The grid is not applied.
-- Holds of `p_conversation` and the takings of `p_moved` count as free.
create function frontdesk.member_starts(
    p_org organizations, p_service services, p_from date, p_to date, p_member uuid default null,
    p_conversation uuid default null, p_moved uuid[] default '{}'
) returns table (
    member_id uuid, "position" integer, hours tstzmultirange, fits tstzmultirange, starts tstzmultirange,
    joins tstzmultirange, earliest timestamptz, latest timestamptz
)
language plpgsql stable as $$
#variable_conflict use_column
declare
    v_now timestamptz := frontdesk.now();
    v_last date := p_to + 2;
    v_duration interval := make_interval(mins => p_service.duration_minutes);
    v_before interval := make_interval(mins => p_service.buffer_before_minutes);
    v_whole interval := make_interval(mins => p_service.duration_minutes + p_service.buffer_after_minutes);
    v_gap_from interval := make_interval(mins => p_service.gap_from_minutes);
    v_gap_to interval := make_interval(mins => p_service.gap_from_minutes + p_service.gap_minutes);
    -- Of what lies between: an occupancy is at most 40 hours long.
    v_begin timestamptz := frontdesk.local_midnight(p_from, p_org.time_zone) - v_before - interval '40 hours';
    v_end timestamptz := frontdesk.local_midnight(v_last, p_org.time_zone) + v_whole;
    v_open tstzmultirange := frontdesk.opening(p_org, p_from, v_last);
    v_given tstzmultirange := frontdesk.service_hours(p_org, p_service.id, p_from, v_last);
    v_staff uuid[];
    v_own uuid[];
    v_left uuid[];
    v_parts_from interval[];
    v_parts_to interval[];
    v_blocked tstzmultirange;
begin
    select coalesce(array_agg(m.id), '{}') into v_staff from member_services ms join members m on m.id = ms.member_id
    where ms.service_id = p_service.id and m.active and (p_member is null or m.id = p_member);
    select coalesce(array_agg(h.id), '{}') into v_own from holds h where h.chat_identity_id = p_conversation;
    v_left := frontdesk.sessions_left(p_moved);
    v_open := v_open * coalesce(v_given, v_open);
    -- The parts of the service in which the member is taken, counted from the start.
    v_parts_from := case when v_gap_from is null then array[-v_before] else array[-v_before, v_gap_to] end;
    v_parts_to := case when v_gap_from is null then array[v_whole] else array[v_gap_from, v_whole] end;
    v_blocked := frontdesk.resources_blocked(p_service, v_begin, v_end, v_own, p_moved);
    return query
    with taken as materialized (
        select o.subject_id, range_agg(tstzrange(o.starts_at - g.until, o.ends_at - g.since, '()')) as starts
        from occupancies o cross join unnest(v_parts_from, v_parts_to) as g(since, until)
        where o.subject_id = any (v_staff) and o.starts_at > v_begin and o.starts_at < v_end
          and (o.hold_id is null or (o.expires_at > v_now and o.hold_id <> all (v_own)))
          and (o.appointment_id is null or o.appointment_id <> all (p_moved))
          and (o.session_id is null or o.session_id <> all (v_left))
        group by o.subject_id
    ), worked as materialized (
        select h.member_id, h.hours * v_open as hours from frontdesk.member_hours(p_org.time_zone, v_staff, p_from, v_last) h
    ), fitting as materialized (
        select w.member_id, w.hours, coalesce((
            select range_agg(tstzrange(lower(r), upper(r) - v_duration, '[]')) from unnest(w.hours) r
            where upper(r) - lower(r) >= v_duration), '{}') as fits
        from worked w
    ), seats as materialized (
        select s.member_id, range_agg(tstzrange(s.starts_at, s.starts_at, '[]')) as starts
        from frontdesk.sessions_with_seats(p_service, v_begin, v_end, v_now, v_own, p_moved, v_left) s
        group by s.member_id
    )
    select m.id, m.position, coalesce(f.hours, '{}'), coalesce(f.fits, '{}'),
        (f.fits - coalesce(t.starts, '{}') - v_blocked) + coalesce(s.starts * f.fits, '{}'),
        coalesce(s.starts * f.fits, '{}'),
        v_now + make_interval(mins => coalesce(m.notice_minutes, p_service.notice_minutes, p_org.notice_minutes)),
        v_now + make_interval(hours => 24 * coalesce(m.horizon_days, p_service.horizon_days, p_org.horizon_days))
    from members m
    left join fitting f on f.member_id = m.id
    left join taken t on t.subject_id = m.id
    left join seats s on s.member_id = m.id
    where m.id = any (v_staff);
end;
$$;

-- Starts at which some resource of the service has no unit left.
create function frontdesk.resources_blocked(
    p_service services, p_begin timestamptz, p_end timestamptz, p_own uuid[], p_moved uuid[]
) returns tstzmultirange
language plpgsql stable as $$
#variable_conflict use_column
declare
    v_now timestamptz := frontdesk.now();
    v_blocked tstzmultirange := '{}';
    v_left uuid[] := frontdesk.sessions_left(p_moved);
    v_resource uuid;
    v_units uuid[];
    v_one tstzmultirange;
begin
    for v_resource in select r.resource_id from service_resources r where r.service_id = p_service.id loop
        select coalesce(array_agg(u.id), '{}') into v_units
        from resource_units u join resources r on r.id = u.resource_id
        where u.resource_id = v_resource and u.active and r.active;
        select range_intersect_agg(coalesce(t.starts, '{}')) into v_one
        from unnest(v_units) u(id) left join (
            select o.subject_id, range_agg(tstzrange(
                o.starts_at - make_interval(mins => p_service.duration_minutes + p_service.buffer_after_minutes),
                o.ends_at + make_interval(mins => p_service.buffer_before_minutes), '()')) as starts
            from occupancies o
            where o.subject_id = any (v_units) and o.starts_at > p_begin and o.starts_at < p_end
              and (o.hold_id is null or (o.expires_at > v_now and o.hold_id <> all (p_own)))
              and (o.appointment_id is null or o.appointment_id <> all (p_moved))
              and (o.session_id is null or o.session_id <> all (v_left))
            group by o.subject_id) t on t.subject_id = u.id;
        v_blocked := v_blocked + coalesce(v_one, '{(,)}');
    end loop;
    return v_blocked;
end;
$$;

-- Sessions of a group service that have a seat left; live holds of other chats take one each.
create function frontdesk.sessions_with_seats(
    p_service services, p_begin timestamptz, p_end timestamptz, p_now timestamptz, p_own uuid[], p_moved uuid[],
    p_left uuid[]
) returns table (member_id uuid, starts_at timestamptz)
language plpgsql stable as $$
#variable_conflict use_column
begin
    return query
    select g.member_id, g.starts_at from group_sessions g
    where p_service.capacity > 1 and g.service_id = p_service.id and g.starts_at > p_begin and g.starts_at < p_end
      and g.id <> all (p_left)
      and g.capacity > (
          select count(*) from appointments a
          where a.session_id = g.id and a.status in ('scheduled', 'confirmed') and a.id <> all (p_moved)) + (
          select count(*) from hold_seats h
          where h.service_id = g.service_id and h.member_id = g.member_id and h.starts_at = g.starts_at
            and h.expires_at > p_now and h.hold_id <> all (p_own));
end;
$$;
