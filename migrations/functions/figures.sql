-- Figures of a running desk for `GET /stats`, and the emptying of its queue.

-- For one organization, or for all of them (null). It looks across tenants and returns numbers only.
-- Nothing is counted that is not found by an index: chats by their last message (of the `p_chats` last
-- active ones), their messages and turns by chat, and what waits by the indexes of what waits. Chats of
-- callers (the channel "api") count as active; what waits in them waits for the caller to come again.
-- Returns {chats: active in five minutes and in an hour, messages: received in five minutes, turns and
-- failed: ended in an hour, vetoed: answers of models that these did not say, withheld: texts that guards
-- kept back in an hour, pending and pending_since: chats that wait for an answer, unsent and
-- unsent_since: replies that wait to be sent, workers: processes alive, jobs: running}; `jobs` null for
-- one organization.
create or replace function desk_figures(
    p_organization uuid, p_alive_seconds double precision, p_chats integer default 5000
) returns jsonb
language plpgsql stable security definer
set search_path = public, frontdesk, procrastinate, pg_temp
as $$
declare
    v_now timestamptz := frontdesk.now();
    v_active jsonb;
    v_pending jsonb;
    v_unsent jsonb;
    v_withheld integer;
begin
    select jsonb_build_object('chats', count(*), 'chats_now', count(*) filter (where i.recent),
        'messages', coalesce(sum(m.count) filter (where i.recent), 0),
        'turns', coalesce(sum(t.ended), 0), 'failed', coalesce(sum(t.failed), 0),
        'vetoed', coalesce(sum(t.vetoed), 0))
    into v_active
    from (
        select l.* from organizations o
        cross join lateral (
            select i.id, i.last_inbound_at, i.last_inbound_at > v_now - interval '5 minutes' as recent
            from chat_identities i
            where i.organization_id = o.id and i.last_inbound_at > v_now - interval '1 hour'
              and i.last_inbound_at <= v_now  -- a talk of the playground may lie ahead
            order by i.last_inbound_at desc limit p_chats) l
        where p_organization is null or o.id = p_organization
        order by l.last_inbound_at desc limit p_chats) i
    left join lateral (
        select count(*) from (
            select m.created_at, m.direction from chat_messages m where m.chat_identity_id = i.id and i.recent
            order by m.seq desc limit 200) m
        where m.direction = 'inbound' and m.created_at > v_now - interval '5 minutes') m on true
    left join lateral (
        select count(*) filter (where t.status in ('committed', 'failed', 'lost')) as ended,
            count(*) filter (where t.status in ('failed', 'lost')) as failed,
            sum(jsonb_array_length(t.trace -> 'vetoes')) as vetoed
        from turns t where t.chat_identity_id = i.id and t.started_at > v_now - interval '1 hour') t on true;
    select jsonb_build_object('pending', count(*), 'pending_since', min(i.first_pending_at)) into v_pending
    from (
        select i.first_pending_at from chat_identities i
        join platform_connections c on c.id = i.connection_id and c.channel <> 'api'
        where i.first_pending_at is not null and (p_organization is null or i.organization_id = p_organization)
        limit 100000) i;
    select jsonb_build_object('unsent', count(*), 'unsent_since', min(m.created_at)) into v_unsent
    from (
        select m.created_at from chat_messages m
        where m.direction = 'outbound' and m.status in ('queued', 'sending', 'unknown')
          and (p_organization is null or m.organization_id = p_organization)
        limit 100000) m;
    select count(*) into v_withheld
    from (
        select 1 from organizations o
        join withheld_replies w on w.organization_id = o.id
        where (p_organization is null or o.id = p_organization) and w.created_at > v_now - interval '1 hour'
        limit 100000) w;
    return v_active || v_pending || v_unsent || jsonb_build_object('withheld', v_withheld,
        'workers', (select count(*) from procrastinate_workers w
            where w.last_heartbeat > clock_timestamp() - make_interval(secs => p_alive_seconds)),
        'jobs', case when p_organization is null then
            (select count(*) from procrastinate_jobs j where j.status = 'doing') end);
end;
$$;

-- What waits for an answer and was given none, oldest first: {chats, messages, oldest, as_of}. With
-- `p_confirm` it is dropped, no message that came after `p_as_of`, and the record's `id` told. What a turn
-- is answering just now is left to it, and so is every reply that waits to be sent.
create or replace function queue_clear(
    p_organization uuid, p_confirm boolean, p_as_of bigint, p_by text, p_lease_seconds double precision default 120
) returns jsonb
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_chats uuid[];
    v_messages jsonb;
    v_record uuid;
begin
    perform frontdesk.enter(p_organization);
    if p_confirm then
        -- One after the other with whoever begins a turn of these chats.
        select array_agg(i.id) into v_chats from (
            select i.id from chat_identities i
            where i.organization_id = p_organization and i.first_pending_at is not null
            order by i.id for update) i;
    end if;
    select coalesce(jsonb_agg(jsonb_build_object('chat', m.chat_identity_id, 'message', m.id, 'seq', m.seq,
        'at', m.created_at) order by m.seq), '[]')
    into v_messages
    from (
        select m.* from chat_identities i
        join chat_messages m on m.chat_identity_id = i.id and m.direction = 'inbound' and m.status = 'pending'
        where i.organization_id = p_organization and i.first_pending_at is not null
          and (v_chats is null or i.id = any (v_chats))
          and (p_as_of is null or m.seq <= p_as_of)
          and not exists (
              select from turns t where t.chat_identity_id = i.id and t.status = 'running'
                and t.started_at > v_now - make_interval(secs => p_lease_seconds))
        order by m.seq limit 10000) m;
    if p_confirm and v_messages <> '[]' then
        update chat_messages set status = 'ignored'
        where id in (select (m ->> 'message')::uuid from jsonb_array_elements(v_messages) m);
        update chat_identities i set first_pending_at = p.since, due_at = case when p.since is null then null
            else i.due_at end
        from (
            select c.id, (select min(m.created_at) from chat_messages m where m.chat_identity_id = c.id
                and m.direction = 'inbound' and m.status = 'pending') as since
            from chat_identities c
            where c.id in (select (m ->> 'chat')::uuid from jsonb_array_elements(v_messages) m)) p
        where i.id = p.id;
        insert into queue_clearings (organization_id, at, cleared_by, messages)
        values (p_organization, v_now, p_by, v_messages)
        returning id into v_record;
    end if;
    return jsonb_build_object('record', v_record, 'messages', jsonb_array_length(v_messages),
        'chats', (select count(distinct m ->> 'chat') from jsonb_array_elements(v_messages) m),
        'oldest', v_messages -> 0 -> 'at', 'as_of', v_messages -> -1 -> 'seq');
end;
$$;

-- Records of what was dropped, the last first: [{id, at, by, chats, messages: [{chat, message, at}]}].
create or replace function queue_clearings_list(p_organization uuid, p_limit integer default 20) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'at', c.at, 'by', c.cleared_by,
            'messages', c.messages) order by c.at desc, c.id), '[]')
        from (
            select * from queue_clearings c where c.organization_id = p_organization
            order by c.at desc limit p_limit) c);
end;
$$;
