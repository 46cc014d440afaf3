-- Another time for somebody whose appointment the business cannot keep: held for them, and offered in their chat. A
-- yes moves the appointment as any time that was offered for moving it (appointment_move).

-- Why somebody is not offered another time now, or null: no_chat, opted_out, person (one of the business has their
-- chat, in which the assistant answers nothing), asked (another question with a held time is open).
create or replace function frontdesk.offer_obstacle(p_chat chat_identities, p_parts uuid[]) returns text
language plpgsql stable as $$
begin
    return case
        when p_chat.id is null then 'no_chat'
        when frontdesk.opted_out(p_chat) then 'opted_out'
        when frontdesk.with_person(p_chat, frontdesk.now()) then 'person'
        when exists (
            select from holds h join slot_offers f on f.token = h.offer_token
            where h.chat_identity_id = p_chat.id and h.kind = 'waiting' and h.expires_at > frontdesk.now()) then 'asked'
    end;
end;
$$;

-- The free start that is nearest to when an appointment was, of the next two weeks: offered to its chat and held, so
-- long as an answer can book it. Null token: there is none, or nobody could answer in time (five minutes). `p_token`:
-- what the offer is to be called, where the question was written before it is made.
drop function if exists frontdesk.offer_hold(organizations, chat_identities, appointments, uuid[]);
create or replace function frontdesk.offer_hold(
    p_org organizations, p_chat chat_identities, p_row appointments, p_parts uuid[], p_token text default null,
    out token text, out until timestamptz, out items jsonb
)
language plpgsql as $$
#variable_conflict use_column
declare
    v_services jsonb := (
        select jsonb_agg(a.service_id order by k.place) from unnest(p_parts) with ordinality k (id, place)
        join appointments a on a.id = k.id);
    v_today date := frontdesk.local_day(p_org.id);
    v_found jsonb := availability(p_org.id, v_services, v_today, v_today + 14, null, p_chat.id, p_row.id);
    v_at timestamptz;
    v_minutes integer;
begin
    for v_at in
        select (s ->> 'at')::timestamptz from jsonb_array_elements(v_found -> 'starts') s
        order by abs(extract(epoch from (s ->> 'at')::timestamptz - p_row.starts_at)) limit 20
    loop
        items := null;
        select a.items into items from frontdesk.assign(
            p_org, v_services, array[v_at], null, p_chat.id, p_parts) a;
        v_minutes := least(p_org.waiting_hold_minutes, frontdesk.answer_minutes(p_org, items));
        continue when coalesce(v_minutes, 0) < 5 or frontdesk.own_overlap(
            p_row.contact_id, p_row.attendee_name, p_row.person_id, items, p_parts) is not null;
        token := coalesce(p_token, left(replace(gen_random_uuid()::text, '-', ''), 20));
        insert into slot_offers (token, organization_id, chat_identity_id, service_id, member_id, starts_at, items,
            appointment_id, offered_at, expires_at)
        values (token, p_org.id, p_chat.id, (items -> 0 ->> 'service')::uuid, (items -> 0 ->> 'member')::uuid,
            (items -> 0 ->> 'at')::timestamptz, items, p_parts[1], frontdesk.now(),
            frontdesk.now() + interval '24 hours');
        if frontdesk.hold_put(p_org.id, p_chat.id, 'waiting', token, v_minutes) then
            until := frontdesk.now() + make_interval(mins => v_minutes);
            return;
        end if;
        delete from slot_offers o where o.token = offer_hold.token;
        token := null;
    end loop;
end;
$$;

-- Holds another time for an appointment: {status: ask, conversation, language, name, slot, at, until, items,
-- appointment, organization} for the question, which goes to agenda_offer_put; or {status: none, why: not_found,
-- no_time, or what offer_obstacle says}. `p_token`: as of frontdesk.offer_hold.
drop function if exists agenda_offer(uuid, uuid, uuid);
create or replace function agenda_offer(
    p_organization uuid, p_account uuid, p_appointment uuid, p_token text default null
) returns jsonb
language plpgsql
set plan_cache_mode = force_generic_plan
as $$
declare
    v_org organizations;
    v_row appointments;
    v_chat chat_identities;
    v_parts uuid[];
    v_obstacle text;
    v_held record;
