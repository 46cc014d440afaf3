-- Booking. An appointment that belongs to a visit stands for the whole visit everywhere here.

-- Books an offered slot, all its services or none. Returns {status: booked | already_booked, appointment}
-- or a refusal: needs_name (the slot is held meanwhile), needs_place (the same, with the last visit's place),
-- choose_first, not_offered, not_shown, offer_expired, taken (with services, wished), too_many_open, too_many_today
-- (limit), overlaps_own (with appointment), needs_assessment. An offer for several people needs `p_party`
-- (frontdesk.party_book).
drop function if exists appointment_book(uuid, uuid, uuid, text);
create or replace function appointment_book(
    p_organization uuid, p_conversation uuid, p_turn uuid, p_slot text, p_party jsonb default null
) returns jsonb
language plpgsql
set plan_cache_mode = force_generic_plan
as $$
declare
    v_offer slot_offers;
    v_org organizations;
    v_chat chat_identities;
    v_contact contacts;
    v_id uuid;
    v_state text;
    v_for text;
    v_person uuid;
    v_refusal jsonb;
    v_wish jsonb;
begin
    perform frontdesk.enter(p_organization);
    perform frontdesk.acting('customer', p_turn, p_conversation);
    select * into v_offer from slot_offers where token = p_slot;
    v_state := frontdesk.offer_state(p_conversation, p_turn, v_offer);
    -- Before the contact, as whoever merges contacts takes them.
    select * into v_chat from chat_identities where id = p_conversation for no key update;
    select * into v_org from organizations where id = p_organization;
    -- One contact's bookings one after the other, so that a repeated call finds the first one's row and
    -- the limits below hold.
    select * into v_contact from contacts where id = v_chat.contact_id for no key update;
    v_for := coalesce(v_chat.booking_name, v_contact.name);
    v_person := frontdesk.booking_person(v_chat, v_contact);
    v_wish := jsonb_build_object('service', v_offer.service_id, 'wished', v_offer.starts_at, 'services',
        (select jsonb_agg(i -> 'service') from jsonb_array_elements(v_offer.items) i));
    if v_offer.appointment_id is not null then
        -- Offered to move an appointment to: no second one is made of it.
        v_state := 'not_offered';
    end if;
    if v_offer.party is not null then
        v_wish := v_wish || jsonb_build_object('in_turn', v_offer.items -> 0 ->> 'at' <> v_offer.items -> 1 ->> 'at');
        return frontdesk.party_book(v_org, v_chat, v_contact, v_offer, p_party, v_state, v_wish);
    end if;
    if v_state in ('ok', 'offer_expired') then
        v_id := frontdesk.booked_already(v_contact.id, v_for, v_person, v_offer);
        if v_id is not null then
            return jsonb_build_object('status', 'already_booked', 'appointment', frontdesk.appointment_json(v_id));
        end if;
        if exists (select 1 from appointments a where a.offer_token = p_slot) then
            v_state := 'offer_expired';
        end if;
    end if;
    if v_state <> 'ok' then
        return jsonb_build_object('status', v_state) || case when v_state = 'offer_expired' then v_wish else '{}' end;
    end if;
    if v_for is null then
        if not frontdesk.still_free(v_org, v_offer.items, p_conversation, v_offer.offered_at) then
            return jsonb_build_object('status', 'taken') || v_wish;
        end if;
        perform frontdesk.hold_put(p_organization, p_conversation, 'choice', p_slot, v_org.hold_minutes);
        return jsonb_build_object('status', 'needs_name');
    end if;
    v_refusal := frontdesk.place_refusal(v_org, v_chat, p_slot, v_offer.items);
    if v_refusal is not null then
        return v_refusal || case v_refusal ->> 'status' when 'taken' then v_wish else '{}' end;
    end if;
    v_refusal := frontdesk.booking_refusal(v_org, v_contact, v_for, v_person, v_offer.items);
    if v_refusal is null and v_offer.turn_id is not null then
        -- What the business offered by itself (the waiting list) is not limited.
        v_refusal := frontdesk.visitor_refusal(v_chat);
    end if;
    if v_refusal is not null then
        return v_refusal;
    end if;
    perform frontdesk.agenda_lock(v_offer.items);
    if not frontdesk.still_free(v_org, v_offer.items, p_conversation, v_offer.offered_at) then
        return jsonb_build_object('status', 'taken') || v_wish;
    end if;
    begin
        perform frontdesk.holds_release(p_conversation, v_offer.items);
        if v_person is not null then
            v_person := frontdesk.people_ensure(v_contact, v_for, v_chat.booking_relation, v_person);
        end if;
        v_id := frontdesk.appointments_insert(v_org, v_contact.id, p_conversation, v_for, v_person, v_offer);
    exception when exclusion_violation or unique_violation then
        return jsonb_build_object('status', 'taken') || v_wish;
    end;
    perform frontdesk.place_put(v_chat, v_id);
    update slot_offers set visitor = v_chat.visitor where token = p_slot and v_chat.visitor is not null;
    update chat_identities set booking_name = null, booking_relation = null
    where id = p_conversation and booking_name is not null;
    perform frontdesk.notify_chat(v_chat.connection_id, p_conversation, 'message');
    return jsonb_build_object('status', 'booked', 'appointment', frontdesk.appointment_json(v_id));
end;
$$;

drop function if exists frontdesk.booking_refusal(organizations, contacts, text, jsonb);
-- Why a contact may not book these items apart from free time, or null: needs_assessment (service),
-- too_many_open (limit), overlaps_own (appointment).
create or replace function frontdesk.booking_refusal(
    p_org organizations, p_contact contacts, p_for text, p_person uuid, p_items jsonb
) returns jsonb
language plpgsql stable as $$
declare
    v_now timestamptz := frontdesk.now();
    v_item jsonb;
    v_service services;
    v_id uuid;
begin
    if (select count(distinct coalesce(a.visit_id, a.id)) from appointments a where a.contact_id = p_contact.id
        and a.status in ('scheduled', 'confirmed') and a.starts_at > v_now) >= p_org.max_open_appointments then
        return jsonb_build_object('status', 'too_many_open', 'limit', p_org.max_open_appointments);
    end if;
    for v_item in select jsonb_array_elements(p_items) loop
        select * into v_service from services s where s.id = (v_item ->> 'service')::uuid;
        if not frontdesk.assessed(p_contact.id, v_service) then
            return jsonb_build_object('status', 'needs_assessment', 'service', v_service.id);
        end if;
        if (select count(*) from appointments a where a.contact_id = p_contact.id and a.service_id = v_service.id
            and a.status in ('scheduled', 'confirmed') and a.starts_at > v_now) >= v_service.max_open_appointments then
            return jsonb_build_object('status', 'too_many_open', 'limit', v_service.max_open_appointments,
                'service', v_service.id);
        end if;
    end loop;
    v_id := frontdesk.own_overlap(p_contact.id, p_for, p_person, p_items, '{}');
    return case when v_id is not null then
        jsonb_build_object('status', 'overlaps_own', 'appointment', frontdesk.appointment_json(v_id)) end;
end;
$$;

drop function if exists frontdesk.own_overlap(uuid, text, jsonb, uuid[]);
-- An appointment of this contact for the same person that overlaps these items; `p_parts` do not count.
create or replace function frontdesk.own_overlap(
    p_contact uuid, p_for text, p_person uuid, p_items jsonb, p_parts uuid[]
) returns uuid
language sql stable as $$
    select a.id from jsonb_array_elements(p_items) i
    join services s on s.id = (i ->> 'service')::uuid
    join appointments a on a.contact_id = p_contact and a.status in ('scheduled', 'confirmed') and a.id <> all (p_parts)
        and a.starts_at < (i ->> 'at')::timestamptz + make_interval(mins => s.duration_minutes)
        and a.ends_at > (i ->> 'at')::timestamptz and coalesce(a.attendee_name, '') = coalesce(p_for, '')
        and a.person_id is not distinct from p_person
    order by a.starts_at limit 1
$$;

drop function if exists frontdesk.booked_already(uuid, text, slot_offers);
-- The appointment that this offer is already booked as: by its token, else the same services at the
-- same starts for the same person.
create or replace function frontdesk.booked_already(
    p_contact uuid, p_for text, p_person uuid, p_offer slot_offers
) returns uuid
language sql stable as $$
    select coalesce(
        (select a.id from appointments a where a.offer_token = p_offer.token and a.contact_id = p_contact
            and a.status in ('scheduled', 'confirmed') order by a.starts_at limit 1),
        (select (array_agg(a.id order by a.starts_at, a.id))[1] from jsonb_array_elements(p_offer.items) i
         join appointments a on a.contact_id = p_contact and a.service_id = (i ->> 'service')::uuid
             and a.starts_at = (i ->> 'at')::timestamptz and a.status in ('scheduled', 'confirmed')
             and coalesce(a.attendee_name, '') = coalesce(p_for, '') and a.person_id is not distinct from p_person
         having count(*) = jsonb_array_length(p_offer.items)))
$$;

-- Whether the customer has had the assessment that a service asks for.
create or replace function frontdesk.assessed(p_contact uuid, p_service services) returns boolean
language sql stable as $$
    select p_service.requires_assessment is null or exists (
        select 1 from appointments a
        where a.contact_id = p_contact and a.service_id = p_service.requires_assessment
          and (a.status = 'completed' or (a.status in ('scheduled', 'confirmed') and a.ends_at < frontdesk.now())))
$$;

-- Whether a chat's contact may book a service directly.
create or replace function assessment_done(p_organization uuid, p_conversation uuid, p_service uuid) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    return to_jsonb((
        select frontdesk.assessed(i.contact_id, s)
        from services s, chat_identities i where s.id = p_service and i.id = p_conversation));
end;
$$;

drop function if exists frontdesk.appointments_insert(organizations, uuid, uuid, text, slot_offers);
create or replace function frontdesk.appointments_insert(
    p_org organizations, p_contact uuid, p_conversation uuid, p_for text, p_person uuid, p_offer slot_offers
) returns uuid
language plpgsql as $$
declare
    v_visit uuid := case when jsonb_array_length(p_offer.items) > 1 then gen_random_uuid() end;
    v_item jsonb;
    v_service services;
    v_at timestamptz;
    v_session uuid;
    v_seat integer;
    v_seats integer;
    v_taking record;
    v_units uuid[];
    v_id uuid;
    v_first uuid;
begin
    for v_item in select jsonb_array_elements(p_offer.items) loop
        select * into v_service from services s where s.id = (v_item ->> 'service')::uuid;
        v_service := frontdesk.lasting(v_service, (v_item ->> 'minutes')::integer);
        v_at := (v_item ->> 'at')::timestamptz;
        v_taking := frontdesk.taking(v_service, v_at);
        v_units := '{}';
        v_session := null;
        v_seat := null;
        v_seats := null;
        if v_service.capacity > 1 then
            select t.session_id, t.seat, t.seats into v_session, v_seat, v_seats
            from frontdesk.seat_take(p_org.id, v_service, (v_item ->> 'member')::uuid, v_at, '{}') t;
        else
            v_units := frontdesk.units_for(v_service.id, v_taking.during);
        end if;
        if v_units is null or (v_service.capacity > 1 and v_seat is null) then
            raise exclusion_violation;
        end if;
        insert into appointments (organization_id, contact_id, chat_identity_id, service_id, member_id, attendee_name,
            person_id, starts_at, ends_at, during, gap, units, visit_id, session_id, seat, seats, price, currency,
            offer_token, created_at, updated_at)
        values (p_org.id, p_contact, p_conversation, v_service.id, (v_item ->> 'member')::uuid, p_for, p_person,
            v_at, v_at + make_interval(mins => v_service.duration_minutes), v_taking.during, v_taking.gap, v_units,
            v_visit,
            v_session, v_seat, v_seats,
            v_service.price, coalesce(v_service.currency, p_org.currency), p_offer.token, frontdesk.now(),
            frontdesk.now())
        returning id into v_id;
        v_first := coalesce(v_first, v_id);
    end loop;
    return v_first;
end;
$$;

-- A seat of a group session (made when it is the first); null when it is full. Seats of `p_moved` count
-- as free.
create or replace function frontdesk.seat_take(
    p_organization uuid, p_service services, p_member uuid, p_at timestamptz, p_moved uuid[],
    out session_id uuid, out seat integer, out seats integer
)
language plpgsql as $$
#variable_conflict use_column
declare
    v_during tstzrange := (frontdesk.taking(p_service, p_at)).during;
begin
    select g.id, g.capacity into session_id, seats from group_sessions g
    where g.service_id = p_service.id and g.member_id = p_member and g.starts_at = p_at
    for update;
    if session_id is null then
        insert into group_sessions (organization_id, service_id, member_id, starts_at, during, units, capacity)
        values (p_organization, p_service.id, p_member, p_at, v_during,
            coalesce(frontdesk.units_for(p_service.id, v_during), '{}'), p_service.capacity)
        returning id, capacity into session_id, seats;
    end if;
    select min(n) into seat from generate_series(1, seats) n
    where not exists (select 1 from appointments a
                      where a.session_id = seat_take.session_id and a.seat = n
                          and a.status in ('scheduled', 'confirmed')
                        and a.id <> all (p_moved));
end;
$$;

-- Whether every item still can be had by its member: hours, notice, horizon, takings, units, seats. What was
-- offered in time (`p_offered`) can be taken for as long as a hold lasts, though the notice has run out since.
drop function if exists frontdesk.still_free(organizations, jsonb, uuid, uuid[]);
create or replace function frontdesk.still_free(
    p_org organizations, p_items jsonb, p_conversation uuid, p_offered timestamptz, p_moved uuid[] default '{}'
)
returns boolean
language plpgsql stable as $$
declare
    v_late interval := least(frontdesk.now() - p_offered, make_interval(mins => p_org.hold_minutes));
    v_item jsonb;
    v_service services;
    v_at timestamptz;
    v_day date;
begin
    -- From the day before: where the clock goes back over midnight, its hours reach into this one.
    for v_item in select jsonb_array_elements(p_items) loop
        select * into v_service from services s where s.id = (v_item ->> 'service')::uuid and s.active and s.bookable;
        v_at := (v_item ->> 'at')::timestamptz;
        v_day := (v_at at time zone p_org.time_zone)::date;
        if v_service.id is null or not exists (
            select 1 from frontdesk.member_starts(p_org, v_service, v_day - 1, v_day, (v_item ->> 'member')::uuid,
                p_conversation, p_moved) m
            where v_at <@ m.starts and v_at > frontdesk.now() and v_at between m.earliest - v_late and m.latest) then
            return false;
        end if;
    end loop;
    return true;
end;
$$;

-- The first part's facts, `ends_at` of the last, `total` when all have a price in one currency, `parts`.
create or replace function frontdesk.appointment_json(p_appointment uuid) returns jsonb
language sql stable as $$
    with parts as materialized (
        select a.*, s.name as service, s.key as service_key, s.price_note, s.given_at, m.name as member,
            coalesce(a.currency, s.currency, o.currency) as paid_in, row_number() over (order by a.starts_at, a.id) as n
        from unnest(frontdesk.parts_of(p_appointment)) i
        join appointments a on a.id = i
        join services s on s.id = a.service_id
        join members m on m.id = a.member_id
        join organizations o on o.id = a.organization_id
    )
    select jsonb_build_object('id', a.id, 'status', a.status, 'starts_at', a.starts_at,
        'ends_at', (select max(ends_at) from parts),
        'service', a.service, 'service_id', a.service_id, 'service_key', a.service_key, 'member', a.member,
        'member_id', a.member_id,
        'attendee', a.attendee_name, 'contact', c.name, 'person', a.person_id, 'relation', p.relation,
        'price', a.price, 'price_note', a.price_note,
        'organization', o.name, 'address', o.address, 'place', (
            select frontdesk.place_json(place, place_latitude, place_longitude) from parts
            where place is not null or place_latitude is not null order by n limit 1),
        'currency', a.paid_in, 'time_zone', o.time_zone,
        'total', (select case when count(*) = count(price) and count(distinct paid_in) = 1 then sum(price) end
            from parts),
        'public_token', a.public_token,
        'awaiting_confirmation', a.status = 'scheduled' and a.confirmation_asked_at is not null,
        'moved_from', frontdesk.moved_from(a.id),
        'parts', (select jsonb_agg(jsonb_build_object('id', id, 'service', service, 'service_id', service_id,
            'service_key', service_key, 'member', member, 'member_id', member_id, 'starts_at', starts_at,
            'ends_at', ends_at,
            'price', price, 'price_note', price_note, 'currency', paid_in,
            'at_customer', given_at = 'customer') order by n) from parts))
    from parts a
    join contacts c on c.id = a.contact_id
    join organizations o on o.id = a.organization_id
    left join people p on p.id = a.person_id
    where a.n = 1
$$;

-- When an appointment began before the customer moved it last; null when they did not within a day.
create or replace function frontdesk.moved_from(p_appointment uuid) returns timestamptz
language sql stable as $$
    select (e.detail ->> 'from')::timestamptz from appointment_events e
    where e.appointment_id = p_appointment and e.kind = 'moved' and e.actor = 'customer'
      and e.at > frontdesk.now() - interval '1 day'
    order by e.id desc limit 1
$$;

-- The customer's turn in which an appointment was cancelled last; null when that was no customer's.
create or replace function frontdesk.cancelled_in(p_appointment uuid) returns uuid
language sql stable as $$
    select e.turn_id from appointment_events e
    where e.appointment_id = p_appointment and e.kind = 'cancelled' order by e.id desc limit 1
$$;

-- The appointments that share this one's visit and state, in order; of cancelled ones those that were
-- cancelled along with it.
create or replace function frontdesk.parts_of(p_appointment uuid) returns uuid[]
language sql stable as $$
    select array_agg(b.id order by b.starts_at, b.id) from appointments a
    join appointments b on b.id = a.id or (b.visit_id = a.visit_id
        and (b.status in ('scheduled', 'confirmed')) = (a.status in ('scheduled', 'confirmed'))
        and (a.id = b.id or a.status <> 'cancelled' or b.status <> 'cancelled'
            or frontdesk.cancelled_in(a.id) is not distinct from frontdesk.cancelled_in(b.id)))
    where a.id = p_appointment
$$;

-- A contact's upcoming appointments, soonest first; a visit is one entry.
create or replace function frontdesk.upcoming(p_contact uuid) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(frontdesk.appointment_json(v.id) order by v.starts_at, v.id), '[]')
    from (
        select distinct on (coalesce(a.visit_id, a.id)) a.id, a.starts_at from appointments a
        where a.contact_id = p_contact and a.status in ('scheduled', 'confirmed') and a.ends_at > frontdesk.now()
        order by coalesce(a.visit_id, a.id), a.starts_at, a.id) v
