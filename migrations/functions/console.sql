-- What the console shows: who waits for a person, the chats, what was said in one, and the day's appointments. A look
-- into a chat is written down (staff_actions).

-- What is shown of an account: {name, roles, member (whose agenda is theirs as a professional), organization, slug,
-- language, country, time_zone, waiting (chats in which a person was called and nobody answered)}; null when it is
-- closed.
create or replace function console_account(p_organization uuid, p_account uuid) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select jsonb_build_object('name', frontdesk.staff_name(a.id), 'roles', a.roles,
            'member', (select m.name from members m where m.id = a.member_id), 'organization', o.name,
            'slug', o.slug, 'language', o.language, 'country', o.country, 'time_zone', o.time_zone,
            'waiting', (
                select count(distinct e.chat_identity_id) from escalations e
                where e.organization_id = o.id and e.closed_at is null and e.answered_at is null
                  and frontdesk.is_open(e)))
        from staff_accounts a join organizations o on o.id = a.organization_id
        where a.id = p_account and a.disabled_at is null);
end;
$$;

-- Such small ones are called for each row, within each other: plpgsql keeps their plans, SQL would plan each time.
create or replace function frontdesk.case_json(e escalations) returns jsonb
language plpgsql stable as $$
begin
    return (
        select jsonb_build_object('id', e.id, 'reason', e.reason, 'request', e.request, 'due', e.due_on,
            'summary', e.summary, 'since', e.created_at, 'owner', e.taken_by,
            'owner_name', coalesce(frontdesk.staff_name(e.taken_by), frontdesk.recipient_name(e.taken_recipient)),
            'steps', e.steps, 'next_step_at', e.next_step_at, 'taken_at', e.taken_at, 'answered_at', e.answered_at,
            'told', e.status in ('notified', 'closed')));
end;
$$;

-- Calls for a person that are not over, those that nobody answered first, each the oldest first:
-- [{case: case_json, conversation, customer, channel, last}]. `last`: the chat's last words.
create or replace function console_cases(p_organization uuid, p_limit integer default 100) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce(jsonb_agg(jsonb_build_object('case', frontdesk.case_json(e), 'conversation', i.id,
            'customer', frontdesk.customer_name(i), 'channel', c.channel, 'last', frontdesk.last_words(i.id))
            order by e.answered_at is not null, e.created_at, e.id), '[]')
        from (
            select * from escalations e
            where e.organization_id = p_organization and e.closed_at is null and frontdesk.is_open(e)
            order by e.answered_at is not null, e.created_at, e.id limit least(p_limit, 500)) as e
        join chat_identities i on i.id = e.chat_identity_id
        join platform_connections c on c.id = i.connection_id);
end;
$$;

-- How a chat is called: by the name that is known, else by the number.
create or replace function frontdesk.customer_name(p_chat chat_identities) returns text
language plpgsql stable as $$
begin
    return (
        select coalesce((select c.name from contacts c where c.id = p_chat.contact_id), p_chat.display_name,
            '+' || coalesce(p_chat.phone, frontdesk.stated_phone(p_chat.contact_id))));
end;
$$;

-- The last message of a chat: {by, text, kind, at, status}; null where there is none.
create or replace function frontdesk.last_words(p_chat uuid) returns jsonb
language plpgsql stable as $$
begin
    return (
        select jsonb_build_object('by', frontdesk.speaker(m), 'kind', m.kind, 'at', m.created_at, 'status', m.status,
            'text', left(case when m.body = '' then coalesce(m.media_text, '') else m.body end, 160))
        from chat_messages m where m.chat_identity_id = p_chat order by m.seq desc limit 1);
end;
$$;

-- Whether a chat waits for a person: one was called and did not answer yet, or one has it and the customer wrote last.
create or replace function frontdesk.waits(p_chat chat_identities) returns boolean
language plpgsql stable as $$
begin
    return (
        select exists (
                select from escalations e
                where e.chat_identity_id = p_chat.id and e.answered_at is null and frontdesk.is_open(e))
            or frontdesk.with_person(p_chat, frontdesk.now())
                and (frontdesk.last_words(p_chat.id) ->> 'by') = 'inbound');
end;
$$;

