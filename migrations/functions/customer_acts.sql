-- What staff do to a customer in the console. Each form counts once (its key), and each act is written down.

-- Whether an account may change what is kept of a customer, and there is such a customer.
create or replace function frontdesk.may_tend(p_account uuid, p_customer uuid) returns boolean
language sql stable as $$
    select frontdesk.sees_customers(p_account) and frontdesk.is_customer(p_customer)
$$;

-- The contact that an id leads to; a chat without one gets one.
create or replace function frontdesk.contact_for(p_id uuid) returns uuid
language plpgsql as $$
declare
    v_chat chat_identities;
begin
    if frontdesk.contact_at(p_id) is not null then
        return frontdesk.contact_at(p_id);
    end if;
    select * into v_chat from chat_identities i where i.id = p_id for update;
    return case when v_chat.id is not null then frontdesk.contact_ensure(v_chat) end;
end;
$$;

-- Gives a contact, or one of their people (`p_person`, with what they are to the contact), another name. Appointments
-- ahead are in the new name. A contact is never renamed by one of their people. {status: renamed | taken (another of
-- their people has this name) | not_found}
create or replace function customer_rename(
    p_organization uuid, p_account uuid, p_customer uuid, p_name text, p_key text, p_person uuid default null,
    p_relation text default null
) returns jsonb
language plpgsql as $$
declare
    v_contact uuid;
    v_name text := left(btrim(regexp_replace(p_name, '\s+', ' ', 'g')), 100);
begin
    perform frontdesk.enter(p_organization);
    if not frontdesk.may_tend(p_account, p_customer) or v_name = '' then
        return '{"status": "not_found"}';
    end if;
    v_contact := frontdesk.contact_for(p_customer);
    perform 1 from contacts c where c.id = v_contact for no key update;
    if v_contact is null
        or p_person is not null and not exists (select from people p where p.id = p_person and p.contact_id = v_contact)
    then
        return '{"status": "not_found"}';
    elsif exists (select from people p where p.contact_id = v_contact and p.id <> p_person
                  and p.name_key = frontdesk.fold(v_name)) then
        return '{"status": "taken"}';
    elsif frontdesk.staff_did_to(p_organization, p_account, 'renamed', coalesce(p_person, v_contact), p_key,
        coalesce(p_person, v_contact)::text) then
        perform frontdesk.acting('staff');
        perform frontdesk.customer_named(v_contact, p_person, v_name, p_relation);
    end if;
    return '{"status": "renamed"}';
exception
    when unique_violation then -- an appointment of this service and hour stands in that name
        return '{"status": "taken"}';
    when check_violation then -- no such relation
        return '{"status": "not_found"}';
end;
$$;

create or replace function frontdesk.customer_named(
    p_contact uuid, p_person uuid, p_name text, p_relation text
) returns void
language plpgsql as $$
declare
    v_old text := coalesce(
        (select p.name from people p where p.id = p_person),
        (select c.name from contacts c where c.id = p_contact and p_person is null));
begin
    if p_person is null then
        update contacts set name = p_name where id = p_contact;
    else
        update people set name = p_name,
            relation = case when p_relation is null then relation else nullif(p_relation, '') end
        where id = p_person;
        update chat_identities i set booking_name = p_name
        where i.contact_id = p_contact and frontdesk.fold(i.booking_name) = frontdesk.fold(v_old);
    end if;
    -- What was booked for the contact in a longer name of theirs is put right as well.
    update appointments a set attendee_name = p_name, updated_at = frontdesk.now()
    where a.contact_id = p_contact and a.person_id is not distinct from p_person and a.attendee_name <> p_name
      and a.status in ('scheduled', 'confirmed') and a.ends_at > frontdesk.now();
end;
$$;

-- Keeps a note: for the customer's visits (the agenda shows it), or `p_internal`, for staff only. {status: noted |
-- not_found}
create or replace function customer_note(
    p_organization uuid, p_account uuid, p_customer uuid, p_text text, p_internal boolean, p_key text
) returns jsonb
language plpgsql as $$
declare
    v_contact uuid;
    v_text text := btrim(p_text);
