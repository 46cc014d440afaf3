-- Customers of another system, each with what they have there: appointments, notes and chats.

-- Takes customers [{key, name, phone (canonical, or null), email, at,
--   notes [{key, text, at}],
--   appointments [{key, service, member (keys here), starts, ends (local), status, at}],
--   chats [{key, connection (key here), addresses, silent, messages [{by: inbound | outbound | staff, text, at}]}]}],
-- all or none. `p_retired` {services [{key, name, duration_minutes}], members [{key, name}]} stand in these
-- appointments only and cannot be booked. `p_source` names the other system's business: with the keys it finds
-- again what was taken before.
-- With `p_dry_run` everything is taken back, also `p_document`, which organization_apply is given before.
-- Returns [{kind, key, result: added | changed | same | left_out, reason, clash (local start of what is there)}].
create or replace function customers_import(
    p_organization uuid, p_source text, p_customers jsonb, p_retired jsonb, p_dry_run boolean,
    p_document jsonb default null
) returns jsonb
language plpgsql as $$
declare
    v_customer jsonb;
    v_results jsonb := '[]';
    v_refused text;
begin
    perform frontdesk.enter(p_organization);
    perform frontdesk.acting('system');
    begin
        if p_document is not null then
            v_refused := organization_apply(p_organization, p_document) ->> 'refused';
            if v_refused is not null then
                perform frontdesk.refuse(v_refused);
            end if;
        end if;
        perform frontdesk.import_retired(p_organization, p_retired);
        for v_customer in select c from jsonb_array_elements(p_customers) c loop
            v_results := v_results || frontdesk.import_customer(p_organization, p_source, v_customer);
        end loop;
        if p_dry_run then
            raise exception 'taken back' using errcode = 'FD009';
        end if;
    exception when sqlstate 'FD009' then
        null;
    end;
    return v_results;
end;
$$;

-- Services and members of the past. What has such a key already stays as it is.
create or replace function frontdesk.import_retired(p_organization uuid, p_retired jsonb) returns void
language sql as $$
    insert into services (organization_id, key, name, duration_minutes, bookable, active)
    select p_organization, s.key, s.name, s.duration_minutes, false, false
    from jsonb_to_recordset(p_retired -> 'services') as s (key text, name text, duration_minutes integer)
    on conflict (organization_id, key) do nothing;
    insert into members (organization_id, key, name, active)
    select p_organization, m.key, m.name, false
    from jsonb_to_recordset(p_retired -> 'members') as m (key text, name text)
    on conflict (organization_id, key) do nothing;
$$;

-- One customer with everything of theirs.
create or replace function frontdesk.import_customer(
    p_organization uuid, p_source text, p_customer jsonb
) returns jsonb
language plpgsql as $$
declare
    v_contact contacts;
    v_results jsonb;
    v_part jsonb;
    v_result jsonb;
begin
    v_result := frontdesk.import_contact(p_organization, p_source, p_customer);
    select * into v_contact from contacts where id = (v_result ->> 'contact')::uuid;
    v_results := jsonb_build_array(v_result - 'contact');
    if v_contact.id is null then
        return v_results || (
            select coalesce(jsonb_agg(
                frontdesk.import_result(k.kind, p ->> 'key', 'left_out', v_result ->> 'reason')), '[]')
            from (values ('note', 'notes'), ('appointment', 'appointments'), ('chat', 'chats')) k (kind, list)
            cross join lateral jsonb_array_elements(coalesce(p_customer -> k.list, '[]')) p);
    end if;
    for v_part in select n from jsonb_array_elements(coalesce(p_customer -> 'notes', '[]')) n loop
        v_results := v_results || frontdesk.import_note(v_contact, p_source, v_part);
    end loop;
    for v_part in select a from jsonb_array_elements(coalesce(p_customer -> 'appointments', '[]')) a loop
        v_results := v_results || frontdesk.import_appointment(v_contact, p_source, p_customer ->> 'name', v_part);
    end loop;
    for v_part in select c from jsonb_array_elements(coalesce(p_customer -> 'chats', '[]')) c loop
        v_results := v_results || frontdesk.import_chat(v_contact, p_source, p_customer ->> 'name', v_part);
    end loop;
    return v_results;
