-- Working time and free time of members, computed with multiranges; availability and booking ask the same
-- function. And when the business is open on given days, and why a day differs from the week.
-- What each rule means stands in docs/decisions/scheduling.md and docs/decisions/opening-days.md.

-- When the business is open on local days `p_from` to `p_to`.
create or replace function frontdesk.opening(p_org organizations, p_from date, p_to date) returns tstzmultirange
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
create or replace function frontdesk.service_hours(
    p_org organizations, p_service uuid, p_from date, p_to date
) returns tstzmultirange
language plpgsql stable as $$
begin
    if not exists (select 1 from service_availability w where w.service_id = p_service) then
        return null;
    end if;
    return (
    select coalesce(range_agg(frontdesk.local_range(d.day::date, w.opens, w.closes, p_org.time_zone)), '{}')
    from service_availability w
    join generate_series(p_from::timestamp, p_to, interval '1 day') as d(day)
        on w.weekday = extract(isodow from d.day)
    where w.service_id = p_service);
end;
$$;

-- Group sessions that end when these appointments leave them.
create or replace function frontdesk.sessions_left(p_moved uuid[]) returns uuid[]
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

-- When members would work, by their own hours, vacations and special dates; members with the same hours
-- share a row.
create or replace function frontdesk.member_hours(p_zone text, p_members uuid[], p_from date, p_to date)
returns table (members uuid[], hours tstzmultirange)
language plpgsql stable as $$
#variable_conflict use_column
begin
    return query
    with special as materialized (
        select s.member_id, range_agg(daterange(s.day, s.day, '[]')) as days,
            range_agg(frontdesk.local_range(s.day, s.opens, s.closes, p_zone))
                filter (where s.opens is not null) as hours
        from member_special_dates s
        where s.member_id = any (p_members) and s.day between p_from and p_to
        group by s.member_id
    ), away as materialized (
        select v.member_id, range_agg(daterange(v.first_day, v.last_day, '[]')) as days from vacations v
        where v.organization_id = frontdesk.tenant() and v.member_id = any (p_members)
          and v.last_day >= p_from and v.first_day <= p_to
        group by v.member_id
    ), weeks as materialized (
        select w.member_id,
            array_agg(w.weekday order by w.weekday, w.opens, w.closes) as weekdays,
            array_agg(w.opens order by w.weekday, w.opens, w.closes) as opens,
            array_agg(w.closes order by w.weekday, w.opens, w.closes) as closes
        from member_availability w where w.member_id = any (p_members)
        group by w.member_id
    ), alike as materialized (
        select array_agg(m) as members, k.weekdays, k.opens, k.closes, s.hours as special,
            coalesce(s.days, '{}') + coalesce(a.days, '{}') as off
        from unnest(p_members) m
        left join weeks k on k.member_id = m
        left join special s on s.member_id = m
        left join away a on a.member_id = m
        group by k.weekdays, k.opens, k.closes, s.hours, coalesce(s.days, '{}') + coalesce(a.days, '{}')
    ), spans as materialized (
        -- Each interval of a week becomes instants once, whoever works in it.
        select t.off, t.weekday, t.opens, t.closes,
            range_agg(frontdesk.local_range(d.day::date, t.opens, t.closes, p_zone)) as hours
        from (select distinct a.off, w.weekday, w.opens, w.closes from alike a
              cross join unnest(a.weekdays, a.opens, a.closes) as w(weekday, opens, closes)) t
        join generate_series(p_from::timestamp, p_to, interval '1 day') as d(day)
            on extract(isodow from d.day) = t.weekday and not d.day::date <@ t.off
        group by t.off, t.weekday, t.opens, t.closes
    )
    select a.members, coalesce(a.special, '{}') + coalesce(case when a.weekdays is null then (
            select range_agg(tstzrange(
                frontdesk.local_midnight(lower(r), p_zone), frontdesk.local_midnight(upper(r), p_zone)))
            from unnest(datemultirange(daterange(p_from, p_to, '[]')) - a.off) r)
        else (
            select range_agg(s.hours) from unnest(a.weekdays, a.opens, a.closes) as w(weekday, opens, closes)
            join spans s on s.weekday = w.weekday and s.opens = w.opens and s.closes = w.closes and s.off = a.off)
        end, '{}')
    from alike a;
