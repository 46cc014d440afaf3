-- What is written after a visit: what to mind (aftercare) and an opinion that is asked for (review). Their rows stand
-- among the reminders and are sent as those are (reminder_sending.sql); docs/decisions/moments.md says what each rule
-- means.

create or replace function frontdesk.is_after(p_kind text) returns boolean
language sql immutable parallel safe as $$
    select p_kind in ('aftercare', 'review')
$$;

-- The parts of a booking that took place or still may.
create or replace function frontdesk.visit_parts(p_booking uuid) returns setof appointments
language sql stable as $$
    select a.* from (
        select * from appointments where id = p_booking
        union
        select * from appointments where visit_id = p_booking) a
    where a.status in ('scheduled', 'confirmed', 'completed')
$$;

-- The appointment that a row is about: what begins a live booking, or a visit.
create or replace function frontdesk.moment_first(p_row reminders) returns appointments
language plpgsql stable as $$
declare
    v_first appointments;
begin
    if not frontdesk.is_after(p_row.kind) then
        return frontdesk.booking_first(p_row.booking_id);
    end if;
    select * into v_first from frontdesk.visit_parts(p_row.booking_id) p order by p.starts_at, p.id limit 1;
    return v_first;
end;
$$;

-- After how many minutes there is something to mind, for each service of a booking that says so.
create or replace function frontdesk.aftercare_minutes(p_booking uuid) returns integer[]
language sql stable as $$
    select coalesce(array_agg(distinct s.aftercare_hours * 60), '{}')
    from frontdesk.visit_parts(p_booking) p join services s on s.id = p.service_id
    where s.aftercare is not null
$$;

-- The notes of a row, each once: [{service, text}]; null for a row of another kind.
create or replace function frontdesk.aftercare_notes(p_row reminders) returns jsonb
language sql stable as $$
    select jsonb_agg(jsonb_build_object('service', n.name, 'text', n.aftercare) order by n.at, n.name)
    from (
        select s.name, s.aftercare, min(p.starts_at) as at
        from frontdesk.visit_parts(p_row.booking_id) p join services s on s.id = p.service_id
        where p_row.kind = 'aftercare' and s.aftercare is not null and s.aftercare_hours * 60 = p_row.offset_minutes
        group by s.id) n
$$;

-- What a visit was for, in order.
create or replace function frontdesk.visit_services(p_booking uuid) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(s.name order by p.starts_at, p.id), '[]')
    from frontdesk.visit_parts(p_booking) p join services s on s.id = p.service_id
$$;

-- When staff marked a visit as completed; null where nobody did.
create or replace function frontdesk.completed_at(p_appointment uuid) returns timestamptz
language sql stable as $$
    select max(e.at) from appointment_events e
    where e.appointment_id = p_appointment and e.kind = 'completed' and e.actor = 'staff'
$$;

-- Whether staff of a business say what became of visits. Where they do, one of which they said nothing yet may not
-- have taken place.
create or replace function frontdesk.marks_visits(p_organization uuid) returns boolean
language sql stable as $$
    select exists (
        select from appointment_events e
        where e.organization_id = p_organization and e.at > frontdesk.now() - interval '14 days'
          and e.kind in ('completed', 'no_show') and e.actor = 'staff')
$$;

-- The end of a visit; one that was marked earlier ended then.
create or replace function frontdesk.visit_ended(p_booking uuid) returns timestamptz
language sql stable as $$
    select least(max(p.ends_at), min(frontdesk.completed_at(p.id))) from frontdesk.visit_parts(p_booking) p
$$;

-- The last moment at which it is still worth writing: a day late for what to mind, three for an opinion.
create or replace function frontdesk.after_latest(p_row reminders) returns timestamptz
language sql stable as $$
    select coalesce(frontdesk.visit_ended(p_row.booking_id), p_row.starts_at)
        + make_interval(mins => p_row.offset_minutes)
        + case p_row.kind when 'aftercare' then interval '24 hours' else interval '72 hours' end
$$;

-- Adds what is to be written after a visit: what to mind from the moment of the booking on, the question for an opinion
-- when staff said that the visit took place.
create or replace function frontdesk.after_arm(p_booking uuid) returns void
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_first appointments;
    v_org organizations;
    v_ended timestamptz := frontdesk.visit_ended(p_booking);
