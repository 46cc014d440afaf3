-- What staff do in the agenda of the console: book, move, make longer or shorter, and what became of an appointment.
-- The same tables, locks and exclusion constraint as the bot's. Opening hours may be overridden by a person, overlap
-- never. Every act names the account, and what of the appointment they saw; each is written down (staff_actions).

-- Who of staff acts in this transaction: in every event and until its end. A recipient is none of the accounts.
create or replace function frontdesk.acting_staff(p_account uuid) returns void
language plpgsql as $$
begin
    perform frontdesk.acting('staff');
    perform set_config('frontdesk.account', case when frontdesk.recipient_name(p_account) is null
        then p_account::text else '' end, true);
end;
$$;

-- What a form did that came twice; null when it comes for the first time. Two at once follow each other.
create or replace function frontdesk.form_done(p_account uuid, p_key text) returns uuid
language plpgsql as $$
begin
    perform pg_advisory_xact_lock(hashtextextended(p_account::text || p_key, 17));
    return (
        select s.subject_id from staff_actions s
        where (s.account_id = p_account or s.recipient_id = p_account) and s.form_key = p_key and p_key <> '' limit 1);
end;
$$;

-- Begins an act on an appointment: `parts` of its visit, locked; or why not: not_found (none of their agenda), done
-- (the same form came before), changed (it is not as they saw it any more; `name`: who of staff changed it last).
create or replace function frontdesk.agenda_act(
    p_organization uuid, p_account uuid, p_appointment uuid, p_seen text, p_key text, out parts uuid[],
    out refusal jsonb
)
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    perform frontdesk.acting_staff(p_account);
    if not frontdesk.in_agenda(p_account, p_appointment) then
        refusal := '{"status": "not_found"}';
        return;
    end if;
    if frontdesk.form_done(p_account, p_key) is not null then
        refusal := jsonb_build_object('status', 'done', 'appointment', frontdesk.appointment_json(p_appointment));
        return;
    end if;
    parts := frontdesk.parts_lock(p_appointment);
    if frontdesk.appointment_version(p_appointment) is distinct from p_seen then
        refusal := jsonb_build_object('status', 'changed', 'name', (
            select frontdesk.staff_name(e.account_id) from appointment_events e
            where e.appointment_id = any (parts) order by e.id desc limit 1));
    end if;
end;
$$;

-- What became of an appointment (its visit): confirmed, arrived, expected (not arrived after all), completed,
-- no_show or cancelled. {status: done, appointment} or not_found, changed (name), already (is), not_begun,
-- not_today.
create or replace function agenda_state(
    p_organization uuid, p_account uuid, p_appointment uuid, p_seen text, p_key text, p_to text
) returns jsonb
language plpgsql as $$
declare
    v_act record;
    v_row appointments;
begin
    perform frontdesk.enter(p_organization);
    v_act := frontdesk.agenda_act(p_organization, p_account, p_appointment, p_seen, p_key);
    if v_act.refusal is not null then
        return v_act.refusal;
    end if;
    select * into v_row from appointments where id = p_appointment;
    if v_row.status not in ('scheduled', 'confirmed') then
        return jsonb_build_object('status', 'already', 'is', v_row.status);
    elsif p_to in ('completed', 'no_show') and exists (
            select from appointments a where a.id = any (v_act.parts) and a.starts_at > frontdesk.now()) then
        return '{"status": "not_begun"}';
    elsif p_to = 'arrived' and frontdesk.local_day(p_organization) <> (
            select (v_row.starts_at at time zone o.time_zone)::date from organizations o where o.id = p_organization)
    then
        return '{"status": "not_today"}';
    end if;
    perform frontdesk.state_put(v_act.parts, p_to);
    perform frontdesk.staff_did(p_organization, p_account, p_to, null, p_appointment, p_key);
    return jsonb_build_object('status', 'done', 'appointment', frontdesk.appointment_json(p_appointment));
end;
$$;

create or replace function frontdesk.state_put(p_parts uuid[], p_to text) returns void
language plpgsql as $$
begin
    if p_to = 'arrived' then
        update appointments set arrived_at = frontdesk.now() where id = any (p_parts) and arrived_at is null;
    elsif p_to = 'expected' then
        update appointments set arrived_at = null where id = any (p_parts);
    elsif p_to in ('confirmed', 'completed', 'no_show', 'cancelled') then
        update appointments set status = p_to, updated_at = frontdesk.now() where id = any (p_parts) and status <> p_to;
    else
        raise exception 'unknown state %', p_to using errcode = 'invalid_parameter_value';
    end if;
