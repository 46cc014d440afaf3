-- Chats as another service lists, reads and names them.

-- The organization's chats in which a customer wrote, the last active first: those of `p_user` only, where
-- one is named. `p_before`, `p_before_id`: of the last one that was seen. Without the chats of rehearsals.
-- Returns [{id, user_id, channel, title, preview, created_at, last_at, state}].
create or replace function chats_list(
    p_organization uuid, p_user text default null, p_before timestamptz default null, p_before_id uuid default null,
    p_limit integer default 50
) returns jsonb
language plpgsql stable
-- One plan cannot be right for a single user's chats and for all.
set plan_cache_mode = force_custom_plan
as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'user_id', i.user_id, 'channel', i.channel,
            'title', coalesce(i.title, left(f.body, 60)), 'preview', left(l.body, 120), 'created_at', i.created_at,
            'last_at', i.last_inbound_at, 'state', (select s.state from frontdesk.chat_states(array[i.id]) s))
            order by i.last_inbound_at desc, i.id desc), '[]')
        from (
            select i.*, c.channel from chat_identities i
            join platform_connections c on c.id = i.connection_id
            where i.organization_id = p_organization and i.last_inbound_at is not null
              and (p_user is null or i.user_id = p_user)
              and (p_before is null or (i.last_inbound_at, i.id) < (p_before, p_before_id))
              and not (c.channel = 'api' and c.key = 'rehearsal')
            order by i.last_inbound_at desc, i.id desc
            limit p_limit) i
        left join lateral (
            select m.body from chat_messages m where m.chat_identity_id = i.id and m.direction = 'inbound'
            order by m.seq limit 1) f on true
        left join lateral (
            select m.body from chat_messages m where m.chat_identity_id = i.id
            order by m.seq desc limit 1) l on true);
end;
$$;

-- The last messages of a chat before a seq, oldest first, each with the session in which it was written;
-- null when the chat is not this organization's.
create or replace function chat_messages_list(
    p_organization uuid, p_chat uuid, p_before bigint default null, p_limit integer default 50
) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce((
            select jsonb_agg(jsonb_build_object('id', m.id, 'seq', m.seq, 'direction', frontdesk.speaker(m),
                'text', m.body, 'kind', m.kind, 'status', m.status, 'options', coalesce(m.payload -> 'options', '[]'),
                'at', m.created_at, 'session', (
                    select s.id from chat_sessions s
                    where s.chat_identity_id = i.id and s.started_at <= m.created_at
                    order by s.started_at desc, s.id limit 1)) order by m.seq)
            from (
                select * from chat_messages m
                where m.chat_identity_id = i.id and (p_before is null or m.seq < p_before)
                order by m.seq desc limit p_limit) m), '[]')
        from chat_identities i where i.id = p_chat);
end;
$$;

-- The sessions of a chat, the last first; null when the chat is not this organization's.
create or replace function chat_sessions_list(
    p_organization uuid, p_chat uuid, p_before timestamptz default null, p_before_id uuid default null,
    p_limit integer default 50
) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce((
            select jsonb_agg(jsonb_build_object('id', s.id, 'started_at', s.started_at, 'last_at', s.last_at)
                order by s.started_at desc, s.id desc)
            from (
                select * from chat_sessions s
                where s.chat_identity_id = i.id
                  and (p_before is null or (s.started_at, s.id) < (p_before, p_before_id))
                order by s.started_at desc, s.id desc limit p_limit) s), '[]')
        from chat_identities i where i.id = p_chat);
end;
$$;

-- Names a chat; null takes the name away. False when the chat is not this organization's.
create or replace function chat_title_set(p_organization uuid, p_chat uuid, p_title text) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    update chat_identities set title = p_title where id = p_chat;
    return to_jsonb(found);
end;
$$;
