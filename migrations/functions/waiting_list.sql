-- The waiting list: who waits for a day that is full, joining and leaving, and what wakes it up.
-- docs/decisions/waiting-list.md says what each rule means.

-- Waits without news are looked at this often: hours that were added, holds that ran out.
create or replace function frontdesk.waiting_pause() returns interval
language sql immutable as $$ select interval '15 minutes' $$;

-- Has the organization's list looked at, for one local day (null: for whoever is due).
create or replace function frontdesk.waiting_defer(p_organization uuid, p_day date default null) returns void
language sql as $$
    select frontdesk.defer('sends', 'waiting', 'waiting:' || p_organization,
        jsonb_build_object('organization', p_organization, 'day', p_day))
$$;

-- Time became free on a day: somebody may wait for it.
create or replace function frontdesk.waiting_look(p_organization uuid, p_at timestamptz) returns void
language plpgsql as $$
declare
    v_day date := (select (p_at at time zone o.time_zone)::date from organizations o where o.id = p_organization);
begin
    if exists (select 1 from waiting_list w where w.organization_id = p_organization and w.status = 'waiting'
               and v_day between w.first_day and w.last_day)
            or exists (select from recalls r where r.organization_id = p_organization and r.status = 'waiting') then
        perform frontdesk.waiting_defer(p_organization, v_day);
    end if;
end;
$$;

-- Gives up what an entry was offered, so that the next one can be asked.
create or replace function frontdesk.waiting_release(p_entry waiting_list) returns void
language plpgsql as $$
begin
    delete from holds h where h.offer_token = p_entry.offer_token and h.kind = 'waiting';
    perform frontdesk.waiting_look(p_entry.organization_id,
        (select o.starts_at from slot_offers o where o.token = p_entry.offer_token));
end;
$$;

-- An appointment gives up time that lies ahead, whoever changed it and however.
create or replace function frontdesk.appointment_frees() returns trigger
language plpgsql as $$
begin
    if old.status not in ('scheduled', 'confirmed') or upper(old.during) <= frontdesk.now() then
        return null;
    end if;
    if tg_op = 'UPDATE' and new.status in ('scheduled', 'confirmed')
            and (new.during, new.member_id, new.units) = (old.during, old.member_id, old.units)
            and (new.gap, new.session_id) is not distinct from (old.gap, old.session_id) then
        return null;
    end if;
    perform frontdesk.waiting_look(old.organization_id, old.starts_at);
    return null;
end;
$$;

-- Who has the service now does not wait for it any more: by the offered slot, by any other booking of
-- it, or by a move into the days that were waited for.
create or replace function frontdesk.appointment_fulfils() returns trigger
language plpgsql as $$
declare
    v_entry waiting_list;
    v_day date;
begin
    if tg_op = 'UPDATE' and new.starts_at = old.starts_at then
        return null;
    end if;
    for v_entry in
        select * from waiting_list w
        where w.contact_id = new.contact_id and w.appointment_id is null
          and (w.offer_token = new.offer_token and w.status <> 'booked'
            or w.status in ('waiting', 'offered') and w.services = jsonb_build_array(new.service_id))
        order by w.id for update
    loop
        v_day := coalesce(v_day, (select (new.starts_at at time zone o.time_zone)::date
                                  from organizations o where o.id = new.organization_id));
        continue when tg_op = 'UPDATE' and v_day not between v_entry.first_day and v_entry.last_day;
        update waiting_list set status = 'booked', changed_at = frontdesk.now() where id = v_entry.id;
        if v_entry.status = 'offered' and v_entry.offer_token is distinct from new.offer_token then
            perform frontdesk.waiting_release(v_entry);
        end if;
    end loop;
    return null;
end;
$$;

-- What becomes of the wish for an earlier time when the appointment that it keeps changes, whoever changes it: taken
-- (by the offered slot, which then counts as filled, or by another move to before), or over with the appointment.
create or replace function frontdesk.appointment_moves_up() returns trigger
language plpgsql as $$
declare
    v_entry waiting_list;
    v_taken boolean;
    v_live boolean := new.status in ('scheduled', 'confirmed');
