-- A customer puts the name right under which an appointment stands.

alter table appointment_events
    drop constraint appointment_events_kind_check,
    add constraint appointment_events_kind_check check (kind in ('booked', 'moved', 'confirmed', 'cancelled',
        'completed', 'no_show', 'confirmation_asked', 'reminded', 'renamed'));

-- The names themselves are not in the event: they are personal data, and events are kept.
create or replace function frontdesk.appointment_event() returns trigger
language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        perform frontdesk.event_put(new.organization_id, new.id, 'booked', jsonb_build_object(
            'starts_at', new.starts_at, 'member', new.member_id));
    elsif new.status in ('scheduled', 'confirmed')
            and (new.starts_at <> old.starts_at or new.member_id <> old.member_id) then
        perform frontdesk.event_put(new.organization_id, new.id, 'moved', jsonb_build_object(
            'from', old.starts_at, 'from_member', old.member_id, 'to', new.starts_at, 'to_member', new.member_id));
    elsif new.status <> old.status then
        perform frontdesk.event_put(new.organization_id, new.id, new.status);
    elsif new.attendee_name is distinct from old.attendee_name then
        perform frontdesk.event_put(new.organization_id, new.id, 'renamed');
    end if;
    return null;
end;
$$;

-- Whether an appointment's new name is the contact's own as well: the contact got its name with this
-- booking, or it is the same given name, spelled right.
create function frontdesk.names_contact(p_contact contacts, p_parts uuid[], p_old text, p_new text) returns boolean
language sql stable as $$
    select frontdesk.fold(p_contact.name) = frontdesk.fold(p_old) and (
        split_part(frontdesk.fold(p_contact.name), ' ', 1) = split_part(frontdesk.fold(p_new), ' ', 1)
        or (not exists (select 1 from appointments a
                where a.contact_id = p_contact.id and a.id <> all (p_parts)
                  and frontdesk.fold(coalesce(a.attendee_name, p_contact.name)) = frontdesk.fold(p_old))
            and p_contact.created_at > (
                select min(a.created_at) - interval '1 day' from appointments a where a.id = any (p_parts))))
$$;

-- Another name for the customer's own upcoming appointment (the only one when none is given), its whole
-- visit: {status: renamed | already_named, appointment}. Refusals: several, none, not_found, overlaps_own
-- (that person has another appointment at the time). Repeated in the same turn it is renamed again.
create function appointment_rename(
    p_organization uuid, p_conversation uuid, p_turn uuid, p_name text, p_appointment uuid default null
) returns jsonb
language plpgsql as $$
declare
    v_own record;
    v_contact contacts;
    v_row appointments;
    v_parts uuid[];
    v_old text;
begin
    perform frontdesk.enter(p_organization);
    perform frontdesk.acting('customer', p_turn, p_conversation);
    -- Like a booking: one contact's changes one after the other.
    select c.* into v_contact from contacts c
    join chat_identities i on i.contact_id = c.id
    where i.id = p_conversation for no key update of c;
    select * into v_own from frontdesk.own_appointment(p_conversation, p_appointment);
    if v_own.problem is not null then
        return jsonb_build_object('status', v_own.problem);
    end if;
    v_parts := frontdesk.parts_lock(v_own.id);
    select * into v_row from appointments where id = v_own.id;
    if v_row.status not in ('scheduled', 'confirmed') or v_row.ends_at <= frontdesk.now() then
        return jsonb_build_object('status', 'not_found');
    end if;
    v_old := coalesce(v_row.attendee_name, v_contact.name);
    if v_old = p_name then
        return jsonb_build_object('appointment', frontdesk.appointment_json(v_own.id), 'status',
            case when exists (select 1 from appointment_events e where e.appointment_id = v_own.id
                and e.kind = 'renamed' and e.turn_id = p_turn) then 'renamed' else 'already_named' end);
    end if;
    begin
        if exists (select 1 from appointments a join appointments b
                on b.contact_id = a.contact_id and b.status in ('scheduled', 'confirmed') and b.id <> all (v_parts)
                and b.starts_at < a.ends_at and b.ends_at > a.starts_at
                and frontdesk.fold(coalesce(b.attendee_name, v_contact.name)) = frontdesk.fold(p_name)
                where a.id = any (v_parts)) then
            return jsonb_build_object('status', 'overlaps_own', 'appointment', frontdesk.appointment_json(v_own.id));
        end if;
        update appointments set attendee_name = p_name, updated_at = frontdesk.now() where id = any (v_parts);
    exception when unique_violation then
        return jsonb_build_object('status', 'overlaps_own', 'appointment', frontdesk.appointment_json(v_own.id));
    end;
    if frontdesk.names_contact(v_contact, v_parts, v_old, p_name) then
        update contacts set name = p_name where id = v_contact.id;
    end if;
    return jsonb_build_object('status', 'renamed', 'appointment', frontdesk.appointment_json(v_own.id));
end;
$$;

call frontdesk.expose('appointment_rename');
