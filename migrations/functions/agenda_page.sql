-- The agenda in the console: what is shown of it, to whom. A look into a customer's appointment is written down.

-- Whose agenda somebody of staff sees and changes, an account of the console or a recipient who writes by WhatsApp:
-- everybody's (owner, reception), one member's (a professional), or nobody's. `chats`: they may know of chats, too.
create or replace function frontdesk.agenda_scope(
    p_account uuid, out allowed boolean, out member uuid, out chats boolean
)
language plpgsql stable as $$
declare
    v_roles text[];
    v_member uuid;
begin
    select a.roles, a.member_id into v_roles, v_member from staff_accounts a
    where a.id = p_account and a.disabled_at is null;
    if not found then
        select array[r.role], r.member_id into v_roles, v_member from internal_notifications_config r
        where r.id = p_account and r.active;
    end if;
    chats := coalesce(v_roles && array['owner', 'reception'], false);
    member := case when not chats and 'professional' = any (v_roles) then v_member end;
    allowed := chats or member is not null;
end;
$$;

-- Whether an account may see and change an appointment: one of its visit's is of their agenda.
create or replace function frontdesk.in_agenda(p_account uuid, p_appointment uuid) returns boolean
language plpgsql stable as $$
declare
    v_scope record := frontdesk.agenda_scope(p_account);
begin
    return v_scope.allowed and exists (
        select from appointments a
        where a.id = any (frontdesk.parts_of(p_appointment)) and a.member_id = coalesce(v_scope.member, a.member_id));
end;
$$;

-- What an appointment (its visit) looked like to somebody: whoever changes it says what they saw.
create or replace function frontdesk.appointment_version(p_appointment uuid) returns text
language sql stable as $$
    select left(md5(string_agg(concat_ws('|', a.id, a.status, extract(epoch from a.starts_at),
        extract(epoch from a.ends_at), a.member_id, a.attendee_name, coalesce(extract(epoch from a.arrived_at), 0)),
        ';' order by a.id)), 16)
    from appointments a where a.id = any (frontdesk.parts_of(p_appointment))
$$;

-- When members work on local days, the business being open: one row a member.
create or replace function frontdesk.worked_hours(p_org organizations, p_members uuid[], p_from date, p_to date)
returns table (member_id uuid, hours tstzmultirange)
language sql stable as $$
    select m, frontdesk.opening(p_org, p_from - 1, p_to + 1) * h.hours * tstzmultirange(tstzrange(
        frontdesk.local_midnight(p_from, p_org.time_zone), frontdesk.local_midnight(p_to + 1, p_org.time_zone)))
    from frontdesk.member_hours(p_org.time_zone, p_members, p_from - 1, p_to + 1) h cross join unnest(h.members) m
$$;

-- The agenda of local days p_from to p_to (at most 14), of one member, of one unit of a resource, or of twelve members,
-- from the place p_skip on:
-- {status: ok, step, members: [{id, name, mine, here}], units: [{id, name, here}] (`here`: a column of it is shown),
--  hours: [{subject, from, to}], free: the same (ahead; not in days of several, where no column has a free time),
--  appointments: [{id, subject, part, service, local, until, customer, contact, status, unconfirmed, arrived,
--  session, clash (a calendar elsewhere is busy then)}], crowds: [{local, until, count, unconfirmed}] (hours of
--  days of several in which more than four members have one begin: their number instead of them), taken: [{subject,
--  kind (block, busy, hold), id, local, until, reason}]}. `subject`: a member, or the unit that is shown.
--  {status: not_allowed}: no agenda of theirs.
drop function if exists console_agenda(uuid, uuid, date, date, uuid, uuid);
create or replace function console_agenda(
    p_organization uuid, p_account uuid, p_from date, p_to date, p_member uuid default null, p_unit uuid default null,
    p_skip integer default 0
) returns jsonb
language plpgsql stable as $$
declare
    c_columns constant integer := 12;
    v_org organizations;
    v_scope record;
    v_to date := least(p_to, p_from + 13);
    v_members uuid[];
    v_units uuid[];
    v_span tstzrange;
    v_several boolean;