begin
    perform frontdesk.enter(p_organization);
    if not frontdesk.may_tend(p_account, p_customer) or v_text = '' then
        return '{"status": "not_found"}';
    end if;
    v_contact := frontdesk.contact_for(p_customer);
    if v_contact is null then
        return '{"status": "not_found"}';
    elsif not frontdesk.staff_did_to(p_organization, p_account, 'customer_noted', v_contact, p_key) then
        return '{"status": "noted"}';
    elsif p_internal then
        insert into customer_notes (organization_id, contact_id, account_id, body, noted_at)
        values (p_organization, v_contact, p_account, left(v_text, 2000), frontdesk.now());
    else
        insert into contact_notes (organization_id, contact_id, account_id, body, noted_at)
        values (p_organization, v_contact, p_account, left(v_text, 500), frontdesk.now())
        on conflict (contact_id, body) do nothing;
    end if;
    return '{"status": "noted"}';
end;
$$;

-- Takes a note of a customer away, whichever of the three kinds it is. {status: removed | not_found}
create or replace function customer_note_remove(
    p_organization uuid, p_account uuid, p_customer uuid, p_note uuid
) returns jsonb
language plpgsql as $$
declare
    v_contact uuid;
    v_count integer;
begin
    perform frontdesk.enter(p_organization);
    if not frontdesk.may_tend(p_account, p_customer) then
        return '{"status": "not_found"}';
    end if;
    v_contact := frontdesk.contact_at(p_customer);
    with gone as (
        delete from contact_notes n where n.id = p_note and n.contact_id = v_contact returning n.id
    ), internal as (
        delete from customer_notes n where n.id = p_note and n.contact_id = v_contact returning n.id
    ), of_chat as (
        delete from chat_notes n where n.id = p_note
            and n.chat_identity_id in (select i.id from frontdesk.chats_at(p_customer) i) returning n.id
    )
    select count(*) into v_count from (
        select id from gone union all select id from internal union all select id from of_chat) a;
    if v_count = 0 then
        return '{"status": "not_found"}';
    end if;
    perform frontdesk.staff_did_to(p_organization, p_account, 'note_removed', coalesce(v_contact, p_customer));
    return '{"status": "removed"}';
end;
$$;

-- Writes down that a customer agreed to something or withdrew it, and how staff know (`p_source`). What they told the
-- assistant before is replaced: the later decision counts. {status: recorded | not_found}
create or replace function customer_consent(
    p_organization uuid, p_account uuid, p_customer uuid, p_kind text, p_granted boolean, p_source text, p_key text
) returns jsonb
language plpgsql as $$
declare
    v_contact uuid;
begin
    perform frontdesk.enter(p_organization);
    if not frontdesk.may_tend(p_account, p_customer) or p_kind not in ('reminders', 'recall', 'review', 'news') then
        return '{"status": "not_found"}';
    end if;
    v_contact := frontdesk.contact_for(p_customer);
    if v_contact is null then
        return '{"status": "not_found"}';
    elsif frontdesk.staff_did_to(p_organization, p_account,
        case when p_granted then 'consent_given' else 'consent_withdrawn' end, v_contact, p_key, p_kind) then
        insert into contact_authorizations as c (organization_id, contact_id, kind, granted, at, account_id, source)
        values (p_organization, v_contact, p_kind, p_granted, frontdesk.now(), p_account,
            nullif(left(btrim(p_source), 200), ''))
        on conflict (contact_id, kind) do update
            set granted = excluded.granted, at = excluded.at, turn_id = null, account_id = excluded.account_id,
                source = excluded.source;
    end if;
    return '{"status": "recorded"}';
end;
$$;

