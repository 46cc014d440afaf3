-- The agenda: free starts, offers, bookings, cancellations, moves and confirmations.

-- Opening hours of one local day as instants. A special date replaces the week's hours.
create function frontdesk.organization_hours(p_organization uuid, p_day date, p_zone text) returns tstzmultirange
language sql stable as $$
    select coalesce(range_agg(tstzrange((p_day + h.opens) at time zone p_zone, (p_day + h.closes) at time zone p_zone))
        filter (where h.opens is not null), '{}')
    from (
        select s.opens, s.closes from organization_special_dates s
        where s.organization_id = p_organization and s.day = p_day
        union all
        select w.opens, w.closes from organization_availability w
        where w.organization_id = p_organization and w.weekday = extract(isodow from p_day)
          and not exists (select 1 from organization_special_dates s
                          where s.organization_id = p_organization and s.day = p_day)) h
$$;

-- The same for a member; one without hours of their own works whenever the business is open.
create function frontdesk.member_hours(p_member uuid, p_day date, p_zone text) returns tstzmultirange
language sql stable as $$
    select case
        when not exists (select 1 from member_availability w where w.member_id = p_member)
         and not exists (select 1 from member_special_dates s where s.member_id = p_member and s.day = p_day)
        then '{(,)}'::tstzmultirange
        else (
            select coalesce(range_agg(tstzrange((p_day + h.opens) at time zone p_zone, (p_day + h.closes) at time zone p_zone))
                filter (where h.opens is not null), '{}')
            from (
                select s.opens, s.closes from member_special_dates s
                where s.member_id = p_member and s.day = p_day
                union all
                select w.opens, w.closes from member_availability w
                where w.member_id = p_member and w.weekday = extract(isodow from p_day)
                  and not exists (select 1 from member_special_dates s
                                  where s.member_id = p_member and s.day = p_day)) h)
    end
$$;

-- Free starts of a service on local days `p_from` to `p_to` (inclusive, at most 62 days), with the
-- members who could take each, the least busy that day first. Days tell why they have none.
--   {hours_published, performed, days: [{day, state: open|full|closed|member_off|past|notice|horizon, label}],
--    starts: [{at, local, members: [{id, name}]}]}
create function availability(
    p_organization uuid, p_service uuid, p_from date, p_to date, p_member uuid default null, p_exclude uuid default null
) returns jsonb
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_org organizations;
    v_service services;
    v_until date := least(p_to, p_from + 62);
    v_earliest timestamptz;
    v_latest timestamptz;
    v_step interval;
    v_duration interval;
    v_before interval;
    v_after interval;
    v_result jsonb;
