-- The organization's document with every rule of scheduling, and the days of public holidays.
--
-- Beside what 0010 lists, the document has
--   scheduling {holidays, region, move_notice_minutes, late_message, hold_minutes,
--               waiting_hold_minutes, confirmation [minutes], reminders [minutes],
--               quiet_hours {from, to}},
--   vacations [{from, until, label}],
--   resources [{key, name, capacity}],
--   in services: currency, capacity, gap_from_minutes, gap_minutes, notice_minutes, horizon_days,
--               cancel_notice_minutes, move_notice_minutes, max_open_appointments, hours, resources (keys),
--   in members: notice_minutes, horizon_days, cancel_notice_minutes, move_notice_minutes, vacations.

create or replace function frontdesk.apply_organization(p_organization uuid, p_document jsonb) returns void
language plpgsql as $$
declare
    v_slug text;
begin
    perform frontdesk.check_time_zone(p_document ->> 'time_zone');
    select slug into v_slug from organizations where id = p_organization for update;
    if v_slug <> p_document ->> 'slug' then
        perform frontdesk.refuse(format(
            'this organization is "%s" and cannot become "%s"', v_slug, p_document ->> 'slug'));
    end if;
    insert into organizations (id, slug, name, language, time_zone, country, currency)
    select p_organization, d.slug, d.name, d.language, d.time_zone, d.country, d.currency
    from jsonb_to_record(p_document) as d(
        slug text, name text, language text, time_zone text, country text, currency text)
    on conflict (id) do nothing;
    update organizations o set
        name = d.name, language = d.language, tone = d.tone, formality = d.formality,
        emoji = d.emoji, time_zone = d.time_zone, country = d.country, currency = d.currency,
        address = d.address, emergency = d.emergency,
        slot_step_minutes = s.slot_step_minutes, notice_minutes = s.notice_minutes,
        horizon_days = s.horizon_days, cancel_notice_minutes = s.cancel_notice_minutes,
        move_notice_minutes = s.move_notice_minutes, late_message = s.late_message,
        max_open_appointments = s.max_open_appointments, handoff_minutes = s.handoff_minutes,
        holidays = s.holidays, holiday_region = s.region,
        hold_minutes = s.hold_minutes, waiting_hold_minutes = s.waiting_hold_minutes,
        confirmation_minutes = s.confirmation, reminder_minutes = s.reminders,
        quiet_from = (s.quiet_hours ->> 'from')::time, quiet_to = (s.quiet_hours ->> 'to')::time,
        updated_at = frontdesk.now()
    from jsonb_to_record(p_document) as d(
            name text, language text, tone text, formality text, emoji boolean, time_zone text,
            country text, currency text, address text, emergency text, scheduling jsonb),
        jsonb_to_record(d.scheduling) as s(
            slot_step_minutes integer, notice_minutes integer, horizon_days integer,
            cancel_notice_minutes integer, move_notice_minutes integer, late_message text,
            max_open_appointments integer, handoff_minutes integer, holidays boolean, region text,
            hold_minutes integer, waiting_hold_minutes integer, confirmation integer[],
            reminders integer[], quiet_hours jsonb)
    where o.id = p_organization;
exception when unique_violation then
    perform frontdesk.refuse(format('the slug "%s" is taken', p_document ->> 'slug'));
end;
$$;

create or replace function frontdesk.apply_hours(p_organization uuid, p_document jsonb) returns void
language plpgsql as $$
begin
    delete from organization_availability where organization_id = p_organization;
    insert into organization_availability (organization_id, weekday, opens, closes)
    select p_organization, h.weekday, h.opens, h.closes
    from jsonb_to_recordset(p_document -> 'hours') as h(weekday smallint, opens time, closes time);
    delete from organization_special_dates where organization_id = p_organization;
    insert into organization_special_dates (organization_id, day, label, opens, closes)
    select p_organization, r.day, r.label, r.opens, r.closes
    from frontdesk.special_date_rows(p_document -> 'special_dates') r;
    perform frontdesk.apply_vacations(p_organization, null, p_document -> 'vacations');
end;
$$;

