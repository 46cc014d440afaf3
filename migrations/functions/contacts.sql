-- One person, one contact: names, consents, unproven phones, and two contacts that become one.
-- docs/decisions/contacts.md says what is canonical; the application (agent/phones.py)
-- writes phones of contacts and chats in that form only. Which names lead to whom: identity.sql.

-- The contact behind a chat whose row is locked, made when there is none; the chat is its own from then on.
create or replace function frontdesk.contact_ensure(p_chat chat_identities, p_name text default null) returns uuid
language plpgsql as $$
declare
    v_id uuid := p_chat.contact_id;
begin
    if v_id is null and p_chat.phone is not null then
        insert into contacts (organization_id, name, phone, created_at)
        values (p_chat.organization_id, p_name, p_chat.phone, frontdesk.now())
        on conflict (organization_id, phone) do nothing;
        select id into v_id from contacts where phone = p_chat.phone;
    elsif v_id is null then
        insert into contacts (organization_id, name, created_at)
        values (p_chat.organization_id, p_name, frontdesk.now())
        returning id into v_id;
    end if;
    update chat_identities set contact_id = v_id where id = p_chat.id and contact_id is null;
    return v_id;
end;
$$;

drop function if exists contact_resolve(uuid, uuid, text);
-- The contact behind a chat, found by phone or made; the name is set when it had none. Another name
-- than the contact's, or one with a relation (as people.relation), is who the next appointment is for: that
-- never names the contact.
create or replace function contact_resolve(
    p_organization uuid, p_conversation uuid, p_name text, p_relation text default null
) returns jsonb
language plpgsql as $$
declare
    v_chat chat_identities;
    v_contact contacts;
begin
    perform frontdesk.enter(p_organization);
    select * into v_chat from chat_identities where id = p_conversation for update;
    if v_chat.id is null then
        return jsonb_build_object('status', 'not_found');
    end if;
    v_chat.contact_id := frontdesk.contact_ensure(v_chat, case when p_relation is null then p_name end);
    update contacts set name = p_name where id = v_chat.contact_id and name is null and p_relation is null;
    select * into v_contact from contacts where id = v_chat.contact_id;
    update chat_identities set
        contact_id = v_contact.id,
        booking_name = case when p_relation is not null or frontdesk.fold(v_contact.name) <> frontdesk.fold(p_name)
            then p_name end,
        booking_relation = p_relation
    where id = p_conversation;
    return jsonb_build_object('contact', v_contact.id, 'name', v_contact.name, 'booking_name', p_name);
end;
$$;

-- The provider tells the phone of a chat whose customer booked without one (LID, BSUID): the contact
-- gets it, or is the one who has it already. Never by a name or by what a message says.
create or replace function frontdesk.contact_gets_phone(p_organization uuid, p_contact uuid, p_phone text) returns void
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

-- Makes two contacts one: the older, with what the younger knew beside it. Of two decisions about the
-- same thing the later one counts. Returns the contact that remains.
create or replace function frontdesk.contacts_merge(p_one uuid, p_other uuid) returns uuid
language plpgsql as $$
declare
    v_kept contacts;
    v_gone contacts;
begin
    -- Chats before contacts, as a turn takes them, and each in one order, so that nobody waits for each other.
    perform 1 from chat_identities where contact_id in (p_one, p_other) order by id for no key update;
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
    update contacts set stated_phone = v_gone.stated_phone, stated_phone_at = v_gone.stated_phone_at
    where id = v_kept.id and v_gone.stated_phone_at > coalesce(stated_phone_at, '-infinity');
    update contacts set stated_phone = null, stated_phone_at = null where id = v_gone.id;
    delete from contact_authorizations a using contact_authorizations b
    where a.contact_id in (v_kept.id, v_gone.id) and b.contact_id in (v_kept.id, v_gone.id)
      and a.contact_id <> b.contact_id and a.kind = b.kind
      and (a.at, a.contact_id = v_kept.id) < (b.at, b.contact_id = v_kept.id);
    perform set_config('frontdesk.merging', 'on', true);
    perform frontdesk.people_merge(v_gone, (select c from contacts c where c.id = v_kept.id));
    perform frontdesk.contact_rows_move(v_gone.id, v_kept.id);
    return v_kept.id;
end;
$$;

-- Gives the rows of one contact to another, in every table that refers to contacts, also in those
-- that are made later.
create or replace function frontdesk.contact_rows_move(p_from uuid, p_to uuid) returns void
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
create or replace function frontdesk.contact_rows_move_single(
    p_table regclass, p_column name, p_from uuid, p_to uuid
) returns void
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

create or replace function frontdesk.chat_tells_phone() returns trigger
language plpgsql as $$
begin
    perform frontdesk.contact_gets_phone(new.organization_id, new.contact_id, new.phone);
    return null;
end;
$$;

-- What is written for a contact while it is merged belongs to the one that remains.
create or replace function frontdesk.contact_remains() returns trigger
language plpgsql as $$
begin
    new.contact_id := coalesce(
        (select merged_into from contacts where id = new.contact_id for key share), new.contact_id);
    return new;