begin
    perform frontdesk.enter(p_organization);
    select * into v_org from organizations where id = p_organization;
    select * into v_service from services where id = p_service and active;
    v_earliest := v_now + make_interval(mins => v_org.notice_minutes);
    v_latest := v_now + make_interval(days => v_org.horizon_days);
    v_step := make_interval(mins => coalesce(v_service.slot_step_minutes, v_org.slot_step_minutes));
    v_duration := make_interval(mins => v_service.duration_minutes);
    v_before := make_interval(mins => v_service.buffer_before_minutes);
    v_after := make_interval(mins => v_service.buffer_after_minutes);
    with days as (
        select d::date as day from generate_series(p_from::timestamp, v_until::timestamp, interval '1 day') d
    ), opening as materialized (
        select day, frontdesk.organization_hours(p_organization, day, v_org.time_zone) as hours from days
    ), staff as materialized (
        select m.id, m.name, m.position from members m
        join member_services ms on ms.member_id = m.id and ms.service_id = p_service
        where m.active and (p_member is null or m.id = p_member)
    ), taken as materialized (
        select a.member_id, range_agg(a.during) as during from appointments a
        where a.member_id in (select id from staff) and a.status in ('scheduled', 'confirmed')
          and a.starts_at > p_from::timestamp at time zone v_org.time_zone - interval '2 days'
          and a.starts_at < v_until::timestamp at time zone v_org.time_zone + interval '2 days'
          and a.id is distinct from p_exclude
        group by a.member_id
    ), shifts as materialized (
        select s.id, s.name, s.position, o.day,
            o.hours * frontdesk.member_hours(s.id, o.day, v_org.time_zone) as hours
        from staff s cross join opening o
        where not isempty(o.hours)
    ), loads as (
        select a.member_id, (a.starts_at at time zone v_org.time_zone)::date as day, count(*) as n
        from appointments a
        where a.member_id in (select id from staff) and a.status in ('scheduled', 'confirmed')
          and a.starts_at > p_from::timestamp at time zone v_org.time_zone
          and a.starts_at < (v_until + 1)::timestamp at time zone v_org.time_zone
        group by 1, 2
    ), candidates as materialized (
        select h.id, h.name, h.position, h.day, t.at
        from shifts h
        cross join lateral unnest(h.hours) r
        cross join lateral generate_series(lower(r), upper(r) - v_duration, v_step) as t(at)
        left join taken k on k.member_id = h.id
        where not coalesce(k.during && tstzrange(t.at - v_before, t.at + v_duration + v_after), false)
    ), free as (
        select c.day, c.at, jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name)
            order by coalesce(l.n, 0), c.position, c.name) as members
        from candidates c left join loads l on l.member_id = c.id and l.day = c.day
        where c.at >= v_earliest and c.at <= v_latest
        group by c.day, c.at
    )
    select jsonb_build_object(
        'hours_published', exists (select 1 from organization_availability where organization_id = p_organization),
        'performed', exists (select 1 from staff),
        'days', (
            select coalesce(jsonb_agg(jsonb_build_object('day', o.day, 'state', case
                when exists (select 1 from free f where f.day = o.day) then 'open'
                when o.day < (v_now at time zone v_org.time_zone)::date then 'past'
                when o.day > (v_latest at time zone v_org.time_zone)::date then 'horizon'
                when isempty(o.hours) then 'closed'
                when not exists (select 1 from shifts h where h.day = o.day and not isempty(h.hours)) then 'member_off'
                when exists (select 1 from candidates c where c.day = o.day and c.at < v_earliest) then
                    case when exists (select 1 from candidates c where c.day = o.day and c.at >= v_now)
                        then 'notice' else 'past' end
                else 'full' end,
                'label', (select s.label from organization_special_dates s
                          where s.organization_id = p_organization and s.day = o.day limit 1))
                order by o.day), '[]')
            from opening o),
        'starts', (
            select coalesce(jsonb_agg(jsonb_build_object(
                'at', f.at, 'local', to_char(f.at at time zone v_org.time_zone, 'YYYY-MM-DD"T"HH24:MI'),
                'members', f.members) order by f.at), '[]')
            from free f))
    into v_result;
    return v_result;
end;
$$;

-- Records what a turn offers: [{service, member, at}]; returns the tokens in the same order. They
-- can be booked once that turn's reply went out, and only in a later turn.
create function offers_put(p_organization uuid, p_conversation uuid, p_turn uuid, p_offers jsonb) returns jsonb
language plpgsql as $$
declare
    v_tokens jsonb;
begin
    perform frontdesk.enter(p_organization);
    delete from slot_offers where chat_identity_id = p_conversation and expires_at < frontdesk.now() - interval '7 days';
    with offered as materialized (
        select o.ordinality as n, left(replace(gen_random_uuid()::text, '-', ''), 20) as token, o.value as offer
        from jsonb_array_elements(p_offers) with ordinality o
    ), stored as (
        insert into slot_offers (token, organization_id, chat_identity_id, turn_id, service_id, member_id,
            starts_at, offered_at, expires_at)
        select token, p_organization, p_conversation, p_turn, (offer ->> 'service')::uuid,
            (offer ->> 'member')::uuid, (offer ->> 'at')::timestamptz, frontdesk.now(),
            frontdesk.now() + interval '24 hours'
        from offered
    )
    select coalesce(jsonb_agg(token order by n), '[]') into v_tokens from offered;
    return v_tokens;
end;
$$;