end;
$$;

-- Puts an appointment to another start, member or length; its visit goes along. `p_override`: also outside of
-- opening hours, and beside another one of the same customer. {status: moved, appointment} or not_found, changed
-- (name), already (is), past, not_performed, outside_hours (hours: [{from, to}] of that day), overlaps_own, taken
-- (by: in_the_way), group (the length of a group's is the service's).
create or replace function agenda_move(
    p_organization uuid, p_account uuid, p_appointment uuid, p_seen text, p_key text, p_at timestamptz, p_member uuid,
    p_minutes integer, p_override boolean default false
) returns jsonb
language plpgsql as $$
declare
    v_act record;
    v_org organizations;
    v_row appointments;
    v_items jsonb;
    v_refusal jsonb;
begin
    perform frontdesk.enter(p_organization);
    v_act := frontdesk.agenda_act(p_organization, p_account, p_appointment, p_seen, p_key);
    if v_act.refusal is not null then
        return v_act.refusal;
    end if;
    select * into v_org from organizations where id = p_organization;
    select * into v_row from appointments where id = p_appointment;
    if v_row.status not in ('scheduled', 'confirmed') then
        return jsonb_build_object('status', 'already', 'is', v_row.status);
    elsif v_row.session_id is not null and make_interval(mins => p_minutes) <> v_row.ends_at - v_row.starts_at then
        return '{"status": "group"}';
    end if;
    perform 1 from contacts c where c.id = v_row.contact_id for no key update;
    v_items := frontdesk.items_moved(v_act.parts, v_row, p_at, p_member, p_minutes);
    v_refusal := frontdesk.staff_refusal(v_org, p_account, v_items, p_override,
        case when p_member = v_row.member_id then v_row.service_id end);
    if v_refusal is null and not p_override and frontdesk.own_overlap(
            v_row.contact_id, v_row.attendee_name, v_row.person_id, v_items, v_act.parts) is not null then
        v_refusal := '{"status": "overlaps_own"}';
    end if;
    if v_refusal is not null then
        return v_refusal;
    end if;
    perform frontdesk.agenda_lock(v_items || (
        select jsonb_agg(jsonb_build_object('service', a.service_id, 'member', a.member_id))
        from appointments a where a.id = any (v_act.parts)));
    begin
        perform frontdesk.parts_move(v_org, null, v_act.parts, v_items);
    exception when exclusion_violation or unique_violation then
        return jsonb_build_object('status', 'taken', 'by',
            frontdesk.in_the_way(v_org, p_account, v_items, v_act.parts));
    end;
    perform frontdesk.staff_did(p_organization, p_account, case when p_at = v_row.starts_at
        and p_member = v_row.member_id then 'resized' else 'moved' end, null, p_appointment, p_key);
    return jsonb_build_object('status', 'moved', 'appointment', frontdesk.appointment_json(p_appointment));
end;
$$;

-- The items (of an offer) of a visit of which one part is put elsewhere: the others keep their distance and their
-- member.
create or replace function frontdesk.items_moved(
    p_parts uuid[], p_row appointments, p_at timestamptz, p_member uuid, p_minutes integer
) returns jsonb
language sql stable as $$
    select jsonb_agg(jsonb_build_object('service', a.service_id, 'at', a.starts_at + (p_at - p_row.starts_at),
        'member', case when a.id = p_row.id then p_member else a.member_id end,
        'minutes', case when a.id = p_row.id then p_minutes
            else (extract(epoch from a.ends_at - a.starts_at) / 60)::integer end) order by k.place)
    from unnest(p_parts) with ordinality k (id, place) join appointments a on a.id = k.id
$$;

