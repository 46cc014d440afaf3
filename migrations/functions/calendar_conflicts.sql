-- Where a calendar elsewhere lies over what is booked here. The booking stays; a person is told once, and sees it in
-- the console until one of the two is gone.

-- What a followed calendar lies over now: appointments to come, or that go on, and when elsewhere is busy.
create or replace function frontdesk.calendar_clashes(p_calendar uuid)
returns table (appointment uuid, starts timestamptz, ends timestamptz)
language sql stable as $$
    select a.id, min(t.starts_at), max(t.ends_at)
    from busy_times t
    join occupancies o on o.subject_id = coalesce(t.member_id, t.unit_id)
        and o.during && tstzrange(t.starts_at, t.ends_at)
        and (o.appointment_id is not null or o.session_id is not null)
    join appointments a on (a.id = o.appointment_id or a.session_id = o.session_id)
        and a.status in ('scheduled', 'confirmed') and a.ends_at > frontdesk.now()
    where t.calendar_id = p_calendar and t.ends_at > frontdesk.now()
    group by a.id
$$;

-- Opens the conflicts that there are and closes those that are over; how many are new.
create or replace function frontdesk.calendar_conflicts_settle(p_calendar uuid) returns integer
language plpgsql as $$
declare
    v_new integer;
begin
    update calendar_conflicts c set closed_at = frontdesk.now()
    where c.calendar_id = p_calendar and c.closed_at is null
      and c.appointment_id not in (select k.appointment from frontdesk.calendar_clashes(p_calendar) k);
    insert into calendar_conflicts (organization_id, calendar_id, appointment_id, starts_at, ends_at, found_at)
    select b.organization_id, b.id, k.appointment, k.starts, k.ends, frontdesk.now()
    from busy_calendars b cross join frontdesk.calendar_clashes(b.id) k
    where b.id = p_calendar
    on conflict (calendar_id, appointment_id) where closed_at is null
        do update set starts_at = excluded.starts_at, ends_at = excluded.ends_at
        where (calendar_conflicts.starts_at, calendar_conflicts.ends_at) <> (excluded.starts_at, excluded.ends_at);
    select count(*) into v_new from calendar_conflicts c
    where c.calendar_id = p_calendar and c.closed_at is null and c.told_at is null;
    return v_new;
end;
$$;

-- An open conflict as people read it.
create or replace function frontdesk.calendar_conflict_json(p_conflict calendar_conflicts, p_zone text) returns jsonb
language sql stable as $$
    select jsonb_build_object('id', p_conflict.id, 'appointment', a.id, 'service', s.name, 'member', m.name,
        'local', frontdesk.local_text(a.starts_at, p_zone), 'until', frontdesk.local_text(a.ends_at, p_zone),
        'starts', frontdesk.local_text(p_conflict.starts_at, p_zone),
        'ends', frontdesk.local_text(p_conflict.ends_at, p_zone))
    from appointments a
    join services s on s.id = a.service_id
    join members m on m.id = a.member_id
    where a.id = p_conflict.appointment_id
$$;

-- Conflicts of which nobody was told, by business: [{organization, name, language, country, conflicts: the first five
-- as calendar_conflict_json, ids: of all, count}].
create or replace function calendar_conflicts_untold(p_limit integer default 100) returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object('organization', o.id, 'name', o.name, 'language', o.language,
        'country', o.country,
        'ids', w.ids, 'count', cardinality(w.ids), 'conflicts', (
            select jsonb_agg(frontdesk.calendar_conflict_json(c, frontdesk.zone_of(o)) order by a.starts_at, c.id)
            from (
                select c.* from calendar_conflicts c join appointments a on a.id = c.appointment_id
                where c.id = any (w.ids) order by a.starts_at, c.id limit 5) c
            join appointments a on a.id = c.appointment_id))), '[]')
    from (
        select c.organization_id, array_agg(c.id order by c.id) as ids from calendar_conflicts c
        where c.told_at is null and c.closed_at is null
        group by c.organization_id order by c.organization_id limit p_limit) w
    join organizations o on o.id = w.organization_id
$$;

-- Tells everybody who is told of things of these conflicts, those that are still untold; how many notices there are.
create or replace function calendar_conflicts_tell(
    p_organization uuid, p_ids jsonb, p_body text, p_params jsonb
) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    update calendar_conflicts c set told_at = frontdesk.now()
    where c.id in (select i::uuid from jsonb_array_elements_text(p_ids) i) and c.told_at is null;
    if not found then
        return to_jsonb(0);
    end if;
    return to_jsonb(frontdesk.calendar_notice(p_organization, 'calendar_conflict', p_body, p_params));
end;
$$;

-- A notice about calendars to every recipient of the business who can be told; how many there are.
create or replace function frontdesk.calendar_notice(
    p_organization uuid, p_topic text, p_body text, p_params jsonb
) returns integer
language plpgsql as $$
declare
    v_notice uuid;
    v_count integer := 0;
begin
    for v_notice in
        insert into notifications (organization_id, recipient_id, topic, body, params, created_at)
        select p_organization, r.id, p_topic, p_body, array(select jsonb_array_elements_text(p_params)),
            frontdesk.now()
        from internal_notifications_config r
        where r.organization_id = p_organization and frontdesk.can_be_told(r)
        returning id
    loop
        v_count := v_count + 1;
        perform frontdesk.defer('sends', 'notify', null,
            jsonb_build_object('organization', p_organization, 'notification', v_notice));
    end loop;
    return v_count;
end;
$$;
