-- Last week's figures for recipients of a business who want them (`weekly` in its file): on Monday, from 8:00 on by the
-- business's clock, once.

-- Businesses for whose recipients it is time: [{organization, name, language, monday}]. What Monday missed is not sent
-- on Tuesday.
create or replace function weekly_due(p_limit integer default 100) returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object('organization', w.id, 'name', w.name, 'language', w.language,
        'monday', w.monday)), '[]')
    from (
        select distinct o.id, o.name, o.language, l.local::date as monday
        from internal_notifications_config r
        join organizations o on o.id = r.organization_id
        cross join lateral (select frontdesk.now() at time zone frontdesk.zone_of(o) as local) l
        where r.weekly and r.active and extract(isodow from l.local) = 1 and l.local::time >= '08:00'
          and r.weekly_told is distinct from l.local::date
        limit p_limit) w
$$;

-- The figures of the seven days before a Monday, as frontdesk.figures_json.
create or replace function weekly_figures(p_organization uuid, p_monday date) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select frontdesk.figures_json(p_organization, p_monday - 7, p_monday - 1, frontdesk.zone_of(o), true)
        from organizations o where o.id = p_organization);
end;
$$;

-- Tells those who were not told on this Monday; without words (`p_body` null, an empty week) they only count as told.
-- How many notices there are.
create or replace function weekly_put(
    p_organization uuid, p_monday date, p_body text, p_params jsonb default '[]'
) returns jsonb
language plpgsql as $$
declare
    v_notice uuid;
    v_count integer := 0;
begin
    perform frontdesk.enter(p_organization);
    for v_notice in
        with due as (
            update internal_notifications_config r set weekly_told = p_monday
            where r.organization_id = p_organization and r.weekly and r.active
              and r.weekly_told is distinct from p_monday
            returning r.*)
        insert into notifications (organization_id, recipient_id, topic, body, params, created_at)
        select p_organization, d.id, 'week', p_body, array(select jsonb_array_elements_text(p_params)), frontdesk.now()
        from due d
        where p_body is not null
          and frontdesk.can_be_told((select r from internal_notifications_config r where r.id = d.id))
        returning id
    loop
        v_count := v_count + 1;
        perform frontdesk.defer('sends', 'notify', null,
            jsonb_build_object('organization', p_organization, 'notification', v_notice));
    end loop;
    return to_jsonb(v_count);
end;
$$;

-- Counts days of the last half year that are over and not counted, a month of each business, so that nobody waits for
-- it who opens the page. Ends after `p_limit` businesses or some seconds; of how many there were some.
create or replace function figures_count(p_limit integer default 20) returns jsonb
language plpgsql security definer
set search_path = public, frontdesk, pg_temp
as $$
declare
    v_days integer := 182;
    v_began timestamptz := clock_timestamp();
    v_row record;
    v_count integer := 0;
begin
    for v_row in
        select o.id, z.zone, z.last
        from organizations o
        cross join lateral (
            select y.zone, frontdesk.last_whole_day(y.zone) as last
            from (select frontdesk.zone_of(o) as zone) y) z
        where v_days > (
            select count(*) from figure_days d
            where d.organization_id = o.id and d.time_zone = z.zone and d.day between z.last - v_days + 1 and z.last)
        order by o.id limit p_limit
    loop
        perform frontdesk.figures_keep(v_row.id, v_row.last - v_days + 1, v_row.last, v_row.zone, 31);
        v_count := v_count + 1;
        exit when clock_timestamp() > v_began + interval '3 seconds';
    end loop;
    return to_jsonb(v_count);
end;
$$;