end;
$$;

-- Keeps the phone that the customer wrote, for staff; null: they give none, or take it back. Nothing is kept
-- where the provider told the phone. Returns {status: noted | declined | known}.
create or replace function stated_phone_set(p_organization uuid, p_conversation uuid, p_phone text) returns jsonb
language plpgsql as $$
declare
    v_chat chat_identities;
    v_contact uuid;
begin
    perform frontdesk.enter(p_organization);
    select * into v_chat from chat_identities where id = p_conversation for update;
    if v_chat.id is null then
        return jsonb_build_object('status', 'not_found');
    end if;
    if p_phone is not null and (v_chat.phone is not null
        or exists (select from contacts c where c.id = v_chat.contact_id and c.phone is not null)) then
        return jsonb_build_object('status', 'known');
    end if;
    v_contact := frontdesk.contact_ensure(v_chat);
    update contacts set stated_phone = p_phone, stated_phone_at = frontdesk.now() where id = v_contact;
    return jsonb_build_object('status', case when p_phone is null then 'declined' else 'noted' end);
end;
$$;

-- The phone that staff may try where no provider told one.
create or replace function frontdesk.stated_phone(p_contact uuid) returns text
language sql stable as $$
    select c.stated_phone from contacts c where c.id = p_contact and c.phone is null
$$;

-- Whether a customer of a chat may be asked for a phone: unneeded (they can be called, or are a rehearsal),
-- unknown (ask), stated, or declined.
create or replace function frontdesk.phone_standing(p_chat chat_identities) returns text
language sql stable as $$
    select case when p_chat.phone is not null or t.phone is not null then 'unneeded'
        when t.stated_phone is not null then 'stated'
        when t.stated_phone_at is not null then 'declined'
        when frontdesk.reaches_phones(c.channel) or c.key = 'rehearsal' then 'unneeded'
        else 'unknown' end
    from platform_connections c left join contacts t on t.id = p_chat.contact_id
    where c.id = p_chat.connection_id
$$;

-- Whether a message can be sent to a phone over a channel, as `Channel.reaches_phones` says it.
create or replace function frontdesk.reaches_phones(p_channel text) returns boolean
language sql immutable parallel safe as $$
    select p_channel not in ('web', 'api', 'chatwoot')
$$;

create or replace function consent_record(
    p_organization uuid, p_conversation uuid, p_turn uuid, p_kind text, p_granted boolean
) returns jsonb
language plpgsql as $$
declare
    v_contact uuid;
begin
    perform frontdesk.enter(p_organization);
    select contact_id into v_contact from chat_identities where id = p_conversation;
    if v_contact is null then
        return jsonb_build_object('status', 'no_contact');
    end if;
    insert into contact_authorizations (organization_id, contact_id, kind, granted, at, turn_id)
    values (p_organization, v_contact, p_kind, p_granted, frontdesk.now(), p_turn)
    on conflict (contact_id, kind) do update
        set granted = excluded.granted, at = excluded.at, turn_id = excluded.turn_id, account_id = null,
            source = null;
    return jsonb_build_object('status', 'recorded', 'granted', p_granted);
end;
$$;

create or replace function frontdesk.opted_out(p_chat chat_identities) returns boolean
language sql stable as $$
    select p_chat.opted_out_at is not null or exists (
        select 1 from chat_identities i where i.contact_id = p_chat.contact_id and i.opted_out_at is not null)
$$;

call frontdesk.attach('trigger', 'tells_phone', 'chat_identities', $$
    create trigger tells_phone after insert on chat_identities
        for each row when (new.contact_id is not null and new.phone is not null)
        execute function frontdesk.chat_tells_phone()
$$);

call frontdesk.attach('trigger', 'tells_phone_later', 'chat_identities', $$
    create trigger tells_phone_later after update of phone, contact_id on chat_identities
        for each row when (new.contact_id is not null and new.phone is not null
            and (new.phone is distinct from old.phone or new.contact_id is distinct from old.contact_id))
        execute function frontdesk.chat_tells_phone()
$$);

call frontdesk.attach('trigger', 'remains', 'chat_identities', $$
    create trigger remains before insert on chat_identities
        for each row when (new.contact_id is not null) execute function frontdesk.contact_remains()
$$);

call frontdesk.attach('trigger', 'remains_later', 'chat_identities', $$
    create trigger remains_later before update of contact_id on chat_identities
        for each row when (new.contact_id is not null and new.contact_id is distinct from old.contact_id)
        execute function frontdesk.contact_remains()
$$);

call frontdesk.attach('trigger', 'remains', 'waiting_list', $$
    create trigger remains before insert on waiting_list
        for each row execute function frontdesk.contact_remains()
$$);

call frontdesk.attach('trigger', 'remains', 'appointments', $$
    create trigger remains before insert on appointments
        for each row execute function frontdesk.contact_remains()
$$);

call frontdesk.attach('trigger', 'remains', 'contact_authorizations', $$
    create trigger remains before insert on contact_authorizations
        for each row execute function frontdesk.contact_remains()
$$);