end;
$$;

-- For every member who performs a service: working time, the starts that fit it (`fits`), those at
-- which the member or a resource is taken (`taken`), those of group sessions with a seat (`joins`, free
-- all the same), and the instants between which may be booked. The grid is not applied.
-- Holds of `p_conversation` and the takings of `p_moved` count as free. `p_open`: when the business is
-- open, until two days after `p_to`, so that working time across midnight is whole.
create or replace function frontdesk.member_times(
    p_org organizations, p_service services, p_from date, p_to date, p_open tstzmultirange, p_member uuid,
    p_conversation uuid, p_moved uuid[]
) returns table (
    member_id uuid, "position" integer, hours tstzmultirange, fits tstzmultirange, taken tstzmultirange,
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
    v_open tstzmultirange := p_open * coalesce(frontdesk.service_hours(p_org, p_service.id, p_from, v_last), '{(,)}');
    v_staff uuid[];
    v_own uuid[];
    v_left uuid[];
    v_blocked tstzmultirange;
begin
    select coalesce(array_agg(m.id), '{}') into v_staff from member_services ms join members m on m.id = ms.member_id
    where ms.service_id = p_service.id and m.active and (p_member is null or m.id = p_member);
    select coalesce(array_agg(h.id), '{}') into v_own from holds h where h.chat_identity_id = p_conversation;
    v_left := frontdesk.sessions_left(p_moved);
    v_blocked := frontdesk.resources_blocked(p_service, v_begin, v_end, v_own, p_moved);
    return query
    with taken as materialized (
        -- The member is taken until the gap (else to the end), and again after it.
        select o.subject_id,
            range_agg(tstzrange(o.starts_at - coalesce(v_gap_from, v_whole), o.ends_at + v_before, '()'))
            + coalesce(range_agg(tstzrange(o.starts_at - v_whole, o.ends_at - v_gap_to, '()'))
                filter (where v_gap_from is not null), '{}') as starts
        from occupancies o
        where o.subject_id = any (v_staff) and o.starts_at > v_begin and o.starts_at < v_end
          and (o.hold_id is null or (o.expires_at > v_now and o.hold_id <> all (v_own)))
          and (o.appointment_id is null or o.appointment_id <> all (p_moved))
          and (o.session_id is null or o.session_id <> all (v_left))
        group by o.subject_id
    ), worked as materialized (
        select h.members, h.hours * v_open as hours
        from frontdesk.member_hours(p_org.time_zone, v_staff, p_from, v_last) h
    ), fitting as materialized (
        select w.members, w.hours, coalesce((
            select range_agg(tstzrange(lower(r), upper(r) - v_duration, '[]')) from unnest(w.hours) r
            where upper(r) - lower(r) >= v_duration), '{}') as fits
        from worked w
    ), seats as materialized (
        select s.member_id, range_agg(tstzrange(s.starts_at, s.starts_at, '[]')) as starts
        from frontdesk.sessions_with_seats(p_service, v_begin, v_end, v_now, v_own, p_moved, v_left) s
        group by s.member_id
    )
    select m.id, m.position, f.hours, f.fits,
        coalesce(t.starts, '{}') + v_blocked, coalesce(s.starts * f.fits, '{}'),
        v_now + make_interval(mins => coalesce(m.notice_minutes, p_service.notice_minutes, p_org.notice_minutes)),
        v_now + make_interval(hours => 24 * coalesce(m.horizon_days, p_service.horizon_days, p_org.horizon_days))
    from fitting f
    cross join unnest(f.members) i
    join members m on m.id = i
    left join taken t on t.subject_id = m.id
    left join seats s on s.member_id = m.id;
end;
$$;

-- The same with the free starts (`starts`, those of `joins` among them).
create or replace function frontdesk.member_starts(
    p_org organizations, p_service services, p_from date, p_to date, p_member uuid default null,
    p_conversation uuid default null, p_moved uuid[] default '{}'
) returns table (
    member_id uuid, "position" integer, hours tstzmultirange, fits tstzmultirange, starts tstzmultirange,
    joins tstzmultirange, earliest timestamptz, latest timestamptz
)
language sql stable as $$
    select m.member_id, m.position, m.hours, m.fits, (m.fits - m.taken) + m.joins, m.joins, m.earliest, m.latest
    from frontdesk.member_times(p_org, p_service, p_from, p_to, frontdesk.opening(p_org, p_from, p_to + 2),
        p_member, p_conversation, p_moved) m
$$;

-- Starts at which some resource of the service has no unit left.
create or replace function frontdesk.resources_blocked(
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
create or replace function frontdesk.sessions_with_seats(
    p_service services, p_begin timestamptz, p_end timestamptz, p_now timestamptz, p_own uuid[], p_moved uuid[],
    p_left uuid[]
) returns table (member_id uuid, starts_at timestamptz)
language sql stable as $$
    select g.member_id, g.starts_at from group_sessions g
    where p_service.capacity > 1 and g.service_id = p_service.id and g.starts_at > p_begin and g.starts_at < p_end
      and g.id <> all (p_left)
      and not exists (
          select from agenda_blocks b
          where b.member_id = g.member_id and b.starts_at < upper(g.during) and b.ends_at > lower(g.during))
      and g.capacity > (
          select count(*) from appointments a
          where a.session_id = g.id and a.status in ('scheduled', 'confirmed') and a.id <> all (p_moved)) + (
          select count(*) from hold_seats h
          where h.service_id = g.service_id and h.member_id = g.member_id and h.starts_at = g.starts_at
            and h.expires_at > p_now and h.hold_id <> all (p_own))
$$;

-- The local days from `p_from` to `p_to` that differ from the week, and by what: special | vacation | holiday.
create or replace function frontdesk.day_causes(
    p_org organizations, p_from date, p_to date
) returns table (day date, cause text)
language sql stable as $$
    select distinct on (c.day) c.day, c.cause
    from (
        select s.day, 1 as rank, 'special' as cause from organization_special_dates s
        where s.organization_id = p_org.id and s.day between p_from and p_to
        union all
        select d::date, 2, 'vacation' from vacations v
        cross join generate_series(greatest(v.first_day, p_from)::timestamp, least(v.last_day, p_to),
            interval '1 day') d
        where v.organization_id = p_org.id and v.member_id is null
          and v.first_day <= p_to and v.last_day >= p_from
        union all
        select h.day, 3, 'holiday' from organization_holidays h
        where p_org.holidays and h.organization_id = p_org.id and h.day between p_from and p_to) c
    order by c.day, c.rank
$$;

-- The opening hours that begin on local days `p_from` to `p_to`, in order. What goes on after midnight
-- belongs to the day on which it began, as long as it ends by noon and that day was not open
-- around the clock.
--   [{day, from, to, next}] as HH:MM; `to` is 24:00 at midnight; `next`: it ends on the next day
create or replace function frontdesk.open_spans(p_open tstzmultirange, p_zone text, p_from date, p_to date)
returns table (day date, "from" text, "to" text, next boolean)
language sql stable as $$
    with days as (
        select d::date as day, frontdesk.local_midnight(d::date, p_zone) as begins,
            frontdesk.local_midnight(d::date + 1, p_zone) as ends,
            frontdesk.local_midnight(d::date, p_zone) + interval '12 hours' as noon,
            frontdesk.local_midnight(d::date + 1, p_zone) + interval '12 hours' as next_noon
        from generate_series(p_from::timestamp, p_to, interval '1 day') d
    ), pieces as (
        select d.*, lower(r) as opens, upper(r) as closes,
            lower(r) = d.begins and p_open @> d.begins - interval '1 microsecond'
                and not p_open @> tstzrange(frontdesk.local_midnight(d.day - 1, p_zone), d.begins) as carried,
            (select upper(t) from unnest(p_open * tstzmultirange(tstzrange(d.ends,
                d.next_noon + interval '1 minute'))) t
             where lower(t) = d.ends and upper(r) = d.ends and lower(r) > d.begins) as carries_to
        from days d cross join unnest(p_open * tstzmultirange(tstzrange(d.begins, d.ends))) r
    )
    select p.day, to_char(p.opens at time zone p_zone, 'HH24:MI'),
        case when p.carries_to <= p.next_noon then to_char(p.carries_to at time zone p_zone, 'HH24:MI')
             when p.closes = p.ends then '24:00'
             else to_char(p.closes at time zone p_zone, 'HH24:MI') end,
        coalesce(p.carries_to <= p.next_noon, false)
    from pieces p where not (p.carried and p.closes <= p.noon)
    order by p.opens
$$;

-- What is to be said of local days `p_from` to `p_to` (at most 62), from the same working time as
-- bookings; with a member, when they work.
--   {published, until (last day that the agenda reaches), open_now, days: [{day, cause: special |
--    vacation | holiday | null, label, holiday, open: [{from, to, next}], away}],
--    next: the first day after the last one with hours, within 62 days, in the same form, or null}
-- holiday: the name of a public holiday that the business keeps or opens on. away: the business is
-- open and the member does not work.
create or replace function opening_days(
    p_organization uuid, p_from date, p_to date, p_member uuid default null
) returns jsonb
language plpgsql stable as $$
declare
    v_org organizations;
    v_last date := least(p_to, p_from + 61);
    v_beyond date := v_last + 62;
    v_house tstzmultirange;
    v_open tstzmultirange;
    v_today date;
begin
    perform frontdesk.enter(p_organization);
    select * into v_org from organizations where id = p_organization;
    v_house := frontdesk.opening(v_org, p_from - 1, v_beyond + 1);
    v_open := v_house;
    if p_member is not null then
        v_open := v_house * coalesce((
            select h.hours from frontdesk.member_hours(v_org.time_zone, array[p_member], p_from - 1,
                v_beyond + 1) h), '{}');
    end if;
    v_today := (frontdesk.now() at time zone v_org.time_zone)::date;
    return (
    with spans as materialized (
        select s.day, jsonb_agg(jsonb_build_object('from', s."from", 'to', s."to", 'next', s.next)) as open
        from frontdesk.open_spans(v_open, v_org.time_zone, p_from, v_beyond) s group by s.day
    ), days as (
        select d::date as day, coalesce(s.open, '[]') as open
        from generate_series(p_from::timestamp, v_beyond, interval '1 day') d left join spans s on s.day = d::date
        where d::date <= v_last or s.day = (select min(n.day) from spans n where n.day > v_last)
    ), told as (
        select d.day, jsonb_build_object('day', d.day, 'cause', c.cause,
            'label', frontdesk.closed_label(v_org, d.day), 'open', d.open, 'holiday', (
                select h.name from organization_holidays h
                where v_org.holidays and h.organization_id = p_organization and h.day = d.day),
            'away', d.open = '[]' and p_member is not null and exists (
                select 1 from frontdesk.open_spans(v_house, v_org.time_zone, d.day, d.day))) as told
        from days d left join frontdesk.day_causes(v_org, p_from, v_beyond) c on c.day = d.day
    )
    select jsonb_build_object(
        'published', exists (select 1 from organization_availability where organization_id = p_organization)
            or not isempty(v_house),
        'until', v_today + greatest(v_org.horizon_days,
            (select max(s.horizon_days) from services s where s.organization_id = p_organization and s.active),
            (select max(m.horizon_days) from members m where m.organization_id = p_organization and m.active)),
        'open_now', frontdesk.opening(v_org, v_today - 1, v_today) @> frontdesk.now(),
        'days', (select coalesce(jsonb_agg(t.told order by t.day) filter (where t.day <= v_last), '[]') from told t),
        'next', (select t.told from told t where t.day > v_last)));
end;
$$;
