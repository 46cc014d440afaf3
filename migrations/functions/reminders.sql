-- Confirmation requests and reminders: what is to be sent when, kept true by triggers whoever writes, and
-- checked once more when it is sent. docs/decisions/reminders.md says what each rule means.

-- Whether the clocks on the wall show quiet hours. Without a length there are none.
create or replace function frontdesk.is_quiet(p_at timestamptz, p_zone text, p_from time, p_to time) returns boolean
language sql stable as $$
    select case
        when p_from < p_to then l.at >= p_from and l.at < p_to
        when p_from > p_to then l.at >= p_from or l.at < p_to
        else false
    end
    from (select (p_at at time zone p_zone)::time as at) l
$$;

-- The first instant from p_at on that is not quiet.
create or replace function frontdesk.quiet_over(
    p_at timestamptz, p_zone text, p_from time, p_to time
) returns timestamptz
language sql stable as $$
    select min(c.at) from (
        select p_at as at
        union all
        select ((p_at at time zone p_zone)::date + d + p_to) at time zone p_zone from generate_series(-1, 3) d) c
    where c.at >= p_at and not frontdesk.is_quiet(c.at, p_zone, p_from, p_to)
$$;

-- A quarter of an hour before the quiet hours around p_at begin. (The earlier candidates are for clock
-- changes, and for days with less than that between two quiet hours.)
create or replace function frontdesk.quiet_ahead(
    p_at timestamptz, p_zone text, p_from time, p_to time
) returns timestamptz
language sql stable as $$
    select max(c.at) from (
        select ((p_at at time zone p_zone)::date + d + p_from) at time zone p_zone - make_interval(mins => m) as at
        from generate_series(-3, 1) d cross join unnest(array[15, 75]) m
        union all
        select ((p_at at time zone p_zone)::date + d + p_to) at time zone p_zone from generate_series(-3, 1) d) c
    where c.at <= p_at and not frontdesk.is_quiet(c.at, p_zone, p_from, p_to)
$$;

drop function if exists frontdesk.offsets(text, organizations);
-- At which minutes before (of aftercare and review: after) a booking its customer is written to.
create or replace function frontdesk.offsets(p_kind text, p_org organizations, p_booking uuid) returns integer[]
language sql stable as $$
    select case p_kind
        when 'confirmation' then p_org.confirmation_minutes
        when 'reminder' then p_org.reminder_minutes
        when 'release' then array_remove(array[p_org.release_minutes], null)
        when 'review' then array_remove(array[p_org.review_hours * 60], null)
        when 'aftercare' then frontdesk.aftercare_minutes(p_booking) end
$$;

-- When to write p_minutes before a start: out of the quiet hours to their end, if at least half of the
-- offset is left then, else to before they begin.
create or replace function frontdesk.reminder_due(
    p_starts timestamptz, p_minutes integer, p_org organizations
) returns timestamptz
language plpgsql stable as $$
declare
    v_at timestamptz := p_starts - make_interval(mins => p_minutes);
    v_after timestamptz := frontdesk.quiet_over(v_at, p_org.time_zone, p_org.quiet_from, p_org.quiet_to);
begin
    if v_after <= p_starts - make_interval(secs => p_minutes * 30) then
        return v_after;
    end if;
    return frontdesk.quiet_ahead(v_at, p_org.time_zone, p_org.quiet_from, p_org.quiet_to);
end;
$$;

-- The live appointment that begins a booking.
create or replace function frontdesk.booking_first(p_booking uuid) returns appointments
language sql stable as $$
    select a.* from (
        select * from appointments where id = p_booking
        union all
        select * from appointments where visit_id = p_booking) a
    where a.status in ('scheduled', 'confirmed')
    order by a.starts_at, a.id limit 1
$$;

-- Why a contact is not written to: opted_out (in any of their chats), no_consent; null when it is welcome.
create or replace function frontdesk.unwelcome(p_contact uuid) returns text
language sql stable as $$
    select case
        when exists (select 1 from chat_identities i where i.contact_id = p_contact and i.opted_out_at is not null)
            then 'opted_out'
        when not exists (select 1 from contact_authorizations c
                         where c.contact_id = p_contact and c.kind = 'reminders' and c.granted)
            then 'no_consent'
    end
$$;

-- Why a reminder has nothing to say any more, whatever the hour; null when it has.
create or replace function frontdesk.reminder_refusal(p_row reminders) returns text
language plpgsql stable as $$
declare
    v_first appointments := frontdesk.moment_first(p_row);
    v_org organizations;
begin
    if v_first.id is null then
        return (select a.status from appointments a where a.id = p_row.appointment_id);
    elsif v_first.starts_at <> p_row.starts_at then
        return 'moved';
    elsif p_row.kind in ('confirmation', 'release') and v_first.status = 'confirmed' then
        return 'confirmed';
    end if;
    select * into v_org from organizations where id = p_row.organization_id;
    if p_row.offset_minutes <> all (frontdesk.offsets(p_row.kind, v_org, p_row.booking_id)) then
        return 'offset';
    elsif frontdesk.is_after(p_row.kind) then
        return frontdesk.after_refusal(p_row, v_first, v_org);
    end if;
    return frontdesk.unwelcome(v_first.contact_id);
end;
$$;