-- Chats in which a customer wrote, the last active first: [{id, customer, phone, channel, at, last, unread, waits,
-- owner, owner_name, person (somebody has it), state, case (the oldest open one)}]. `p_show`: all, waiting (for a
-- person) or mine. `p_search`: words of a name, a number or of messages of the last 90 days. `p_before`,
-- `p_before_id`: of the last one that was seen.
create or replace function console_chats(
    p_organization uuid, p_account uuid, p_show text default 'all', p_search text default null,
    p_before timestamptz default null, p_before_id uuid default null, p_limit integer default 40
) returns jsonb
language plpgsql as $$
declare
    v_among uuid[];
begin
    perform frontdesk.enter(p_organization);
    if p_search is not null then
        v_among := frontdesk.chats_found(p_organization, p_search);
        perform frontdesk.staff_did(p_organization, p_account, 'searched', null) where frontdesk.is_staff(p_account);
    elsif p_show = 'waiting' then
        v_among := frontdesk.chats_waiting(p_organization);
    elsif p_show = 'mine' then
        v_among := array(
            select i.id from chat_identities i
            where i.organization_id = p_organization and i.handled_by = 'person'
              and frontdesk.owner_of(i) = p_account);
    end if;
    v_among := frontdesk.chats_page(p_organization, v_among, p_before, p_before_id, p_limit);
    return (
        select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'customer', frontdesk.customer_name(i),
            'phone', i.phone, 'channel', c.channel, 'at', i.last_inbound_at, 'last', frontdesk.last_words(i.id),
            'unread', (
                select count(*) from (
                    select from chat_messages m
                    where m.chat_identity_id = i.id and m.direction = 'inbound' and m.seq > coalesce((
                        select r.seq from chat_reads r
                        where r.chat_identity_id = i.id and r.account_id = p_account), 0)
                    limit 100) m),
            'waits', frontdesk.waits(i), 'owner', frontdesk.owner_of(i),
            'owner_name', frontdesk.holder_name(i),
            'person', frontdesk.with_person(i, frontdesk.now()),
            'state', (select s.state from frontdesk.chat_states(array[i.id]) s), 'case', (
                select frontdesk.case_json(e) from escalations e
                where e.chat_identity_id = i.id and e.closed_at is null and frontdesk.is_open(e)
                order by e.answered_at is not null, e.created_at limit 1))
            order by i.last_inbound_at desc, i.id desc), '[]')
        from chat_identities i join platform_connections c on c.id = i.connection_id where i.id = any (v_among));
end;
$$;

-- Which chats a list shows; `p_among` null: all. One plan cannot be right for a few and for all.
create or replace function frontdesk.chats_page(
    p_organization uuid, p_among uuid[], p_before timestamptz, p_before_id uuid, p_limit integer
) returns uuid[]
language plpgsql stable
set plan_cache_mode = force_custom_plan
as $$
begin
    return array(
        select i.id from chat_identities i join platform_connections c on c.id = i.connection_id
        where i.organization_id = p_organization and i.last_inbound_at is not null
          and (p_among is null or i.id = any (p_among))
          and (p_before is null or (i.last_inbound_at, i.id) < (p_before, p_before_id))
          and not (c.channel = 'api' and c.key = 'rehearsal')
        order by i.last_inbound_at desc, i.id desc limit least(p_limit, 200));
end;
$$;

-- Chats that wait for a person.
create or replace function frontdesk.chats_waiting(p_organization uuid) returns uuid[]
language sql stable as $$
    select coalesce(array_agg(i.id), '{}') from chat_identities i
    where i.id in (
        select h.id from chat_identities h where h.organization_id = p_organization and h.handled_by = 'person'
        union
        select e.chat_identity_id from escalations e where e.organization_id = p_organization and e.closed_at is null)
      and frontdesk.waits(i)
$$;

