-- Everything that is stored of one customer: who they are in all their chats, and their rows in every table.
-- docs/decisions/privacy.md

-- Whose rows a table of tenants has, and by which column: the key that leads to a customer, required ones
-- before others. A table that is made later is found here by its keys, without a word about it.
create or replace function frontdesk.person_tables() returns table (name text, key text, parent text)
language sql stable as $$
    select distinct on (c.conrelid) c.conrelid::regclass::text, a.attname::text, p.parent
    from (values (1, 'contacts'), (2, 'appointments'), (3, 'chat_identities'), (4, 'escalations'), (5, 'holds'))
        as p (place, parent)
    join pg_constraint c on c.contype = 'f' and c.confrelid = ('public.' || p.parent)::regclass
        and c.conrelid <> c.confrelid and cardinality(c.conkey) = 1
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    where c.connamespace = 'public'::regnamespace and c.conrelid <> 'public.chat_identities'::regclass
    order by c.conrelid, a.attnotnull desc, p.place
$$;

-- The contacts and chats of the customer who has one of these. Chats of one phone, of one contact, and those
-- whose address another one of them took over when they were joined, are one customer's.
create or replace function frontdesk.person_of(
    p_organization uuid, p_contacts uuid[], p_chats uuid[], p_phone text, out contacts uuid[], out chats uuid[]
)
language plpgsql stable as $$
declare
    v_before integer;
begin
    contacts := coalesce(p_contacts, '{}');
    chats := coalesce(p_chats, '{}');
    loop
        v_before := cardinality(contacts) + cardinality(chats);
        contacts := array(
            select c.id from contacts c where c.organization_id = p_organization and (c.id = any (contacts)
                or c.merged_into = any (contacts) or c.phone = p_phone
                or c.id in (select k.merged_into from contacts k where k.id = any (person_of.contacts))
                or c.id in (select i.contact_id from chat_identities i where i.id = any (person_of.chats))
                or c.phone in (select i.phone from chat_identities i where i.id = any (person_of.chats)))
            order by c.id);
        chats := array(
            select i.id from chat_identities i where i.organization_id = p_organization and (i.id = any (chats)
                or i.contact_id = any (person_of.contacts) or i.phone = p_phone
                or i.phone in (select c.phone from contacts c where c.id = any (person_of.contacts))
                or exists (select from chat_addresses a where a.connection_id = i.connection_id
                           and a.address = i.address and a.chat_identity_id = any (person_of.chats)))
            order by i.id);
        exit when cardinality(contacts) + cardinality(chats) = v_before;
    end loop;
end;
$$;

-- Finds a customer by their canonical phone, a contact's id, a chat's id or an address (of one connection, by
-- its key). Returns {status: not_found | several (addresses of different people: {connections})} or {status:
-- found, contacts, chats, name, phone, rows: {table: count}, appointments: [{id, local, service, member}]}
-- with those that are ahead.
create or replace function person_find(
    p_organization uuid, p_phone text default null, p_id uuid default null, p_address text default null,
    p_connection text default null
) returns jsonb
language plpgsql stable as $$
declare
    v_chats uuid[];
    v_contacts uuid[];
    v_all record;
begin
    perform frontdesk.enter(p_organization);
    v_chats := array(
        select i.id from chat_identities i where i.id = p_id
        union
        select a.chat_identity_id from chat_addresses a
        join platform_connections c on c.id = a.connection_id
        where a.address = p_address and c.key = coalesce(p_connection, c.key));
    v_contacts := array(select c.id from contacts c where c.id = p_id);
    select * into v_all from frontdesk.person_of(p_organization, v_contacts, v_chats, p_phone);
    if cardinality(v_all.contacts) + cardinality(v_all.chats) = 0 then
        return jsonb_build_object('status', 'not_found');
    end if;
    if exists (
        select from unnest(v_chats) chat
        cross join lateral frontdesk.person_of(p_organization, '{}', array[chat], null) o
        where not o.chats @> v_chats) then
        return jsonb_build_object('status', 'several', 'connections', (
            select jsonb_agg(distinct c.key) from chat_identities i
            join platform_connections c on c.id = i.connection_id where i.id = any (v_chats)));
    end if;
    return jsonb_build_object('status', 'found')
        || frontdesk.person_summary(p_organization, v_all.contacts, v_all.chats);
end;
$$;

create or replace function frontdesk.person_summary(
    p_organization uuid, p_contacts uuid[], p_chats uuid[]
) returns jsonb
language sql stable as $$
    select jsonb_build_object('contacts', to_jsonb(p_contacts), 'chats', to_jsonb(p_chats),
        'name', coalesce(
            (select c.name from contacts c where c.id = any (p_contacts) and c.name is not null
             order by c.merged_into is not null, c.created_at limit 1),
            (select i.display_name from chat_identities i where i.id = any (p_chats) and i.display_name is not null
             order by i.created_at limit 1)),
        'phone', coalesce(
            (select c.phone from contacts c where c.id = any (p_contacts) and c.phone is not null limit 1),
            (select i.phone from chat_identities i where i.id = any (p_chats) and i.phone is not null limit 1)),
        'rows', (
            select coalesce(jsonb_object_agg(r.key, jsonb_array_length(r.value)), '{}')
            from jsonb_each(frontdesk.person_rows(p_contacts, p_chats)) r),
        'appointments', frontdesk.appointments_ahead(p_organization, p_contacts))