-- Brings the rows of a booking in line with it, its customer and its organization: drops what has
-- nothing to say any more and adds what is still ahead. What is due within half an hour is not added:
-- whoever just booked knows.
create or replace function frontdesk.reminders_arm(p_booking uuid) returns void
language plpgsql as $$
declare
    v_soon timestamptz := frontdesk.now() + interval '30 minutes';
    v_first appointments := frontdesk.booking_first(p_booking);
    v_org organizations;
    v_row reminders;
begin
    for v_row in select * from reminders where booking_id = p_booking and status = 'waiting' order by id for update loop
        update reminders r set status = 'dropped', reason = d.reason, settled_at = frontdesk.now()
        from (select frontdesk.reminder_refusal(v_row) as reason) d
        where r.id = v_row.id and d.reason is not null;
    end loop;
    perform frontdesk.after_arm(p_booking);
    if v_first.id is null or v_first.starts_at <= v_soon or frontdesk.unwelcome(v_first.contact_id) is not null then
        return;
    end if;
    select * into v_org from organizations where id = v_first.organization_id;
    insert into reminders (organization_id, booking_id, appointment_id, kind, offset_minutes, starts_at, due_at,
        created_at)
    select v_org.id, p_booking, v_first.id, k.kind, k.minutes, v_first.starts_at, d.due_at, frontdesk.now()
    from (
        select distinct kind, unnest(frontdesk.offsets(kind, v_org, p_booking)) as minutes
        from unnest(array['confirmation', 'reminder', 'release']) kind
        where kind = 'reminder' or v_first.status = 'scheduled') k
    cross join lateral (select frontdesk.reminder_due(v_first.starts_at, k.minutes, v_org) as due_at) d
    where k.minutes > 0 and d.due_at > v_soon
    on conflict (booking_id, kind, offset_minutes, starts_at) do update set
        appointment_id = excluded.appointment_id, due_at = excluded.due_at,
        status = 'waiting', reason = null, settled_at = null, woken_at = null
    where reminders.status in ('waiting', 'dropped');
end;
$$;

create or replace function frontdesk.reminders_arm_all(p_organization uuid, p_contact uuid) returns void
language plpgsql as $$
declare
    v_booking uuid;
begin
    for v_booking in
        select distinct coalesce(a.visit_id, a.id) from appointments a
        where a.organization_id = p_organization and a.starts_at > frontdesk.now()
          and a.status in ('scheduled', 'confirmed') and (p_contact is null or a.contact_id = p_contact)
    loop
        perform frontdesk.reminders_arm(v_booking);
    end loop;
end;
$$;

-- At the end of the transaction, when all parts of a visit are where they belong.
create or replace function frontdesk.appointment_arms() returns trigger
language plpgsql as $$
begin
    perform frontdesk.reminders_arm(coalesce(new.visit_id, new.id));
    return null;
end;
$$;

create or replace function frontdesk.consent_arms() returns trigger
language plpgsql as $$
declare
    v_row contact_authorizations := case tg_op when 'DELETE' then old else new end;
begin
    -- A booking that is being made at this moment holds the contact; it is seen after it.
    perform 1 from contacts where id = v_row.contact_id for no key update;
    perform frontdesk.reminders_arm_all(v_row.organization_id, v_row.contact_id);
    return null;
end;
$$;

create or replace function frontdesk.opt_out_arms() returns trigger
language plpgsql as $$
begin
    perform frontdesk.reminders_arm_all(new.organization_id, new.contact_id);
    return null;
end;
$$;

create or replace function frontdesk.offsets_arm() returns trigger
language plpgsql as $$
begin
    perform frontdesk.reminders_arm_all(new.id, null);
    return null;
end;
$$;

call frontdesk.attach('trigger', 'arms', 'appointments', $$
    create constraint trigger arms after insert on appointments deferrable initially deferred
        for each row when (new.status in ('scheduled', 'confirmed') and new.starts_at > frontdesk.now())
        execute function frontdesk.appointment_arms()
$$);

call frontdesk.attach('trigger', 'arms_again', 'appointments', $$
    create constraint trigger arms_again after update on appointments deferrable initially deferred
        for each row when ((old.status, old.starts_at, old.contact_id, old.visit_id)
            is distinct from (new.status, new.starts_at, new.contact_id, new.visit_id))
        execute function frontdesk.appointment_arms()
$$);

call frontdesk.attach('trigger', 'arms', 'contact_authorizations', $$
    create trigger arms after insert or update or delete on contact_authorizations
        for each row execute function frontdesk.consent_arms()
$$);

call frontdesk.attach('trigger', 'arms', 'chat_identities', $$
    create trigger arms after update on chat_identities
        for each row when (new.contact_id is not null and old.opted_out_at is distinct from new.opted_out_at)
        execute function frontdesk.opt_out_arms()
$$);

call frontdesk.attach('trigger', 'arms', 'organizations', $$
    create trigger arms after update on organizations
        for each row when ((old.confirmation_minutes, old.reminder_minutes, old.release_minutes, old.quiet_from,
                old.quiet_to, old.time_zone)
            is distinct from (new.confirmation_minutes, new.reminder_minutes, new.release_minutes, new.quiet_from,
                new.quiet_to, new.time_zone))
        execute function frontdesk.offsets_arm()
$$);