end;
$$;

create or replace function frontdesk.import_result(
    p_kind text, p_key text, p_result text, p_reason text default null, p_clash text default null
) returns jsonb
language sql immutable as $$
    select jsonb_strip_nulls(jsonb_build_object(
        'kind', p_kind, 'key', p_key, 'result', p_result, 'reason', p_reason, 'clash', p_clash))
$$;

-- What was taken for a row of another system before; nothing: it is new.
create or replace function frontdesk.imported(
    p_organization uuid, p_source text, p_kind text, p_key text
) returns imported_rows
language sql stable as $$
    select r.* from imported_rows r
    where r.organization_id = p_organization and r.source = p_source and r.kind = p_kind and r.source_key = p_key
$$;

create or replace function frontdesk.imported_put(
    p_organization uuid, p_source text, p_kind text, p_key text, p_target uuid, p_digest text default ''
) returns void
language sql as $$
    insert into imported_rows (organization_id, source, kind, source_key, target_id, digest, imported_at)
    values (p_organization, p_source, p_kind, p_key, p_target, p_digest, frontdesk.now())
    on conflict (organization_id, source, kind, source_key) do update set
        target_id = excluded.target_id, digest = excluded.digest, imported_at = excluded.imported_at
$$;

-- The customer here: who was taken before, else whose phone it is, else a new one. What stands here is kept, only
-- what is empty is filled. Nothing is said about consent. `contact` in the result is its id; none
-- where their data were erased, or nobody is named.
create or replace function frontdesk.import_contact(p_organization uuid, p_source text, p_customer jsonb) returns jsonb
language plpgsql as $$
declare
    v_contact contacts;
    v_key text := p_customer ->> 'key';
    v_before imported_rows := frontdesk.imported(p_organization, p_source, 'contact', v_key);
    v_result text := 'same';
begin
    if v_before.target_id is not null then
        select c.* into v_contact from contacts o join contacts c on c.id = coalesce(o.merged_into, o.id)
        where o.id = v_before.target_id;
        if v_contact.id is null or v_contact.name is null and v_contact.phone is null and v_contact.email is null then
            return frontdesk.import_result('contact', v_key, 'left_out', 'erased');
        end if;
    elsif coalesce(p_customer ->> 'name', p_customer ->> 'phone', p_customer ->> 'email') is null then
        return frontdesk.import_result('contact', v_key, 'left_out', 'nobody');
    else
        insert into contacts (organization_id, name, phone, email, created_at)
        values (p_organization, p_customer ->> 'name', p_customer ->> 'phone', p_customer ->> 'email',
            least((p_customer ->> 'at')::timestamptz, frontdesk.now()))
        on conflict (organization_id, phone) do nothing returning * into v_contact;
        v_result := 'added';
        if v_contact.id is null then
            select c.* into v_contact from contacts c
            where c.organization_id = p_organization and c.phone = p_customer ->> 'phone';
            v_result := 'same';
        end if;
        perform frontdesk.imported_put(p_organization, p_source, 'contact', v_key, v_contact.id);
    end if;
    update contacts c set
        name = coalesce(c.name, p_customer ->> 'name'), email = coalesce(c.email, p_customer ->> 'email')
    where c.id = v_contact.id and (c.name is null and p_customer ->> 'name' is not null
        or c.email is null and p_customer ->> 'email' is not null);
    if found then
        v_result := 'changed';
        select c.* into v_contact from contacts c where c.id = v_contact.id;
    end if;
    return frontdesk.import_result('contact', v_key, v_result) || jsonb_build_object('contact', v_contact.id);
end;
$$;

-- A note that staff erased does not come back.
create or replace function frontdesk.import_note(p_contact contacts, p_source text, p_note jsonb) returns jsonb
language plpgsql as $$
declare
    v_organization uuid := p_contact.organization_id;
    v_before imported_rows := frontdesk.imported(v_organization, p_source, 'note', p_note ->> 'key');
    v_id uuid;