-- Chats that a search is about: all of its words in a name, or its digits in a number, or it as it stands in a message
-- of the last 90 days. The last hundred of them.
create or replace function frontdesk.chats_found(p_organization uuid, p_search text) returns uuid[]
language sql stable as $$
    with wanted as materialized (
        select '%' || regexp_replace(btrim(p_search), '([\\%_])', '\\\1', 'g') || '%' as words,
            '%' || regexp_replace(frontdesk.fold(btrim(p_search)), '([\\%_])', '\\\1', 'g') || '%' as name,
            regexp_replace(p_search, '\D', '', 'g') as digits
    ), matches as (
        select i.id from wanted w, chat_identities i
        left join contacts c on c.id = i.contact_id
        where i.organization_id = p_organization and i.last_inbound_at is not null
          and (frontdesk.fold(concat_ws(E'\n', c.name, i.display_name)) like w.name
              or length(w.digits) >= 4 and (position(w.digits in i.phone) > 0
                  or position(w.digits in c.stated_phone) > 0))
        union
        select m.chat_identity_id from chat_messages m
        where m.organization_id = p_organization
          and m.created_at > (select frontdesk.now()) - interval '90 days'
          and (m.body ilike (select w.words from wanted w)
              or m.media_text is not null and m.media_text ilike (select w.words from wanted w))
    )
    select coalesce(array_agg(f.id), '{}')
    from (
        select i.id from chat_identities i where i.id in (select m.id from matches m)
        order by i.last_inbound_at desc nulls last limit 100) f
$$;

-- One chat: {id, customer, page (of the customer), name (null: only a number is known), phone, stated_phone, channel,
-- connection, language, opted_out, writable (the outbox leads to it), window_closed, last_inbound_at, person, owner,
-- owner_name, since, until, waits, state, cases: [case_json], notes (of the customer for a visit): [{text, at}],
-- appointments (ahead): [{id, local, service, member}], memory (of earlier conversations: memory_of), usual
-- (last_visit)}; null when it is not this organization's.
create or replace function console_chat(p_organization uuid, p_conversation uuid) returns jsonb
language plpgsql stable as $$
declare
    v_now timestamptz := frontdesk.now();
    v_chat chat_identities;
begin
    perform frontdesk.enter(p_organization);
    select * into v_chat from chat_identities where id = p_conversation;
    return (
        select jsonb_build_object('id', v_chat.id, 'customer', frontdesk.customer_name(v_chat),
            'page', coalesce(v_chat.contact_id, v_chat.id),
            'name', coalesce((select k.name from contacts k where k.id = v_chat.contact_id), v_chat.display_name),
            'phone', v_chat.phone, 'stated_phone', frontdesk.stated_phone(v_chat.contact_id), 'channel', c.channel,
            'settings', c.settings, 'connection', c.key, 'language', v_chat.language,
            'opted_out', v_chat.opted_out_at is not null, 'writable', c.active and c.channel <> 'api',
            'window_closed', v_chat.window_closed or v_chat.windowed
                and coalesce(v_chat.last_inbound_at <= v_now - interval '24 hours', true),
            'last_inbound_at', v_chat.last_inbound_at, 'now', v_now,
            'person', frontdesk.with_person(v_chat, v_now), 'owner', frontdesk.owner_of(v_chat),
            'owner_name', frontdesk.holder_name(v_chat), 'since', v_chat.handled_since,
            'until', v_chat.handled_until, 'waits', frontdesk.waits(v_chat),
            'state', (select s.state from frontdesk.chat_states(array[v_chat.id]) s),
            'cases', (
                select coalesce(jsonb_agg(frontdesk.case_json(e) order by e.created_at), '[]') from escalations e
                where e.chat_identity_id = v_chat.id and e.closed_at is null and frontdesk.is_open(e)),
            'notes', frontdesk.notes_of(v_chat.contact_id), 'memory', frontdesk.memory_of(v_chat, v_now),
            'usual', frontdesk.last_visit(v_chat.contact_id),
            'appointments', frontdesk.appointments_ahead(p_organization, array[v_chat.contact_id]))
        from platform_connections c where c.id = v_chat.connection_id);
end;
$$;

-- The last of a chat before a seq, oldest first: {messages: [{seq, id, by (inbound, outbound, staff), name (of whom of
-- staff it is known), text, kind, options, file (there is one that is kept), words (of a voice note or a file), form,
-- status, error, deleted, automatic, turn, at}], notes: [{id, name, text, at}], events: [{what, name, reason, at}],
-- more}.
-- Notes and events are those of the time of the messages. Null when the chat is not this organization's, or the account
-- is closed. `p_opened`: somebody opened it; else it is looked at again while it is open.
create or replace function console_transcript(
    p_organization uuid, p_conversation uuid, p_account uuid, p_before bigint default null,
    p_opened boolean default true, p_limit integer default 60
) returns jsonb
language plpgsql as $$
declare
    v_rows jsonb;
    v_first bigint;
    v_last bigint;
    v_from timestamptz;
    v_to timestamptz;