-- Whether a slot may be taken now, and why not: ok, choose_first (offered in this very turn, so the
-- customer has not seen it), not_offered, offer_expired. Offers of turns whose reply never went
-- out do not count.
create function frontdesk.offer_state(p_conversation uuid, p_turn uuid, p_offer slot_offers) returns text
language sql stable as $$
    select case
        when p_offer.token is null or p_offer.chat_identity_id <> p_conversation then 'not_offered'
        when p_offer.turn_id = p_turn then 'choose_first'
        when not exists (select 1 from turns t where t.id = p_offer.turn_id and t.status = 'committed') then 'not_offered'
        when p_offer.expires_at < frontdesk.now() or p_offer.starts_at < frontdesk.now() then 'offer_expired'
        else 'ok'
    end
$$;

create function frontdesk.appointment_json(p_appointment uuid) returns jsonb
language sql stable as $$
    select jsonb_build_object('id', a.id, 'status', a.status, 'starts_at', a.starts_at, 'ends_at', a.ends_at,
        'service', s.name, 'service_id', s.id, 'service_key', s.key, 'member', m.name, 'member_id', m.id,
        'attendee', a.attendee_name, 'contact', c.name, 'price', a.price, 'price_note', s.price_note,
        'organization', o.name, 'address', o.address, 'currency', o.currency, 'time_zone', o.time_zone,
        'awaiting_confirmation', a.status = 'scheduled' and a.confirmation_asked_at is not null)
    from appointments a
    join services s on s.id = a.service_id
    join members m on m.id = a.member_id
    join contacts c on c.id = a.contact_id
    join organizations o on o.id = a.organization_id
    where a.id = p_appointment
$$;

-- Whether working hours, notice and horizon allow this start for this member (overlap apart).
create function frontdesk.start_allowed(p_organization organizations, p_service services, p_member uuid, p_at timestamptz)
returns boolean
language sql stable as $$
    select p_at >= frontdesk.now() + make_interval(mins => p_organization.notice_minutes)
       and p_at <= frontdesk.now() + make_interval(days => p_organization.horizon_days)
       and exists (select 1 from member_services ms join members m on m.id = ms.member_id
                   where ms.service_id = p_service.id and ms.member_id = p_member and m.active)
       and p_service.active and p_service.bookable
       and tstzrange(p_at, p_at + make_interval(mins => p_service.duration_minutes)) <@ (
           frontdesk.organization_hours(p_organization.id, (p_at at time zone p_organization.time_zone)::date, p_organization.time_zone)
         * frontdesk.member_hours(p_member, (p_at at time zone p_organization.time_zone)::date, p_organization.time_zone))
$$;

create function frontdesk.event_put(
    p_organization uuid, p_appointment uuid, p_kind text, p_turn uuid, p_detail jsonb default '{}', p_actor text default 'customer'
) returns void
language sql as $$
    insert into appointment_events (organization_id, appointment_id, at, kind, actor, turn_id, detail)
    values (p_organization, p_appointment, frontdesk.now(), p_kind, p_actor, p_turn, p_detail)
$$;

-- Whether the customer has had the assessment that a service asks for.
create function frontdesk.assessed(p_contact uuid, p_service services) returns boolean
language sql stable as $$
    select p_service.requires_assessment is null or exists (
        select 1 from appointments a
        where a.contact_id = p_contact and a.service_id = p_service.requires_assessment
          and (a.status = 'completed' or (a.status in ('scheduled', 'confirmed') and a.ends_at < frontdesk.now())))
$$;

-- Whether a chat's contact may book a service directly.
create function assessment_done(p_organization uuid, p_conversation uuid, p_service uuid) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    return to_jsonb((
        select frontdesk.assessed(i.contact_id, s)
        from services s, chat_identities i where s.id = p_service and i.id = p_conversation));
end;
$$;

-- Writers of one agenda follow each other. The exclusion constraint alone would refuse an overlap too,
-- but two rows inserted at once wait for each other there until the deadlock is noticed.
create function frontdesk.agenda_lock(p_member uuid) returns void
language sql as $$
    select from members where id = p_member for no key update
