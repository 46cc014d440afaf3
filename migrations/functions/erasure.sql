-- Erasing a customer: everything of theirs in one transaction, but the times of their appointments, which are
-- the business's books. What lies outside of these tables is deleted afterwards, by the ids that stay here.

-- Erases a customer, as person_find names them. A turn of theirs that runs is waited for by whoever calls; one
-- that is lost writes nothing any more, because its chat is gone. `p_cancel`: appointments that are ahead are
-- cancelled, and staff told by `p_notice` ({list} in it becomes the appointments). Returns {status: not_found |
-- busy | appointments} or {status: erased, erasure: {id, organization, erased_at, outside}, counts, cancelled}.
create or replace function person_erase(
    p_organization uuid, p_contacts jsonb, p_chats jsonb, p_cancel boolean, p_notice text
) returns jsonb
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_all record;
    v_ahead jsonb;
    v_outside jsonb;
    v_counts jsonb;
    v_case escalations;
    v_erasure uuid;
begin
    perform frontdesk.enter(p_organization);
    v_all := frontdesk.person_lock(p_organization,
        array(select v::uuid from jsonb_array_elements_text(p_contacts) v),
        array(select v::uuid from jsonb_array_elements_text(p_chats) v));
    if cardinality(v_all.contacts) + cardinality(v_all.chats) = 0 then
        return jsonb_build_object('status', 'not_found');
    end if;
    if exists (select from turns t where t.chat_identity_id = any (v_all.chats) and t.status = 'running'
               and t.started_at > v_now - interval '2 minutes') then
        return jsonb_build_object('status', 'busy');
    end if;
    v_ahead := frontdesk.appointments_ahead(p_organization, v_all.contacts);
    if v_ahead <> '[]' and not p_cancel then
        return jsonb_build_object('status', 'appointments');
    end if;
    select * into v_case from escalations e
    where e.chat_identity_id = any (v_all.chats) and e.request = 'erase' and e.closed_at is null
    order by e.created_at limit 1;
    perform frontdesk.cancel_ahead(p_organization, v_ahead, v_all.chats, p_notice);
    v_outside := frontdesk.person_outside(v_all.chats);
    select jsonb_object_agg(r.key, jsonb_array_length(r.value)) into v_counts
    from jsonb_each(frontdesk.person_rows(v_all.contacts, v_all.chats)) r;
    perform frontdesk.threads_delete(array(select jsonb_array_elements_text(v_outside -> 'threads')));
    perform frontdesk.appointments_unname(v_all.contacts);
    -- What staff were answered about these chats has no key to them: a notice is its call's.
    delete from notifications n where n.chat_identity_id = any (v_all.chats);
    perform frontdesk.rows_delete(v_all.contacts, v_all.chats);
    insert into erasures (organization_id, erased_at, asked_at, due_on, counts, outside)
    values (p_organization, v_now, v_case.created_at, v_case.due_on, v_counts, v_outside)
    returning id into v_erasure;
    return jsonb_build_object('status', 'erased', 'counts', v_counts, 'cancelled', v_ahead,
        'erasure', jsonb_build_object('id', v_erasure, 'organization', p_organization, 'erased_at', v_now,
            'outside', v_outside));
end;
$$;

-- The customer's chats and contacts, locked in the order in which everybody locks them. What joined them while
-- we waited for a lock is theirs, too.
create or replace function frontdesk.person_lock(
    p_organization uuid, p_contacts uuid[], p_chats uuid[], out contacts uuid[], out chats uuid[]
)
language plpgsql as $$
declare
    v_all record;
begin
    select * into v_all from frontdesk.person_of(p_organization, p_contacts, p_chats, null);
    for v_round in 1..4 loop
        contacts := v_all.contacts;
        chats := v_all.chats;
        perform 1 from chat_identities i where i.id = any (chats) order by i.id for update;
        perform 1 from contacts c where c.id = any (person_lock.contacts) order by c.id for update;
        select * into v_all from frontdesk.person_of(p_organization, contacts, chats, null);
        exit when v_all.contacts = contacts and v_all.chats = chats;
    end loop;
end;
$$;

-- Cancels what is ahead, as staff would, and tells the business without a name; through a connection of the
-- chats, where there is one.
create or replace function frontdesk.cancel_ahead(
    p_organization uuid, p_ahead jsonb, p_chats uuid[], p_notice text
) returns void
language plpgsql as $$
declare
    v_one jsonb;
    v_list text;
    v_connection uuid;
    v_notice uuid;
begin
    if p_ahead = '[]' then
        return;
    end if;
    for v_one in select a from jsonb_array_elements(p_ahead) a loop
        perform appointment_close(p_organization, (v_one ->> 'id')::uuid, 'cancelled');
    end loop;
    select string_agg(format('%s %s (%s)', replace(a ->> 'local', 'T', ' '), a ->> 'service', a ->> 'member'), E'\n')
    into v_list from jsonb_array_elements(p_ahead) a;
    select c.id into v_connection from platform_connections c
    left join chat_identities i on i.connection_id = c.id and i.id = any (p_chats)
    where c.organization_id = p_organization order by i.id is null, c.active desc, c.key limit 1;
    for v_notice in
        insert into notifications (organization_id, connection_id, recipient_id, topic, body, params, created_at)
        select p_organization, v_connection, r.id, 'erased', replace(p_notice, '{list}', v_list),
            array[v_list, '—', replace(p_notice, '{list}', '')], frontdesk.now()
        from internal_notifications_config r
        where r.organization_id = p_organization and frontdesk.can_be_told(r) and v_connection is not null
        returning id
    loop
        perform frontdesk.defer('sends', 'notify', null,
            jsonb_build_object('organization', p_organization, 'notification', v_notice));
    end loop;
