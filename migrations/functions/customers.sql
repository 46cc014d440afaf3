-- Customers as the console shows them: the list, and one customer's page. Each look is written down (staff_actions).
-- A customer is a contact, or a chat whose customer has no contact yet; a contact that became another one leads there.

-- Whether an account may look after customers: an owner or a receptionist of the entered organization.
create or replace function frontdesk.sees_customers(p_account uuid) returns boolean
language sql stable as $$
    select exists (
        select from staff_accounts a
        where a.id = p_account and a.disabled_at is null and a.roles && array['owner', 'reception'])
$$;

-- Writes down what somebody did to something, and forgets what is older than a year. False: the form with this key was
-- sent before, and counts once.
create or replace function frontdesk.staff_did_to(
    p_organization uuid, p_account uuid, p_action text, p_subject uuid, p_key text default '',
    p_part text default ''
) returns boolean
language plpgsql as $$
begin
    delete from staff_actions where organization_id = p_organization and at < frontdesk.now() - interval '1 year';
    insert into staff_actions (organization_id, account_id, action, subject_id, form_id, at)
    values (p_organization, p_account, p_action, p_subject, frontdesk.form_id(p_account, p_action, p_key, p_part),
        frontdesk.now())
    on conflict (form_id) where form_id is not null do nothing;
    return found;
end;
$$;

-- All forms of a page have its key: `p_part` tells those of one action apart.
create or replace function frontdesk.form_id(
    p_account uuid, p_action text, p_key text, p_part text default ''
) returns uuid
language sql immutable as $$
    select case when p_key <> '' then md5(concat_ws(' ', p_account, p_action, p_key, p_part))::uuid end
$$;

-- The contact that an id leads to: the one that it became, or that of a chat; null where there is none.
create or replace function frontdesk.contact_at(p_id uuid) returns uuid
language sql stable as $$
    select coalesce(
        (select coalesce(c.merged_into, c.id) from contacts c where c.id = p_id),
        (select i.contact_id from chat_identities i where i.id = p_id))
$$;

-- The chats of the customer that an id leads to; those in which the assistant is tried are nobody's.
create or replace function frontdesk.chats_at(p_id uuid) returns setof chat_identities
language sql stable as $$
    select i.* from chat_identities i join platform_connections c on c.id = i.connection_id
    where (i.id = p_id or i.contact_id = frontdesk.contact_at(p_id)) and not (c.channel = 'api' and c.key = 'rehearsal')
$$;

-- Whether an id is a customer's. A contact that was erased is an empty row under the times of its visits.
create or replace function frontdesk.is_customer(p_id uuid) returns boolean
language sql stable as $$
    select exists (select from frontdesk.chats_at(p_id)) or exists (
        select from contacts c
        where c.id = frontdesk.contact_at(p_id) and num_nonnulls(c.name, c.phone, c.email, c.stated_phone) > 0
          and not frontdesk.tries_out(c.id))
$$;

-- Whether a contact without another chat is somebody who tries the assistant out: the name that they gave there is
-- nobody's.
create or replace function frontdesk.tries_out(p_contact uuid) returns boolean
language sql stable as $$
    select exists (
        select from chat_identities i join platform_connections c on c.id = i.connection_id
        where i.contact_id = p_contact and c.channel = 'api' and c.key = 'rehearsal')
$$;

-- How a customer is called: the contact's name, else a chat's, else a number.
create or replace function frontdesk.called_at(p_id uuid) returns text
language plpgsql stable as $$
begin
    return coalesce(
        (select c.name from contacts c where c.id = frontdesk.contact_at(p_id)),
        (select i.display_name from frontdesk.chats_at(p_id) i where i.display_name is not null
         order by i.last_inbound_at desc nulls last limit 1),
        (select '+' || coalesce(c.phone, c.stated_phone) from contacts c where c.id = frontdesk.contact_at(p_id)),
        (select '+' || i.phone from frontdesk.chats_at(p_id) i where i.phone is not null limit 1));
end;
$$;

-- Customers, the last active first: [{id, name, phone, stated_phone, channels, people, next, last (visits), chat (the
-- newest), waits (a case is open), opted_out, at}]. `p_search`: all of its words in a name, of the customer or of one
-- of their people, or its digits in a number. `p_before`, `p_before_id`: of the last one that was seen.
create or replace function console_customers(
    p_organization uuid, p_account uuid, p_search text default null, p_before timestamptz default null,
    p_before_id uuid default null, p_limit integer default 40
) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    if not frontdesk.sees_customers(p_account) then
        return '[]';
    elsif p_search is not null then
        perform frontdesk.staff_did(p_organization, p_account, 'searched', null);
    end if;
    return (
        select coalesce(jsonb_agg(frontdesk.customer_row(r.id) || jsonb_build_object('at', r.at)
            order by r.at desc, r.id desc), '[]')
        from frontdesk.customers_page(p_organization, p_search, p_before, p_before_id, least(p_limit, 200)) r);
