-- What the service and its operator ask of the installation as a whole: what was applied, whether work can
-- be done, work that was lost, regular work of the worker, and which organization may name which variable of
-- the environment. All but `environment_grant` are functions of the platform, which look across tenants:
-- they run with the rights of the role that migrates, and return no customer's data.

-- What organizations' connections name.
create or replace view frontdesk.environment_names with (security_invoker = true) as
    select c.organization_id, c.key as connection, n.kind, n.name
    from platform_connections c
    cross join lateral (values ('token_env', c.token_env), ('secret_env', c.secret_env)) n (kind, name)
    where c.active and n.name <> ''
    union all
    select o.id, 'mcp ' || (s.value ->> 'key'), 'token_env', s.value ->> 'token_env'
    from organizations o cross join lateral jsonb_array_elements(o.mcp_servers) s
    where s.value ->> 'token_env' <> ''
    union all
    select b.organization_id, 'calendar ' || b.key, n.kind, n.name
    from busy_calendars b
    cross join lateral (values ('url_env', b.url_env), ('password_env', b.password_env)) n (kind, name)
    where n.name <> '';

-- What of `migrations/` this database has: names of files of tables, and of the states of the functions.
create or replace function migrations_applied() returns jsonb
language sql stable security definer
set search_path = frontdesk, pg_temp
as $$
    select coalesce(jsonb_agg(name order by name), '[]') from schema_migrations
$$;

-- Whether work can be done here, for `/ready`: `writable` is false on a standby and where the database
-- was set to read-only; `workers` counts those that gave a sign of life within `p_alive_seconds`, each
-- process having one for every kind of job; `now` is what the clock shows.
create or replace function work_state(p_alive_seconds double precision) returns jsonb
language plpgsql security definer
set search_path = frontdesk, pg_temp
as $$
begin
    return jsonb_build_object(
        'writable', current_setting('transaction_read_only') = 'off', 'now', frontdesk.now(),
        'workers', (select count(*) from procrastinate.procrastinate_workers
            where last_heartbeat > clock_timestamp() - make_interval(secs => p_alive_seconds)));
end;
$$;

-- Work that should have a job and has none; each is deferred again. Should always find nothing. Not what
-- waits: outbox_due looks after that.
create or replace function work_rescue(p_grace_seconds double precision default 20) returns jsonb
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
        perform frontdesk.defer_turn(v_row.organization_id, v_row.id);
        v_turns := v_turns + 1;
    end loop;
    for v_row in
        select distinct m.organization_id, m.chat_identity_id as id from chat_messages m
        where m.direction = 'outbound' and m.status in ('queued', 'sending', 'unknown')
          and (m.status = 'sending' or m.retry_at is null)
          and coalesce(m.attempted_at, m.created_at) < frontdesk.now() - make_interval(secs => p_grace_seconds)
          -- Behind one that waits, all wait.
          and not exists (
              select 1 from chat_messages w
              where w.chat_identity_id = m.chat_identity_id and w.direction = 'outbound'
                and w.status in ('queued', 'unknown') and w.retry_at is not null and w.seq < m.seq)
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
        where n.status in ('queued', 'sending') and (n.status = 'sending' or n.retry_at is null)
          and coalesce(n.attempted_at, n.created_at) < frontdesk.now() - make_interval(secs => p_grace_seconds)
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
    for v_row in
        select p.organization_id, p.id from pushes p
        where coalesce(p.retry_at, coalesce(p.attempted_at, p.created_at) + make_interval(secs => p_grace_seconds))
              < frontdesk.now()
          and not exists (
              select 1 from procrastinate_jobs j
              where j.status in ('todo', 'doing') and j.task_name = 'push' and j.args ->> 'push' = p.id::text)
        limit 500
    loop
        perform frontdesk.defer('sends', 'push', null,
            jsonb_build_object('organization', v_row.organization_id, 'push', v_row.id));
        v_notices := v_notices + 1;
    end loop;
    return jsonb_build_object('turns', v_turns, 'sends', v_sends, 'notices', v_notices);
end;
$$;

-- {zone: [seconds east of UTC at each instant]}, null for a zone that is not known here. `p_instants`:
-- Unix times in seconds.
create or replace function zone_offsets(p_zones jsonb, p_instants jsonb) returns jsonb
language plpgsql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
declare
    v_instants bigint[] := array(select at::bigint from jsonb_array_elements_text(p_instants) as at);
    v_zone text;
    v_offsets jsonb;
    v_told jsonb := '{}';
begin
    for v_zone in select jsonb_array_elements_text(p_zones) loop
        begin
            select jsonb_agg(extract(epoch from to_timestamp(i.at) at time zone v_zone)::bigint - i.at order by i.n)
            into v_offsets
            from unnest(v_instants) with ordinality as i(at, n);
        exception when invalid_parameter_value then
            v_offsets := null;
        end;
        v_told := v_told || jsonb_build_object(v_zone, v_offsets);
    end loop;
    return v_told;
