-- The identity resolver: under which names a person is known, and what of them joins what.
--
-- An address (phone as sent, JID, LID, BSUID, web key, Chatwoot conversation and contact): the provider
--   vouches; stands in chat_addresses; joins chats of one connection (chat_ensure, chats_join).
-- The canonical phone: the provider, a caller with a key or a signed identity vouches; chat_addresses ("+…"),
--   chat_identities.phone, contacts.phone; joins chats of one connection and contacts (contact_gets_phone).
-- The user of the business's own site: a caller with a key, a signed identity or Chatwoot's verified identifier
--   vouches; chat_identities.user_id; joins contacts of all connections (chat_is_user).
-- A name, an e-mail, a profile, a contact card, a typed phone (contacts.stated_phone): joins nothing.
--
-- Two different phones, or two different users, are never joined. docs/decisions/contacts.md says why.

-- The chat behind these addresses, or null. The first address that is known wins.
-- (One address at a time: an array of unknown length would be planned anew in every call.)
create or replace function frontdesk.chat_find(p_connection uuid, p_addresses text[]) returns uuid
language plpgsql stable as $$
declare
    v_address text;
    v_chat uuid;
begin
    foreach v_address in array coalesce(p_addresses, '{}') loop
        select a.chat_identity_id into v_chat from chat_addresses a
        where a.connection_id = p_connection and a.address = v_address;
        exit when v_chat is not null;
    end loop;
    return v_chat;
end;
$$;

-- The chat behind these addresses, made when there is none. Two requests that bring the same new
-- person at once meet at the advisory locks (sorted, so that they cannot wait for each other). The
-- last address may be "+" with the canonical phone: all spellings of one number lead to one chat.
-- With `p_join`, chats that turn out to be one person's are joined.
create or replace function frontdesk.chat_ensure(
    p_organization uuid, p_connection uuid, p_addresses text[], p_phone text, p_name text, p_join boolean default false
) returns uuid
language plpgsql as $$
declare
    v_address text;
    v_known uuid;
    v_id uuid;
    v_new boolean := false;
begin
    for v_round in 1..2 loop
        foreach v_address in array p_addresses loop
            -- It was stored together with the provider's own, so it tells nothing new when these are known.
            exit when v_id is not null and not v_new and starts_with(v_address, '+');
            select a.chat_identity_id into v_known from chat_addresses a
            where a.connection_id = p_connection and a.address = v_address;
            if v_known is null then
                v_new := true;
            elsif v_id is null then
                v_id := v_known;
            elsif v_known <> v_id and p_join then
                v_id := frontdesk.chats_join(v_id, v_known);
            end if;
        end loop;
        exit when v_id is not null or v_round = 2;
        for v_address in select a from unnest(p_addresses) a order by a loop
            perform pg_advisory_xact_lock(hashtextextended(p_connection::text || v_address, 7));
        end loop;
    end loop;
    if v_id is null then
        insert into chat_identities (organization_id, connection_id, address, phone, display_name, created_at)
        values (p_organization, p_connection, p_addresses[1], p_phone, p_name, frontdesk.now())
        returning id into v_id;
    end if;
    if v_new then
        insert into chat_addresses (organization_id, connection_id, address, chat_identity_id)
        select p_organization, p_connection, a, v_id from unnest(p_addresses) a
        on conflict do nothing;
    end if;
    return v_id;
end;
$$;

-- Two chats at one connection turn out to be one person's: from now on one conversation goes on, that
-- with the later message. The other keeps its history, and what is pending in it is answered there. What
-- was arranged goes along, and if a person has either chat, they have both. Chats with different phones or
-- users stay apart. Returns the chat that goes on.
create or replace function frontdesk.chats_join(p_one uuid, p_other uuid) returns uuid
language plpgsql as $$
declare
    v_kept chat_identities;
    v_left chat_identities;
    v_person chat_identities;
    v_contact uuid;
begin
    perform 1 from chat_identities where id in (p_one, p_other) order by id for update;
    select * into v_kept from chat_identities where id in (p_one, p_other)
    order by last_inbound_at desc nulls last, created_at, id limit 1;
    select * into v_left from chat_identities where id in (p_one, p_other) and id <> v_kept.id;
    if v_kept.phone <> v_left.phone or v_kept.user_id <> v_left.user_id then
        return p_one;
    end if;
    update chat_addresses set chat_identity_id = v_kept.id where chat_identity_id = v_left.id;
    v_contact := coalesce(v_kept.contact_id, v_left.contact_id);
    if v_contact <> v_left.contact_id and exists (
        select 1 from contacts where id in (v_contact, v_left.contact_id) and phone is null) then
        v_contact := frontdesk.contacts_merge(v_contact, v_left.contact_id);
    end if;
    update chat_identities set
        contact_id = v_contact,
        phone = coalesce(phone, v_left.phone),
        user_id = coalesce(user_id, v_left.user_id),
        language = coalesce(language, v_left.language),
        booking_relation = case when booking_name is null then v_left.booking_relation else booking_relation end,
        booking_name = coalesce(booking_name, v_left.booking_name),
        (booking_place, booking_latitude, booking_longitude, booking_place_at) = (
            select n.booking_place, n.booking_latitude, n.booking_longitude, n.booking_place_at
            from chat_identities n where n.id in (v_kept.id, v_left.id)
            order by n.booking_place_at desc nulls last limit 1),
        greeted_at = greatest(greeted_at, v_left.greeted_at),
        opted_out_at = coalesce(opted_out_at, v_left.opted_out_at),
        opt_out_lasts = opt_out_lasts or v_left.opt_out_lasts,
        marketing_stopped = marketing_stopped or v_left.marketing_stopped
    where id = v_kept.id;
    update chat_identities set contact_id = v_contact where id = v_left.id and contact_id is null;
    select * into v_person from chat_identities i
    where i.id in (v_kept.id, v_left.id) and frontdesk.with_person(i, frontdesk.now())
    order by i.handled_until desc nulls first, i.id = v_kept.id desc limit 1;
    if v_person.id is not null then
        update chat_identities i set handled_by = 'person', handled_until = v_person.handled_until,
            handled_since = v_person.handled_since, handled_because = v_person.handled_because,
            handled_account = v_person.handled_account,
            handled_recipient = v_person.handled_recipient,
            desk_state = v_person.desk_state, desk_at = v_person.desk_at, desk_told_at = v_person.desk_told_at
        where i.id in (v_kept.id, v_left.id) and i.id <> v_person.id;
    end if;
    perform frontdesk.arrangements_move(v_left, v_kept.id);
    return v_kept.id;
