-- Programs that book for customers by calls instead of words (MCP): search, hold, confirm. Each key has a
-- connection of its own and each of its customers a chat there, so that what was offered to one can be held and
-- booked by nobody else. Offers and proposals made to programs have no turn.

-- The chat of a key's customer, made when there is none: {conversation, organization (frontdesk.organization_profile)};
-- null for an organization that does not exist. `p_key`: the key's prefix, which may be shown; `p_customer`: as the
-- program calls them; null: nobody yet, and then there is no chat.
create or replace function program_chat(
    p_organization uuid, p_key text default null, p_customer text default null
) returns jsonb
language plpgsql as $$
declare
    v_id uuid := md5('program ' || p_organization || ' ' || p_key || ' ' || p_customer)::uuid;
begin
    perform frontdesk.enter(p_organization);
    if not exists (select 1 from organizations where id = p_organization) then
        return null;
    end if;
    if v_id is not null then
        perform frontdesk.named_chat(p_organization, v_id, 'mcp:' || p_key, null, null, '[]');
    end if;
    return jsonb_build_object('conversation', v_id, 'organization', frontdesk.organization_profile(p_organization));
end;
$$;

-- Keeps an offered start for its customer, for as long as the organization keeps one; what they held before is given
-- up. Holding it again neither fails nor makes it last longer. Returns {status: held, until} or a refusal:
-- not_offered, offer_expired, taken, already_booked, too_many_holds (limit: of one key at the same time).
create or replace function program_hold(p_organization uuid, p_conversation uuid, p_slot text) returns jsonb
language plpgsql as $$
declare
    c_most constant integer := 10;
    v_chat chat_identities;
    v_offer slot_offers;
    v_org organizations;
    v_until timestamptz;
    v_state text;
begin
    perform frontdesk.enter(p_organization);
    select * into v_chat from chat_identities where id = p_conversation for no key update;
    select * into v_offer from slot_offers where token = p_slot;
    v_state := frontdesk.offer_state(p_conversation, null, v_offer);
    if v_state in ('ok', 'offer_expired') and exists (select 1 from appointments a where a.offer_token = p_slot) then
        v_state := 'already_booked';
    end if;
    if v_state <> 'ok' then
        return jsonb_build_object('status', v_state);
    end if;
    v_until := frontdesk.held_until(p_conversation, p_slot);
    if v_until is not null then
        return jsonb_build_object('status', 'held', 'until', v_until);
    end if;
    -- One after the other, or calls at the same time would each count without the others.
    perform pg_advisory_xact_lock(hashtextextended(v_chat.connection_id::text, 14));
    if (select count(*) from holds h join chat_identities i on i.id = h.chat_identity_id
        where i.connection_id = v_chat.connection_id and i.id <> p_conversation
          and h.expires_at > frontdesk.now()) >= c_most then
        return jsonb_build_object('status', 'too_many_holds', 'limit', c_most);
    end if;
    select * into v_org from organizations where id = p_organization;
    if not frontdesk.still_free(v_org, v_offer.items, p_conversation, v_offer.offered_at, frontdesk.moved_by(v_offer))
        or not frontdesk.hold_put(p_organization, p_conversation, 'choice', p_slot, v_org.hold_minutes) then
        return '{"status": "taken"}';
    end if;
    return jsonb_build_object('status', 'held', 'until', frontdesk.held_until(p_conversation, p_slot));
end;
$$;

-- Until when a customer holds a start; null: they do not.
create or replace function frontdesk.held_until(p_conversation uuid, p_slot text) returns timestamptz
language sql stable as $$
    select h.expires_at from holds h
    where h.chat_identity_id = p_conversation and h.kind = 'choice' and h.offer_token = p_slot
      and h.expires_at > frontdesk.now()
$$;

-- The appointments whose own time counts as free for an offer: those that it would move.
create or replace function frontdesk.moved_by(p_offer slot_offers) returns uuid[]
language sql stable as $$
    select case when p_offer.appointment_id is null then '{}' else frontdesk.parts_of(p_offer.appointment_id) end
$$;

-- Gives up what a customer holds. Returns {status: released | none}.
create or replace function program_release(p_organization uuid, p_conversation uuid) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    delete from holds h where h.chat_identity_id = p_conversation and h.kind = 'choice'
        and h.expires_at > frontdesk.now();
    return jsonb_build_object('status', case when found then 'released' else 'none' end);
end;
$$;

-- Books what its customer holds, or moves the appointment that it was offered for. `p_name`: whom it is for, needed
-- the first time; `p_phone`: for staff, joins nothing. Returns as appointment_book and appointment_move do, or
-- {status: not_held} where the start is theirs to hold and they do not hold it (any more). A repeated call finds the
-- first one's row.
create or replace function program_confirm(
    p_organization uuid, p_conversation uuid, p_slot text, p_name text default null, p_phone text default null
) returns jsonb
language plpgsql as $$
declare
    v_chat chat_identities;
    v_offer slot_offers;
    v_booked uuid;
    v_state text;
begin
    perform frontdesk.enter(p_organization);
    select * into v_chat from chat_identities where id = p_conversation for update;
    select * into v_offer from slot_offers where token = p_slot and chat_identity_id = p_conversation;
    select a.id into v_booked from appointments a
    where a.offer_token = v_offer.token and a.status in ('scheduled', 'confirmed') order by a.starts_at limit 1;
    if v_booked is not null then
        return jsonb_build_object('status', 'already_booked', 'appointment', frontdesk.appointment_json(v_booked));
    end if;
    if frontdesk.held_until(p_conversation, p_slot) is null and not frontdesk.stands_moved(v_offer) then
        v_state := frontdesk.offer_state(p_conversation, null, v_offer);
        return jsonb_build_object('status', case v_state when 'ok' then 'not_held' else v_state end);
    end if;
    if v_offer.appointment_id is not null then
        return appointment_move(p_organization, p_conversation, null, null, p_slot);
    end if;
    if p_name is not null then
        perform contact_resolve(p_organization, p_conversation, p_name);
    elsif not exists (select from contacts c where c.id = v_chat.contact_id and c.name is not null) then
        return '{"status": "needs_name"}';
    end if;
    if p_phone is not null then
        perform stated_phone_set(p_organization, p_conversation, p_phone);
    end if;
    return appointment_book(p_organization, p_conversation, null, p_slot);
end;
$$;

-- Whether the appointment that an offer would move already stands there.
create or replace function frontdesk.stands_moved(p_offer slot_offers) returns boolean
language sql stable as $$
    select exists (
        select from appointments a where a.id = p_offer.appointment_id and a.status in ('scheduled', 'confirmed')
          and a.starts_at = p_offer.starts_at and a.member_id = p_offer.member_id and a.service_id = p_offer.service_id)
$$;
