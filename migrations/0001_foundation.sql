-- The application's role, the tenant of a call, the clock, and small text and queue functions.
--
-- Needs PostgreSQL 15 or later and no extension. The migrating role owns everything; the
-- application connects as (or switches to) frontdesk_app, which row level security binds.

create schema if not exists frontdesk;

do $$
begin
    if not exists (select 1 from pg_roles where rolname = 'frontdesk_app') then
        create role frontdesk_app nologin noinherit;
    end if;
    -- The role that migrates must be able to become the application's role.
    if not pg_has_role(current_user, 'frontdesk_app', 'MEMBER') then
        execute format('grant frontdesk_app to %I', current_user);
    end if;
end;
$$;

grant usage on schema frontdesk, public to frontdesk_app;

-- Equality inside an exclusion constraint without btree_gist: a range that holds one uuid.
create type frontdesk.uuidrange as range (
    subtype = uuid,
    multirange_type_name = frontdesk.uuidmultirange
);

-- The organization that the running function works for; null when none was entered.
create function frontdesk.tenant() returns uuid
language sql stable as $$
    select nullif(current_setting('frontdesk.organization_id', true), '')::uuid
$$;

-- Every function of the contract begins with this; it holds until the end of the transaction.
create function frontdesk.enter(p_organization uuid) returns void
language plpgsql as $$
begin
    if p_organization is null then
        raise exception 'organization is required' using errcode = 'invalid_parameter_value';
    end if;
    perform set_config('frontdesk.organization_id', p_organization::text, true);
end;
$$;

-- The database's clock, unless the caller injected another (tests do).
create function frontdesk.now() returns timestamptz
language sql stable as $$
    select coalesce(nullif(current_setting('frontdesk.now', true), '')::timestamptz, clock_timestamp())
$$;

-- Lower case without accents, the form in which texts are compared.
create function frontdesk.fold(p_text text) returns text
language sql immutable parallel safe as $$
    select lower(regexp_replace(normalize(p_text, NFD), U&'[\0300-\036f]', '', 'g'))
$$;

create function frontdesk.fold_all(p_texts text[]) returns text[]
language sql immutable parallel safe as $$
    select coalesce(array_agg(frontdesk.fold(t)), '{}') from unnest(p_texts) t
$$;

-- Enqueues a job in the transaction of whoever calls. Arguments are ids only.
-- The queue's own functions name their tables without a schema, hence the search path.
create function frontdesk.defer(
    p_queue text, p_task text, p_lock text, p_args jsonb, p_seconds double precision default 0
) returns void
language plpgsql
set search_path = procrastinate, pg_temp
as $$
begin
    perform procrastinate_defer_jobs_v1(array[
        row(
            p_queue, p_task, 0, p_lock, null, p_args,
            case when p_seconds > 0
                then clock_timestamp() + make_interval(secs => p_seconds)
            end
        )::procrastinate_job_to_defer_v1
    ]);
end;
$$;

-- Takes away what Supabase's default privileges grant to the roles of its public API.
create procedure frontdesk.hide(p_kind text, p_name text)
language plpgsql as $$
declare
    v_role text;
begin
    for v_role in select rolname from pg_roles where rolname in ('anon', 'authenticated') loop
        execute format('revoke all on %s %s from %I', p_kind, p_name, v_role);
    end loop;
end;
$$;

-- Row level security for one tenant table: the application's role sees the entered tenant only,
-- the owner (platform functions, migrations) sees all.
create procedure frontdesk.protect(p_table regclass, p_column text default 'organization_id')
language plpgsql as $$
begin
    execute format('alter table %s enable row level security', p_table);
    execute format('alter table %s force row level security', p_table);
    execute format(
        'create policy tenant on %s to frontdesk_app using (%I = frontdesk.tenant()) '
        'with check (%I = frontdesk.tenant())', p_table, p_column, p_column);
    execute format('create policy owner on %s to current_user using (true) with check (true)', p_table);
    execute format('grant select, insert, update, delete on %s to frontdesk_app', p_table);
    call frontdesk.hide('table', p_table::text);
end;
$$;

-- A function of the contract: callable by the application (and Supabase's service role), by nobody else.
create procedure frontdesk.expose(p_function regproc)
language plpgsql as $$
begin
    execute format('revoke all on function %s from public', p_function::regprocedure);
    call frontdesk.hide('function', p_function::regprocedure::text);
    execute format('grant execute on function %s to frontdesk_app', p_function::regprocedure);
    if exists (select 1 from pg_roles where rolname = 'service_role') then
        execute format('grant execute on function %s to service_role', p_function::regprocedure);
    end if;
end;
$$;