$$;

-- Appointments that stand and are not over.
create or replace function frontdesk.appointments_ahead(p_organization uuid, p_contacts uuid[]) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'service', s.name, 'member', m.name,
        'local', frontdesk.local_text(a.starts_at, o.time_zone)) order by a.starts_at, a.id), '[]')
    from appointments a
    join organizations o on o.id = a.organization_id
    join services s on s.id = a.service_id
    join members m on m.id = a.member_id
    where a.organization_id = p_organization and a.contact_id = any (p_contacts)
      and a.status in ('scheduled', 'confirmed') and a.ends_at > frontdesk.now()
$$;

-- Their rows: {table: [row]}, only of tables in which there is one.
create or replace function frontdesk.person_rows(p_contacts uuid[], p_chats uuid[]) returns jsonb
language plpgsql stable as $$
declare
    v_table record;
    v_rows jsonb;
    v_all jsonb;
begin
    select jsonb_strip_nulls(jsonb_build_object(
        'contacts', (select jsonb_agg(to_jsonb(c) order by c.created_at) from contacts c where c.id = any (p_contacts)),
        'chat_identities', (
            select jsonb_agg(to_jsonb(i) order by i.created_at) from chat_identities i where i.id = any (p_chats)),
        'early_edits', (
            select jsonb_agg(to_jsonb(e)) from early_edits e where frontdesk.is_edit_of(e, p_chats))))
    into v_all;
    for v_table in select * from frontdesk.person_tables() order by name loop
        execute format(
            'select jsonb_agg(to_jsonb(t)) from %s t where t.%I in (select frontdesk.person_keys($1, $2, $3))',
            v_table.name, v_table.key) into v_rows using v_table.parent, p_contacts, p_chats;
        if v_rows is not null then
            v_all := v_all || jsonb_build_object(v_table.name, v_rows);
        end if;
    end loop;
    return v_all;
end;
$$;

-- The ids by which rows of other tables are theirs.
create or replace function frontdesk.person_keys(p_parent text, p_contacts uuid[], p_chats uuid[]) returns setof uuid
language sql stable as $$
    select unnest(p_contacts) where p_parent = 'contacts'
    union all
    select unnest(p_chats) where p_parent = 'chat_identities'
    union all
    select a.id from appointments a where p_parent = 'appointments' and a.contact_id = any (p_contacts)
    union all
    select e.id from escalations e where p_parent = 'escalations' and e.chat_identity_id = any (p_chats)
    union all
    select h.id from holds h where p_parent = 'holds' and h.chat_identity_id = any (p_chats)
$$;

-- A change of a message that did not come yet, by somebody with an address of these chats.
create or replace function frontdesk.is_edit_of(p_edit early_edits, p_chats uuid[]) returns boolean
language sql stable as $$
    select exists (
        select from chat_addresses a where a.chat_identity_id = any (p_chats)
        and a.connection_id = p_edit.connection_id and a.address = any (p_edit.addresses))
$$;

-- Everything that is stored of a customer, as person_find names them: {rows: {table: [row]}, files:
-- [{message, store, path, mime}]}; null where there is nobody.
create or replace function person_export(p_organization uuid, p_contacts jsonb, p_chats jsonb) returns jsonb
language plpgsql stable as $$
declare
    v_contacts uuid[];
    v_chats uuid[];
begin
    perform frontdesk.enter(p_organization);
    v_contacts := array(select c.id from contacts c
        where c.id in (select v::uuid from jsonb_array_elements_text(p_contacts) v));
    v_chats := array(select i.id from chat_identities i
        where i.id in (select v::uuid from jsonb_array_elements_text(p_chats) v));
    if cardinality(v_contacts) + cardinality(v_chats) = 0 then
        return null;
    end if;
    return jsonb_build_object('rows', frontdesk.person_rows(v_contacts, v_chats), 'files', frontdesk.files_of(v_chats));
end;
$$;

-- The files of these chats that are kept somewhere, received, sent or handed in to be sent: [{message, store, path,
-- mime}].
create or replace function frontdesk.files_of(p_chats uuid[]) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object('message', f.id, 'path', f.path, 'store', f.store, 'mime', f.mime)
        order by f.seq), '[]')
    from (
        select m.seq, m.id, m.payload -> 'media' ->> 'path' as path,
            coalesce(m.payload -> 'media' ->> 'store', 'files') as store, m.payload -> 'media' ->> 'mime' as mime
        from chat_messages m
        where m.chat_identity_id = any (p_chats) and m.payload -> 'media' ->> 'path' is not null
          and (m.payload -> 'media' ->> 'state') is distinct from 'deleted'
        union all
        select null, h.id, h.path, h.store, null from handed_files h where h.chat_identity_id = any (p_chats)) f
$$;
