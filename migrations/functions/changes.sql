-- Cancelling, moving, confirming and renaming what was booked; a visit changes as a whole, but one of its
-- services can be cancelled alone.

-- The customer's appointment: the one named, or the only upcoming one. Another customer's is
-- answered exactly like one that does not exist.
create or replace function frontdesk.own_appointment(
    p_conversation uuid, p_appointment uuid, out id uuid, out problem text
)
language plpgsql stable as $$
declare
    v_contact uuid;
    v_count integer;
begin
    select contact_id into v_contact from chat_identities i where i.id = p_conversation;
    if p_appointment is not null then
        select a.id into id from appointments a
        where a.id = p_appointment and a.contact_id = v_contact and v_contact is not null;
        problem := case when id is null then 'not_found' end;
        return;
    end if;
    select count(distinct coalesce(a.visit_id, a.id)), (array_agg(a.id order by a.starts_at, a.id))[1] into v_count, id
    from appointments a
    where a.contact_id = v_contact and a.status in ('scheduled', 'confirmed') and a.ends_at > frontdesk.now();
    problem := case v_count when 0 then 'none' when 1 then null else 'several' end;
    id := case when v_count = 1 then id end;
end;
$$;

drop function if exists frontdesk.proposal_put(uuid, uuid, uuid, text, uuid, text);
-- `p_part`: of a visit this appointment alone.
create or replace function frontdesk.proposal_put(
    p_organization uuid, p_conversation uuid, p_turn uuid, p_kind text, p_appointment uuid, p_slot text,
    p_part boolean default false
) returns text
language sql as $$
    insert into appointment_proposals (token, organization_id, chat_identity_id, turn_id, kind, appointment_id,
        slot_token, part, proposed_at, expires_at)
    values (left(replace(gen_random_uuid()::text, '-', ''), 20), p_organization, p_conversation, p_turn, p_kind,
        p_appointment, p_slot, p_part, frontdesk.now(), frontdesk.now() + interval '24 hours')
    returning token
$$;

-- As frontdesk.offer_state: one that was made to a program has no turn, and was its answer.
create or replace function frontdesk.proposal_state(
    p_conversation uuid, p_turn uuid, p_kind text, p_proposal appointment_proposals
)
returns text
language sql stable as $$
    select case
        when p_proposal.token is null or p_proposal.chat_identity_id <> p_conversation
          or p_proposal.kind <> p_kind then 'not_found'
        when p_proposal.turn_id = p_turn then 'choose_first'
        when p_proposal.turn_id is not null
            and not exists (select 1 from turns t where t.id = p_proposal.turn_id and t.status = 'committed')
                then 'not_found'
        when p_proposal.expires_at < frontdesk.now() then 'proposal_expired'
        when p_proposal.turn_id is not null and not frontdesk.was_shown(p_conversation, p_turn, p_proposal.token)
            then 'not_shown'
        else 'ok'
    end
$$;

-- Whether the customer made this appointment (for a move: or moved it) so shortly ago that they may take
-- it back whatever the cut-off says, as long as it has not begun: a misunderstanding of a minute ago is
-- undone as easily as it came about. A move does not open the way around the rule for cancelling.
create or replace function frontdesk.just_made(p_parts uuid[], p_move boolean) returns boolean
language sql stable as $$
    select exists (
            select 1 from appointment_events e
            where e.appointment_id = any (p_parts) and e.actor = 'customer'
              and (e.kind = 'booked' or (p_move and e.kind = 'moved'))
              and e.at > frontdesk.now() - interval '15 minutes')
        and not exists (select 1 from appointments a where a.id = any (p_parts) and a.starts_at <= frontdesk.now())
$$;

-- Whether the cut-off lets the customer still cancel or move: the member's value, else the service's,
-- else the organization's; the strictest part of a visit counts. Not of what they made just now.
create or replace function frontdesk.too_late(p_org organizations, p_parts uuid[], p_move boolean) returns boolean
language sql stable as $$
    select not frontdesk.just_made(p_parts, p_move)
        and bool_or(first.starts_at <= frontdesk.now() + make_interval(mins => case when p_move
        then coalesce(m.move_notice_minutes, s.move_notice_minutes, p_org.move_notice_minutes,
            m.cancel_notice_minutes, s.cancel_notice_minutes, p_org.cancel_notice_minutes)
        else coalesce(m.cancel_notice_minutes, s.cancel_notice_minutes, p_org.cancel_notice_minutes) end))
    from appointments a
    join services s on s.id = a.service_id
    join members m on m.id = a.member_id
    cross join (select min(starts_at) as starts_at from appointments where id = any (p_parts)) first
    where a.id = any (p_parts)