begin
    for v_entry in
        select * from waiting_list w
        where w.appointment_id = new.id and w.status <> 'booked' and (w.status in ('waiting', 'offered') or v_live)
        order by w.id for update
    loop
        v_taken := v_live and exists (
            select from slot_offers o
            where o.token = v_entry.offer_token and (o.starts_at, o.member_id) = (new.starts_at, new.member_id));
        continue when not v_taken and (v_entry.status not in ('waiting', 'offered')
            or v_live and new.starts_at >= old.starts_at);
        -- Without a turn: the customer is told of the appointment, and nothing of the list beside it.
        update waiting_list set status = case when v_live then 'booked' else 'left' end, turn_id = null,
            offer_token = case when v_taken then offer_token end, changed_at = frontdesk.now()
        where id = v_entry.id;
        if v_entry.status = 'offered' and not v_taken then
            perform frontdesk.waiting_release(v_entry);
        end if;
    end loop;
    return null;
end;
$$;

-- When the appointment begins that a wish keeps, which is what it wants to be earlier than. Null: it is not ahead any
-- more, has other services by now, or may not be moved any more.
create or replace function frontdesk.earlier_than(p_entry waiting_list, p_org organizations) returns timestamptz
language sql stable as $$
    select min(a.starts_at) from appointments a
    where a.id = any (frontdesk.parts_of(p_entry.appointment_id)) and a.status in ('scheduled', 'confirmed')
    having min(a.starts_at) > frontdesk.now()
      and jsonb_agg(a.service_id order by a.starts_at, a.id) = p_entry.services
      and not frontdesk.too_late(p_org, array_agg(a.id), true)
$$;

-- The instants of a wish on its local days, from today on.
create or replace function frontdesk.wished_times(p_entry waiting_list, p_zone text) returns tstzmultirange
language sql stable as $$
    select coalesce(range_agg(tstzrange((d.day::date + coalesce(p_entry.not_before, '00:00')) at time zone p_zone,
        (d.day::date + coalesce(p_entry.not_after, '23:59:59')) at time zone p_zone, '[]'))
        filter (where (d.day::date + coalesce(p_entry.not_before, '00:00')) at time zone p_zone
            <= (d.day::date + coalesce(p_entry.not_after, '23:59:59')) at time zone p_zone), '{}')
    from generate_series(greatest(p_entry.first_day, (frontdesk.now() at time zone p_zone)::date)::timestamp,
        p_entry.last_day, interval '1 day') as d(day)
$$;

-- Free starts that an entry wishes and did not refuse, soonest first.
create or replace function frontdesk.wished_starts(p_entry waiting_list, p_org organizations) returns setof timestamptz
language plpgsql stable as $$
declare
    v_today date := (frontdesk.now() at time zone p_org.time_zone)::date;
    v_times tstzmultirange := frontdesk.wished_times(p_entry, p_org.time_zone);
    v_before timestamptz := 'infinity';
begin
    if p_entry.appointment_id is not null then
        v_before := frontdesk.earlier_than(p_entry, p_org);
    end if;
    return query
    select s.at from (
        select (value ->> 'at')::timestamptz as at from jsonb_array_elements(availability(p_org.id, p_entry.services,
            greatest(p_entry.first_day, v_today), p_entry.last_day, p_entry.member_id, null, p_entry.appointment_id)
            -> 'starts')) s
    where s.at <@ v_times and s.at <> all (p_entry.refused) and s.at < v_before
    order by s.at;
end;
$$;

-- Whether a wish could ever be had: somebody works then, between notice and horizon.
create or replace function frontdesk.wish_possible(p_entry waiting_list, p_org organizations) returns boolean
language plpgsql stable as $$
declare
    v_first services;
    v_count integer;
begin
    select count(*) into v_count from frontdesk.visit_items(p_entry.services);
    select (i.service).* into v_first from frontdesk.visit_items(p_entry.services) i where i.item = 1;
    return v_count = jsonb_array_length(p_entry.services) and exists (
        select 1 from frontdesk.member_starts(p_org, v_first, p_entry.first_day, p_entry.last_day,
            frontdesk.named(p_entry.services, v_first.id, p_entry.member_id)) m
        where m.fits * tstzmultirange(tstzrange(m.earliest, m.latest, '[]'))
            && frontdesk.wished_times(p_entry, p_org.time_zone));