-- Everything that is stored of a customer, for a file, as person_export: {rows, files}; null where there is nobody.
create or replace function customer_export(p_organization uuid, p_account uuid, p_customer uuid) returns jsonb
language plpgsql as $$
declare
    v_all record;
begin
    perform frontdesk.enter(p_organization);
    v_all := frontdesk.customer_whole(p_organization, p_customer);
    if not frontdesk.sees_customers(p_account) or cardinality(v_all.contacts) + cardinality(v_all.chats) = 0 then
        return null;
    end if;
    perform frontdesk.staff_did_to(p_organization, p_account, 'exported', p_customer);
    return person_export(p_organization, to_jsonb(v_all.contacts), to_jsonb(v_all.chats));
end;
$$;

-- All contacts and chats of a customer.
create or replace function frontdesk.customer_whole(
    p_organization uuid, p_id uuid, out contacts uuid[], out chats uuid[]
)
language plpgsql stable as $$
begin
    select p.contacts, p.chats into customer_whole.contacts, customer_whole.chats
    from frontdesk.person_of(p_organization,
        array(select c.id from contacts c where c.id = frontdesk.contact_at(p_id)),
        array(select i.id from frontdesk.chats_at(p_id) i), null) p;
end;
$$;

create or replace function frontdesk.is_owner(p_account uuid) returns boolean
language sql stable as $$
    select exists (
        select from staff_accounts a where a.id = p_account and a.disabled_at is null and 'owner' = any (a.roles))
$$;

-- What erasing a customer would delete, for an owner: {name, rows: {table: count}, appointments (ahead), past (times
-- that stay)}; null where there is nobody, or the account is no owner's.
create or replace function customer_erasure(p_organization uuid, p_account uuid, p_customer uuid) returns jsonb
language plpgsql stable as $$
declare
    v_all record;
begin
    perform frontdesk.enter(p_organization);
    v_all := frontdesk.customer_whole(p_organization, p_customer);
    if not frontdesk.is_owner(p_account) or cardinality(v_all.contacts) + cardinality(v_all.chats) = 0 then
        return null;
    end if;
    return frontdesk.person_summary(p_organization, v_all.contacts, v_all.chats) || jsonb_build_object(
        'name', frontdesk.called_at(p_customer), 'kept_times', (
            select count(*) from appointments a where a.contact_id = any (v_all.contacts)));
end;
$$;

-- Erases a customer as person_erase does, when an owner typed how the customer is called. {status: mistyped |
-- not_found | busy | appointments | erased …}; a form that is sent twice: {status: erased} alone.
create or replace function customer_erase(
    p_organization uuid, p_account uuid, p_customer uuid, p_typed text, p_cancel boolean, p_notice text, p_key text
) returns jsonb
language plpgsql as $$
declare
    v_all record;
    v_done jsonb;
begin
    perform frontdesk.enter(p_organization);
    if not frontdesk.is_owner(p_account) then
        return '{"status": "not_found"}';
    elsif exists (select from staff_actions s where s.form_id = frontdesk.form_id(p_account, 'erased', p_key)) then
        return '{"status": "erased"}';
    end if;
    v_all := frontdesk.customer_whole(p_organization, p_customer);
    if cardinality(v_all.contacts) + cardinality(v_all.chats) = 0 then
        return '{"status": "not_found"}';
    elsif frontdesk.fold(btrim(p_typed)) is distinct from frontdesk.fold(coalesce(frontdesk.called_at(p_customer), ''))
    then
        return '{"status": "mistyped"}';
    end if;
    v_done := person_erase(p_organization, to_jsonb(v_all.contacts), to_jsonb(v_all.chats), p_cancel, p_notice);
    if v_done ->> 'status' = 'erased' then
        perform frontdesk.staff_did_to(p_organization, p_account, 'erased', p_customer, p_key);
    end if;
    return v_done;
end;
$$;

call frontdesk.attach('trigger', 'remains', 'customer_notes', $$
    create trigger remains before insert on customer_notes
        for each row execute function frontdesk.contact_remains()
$$);