-- Of a member, or (null) of the whole business.
create function frontdesk.apply_vacations(p_organization uuid, p_member uuid, p_vacations jsonb) returns void
language sql as $$
    delete from vacations
    where organization_id = p_organization and member_id is not distinct from p_member;
    insert into vacations (organization_id, member_id, first_day, last_day, label)
    select p_organization, p_member, v."from", v.until, v.label
    from jsonb_to_recordset(p_vacations) as v("from" date, until date, label text)
$$;

-- Pieces beyond the capacity are switched off, as are those of a kind that is left out; what is
-- booked on them stays.
create function frontdesk.apply_resources(p_organization uuid, p_resources jsonb) returns void
language plpgsql as $$
begin
    update resources set active = false
    where organization_id = p_organization and active
      and key not in (select i ->> 'key' from jsonb_array_elements(p_resources) i);
    insert into resources (organization_id, key, name)
    select p_organization, i.key, i.name
    from jsonb_to_recordset(p_resources) as i(key text, name text)
    on conflict (organization_id, key) do update set name = excluded.name, active = true;
    insert into resource_units (organization_id, resource_id, number)
    select p_organization, r.id, n
    from jsonb_to_recordset(p_resources) as i(key text, capacity integer)
    join resources r on r.organization_id = p_organization and r.key = i.key
    cross join generate_series(1, i.capacity) n
    on conflict (resource_id, number) do nothing;
    update resource_units u set active = u.number <= k.capacity
    from (
        select r.id, coalesce(i.capacity, 0) as capacity
        from resources r
        left join jsonb_to_recordset(p_resources) as i(key text, capacity integer) on i.key = r.key
        where r.organization_id = p_organization
    ) k
    where u.resource_id = k.id and u.active <> (u.number <= k.capacity);
end;
$$;

-- The id of an active resource, refused when there is none.
create function frontdesk.resource_id(p_organization uuid, p_key text) returns uuid
language plpgsql stable as $$
declare
    v_id uuid;
begin
    select id into v_id from resources
    where organization_id = p_organization and key = p_key and active;
    if v_id is null then
        perform frontdesk.refuse(format('there is no resource "%s"', p_key));
    end if;
    return v_id;
end;
$$;

create or replace function frontdesk.apply_services(p_organization uuid, p_services jsonb) returns void
language plpgsql as $$
declare
    v_item record;
begin
    update services set active = false
    where organization_id = p_organization and active
      and key not in (select i ->> 'key' from jsonb_array_elements(p_services) i);
    insert into services (
        organization_id, position, key, name, synonyms, description, duration_minutes,
        buffer_before_minutes, buffer_after_minutes, price, currency, price_note, slot_step_minutes,
        bookable, capacity, gap_from_minutes, gap_minutes, notice_minutes, horizon_days,
        cancel_notice_minutes, move_notice_minutes, max_open_appointments)
    select p_organization, i.ordinality, i.key, i.name, i.synonyms, i.description, i.duration_minutes,
        i.buffer_before_minutes, i.buffer_after_minutes, i.price, i.currency, i.price_note,
        i.slot_step_minutes, i.bookable, i.capacity, i.gap_from_minutes, i.gap_minutes,
        i.notice_minutes, i.horizon_days, i.cancel_notice_minutes, i.move_notice_minutes,
        i.max_open_appointments
    from rows from (jsonb_to_recordset(p_services) as (
        key text, name text, synonyms text[], description text, duration_minutes integer,
        buffer_before_minutes integer, buffer_after_minutes integer, price numeric, currency text,
        price_note text, slot_step_minutes integer, bookable boolean, capacity integer,
        gap_from_minutes integer, gap_minutes integer, notice_minutes integer, horizon_days integer,
        cancel_notice_minutes integer, move_notice_minutes integer,
        max_open_appointments integer)) with ordinality i
    on conflict (organization_id, key) do update set
        position = excluded.position, name = excluded.name, synonyms = excluded.synonyms,
        description = excluded.description, duration_minutes = excluded.duration_minutes,
        buffer_before_minutes = excluded.buffer_before_minutes,
        buffer_after_minutes = excluded.buffer_after_minutes,
        price = excluded.price, currency = excluded.currency, price_note = excluded.price_note,
        slot_step_minutes = excluded.slot_step_minutes, bookable = excluded.bookable,
        capacity = excluded.capacity, gap_from_minutes = excluded.gap_from_minutes,
        gap_minutes = excluded.gap_minutes, notice_minutes = excluded.notice_minutes,
        horizon_days = excluded.horizon_days, cancel_notice_minutes = excluded.cancel_notice_minutes,
        move_notice_minutes = excluded.move_notice_minutes,
        max_open_appointments = excluded.max_open_appointments, active = true;
    for v_item in
        select i.*, s.id from jsonb_to_recordset(p_services) as i(
            key text, requires_assessment text, hours jsonb, resources jsonb)
        join services s on s.organization_id = p_organization and s.key = i.key
    loop
        update services
        set requires_assessment = frontdesk.service_id(p_organization, v_item.requires_assessment)
        where id = v_item.id;
        perform frontdesk.apply_service_needs(p_organization, v_item.id, v_item.hours, v_item.resources);
    end loop;