end;
$$;

-- Gives what was arranged in one chat to the one that goes on: appointments, waits, calls for a person, and
-- what was offered or is held, unless a turn still answers there. Of two things held the later one stays.
create or replace function frontdesk.arrangements_move(p_left chat_identities, p_kept uuid) returns void
language plpgsql as $$
begin
    update appointments set chat_identity_id = p_kept
    where chat_identity_id = p_left.id and status in ('scheduled', 'confirmed');
    update waiting_list set chat_identity_id = p_kept
    where chat_identity_id = p_left.id and status in ('waiting', 'offered');
    update escalations set chat_identity_id = p_kept where chat_identity_id = p_left.id and closed_at is null;
    update chat_notes set chat_identity_id = p_kept where chat_identity_id = p_left.id;
    if p_left.first_pending_at is not null
        or exists (select from turns t where t.chat_identity_id = p_left.id and t.status = 'running') then
        return;
    end if;
    delete from holds h using holds o
    where h.chat_identity_id in (p_left.id, p_kept) and o.chat_identity_id in (p_left.id, p_kept)
      and h.kind = o.kind and (h.created_at, h.id) < (o.created_at, o.id);
    update slot_offers set chat_identity_id = p_kept where chat_identity_id = p_left.id;
    update appointment_proposals set chat_identity_id = p_kept where chat_identity_id = p_left.id;
    update holds set chat_identity_id = p_kept where chat_identity_id = p_left.id;
end;
$$;

-- Somebody who may say so says that a chat is a user's of the business's own site, perhaps with the phone that
-- they proved there: the chat's contact is that user's from then on. Returns identified; other_user (the chat
-- is another user's) or other_phone (they are two people), and then nothing is changed.
create or replace function frontdesk.chat_is_user(p_organization uuid, p_chat uuid, p_user text, p_phone text)
returns text
language plpgsql as $$
declare
    v_chat chat_identities;
    v_theirs uuid;
    v_contact uuid;
    v_phones text[];
begin
    select * into v_chat from chat_identities where id = p_chat for update;
    if v_chat.user_id = p_user and (p_phone is null or v_chat.phone is not null) then
        return 'identified';
    elsif v_chat.user_id <> p_user then
        return 'other_user';
    end if;
    -- One user's chats one after the other, or two at once would make two contacts.
    perform pg_advisory_xact_lock(hashtextextended(p_organization::text || ' user ' || p_user, 13));
    select i.contact_id into v_theirs from chat_identities i
    where i.organization_id = p_organization and i.user_id = p_user and i.contact_id is not null and i.id <> p_chat
    order by i.created_at desc, i.id limit 1;
    v_contact := coalesce(v_chat.contact_id, v_theirs);
    select array_agg(distinct c.phone) filter (where c.phone is not null) into v_phones
    from contacts c where c.id in (v_chat.contact_id, v_theirs);
    if cardinality(v_phones) > 1 or v_chat.phone <> all (v_phones) then
        return 'other_phone';
    end if;
    if v_chat.contact_id <> v_theirs then
        v_contact := frontdesk.contacts_merge(v_chat.contact_id, v_theirs);
    end if;
    -- A user who has a new number stays who they are: the chat keeps the phone by which they are known.
    update chat_identities set user_id = p_user, contact_id = v_contact,
        phone = coalesce(phone, case when coalesce(p_phone = all (v_phones), true) then p_phone else v_phones[1] end)
    where id = p_chat;
    return 'identified';
end;
$$;

-- The same for a visitor of a page, whose key is `p_customer`: the chat is made if nothing was written in it
-- yet. The chats of one user at the page stay apart, each browser's its own.
create or replace function visitor_identify(
    p_organization uuid, p_connection uuid, p_customer text, p_user text, p_phone text default null
) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    perform 1 from platform_connections c where c.id = p_connection and c.active and c.channel = 'web';
    if not found then
        raise exception 'no such connection' using errcode = 'no_data_found';
    end if;
    return to_jsonb(frontdesk.chat_is_user(p_organization,
        frontdesk.chat_ensure(p_organization, p_connection, array[p_customer], null, null), p_user, p_phone));
end;
$$;
