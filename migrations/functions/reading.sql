-- What programs with a key read (gateway/api/agenda.py, gateway/api/conversations.py). Nothing is changed here.

-- A page of appointments: {now, rows: [{at, appointment}]}, at most `p_limit`. Without `p_since` those that begin in
-- [p_from, p_to), in the order in which they were made, which no move changes: `at` is when. With it whatever changed
-- since then, in that order. `p_after`, `p_after_id`: of the last one that was seen.
create or replace function read_appointments(
    p_organization uuid, p_from timestamptz default null, p_to timestamptz default null,
    p_since timestamptz default null, p_after timestamptz default null, p_after_id uuid default null,
    p_member uuid default null, p_service uuid default null, p_statuses jsonb default '[]', p_limit integer default 50
) returns jsonb
language plpgsql stable
-- One plan cannot be right for a span and for what changed since.
set plan_cache_mode = force_custom_plan
as $$
begin
    perform frontdesk.enter(p_organization);
    return jsonb_build_object('now', frontdesk.now(), 'rows', (
        select coalesce(jsonb_agg(jsonb_build_object('at', a.at, 'appointment',
            frontdesk.appointment_facts(a.id) || frontdesk.appointment_customer(a.id, false))
            order by a.at, a.id), '[]')
        from (
            select a.id, o.at from appointments a
            cross join lateral (
                select case when p_since is null then a.created_at else a.updated_at end as at) o
            where a.organization_id = p_organization
              and (p_from is null or a.starts_at >= p_from) and (p_to is null or a.starts_at < p_to)
              and (p_since is null or a.updated_at >= p_since)
              and (p_after is null or (o.at, a.id) > (p_after, p_after_id))
              and (p_member is null or a.member_id = p_member) and (p_service is null or a.service_id = p_service)
              and (p_statuses = '[]' or p_statuses ? a.status)
            order by o.at, a.id limit p_limit) a));
end;
$$;

-- One appointment, or null.
create or replace function read_appointment(p_organization uuid, p_appointment uuid) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select frontdesk.appointment_facts(a.id) || frontdesk.appointment_customer(a.id, false)
        from appointments a where a.organization_id = p_organization and a.id = p_appointment);
end;
$$;

-- {time_zone, members, services, resources}: what appointments are of, those that are no longer offered as well.
create or replace function read_catalogue(p_organization uuid) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select jsonb_build_object('time_zone', o.time_zone, 'members', (
            select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'key', m.key, 'name', m.name, 'role', m.role,
                'active', m.active, 'service_ids', array(
                    select s.service_id from member_services s where s.member_id = m.id order by 1))
                order by m.position, m.key), '[]')
            from members m where m.organization_id = o.id), 'services', (
            select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'key', s.key, 'name', s.name,
                'duration_minutes', s.duration_minutes, 'price', s.price::text,
                'currency', coalesce(s.currency, o.currency),
                'capacity', s.capacity, 'bookable', s.bookable, 'active', s.active, 'resource_ids', array(
                    select r.resource_id from service_resources r where r.service_id = s.id order by 1))
                order by s.position, s.key), '[]')
            from services s where s.organization_id = o.id), 'resources', (
            select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'key', r.key, 'name', r.name, 'active', r.active,
                'units', (
                    select coalesce(jsonb_agg(jsonb_build_object('id', u.id, 'number', u.number, 'active', u.active)
                        order by u.number), '[]')
                    from resource_units u where u.resource_id = r.id)) order by r.key), '[]')
            from resources r where r.organization_id = o.id))
        from organizations o where o.id = p_organization);
end;
$$;