end;
$$;

-- When a service is given, and what it takes beside a member.
create function frontdesk.apply_service_needs(
    p_organization uuid, p_service uuid, p_hours jsonb, p_resources jsonb
) returns void
language sql as $$
    delete from service_availability where service_id = p_service;
    insert into service_availability (organization_id, service_id, weekday, opens, closes)
    select p_organization, p_service, h.weekday, h.opens, h.closes
    from jsonb_to_recordset(p_hours) as h(weekday smallint, opens time, closes time);
    delete from service_resources where service_id = p_service;
    insert into service_resources (organization_id, service_id, resource_id)
    select p_organization, p_service, frontdesk.resource_id(p_organization, k)
    from jsonb_array_elements_text(p_resources) k
$$;

create or replace function frontdesk.apply_member(p_organization uuid, p_member jsonb, p_position integer) returns void
language plpgsql as $$
declare
    v_id uuid;
begin
    insert into members (
        organization_id, key, position, name, role, notice_minutes, horizon_days,
        cancel_notice_minutes, move_notice_minutes)
    select p_organization, i.key, p_position, i.name, i.role, i.notice_minutes, i.horizon_days,
        i.cancel_notice_minutes, i.move_notice_minutes
    from jsonb_to_record(p_member) as i(
        key text, name text, role text, notice_minutes integer, horizon_days integer,
        cancel_notice_minutes integer, move_notice_minutes integer)
    on conflict (organization_id, key) do update set
        position = excluded.position, name = excluded.name, role = excluded.role,
        notice_minutes = excluded.notice_minutes, horizon_days = excluded.horizon_days,
        cancel_notice_minutes = excluded.cancel_notice_minutes,
        move_notice_minutes = excluded.move_notice_minutes, active = true
    returning id into v_id;
    delete from member_services where member_id = v_id;
    insert into member_services (organization_id, member_id, service_id)
    select p_organization, v_id, frontdesk.service_id(p_organization, k)
    from jsonb_array_elements_text(p_member -> 'services') k;
    delete from member_availability where member_id = v_id;
    insert into member_availability (organization_id, member_id, weekday, opens, closes)
    select p_organization, v_id, h.weekday, h.opens, h.closes
    from jsonb_to_recordset(p_member -> 'hours') as h(weekday smallint, opens time, closes time);
    delete from member_special_dates where member_id = v_id;
    insert into member_special_dates (organization_id, member_id, day, label, opens, closes)
    select p_organization, v_id, r.day, r.label, r.opens, r.closes
    from frontdesk.special_date_rows(p_member -> 'special_dates') r;
    perform frontdesk.apply_vacations(p_organization, v_id, p_member -> 'vacations');
end;
$$;

-- As in 0010, with the resources before the services that need them.
create or replace function organization_apply(p_organization uuid, p_document jsonb) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    perform frontdesk.apply_organization(p_organization, p_document);
    perform frontdesk.apply_hours(p_organization, p_document);
    perform frontdesk.apply_resources(p_organization, p_document -> 'resources');
    perform frontdesk.apply_services(p_organization, p_document -> 'services');
    perform frontdesk.apply_members(p_organization, p_document -> 'members');
    perform frontdesk.apply_knowledge(
        p_organization, p_document ->> 'language', p_document -> 'knowledge');
    perform frontdesk.apply_escalation(p_organization, p_document -> 'escalation');
    perform frontdesk.apply_connections(p_organization, p_document -> 'connections');
    return jsonb_build_object('organization', p_organization);
