-- What a turn knows of the organization: vacations and public holidays count as days without hours.

-- [day, opens, closes] of the days of the next month that do not follow the week; null: closed.
create function frontdesk.special_days(p_org organizations) returns jsonb
language sql stable as $$
    with ahead as (
        select d::date as day from generate_series(
            (frontdesk.now() at time zone p_org.time_zone)::date::timestamp,
            (frontdesk.now() at time zone p_org.time_zone)::date + 31, interval '1 day') d
    )
    select coalesce(jsonb_agg(jsonb_build_array(s.day, s.opens, s.closes) order by s.day, s.opens), '[]')
    from (
        select s.day, s.opens, s.closes from organization_special_dates s join ahead using (day)
        where s.organization_id = p_org.id
        union all
        select a.day, null, null from ahead a
        where not exists (select 1 from organization_special_dates s where s.organization_id = p_org.id and s.day = a.day)
          and (exists (select 1 from vacations v where v.organization_id = p_org.id and v.member_id is null
                       and a.day between v.first_day and v.last_day)
               or p_org.holidays and exists (select 1 from organization_holidays h
                                             where h.organization_id = p_org.id and h.day = a.day))) s
$$;

create or replace function frontdesk.organization_profile(p_organization uuid) returns jsonb
language sql stable as $$
    select to_jsonb(o) - 'created_at' - 'updated_at' || jsonb_build_object(
        'hours', (
            select coalesce(jsonb_agg(jsonb_build_array(h.weekday, h.opens, h.closes)
                order by h.weekday, h.opens), '[]')
            from organization_availability h where h.organization_id = o.id),
        'special_dates', frontdesk.special_days(o),
        'services', (
            select coalesce(jsonb_agg(s.name order by s.position, s.name), '[]')
            from services s where s.organization_id = o.id and s.active))
    from organizations o where o.id = p_organization
$$;