$$;

-- Books an offered slot. Returns {status: booked | already_booked, appointment} or a refusal:
-- needs_name, choose_first, not_offered, offer_expired, taken (with service, member), too_many_open,
-- overlaps_own (with appointment), needs_assessment.
create function appointment_book(p_organization uuid, p_conversation uuid, p_turn uuid, p_slot text) returns jsonb
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_offer slot_offers;
    v_service services;
    v_org organizations;
    v_chat chat_identities;
    v_contact contacts;
    v_id uuid;
    v_state text;
    v_ends timestamptz;
    v_for text;
begin
    perform frontdesk.enter(p_organization);
    select * into v_offer from slot_offers where token = p_slot;
    v_state := frontdesk.offer_state(p_conversation, p_turn, v_offer);
    select * into v_chat from chat_identities where id = p_conversation;
    -- One contact's bookings one after the other, so that a repeated call finds the first one's row and
    -- the limits below hold.
    select * into v_contact from contacts where id = v_chat.contact_id for update;
    v_for := coalesce(v_chat.booking_name, v_contact.name);
    if v_state in ('ok', 'offer_expired') then
        select a.id into v_id from appointments a
        where a.contact_id = v_contact.id and a.service_id = v_offer.service_id and a.starts_at = v_offer.starts_at
          and a.status in ('scheduled', 'confirmed') and coalesce(a.attendee_name, '') = coalesce(v_for, '');
        if v_id is not null then
            return jsonb_build_object('status', 'already_booked', 'appointment', frontdesk.appointment_json(v_id));
        end if;
    end if;
    if v_state <> 'ok' then
        return jsonb_build_object('status', v_state)
            || case when v_state = 'offer_expired' then jsonb_build_object('service', v_offer.service_id) else '{}' end;
    end if;
    if v_contact.name is null then
        return jsonb_build_object('status', 'needs_name');
    end if;
    select * into v_service from services where id = v_offer.service_id;
    select * into v_org from organizations where id = p_organization;
    v_ends := v_offer.starts_at + make_interval(mins => v_service.duration_minutes);
    if not frontdesk.assessed(v_contact.id, v_service) then
        return jsonb_build_object('status', 'needs_assessment', 'service', v_service.id);
    end if;
    if (select count(*) from appointments a where a.contact_id = v_contact.id
        and a.status in ('scheduled', 'confirmed') and a.starts_at > v_now) >= v_org.max_open_appointments then
        return jsonb_build_object('status', 'too_many_open', 'limit', v_org.max_open_appointments);
    end if;
    select a.id into v_id from appointments a
    where a.contact_id = v_contact.id and a.status in ('scheduled', 'confirmed')
      and a.starts_at < v_ends and a.ends_at > v_offer.starts_at
      and coalesce(a.attendee_name, '') = coalesce(v_for, '');
    if v_id is not null then
        return jsonb_build_object('status', 'overlaps_own', 'appointment', frontdesk.appointment_json(v_id));
    end if;
    if not frontdesk.start_allowed(v_org, v_service, v_offer.member_id, v_offer.starts_at) then
        return jsonb_build_object('status', 'taken', 'service', v_service.id, 'wished', v_offer.starts_at);
    end if;
    perform frontdesk.agenda_lock(v_offer.member_id);
    begin
        insert into appointments (organization_id, contact_id, chat_identity_id, service_id, member_id,
            attendee_name, starts_at, ends_at, during, price, created_at, updated_at)
        values (p_organization, v_contact.id, p_conversation, v_service.id, v_offer.member_id,
            v_for, v_offer.starts_at, v_ends,
            tstzrange(v_offer.starts_at - make_interval(mins => v_service.buffer_before_minutes),
                      v_ends + make_interval(mins => v_service.buffer_after_minutes)),
            v_service.price, v_now, v_now)
        returning id into v_id;
    exception when exclusion_violation then
        return jsonb_build_object('status', 'taken', 'service', v_service.id, 'wished', v_offer.starts_at);
    end;
    perform frontdesk.event_put(p_organization, v_id, 'booked', p_turn, jsonb_build_object('slot', p_slot));
    update chat_identities set booking_name = null where id = p_conversation and booking_name is not null;
    perform frontdesk.notify_chat(v_chat.connection_id, p_conversation, 'message');
    return jsonb_build_object('status', 'booked', 'appointment', frontdesk.appointment_json(v_id));