begin
    if v_before.target_id is not null then
        return frontdesk.import_result('note', p_note ->> 'key', 'same');
    end if;
    insert into contact_notes (organization_id, contact_id, body, noted_at)
    values (v_organization, p_contact.id, p_note ->> 'text',
        coalesce(least((p_note ->> 'at')::timestamptz, frontdesk.now()), frontdesk.now()))
    on conflict (contact_id, body) do nothing returning id into v_id;
    perform frontdesk.imported_put(v_organization, p_source, 'note', p_note ->> 'key',
        coalesce(v_id, (select n.id from contact_notes n
            where n.contact_id = p_contact.id and n.body = p_note ->> 'text')));
    return frontdesk.import_result('note', p_note ->> 'key', case when v_id is null then 'same' else 'added' end);
end;
$$;

-- An appointment: new, or changed since it was taken. What customers or staff did with it here is not undone.
create or replace function frontdesk.import_appointment(
    p_contact contacts, p_source text, p_name text, p_row jsonb
) returns jsonb
language plpgsql as $$
declare
    v_key text := p_row ->> 'key';
    v_org organizations;
    v_service services;
    v_member uuid;
    v_starts timestamptz;
    v_ends timestamptz;
    v_digest text := md5(concat_ws('|', p_row ->> 'starts', p_row ->> 'ends', p_row ->> 'service', p_row ->> 'member',
        p_row ->> 'status'));
    v_before imported_rows := frontdesk.imported(p_contact.organization_id, p_source, 'appointment', v_key);
    v_reason text;
begin
    if v_before.digest = v_digest then
        return frontdesk.import_result('appointment', v_key, 'same');
    end if;
    select * into v_org from organizations where id = p_contact.organization_id;
    v_starts := (p_row ->> 'starts')::timestamp at time zone v_org.time_zone;
    v_ends := (p_row ->> 'ends')::timestamp at time zone v_org.time_zone;
    select s.* into v_service from services s
    where s.organization_id = v_org.id and s.key = p_row ->> 'service';
    select m.id into v_member from members m where m.organization_id = v_org.id and m.key = p_row ->> 'member';
    v_reason := case
        when v_service.id is null then 'no_service'
        when v_member is null then 'no_member'
        when v_ends <= v_starts then 'no_length'
        when p_row ->> 'status' in ('completed', 'no_show') and v_starts > frontdesk.now() then 'not_begun'
    end;
    if v_reason is null then
        begin
            if v_before.target_id is null then
                return frontdesk.import_new_appointment(v_org, p_contact, v_service, v_member, p_source, v_digest,
                    p_row || jsonb_build_object('name', p_name, 'starts_at', v_starts, 'ends_at', v_ends));
            end if;
            v_reason := frontdesk.import_change(v_before, v_service, v_member, v_starts, v_ends, p_row ->> 'status');
        exception when exclusion_violation or unique_violation then
            v_reason := 'overlap';
        end;
    end if;
    if v_reason is null then
        perform frontdesk.imported_put(v_org.id, p_source, 'appointment', v_key, v_before.target_id, v_digest);
        return frontdesk.import_result('appointment', v_key, 'changed');
    end if;
    return frontdesk.import_result('appointment', v_key, 'left_out', v_reason, case when v_reason = 'overlap' then
        frontdesk.local_text(frontdesk.busy_at(v_member, p_contact.id, tstzrange(v_starts, v_ends)), v_org.time_zone)
    end);
end;
$$;

-- When what is in the way of a time begins: of the member, else of the customer.
create or replace function frontdesk.busy_at(p_member uuid, p_contact uuid, p_during tstzrange) returns timestamptz
language sql stable as $$
    select coalesce(
        (select min(o.starts_at) from occupancies o
         where o.subject_id = p_member and o.during && p_during
           and (o.hold_id is null or o.expires_at > frontdesk.now())),
        (select min(a.starts_at) from appointments a
         where a.contact_id = p_contact and a.status in ('scheduled', 'confirmed')
           and tstzrange(a.starts_at, a.ends_at) && p_during))