$$;

create or replace function frontdesk.too_late_json(p_org organizations, p_appointment uuid) returns jsonb
language sql stable as $$
    select jsonb_build_object('status', 'too_late', 'message', p_org.late_message,
        'appointment', frontdesk.appointment_json(p_appointment))
$$;

-- Without a proposal: stores one ({status: proposed, proposal, appointment}). With the proposal of an
-- earlier turn: cancels ({status: cancelled, appointment}). Refusals: several, none, not_found,
-- already_cancelled, choose_first, proposal_expired, not_shown, too_late (with the organization's message). `p_only` is
-- the name of one service of a visit: it alone is proposed and cancelled, and the other services stay at
-- their times; not_found when the visit has no such service.
drop function if exists appointment_cancel(uuid, uuid, uuid, uuid, text);
create or replace function appointment_cancel(
    p_organization uuid, p_conversation uuid, p_turn uuid, p_appointment uuid default null,
    p_proposal text default null, p_only text default null
) returns jsonb
language plpgsql as $$
declare
    v_own record;
    v_org organizations;
    v_proposal appointment_proposals;
    v_parts uuid[];
    v_part boolean;
    v_status text;
begin
    perform frontdesk.enter(p_organization);
    perform frontdesk.acting('customer', p_turn, p_conversation);
    if p_proposal is not null then
        select * into v_proposal from appointment_proposals where token = p_proposal;
        v_status := frontdesk.proposal_state(p_conversation, p_turn, 'cancel', v_proposal);
        if v_status <> 'ok' then
            return jsonb_build_object('status', v_status);
        end if;
    end if;
    select * into v_own from frontdesk.own_appointment(p_conversation,
        coalesce(v_proposal.appointment_id, p_appointment));
    if v_own.problem is not null then
        return jsonb_build_object('status', v_own.problem);
    end if;
    v_parts := frontdesk.parts_lock(v_own.id);
    v_part := cardinality(v_parts) > 1 and (p_only is not null or coalesce(v_proposal.part, false));
    if v_part then
        if p_proposal is null then
            v_own.id := (select a.id from appointments a join services s on s.id = a.service_id
                where a.id = any (v_parts) and s.name = p_only order by a.starts_at, a.id limit 1);
        end if;
        if v_own.id is null then
            return '{"status": "not_found"}';
        end if;
        v_parts := array[v_own.id];
    end if;
    select status into v_status from appointments where id = v_own.id;
    if v_status = 'cancelled' then
        return jsonb_build_object('status', 'already_cancelled', 'appointment', frontdesk.appointment_json(v_own.id));
    elsif v_status not in ('scheduled', 'confirmed') then
        return jsonb_build_object('status', 'not_found');
    end if;
    select * into v_org from organizations where id = p_organization;
    if frontdesk.too_late(v_org, v_parts, false) then
        return frontdesk.too_late_json(v_org, v_own.id);
    end if;
    if p_proposal is null then
        return jsonb_build_object('status', 'proposed',
            'proposal', frontdesk.proposal_put(p_organization, p_conversation, p_turn, 'cancel', v_own.id, null,
                v_part),
            'appointment', frontdesk.appointment_json(v_own.id));
    end if;
    update appointments set status = 'cancelled', updated_at = frontdesk.now() where id = any (v_parts);
    return jsonb_build_object('status', 'cancelled', 'appointment', frontdesk.appointment_json(v_own.id));
end;
$$;

-- Moves an appointment (its whole visit), which keeps its id; its own time counts as free. A slot that
-- was offered in an earlier turn for moving this very appointment moves it ({status: moved,
-- appointment}), to another service too where it was offered so; any other offered slot of its services
-- first becomes a proposal ({status: proposed, proposal, appointment, to}), held for the customer, and
-- the proposal of an earlier turn moves.
-- Refusals: several, none, not_found, not_offered, choose_first, not_shown, offer_expired, proposal_expired,
-- too_late, overlaps_own (with that appointment), taken (with services, wished).
create or replace function appointment_move(
    p_organization uuid, p_conversation uuid, p_turn uuid, p_appointment uuid default null,
    p_slot text default null, p_proposal text default null
) returns jsonb
language plpgsql
set plan_cache_mode = force_generic_plan
as $$
declare
    v_own record;
    v_proposal appointment_proposals;
    v_offer slot_offers;
    v_row appointments;
    v_swapped appointments;
    v_parts uuid[];
    v_org organizations;
    v_status text;
    v_overlap uuid;
    v_refused jsonb;
begin
    perform frontdesk.enter(p_organization);
    perform frontdesk.acting('customer', p_turn, p_conversation);
    if p_proposal is not null then
        select * into v_proposal from appointment_proposals where token = p_proposal;
        v_status := frontdesk.proposal_state(p_conversation, p_turn, 'move', v_proposal);
        if v_status <> 'ok' then
            return jsonb_build_object('status', v_status);
        end if;
    end if;
    select * into v_offer from slot_offers where token = coalesce(v_proposal.slot_token, p_slot);
    select * into v_swapped from appointments a where a.offer_token = v_offer.token
        and a.chat_identity_id = p_conversation and v_offer.appointment_id is not null and a.status = 'scheduled';
    if v_swapped.id is not null then
        return jsonb_build_object('status', 'moved', 'appointment', frontdesk.appointment_json(v_swapped.id));
    end if;
    select * into v_own from frontdesk.own_appointment(p_conversation,
        coalesce(v_proposal.appointment_id, p_appointment,
            case when v_offer.chat_identity_id = p_conversation then v_offer.appointment_id end));
    if v_own.problem is not null then
        return jsonb_build_object('status', v_own.problem);
    end if;
    perform 1 from contacts c join chat_identities i on i.contact_id = c.id where i.id = p_conversation
        for no key update of c;
    v_parts := frontdesk.parts_lock(v_own.id);
    select * into v_row from appointments where id = v_parts[1];
    select * into v_org from organizations where id = p_organization;
    if v_row.status not in ('scheduled', 'confirmed') then
        return jsonb_build_object('status', 'not_found');
    end if;
    if v_row.starts_at = v_offer.starts_at and v_row.member_id = v_offer.member_id
            and v_row.service_id = v_offer.service_id
            and (p_proposal is not null or v_offer.appointment_id = any (v_parts)) then
        return jsonb_build_object('status', 'moved', 'appointment', frontdesk.appointment_json(v_own.id));
    end if;
    -- What the business offered by itself, because it cannot keep the appointment, may be taken up to the last.
    if (v_offer.turn_id is not null or v_offer.appointment_id is null or v_offer.appointment_id <> all (v_parts))
            and frontdesk.too_late(v_org, v_parts, true) then
        return frontdesk.too_late_json(v_org, v_own.id);
    end if;
    v_refused := jsonb_build_object('service', v_row.service_id, 'wished', v_offer.starts_at, 'services',
        (select jsonb_agg(a.service_id order by a.starts_at, a.id) from appointments a where a.id = any (v_parts)),
        'appointment', frontdesk.appointment_json(v_own.id));
    v_status := frontdesk.offer_state(p_conversation, p_turn, v_offer);
    if v_status = 'ok'
        and (select jsonb_agg(i -> 'service') from jsonb_array_elements(v_offer.items) i) <> v_refused -> 'services'
        and not (coalesce(v_offer.appointment_id = any (v_parts), false)
            and cardinality(v_parts) = 1 and jsonb_array_length(v_offer.items) = 1)
    then
        v_status := 'not_offered';
    end if;
    if v_status <> 'ok' then
        return jsonb_build_object('status', v_status) || v_refused;
    end if;
    v_overlap := frontdesk.own_overlap(
        v_row.contact_id, v_row.attendee_name, v_row.person_id, v_offer.items, v_parts);
    if v_overlap is not null then
        return jsonb_build_object('status', 'overlaps_own', 'appointment', frontdesk.appointment_json(v_overlap));
    end if;
    if p_proposal is null and not coalesce(v_offer.appointment_id = any (v_parts), false) then
        perform frontdesk.hold_put(p_organization, p_conversation, 'choice', p_slot, v_org.hold_minutes);
        return jsonb_build_object('status', 'proposed',
            'proposal', frontdesk.proposal_put(p_organization, p_conversation, p_turn, 'move', v_own.id, p_slot),
            'appointment', frontdesk.appointment_json(v_own.id),
            'to', jsonb_build_object('slot', p_slot, 'starts_at', v_offer.starts_at,
                'member', (select name from members where id = v_offer.member_id),
                'items', frontdesk.items_json(v_offer.items, v_org.time_zone)));
    end if;
    perform frontdesk.agenda_lock(v_offer.items || (
        select jsonb_agg(jsonb_build_object('service', a.service_id, 'member', a.member_id))
        from appointments a where a.id = any (v_parts)));
    if not frontdesk.still_free(v_org, v_offer.items, p_conversation, v_offer.offered_at, v_parts) then
        return jsonb_build_object('status', 'taken') || v_refused;
    end if;
    begin
        if v_row.service_id <> v_offer.service_id then
            v_own.id := frontdesk.part_swap(v_org, p_conversation, v_row, v_offer);
        else
            perform frontdesk.parts_move(v_org, p_conversation, v_parts, v_offer.items);
        end if;
    exception when exclusion_violation or unique_violation then
        return jsonb_build_object('status', 'taken') || v_refused;
    end;
    return jsonb_build_object('status', 'moved', 'appointment', frontdesk.appointment_json(v_own.id));
end;
$$;

-- Another service in the place of an appointment, which keeps its own: that one is cancelled, and the new
-- one booked for the same person. Returns the new one. Raises exclusion_violation when somebody was faster.
create or replace function frontdesk.part_swap(
    p_org organizations, p_conversation uuid, p_row appointments, p_offer slot_offers
) returns uuid
language plpgsql as $$
begin
    update appointments set status = 'cancelled', updated_at = frontdesk.now() where id = p_row.id;
    perform frontdesk.holds_release(p_conversation, p_offer.items);
    return frontdesk.appointments_insert(p_org, p_row.contact_id, p_conversation, p_row.attendee_name,
        p_row.person_id, p_offer);
end;
$$;

-- The live parts of an appointment's visit in order, locked against other changes.
create or replace function frontdesk.parts_lock(p_appointment uuid) returns uuid[]
language plpgsql as $$
begin
    perform 1 from appointments a where a.id = any (frontdesk.parts_of(p_appointment)) order by a.id for update;
    return frontdesk.parts_of(p_appointment);
end;
$$;

-- Puts the parts of a visit on the items of an offer, in order. Raises exclusion_violation when somebody
-- was faster. The parts' own times are given up first, so that they do not stand in each other's way.
create or replace function frontdesk.parts_move(
    p_org organizations, p_conversation uuid, p_parts uuid[], p_items jsonb
) returns void
language plpgsql as $$
declare
    v_left uuid[] := frontdesk.sessions_left(p_parts);
    v_item jsonb;
    v_n integer := 0;
    v_service services;
    v_at timestamptz;
    v_taking record;
    v_units uuid[];
    v_session uuid;
    v_seat integer;
    v_seats integer;
begin
    perform frontdesk.holds_release(p_conversation, p_items);
    delete from occupancies where appointment_id = any (p_parts) or session_id = any (v_left);
    for v_item in select jsonb_array_elements(p_items) loop
        v_n := v_n + 1;
        select * into v_service from services s where s.id = (v_item ->> 'service')::uuid;
        v_service := frontdesk.lasting(v_service, (v_item ->> 'minutes')::integer);
        v_at := (v_item ->> 'at')::timestamptz;
        v_taking := frontdesk.taking(v_service, v_at);
        v_units := case when v_service.capacity > 1 then '{}'
            else frontdesk.units_for(v_service.id, v_taking.during) end;
        v_session := null;
        v_seat := null;
        v_seats := null;
        if v_service.capacity > 1 then
            select t.session_id, t.seat, t.seats into v_session, v_seat, v_seats
            from frontdesk.seat_take(p_org.id, v_service, (v_item ->> 'member')::uuid, v_at, p_parts) t;
        end if;
        if v_units is null or (v_service.capacity > 1 and v_seat is null) then
            raise exclusion_violation;
        end if;
        update appointments a set
            member_id = (v_item ->> 'member')::uuid, starts_at = v_at,
            ends_at = v_at + make_interval(mins => v_service.duration_minutes),
            during = v_taking.during, gap = v_taking.gap, units = v_units,
            session_id = v_session, seat = v_seat, seats = v_seats,
            status = case when a.starts_at = v_at and a.member_id = (v_item ->> 'member')::uuid then a.status
                else 'scheduled' end,
            confirmation_asked_at = case when a.starts_at = v_at and a.member_id = (v_item ->> 'member')::uuid
                then a.confirmation_asked_at end,
            updated_at = frontdesk.now()
        where a.id = p_parts[v_n];
    end loop;
    -- A session that the visit had to itself and stays in takes its time again.
    perform frontdesk.occupy(g.organization_id, g.member_id, g.units, g.during, null, p_session => g.id)
    from group_sessions g where g.id = any (v_left);
end;
$$;

-- {status: confirmed | already_confirmed, appointment} or several, none, not_found. Without an id,
-- the one whose confirmation was asked for, else the only one.
create or replace function appointment_confirm(
    p_organization uuid, p_conversation uuid, p_turn uuid, p_appointment uuid default null
) returns jsonb
language plpgsql as $$
declare
    v_own record;
    v_asked uuid;
    v_parts uuid[];
    v_status text;
begin
    perform frontdesk.enter(p_organization);
    perform frontdesk.acting('customer', p_turn, p_conversation);
    if p_appointment is null then
        select a.id into v_asked from appointments a
        join chat_identities i on i.contact_id = a.contact_id and i.id = p_conversation
        where a.status = 'scheduled' and a.confirmation_asked_at is not null and a.starts_at > frontdesk.now()
        order by a.confirmation_asked_at desc, a.starts_at limit 1;
    end if;
    select * into v_own from frontdesk.own_appointment(p_conversation, coalesce(p_appointment, v_asked));
    if v_own.problem is not null then
        return jsonb_build_object('status', v_own.problem);
    end if;
    v_parts := frontdesk.parts_lock(v_own.id);
    select status into v_status from appointments where id = v_own.id;
    if v_status not in ('scheduled', 'confirmed') then
        return jsonb_build_object('status', 'not_found');
    end if;
    update appointments set status = 'confirmed', updated_at = frontdesk.now()
    where id = any (v_parts) and status = 'scheduled';
    return jsonb_build_object('status', case when found then 'confirmed' else 'already_confirmed' end,
        'appointment', frontdesk.appointment_json(v_own.id));
end;
$$;

-- Whether an appointment's new name is the contact's own as well: the contact got its name with this
-- booking, or it is the same given name, spelled right.
create or replace function frontdesk.names_contact(
    p_contact contacts, p_parts uuid[], p_old text, p_new text
) returns boolean
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
create or replace function appointment_rename(
    p_organization uuid, p_conversation uuid, p_turn uuid, p_name text, p_appointment uuid default null
) returns jsonb
language plpgsql as $$
declare
    v_own record;
    v_contact contacts;
    v_row appointments;
    v_parts uuid[];
    v_person uuid;
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
        if v_row.person_id is null and frontdesk.names_contact(v_contact, v_parts, v_old, p_name) then
            update contacts set name = p_name where id = v_contact.id returning * into v_contact;
        end if;
        v_person := frontdesk.person_renamed(v_contact, v_row, v_parts, p_name);
        update appointments set attendee_name = p_name, person_id = v_person, updated_at = frontdesk.now()
        where id = any (v_parts) or (person_id = v_person and status in ('scheduled', 'confirmed')
            and ends_at > frontdesk.now() and attendee_name <> p_name);
    exception when unique_violation then
        return jsonb_build_object('status', 'overlaps_own', 'appointment', frontdesk.appointment_json(v_own.id));
    end;
    return jsonb_build_object('status', 'renamed', 'appointment', frontdesk.appointment_json(v_own.id));
end;
$$;