end;
$$;

-- An entry as the assistant sees it, and what is offered to it in this chat now: {slot, at, until, held,
-- last, items}. `held` false: the time is over, but nobody answered yet. `last`: it is what the customer
-- was asked last.
create or replace function frontdesk.waiting_json(p_entry waiting_list, p_chat uuid) returns jsonb
language plpgsql stable as $$
declare
    v_zone text := (select time_zone from organizations where id = p_entry.organization_id);
    v_offer slot_offers;
    v_last boolean;
begin
    select * into v_offer from slot_offers o
    where o.token = p_entry.offer_token and o.chat_identity_id = p_chat
      and p_entry.status in ('offered', 'expired') and p_entry.message_id is not null
      and o.starts_at > frontdesk.now() and o.expires_at > frontdesk.now();
    v_last := not exists (select 1 from chat_messages m where m.chat_identity_id = p_chat
        and m.direction in ('outbound', 'staff')
        and m.seq > (select q.seq from chat_messages q where q.id = p_entry.message_id));
    return jsonb_build_object('id', p_entry.id, 'status', p_entry.status,
        'services', (select jsonb_agg(jsonb_build_object('id', s.id, 'key', s.key, 'name', s.name)
            order by i.ordinality)
                     from jsonb_array_elements_text(p_entry.services) with ordinality i
                     join services s on s.id = i.value::uuid),
        'member', (select m.name from members m where m.id = p_entry.member_id),
        'first_day', p_entry.first_day, 'last_day', p_entry.last_day,
        'appointment', p_entry.appointment_id, 'due', p_entry.recall_id is not null,
        'earlier_than', (select a.starts_at from appointments a where a.id = p_entry.appointment_id),
        'not_before', to_char(p_entry.not_before, 'HH24:MI'), 'not_after', to_char(p_entry.not_after, 'HH24:MI'),
        'offer', case when v_offer.token is not null then jsonb_build_object('slot', v_offer.token,
            'at', v_offer.starts_at, 'until', p_entry.offered_until, 'last', v_last,
            'held', p_entry.status = 'offered' and p_entry.offered_until > frontdesk.now(),
            'items', frontdesk.items_json(v_offer.items, v_zone)) end);
end;
$$;