end;
$$;

-- Which customers a list shows, looked for in the last days first: most lists go no further.
create or replace function frontdesk.customers_page(
    p_organization uuid, p_search text, p_before timestamptz, p_before_id uuid, p_limit integer
) returns table (id uuid, at timestamptz)
language plpgsql stable as $$
declare
    v_before timestamptz := coalesce(p_before, 'infinity');
    v_days integer;
    v_rows jsonb;
begin
    foreach v_days in array array[7, 100] loop
        exit when p_search is not null;
        select jsonb_agg(to_jsonb(c)) into v_rows
        from frontdesk.customers_since(p_organization, null,
            least(v_before, frontdesk.now()) - make_interval(days => v_days), v_before, p_before_id, p_limit) c;
        if jsonb_array_length(v_rows) >= p_limit then
            return query select r.id, r.at from jsonb_to_recordset(v_rows) as r (id uuid, at timestamptz);
            return;
        end if;
    end loop;
    return query
        select * from frontdesk.customers_since(
            p_organization, p_search, '-infinity', v_before, p_before_id, p_limit);
end;
$$;

-- Customers who were last active between two times: one of their chats was, or they were made then, and nothing later.
-- One plan cannot be right for a few and for all.
create or replace function frontdesk.customers_since(
    p_organization uuid, p_search text, p_from timestamptz, p_before timestamptz, p_before_id uuid, p_limit integer
) returns table (id uuid, at timestamptz)
language plpgsql stable
set plan_cache_mode = force_custom_plan
as $$
begin
    return query
        with chats as (
            select i.* from chat_identities i join platform_connections c on c.id = i.connection_id
            where i.organization_id = p_organization and not (c.channel = 'api' and c.key = 'rehearsal')
        ), among as (
            select c.id from contacts c
            where c.organization_id = p_organization and c.created_at between p_from and p_before
            union
            select i.contact_id from chats i where i.last_inbound_at between p_from and p_before
        ), everybody as (
            select c.id, greatest(c.created_at, max(i.last_inbound_at)) as at
            from contacts c left join chats i on i.contact_id = c.id
            where c.organization_id = p_organization and c.merged_into is null and c.id in (select a.id from among a)
            group by c.id
            -- As is_customer has it.
            having count(i.id) > 0 or num_nonnulls(c.name, c.phone, c.email, c.stated_phone) > 0
                and not frontdesk.tries_out(c.id)
            union all
            select i.id, i.last_inbound_at from chats i
            where i.contact_id is null and i.last_inbound_at between p_from and p_before
        )
        select e.id, e.at from everybody e
        where e.at >= p_from and (e.at < p_before or e.at = p_before and e.id < p_before_id)
          and (p_search is null or e.id in (select frontdesk.customers_matching(p_organization, p_search)))
        order by e.at desc, e.id desc limit p_limit;
end;
$$;

create or replace function frontdesk.customers_matching(p_organization uuid, p_search text) returns setof uuid
language sql stable as $$
    with wanted as materialized (
        select array_remove(regexp_split_to_array(frontdesk.fold(btrim(p_search)), '\s+'), '') as words,
            p_search ~ '[^0-9+() .-]' as by_name, regexp_replace(p_search, '\D', '', 'g') as digits
    ), names as (
        select c.id, frontdesk.fold(concat_ws(' ', c.name, c.email)) as name from wanted w, contacts c
        where w.by_name and c.organization_id = p_organization
        union all
        select coalesce(i.contact_id, i.id), frontdesk.fold(i.display_name) from wanted w, chat_identities i
        where w.by_name and i.organization_id = p_organization and i.display_name is not null
        union all
        select p.contact_id, p.name_key from wanted w, people p where w.by_name and p.organization_id = p_organization
    )
    select n.id from names n, wanted w where not exists (select from unnest(w.words) v where position(v in n.name) = 0)
    union all
    select c.id from wanted w, contacts c
    where length(w.digits) >= 4 and c.organization_id = p_organization
      and (position(w.digits in c.phone) > 0 or position(w.digits in c.stated_phone) > 0)
    union all
    select coalesce(i.contact_id, i.id) from wanted w, chat_identities i
    where length(w.digits) >= 4 and i.organization_id = p_organization and position(w.digits in i.phone) > 0
$$;

-- Small ones are called for each row: plpgsql keeps their plans.
create or replace function frontdesk.customer_row(p_id uuid) returns jsonb
language plpgsql stable as $$
declare
    v_contact contacts;
    v_chats uuid[] := array(
        select i.id from frontdesk.chats_at(p_id) i order by i.last_inbound_at desc nulls last, i.id);