begin
    select * into v_first from frontdesk.visit_parts(p_booking) p order by p.starts_at, p.id limit 1;
    if v_first.id is null then
        return;
    end if;
    select * into v_org from organizations where id = v_first.organization_id;
    insert into reminders (organization_id, booking_id, appointment_id, kind, offset_minutes, starts_at, due_at,
        created_at)
    select v_org.id, p_booking, v_first.id, k.kind, k.minutes, v_first.starts_at,
        frontdesk.quiet_over(v_ended + make_interval(mins => k.minutes), v_org.time_zone, v_org.quiet_from,
            v_org.quiet_to), v_now
    from (
        select 'aftercare' as kind, unnest(frontdesk.aftercare_minutes(p_booking)) as minutes
        union all
        select 'review', v_org.review_hours * 60
        where v_org.review_link is not null and v_first.status = 'completed'
          and frontdesk.completed_at(v_first.id) is not null) k
    where v_ended + make_interval(mins => k.minutes) > v_now - interval '24 hours'
    on conflict (booking_id, kind, offset_minutes, starts_at) do update set
        appointment_id = excluded.appointment_id, due_at = excluded.due_at,
        status = 'waiting', reason = null, settled_at = null, woken_at = null
    where reminders.status in ('waiting', 'dropped');
end;
$$;

-- Why nothing is written after a visit, whatever the hour; null when it is.
create or replace function frontdesk.after_refusal(
    p_row reminders, p_first appointments, p_org organizations
) returns text
language sql stable as $$
    select case
        when exists (select from chat_identities i where i.contact_id = p_first.contact_id
                     and i.opted_out_at is not null)
            then 'opted_out'
        when p_row.kind = 'aftercare' then null
        when p_first.status <> 'completed' then 'not_completed'
        when exists (select from contact_authorizations c where c.contact_id = p_first.contact_id
                     and c.kind = 'review' and not c.granted)
            then 'refused'
        when exists (select from chat_identities i where i.contact_id = p_first.contact_id and i.marketing_stopped)
            then 'no_marketing'
        when exists (select from visit_ratings v where v.contact_id = p_first.contact_id and v.id <> p_row.id
                     and v.asked_at > frontdesk.now() - make_interval(months => p_org.review_months))
            then 'asked_before'
    end
$$;

-- Until when a customer is left alone with what comes after a visit, beside `p_until` and its reason: something else
-- was sent within the last hour, a free hour is being offered to them, or staff have yet to say whether they came.
create or replace function frontdesk.after_waits(
    p_row reminders, p_contact uuid, p_until timestamptz, p_reason text, out until timestamptz, out reason text
)
language plpgsql stable as $$
declare
    v_now timestamptz := frontdesk.now();
    v_org organizations;
    v_unmarked boolean := (frontdesk.moment_first(p_row)).status in ('scheduled', 'confirmed')
        and frontdesk.marks_visits(p_row.organization_id);
begin
    select * into v_org from organizations o where o.id = p_row.organization_id;
    until := greatest(p_until, case when v_unmarked then v_now + interval '1 hour' end, (
        select max(r.settled_at) + interval '1 hour' from reminders r join appointments a on a.id = r.appointment_id
        where a.contact_id = p_contact and r.status = 'sent' and r.settled_at > v_now - interval '1 hour'
    ), (
        select max(w.offered_until) from waiting_list w where w.contact_id = p_contact and w.status = 'offered'));
    until := frontdesk.quiet_over(until, v_org.time_zone, v_org.quiet_from, v_org.quiet_to);
    reason := case when v_unmarked then 'unmarked' else p_reason end;
end;
$$;

-- What is to be minded after a service changed: for who has it ahead of them, or had it within a week.
create or replace function frontdesk.aftercare_arms() returns trigger
language plpgsql as $$
begin
    perform frontdesk.reminders_arm(b.booking) from (
        select distinct coalesce(a.visit_id, a.id) as booking from appointments a
        where a.organization_id = new.organization_id and a.service_id = new.id
          and a.status in ('scheduled', 'confirmed', 'completed')
          and a.starts_at > frontdesk.now() - interval '7 days') b;
    return null;
end;
$$;

call frontdesk.attach('trigger', 'arms', 'services', $$
    create trigger arms after update on services
        for each row when ((old.aftercare, old.aftercare_hours) is distinct from (new.aftercare, new.aftercare_hours))
        execute function frontdesk.aftercare_arms()
$$);