$$;

-- What the customer themself came for last, where it is still to be had: "the usual". `member` is null where several
-- people gave it, or the one who did no longer does. Null: nothing like that.
create or replace function frontdesk.last_visit(p_contact uuid) returns jsonb
language sql stable as $$
    select jsonb_build_object('id', l.id, 'at', l.starts_at,
        'services', (select jsonb_agg(s.name order by a.starts_at, a.id)
            from appointments a join services s on s.id = a.service_id where a.id = any (l.parts)),
        'member', (select case when count(distinct m.id) = 1 and bool_and(m.active and ms.member_id is not null)
                then min(m.name) end
            from appointments a join members m on m.id = a.member_id
            left join member_services ms on ms.member_id = m.id and ms.service_id = a.service_id
            where a.id = any (l.parts)))
    from (
        select a.id, a.starts_at, frontdesk.parts_of(a.id) as parts from appointments a
        where a.contact_id = p_contact and a.starts_at > coalesce((
                select c.visits_from from contacts c where c.id = p_contact), '-infinity')
          and a.person_id is null and a.ends_at < frontdesk.now()
          and a.status in ('scheduled', 'confirmed', 'completed')
        order by a.starts_at desc limit 1) l
    where not exists (
        select from appointments a join services s on s.id = a.service_id
        where a.id = any (l.parts) and not (s.active and s.bookable))
$$;

-- The customer's upcoming appointments, soonest first.
create or replace function appointments_upcoming(p_organization uuid, p_conversation uuid) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    return frontdesk.upcoming((select contact_id from chat_identities where id = p_conversation));
end;
$$;