begin
    select * into v_contact from contacts c where c.id = frontdesk.contact_at(p_id);
    return (
        select jsonb_build_object('id', p_id, 'name', frontdesk.called_at(p_id),
            'phone', coalesce(v_contact.phone,
                (select i.phone from chat_identities i where i.id = any (v_chats) and i.phone is not null limit 1)),
            'stated_phone', frontdesk.stated_phone(v_contact.id),
            'channels', (
                select coalesce(jsonb_agg(distinct c.channel), '[]')
                from chat_identities i join platform_connections c on c.id = i.connection_id
                where i.id = any (v_chats)),
            'people', (
                select coalesce(jsonb_agg(p.name order by p.created_at, p.id), '[]') from people p
                where p.contact_id = v_contact.id),
            'next', frontdesk.visits_of(v_contact.id, true, 1) -> 0,
            'last', frontdesk.visits_of(v_contact.id, false, 1) -> 0,
            'chat', v_chats[1],
            'waits', exists (
                select from escalations e where e.chat_identity_id = any (v_chats) and e.answered_at is null
                and frontdesk.is_open(e)),
            'opted_out', exists (
                select from chat_identities i where i.id = any (v_chats) and i.opted_out_at is not null)));
end;
$$;

-- A contact's visits, what stands and is not over (soonest first) or all else (the last first): [{id, local, until,
-- service, member, status, over, name (for whom, when it is not the contact), conversation, rated ({rating, words})}].
create or replace function frontdesk.visits_of(p_contact uuid, p_ahead boolean, p_limit integer) returns jsonb
language plpgsql stable as $$
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('id', a.id,
            'local', frontdesk.local_text(a.starts_at, o.time_zone),
            'until', frontdesk.local_text(a.ends_at, o.time_zone), 'service', s.name, 'member', m.name,
            'status', a.status, 'over', a.ends_at <= frontdesk.now(),
            'name', case when a.person_id is not null then a.attendee_name end, 'conversation', a.chat_identity_id,
            'rated', case when not p_ahead then frontdesk.rating_json(a.id) end)
            order by case when p_ahead then a.starts_at end, a.starts_at desc, a.id), '[]')
        from (
            select * from appointments v
            where v.contact_id = p_contact
              and p_ahead = (v.status in ('scheduled', 'confirmed') and v.ends_at > frontdesk.now())
            order by case when p_ahead then v.starts_at end, v.starts_at desc, v.id limit p_limit) a
        join organizations o on o.id = a.organization_id
        join services s on s.id = a.service_id
        join members m on m.id = a.member_id);
end;
$$;

-- One customer's page: {id, contact, name, named (the contact has a name of its own), phone, stated_phone, email,
-- language, since, chats, people, ahead, past, past_more, notes, internal, consents, memory, usual, files, cases,
-- waiting}.
-- Null when there is no such customer, or the account may not see them. `p_opened`: it is written down.
create or replace function console_customer(
    p_organization uuid, p_account uuid, p_customer uuid, p_opened boolean default true, p_past integer default 20
) returns jsonb
language plpgsql as $$
declare
    v_contact contacts;
    v_chat chat_identities;
    v_chats uuid[];
    v_past jsonb;
begin
    perform frontdesk.enter(p_organization);
    select * into v_contact from contacts c where c.id = frontdesk.contact_at(p_customer);
    v_chats := array(
        select i.id from frontdesk.chats_at(p_customer) i order by i.last_inbound_at desc nulls last, i.id);
    if not frontdesk.sees_customers(p_account) or not frontdesk.is_customer(p_customer) then
        return null;
    end if;
    select * into v_chat from chat_identities i where i.id = v_chats[1];
    -- Another address of the same customer leads to this one.
    if p_opened and p_customer = coalesce(v_contact.id, v_chat.id) then
        perform frontdesk.staff_did_to(p_organization, p_account, 'customer', coalesce(v_contact.id, v_chat.id));
    end if;
    v_past := frontdesk.visits_of(v_contact.id, false, least(p_past, 500) + 1);
    return jsonb_build_object('id', coalesce(v_contact.id, v_chat.id), 'contact', v_contact.id,
        'name', frontdesk.called_at(p_customer), 'named', v_contact.name, 'phone', v_contact.phone,
        'stated_phone', frontdesk.stated_phone(v_contact.id), 'email', v_contact.email,
        'language', (select i.language from chat_identities i where i.id = any (v_chats) and i.language is not null
            order by i.last_inbound_at desc nulls last limit 1),
        'since', coalesce(v_contact.created_at, v_chat.created_at),
        'chats', frontdesk.chats_shown(v_chats), 'people', frontdesk.people_of(v_contact.id),
        'ahead', frontdesk.visits_of(v_contact.id, true, 100),
        'past', (
            select coalesce(jsonb_agg(v.visit order by v.place), '[]')
            from jsonb_array_elements(v_past) with ordinality v (visit, place) where v.place <= p_past),
        'past_more', jsonb_array_length(v_past) > p_past,
        'notes', frontdesk.visit_notes_of(v_contact.id), 'internal', frontdesk.staff_notes_of(v_contact.id, v_chats),
        'consents', frontdesk.consents_of(v_contact.id),
        'memory', frontdesk.memory_of(v_chat, frontdesk.now()), 'usual', frontdesk.last_visit(v_contact.id),
        'files', frontdesk.files_shown(v_chats), 'cases', (
            select coalesce(jsonb_agg(jsonb_build_object('case', frontdesk.case_json(e), 'closed_at', e.closed_at,
                'over', not frontdesk.is_open(e), 'conversation', e.chat_identity_id)
                order by frontdesk.is_open(e) desc, e.created_at desc), '[]')
            from (select * from escalations c where c.chat_identity_id = any (v_chats)
                  order by c.created_at desc limit 50) e),
        'waiting', (
            select count(*) from waiting_list w
            where w.contact_id = v_contact.id and w.status in ('waiting', 'offered')));