-- What a customer waits for, and what was just offered to them even if its time is over, oldest first.
create or replace function frontdesk.waiting_of(p_contact uuid, p_chat uuid) returns jsonb
language plpgsql stable as $$
begin
    return (
        select coalesce(jsonb_agg(e.entry order by e.joined_at, e.id), '[]')
        from (
            select w.id, w.joined_at, w.status, frontdesk.waiting_json(w, p_chat) as entry from waiting_list w
            where w.contact_id = p_contact and (w.status in ('waiting', 'offered')
                or w.status = 'expired' and w.changed_at > frontdesk.now() - interval '1 day')) e
        where e.status <> 'expired' or (e.entry #>> '{offer,last}')::boolean);
end;
$$;

-- The wish for a time before the one of an appointment of the customer, which they keep meanwhile; its services, and
-- its day as the last. `p_wish` holds what they asked for. Without an id `problem` says why: none, several, not_found,
-- too_late (it may not be moved any more).
create or replace function frontdesk.earlier_wish(
    p_org organizations, p_conversation uuid, p_appointment uuid, p_wish waiting_list,
    out wish waiting_list, out problem text
)
language plpgsql stable as $$
#variable_conflict use_column
declare
    v_own record;
    v_parts uuid[];
    v_row appointments;
    v_day date;
begin
    select * into v_own from frontdesk.own_appointment(p_conversation, p_appointment) o;
    problem := v_own.problem;
    if problem is not null then
        return;
    end if;
    v_parts := frontdesk.parts_of(v_own.id);
    select * into v_row from appointments a where a.id = v_parts[1];
    if v_row.status not in ('scheduled', 'confirmed') or v_row.starts_at <= frontdesk.now() then
        problem := 'not_found';
    elsif frontdesk.too_late(p_org, v_parts, true) then
        problem := 'too_late';
    end if;
    wish := p_wish;
    v_day := (v_row.starts_at at time zone p_org.time_zone)::date;
    wish.appointment_id := v_row.id;
    wish.first_day := greatest(p_wish.first_day, (frontdesk.now() at time zone p_org.time_zone)::date);
    wish.last_day := least(coalesce(p_wish.last_day, v_day), v_day, wish.first_day + 61);
    wish.services := (
        select jsonb_agg(a.service_id order by a.starts_at, a.id) from appointments a where a.id = any (v_parts));
end;
$$;

-- Puts the customer on the list. `p_services`: ids in order; the bounds are local times of the start. With
-- `p_appointment` they keep that one and wait for a time before it (of its services; the days may be null: from today
-- on). Returns {status: joined | already_waiting, entry}, or needs_name, too_many, free (it can be had right
-- now), not_possible (nobody ever works then), unreachable (the chat is not ours to write to), or the problem of
-- frontdesk.earlier_wish.
drop function if exists waiting_join(uuid, uuid, uuid, jsonb, date, date, uuid, time, time);
create or replace function waiting_join(
    p_organization uuid, p_conversation uuid, p_turn uuid, p_services jsonb, p_from date, p_to date,
    p_member uuid default null, p_not_before time default null, p_not_after time default null,
    p_appointment uuid default null
) returns jsonb
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_org organizations;
    v_chat chat_identities;
    v_name text;
    v_earlier record;
    v_wish waiting_list;
    v_entry waiting_list;
begin
    perform frontdesk.enter(p_organization);
    select * into v_org from organizations where id = p_organization;
    select * into v_chat from chat_identities where id = p_conversation;
    if not frontdesk.is_rehearsal(p_conversation) and not exists (
            select 1 from platform_connections c where c.id = v_chat.connection_id and c.channel <> 'api') then
        return jsonb_build_object('status', 'unreachable');
    end if;
    v_wish.services := p_services;
    v_wish.member_id := p_member;
    v_wish.first_day := greatest(p_from, (v_now at time zone v_org.time_zone)::date);
    v_wish.last_day := least(p_to, v_wish.first_day + 61);
    v_wish.not_before := p_not_before;
    v_wish.not_after := p_not_after;
    v_wish.refused := '{}';
    if p_appointment is not null then
        v_wish.first_day := p_from;
        v_wish.last_day := p_to;
        v_earlier := frontdesk.earlier_wish(v_org, p_conversation, p_appointment, v_wish);
        if v_earlier.problem is not null then
            return jsonb_build_object('status', v_earlier.problem);
        end if;
        v_wish := v_earlier.wish;
    end if;
    if v_wish.last_day < v_wish.first_day or p_not_after < p_not_before
        or not frontdesk.wish_possible(v_wish, v_org)
    then
        return jsonb_build_object('status', 'not_possible');
    end if;
    -- One customer's wishes one after the other, so that the limit holds.
    select c.name into v_name from contacts c where c.id = v_chat.contact_id for no key update;
    select * into v_entry from waiting_list w where w.contact_id = v_chat.contact_id
      and (w.services, w.first_day, w.last_day) = (v_wish.services, v_wish.first_day, v_wish.last_day)
      and (w.member_id, w.not_before, w.not_after, w.appointment_id)
          is not distinct from (v_wish.member_id, v_wish.not_before, v_wish.not_after, v_wish.appointment_id);
    if v_entry.status in ('waiting', 'offered') then
        return jsonb_build_object('status', 'already_waiting',
            'entry', frontdesk.waiting_json(v_entry, p_conversation));
    end if;
    v_wish.refused := coalesce(v_entry.refused, '{}');
    if exists (select 1 from frontdesk.wished_starts(v_wish, v_org)) then
        return jsonb_build_object('status', 'free');
    elsif v_name is null then
        return jsonb_build_object('status', 'needs_name');
    end if;
    if (select count(*) from waiting_list w where w.contact_id = v_chat.contact_id
        and w.status in ('waiting', 'offered')) >= v_org.max_open_appointments then
        return jsonb_build_object('status', 'too_many', 'limit', v_org.max_open_appointments);
    end if;
    -- Who declined one time and goes on waiting keeps the place.
    insert into waiting_list (organization_id, chat_identity_id, contact_id, turn_id, services, member_id, first_day,
        last_day, not_before, not_after, appointment_id, joined_at, changed_at, wake_at)
    values (p_organization, p_conversation, v_chat.contact_id, p_turn, v_wish.services, p_member, v_wish.first_day,
        v_wish.last_day, p_not_before, p_not_after, v_wish.appointment_id, v_now, v_now,
        v_now + frontdesk.waiting_pause())
    on conflict on constraint waiting_list_once do update set
        chat_identity_id = excluded.chat_identity_id, turn_id = excluded.turn_id, status = 'waiting',
        joined_at = case when waiting_list.status = 'declined' and waiting_list.changed_at > v_now - interval '1 hour'
            then waiting_list.joined_at else v_now end,
        changed_at = v_now, wake_at = excluded.wake_at, offer_token = null, offered_until = null, message_id = null,
        skipped = null
    returning * into v_entry;
    return jsonb_build_object('status', 'joined', 'entry', frontdesk.waiting_json(v_entry, p_conversation));
end;
$$;

-- Takes the customer off the list, or notes that they do not want the time that was offered (the next
-- one is then asked at once). Without an id: what was just offered, else the only wish. Returns
-- {status: declined | left, entry} or none, not_found, several (with entries).
create or replace function waiting_leave(
    p_organization uuid, p_conversation uuid, p_turn uuid, p_entry uuid default null
) returns jsonb
language plpgsql as $$
declare
    v_contact uuid;
    v_own jsonb;
    v_id uuid := p_entry;
    v_entry waiting_list;
    v_offered boolean;
begin
    perform frontdesk.enter(p_organization);
    select contact_id into v_contact from chat_identities where id = p_conversation;
    v_own := frontdesk.waiting_of(v_contact, p_conversation);
    if v_id is null then
        v_id := (select (e ->> 'id')::uuid from jsonb_array_elements(v_own) e where e -> 'offer' <> 'null'
                 order by (e #>> '{offer,last}')::boolean desc limit 1);
        if v_id is null and jsonb_array_length(v_own) <> 1 then
            return case when v_own = '[]' then jsonb_build_object('status', 'none')
                else jsonb_build_object('status', 'several', 'entries', v_own) end;
        end if;
        v_id := coalesce(v_id, (v_own -> 0 ->> 'id')::uuid);
    end if;
    select * into v_entry from waiting_list w
    where w.id = v_id and w.contact_id = v_contact and v_own @> jsonb_build_array(jsonb_build_object('id', w.id))
      and w.status in ('waiting', 'offered', 'expired')
    for update;
    if v_entry.id is null then
        return jsonb_build_object('status', 'not_found');
    end if;
    v_offered := v_entry.status in ('offered', 'expired');
    update waiting_list set status = case when v_offered then 'declined' else 'left' end, changed_at = frontdesk.now(),
        turn_id = p_turn, refused = refused || array(
            select o.starts_at from slot_offers o where v_offered and o.token = v_entry.offer_token
              and o.starts_at <> all (refused))
    where id = v_id;
    if v_entry.status = 'offered' then
        perform frontdesk.waiting_release(v_entry);
    end if;
    select * into v_entry from waiting_list where id = v_id;
    return jsonb_build_object('status', case when v_offered then 'declined' else 'left' end,
        'entry', frontdesk.waiting_json(v_entry, p_conversation));
end;
$$;

call frontdesk.attach('trigger', 'waiting_frees', 'appointments', $$
    create trigger waiting_frees after update or delete on appointments
        for each row execute function frontdesk.appointment_frees()
$$);

call frontdesk.attach('trigger', 'waiting_moves_up', 'appointments', $$
    create trigger waiting_moves_up after update on appointments
        for each row when ((old.status, old.starts_at, old.member_id) is distinct from
            (new.status, new.starts_at, new.member_id))
        execute function frontdesk.appointment_moves_up()
$$);

call frontdesk.attach('trigger', 'waiting_fulfils', 'appointments', $$
    create trigger waiting_fulfils after insert or update on appointments
        for each row execute function frontdesk.appointment_fulfils()
$$);
