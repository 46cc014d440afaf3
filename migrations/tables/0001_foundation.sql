-- The roles and the schema of what is not the application's to call.
--
-- Needs PostgreSQL 15 or later and no extension. The migrating role owns the tables. The application
-- connects as (or switches to) frontdesk_caller, which may call the functions of the contract and
-- nothing else; these run with the rights of frontdesk_app, which row level security binds. Who may do
-- what is settled in functions/rights.sql.

create schema if not exists frontdesk;

do $$
declare
    v_role text;
begin
    foreach v_role in array array['frontdesk_app', 'frontdesk_caller'] loop
        if not exists (select 1 from pg_roles where rolname = v_role) then
            execute format('create role %I nologin noinherit', v_role);
        end if;
        -- The role that migrates must be able to become both. Who makes a role may administer it; since
        -- PostgreSQL 16 that alone is not to be a member.
        if current_setting('server_version_num')::integer < 160000 then
            if not pg_has_role(current_user, v_role, 'MEMBER') then
                execute format('grant %I to %I', v_role, current_user);
            end if;
        elsif not (pg_has_role(current_user, v_role, 'SET') and pg_has_role(current_user, v_role, 'USAGE')) then
            execute format('grant %I to %I with inherit true, set true', v_role, current_user);
        end if;
    end loop;
end;
$$;

-- Equality inside an exclusion constraint without btree_gist: a range that holds one uuid.
create type frontdesk.uuidrange as range (
    subtype = uuid,
    multirange_type_name = frontdesk.uuidmultirange
);

-- Work that is done by and by: who may begin it when, and how it went. One process of the deployment
-- does it at a time.
create table frontdesk.maintenance_tasks (
    name text primary key check (length(name) between 1 and 40),
    next_at timestamptz not null,
    failures integer not null default 0,
    error text,
    done_at timestamptz
);
comment on column frontdesk.maintenance_tasks.done_at is 'when it last went well';
comment on column frontdesk.maintenance_tasks.failures is 'since then';