begin
    perform frontdesk.enter(p_organization);
    v_scope := frontdesk.agenda_scope(p_account);
    if not v_scope.allowed then
        return '{"status": "not_allowed"}';
    end if;
    select * into v_org from organizations where id = p_organization;
    v_span := tstzrange(frontdesk.local_midnight(p_from, v_org.time_zone),
        frontdesk.local_midnight(v_to + 1, v_org.time_zone));
    v_units := array(select u.id from resource_units u where u.id = p_unit and v_scope.chats);
    v_members := case when cardinality(v_units) > 0 then '{}' else array(
        select m.id from members m
        where m.organization_id = p_organization and m.id = coalesce(v_scope.member, p_member, m.id)
          and (m.active or exists (
              select from appointments a where a.member_id = m.id and a.starts_at <@ v_span
                and a.status <> 'cancelled'))
        order by m.position, m.key limit c_columns offset greatest(p_skip, 0)) end;
    v_several := v_to > p_from and cardinality(v_members) > 1;
    return jsonb_build_object('status', 'ok', 'step', v_org.slot_step_minutes,
        'members', (
            select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'name', m.name,
                'here', m.id = any (v_members)) order by m.position, m.key), '[]')
            from members m where m.organization_id = p_organization and (m.active or m.id = any (v_members))
              and m.id = coalesce(v_scope.member, m.id)),
        'units', (
            select coalesce(jsonb_agg(jsonb_build_object('id', u.id, 'name', frontdesk.unit_name(u),
                'here', u.id = any (v_units)) order by r.name, u.number), '[]')
            from resource_units u join resources r on r.id = u.resource_id
            where u.active and r.active and v_scope.chats),
        'taken', frontdesk.agenda_taken(v_org, v_members || v_units, v_span))
        || frontdesk.agenda_appointments(v_org, v_members, v_units, v_span, v_several)
        || frontdesk.agenda_hours(v_org, v_members, v_units, p_from, v_to, not v_several);
end;
$$;

-- How a unit of a resource is called: with its number where there are several.
create or replace function frontdesk.unit_name(p_unit resource_units) returns text
language sql stable as $$
    select r.name || case when (select count(*) from resource_units u where u.resource_id = r.id and u.active) > 1
        then ' ' || p_unit.number else '' end
    from resources r where r.id = p_unit.resource_id
$$;

-- {appointments, crowds} of console_agenda. Nobody can read what more than four members do at once in one column, and
-- a browser would carry a week of thousands.
drop function if exists frontdesk.agenda_appointments(organizations, uuid[], uuid[], tstzrange);
create or replace function frontdesk.agenda_appointments(
    p_org organizations, p_members uuid[], p_units uuid[], p_span tstzrange, p_several boolean
) returns jsonb
language plpgsql stable as $$
begin
    return (
        with booked as materialized (
            select a.id, k.subject, date_trunc('hour', a.starts_at at time zone p_org.time_zone) as hour,
                a.status = 'scheduled' and a.confirmation_asked_at is not null as unconfirmed
            from appointments a
            left join group_sessions g on g.id = a.session_id
            cross join lateral (
                select a.member_id as subject where a.member_id = any (p_members)
                union all
                select u from unnest(a.units || coalesce(g.units, '{}')) u where u = any (p_units)) k
            where a.organization_id = p_org.id and a.status <> 'cancelled'
              and a.starts_at < upper(p_span) and a.starts_at > lower(p_span) - interval '2 days'
              and a.ends_at > lower(p_span)
        ), crowds as materialized (
            select b.hour, count(*) as count, count(*) filter (where b.unconfirmed) as unconfirmed
            from booked b
            where p_several and b.hour >= lower(p_span) at time zone p_org.time_zone
            group by b.hour having count(distinct b.subject) > 4
        )
        select jsonb_build_object('crowds', (
                select coalesce(jsonb_agg(jsonb_build_object('local', to_char(h.hour, 'YYYY-MM-DD"T"HH24:MI'),
                    'until', to_char(h.hour + interval '1 hour', 'YYYY-MM-DD"T"HH24:MI'), 'count', h.count,
                    'unconfirmed', h.unconfirmed) order by h.hour), '[]')
                from crowds h),
            'appointments', (
                select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'subject', b.subject,
                    'part', a.visit_id is not null, 'service', s.name, 'member', m.name,
                    'local', frontdesk.local_text(a.starts_at, p_org.time_zone),
                    'until', frontdesk.local_text(a.ends_at, p_org.time_zone),
                    'customer', coalesce(a.attendee_name, c.name),
                    'contact', case when a.person_id is not null then c.name end, 'status', a.status,
                    'unconfirmed', b.unconfirmed, 'arrived', a.arrived_at is not null, 'session', a.session_id,
                    'clash', exists (
                        select from calendar_conflicts x where x.appointment_id = a.id and x.closed_at is null))
                    order by a.starts_at, a.id), '[]')
                from booked b
                join appointments a on a.id = b.id
                join services s on s.id = a.service_id
                join members m on m.id = a.member_id
                join contacts c on c.id = a.contact_id
                where not exists (select from crowds h where h.hour = b.hour))));
end;
$$;