begin
    perform frontdesk.enter(p_organization);
    perform 1 from chat_identities where id = p_conversation;
    if not found or not frontdesk.is_staff(p_account) then
        return null;
    end if;
    select jsonb_agg(frontdesk.shown_message(m) order by m.seq), min(m.seq), max(m.seq), min(m.created_at)
    into v_rows, v_first, v_last, v_from
    from (
        select * from chat_messages m
        where m.chat_identity_id = p_conversation and (p_before is null or m.seq < p_before)
        order by m.seq desc limit least(p_limit, 200)) m;
    select m.created_at into v_to from chat_messages m where m.chat_identity_id = p_conversation and m.seq = p_before;
    if not exists (select from chat_messages m where m.chat_identity_id = p_conversation and m.seq < v_first) then
        v_from := '-infinity';
    end if;
    perform frontdesk.transcript_read(p_organization, p_conversation, p_account, p_opened,
        case when p_before is null then v_last end);
    return jsonb_build_object('messages', coalesce(v_rows, '[]'),
        'more', coalesce(v_from > '-infinity', false),
        'notes', (
            select coalesce(jsonb_agg(jsonb_build_object('id', n.id, 'name', frontdesk.staff_name(n.account_id),
                'text', n.body, 'at', n.noted_at) order by n.noted_at, n.id), '[]')
            from chat_notes n where n.chat_identity_id = p_conversation
              and n.noted_at >= v_from and n.noted_at < coalesce(v_to, 'infinity')),
        'events', frontdesk.chat_events(p_conversation, v_from, coalesce(v_to, 'infinity')));
end;
$$;

