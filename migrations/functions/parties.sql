-- Two people at once: side by side (two members, two seats) or one after the other; both are booked, or nobody.

-- Of these starts those at which a service can be given to two people at once: [instant]. Two members are free, and
-- two pieces of all that is needed; of a group service two seats with one member.
create or replace function together_starts(
    p_organization uuid, p_conversation uuid, p_service uuid, p_starts jsonb, p_without jsonb default '[]'
) returns jsonb
language plpgsql stable as $$
declare
    v_org organizations;
    v_service services;
    v_starts timestamptz[] := array(select s::timestamptz from jsonb_array_elements_text(p_starts) s order by 1);
    v_without uuid[] := array(select w::uuid from jsonb_array_elements_text(p_without) w);
begin
    perform frontdesk.enter(p_organization);
    select * into v_org from organizations where id = p_organization;
    select * into v_service from services s where s.id = p_service and s.active and s.bookable;
    if v_service.id is null or cardinality(v_starts) = 0 then
        return '[]';
    end if;
    return (
        with free as materialized (
            select m.* from frontdesk.member_starts(v_org, v_service,
                (v_starts[1] at time zone v_org.time_zone)::date - 1,
                (v_starts[cardinality(v_starts)] at time zone v_org.time_zone)::date, null, p_conversation) m
            where m.member_id <> all (v_without)
        ), fitting as (
            select s.at, count(*) as members, bool_or(v_service.capacity > 1
                and frontdesk.seats_left(v_service, f.member_id, s.at, p_conversation) > 1) as seats
            from unnest(v_starts) as s(at)
            join free f on s.at <@ f.starts and s.at between f.earliest and f.latest
            group by s.at
        )
        select coalesce(jsonb_agg(f.at order by f.at), '[]') from fitting f
        where f.seats or (v_service.capacity = 1 and f.members > 1
            and frontdesk.has_two_units(v_service, f.at, p_conversation)));
end;
$$;

-- How many seats a start of a group service has left for a chat.
create or replace function frontdesk.seats_left(
    p_service services, p_member uuid, p_at timestamptz, p_conversation uuid
) returns integer
language sql stable as $$
    select coalesce((select g.capacity from group_sessions g
            where g.service_id = p_service.id and g.member_id = p_member and g.starts_at = p_at), p_service.capacity)
        - (select count(*)::integer from appointments a
           where a.service_id = p_service.id and a.member_id = p_member and a.starts_at = p_at
             and a.session_id is not null and a.status in ('scheduled', 'confirmed'))
        - (select count(*)::integer from hold_seats s join holds h on h.id = s.hold_id
           where s.service_id = p_service.id and s.member_id = p_member and s.starts_at = p_at
             and s.expires_at > frontdesk.now() and h.chat_identity_id is distinct from p_conversation)
$$;

-- Whether two pieces of everything that a service needs are free.
create or replace function frontdesk.has_two_units(
    p_service services, p_at timestamptz, p_conversation uuid
) returns boolean
language sql stable as $$
    select not exists (
        select from service_resources r
        where r.service_id = p_service.id and (
            select count(*) from resource_units u join resources k on k.id = u.resource_id and k.active
            where u.resource_id = r.resource_id and u.active and not exists (
                select from occupancies o
                where o.subject_id = u.id and o.starts_at < upper((frontdesk.taking(p_service, p_at)).during)
                  and o.ends_at > lower((frontdesk.taking(p_service, p_at)).during)
                  and (o.hold_id is null or (o.expires_at > frontdesk.now() and o.hold_id not in (
                      select h.id from holds h where h.chat_identity_id = p_conversation))))) < 2)
$$;

-- The items of an offer for two people side by side: those of the first, and the same with another member, or in a
-- group service with the same; null when the second has nobody.
create or replace function frontdesk.items_for_two(
    p_org organizations, p_items jsonb, p_conversation uuid, p_without uuid[]
) returns jsonb
language sql stable as $$
    select case when s.capacity > 1 then p_items || p_items else p_items || (
        select a.items from frontdesk.assign(p_org, jsonb_build_array(s.id),
            array[(p_items -> 0 ->> 'at')::timestamptz], null, p_conversation, '{}',
            p_without || (p_items -> 0 ->> 'member')::uuid) a) end
    from services s where s.id = (p_items -> 0 ->> 'service')::uuid
$$;