end;
$$;

-- The chats of a customer: [{id, channel, connection, phone, name, language, at, state, last, opted_out_at,
-- marketing_stopped}].
create or replace function frontdesk.chats_shown(p_chats uuid[]) returns jsonb
language plpgsql stable as $$
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'channel', c.channel, 'connection', c.name,
            'phone', i.phone, 'name', i.display_name, 'language', i.language, 'at', i.last_inbound_at,
            'state', (select s.state from frontdesk.chat_states(array[i.id]) s), 'last', frontdesk.last_words(i.id),
            'opted_out_at', i.opted_out_at, 'marketing_stopped', i.marketing_stopped)
            order by i.last_inbound_at desc nulls last, i.id), '[]')
        from chat_identities i join platform_connections c on c.id = i.connection_id where i.id = any (p_chats));
end;
$$;

-- What is noted for a contact's visits: [{id, text, at, name}]. Without name: the customer said so in a chat.
create or replace function frontdesk.visit_notes_of(p_contact uuid) returns jsonb
language plpgsql stable as $$
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('id', n.id, 'text', n.body, 'at', n.noted_at,
            'name', frontdesk.staff_name(n.account_id)) order by n.noted_at, n.id), '[]')
        from contact_notes n where n.contact_id = p_contact);
end;
$$;

-- What staff noted for staff, about the customer or in one of their chats: [{id, text, at, name, conversation}].
create or replace function frontdesk.staff_notes_of(p_contact uuid, p_chats uuid[]) returns jsonb
language plpgsql stable as $$
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('id', n.id, 'text', n.body, 'at', n.noted_at,
            'name', frontdesk.staff_name(n.account_id), 'conversation', n.chat) order by n.noted_at desc, n.id), '[]')
        from (
            select c.id, c.body, c.noted_at, c.account_id, null::uuid as chat from customer_notes c
            where c.contact_id = p_contact
            union all
            select c.id, c.body, c.noted_at, c.account_id, c.chat_identity_id from chat_notes c
            where c.chat_identity_id = any (p_chats)) n);
end;
$$;

-- What a contact agreed to or refused: [{kind, granted, at, name (of whom of staff wrote it down), source, words (with
-- which the customer said so, where they are still kept), conversation}].
create or replace function frontdesk.consents_of(p_contact uuid) returns jsonb
language plpgsql stable as $$
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('kind', a.kind, 'granted', a.granted, 'at', a.at,
            'name', frontdesk.staff_name(a.account_id), 'source', a.source, 'conversation', t.chat_identity_id,
            'words', (
                select string_agg(left(coalesce(nullif(m.body, ''), m.media_text), 300), E'\n' order by m.seq)
                from chat_messages m where m.id = any (t.message_ids)))
            order by a.kind), '[]')
        from contact_authorizations a left join turns t on t.id = a.turn_id where a.contact_id = p_contact);
end;
$$;

-- The last files of a customer that are still there: [{message, conversation, kind, mime, words, at}].
create or replace function frontdesk.files_shown(p_chats uuid[]) returns jsonb
language plpgsql stable as $$
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('message', m.id, 'conversation', m.chat_identity_id,
            'kind', m.kind, 'mime', m.payload #>> '{media,mime}', 'words', left(m.media_text, 160), 'at', m.created_at)
            order by m.seq desc), '[]')
        from (
            select m.* from chat_messages m join frontdesk.kept_files f on f.id = m.id
            where m.chat_identity_id = any (p_chats) and f.path is not null order by m.seq desc limit 30) m);
end;
$$;