create or replace function frontdesk.shown_message(m chat_messages) returns jsonb
language plpgsql stable as $$
begin
    return (
        select jsonb_build_object('seq', m.seq, 'id', m.id, 'by', frontdesk.speaker(m),
            'name', coalesce(
                frontdesk.staff_name((m.payload #>> '{staff,account}')::uuid),
                frontdesk.recipient_name((m.payload #>> '{staff,recipient}')::uuid)), 'text', m.body, 'kind', m.kind,
            'options', (
                select coalesce(jsonb_agg(o ->> 'title'), '[]') from jsonb_array_elements(
                    case jsonb_typeof(m.payload -> 'options') when 'array' then m.payload -> 'options'
                        else '[]' end) o),
            'file', exists (select from frontdesk.kept_files f where f.id = m.id and f.path is not null),
            'filename', m.payload #>> '{media,filename}',
            'words', m.media_text, 'form', m.media_form, 'status', m.status, 'error', m.error,
            'deleted', m.payload ? 'deleted' or m.payload ? 'forgotten', 'automatic', m.payload ? 'automatic',
            'turn', m.turn_id, 'at', m.created_at));
end;
$$;

-- What happened beside the words: a person was called, and what staff did with the chat.
create or replace function frontdesk.chat_events(p_chat uuid, p_from timestamptz, p_to timestamptz) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object('what', v.what, 'name', v.name, 'reason', v.reason, 'at', v.at)
        order by v.at), '[]')
    from (
        select 'called' as what, null as name, e.reason, e.created_at as at from escalations e
        where e.chat_identity_id = p_chat
        union all
        select s.action, coalesce(frontdesk.staff_name(s.account_id), frontdesk.recipient_name(s.recipient_id)), null,
            s.at from staff_actions s
        where s.chat_id = p_chat and s.action in ('taken', 'taken_over', 'given_back', 'closed', 'ended')) v
    where v.at >= p_from and v.at < p_to
$$;

-- One of staff looked into a chat: written down each time that it is opened, and every ten minutes while it is open.
create or replace function frontdesk.transcript_read(
    p_organization uuid, p_chat uuid, p_account uuid, p_opened boolean, p_last bigint
) returns void
language plpgsql as $$
begin
    if p_opened or not exists (
        select from staff_actions s where s.chat_id = p_chat and s.account_id = p_account and s.action = 'read'
        and s.at > frontdesk.now() - interval '10 minutes') then
        perform frontdesk.staff_did(p_organization, p_account, 'read', p_chat);
    end if;
    insert into chat_reads as r (organization_id, chat_identity_id, account_id, seq)
    select p_organization, p_chat, p_account, p_last where p_last is not null
    on conflict (chat_identity_id, account_id) do update set seq = excluded.seq where r.seq < excluded.seq;
end;
$$;

-- The file of a message, for one of staff who opens it: {path, store}; null when there is none in this chat.
create or replace function console_file(
    p_organization uuid, p_conversation uuid, p_message uuid, p_account uuid
) returns jsonb
language plpgsql as $$
declare
    v_file jsonb;
begin
    perform frontdesk.enter(p_organization);
    select jsonb_build_object('path', f.path, 'store', f.store) into v_file from frontdesk.kept_files f
    where f.id = p_message and f.chat_identity_id = p_conversation and f.path is not null
      and frontdesk.is_staff(p_account);
    if v_file is not null then
        perform frontdesk.staff_did(p_organization, p_account, 'file', p_conversation);
    end if;
    return v_file;
end;
$$;

-- Who has time left today, the first `p_limit` members of them: [{id, name, free: [{from, to}]}], local times.
create or replace function console_gaps(p_organization uuid, p_limit integer default 50) returns jsonb
language plpgsql stable as $$
declare
    v_org organizations;
begin
    perform frontdesk.enter(p_organization);
    select * into v_org from organizations where id = p_organization;
    return (
        select coalesce(jsonb_agg(jsonb_build_object('id', g.member_id, 'name', g.name, 'free', g.free)
            order by g.nth), '[]')
        from (
            select * from frontdesk.free_of_members(v_org, frontdesk.local_day(p_organization)) f
            where f.free <> '[]' order by f.nth limit p_limit) g);
end;
$$;

-- The rest of the business's day: {over (appointments that stand or were kept and have ended), ahead, unconfirmed (of
-- those, the customer was asked to confirm and has not): how many; visits: the first `p_limit` ahead, and the first
-- `p_limit` unconfirmed, by their time: [{id, local, until, service, member, customer, status, unconfirmed,
-- conversation (where its customer is told)}]}.
drop function if exists console_day(uuid);
create or replace function console_day(p_organization uuid, p_limit integer default 50) returns jsonb
language plpgsql stable as $$
declare
    v_zone text;
    v_day date;
begin
    perform frontdesk.enter(p_organization);
    v_day := frontdesk.local_day(p_organization);
    select o.time_zone into v_zone from organizations o where o.id = p_organization;
    return (
        with visits as materialized (
            select a.*, m.name as member, m.position, a.ends_at <= frontdesk.now() as has_ended,
                a.status = 'scheduled' and a.confirmation_asked_at is not null as unconfirmed
            from appointments a join members m on m.id = a.member_id
            where a.organization_id = p_organization and a.status <> 'cancelled'
              and a.starts_at >= frontdesk.local_midnight(v_day, v_zone)
              and a.starts_at < frontdesk.local_midnight(v_day + 1, v_zone)),
        ahead as (
            select v.*, row_number() over (order by v.starts_at, v.position, v.id) as nth,
                row_number() over (partition by v.unconfirmed order by v.starts_at, v.position, v.id) as nth_of_its
            from visits v where not v.has_ended and v.status in ('scheduled', 'confirmed'))
        select jsonb_build_object('over', (select count(*) from visits v where v.has_ended),
            'ahead', (select count(*) from ahead), 'unconfirmed', (select count(*) from ahead h where h.unconfirmed),
            'visits', (
                select coalesce(jsonb_agg(jsonb_build_object('id', h.id,
                    'local', frontdesk.local_text(h.starts_at, v_zone),
                    'until', frontdesk.local_text(h.ends_at, v_zone), 'service', s.name, 'member', h.member,
                    'customer', coalesce(h.attendee_name, c.name), 'status', h.status, 'unconfirmed', h.unconfirmed,
                    'conversation', (select t.id from frontdesk.chat_of(h.id) t)) order by h.nth), '[]')
                from ahead h
                join services s on s.id = h.service_id
                join contacts c on c.id = h.contact_id
                where h.nth <= p_limit or h.unconfirmed and h.nth_of_its <= p_limit)));
end;
$$;