end;
$$;

-- By which ids checkpoints, files and traces are found once the rows are gone. A thread is named by its chat
-- and the turn that began it, so that those of turns which were never committed are among them.
create or replace function frontdesk.person_outside(p_chats uuid[]) returns jsonb
language sql stable as $$
    select jsonb_build_object(
        'chats', to_jsonb(p_chats),
        'threads', (select coalesce(jsonb_agg(t.chat_identity_id || ':' || t.id), '[]')
            from turns t where t.chat_identity_id = any (p_chats)),
        'files', frontdesk.files_of(p_chats),
        'turns', (select coalesce(jsonb_agg(t.id), '[]') from turns t where t.chat_identity_id = any (p_chats)))
$$;

-- Threads that PostgreSQL keeps; their tables are made by LangGraph's own library.
create or replace function frontdesk.threads_delete(p_threads text[]) returns void
language plpgsql as $$
declare
    v_table text;
begin
    foreach v_table in array array['checkpoints', 'checkpoint_blobs', 'checkpoint_writes'] loop
        continue when to_regclass('checkpoints.' || v_table) is null;
        execute format('delete from checkpoints.%I where thread_id = any ($1)', v_table) using p_threads;
    end loop;
end;
$$;

-- What stays of an appointment is when it was, what for, with whom of the business, and its price.
create or replace function frontdesk.appointments_unname(p_contacts uuid[]) returns void
language plpgsql as $$
begin
    delete from visit_answers v using appointments a where a.id = v.appointment_id and a.contact_id = any (p_contacts);
    update appointments set attendee_name = null, person_id = null, chat_identity_id = null, place = null,
        place_latitude = null, place_longitude = null, offer_token = null,
        public_token = replace(gen_random_uuid()::text, '-', '')
    where contact_id = any (p_contacts);
    delete from appointment_events e using appointments a
    where a.id = e.appointment_id and a.contact_id = any (p_contacts) and e.kind = 'renamed';
    update appointment_events e set turn_id = null, chat_identity_id = null, detail = (
        select coalesce(jsonb_object_agg(d.key, d.value), '{}') from jsonb_each(e.detail) d
        where d.key in ('starts_at', 'member', 'from', 'to', 'from_member', 'to_member'))
    from appointments a where a.id = e.appointment_id and a.contact_id = any (p_contacts);
    update reminders r set chat_identity_id = null, message_id = null
    from appointments a where a.id = r.appointment_id and a.contact_id = any (p_contacts);
end;
$$;

-- Everything else goes. A contact with appointments stays as a row that says nothing.
create or replace function frontdesk.rows_delete(p_contacts uuid[], p_chats uuid[]) returns void
language plpgsql as $$
declare
    v_table record;
begin
    delete from early_edits e where frontdesk.is_edit_of(e, p_chats);
    for v_table in
        select t.* from frontdesk.person_tables() t
        where t.name not in ('appointments') and t.parent in ('contacts', 'chat_identities', 'escalations')
        order by t.parent = 'escalations' desc, t.name
    loop
        execute format('delete from %s t where t.%I in (select frontdesk.person_keys($1, $2, $3))',
            v_table.name, v_table.key) using v_table.parent, p_contacts, p_chats;
    end loop;
    delete from chat_identities where id = any (p_chats);
    delete from contacts c where c.id = any (p_contacts)
      and not exists (select from appointments a where a.contact_id = c.id)
      and not exists (select from contacts k join appointments a on a.contact_id = k.id where k.merged_into = c.id);
    update contacts set name = null, phone = null, email = null, stated_phone = null, stated_phone_at = null
    where id = any (p_contacts);
end;
$$;

-- Erasures of which something outside is left: [{id, organization, erased_at, outside}]. What a turn that was
-- lost writes late is deleted once more, so an erasure is open for an hour.
create or replace function erasures_open() returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'organization', e.organization_id,
        'erased_at', e.erased_at, 'outside', e.outside) order by e.erased_at), '[]')
    from (select * from erasures e where e.settled_at is null order by e.erased_at limit 100) e
$$;

-- What is outside of an erasure is deleted: its threads in PostgreSQL are, once more. `p_final`: nothing can
-- come late any more; the ids go as well.
create or replace function erasure_settle(p_organization uuid, p_erasure uuid, p_final boolean) returns jsonb
language plpgsql as $$
declare
    v_row erasures;
begin
    perform frontdesk.enter(p_organization);
    select * into v_row from erasures e where e.id = p_erasure for update;
    perform frontdesk.threads_delete(array(select jsonb_array_elements_text(v_row.outside -> 'threads')));
    update erasures set settled_at = frontdesk.now(), outside = '{}'
    where id = p_erasure and p_final and settled_at is null;
    return to_jsonb(found);
end;
$$;