-- What an offer for several people is booked as, all of them in this transaction or nobody. `p_party`: who, in the
-- order of the items: [{person} (one of the contact's people) | {self: true, name} | {name, relation}]. As
-- appointment_book answers, with the others' appointments in `also`; needs_people (count; held meanwhile).
create or replace function frontdesk.party_book(
    p_org organizations, p_chat chat_identities, p_contact contacts, p_offer slot_offers, p_party jsonb, p_state text,
    p_wish jsonb
) returns jsonb
language plpgsql as $$
declare
    v_contact uuid;
    v_ids uuid[];
    v_n integer;
    v_refusal jsonb;
begin
    select array_agg(a.id order by a.starts_at, a.created_at, a.id) into v_ids from appointments a
    where a.offer_token = p_offer.token and a.contact_id = p_contact.id and a.status in ('scheduled', 'confirmed');
    if p_state in ('ok', 'offer_expired') and v_ids is not null then
        return frontdesk.party_json('already_booked', v_ids);
    end if;
    if p_state <> 'ok' then
        return jsonb_build_object('status', p_state) || case when p_state = 'offer_expired' then p_wish else '{}' end;
    end if;
    if coalesce(jsonb_array_length(p_party), 0) <> p_offer.party then
        perform frontdesk.hold_put(p_org.id, p_chat.id, 'choice', p_offer.token, p_org.hold_minutes);
        return jsonb_build_object('status', 'needs_people', 'limit', p_offer.party);
    end if;
    v_refusal := coalesce(frontdesk.place_refusal(p_org, p_chat, p_offer.token, p_offer.items),
        frontdesk.visitor_refusal(p_chat));
    if v_refusal is not null then
        return v_refusal || case v_refusal ->> 'status' when 'taken' then p_wish else '{}' end;
    end if;
    if p_contact.id is null then
        -- Whoever books for others only has not said who they are.
        v_contact := frontdesk.contact_ensure(p_chat);
        select * into p_contact from contacts c where c.id = v_contact for no key update;
    end if;
    perform frontdesk.agenda_lock(p_offer.items);
    begin
        perform frontdesk.holds_release(p_chat.id, p_offer.items);
        v_refusal := jsonb_build_object('status', 'taken') || p_wish;
        if not frontdesk.still_free(p_org, p_offer.items, p_chat.id, p_offer.offered_at) then
            raise exclusion_violation;
        end if;
        for v_n in 1 .. p_offer.party loop
            v_refusal := frontdesk.guest_book(p_org, p_chat, p_contact, p_offer, p_party -> (v_n - 1), v_n - 1);
            if v_refusal ->> 'status' <> 'booked' then
                raise exclusion_violation;
            end if;
            v_ids := v_ids || (v_refusal ->> 'id')::uuid;
            v_refusal := jsonb_build_object('status', 'taken') || p_wish;
        end loop;
    exception when exclusion_violation or unique_violation then
        -- Nothing of it stands, neither an appointment nor a name.
        return v_refusal;
    end;
    perform frontdesk.place_put(p_chat, i) from unnest(v_ids) i;
    update slot_offers set visitor = p_chat.visitor where token = p_offer.token and p_chat.visitor is not null;
    update chat_identities set booking_name = null, booking_relation = null where id = p_chat.id;
    perform frontdesk.notify_chat(p_chat.connection_id, p_chat.id, 'message');
    return frontdesk.party_json('booked', v_ids);
end;
$$;

-- One of them: {status: booked, id}, or why not (not_found: no person of theirs).
create or replace function frontdesk.guest_book(
    p_org organizations, p_chat chat_identities, p_contact contacts, p_offer slot_offers, p_guest jsonb, p_place integer
) returns jsonb
language plpgsql as $$
declare
    v_items jsonb := jsonb_build_array(p_offer.items -> p_place);
    v_offer slot_offers := p_offer;
    v_key uuid;
    v_person people;
    v_name text := p_guest ->> 'name';
    v_refusal jsonb;
begin
    if (p_guest ->> 'self')::boolean then
        update contacts set name = coalesce(name, v_name) where id = p_contact.id returning name into v_name;
    else
        v_key := coalesce((p_guest ->> 'person')::uuid,
            case when v_name is not null
                then frontdesk.people_ensure(p_contact, v_name, p_guest ->> 'relation') end);
        select * into v_person from people p where p.contact_id = p_contact.id and p.id = v_key;
        v_name := v_person.name;
    end if;
    if v_name is null then
        return jsonb_build_object('status', 'not_found');
    end if;
    v_refusal := frontdesk.booking_refusal(p_org, p_contact, v_name, v_person.id, v_items);
    if v_refusal is not null then
        return v_refusal;
    end if;
    v_offer.items := v_items;
    return jsonb_build_object('status', 'booked', 'id',
        frontdesk.appointments_insert(p_org, p_contact.id, p_chat.id, v_name, v_person.id, v_offer));
end;
$$;

create or replace function frontdesk.party_json(p_status text, p_ids uuid[]) returns jsonb
language sql stable as $$
    select jsonb_build_object('status', p_status, 'appointment', frontdesk.appointment_json(p_ids[1]),
        'also', (select coalesce(jsonb_agg(frontdesk.appointment_json(i) order by n), '[]')
                 from unnest(p_ids[2:]) with ordinality as also(i, n)))
$$;