-- What else takes time: blocks, calendars from elsewhere, and what is held for somebody who is just choosing.
create or replace function frontdesk.agenda_taken(p_org organizations, p_subjects uuid[], p_span tstzrange)
returns jsonb
language plpgsql stable as $$
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('subject', t.subject, 'kind', t.kind, 'id', t.id,
            'local', frontdesk.local_text(greatest(t.starts_at, lower(p_span)), p_org.time_zone),
            'until', frontdesk.local_text(least(t.ends_at, upper(p_span) - interval '1 minute'), p_org.time_zone),
            'reason', t.reason) order by t.starts_at, t.kind), '[]')
        from (
            select coalesce(b.member_id, b.unit_id) as subject, 'block' as kind, b.id, b.starts_at, b.ends_at, b.reason
            from agenda_blocks b
            where b.organization_id = p_org.id and coalesce(b.member_id, b.unit_id) = any (p_subjects)
              and b.starts_at < upper(p_span) and b.ends_at > lower(p_span)
            union all
            select coalesce(y.member_id, y.unit_id), 'busy', null, y.starts_at, y.ends_at, null from busy_times y
            where y.organization_id = p_org.id and coalesce(y.member_id, y.unit_id) = any (p_subjects)
              and y.starts_at < upper(p_span) and y.ends_at > lower(p_span)
            union all
            select o.subject_id, 'hold', null, o.starts_at, o.ends_at, null from occupancies o
            where o.subject_id = any (p_subjects) and o.hold_id is not null and o.expires_at > frontdesk.now()
              and o.during && p_span) t);
end;
$$;

-- {hours, free} of console_agenda; `p_free`: free times are asked for. A unit can be had whenever the business is open.
drop function if exists frontdesk.agenda_hours(organizations, uuid[], uuid[], date, date);
create or replace function frontdesk.agenda_hours(
    p_org organizations, p_members uuid[], p_units uuid[], p_from date, p_to date, p_free boolean
) returns jsonb
language plpgsql stable as $$
declare
    v_now timestamptz := frontdesk.now();
    v_span tstzrange := tstzrange(frontdesk.local_midnight(p_from, p_org.time_zone),
        frontdesk.local_midnight(p_to + 1, p_org.time_zone));
    v_open tstzmultirange := frontdesk.opening(p_org, p_from - 1, p_to + 1) * tstzmultirange(v_span);
begin
    return (
        with worked as materialized (
            select w.member_id as subject, w.hours from frontdesk.worked_hours(p_org, p_members, p_from, p_to) w
            union all
            select u, v_open from unnest(p_units) u
        ), taken as (
            select o.subject_id, range_agg(o.during) as times from occupancies o
            where p_free and o.subject_id in (select w.subject from worked w) and o.during && v_span
              and coalesce(o.expires_at > v_now, true)
            group by o.subject_id
        )
        select jsonb_build_object('hours', (
                select coalesce(jsonb_agg(frontdesk.piece_json(w.subject, r, p_org.time_zone) order by r), '[]')
                from worked w cross join unnest(w.hours) r),
            'free', (
                select coalesce(jsonb_agg(frontdesk.piece_json(w.subject, r, p_org.time_zone) order by r), '[]')
                from worked w left join taken t on t.subject_id = w.subject
                cross join unnest(w.hours - coalesce(t.times, '{}') - tstzmultirange(tstzrange(null, v_now))) r
                where p_free and upper(r) - lower(r) >= interval '10 minutes')));
end;
$$;

create or replace function frontdesk.piece_json(p_subject uuid, p_piece tstzrange, p_zone text) returns jsonb
language sql stable as $$
    select jsonb_build_object('subject', p_subject, 'from', frontdesk.local_text(lower(p_piece), p_zone),
        'to', frontdesk.local_text(upper(p_piece), p_zone))
$$;

-- One appointment for somebody who opens it: appointment_events_list with {version, part: {id, member, minutes,
-- starts_at, local, until, group}, arrived, unconfirmed, conversation, customer (both null where they may not know of
-- chats), answers (visit_answers_of), today}; null when it is not of their agenda. `p_opened`: it is written down.
create or replace function console_appointment(
    p_organization uuid, p_account uuid, p_appointment uuid, p_opened boolean default true
) returns jsonb
language plpgsql as $$
declare
    v_scope record;