exception when sqlstate 'FD001' then
    return jsonb_build_object('refused', sqlerrm);
end;
$$;

-- Of a member, or (null) of the whole business.
create function frontdesk.export_vacations(p_organization uuid, p_member uuid) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'from', first_day, 'until', last_day, 'label', label) order by first_day, last_day), '[]')
    from vacations where organization_id = p_organization and member_id is not distinct from p_member
$$;

create function frontdesk.export_resources(p_organization uuid) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'key', r.key, 'name', r.name, 'capacity', (
            select count(*) from resource_units u where u.resource_id = r.id and u.active))
        order by r.key collate "C"), '[]')
    from resources r where r.organization_id = p_organization and r.active
$$;

create function frontdesk.export_service_hours(p_service uuid) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'weekday', weekday, 'opens', frontdesk.clock_text(opens), 'closes', frontdesk.clock_text(closes))
        order by weekday, opens), '[]')
    from service_availability where service_id = p_service
$$;

create or replace function frontdesk.export_services(p_organization uuid) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'key', s.key, 'name', s.name, 'synonyms', s.synonyms, 'description', s.description,
        'duration_minutes', s.duration_minutes, 'buffer_before_minutes', s.buffer_before_minutes,
        'buffer_after_minutes', s.buffer_after_minutes, 'price', trim_scale(s.price),
        'currency', s.currency, 'price_note', s.price_note, 'slot_step_minutes', s.slot_step_minutes,
        'requires_assessment', a.key, 'bookable', s.bookable, 'capacity', s.capacity,
        'gap_from_minutes', s.gap_from_minutes, 'gap_minutes', s.gap_minutes,
        'notice_minutes', s.notice_minutes, 'horizon_days', s.horizon_days,
        'cancel_notice_minutes', s.cancel_notice_minutes,
        'move_notice_minutes', s.move_notice_minutes,
        'max_open_appointments', s.max_open_appointments,
        'hours', frontdesk.export_service_hours(s.id),
        'resources', coalesce((
            select jsonb_agg(r.key order by r.key collate "C")
            from service_resources sr join resources r on r.id = sr.resource_id
            where sr.service_id = s.id and r.active), '[]')) order by s.position, s.key), '[]')
    from services s left join services a on a.id = s.requires_assessment and a.active
    where s.organization_id = p_organization and s.active
$$;

create or replace function frontdesk.export_members(p_organization uuid) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'key', m.key, 'name', m.name, 'role', m.role,
        'notice_minutes', m.notice_minutes, 'horizon_days', m.horizon_days,
        'cancel_notice_minutes', m.cancel_notice_minutes,
        'move_notice_minutes', m.move_notice_minutes,
        'services', coalesce((
            select jsonb_agg(s.key order by s.position, s.key)
            from member_services ms join services s on s.id = ms.service_id
            where ms.member_id = m.id and s.active), '[]'),
        'hours', frontdesk.export_member_hours(m.id),
        'special_dates', frontdesk.export_member_special_dates(m.id),
        'vacations', frontdesk.export_vacations(p_organization, m.id)) order by m.position, m.key), '[]')
    from members m where m.organization_id = p_organization and m.active
$$;

create function frontdesk.export_scheduling(p_organization uuid) returns jsonb
language sql stable as $$
    select jsonb_build_object(
        'slot_step_minutes', o.slot_step_minutes, 'notice_minutes', o.notice_minutes,
        'horizon_days', o.horizon_days, 'cancel_notice_minutes', o.cancel_notice_minutes,
        'move_notice_minutes', o.move_notice_minutes, 'late_message', o.late_message,
        'max_open_appointments', o.max_open_appointments, 'handoff_minutes', o.handoff_minutes,
        'holidays', o.holidays, 'region', o.holiday_region,
        'hold_minutes', o.hold_minutes, 'waiting_hold_minutes', o.waiting_hold_minutes,
        'confirmation', o.confirmation_minutes, 'reminders', o.reminder_minutes,
        'quiet_hours', jsonb_build_object(
            'from', frontdesk.clock_text(o.quiet_from), 'to', frontdesk.clock_text(o.quiet_to)))
    from organizations o where o.id = p_organization
$$;

create or replace function organization_export(p_organization uuid) returns jsonb
language plpgsql as $$
declare
    v_document jsonb;