$$;

-- Raises exclusion_violation or unique_violation when the time is taken. It takes just the time that the other
-- system says, without the buffers that this one keeps for new bookings. The price of then is not known.
create or replace function frontdesk.import_new_appointment(
    p_org organizations, p_contact contacts, p_service services, p_member uuid, p_source text, p_digest text,
    p_row jsonb
) returns jsonb
language plpgsql as $$
declare
    v_name text := left(coalesce(p_row ->> 'name', p_contact.name), 100);
    v_starts timestamptz := (p_row ->> 'starts_at')::timestamptz;
    v_ends timestamptz := (p_row ->> 'ends_at')::timestamptz;
    v_during tstzrange := tstzrange(v_starts, v_ends);
    v_live boolean := p_row ->> 'status' in ('scheduled', 'confirmed');
    v_person uuid;
    v_seat record;
    v_id uuid;
begin
    if v_name is not null and not coalesce(frontdesk.same_name(p_contact.name, v_name), true) then
        v_person := frontdesk.people_ensure(p_contact, v_name);
    end if;
    select a.id into v_id from appointments a
    where a.contact_id = p_contact.id and a.service_id = p_service.id and a.starts_at = v_starts
      and a.member_id = p_member and a.person_id is not distinct from v_person and v_live
      and a.status in ('scheduled', 'confirmed');
    if v_id is not null then
        perform frontdesk.imported_put(p_org.id, p_source, 'appointment', p_row ->> 'key', v_id, p_digest);
        return frontdesk.import_result('appointment', p_row ->> 'key', 'same');
    end if;
    select null::uuid as session_id, null::integer as seat, null::integer as seats into v_seat;
    if v_live and p_service.capacity > 1 then
        v_during := (frontdesk.taking(p_service, v_starts)).during;
        v_ends := v_starts + make_interval(mins => p_service.duration_minutes);
        v_seat := frontdesk.seat_take(p_org.id, p_service, p_member, v_starts, '{}');
        if v_seat.seat is null then
            raise exclusion_violation;
        end if;
    end if;
    if v_live then
        perform frontdesk.agenda_lock(jsonb_build_array(
            jsonb_build_object('member', p_member, 'service', p_service.id)));
    end if;
    insert into appointments (organization_id, contact_id, service_id, member_id, attendee_name, person_id, starts_at,
        ends_at, during, units, session_id, seat, seats, price, currency, status, created_at, updated_at)
    values (p_org.id, p_contact.id, p_service.id, p_member, v_name, v_person, v_starts, v_ends, v_during,
        case when v_live and p_service.capacity = 1
            then coalesce(frontdesk.units_for(p_service.id, v_during), '{}') else '{}' end,
        v_seat.session_id, v_seat.seat, v_seat.seats, case when v_ends > frontdesk.now() then p_service.price end,
        coalesce(p_service.currency, p_org.currency), p_row ->> 'status',
        coalesce(least((p_row ->> 'at')::timestamptz, frontdesk.now()), frontdesk.now()), frontdesk.now())
    returning id into v_id;
    perform frontdesk.imported_put(p_org.id, p_source, 'appointment', p_row ->> 'key', v_id, p_digest);
    return frontdesk.import_result('appointment', p_row ->> 'key', 'added');
end;
$$;

-- Changes an appointment that was taken before as the other system has it now; why not, where it cannot be.
create or replace function frontdesk.import_change(
    p_before imported_rows, p_service services, p_member uuid, p_starts timestamptz, p_ends timestamptz, p_status text
) returns text
language plpgsql as $$
declare
    v_row appointments;
    v_moves boolean;