-- A page of chats in which a customer wrote: {now, seen (how many were looked at), last (of the last of them:
-- {at, id}), rows}. Without `p_since` in the order in which they began, with it in that of the customers' last words.
-- Of those that were looked at only the ones in a state of `p_states` are answered.
create or replace function read_chats(
    p_organization uuid, p_since timestamptz default null, p_after timestamptz default null,
    p_after_id uuid default null, p_states jsonb default '[]', p_limit integer default 50
) returns jsonb
language plpgsql stable
set plan_cache_mode = force_custom_plan
as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        with page as materialized (
            select i.*, c.channel, o.at from chat_identities i
            join platform_connections c on c.id = i.connection_id
            cross join lateral (
                select case when p_since is null then i.created_at else i.last_inbound_at end as at) o
            where i.organization_id = p_organization and i.last_inbound_at is not null
              and (p_since is null or i.last_inbound_at >= p_since)
              and (p_after is null or (o.at, i.id) > (p_after, p_after_id))
              and not (c.channel = 'api' and c.key = 'rehearsal')
            order by o.at, i.id limit p_limit)
        select jsonb_build_object('now', frontdesk.now(), 'seen', (select count(*) from page),
            'last', (
                select jsonb_build_object('at', p.at, 'id', p.id) from page p order by p.at desc, p.id desc limit 1),
            'rows', (
                select coalesce(jsonb_agg(frontdesk.read_chat_json(p.id, p.channel, s.state) order by p.at, p.id), '[]')
                from page p
                join frontdesk.chat_states(array(select id from page)) s on s.id = p.id
                where p_states = '[]' or p_states ? s.state)));
end;
$$;

create or replace function frontdesk.read_chat_json(p_chat uuid, p_channel text, p_state text) returns jsonb
language sql stable as $$
    select jsonb_build_object('id', i.id, 'contact_id', i.contact_id, 'channel', p_channel, 'state', p_state,
        'language', i.language, 'with_person', i.handled_by = 'person', 'opted_out', i.opted_out_at is not null,
        'created_at', i.created_at, 'last_inbound_at', i.last_inbound_at)
    from chat_identities i where i.id = p_chat
$$;

-- One chat, or null.
create or replace function read_chat(p_organization uuid, p_chat uuid) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select frontdesk.read_chat_json(i.id, c.channel, s.state)
        from chat_identities i join platform_connections c on c.id = i.connection_id
        cross join lateral frontdesk.chat_states(array[i.id]) s
        where i.organization_id = p_organization and i.id = p_chat);
end;
$$;

-- Messages of a chat after one (`p_after`, its seq), in order: [{seq, id, by, text, kind, status, receipt, options,
-- media, at}]; null: there is no such chat. What a customer took back, or what was forgotten, has no text here either.
create or replace function read_messages(
    p_organization uuid, p_chat uuid, p_after bigint default null, p_limit integer default 50
) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce((
            select jsonb_agg(jsonb_build_object('seq', m.seq, 'id', m.id, 'by', frontdesk.speaker(m), 'text', m.body,
                'kind', m.kind, 'status', m.status, 'receipt', m.payload ? 'receipt',
                'deleted', m.payload ? 'deleted' or m.payload ? 'forgotten',
                'options', coalesce(m.payload -> 'options', '[]'), 'media', case when m.payload ? 'media' then
                    jsonb_build_object('type', m.payload -> 'media' ->> 'mime',
                        'bytes', (m.payload -> 'media' ->> 'bytes')::bigint, 'available', exists (
                            select from frontdesk.kept_files f where f.id = m.id and f.path is not null),
                        'words', m.media_text, 'form', m.media_form) end,
                'at', m.created_at) order by m.seq)
            from (
                select * from chat_messages m
                where m.chat_identity_id = i.id and (p_after is null or m.seq > p_after)
                order by m.seq limit p_limit) m), '[]')
        from chat_identities i where i.organization_id = p_organization and i.id = p_chat);
end;
$$;

-- A customer, or null. One that turned out to be another one leads there (`merged_into`).
create or replace function read_contact(p_organization uuid, p_contact uuid) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select jsonb_build_object('id', c.id, 'name', c.name, 'phone', frontdesk.phone_shown(c.phone),
            'stated_phone', frontdesk.phone_shown(frontdesk.stated_phone(c.id)), 'email', c.email,
            'created_at', c.created_at, 'merged_into', c.merged_into, 'chat_ids', array(
                select i.id from chat_identities i where i.contact_id = c.id order by i.created_at, i.id))
        from contacts c where c.organization_id = p_organization and c.id = p_contact);
end;
$$;
