-- People under a contact: who is treated when it is not the one who writes. The contact is never renamed by them.

-- Whether two names can be one person's: the same, or one goes on where the other ends ("Ana", "Ana Pérez").
create or replace function frontdesk.same_name(p_one text, p_other text) returns boolean
language sql immutable parallel safe as $$
    select starts_with(frontdesk.fold(p_one) || ' ', frontdesk.fold(p_other) || ' ')
        or starts_with(frontdesk.fold(p_other) || ' ', frontdesk.fold(p_one) || ' ')
$$;

-- Whether the next booking of a chat is for somebody else than its contact.
create or replace function frontdesk.books_for_another(p_chat chat_identities, p_contact contacts) returns boolean
language sql stable as $$
    select p_chat.booking_name is not null and (p_chat.booking_relation is not null
        or not coalesce(frontdesk.same_name(p_chat.booking_name, p_contact.name), false))
$$;

-- The person whom the next booking of a chat is for; null: the contact. Whoever is not there yet has an id
-- that nobody has: people_ensure makes them with it.
create or replace function frontdesk.booking_person(p_chat chat_identities, p_contact contacts) returns uuid
language sql volatile as $$
    select case when frontdesk.books_for_another(p_chat, p_contact) then coalesce(
        (select p.id from people p
         where p.contact_id = p_contact.id and p.name_key = frontdesk.fold(p_chat.booking_name)),
        gen_random_uuid()) end
$$;

-- The person of this name under a contact, made when there is none. A relation that is known stays.
create or replace function frontdesk.people_ensure(
    p_contact contacts, p_name text, p_relation text default null, p_id uuid default gen_random_uuid()
) returns uuid
language sql as $$
    insert into people (id, organization_id, contact_id, name, name_key, relation, created_at)
    values (p_id, p_contact.organization_id, p_contact.id, p_name, frontdesk.fold(p_name), p_relation, frontdesk.now())
    on conflict (contact_id, name_key) do update set relation = coalesce(people.relation, excluded.relation)
    returning id
$$;

-- A contact's people, in the order in which they became known: [{id, name, relation}].
create or replace function frontdesk.people_of(p_contact uuid) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'relation', p.relation)
        order by p.created_at, p.id), '[]')
    from people p where p.contact_id = p_contact
$$;

-- Whom the next booking of a chat is for: one of the people whom its customer was shown, or (null) the customer.
-- Returns {status: ok | not_found, name}; nobody else's people are found.
create or replace function person_choose(p_organization uuid, p_conversation uuid, p_person uuid default null)
returns jsonb
language plpgsql as $$
declare
    v_chat chat_identities;
    v_person people;
begin
    perform frontdesk.enter(p_organization);
    select * into v_chat from chat_identities where id = p_conversation for no key update;
    select * into v_person from people p where p.id = p_person and p.contact_id = v_chat.contact_id;
    if v_chat.id is null or (p_person is not null and v_person.id is null) then
        return jsonb_build_object('status', 'not_found');
    end if;
    update chat_identities set booking_name = v_person.name,
        booking_relation = case when v_person.id is not null then coalesce(v_person.relation, 'other') end
    where id = p_conversation;
    return jsonb_build_object('status', 'ok', 'name', coalesce(v_person.name,
        (select c.name from contacts c where c.id = v_chat.contact_id)));
end;
$$;

-- Gives the people of a contact to the one that it becomes, whose own of the same name stay. What the younger
-- contact booked for themself under another name than the elder's is for somebody of that name from now on.
create or replace function frontdesk.people_merge(p_from contacts, p_to contacts) returns void
language plpgsql as $$
declare
    v_name text;
    v_person people;
    v_same uuid;
begin
    set constraints public.appointments_person deferred;
    for v_person in select * from people p where p.contact_id = p_from.id loop
        select p.id into v_same from people p where p.contact_id = p_to.id and p.name_key = v_person.name_key;
        if v_same is null then
            update people set contact_id = p_to.id where id = v_person.id;
            continue;
        end if;
        update appointments set person_id = v_same where person_id = v_person.id;
        update people set relation = coalesce(relation, v_person.relation) where id = v_same;
        delete from people where id = v_person.id;
    end loop;
    for v_name in
        select distinct a.attendee_name from appointments a
        where a.contact_id = p_from.id and a.person_id is null
          and not frontdesk.same_name(a.attendee_name, coalesce(p_to.name, p_from.name))
    loop
        update appointments set person_id = frontdesk.people_ensure(p_to, v_name)
        where contact_id = p_from.id and person_id is null and attendee_name = v_name;
    end loop;
end;
$$;

-- The person whom a renamed appointment is for: who it was, under the right name, unless that person has others
-- or it is another given name; else the contact (null), or whoever of their people has that name.
create or replace function frontdesk.person_renamed(
    p_contact contacts, p_row appointments, p_parts uuid[], p_name text
) returns uuid
language plpgsql as $$
declare
    v_person people;
begin
    if p_row.person_id is null and frontdesk.same_name(p_contact.name, p_name) then
        return null;
    end if;
    select * into v_person from people p where p.id = p_row.person_id;
    if v_person.id is not null
        and not exists (select from people p where p.contact_id = p_contact.id and p.id <> v_person.id
            and p.name_key = frontdesk.fold(p_name))
        and (split_part(v_person.name_key, ' ', 1) = split_part(frontdesk.fold(p_name), ' ', 1)
            or not exists (select from appointments a where a.person_id = v_person.id and a.id <> all (p_parts)))
        and frontdesk.fold(p_name) is distinct from frontdesk.fold(p_contact.name) then
        update people set name = p_name, name_key = frontdesk.fold(p_name) where id = v_person.id;
        return v_person.id;
    end if;
    if frontdesk.fold(p_name) = frontdesk.fold(p_contact.name) then
        return null;
    end if;
    return frontdesk.people_ensure(p_contact, p_name);
end;
$$;

create or replace function frontdesk.person_named() returns trigger
language plpgsql as $$
begin
    new.name_key := frontdesk.fold(new.name);
    return new;
end;
$$;

call frontdesk.attach('trigger', 'named', 'people', $$
    create trigger named before insert or update of name on people
        for each row execute function frontdesk.person_named()
$$);

call frontdesk.attach('trigger', 'remains', 'people', $$
    create trigger remains before insert on people
        for each row execute function frontdesk.contact_remains()
$$);