end;
$$;

-- The customer's appointment: the one named, or the only upcoming one. Another customer's is
-- answered exactly like one that does not exist.
create function frontdesk.own_appointment(p_conversation uuid, p_appointment uuid, out id uuid, out problem text)
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
    select count(*), min(a.id::text)::uuid into v_count, id from appointments a
    where a.contact_id = v_contact and a.status in ('scheduled', 'confirmed') and a.ends_at > frontdesk.now();
    problem := case v_count when 0 then 'none' when 1 then null else 'several' end;
    id := case when v_count = 1 then id end;
end;
$$;

create function frontdesk.proposal_put(
    p_organization uuid, p_conversation uuid, p_turn uuid, p_kind text, p_appointment uuid, p_slot text
) returns text
language sql as $$
    insert into appointment_proposals (token, organization_id, chat_identity_id, turn_id, kind, appointment_id,
        slot_token, proposed_at, expires_at)
    values (left(replace(gen_random_uuid()::text, '-', ''), 20), p_organization, p_conversation, p_turn, p_kind,
        p_appointment, p_slot, frontdesk.now(), frontdesk.now() + interval '24 hours')
    returning token
$$;

create function frontdesk.proposal_state(p_conversation uuid, p_turn uuid, p_kind text, p_proposal appointment_proposals)
returns text
language sql stable as $$
    select case
        when p_proposal.token is null or p_proposal.chat_identity_id <> p_conversation
          or p_proposal.kind <> p_kind then 'not_found'
        when p_proposal.turn_id = p_turn then 'choose_first'
        when not exists (select 1 from turns t where t.id = p_proposal.turn_id and t.status = 'committed') then 'not_found'
        when p_proposal.expires_at < frontdesk.now() then 'proposal_expired'
        else 'ok'
    end
$$;

-- Whether the organization's cut-off lets the customer still cancel or move.
create function frontdesk.too_late(p_organization uuid, p_appointment uuid) returns boolean
language sql stable as $$
    select a.starts_at <= frontdesk.now() + make_interval(mins => o.cancel_notice_minutes)
    from appointments a join organizations o on o.id = p_organization
    where a.id = p_appointment
$$;

-- Without a proposal: stores one ({status: proposed, proposal, appointment}). With the proposal of an
-- earlier turn: cancels ({status: cancelled, appointment}). Refusals: several, none, not_found,
-- already_cancelled, choose_first, proposal_expired, too_late.
create function appointment_cancel(
    p_organization uuid, p_conversation uuid, p_turn uuid, p_appointment uuid default null, p_proposal text default null
) returns jsonb
language plpgsql as $$
declare
    v_own record;
    v_proposal appointment_proposals;
    v_status text;
begin
    perform frontdesk.enter(p_organization);
    if p_proposal is not null then
        select * into v_proposal from appointment_proposals where token = p_proposal;
        v_status := frontdesk.proposal_state(p_conversation, p_turn, 'cancel', v_proposal);
        if v_status <> 'ok' then
            return jsonb_build_object('status', v_status);
        end if;
    end if;
    select * into v_own from frontdesk.own_appointment(p_conversation, coalesce(v_proposal.appointment_id, p_appointment));
    if v_own.problem is not null then
        return jsonb_build_object('status', v_own.problem);
    end if;
    select status into v_status from appointments where id = v_own.id for update;
    if v_status = 'cancelled' then
        return jsonb_build_object('status', 'already_cancelled', 'appointment', frontdesk.appointment_json(v_own.id));
    elsif v_status not in ('scheduled', 'confirmed') then
        return jsonb_build_object('status', 'not_found');
    end if;
    if frontdesk.too_late(p_organization, v_own.id) then
        return jsonb_build_object('status', 'too_late', 'appointment', frontdesk.appointment_json(v_own.id));
    end if;
    if p_proposal is null then
        return jsonb_build_object('status', 'proposed',
            'proposal', frontdesk.proposal_put(p_organization, p_conversation, p_turn, 'cancel', v_own.id, null),
            'appointment', frontdesk.appointment_json(v_own.id));
    end if;
    update appointments set status = 'cancelled', updated_at = frontdesk.now() where id = v_own.id;
    perform frontdesk.event_put(p_organization, v_own.id, 'cancelled', p_turn);
    return jsonb_build_object('status', 'cancelled', 'appointment', frontdesk.appointment_json(v_own.id));
