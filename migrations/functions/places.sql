-- Where home visits are: what the customer gave for the visit that is being booked, what stands on the
-- appointment, and the place of their last visit. docs/decisions/places.md

-- A place as everybody reads it: {text, latitude, longitude}, or null when there is none.
create or replace function frontdesk.place_json(
    p_text text, p_latitude double precision, p_longitude double precision
) returns jsonb
language sql immutable parallel safe as $$
    select case when p_text is not null or p_latitude is not null then
        jsonb_build_object('text', p_text, 'latitude', p_latitude, 'longitude', p_longitude) end
$$;

-- Where a contact was visited last, or null.
create or replace function frontdesk.last_place(p_contact uuid) returns jsonb
language sql stable as $$
    select frontdesk.place_json(a.place, a.place_latitude, a.place_longitude) from appointments a
    where a.contact_id = p_contact and (a.place is not null or a.place_latitude is not null)
    order by a.created_at desc, a.id limit 1
$$;

-- Whether a chat's customer gave a place for the visit that is being booked, within the last day.
create or replace function frontdesk.place_given(p_chat chat_identities) returns boolean
language sql stable as $$
    select coalesce(p_chat.booking_place_at > frontdesk.now() - interval '1 day', false)
$$;

-- Why items cannot be booked yet for want of a place: {status: needs_place, place (that of the last visit)},
-- or null. The slot is held meanwhile.
create or replace function frontdesk.place_refusal(
    p_org organizations, p_chat chat_identities, p_slot text, p_items jsonb
) returns jsonb
language plpgsql as $$
begin
    if frontdesk.place_given(p_chat) or not exists (
        select 1 from jsonb_array_elements(p_items) i join services s on s.id = (i ->> 'service')::uuid
        where s.given_at = 'customer') then
        return null;
    elsif not frontdesk.still_free(p_org, p_items, p_chat.id,
        (select o.offered_at from slot_offers o where o.token = p_slot)) then
        return '{"status": "taken"}';
    end if;
    perform frontdesk.hold_put(p_org.id, p_chat.id, 'choice', p_slot, p_org.hold_minutes);
    return jsonb_build_object('status', 'needs_place', 'place', frontdesk.last_place(p_chat.contact_id));
end;
$$;

-- Writes the place that the customer gave on what was booked, and forgets it in the chat.
create or replace function frontdesk.place_put(p_chat chat_identities, p_appointment uuid) returns void
language plpgsql as $$
begin
    if not frontdesk.place_given(p_chat) then
        return;
    end if;
    update appointments a set place = p_chat.booking_place, place_latitude = p_chat.booking_latitude,
        place_longitude = p_chat.booking_longitude
    from services s
    where a.id = any (frontdesk.parts_of(p_appointment)) and s.id = a.service_id and s.given_at = 'customer';
    if found then
        perform frontdesk.place_forget(p_chat.id);
    end if;
end;
$$;

create or replace function frontdesk.place_forget(p_conversation uuid) returns void
language sql as $$
    update chat_identities set booking_place = null, booking_latitude = null, booking_longitude = null,
        booking_place_at = null
    where id = p_conversation and booking_place_at is not null
$$;

-- Notes the place of the home visit that is being booked: words, a point on the map or both; with `p_again`
-- that of the customer's last visit. Returns {status: noted, place}, or {status: unknown}: there was no visit.
create or replace function place_note(
    p_organization uuid, p_conversation uuid, p_text text default null,
    p_latitude double precision default null, p_longitude double precision default null, p_again boolean default false
) returns jsonb
language plpgsql as $$
declare
    v_chat chat_identities;
    v_place jsonb := frontdesk.place_json(p_text, p_latitude, p_longitude);
begin
    perform frontdesk.enter(p_organization);
    select * into v_chat from chat_identities where id = p_conversation for update;
    if p_again then
        v_place := frontdesk.last_place(v_chat.contact_id);
    end if;
    if v_chat.id is null or v_place is null then
        return '{"status": "unknown"}';
    end if;
    update chat_identities set booking_place = v_place ->> 'text',
        booking_latitude = (v_place ->> 'latitude')::double precision,
        booking_longitude = (v_place ->> 'longitude')::double precision, booking_place_at = frontdesk.now()
    where id = p_conversation;
    return jsonb_build_object('status', 'noted', 'place', v_place);
end;
$$;
