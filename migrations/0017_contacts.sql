-- One person, one contact: phones in one form, chats of one person brought together.
-- docs/decisions/contacts.md says what is canonical; since now the application (agent/phones.py)
-- writes phones of contacts and chats in that form only.

-- A contact that turned out to be another one stays as a row without a phone, so that nothing that
-- knows its id is lost.
alter table contacts
    add column merged_into uuid references contacts on delete cascade,
    add constraint contacts_merged check (merged_into is null or phone is null);
create index contacts_merged_into on contacts (merged_into) where merged_into is not null;
comment on column contacts.phone is 'Canonical: digits with the country code, as dialled today';
comment on column contacts.merged_into is 'The contact that this one turned out to be';
comment on column chat_identities.phone is 'Canonical, who the person is; replies go to address, as the provider gave it';

-- The chat of an address refers to these already; every new customer has two rows here.
alter table chat_addresses
    drop constraint chat_addresses_organization_id_fkey,
    drop constraint chat_addresses_connection_id_fkey;

-- Gives the rows of one contact to another, in every table that refers to contacts, also in those
-- that later migrations make.
create function frontdesk.contact_rows_move(p_from uuid, p_to uuid) returns void
language plpgsql as $$
declare
    v_table regclass;
    v_column name;
begin
    perform set_config('frontdesk.merging', 'on', true);
    for v_table, v_column in
        select c.conrelid::regclass, own.attname
        from pg_constraint c
        cross join unnest(c.conkey, c.confkey) as k(own, theirs)
        join pg_attribute own on own.attrelid = c.conrelid and own.attnum = k.own
        join pg_attribute theirs on theirs.attrelid = c.confrelid and theirs.attnum = k.theirs
        where c.contype = 'f' and c.confrelid = 'public.contacts'::regclass and c.conrelid <> c.confrelid
          and theirs.attname = 'id'
        order by 1, 2
    loop
        begin
            execute format('update %s set %I = $1 where %2$I = $2', v_table, v_column) using p_to, p_from;
        exception when unique_violation or exclusion_violation then
            perform frontdesk.contact_rows_move_single(v_table, v_column, p_from, p_to);
        end;
    end loop;
    perform set_config('frontdesk.merging', '', true);
end;
$$;

-- Row by row, where both contacts have the same: what would be there twice stays behind. An
-- appointment for the same person, service and hour is cancelled instead, as booking it a second time
-- would have been refused.
create function frontdesk.contact_rows_move_single(p_table regclass, p_column name, p_from uuid, p_to uuid) returns void
language plpgsql as $$
declare
    v_row tid;
    v_actor text := coalesce(current_setting('frontdesk.actor', true), '');
begin
    for v_row in execute format('select ctid from %s where %I = $1', p_table, p_column) using p_from loop
        begin
            execute format('update %s set %I = $1 where ctid = $2', p_table, p_column) using p_to, v_row;
        exception when unique_violation or exclusion_violation then
            if p_table = 'public.appointments'::regclass then
                perform set_config('frontdesk.actor', 'system', true);
                update appointments set status = 'cancelled', contact_id = p_to, updated_at = frontdesk.now()
                where ctid = v_row;
                perform set_config('frontdesk.actor', v_actor, true);
            end if;
        end;
    end loop;
end;
$$;

-- Makes two contacts one: the older, with what the younger knew beside it. Of two decisions about the
-- same thing the later one counts. Returns the contact that remains.
create function frontdesk.contacts_merge(p_one uuid, p_other uuid) returns uuid
language plpgsql as $$
declare
    v_kept contacts;
    v_gone contacts;
begin
    -- In one order, so that two merges never wait for each other.
    perform 1 from contacts where id in (p_one, p_other) order by id for update;
    select * into v_kept from contacts where id in (p_one, p_other) and merged_into is null
    order by created_at, id limit 1;
    select * into v_gone from contacts where id in (p_one, p_other) and merged_into is null and id <> v_kept.id;
    if v_gone.id is null then
        return v_kept.id;
    end if;
    update contacts set merged_into = v_kept.id, phone = null where id = v_gone.id;
    update contacts set merged_into = v_kept.id where merged_into = v_gone.id;
    update contacts set phone = coalesce(phone, v_gone.phone), name = coalesce(name, v_gone.name),
        email = coalesce(email, v_gone.email)
    where id = v_kept.id;
    delete from contact_authorizations a using contact_authorizations b
    where a.contact_id in (v_kept.id, v_gone.id) and b.contact_id in (v_kept.id, v_gone.id)
      and a.contact_id <> b.contact_id and a.kind = b.kind
      and (a.at, a.contact_id = v_kept.id) < (b.at, b.contact_id = v_kept.id);
    perform frontdesk.contact_rows_move(v_gone.id, v_kept.id);
    return v_kept.id;