end;
$$;

-- With an appointment and a slot of an earlier turn: stores a proposal. With the proposal of an
-- earlier turn: moves the appointment, which keeps its id; its own time counts as free.
create function appointment_move(
    p_organization uuid, p_conversation uuid, p_turn uuid, p_appointment uuid default null,
    p_slot text default null, p_proposal text default null
) returns jsonb
language plpgsql as $$
declare
    v_own record;
    v_proposal appointment_proposals;
    v_offer slot_offers;
    v_row appointments;
    v_service services;
    v_org organizations;
    v_status text;
begin
    perform frontdesk.enter(p_organization);
    if p_proposal is not null then
        select * into v_proposal from appointment_proposals where token = p_proposal;
        v_status := frontdesk.proposal_state(p_conversation, p_turn, 'move', v_proposal);
        if v_status <> 'ok' then
            return jsonb_build_object('status', v_status);
        end if;
    end if;
    select * into v_own from frontdesk.own_appointment(p_conversation, coalesce(v_proposal.appointment_id, p_appointment));
    if v_own.problem is not null then
        return jsonb_build_object('status', v_own.problem);
    end if;
    select * into v_row from appointments where id = v_own.id for update;
    select * into v_offer from slot_offers where token = coalesce(v_proposal.slot_token, p_slot);
    if v_row.starts_at = v_offer.starts_at and v_row.member_id = v_offer.member_id and p_proposal is not null then
        return jsonb_build_object('status', 'moved', 'appointment', frontdesk.appointment_json(v_own.id));
    end if;
    if v_row.status not in ('scheduled', 'confirmed') then
        return jsonb_build_object('status', 'not_found');
    end if;
    if frontdesk.too_late(p_organization, v_own.id) then
        return jsonb_build_object('status', 'too_late', 'appointment', frontdesk.appointment_json(v_own.id));
    end if;
    v_status := frontdesk.offer_state(p_conversation, p_turn, v_offer);
    if v_status <> 'ok' or v_offer.service_id <> v_row.service_id then
        return jsonb_build_object('status', case when v_status = 'ok' then 'not_offered' else v_status end,
            'service', v_row.service_id, 'wished', v_offer.starts_at, 'appointment', frontdesk.appointment_json(v_own.id));
    end if;
    if p_proposal is null then
        return jsonb_build_object('status', 'proposed',
            'proposal', frontdesk.proposal_put(p_organization, p_conversation, p_turn, 'move', v_own.id, p_slot),
            'appointment', frontdesk.appointment_json(v_own.id),
            'to', jsonb_build_object('slot', p_slot, 'starts_at', v_offer.starts_at,
                'member', (select name from members where id = v_offer.member_id)));
    end if;
    select * into v_service from services where id = v_row.service_id;
    select * into v_org from organizations where id = p_organization;
    if not frontdesk.start_allowed(v_org, v_service, v_offer.member_id, v_offer.starts_at) then
        return jsonb_build_object('status', 'taken', 'service', v_row.service_id, 'wished', v_offer.starts_at,
            'appointment', frontdesk.appointment_json(v_own.id));
    end if;
    perform frontdesk.agenda_lock(v_offer.member_id);
    begin
        update appointments a set
            member_id = v_offer.member_id, starts_at = v_offer.starts_at,
            ends_at = v_offer.starts_at + (v_row.ends_at - v_row.starts_at),
            during = tstzrange(
                v_offer.starts_at - make_interval(mins => v_service.buffer_before_minutes),
                v_offer.starts_at + (v_row.ends_at - v_row.starts_at) + make_interval(mins => v_service.buffer_after_minutes)),
            status = 'scheduled', confirmation_asked_at = null, updated_at = frontdesk.now()
        where a.id = v_own.id;
    exception when exclusion_violation or unique_violation then
        return jsonb_build_object('status', 'taken', 'service', v_row.service_id, 'wished', v_offer.starts_at,
            'appointment', frontdesk.appointment_json(v_own.id));
    end;
    perform frontdesk.event_put(p_organization, v_own.id, 'moved', p_turn, jsonb_build_object(
        'from', v_row.starts_at, 'from_member', v_row.member_id, 'to', v_offer.starts_at));
    return jsonb_build_object('status', 'moved', 'appointment', frontdesk.appointment_json(v_own.id));