-- Why staff may not put items where they are, apart from overlap: not_found (another's agenda, nobody), not_performed,
-- past (a day that is over), outside_hours; null: they may. `p_kept`: a service that its member goes on giving.
create or replace function frontdesk.staff_refusal(
    p_org organizations, p_account uuid, p_items jsonb, p_override boolean, p_kept uuid
) returns jsonb
language plpgsql stable as $$
declare
    v_scope record := frontdesk.agenda_scope(p_account);
    v_item jsonb;
    v_member uuid;
    v_service uuid;
    v_during tstzrange;
    v_day date;
    v_hours tstzmultirange;
begin
    for v_item in select jsonb_array_elements(p_items) loop
        v_member := (select m.id from members m where m.id = (v_item ->> 'member')::uuid and m.active);
        v_service := (v_item ->> 'service')::uuid;
        v_during := tstzrange((v_item ->> 'at')::timestamptz, (v_item ->> 'at')::timestamptz
            + make_interval(mins => (v_item ->> 'minutes')::integer));
        v_day := (lower(v_during) at time zone p_org.time_zone)::date;
        if v_member is null or v_scope.member <> v_member then
            return '{"status": "not_found"}';
        elsif v_service is distinct from p_kept and jsonb_array_length(p_items) = 1 and not exists (
                select from member_services ms where ms.member_id = v_member and ms.service_id = v_service) then
            return '{"status": "not_performed"}';
        elsif v_day < frontdesk.local_day(p_org.id) then
            return '{"status": "past"}';
        end if;
        select w.hours into v_hours from frontdesk.worked_hours(p_org, array[v_member], v_day, v_day + 1) w;
        if not p_override and not coalesce(v_hours, '{}') @> v_during then
            return jsonb_build_object('status', 'outside_hours', 'hours', (
                select coalesce(jsonb_agg(frontdesk.piece_json(v_member, r, p_org.time_zone) order by r), '[]')
                from unnest(v_hours) r
                where (lower(r) at time zone p_org.time_zone)::date = v_day));
        end if;
    end loop;
    return null;
end;
$$;

-- What stands where items would be: [{kind (appointment, group, block, busy, hold), local, until (buffers
-- included), member, customer, service, reason}], of the member first, then of resources that have nothing left.
-- Another's customers are not named to a professional.
create or replace function frontdesk.in_the_way(
    p_org organizations, p_account uuid, p_items jsonb, p_moved uuid[]
) returns jsonb
language plpgsql stable as $$
declare
    v_scope record := frontdesk.agenda_scope(p_account);
begin
    return (
        with wanted as (
            select (i ->> 'member')::uuid as member, s.id as service,
                tstzrange((i ->> 'at')::timestamptz - make_interval(mins => s.buffer_before_minutes),
                    (i ->> 'at')::timestamptz + make_interval(mins =>
                        coalesce((i ->> 'minutes')::integer, s.duration_minutes) + s.buffer_after_minutes)) as during
            from jsonb_array_elements(p_items) i join services s on s.id = (i ->> 'service')::uuid
        ), subjects as (
            select w.member as subject, w.during, 1 as place from wanted w
            union all
            select u.id, w.during, 2 from wanted w
            join service_resources r on r.service_id = w.service
            join resource_units u on u.resource_id = r.resource_id and u.active
        ), met as (
            select distinct on (o.id) o.*, s.place from subjects s
            join occupancies o on o.subject_id = s.subject and o.during && s.during
                and coalesce(o.expires_at > frontdesk.now(), true)
                and (o.appointment_id is null or o.appointment_id <> all (p_moved))
            order by o.id, s.place
        )
        select coalesce(jsonb_agg(jsonb_build_object('kind', case
                when o.appointment_id is not null then 'appointment' when o.session_id is not null then 'group'
                when o.block_id is not null then 'block' when o.hold_id is not null then 'hold' else 'busy' end,
            'local', frontdesk.local_text(o.starts_at, p_org.time_zone),
            'until', frontdesk.local_text(o.ends_at, p_org.time_zone),
            'member', m.name, 'service', s.name, 'reason', b.reason,
            'customer', case when v_scope.member is null or a.member_id = v_scope.member
                then coalesce(a.attendee_name, c.name) end) order by o.place, o.starts_at), '[]')
        from (select * from met where place = (select min(place) from met) order by starts_at limit 6) o
        left join appointments a on a.id = o.appointment_id
        left join contacts c on c.id = a.contact_id
        left join group_sessions g on g.id = o.session_id
        left join services s on s.id = coalesce(a.service_id, g.service_id)
        left join agenda_blocks b on b.id = o.block_id
        left join members m on m.id = coalesce(a.member_id, g.member_id, o.subject_id));
end;
$$;

-- The contact that a booking by staff is for, of these: one that is known, the one with this phone; null: none yet.
create or replace function frontdesk.staff_contact(p_account uuid, p_contact uuid, p_phone text) returns contacts
language plpgsql stable as $$
declare
    v_scope record := frontdesk.agenda_scope(p_account);
    v_contact contacts;
begin
    select * into v_contact from contacts c
    where c.merged_into is null and case when p_contact is not null then c.id = p_contact and (
            v_scope.member is null or exists (
                select from appointments a where a.contact_id = c.id and a.member_id = v_scope.member))
        else c.phone = p_phone end
    limit 1;
    return v_contact;
end;
$$;

-- What a visit by staff takes, from `p_at` on with `p_member`: as the assistant would choose where all of it is free by
-- its rules; else at the same hours the member, or for what they do not give who does, whoever is free then first.
-- Null: nobody gives one of the services.
create or replace function frontdesk.staff_items(
    p_org organizations, p_services jsonb, p_member uuid, p_at timestamptz
) returns jsonb
language plpgsql stable as $$
declare
    v_items jsonb;
begin
    select a.items into v_items from frontdesk.assign(p_org, p_services, array[p_at], p_member, null, '{}') a
    where (a.items -> 0 ->> 'member')::uuid = p_member;
    select jsonb_agg(jsonb_build_object('service', (i.service).id, 'at', p_at + i.starts_after,
        'minutes', (i.service).duration_minutes,
        'member', coalesce(v_items -> (i.item - 1) ->> 'member', g.member::text)) order by i.item)
    into v_items
    from frontdesk.visit_items(p_services, true) i
    cross join lateral (
        select m.id as member from member_services ms join members m on m.id = ms.member_id and m.active
        where ms.service_id = (i.service).id and (i.item > 1 or m.id = p_member)
        order by m.id <> p_member, exists (
            select from occupancies o
            where o.subject_id = m.id and coalesce(o.expires_at > frontdesk.now(), true)
              and o.during && tstzrange(p_at + i.starts_after, p_at + i.starts_after
                  + make_interval(mins => (i.service).duration_minutes))), m.position, m.id
        limit 1) g;
    return case when jsonb_array_length(v_items) = jsonb_array_length(p_services) then v_items end;
end;
$$;

-- Books for a customer: one that is known (`p_contact`), one with a phone (canonical), or one of whom only a name is
-- known. `p_for`: who is treated, where that is somebody else. `p_more`: ids of services that follow in the same visit,
-- at most four. `p_override` as in agenda_move. {status: booked, appointment} or not_found, needs_name,
-- not_performed, past, outside_hours (hours), overlaps_own, taken (by).
drop function if exists agenda_book(
    uuid, uuid, text, uuid, uuid, timestamptz, uuid, text, text, text, integer, boolean);
create or replace function agenda_book(
    p_organization uuid, p_account uuid, p_key text, p_service uuid, p_member uuid, p_at timestamptz,
    p_contact uuid default null, p_name text default null, p_phone text default null, p_for text default null,
    p_minutes integer default null, p_override boolean default false, p_more jsonb default '[]'
) returns jsonb
language plpgsql as $$
declare
    v_org organizations;
    v_service services;
    v_contact contacts;
    v_for text := nullif(btrim(p_for), '');
    v_items jsonb;
    v_refusal jsonb;
    v_id uuid;
begin
    perform frontdesk.enter(p_organization);
    perform frontdesk.acting_staff(p_account);
    select * into v_org from organizations where id = p_organization;
    select * into v_service from services where id = p_service and active;
    if v_service.id is null or not (frontdesk.agenda_scope(p_account)).allowed then
        return '{"status": "not_found"}';
    end if;
    v_id := frontdesk.form_done(p_account, p_key);
    if v_id is not null then
        return jsonb_build_object('status', 'booked', 'appointment', frontdesk.appointment_json(v_id));
    end if;
    if p_more = '[]' then
        v_items := jsonb_build_array(jsonb_build_object('service', p_service, 'member', p_member, 'at', p_at,
            'minutes', case when v_service.capacity = 1 then coalesce(p_minutes, v_service.duration_minutes)
                else v_service.duration_minutes end));
    else
        v_items := case when jsonb_array_length(p_more) < 5 then
            frontdesk.staff_items(v_org, jsonb_build_array(p_service) || p_more, p_member, p_at) end;
        if v_items is null then
            return '{"status": "not_performed"}';
        end if;
    end if;
    v_contact := frontdesk.staff_contact(p_account, p_contact, p_phone);
    v_for := coalesce(v_for, nullif(btrim(p_name), ''), v_contact.name);
    v_refusal := case when p_contact is not null and v_contact.id is null then '{"status": "not_found"}'::jsonb
        when v_for is null then '{"status": "needs_name"}' end;
    v_refusal := coalesce(v_refusal, frontdesk.staff_refusal(v_org, p_account, v_items, p_override, null));
    if v_refusal is not null then
        return v_refusal;
    end if;
    begin
        v_id := frontdesk.staff_insert(v_org, v_contact, p_phone, coalesce(nullif(btrim(p_name), ''), v_for), v_for,
            v_items, p_override);
    exception when exclusion_violation or unique_violation then
        return jsonb_build_object('status', 'taken', 'by', frontdesk.in_the_way(v_org, p_account, v_items, '{}'));
    end;
    if v_id is null then
        return '{"status": "overlaps_own"}';
    end if;
    perform frontdesk.staff_did(p_organization, p_account, 'booked', null, v_id, p_key);
    return jsonb_build_object('status', 'booked', 'appointment', frontdesk.appointment_json(v_id));
end;
$$;

-- A new contact; of this phone's chats, where somebody wrote from it before they had a name.
create or replace function frontdesk.staff_contact_put(p_organization uuid, p_name text, p_phone text) returns contacts
language plpgsql as $$
declare
    v_chat chat_identities;
    v_contact contacts;
begin
    for v_chat in
        select * from chat_identities i
        where i.organization_id = p_organization and i.phone = p_phone and i.contact_id is null
        order by i.id for update
    loop
        perform frontdesk.contact_ensure(v_chat, p_name);
    end loop;
    insert into contacts (organization_id, name, phone, created_at)
    values (p_organization, p_name, p_phone, frontdesk.now())
    on conflict (organization_id, phone) do update set name = coalesce(contacts.name, excluded.name)
    returning * into v_contact;
    return v_contact;
end;
$$;

-- The appointment, and before it the contact where there is none. Null: this customer has another one then. Raises
-- exclusion_violation when somebody is there.
create or replace function frontdesk.staff_insert(
    p_org organizations, p_contact contacts, p_phone text, p_name text, p_for text, p_items jsonb, p_override boolean
) returns uuid
language plpgsql as $$
declare
    v_person uuid;
    v_offer slot_offers;
begin
    if p_contact.id is null then
        p_contact := frontdesk.staff_contact_put(p_org.id, p_name, p_phone);
    else
        select * into p_contact from contacts where id = p_contact.id for no key update;
    end if;
    if p_contact.name is null then
        update contacts set name = p_name where id = p_contact.id returning * into p_contact;
    end if;
    if not coalesce(frontdesk.same_name(p_contact.name, p_for), true) then
        v_person := frontdesk.people_ensure(p_contact, left(p_for, 100));
    end if;
    if not p_override and frontdesk.own_overlap(p_contact.id, p_for, v_person, p_items, '{}') is not null then
        return null;
    end if;
    perform frontdesk.agenda_lock(p_items);
    v_offer.items := p_items;
    return frontdesk.appointments_insert(p_org, p_contact.id, null, p_for, v_person, v_offer);
end;
$$;

-- Puts what a customer is told of a change by staff (booked, moved or cancelled) into their chat's outbox, once for
-- what stands now: {status: told | already_told | opted_out | no_chat | not_found}.
create or replace function agenda_tell(
    p_organization uuid, p_account uuid, p_appointment uuid, p_kind text, p_text text
) returns jsonb
language plpgsql as $$
declare
    v_chat chat_identities;
    v_payload jsonb;
begin
    perform frontdesk.enter(p_organization);
    if not frontdesk.in_agenda(p_account, p_appointment) then
        return '{"status": "not_found"}';
    end if;
    v_payload := jsonb_build_object('by_staff', jsonb_build_object('appointment', p_appointment, 'kind', p_kind,
        'version', frontdesk.appointment_version(p_appointment)));
    select * into v_chat from chat_identities where id = (frontdesk.chat_of(p_appointment)).id for update;
    if v_chat.id is null then
        return '{"status": "no_chat"}';
    elsif frontdesk.opted_out(v_chat) then
        return '{"status": "opted_out"}';
    elsif exists (
            select from chat_messages m
            where m.chat_identity_id = v_chat.id and m.direction = 'outbound' and m.payload @> v_payload) then
        return '{"status": "already_told"}';
    end if;
    perform outbox_put(p_organization, v_chat.id, jsonb_build_array(jsonb_build_object('text', p_text,
        'payload', v_payload)));
    perform frontdesk.staff_did(p_organization, p_account, 'told', v_chat.id, p_appointment);
    return '{"status": "told"}';
end;
$$;