end;
$$;

-- The provider tells the phone of a chat whose customer booked without one (LID, BSUID): the contact
-- gets it, or is the one who has it already. Never by a name or by what a message says.
create function frontdesk.contact_gets_phone(p_organization uuid, p_contact uuid, p_phone text) returns void
language plpgsql as $$
declare
    v_known uuid;
begin
    if exists (select 1 from contacts where id = p_contact and (phone is not null or merged_into is not null)) then
        return;
    end if;
    select id into v_known from contacts where organization_id = p_organization and phone = p_phone;
    if v_known is null then
        begin
            update contacts set phone = p_phone where id = p_contact and phone is null and merged_into is null;
            return;
        exception when unique_violation then
            -- Another chat of the same person was faster.
            select id into v_known from contacts where organization_id = p_organization and phone = p_phone;
        end;
    end if;
    perform frontdesk.contacts_merge(p_contact, v_known);
end;
$$;

create function frontdesk.chat_tells_phone() returns trigger
language plpgsql as $$
begin
    perform frontdesk.contact_gets_phone(new.organization_id, new.contact_id, new.phone);
    return null;
end;
$$;

-- What is written for a contact while it is merged belongs to the one that remains.
create function frontdesk.contact_remains() returns trigger
language plpgsql as $$
begin
    new.contact_id := coalesce(
        (select merged_into from contacts where id = new.contact_id for key share), new.contact_id);
    return new;
end;
$$;

-- Two chats at one connection turn out to be one person's: from now on one conversation goes on, that
-- with the later message. The other keeps its history, and what is pending in it is answered there.
-- Chats with different phones stay apart. Returns the chat that goes on.
create function frontdesk.chats_join(p_one uuid, p_other uuid) returns uuid
language plpgsql as $$
declare
    v_kept chat_identities;
    v_left chat_identities;
    v_contact uuid;
begin
    perform 1 from chat_identities where id in (p_one, p_other) order by id for update;
    select * into v_kept from chat_identities where id in (p_one, p_other)
    order by last_inbound_at desc nulls last, created_at, id limit 1;
    select * into v_left from chat_identities where id in (p_one, p_other) and id <> v_kept.id;
    if v_kept.phone <> v_left.phone then
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
        language = coalesce(language, v_left.language),
        opted_out_at = coalesce(opted_out_at, v_left.opted_out_at),
        handled_by = case handled_by when 'bot' then v_left.handled_by else handled_by end,
        handled_until = case handled_by when 'bot' then v_left.handled_until else handled_until end
    where id = v_kept.id;
    update chat_identities set contact_id = v_contact where id = v_left.id and contact_id is null;
    return v_kept.id;
end;
$$;

