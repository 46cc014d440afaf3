-- The agenda for staff, the calendar file of an appointment, and telling customers what staff cancelled.

-- The agenda as staff read it: appointments that begin on local days p_from to p_to (null: today), of
-- one member (by key) or all, whatever became of them.
--   {status: ok, appointments: [{id, visit, local, until, service, member, customer, contact and relation (of
--    a customer's somebody: who wrote, what they are to them), phone, stated_phone, status,
--    place, asked (waits for the customer's confirmation)}]} or {status: no_member, members: [key]}
create or replace function agenda_list(
    p_organization uuid, p_from date default null, p_to date default null, p_member text default null
) returns jsonb
language plpgsql stable as $$
declare
    v_zone text;
    v_from date;
    v_to date;
    v_member uuid;
begin
    perform frontdesk.enter(p_organization);
    select o.time_zone into v_zone from organizations o where o.id = p_organization;
    v_from := coalesce(p_from, (frontdesk.now() at time zone v_zone)::date);
    v_to := coalesce(p_to, v_from);
    select m.id into v_member from members m where m.organization_id = p_organization and m.key = p_member;
    if p_member is not null and v_member is null then
        return jsonb_build_object('status', 'no_member', 'members', (
            select coalesce(jsonb_agg(m.key order by m.position, m.key), '[]') from members m));
    end if;
    return jsonb_build_object('status', 'ok', 'appointments', (
        select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'visit', a.visit_id,
            'local', frontdesk.local_text(a.starts_at, v_zone), 'until', frontdesk.local_text(a.ends_at, v_zone),
            'service', s.name, 'member', m.name, 'customer', coalesce(a.attendee_name, c.name),
            'contact', case when a.person_id is not null then c.name end, 'relation', p.relation, 'phone', c.phone,
            'stated_phone', frontdesk.stated_phone(c.id), 'status', a.status,
            'place', frontdesk.place_json(a.place, a.place_latitude, a.place_longitude),
            'asked', a.status = 'scheduled' and a.confirmation_asked_at is not null)
            order by a.starts_at, m.position, a.id), '[]')
        from appointments a
        join services s on s.id = a.service_id
        join members m on m.id = a.member_id
        join contacts c on c.id = a.contact_id
        left join people p on p.id = a.person_id
        where a.organization_id = p_organization
          and a.starts_at >= frontdesk.local_midnight(v_from, v_zone)
          and a.starts_at < frontdesk.local_midnight(v_to + 1, v_zone)
          and (v_member is null or a.member_id = v_member)));
end;
$$;

-- An appointment with everything that happened to it, oldest first, or null.
--   {appointment: frontdesk.appointment_json, phone, stated_phone, notes: [{text, at}],
--    local, until, events: [{local, kind, actor, name (of whom of staff it is known),
--    channel (of the chat it came from, or null), from, to, from_member, to_member (of a move)}]}
create or replace function appointment_events_list(p_organization uuid, p_appointment uuid) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select jsonb_build_object('appointment', frontdesk.appointment_json(a.id), 'phone', c.phone,
            'stated_phone', frontdesk.stated_phone(c.id), 'notes', frontdesk.notes_of(c.id),
            'local', frontdesk.local_text(a.starts_at, o.time_zone),
            'until', frontdesk.local_text(a.ends_at, o.time_zone),
            'events', (
                select coalesce(jsonb_agg(jsonb_build_object(
                    'local', frontdesk.local_text(e.at, o.time_zone), 'kind', e.kind, 'actor', e.actor,
                    'name', frontdesk.staff_name(e.account_id),
                    'channel', p.channel,
                    'from', frontdesk.local_text((e.detail ->> 'from')::timestamptz, o.time_zone),
                    'to', frontdesk.local_text((e.detail ->> 'to')::timestamptz, o.time_zone),
                    'from_member', f.name, 'to_member', t.name) order by e.id), '[]')
                from appointment_events e
                left join chat_identities i on i.id = e.chat_identity_id
                left join platform_connections p on p.id = i.connection_id
                left join members f on f.id = (e.detail ->> 'from_member')::uuid
                left join members t on t.id = (e.detail ->> 'to_member')::uuid
                where e.appointment_id = a.id))
        from appointments a
        join organizations o on o.id = a.organization_id
        join contacts c on c.id = a.contact_id
        where a.id = p_appointment);
end;
$$;

-- What the calendar file behind a token shows, or null. It looks across tenants: the token is all that
-- the caller has. Nothing of the customer is in it but the language of their chat and the place of a home
-- visit. A visit's parts come together, whichever one the token is of. Seven days after the visit's end the
-- link ends, too: what was passed on or stands in a browser's list opens nothing for ever.
--   {organization, address, language, parts: [{id, service, member, starts_at, ends_at, status, place,
--    sequence (how often it changed), modified}]}
create or replace function calendar_find(p_token text) returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select jsonb_build_object('organization', o.name, 'address', o.address,
        'language', coalesce(i.language, o.language),
        'parts', (
            select jsonb_agg(jsonb_build_object('id', b.id, 'service', s.name, 'member', m.name,
                'starts_at', b.starts_at, 'ends_at', b.ends_at, 'status', b.status,
                'place', frontdesk.place_json(b.place, b.place_latitude, b.place_longitude),
                'sequence', e.changes, 'modified', coalesce(e.modified, b.updated_at)) order by b.starts_at, b.id)
            from appointments b
            join services s on s.id = b.service_id
            join members m on m.id = b.member_id
            cross join lateral (
                select count(*) filter (where e.kind <> 'booked') as changes, max(e.at) as modified
                from appointment_events e
                where e.appointment_id = b.id and e.kind not in (
                    'confirmation_asked', 'reminded', 'aftercare_sent', 'review_asked', 'rated')) e
            where b.id = a.id or b.visit_id = a.visit_id))
    from appointments a
    join organizations o on o.id = a.organization_id
    left join chat_identities i on i.id = a.chat_identity_id
    where a.public_token = p_token
      and frontdesk.now() < interval '7 days' + (
        select max(b.ends_at) from appointments b where b.id = a.id or b.visit_id = a.visit_id)
$$;

-- The organization that an appointment belongs to, or null: operators name appointments only.
create or replace function appointment_tenant(p_appointment uuid) returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select to_jsonb(a.organization_id) from appointments a where a.id = p_appointment
$$;

-- Staff or the system ends an appointment (its whole visit): completed, no_show or cancelled. No cut-off
-- holds for them. Returns {status, appointment} or not_found, not_begun, already (with the state it is in).
create or replace function appointment_close(
    p_organization uuid, p_appointment uuid, p_status text, p_actor text default 'staff'
) returns jsonb
language plpgsql as $$
declare
    v_row appointments;
    v_parts uuid[];
begin
    perform frontdesk.enter(p_organization);
    perform frontdesk.acting(p_actor);
    if p_status not in ('completed', 'no_show', 'cancelled') then
        raise exception 'unknown status %', p_status using errcode = 'invalid_parameter_value';
    end if;
    v_parts := frontdesk.parts_lock(p_appointment);
    select * into v_row from appointments where id = p_appointment;
    if v_row.id is null then
        return jsonb_build_object('status', 'not_found');
    elsif v_row.status not in ('scheduled', 'confirmed') then
        return jsonb_build_object('status', 'already', 'is', v_row.status,
            'appointment', frontdesk.appointment_json(p_appointment));
    elsif p_status <> 'cancelled' and exists (
            select 1 from appointments a where a.id = any (v_parts) and a.starts_at > frontdesk.now()) then
        return jsonb_build_object('status', 'not_begun', 'appointment', frontdesk.appointment_json(p_appointment));
    end if;
    update appointments set status = p_status, updated_at = frontdesk.now() where id = any (v_parts);
    return jsonb_build_object('status', p_status, 'appointment', frontdesk.appointment_json(p_appointment));
end;
$$;

-- The chat in which a customer is told about an appointment: where it was booked, else the one they
-- wrote in last; none that a caller of /invoke delivers.
create or replace function frontdesk.chat_of(p_appointment uuid) returns chat_identities
language sql stable as $$
    select i.* from appointments a
    join chat_identities i on i.id = a.chat_identity_id or i.contact_id = a.contact_id
    join platform_connections c on c.id = i.connection_id and c.active and c.channel <> 'api'
    where a.id = p_appointment
    order by i.id is distinct from a.chat_identity_id, i.last_inbound_at desc nulls last limit 1
$$;

-- What is needed to tell a customer that staff cancelled: {conversation, channel, language, opted_out (in
-- any of their chats), last_inbound_at, now, organization (its profile)}; null without a chat.
create or replace function cancellation_chat(p_organization uuid, p_appointment uuid) returns jsonb
language plpgsql stable as $$
declare
    v_chat chat_identities;
begin
    perform frontdesk.enter(p_organization);
    v_chat := frontdesk.chat_of(p_appointment);
    if v_chat.id is null then
        return null;
    end if;
    return jsonb_build_object('conversation', v_chat.id, 'language', v_chat.language,
        'channel', (select c.channel from platform_connections c where c.id = v_chat.connection_id),
        'opted_out', frontdesk.opted_out(v_chat), 'last_inbound_at', v_chat.last_inbound_at, 'now', frontdesk.now(),
        'organization', frontdesk.organization_profile(p_organization));
end;
$$;

-- Puts the notice of a cancellation into the chat's outbox, once for an appointment or visit: {status:
-- told | already_told | opted_out | no_chat | not_cancelled}.
create or replace function cancellation_tell(p_organization uuid, p_appointment uuid, p_text text) returns jsonb
language plpgsql as $$
declare
    v_row appointments;
    v_chat chat_identities;
    v_payload jsonb;
begin
    perform frontdesk.enter(p_organization);
    select * into v_row from appointments where id = p_appointment and status = 'cancelled';
    v_payload := jsonb_build_object('cancelled', coalesce(v_row.visit_id, v_row.id));
    select * into v_chat from chat_identities where id = (frontdesk.chat_of(p_appointment)).id for update;
    if v_row.id is null then
        return '{"status": "not_cancelled"}';
    elsif v_chat.id is null then
        return '{"status": "no_chat"}';
    elsif frontdesk.opted_out(v_chat) then
        return '{"status": "opted_out"}';
    elsif exists (select 1 from chat_messages m where m.chat_identity_id = v_chat.id
            and m.direction = 'outbound' and m.payload @> v_payload) then
        return '{"status": "already_told"}';
    end if;
    perform outbox_put(p_organization, v_chat.id, jsonb_build_array(
        jsonb_build_object('text', p_text, 'payload', v_payload)));
    return '{"status": "told"}';
end;
$$;