end;
$$;

-- Takes a task that is due; nobody else gets it until `maintenance_end`, or until the lease runs out.
create or replace function maintenance_begin(p_name text, p_lease_seconds double precision) returns jsonb
language plpgsql security definer
set search_path = public, frontdesk, pg_temp
as $$
begin
    insert into frontdesk.maintenance_tasks (name, next_at) values (p_name, '-infinity') on conflict do nothing;
    update frontdesk.maintenance_tasks
    set next_at = frontdesk.now() + make_interval(secs => p_lease_seconds)
    where name = p_name and next_at <= frontdesk.now();
    return to_jsonb(found);
end;
$$;

-- Ends one: the next is due in so many seconds. After an error twice as late each time, up to an hour, unless it is
-- `p_steady`: of one business's rows, for which the others' must not wait.
drop function if exists maintenance_end(text, double precision, text);
create or replace function maintenance_end(
    p_name text, p_seconds double precision, p_error text default null, p_steady boolean default false
) returns jsonb
language plpgsql security definer
set search_path = public, frontdesk, pg_temp
as $$
declare
    v_now timestamptz := frontdesk.now();
begin
    update frontdesk.maintenance_tasks c set
        failures = case when p_error is null then 0 else c.failures + 1 end,
        error = left(p_error, 300),
        done_at = case when p_error is null then v_now else c.done_at end,
        next_at = v_now + make_interval(secs => case when p_error is null or p_steady then p_seconds
            else least(p_seconds * 2 ^ least(c.failures, 10), greatest(p_seconds, 3600)) end)
    where c.name = p_name;
    return to_jsonb(found);
end;
$$;

-- For the operator: [{name, failures, error, done_at, next_at}].
create or replace function maintenance_list() returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select coalesce(jsonb_agg(to_jsonb(c) order by c.name), '[]') from frontdesk.maintenance_tasks c
$$;

-- Whether the variable is this organization's: granted to it, or it begins like this one's slug and no
-- longer one's, and is not granted to another. It looks across tenants and answers yes or no.
create or replace function environment_owned(p_organization uuid, p_name text) returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select to_jsonb(coalesce(
        (select g.organization_id = p_organization from environment_grants g where g.name = p_name),
        (select o.id = p_organization from organizations o
         where starts_with(p_name, frontdesk.environment_prefix(o.slug))
         order by length(o.slug) desc limit 1),
        false))
$$;

-- For the operator: {slugs: [...], names: [{slug, connection, kind, name}], grants: [{slug, name, confirmed}]};
-- of `p_names` (a list) only what has to do with one of these variables.
create or replace function environment_claims(p_names jsonb default null) returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select jsonb_build_object(
        'slugs', (
            select coalesce(jsonb_agg(o.slug order by o.slug), '[]') from organizations o
            where p_names is null or exists (
                select from jsonb_array_elements_text(p_names) n
                where starts_with(n, frontdesk.environment_prefix(o.slug)))),
        'names', (
            select coalesce(jsonb_agg(jsonb_build_object('slug', o.slug, 'connection', n.connection,
                'kind', n.kind, 'name', n.name) order by o.slug, n.connection, n.kind desc), '[]')
            from frontdesk.environment_names n join organizations o on o.id = n.organization_id
            where p_names is null or p_names ? n.name),
        'grants', (
            select coalesce(jsonb_agg(jsonb_build_object('slug', o.slug, 'name', g.name,
                'confirmed', g.confirmed) order by g.name), '[]')
            from environment_grants g join organizations o on o.id = g.organization_id
            where p_names is null or p_names ? g.name))
$$;

-- Grants these variables, and takes back what no connection of the organization names any more.
-- False when one of them is another organization's.
create or replace function environment_grant(p_organization uuid, p_names jsonb) returns jsonb
language plpgsql as $$
declare
    v_names text[] := array(select jsonb_array_elements_text(p_names));
begin
    perform frontdesk.enter(p_organization);
    delete from environment_grants g
    where g.organization_id = p_organization
      and not exists (select from frontdesk.environment_names n where n.organization_id = p_organization
          and n.name = g.name);
    insert into environment_grants (name, organization_id, granted_at)
    select n, p_organization, frontdesk.now() from unnest(v_names) n
    on conflict (name) do nothing;
    update environment_grants set confirmed = true where organization_id = p_organization and name = any (v_names);
    return to_jsonb((select count(*) from environment_grants g where g.name = any (v_names)) = cardinality(v_names));
end;
$$;

create or replace function frontdesk.environment_prefix(p_slug text) returns text
language sql immutable as $$ select upper(replace(p_slug, '-', '_')) || '_' $$;