begin
    perform frontdesk.enter(p_organization);
    select jsonb_build_object(
        'slug', o.slug, 'name', o.name, 'language', o.language, 'tone', o.tone,
        'formality', o.formality, 'emoji', o.emoji, 'time_zone', o.time_zone, 'country', o.country,
        'currency', o.currency, 'address', o.address, 'emergency', o.emergency,
        'scheduling', frontdesk.export_scheduling(o.id),
        'hours', frontdesk.export_hours(o.id),
        'special_dates', frontdesk.export_special_dates(o.id),
        'vacations', frontdesk.export_vacations(o.id, null),
        'resources', frontdesk.export_resources(o.id),
        'services', frontdesk.export_services(o.id),
        'members', frontdesk.export_members(o.id),
        'knowledge', frontdesk.export_knowledge(o.id),
        'escalation', frontdesk.export_escalation(o.id),
        'connections', frontdesk.export_connections(o.id))
    into v_document from organizations o where o.id = p_organization;
    return v_document;
end;
$$;

-- For which years each organization needs its public holidays, so that the application, which knows
-- them, can write them: [{organization, country, region, language, years}]. Without a year: they
-- are switched off, and days are still there. The years reach a month past the longest horizon, so
-- that a worker that stood still does no harm.
create function holidays_wanted(p_organization uuid default null) returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'organization', o.id, 'country', o.country, 'region', o.holiday_region,
        'language', o.language, 'years', (
            select coalesce(jsonb_agg(y), '[]')
            from generate_series(
                extract(year from t.today)::integer,
                extract(year from t.today + h.days + 31)::integer) y
            where o.holidays)) order by o.slug), '[]')
    from organizations o
    cross join lateral (
        select (frontdesk.now() at time zone o.time_zone)::date as today) t
    cross join lateral (
        select greatest(
            o.horizon_days,
            (select max(s.horizon_days) from services s where s.organization_id = o.id and s.active),
            (select max(m.horizon_days) from members m where m.organization_id = o.id and m.active)
        ) as days) h
    where o.id = coalesce(p_organization, o.id)
      and (o.holidays or exists (
          select 1 from organization_holidays d where d.organization_id = o.id))
$$;

-- Makes the public holidays of an organization exactly these: [{day, name}]. Returns how many days
-- came, went or got another name; the same list again changes nothing.
create function holidays_put(p_organization uuid, p_holidays jsonb) returns jsonb
language plpgsql as $$
declare
    v_gone integer;
    v_come integer;
begin
    perform frontdesk.enter(p_organization);
    delete from organization_holidays h
    where h.organization_id = p_organization
      and h.day not in (select d.day from jsonb_to_recordset(p_holidays) as d(day date));
    get diagnostics v_gone = row_count;
    insert into organization_holidays (organization_id, day, name)
    select o.id, d.day, d.name
    from organizations o, jsonb_to_recordset(p_holidays) as d(day date, name text)
    where o.id = p_organization
    order by d.day
    on conflict (organization_id, day) do update set name = excluded.name
    where organization_holidays.name <> excluded.name;
    get diagnostics v_come = row_count;
    return to_jsonb(v_gone + v_come);
end;
$$;

call frontdesk.expose('holidays_wanted');
call frontdesk.expose('holidays_put');

-- As in 0012, with the service's own currency and `capacity`: more than 1 is a group.
create or replace function frontdesk.service_json(p_service services) returns jsonb
language sql stable as $$
    select jsonb_build_object(
        'id', p_service.id, 'key', p_service.key, 'name', p_service.name,
        'synonyms', p_service.synonyms, 'description', p_service.description,
        'duration_minutes', p_service.duration_minutes, 'price', trim_scale(p_service.price),
        'currency', coalesce(p_service.currency, (
            select o.currency from organizations o where o.id = p_service.organization_id)),
        'price_note', p_service.price_note, 'bookable', p_service.bookable,
        'capacity', p_service.capacity,
        'requires_assessment', (
            select a.key from services a where a.id = p_service.requires_assessment and a.active),
        'members', coalesce((
            select jsonb_agg(jsonb_build_object('id', m.id, 'name', m.name) order by m.position, m.key)
            from member_services ms join members m on m.id = ms.member_id
            where ms.service_id = p_service.id and m.active), '[]'))
$$;
