-- Two customers that staff make one. What it would do is shown first: it is done, looked at, and undone, so that the
-- picture is what the same code does afterwards.

-- What a merge brings together: {name, phone, stated_phone, email, chats, people, ahead, past, notes, internal,
-- consents, waiting}. People and notes by their words: their ids change.
create or replace function frontdesk.customer_snapshot(p_id uuid) returns jsonb
language plpgsql stable as $$
declare
    v_contact contacts;
    v_chats uuid[] := array(select i.id from frontdesk.chats_at(p_id) i order by i.created_at, i.id);
begin
    select * into v_contact from contacts c where c.id = frontdesk.contact_at(p_id);
    return jsonb_build_object('id', coalesce(v_contact.id, p_id), 'name', v_contact.name,
        'called', frontdesk.called_at(p_id), 'phone', v_contact.phone,
        'stated_phone', frontdesk.stated_phone(v_contact.id), 'email', v_contact.email,
        'since', coalesce(v_contact.created_at, (select i.created_at from chat_identities i where i.id = v_chats[1])),
        'chats', (
            select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'channel', c.channel, 'phone', i.phone,
                'name', i.display_name) order by i.created_at, i.id), '[]')
            from chat_identities i join platform_connections c on c.id = i.connection_id where i.id = any (v_chats)),
        'people', (
            select coalesce(jsonb_agg(jsonb_build_object('name', p.name, 'relation', p.relation)
                order by p.name_key), '[]')
            from people p where p.contact_id = v_contact.id),
        'ahead', frontdesk.visits_of(v_contact.id, true, 500),
        'past', (
            select count(*) from appointments a
            where a.contact_id = v_contact.id and a.ends_at <= frontdesk.now()),
        'notes', (
            select coalesce(jsonb_agg(n.body order by n.noted_at, n.body), '[]') from contact_notes n
            where n.contact_id = v_contact.id),
        'internal', (select count(*) from customer_notes n where n.contact_id = v_contact.id),
        'consents', (
            select coalesce(jsonb_agg(jsonb_build_object('kind', a.kind, 'granted', a.granted, 'at', a.at)
                order by a.kind), '[]')
            from contact_authorizations a where a.contact_id = v_contact.id),
        'waiting', (
            select count(*) from waiting_list w
            where w.contact_id = v_contact.id and w.status in ('waiting', 'offered')));
end;
$$;

-- Why two customers cannot be one: same, two_phones (both have one, and they differ), two_users (of the business's own
-- site), busy (one is being answered); null: they can.
create or replace function frontdesk.merge_refusal(p_one uuid, p_other uuid) returns text
language plpgsql stable as $$
begin
    return case
        when coalesce(frontdesk.contact_at(p_one), p_one) = coalesce(frontdesk.contact_at(p_other), p_other) then 'same'
        when (select count(distinct n.phone) from (
                select c.phone from contacts c
                where c.id in (frontdesk.contact_at(p_one), frontdesk.contact_at(p_other)) and c.phone is not null
                union all
                select i.phone from frontdesk.chats_at(p_one) i where i.contact_id is null and i.phone is not null
                union all
                select i.phone from frontdesk.chats_at(p_other) i where i.contact_id is null and i.phone is not null) n)
            > 1 then 'two_phones'
        when exists (
                select from frontdesk.chats_at(p_one) a, frontdesk.chats_at(p_other) b where a.user_id <> b.user_id)
            then 'two_users'
        when exists (
                select from turns t
                where t.chat_identity_id in (
                    select i.id from frontdesk.chats_at(p_one) i union select i.id from frontdesk.chats_at(p_other) i)
                  and t.status = 'running' and t.started_at > frontdesk.now() - interval '2 minutes')
            then 'busy'
    end;
end;
$$;

-- Makes them one; the id of the contact that remains.
create or replace function frontdesk.customers_joined(p_one uuid, p_other uuid) returns uuid
language sql as $$
    select frontdesk.contacts_merge(frontdesk.contact_for(p_one), frontdesk.contact_for(p_other))
$$;

-- Appointments of one person that would overlap: [visit]. Those that both had are one after a merge.
create or replace function frontdesk.overlapping_ahead(p_contact uuid) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(v.visit), '[]')
    from jsonb_array_elements(frontdesk.visits_of(p_contact, true, 500)) v (visit)
    join appointments a on a.id = (v.visit ->> 'id')::uuid
    where exists (
        select from appointments b
        where b.contact_id = p_contact and b.id <> a.id and b.status in ('scheduled', 'confirmed')
          and b.starts_at < a.ends_at and b.ends_at > a.starts_at and b.person_id is not distinct from a.person_id)