begin
    perform frontdesk.enter(p_organization);
    perform frontdesk.acting_staff(p_account);
    select * into v_org from organizations where id = p_organization;
    v_chat := frontdesk.chat_of(p_appointment);
    perform 1 from chat_identities where id = v_chat.id for no key update;
    v_parts := frontdesk.parts_of(p_appointment);
    select * into v_row from appointments where id = v_parts[1];
    if not frontdesk.in_agenda(p_account, p_appointment) or v_row.status not in ('scheduled', 'confirmed')
            or v_row.ends_at <= frontdesk.now() then
        return '{"status": "none", "why": "not_found"}';
    end if;
    v_obstacle := frontdesk.offer_obstacle(v_chat, v_parts);
    if v_obstacle is not null then
        return jsonb_build_object('status', 'none', 'why', v_obstacle);
    end if;
    v_held := frontdesk.offer_hold(v_org, v_chat, v_row, v_parts, p_token);
    if v_held.token is null then
        return '{"status": "none", "why": "no_time"}';
    end if;
    return jsonb_build_object('status', 'ask', 'conversation', v_chat.id,
        'language', coalesce(v_chat.language, v_org.language),
        'name', (select c.name from contacts c where c.id = v_row.contact_id), 'slot', v_held.token,
        'at', v_held.items -> 0 ->> 'at', 'until', v_held.until,
        'items', frontdesk.items_json(v_held.items, v_org.time_zone),
        'appointment', frontdesk.appointment_json(v_row.id),
        'organization', frontdesk.organization_profile(p_organization));
end;
$$;

-- Puts the question about a held time into the chat's outbox, once: {status: told | not_found}.
create or replace function agenda_offer_put(
    p_organization uuid, p_account uuid, p_appointment uuid, p_slot text, p_replies jsonb
) returns jsonb
language plpgsql as $$
declare
    v_chat uuid;
begin
    perform frontdesk.enter(p_organization);
    select f.chat_identity_id into v_chat from slot_offers f
    where f.token = p_slot and f.turn_id is null and f.appointment_id = any (frontdesk.parts_of(p_appointment));
    perform 1 from chat_identities where id = v_chat for update;
    if v_chat is null or not frontdesk.in_agenda(p_account, p_appointment) or exists (
            select from chat_messages m where m.chat_identity_id = v_chat and m.direction = 'outbound'
              and frontdesk.shown_ids(m.payload) @> array[p_slot]) then
        return '{"status": "not_found"}';
    end if;
    perform outbox_put(p_organization, v_chat, p_replies);
    perform frontdesk.staff_did(p_organization, p_account, 'offered', v_chat, p_appointment);
    return '{"status": "told"}';
end;
$$;

-- What became of those who were booked in a block: [{id, version, was (still in it), state: stays (nobody asked them),
-- offered (to, until), unanswered (to), moved, cancelled, over, local, customer, phone, service, member, to, until,
-- chat}], in the order of their times. Times are local.
create or replace function frontdesk.block_outcomes(p_block agenda_blocks, p_zone text) returns jsonb
language plpgsql stable as $$
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('id', a.id,
            'local', frontdesk.local_text(a.starts_at, p_zone), 'customer', coalesce(a.attendee_name, c.name),
            'phone', coalesce(c.phone, frontdesk.stated_phone(c.id)), 'service', s.name, 'member', m.name,
            'chat', (frontdesk.chat_of(a.id)).id is not null, 'to', frontdesk.local_text(f.starts_at, p_zone),
            'until', frontdesk.local_text(h.expires_at, p_zone), 'state', case
                when a.status = 'cancelled' then 'cancelled'
                when a.status not in ('scheduled', 'confirmed') then 'over'
                when not (a.during && tstzrange(p_block.starts_at, p_block.ends_at)
                    and (a.member_id = p_block.member_id or p_block.unit_id = any (a.units || coalesce(g.units, '{}'))))
                    then 'moved'
                when h.id is not null then 'offered'
                when f.token is not null then 'unanswered'
                else 'stays' end) order by k.place), '[]')
        from unnest(p_block.concerned) with ordinality k (id, place)
        join appointments a on a.id = k.id
        join services s on s.id = a.service_id
        join members m on m.id = a.member_id
        join contacts c on c.id = a.contact_id
        left join group_sessions g on g.id = a.session_id
        left join lateral (
            select * from slot_offers o
            where o.turn_id is null and o.appointment_id = any (frontdesk.parts_of(a.id))
              and o.offered_at >= p_block.created_at
            order by o.offered_at desc, o.token limit 1) f on true
        left join holds h on h.offer_token = f.token and h.expires_at > frontdesk.now());
end;
$$;