begin
    perform frontdesk.enter(p_organization);
    if not frontdesk.in_agenda(p_account, p_appointment) then
        return null;
    end if;
    v_scope := frontdesk.agenda_scope(p_account);
    if p_opened then
        perform frontdesk.staff_did(p_organization, p_account, 'appointment', null, p_appointment);
    end if;
    return appointment_events_list(p_organization, p_appointment) || (
        select jsonb_build_object('version', frontdesk.appointment_version(a.id),
            'part', jsonb_build_object('id', a.id, 'member', a.member_id, 'service', a.service_id,
                'minutes', (extract(epoch from a.ends_at - a.starts_at) / 60)::integer, 'starts_at', a.starts_at,
                'local', frontdesk.local_text(a.starts_at, o.time_zone),
                'until', frontdesk.local_text(a.ends_at, o.time_zone), 'group', a.session_id is not null),
            'arrived', a.arrived_at is not null, 'begun', a.starts_at <= frontdesk.now(),
            'unconfirmed', a.status = 'scheduled' and a.confirmation_asked_at is not null,
            'conversation', case when v_scope.chats then (select t.id from frontdesk.chat_of(a.id) t) end,
            'customer', case when v_scope.chats then a.contact_id end,
            'rated', case when v_scope.chats then frontdesk.rating_json(a.id) end,
            'answers', frontdesk.visit_answers_of(a.id),
            'today', (a.starts_at at time zone o.time_zone)::date = frontdesk.local_day(o.id))
        from appointments a join organizations o on o.id = a.organization_id where a.id = p_appointment);
end;
$$;

-- What can be booked by whom: {services: [{id, name, minutes, members: [id]}], members: [{id, name}]}, of their
-- agenda.
create or replace function agenda_choices(p_organization uuid, p_account uuid) returns jsonb
language plpgsql stable as $$
declare
    v_scope record;
begin
    perform frontdesk.enter(p_organization);
    v_scope := frontdesk.agenda_scope(p_account);
    return jsonb_build_object('services', (
            select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'minutes', s.duration_minutes,
                'members', g.members) order by s.position, s.name), '[]')
            from services s
            cross join lateral (
                select jsonb_agg(m.id order by m.position, m.key) as members from member_services ms
                join members m on m.id = ms.member_id and m.active
                where ms.service_id = s.id and v_scope.allowed and m.id = coalesce(v_scope.member, m.id)) g
            where s.active and g.members is not null),
        'members', (
            select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'name', m.name) order by m.position, m.key), '[]')
            from members m where m.active and v_scope.allowed and m.id = coalesce(v_scope.member, m.id)));
end;
$$;

-- Customers with these words in their name, or with a number that has these digits, the last seen first, at most
-- eight: [{id, name, phone, stated_phone, people: [name], last, next (local)}]. A professional finds their own.
-- Written down.
create or replace function agenda_customers(p_organization uuid, p_account uuid, p_search text) returns jsonb
language plpgsql as $$
declare
    v_scope record;
    v_zone text;
    v_digits text := regexp_replace(p_search, '\D', '', 'g');
    v_words text := '%' || replace(replace(replace(frontdesk.fold(btrim(p_search)), '\', '\\'), '%', '\%'), '_', '\_')
        || '%';
begin
    perform frontdesk.enter(p_organization);
    v_scope := frontdesk.agenda_scope(p_account);
    if not v_scope.allowed or length(btrim(p_search)) < 2 then
        return '[]';
    end if;
    perform frontdesk.staff_did(p_organization, p_account, 'searched', null);
    select o.time_zone into v_zone from organizations o where o.id = p_organization;
    return (
        select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'phone', c.phone,
            'stated_phone', frontdesk.stated_phone(c.id),
            'people', (select coalesce(jsonb_agg(p.name order by p.created_at), '[]') from people p
                where p.contact_id = c.id),
            'last', frontdesk.local_text(v.last, v_zone), 'next', frontdesk.local_text(v.next, v_zone))
            order by v.seen desc nulls last, c.created_at desc), '[]')
        from (
            select c.* from contacts c
            where c.organization_id = p_organization and c.merged_into is null
              and (frontdesk.fold(c.name) like v_words
                  or length(v_digits) >= 4 and (c.phone like '%' || v_digits || '%'
                      or c.stated_phone like '%' || v_digits || '%')
                  or exists (select from people p where p.contact_id = c.id and p.name_key like v_words))
              and (v_scope.member is null or exists (
                  select from appointments a where a.contact_id = c.id and a.member_id = v_scope.member))
            order by c.created_at desc limit 8) c
        cross join lateral (
            select max(a.starts_at) as seen, max(a.starts_at) filter (where a.starts_at <= frontdesk.now()) as last,
                min(a.starts_at) filter (where a.starts_at > frontdesk.now()) as next
            from appointments a where a.contact_id = c.id and a.status <> 'cancelled'
              and a.member_id = coalesce(v_scope.member, a.member_id)) v);
end;
$$;