$$;

-- What becomes of two customers that are made one: {status: ok | overlap (appointments: [visit]) | same | two_phones |
-- two_users | busy | not_found, one, other, after: snapshots, digest (of what is shown)}.
create or replace function frontdesk.merge_tried(p_one uuid, p_other uuid) returns jsonb
language plpgsql as $$
declare
    v_shown jsonb := jsonb_build_object('one', frontdesk.customer_snapshot(p_one),
        'other', frontdesk.customer_snapshot(p_other));
    v_refusal text := frontdesk.merge_refusal(p_one, p_other);
    v_remaining uuid;
    v_overlap jsonb;
begin
    if v_refusal is not null then
        return v_shown || jsonb_build_object('status', v_refusal);
    end if;
    begin
        v_remaining := frontdesk.customers_joined(p_one, p_other);
        v_shown := v_shown || jsonb_build_object('after', frontdesk.customer_snapshot(v_remaining));
        v_overlap := frontdesk.overlapping_ahead(v_remaining);
        raise exception 'undone' using errcode = 'FD002';
    exception when sqlstate 'FD002' then
        null;
    end;
    -- What overlapped before is nobody's reason.
    if jsonb_array_length(v_overlap) > jsonb_array_length(frontdesk.overlapping_ahead(frontdesk.contact_at(p_one)))
        + jsonb_array_length(frontdesk.overlapping_ahead(frontdesk.contact_at(p_other))) then
        return v_shown || jsonb_build_object('status', 'overlap', 'appointments', v_overlap);
    end if;
    -- Two chats without a contact get one that is new each time.
    return v_shown || jsonb_build_object('status', 'ok',
        'digest', md5(((v_shown #- '{after,id}') #- '{after,since}')::text));
end;
$$;

-- Shows what a merge would do. Both customers were looked at; nothing is changed.
create or replace function customers_compare(
    p_organization uuid, p_account uuid, p_customer uuid, p_other uuid
) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    if not frontdesk.may_tend(p_account, p_customer) or not frontdesk.is_customer(p_other) then
        return '{"status": "not_found"}';
    end if;
    perform frontdesk.staff_did_to(p_organization, p_account, 'customer', coalesce(frontdesk.contact_at(c), c))
    from unnest(array[p_customer, p_other]) c;
    return frontdesk.merge_tried(p_customer, p_other);
end;
$$;

-- Makes two customers one, as it was shown: what is otherwise by now is shown anew instead. {status: merged (customer:
-- who remains) | changed | as customers_compare}
create or replace function customers_merge(
    p_organization uuid, p_account uuid, p_customer uuid, p_other uuid, p_digest text, p_key text
) returns jsonb
language plpgsql as $$
declare
    v_shown jsonb;
    v_remaining uuid;
begin
    perform frontdesk.enter(p_organization);
    if not frontdesk.may_tend(p_account, p_customer) or not frontdesk.is_customer(p_other) then
        return '{"status": "not_found"}';
    elsif exists (select from staff_actions s where s.form_id = frontdesk.form_id(p_account, 'merged', p_key)) then
        return jsonb_build_object('status', 'merged', 'customer', frontdesk.contact_at(p_customer));
    end if;
    -- Nobody books for them between the look and the merge. Chats before contacts, as everybody locks them.
    perform 1 from chat_identities i
    where i.id in (
        select a.id from frontdesk.chats_at(p_customer) a union select b.id from frontdesk.chats_at(p_other) b)
    order by i.id for no key update;
    perform 1 from contacts c where c.id in (frontdesk.contact_at(p_customer), frontdesk.contact_at(p_other))
    order by c.id for update;
    v_shown := frontdesk.merge_tried(p_customer, p_other);
    if v_shown ->> 'status' <> 'ok' then
        return v_shown;
    elsif v_shown ->> 'digest' is distinct from p_digest then
        return v_shown || '{"status": "changed"}';
    end if;
    v_remaining := frontdesk.customers_joined(p_customer, p_other);
    perform frontdesk.staff_did_to(p_organization, p_account, 'merged', v_remaining, p_key);
    return jsonb_build_object('status', 'merged', 'customer', v_remaining);
end;
$$;
