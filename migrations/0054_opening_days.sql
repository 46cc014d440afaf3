-- When the business is open on given days, and why a day differs from the week
-- (docs/decisions/opening-days.md).

-- What makes a local day differ from the week: special | vacation | holiday, or null.
create function frontdesk.day_cause(p_org organizations, p_day date) returns text
language sql stable as $$
    select case
        when exists (select 1 from organization_special_dates s where s.organization_id = p_org.id and s.day = p_day)
            then 'special'
        when exists (select 1 from vacations v where v.organization_id = p_org.id and v.member_id is null
                     and p_day between v.first_day and v.last_day) then 'vacation'
        when p_org.holidays and exists (
            select 1 from organization_holidays h where h.organization_id = p_org.id and h.day = p_day) then 'holiday'
        end
$$;

-- The opening hours that begin on local days `p_from` to `p_to`, in order. What goes on after midnight
-- belongs to the day on which it began, as long as it ends by noon and that day was not open
-- around the clock.
--   [{day, from, to, next}] as HH:MM; `to` is 24:00 at midnight; `next`: it ends on the next day
create function frontdesk.open_spans(p_open tstzmultirange, p_zone text, p_from date, p_to date)
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
            (select upper(t) from unnest(p_open * tstzmultirange(tstzrange(d.ends, d.next_noon + interval '1 minute'))) t
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
create function opening_days(p_organization uuid, p_from date, p_to date, p_member uuid default null) returns jsonb
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
            select h.hours from frontdesk.member_hours(v_org.time_zone, array[p_member], p_from - 1, v_beyond + 1) h), '{}');
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
        select d.day, jsonb_build_object('day', d.day, 'cause', frontdesk.day_cause(v_org, d.day),
            'label', frontdesk.closed_label(v_org, d.day), 'open', d.open, 'holiday', (
                select h.name from organization_holidays h
                where v_org.holidays and h.organization_id = p_organization and h.day = d.day),
            'away', d.open = '[]' and p_member is not null and exists (
                select 1 from frontdesk.open_spans(v_house, v_org.time_zone, d.day, d.day))) as told
        from days d
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
call frontdesk.expose('opening_days');

-- As in 0025, with the label of each day: [day, opens, closes, label].
create or replace function frontdesk.special_days(p_org organizations) returns jsonb
language sql stable as $$
    with ahead as (
        select d::date as day from generate_series(
            (frontdesk.now() at time zone p_org.time_zone)::date::timestamp,
            (frontdesk.now() at time zone p_org.time_zone)::date + 31, interval '1 day') d
    )
    select coalesce(jsonb_agg(jsonb_build_array(s.day, s.opens, s.closes, frontdesk.closed_label(p_org, s.day))
        order by s.day, s.opens), '[]')
    from (
        select s.day, s.opens, s.closes from organization_special_dates s join ahead using (day)
        where s.organization_id = p_org.id
        union all
        select a.day, null, null from ahead a
        where frontdesk.day_cause(p_org, a.day) in ('vacation', 'holiday')) s
$$;