begin
    select * into v_row from appointments a where a.id = p_before.target_id for update;
    v_moves := (v_row.starts_at, v_row.ends_at, v_row.member_id) is distinct from (p_starts, p_ends, p_member);
    if v_row.id is null then
        return 'deleted_here';
    elsif v_row.status = p_status and not v_moves then
        return null;
    elsif v_row.status not in ('scheduled', 'confirmed') then
        return 'ended_here';
    elsif v_row.service_id <> p_service.id then
        return 'other_service';
    elsif v_moves and (v_row.session_id is not null or v_row.visit_id is not null) then
        return 'several';
    elsif exists (select from appointment_events e where e.appointment_id = v_row.id and e.at > p_before.imported_at
            and e.kind not in ('confirmation_asked', 'reminded', 'aftercare_sent', 'review_asked', 'rated')) then
        return 'changed_here';
    elsif p_status = 'scheduled' and v_row.status = 'confirmed' and not v_moves then
        return 'confirmed_here';
    end if;
    update appointments set status = p_status, starts_at = p_starts, ends_at = p_ends, member_id = p_member,
        during = case when v_moves then tstzrange(p_starts, p_ends) else during end,
        gap = case when v_moves then null else gap end, updated_at = frontdesk.now()
    where id = v_row.id;
    return null;
end;
$$;

-- The chat of a customer with what was said in it, as long as nothing is said in it here. A chat in which the other
-- system's assistant is silent is a person's here, too, until they give it back.
create or replace function frontdesk.import_chat(
    p_contact contacts, p_source text, p_name text, p_chat jsonb
) returns jsonb
language plpgsql as $$
declare
    v_organization uuid := p_contact.organization_id;
    v_before imported_rows := frontdesk.imported(v_organization, p_source, 'chat', p_chat ->> 'key');
    v_connection uuid := (select c.id from platform_connections c
        where c.organization_id = v_organization and c.key = p_chat ->> 'connection');
    v_addresses text[] := array(select jsonb_array_elements_text(p_chat -> 'addresses'));
    v_until timestamptz := case when v_before.digest <> '' then v_before.digest::timestamptz else '-infinity' end;
    v_chat uuid := coalesce(v_before.target_id, frontdesk.chat_find(v_connection, v_addresses));
    v_last timestamptz;
    v_result text := case when v_before.target_id is null then 'added' else 'changed' end;
begin
    if exists (select from chat_messages m where m.chat_identity_id = v_chat and m.created_at > v_until) then
        return frontdesk.import_result('chat', p_chat ->> 'key', case when v_before.target_id is null then 'left_out'
            else 'same' end, case when v_before.target_id is null then 'goes_on_here' end);
    elsif v_before.target_id is not null and not exists (select from chat_identities i where i.id = v_chat) then
        return frontdesk.import_result('chat', p_chat ->> 'key', 'left_out', 'erased');
    end if;
    v_chat := coalesce(v_chat,
        frontdesk.chat_ensure(v_organization, v_connection, v_addresses, p_contact.phone, p_name));
    update chat_identities i set contact_id = p_contact.id where i.id = v_chat and i.contact_id is null;
    insert into chat_messages (organization_id, chat_identity_id, connection_id, direction, status, body, created_at)
    select v_organization, v_chat, v_connection, m.by,
        case m.by when 'inbound' then 'handled' when 'staff' then 'seen' else 'sent' end, m.text, m.at
    from rows from (jsonb_to_recordset(p_chat -> 'messages') as (by text, text text, at timestamptz))
        with ordinality as m (by, text, at, n)
    where m.at > v_until and m.at <= frontdesk.now()
    order by m.at, m.n;
    if not found and v_before.target_id is not null then
        return frontdesk.import_result('chat', p_chat ->> 'key', 'same');
    end if;
    if v_before.target_id is null and (p_chat ->> 'silent')::boolean then
        perform frontdesk.hand_to_person(v_organization, v_chat);
        update chat_identities i set handled_until = null where i.id = v_chat;
    end if;
    select max(m.created_at) into v_last from chat_messages m where m.chat_identity_id = v_chat;
    perform frontdesk.imported_put(v_organization, p_source, 'chat', p_chat ->> 'key', v_chat,
        coalesce(v_last::text, ''));
    return frontdesk.import_result('chat', p_chat ->> 'key', v_result);
end;
$$;