-- The chat behind these addresses, made when there is none. Two requests that bring the same new
-- person at once meet at the advisory locks (sorted, so that they cannot wait for each other). The
-- last address may be "+" with the canonical phone: all spellings of one number lead to one chat.
-- With `p_join`, chats that turn out to be one person's are joined.
drop function frontdesk.chat_ensure(uuid, uuid, text[], text, text);
create function frontdesk.chat_ensure(
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

-- Moves the debounce deadline and enqueues the turn for it. The clock is the database's. A phone is
-- written only when it is news, so that nothing that follows from one is looked at with every message.
create or replace function frontdesk.expect_turn(
    p_organization uuid, p_conversation uuid, p_wait double precision, p_ceiling double precision,
    p_address text default null, p_phone text default null, p_name text default null
) returns void
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_due timestamptz;
    v_phone text;
begin
    update chat_identities i set
        first_pending_at = coalesce(i.first_pending_at, v_now),
        due_at = least(
            v_now + make_interval(secs => p_wait),
            coalesce(i.first_pending_at, v_now) + make_interval(secs => p_ceiling)),
        last_inbound_at = v_now,
        address = coalesce(p_address, i.address),
        display_name = coalesce(p_name, i.display_name)
    where i.id = p_conversation
    returning i.due_at, i.phone into v_due, v_phone;
    if p_phone <> coalesce(v_phone, '') then
        update chat_identities set phone = p_phone where id = p_conversation;
    end if;
    perform frontdesk.defer(
        'turns', 'turn', 'conversation:' || p_conversation,
        jsonb_build_object('organization', p_organization, 'conversation', p_conversation),
        extract(epoch from v_due - v_now));
end;
$$;

-- Stores one received message once; false when it is already here. A message that is older than
-- half a day (a provider replays after a reconnect) is kept as history and not answered.
create or replace function frontdesk.message_put(
    p_organization uuid, p_connection uuid, p_event jsonb, p_wait double precision, p_ceiling double precision
) returns boolean
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_addresses text[] := array(select jsonb_array_elements_text(p_event -> 'addresses'));
    v_sent timestamptz := (p_event ->> 'sent_at')::timestamptz;
    v_old boolean := coalesce(v_sent < v_now - interval '12 hours', false);
    v_chat uuid;
    v_message uuid;
begin
    v_chat := frontdesk.chat_ensure(
        p_organization, p_connection, v_addresses, p_event ->> 'phone', p_event ->> 'name', true);
    insert into chat_messages (
        organization_id, chat_identity_id, connection_id, direction, status, kind, body, payload,
        provider_id, sent_at, created_at)
    values (
        p_organization, v_chat, p_connection, 'inbound', case when v_old then 'ignored' else 'pending' end,
        p_event ->> 'kind', coalesce(p_event ->> 'text', ''), coalesce(p_event -> 'payload', '{}'),
        p_event ->> 'id', v_sent, v_now)
    on conflict do nothing
    returning id into v_message;
    if v_message is null then
        return false;
    end if;
    if v_old then
        return true;
    end if;
    if p_event -> 'payload' ? 'media' then
        perform frontdesk.defer('media', 'media', null,
            jsonb_build_object('organization', p_organization, 'message', v_message));
    end if;
    -- A BSUID does not take the place of a phone: it belongs to that phone, and not every provider
    -- sends to one.
    if v_addresses[1] like '__.%' and exists (select 1 from chat_identities where id = v_chat and phone is not null) then
        v_addresses[1] := null;
    end if;
    perform frontdesk.expect_turn(p_organization, v_chat, p_wait, p_ceiling,
        v_addresses[1], p_event ->> 'phone', p_event ->> 'name');
    perform frontdesk.notify_chat(p_connection, v_chat, 'message');
    return true;
end;
$$;

-- What became of a message we sent. An id that we do not know, for a chat in which one send is
-- open, is the answer to that send: the provider took it and we did not hear so. Not "read" (of an
-- old message, known by another id), and nothing about what staff typed.
create or replace function frontdesk.status_put(p_organization uuid, p_connection uuid, p_event jsonb) returns boolean
language plpgsql as $$
declare
    v_ids text[] := array(select jsonb_array_elements_text(p_event -> 'ids'));
    v_addresses text[] := array(select jsonb_array_elements_text(p_event -> 'addresses'));
    v_status text := case p_event ->> 'status' when 'accepted' then 'sent' else p_event ->> 'status' end;
    v_message uuid;
begin
    select m.id into v_message from chat_messages m
    where m.connection_id = p_connection and m.direction = 'outbound' and m.provider_id = any (v_ids)
    order by array_position(v_ids, m.provider_id) limit 1;
    if v_message is null and cardinality(v_addresses) > 0 and v_status <> 'read'
       and not exists (select 1 from chat_messages m where m.connection_id = p_connection
                       and m.direction = 'staff' and m.provider_id = any (v_ids)) then
        v_message := frontdesk.outbox_evidence(p_organization, p_connection, v_addresses, v_ids[1], null);
    end if;
    update chat_messages m set
        status = v_status,
        error = case when v_status = 'failed'
            then concat_ws(': ', p_event ->> 'code', p_event ->> 'reason') end
    where m.id = v_message
      and frontdesk.status_rank(v_status) > frontdesk.status_rank(m.status);
    return v_message is not null;
end;
$$;

-- A message that another service hands in for an answer of its own delivery (POST /invoke). The chat
-- may be one of the service's own naming; it then stands on a connection of the channel "api".
-- Returns {conversation, message} or null when the id belongs to another organization.
create or replace function invoke_put(
    p_organization uuid, p_conversation uuid, p_contact uuid, p_phone text, p_message text,
    p_recent jsonb default '[]'
) returns jsonb
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_chat chat_identities;
    v_connection uuid;
    v_contact uuid;
    v_message uuid;
begin
    perform frontdesk.enter(p_organization);
    if not exists (select 1 from organizations where id = p_organization) then
        return null;
    end if;
    select coalesce(merged_into, id) into v_contact from contacts where id = p_contact;
    if p_contact is not null and v_contact is null then
        return null;
    end if;
    select * into v_chat from chat_identities where id = p_conversation for update;
    if v_chat.id is null then
        v_connection := frontdesk.api_connection(p_organization);
        begin
            insert into chat_identities (id, organization_id, connection_id, contact_id, address, phone, created_at)
            values (p_conversation, p_organization, v_connection, v_contact, p_conversation::text, p_phone, v_now)
            returning * into v_chat;
            perform frontdesk.seed_history(v_chat, p_recent);
        exception when unique_violation then
            -- Made meanwhile by a call at the same time, or another organization's and not seen.
            select * into v_chat from chat_identities where id = p_conversation for update;
            if v_chat.id is null then
                return null;
            end if;
        end;
    end if;
    -- A caller that got no answer calls again; its message is then already here.
    select id into v_message from chat_messages
    where chat_identity_id = v_chat.id and direction = 'inbound' and status = 'pending' and body = p_message
    limit 1;
    if v_message is null then
        insert into chat_messages (organization_id, chat_identity_id, connection_id, direction, status, body, created_at)
        values (p_organization, v_chat.id, v_chat.connection_id, 'inbound', 'pending', p_message, v_now)
        returning id into v_message;
    end if;
    update chat_identities set
        first_pending_at = coalesce(first_pending_at, v_now), due_at = v_now, last_inbound_at = v_now,
        phone = coalesce(phone, p_phone), contact_id = coalesce(contact_id, v_contact)
    where id = v_chat.id;
    return jsonb_build_object('conversation', v_chat.id, 'message', v_message);
end;
$$;

-- The rows of before. The patterns are those of agent/phones.py.

create function frontdesk.phone_form(p_phone text) returns text
language sql immutable as $$
    select case
        when p_phone ~ '^55([14689][1-9]|2[12478]|3[1-578]|5[13-5]|7[13-579])[6-9][0-9]{7}$'
            then left(p_phone, 4) || '9' || right(p_phone, 8)
        when p_phone ~ '^52(1|01|044|045)[2-9][0-9]{9}$' then '52' || right(p_phone, 10)
        when p_phone ~ '^549?(11[0-9]{8}|[23][0-9]{9})$' then '549' || right(p_phone, 10)
        when p_phone ~ '^549?1115[0-9]{8}$' then '54911' || right(p_phone, 8)
        when p_phone ~ '^549?[23][0-9]{2}15[0-9]{7}$'
            then '549' || left(right(p_phone, 12), 3) || right(p_phone, 7)
        when p_phone ~ '^549?[23][0-9]{3}15[0-9]{6}$'
            then '549' || left(right(p_phone, 12), 4) || right(p_phone, 6)
        else p_phone
    end
$$;

do $$
declare
    v_ids uuid[];
    v_kept uuid;
    v_chat record;
begin
    for v_ids in
        select array_agg(id order by created_at, id) from contacts where phone is not null
        group by organization_id, frontdesk.phone_form(phone) having count(*) > 1
    loop
        for n in 2..cardinality(v_ids) loop
            perform frontdesk.contacts_merge(v_ids[1], v_ids[n]);
        end loop;
    end loop;
    update contacts set phone = frontdesk.phone_form(phone) where phone <> frontdesk.phone_form(phone);
    update chat_identities set phone = frontdesk.phone_form(phone) where phone <> frontdesk.phone_form(phone);
    for v_ids in
        select array_agg(i.id) from chat_identities i
        where i.phone is not null and exists (select 1 from chat_addresses a where a.chat_identity_id = i.id)
        group by i.connection_id, i.phone having count(*) > 1
    loop
        v_kept := v_ids[1];
        for n in 2..cardinality(v_ids) loop
            v_kept := frontdesk.chats_join(v_kept, v_ids[n]);
        end loop;
    end loop;
    insert into chat_addresses (organization_id, connection_id, address, chat_identity_id)
    select i.organization_id, i.connection_id, '+' || i.phone, i.id from chat_identities i
    where i.phone is not null and exists (select 1 from chat_addresses a where a.chat_identity_id = i.id)
    on conflict do nothing;
    for v_chat in
        select i.organization_id, i.contact_id, i.phone from chat_identities i
        where i.phone is not null and i.contact_id is not null order by i.created_at
    loop
        perform frontdesk.contact_gets_phone(v_chat.organization_id, v_chat.contact_id, v_chat.phone);
    end loop;
end;
$$;
drop function frontdesk.phone_form(text);

create trigger tells_phone after insert on chat_identities
    for each row when (new.contact_id is not null and new.phone is not null)
    execute function frontdesk.chat_tells_phone();
create trigger tells_phone_later after update of phone, contact_id on chat_identities
    for each row when (new.contact_id is not null and new.phone is not null
        and (new.phone is distinct from old.phone or new.contact_id is distinct from old.contact_id))
    execute function frontdesk.chat_tells_phone();
create trigger remains before insert on appointments
    for each row execute function frontdesk.contact_remains();
create trigger remains before insert on contact_authorizations
    for each row execute function frontdesk.contact_remains();
