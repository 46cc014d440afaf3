-- The only functions that look across tenants. They run with the owner's rights, return as little
-- as the gateway needs to find the tenant, and write nothing of a tenant.

-- The connection behind a webhook's token, or null.
create function connection_find(p_channel text, p_token_hash bytea) returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select jsonb_build_object(
        'id', c.id, 'organization_id', c.organization_id, 'channel', c.channel, 'name', c.name,
        'phone', c.phone, 'secret_env', c.secret_env, 'settings', c.settings)
    from platform_connections c
    where c.channel = p_channel and c.token_hash = p_token_hash and c.active
$$;

-- The id of an organization by its slug, or null.
create function organization_find(p_slug text) returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select to_jsonb(o.id) from organizations o where o.slug = p_slug
$$;

-- All organizations, for the operator's list.
create function organization_list() returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'id', o.id, 'slug', o.slug, 'name', o.name, 'language', o.language,
        'time_zone', o.time_zone, 'country', o.country) order by o.slug), '[]')
    from organizations o
$$;

-- Work that should have a job and has none; each is deferred again. Should always find nothing.
create function work_rescue(p_grace_seconds double precision default 20) returns jsonb
language plpgsql security definer
set search_path = public, frontdesk, procrastinate, pg_temp
as $$
declare
    v_row record;
    v_turns integer := 0;
    v_sends integer := 0;
    v_notices integer := 0;
begin
    for v_row in
        select i.organization_id, i.id from chat_identities i
        where i.first_pending_at is not null
          and i.due_at < frontdesk.now() - make_interval(secs => p_grace_seconds)
          and exists (select 1 from platform_connections c where c.id = i.connection_id and c.channel <> 'api')
          and not exists (
              select 1 from procrastinate_jobs j
              where j.status in ('todo', 'doing') and j.lock = 'conversation:' || i.id)
          -- A turn that /invoke runs has no job.
          and not exists (
              select 1 from turns t where t.chat_identity_id = i.id and t.status = 'running'
              and t.started_at > frontdesk.now() - interval '2 minutes')
        limit 500
    loop
        perform frontdesk.defer('turns', 'turn', 'conversation:' || v_row.id,
            jsonb_build_object('organization', v_row.organization_id, 'conversation', v_row.id));
        v_turns := v_turns + 1;
    end loop;
    for v_row in
        select distinct m.organization_id, m.chat_identity_id as id from chat_messages m
        where m.direction = 'outbound' and m.status in ('queued', 'sending', 'unknown')
          and coalesce(m.retry_at, m.attempted_at, m.created_at)
              < frontdesk.now() - make_interval(secs => p_grace_seconds)
          and not exists (
              select 1 from procrastinate_jobs j
              where j.status in ('todo', 'doing') and j.task_name = 'send'
                and j.args ->> 'conversation' = m.chat_identity_id::text)
        limit 500
    loop
        perform frontdesk.defer('sends', 'send', 'outbox:' || v_row.id,
            jsonb_build_object('organization', v_row.organization_id, 'conversation', v_row.id));
        v_sends := v_sends + 1;
    end loop;
    for v_row in
        select n.organization_id, n.id from notifications n
        where n.status in ('queued', 'sending')
          and coalesce(n.retry_at, n.attempted_at, n.created_at)
              < frontdesk.now() - make_interval(secs => p_grace_seconds)
          and not exists (
              select 1 from procrastinate_jobs j
              where j.status in ('todo', 'doing') and j.task_name = 'notify'
                and j.args ->> 'notification' = n.id::text)
        limit 500
    loop
        perform frontdesk.defer('sends', 'notify', null,
            jsonb_build_object('organization', v_row.organization_id, 'notification', v_row.id));
        v_notices := v_notices + 1;
    end loop;
    return jsonb_build_object('turns', v_turns, 'sends', v_sends, 'notices', v_notices);
end;
$$;

-- Names of the migrations that this database has.
create function migrations_applied() returns jsonb
language sql stable security definer
set search_path = frontdesk, pg_temp
as $$
    select coalesce(jsonb_agg(name order by name), '[]') from schema_migrations
$$;

call frontdesk.expose('migrations_applied');
call frontdesk.expose('connection_find');
call frontdesk.expose('organization_find');
call frontdesk.expose('organization_list');
call frontdesk.expose('work_rescue');