end;
$$;

-- {status: confirmed | already_confirmed, appointment} or several, none, not_found. Without an id,
-- the one whose confirmation was asked for, else the only one.
create function appointment_confirm(
    p_organization uuid, p_conversation uuid, p_turn uuid, p_appointment uuid default null
) returns jsonb
language plpgsql as $$
declare
    v_own record;
    v_asked uuid;
    v_status text;
begin
    perform frontdesk.enter(p_organization);
    if p_appointment is null then
        select a.id into v_asked from appointments a
        join chat_identities i on i.contact_id = a.contact_id and i.id = p_conversation
        where a.status = 'scheduled' and a.confirmation_asked_at is not null and a.starts_at > frontdesk.now()
        order by a.confirmation_asked_at desc limit 1;
    end if;
    select * into v_own from frontdesk.own_appointment(p_conversation, coalesce(p_appointment, v_asked));
    if v_own.problem is not null then
        return jsonb_build_object('status', v_own.problem);
    end if;
    select status into v_status from appointments where id = v_own.id for update;
    if v_status = 'confirmed' then
        return jsonb_build_object('status', 'already_confirmed', 'appointment', frontdesk.appointment_json(v_own.id));
    elsif v_status <> 'scheduled' then
        return jsonb_build_object('status', 'not_found');
    end if;
    update appointments set status = 'confirmed', updated_at = frontdesk.now() where id = v_own.id;
    perform frontdesk.event_put(p_organization, v_own.id, 'confirmed', p_turn);
    return jsonb_build_object('status', 'confirmed', 'appointment', frontdesk.appointment_json(v_own.id));
end;
$$;

-- The customer's upcoming appointments, soonest first.
create function appointments_upcoming(p_organization uuid, p_conversation uuid) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    return frontdesk.upcoming((select contact_id from chat_identities where id = p_conversation));
end;
$$;

-- Asks a customer to confirm an appointment: marks it and puts the text into the chat's outbox.
create function confirmation_ask(p_organization uuid, p_appointment uuid, p_replies jsonb) returns jsonb
language plpgsql as $$
declare
    v_chat uuid;
begin
    perform frontdesk.enter(p_organization);
    update appointments set confirmation_asked_at = frontdesk.now()
    where id = p_appointment and status = 'scheduled' and confirmation_asked_at is null and starts_at > frontdesk.now()
    returning chat_identity_id into v_chat;
    if v_chat is null then
        return to_jsonb(false);
    end if;
    perform frontdesk.event_put(p_organization, p_appointment, 'confirmation_asked', null, '{}', 'system');
    perform outbox_put(p_organization, v_chat, p_replies);
    return to_jsonb(true);
end;
$$;

call frontdesk.expose('availability');
call frontdesk.expose('offers_put');
call frontdesk.expose('assessment_done');
call frontdesk.expose('appointment_book');
call frontdesk.expose('appointment_cancel');
call frontdesk.expose('appointment_move');
call frontdesk.expose('appointment_confirm');
call frontdesk.expose('appointments_upcoming');
call frontdesk.expose('confirmation_ask');
