-- The functions of the contract run with the rights of frontdesk_app, which row level security
-- binds, whoever calls them. So they bind Supabase's service_role too, which bypasses row level
-- security, and a caller needs no right but to execute them: that is all frontdesk_caller has.

do $$
declare
    v_role text;
begin
    if not exists (select 1 from pg_roles where rolname = 'frontdesk_caller') then
        create role frontdesk_caller nologin noinherit;
    end if;
    -- Who makes a role may administer it; since PostgreSQL 16 that alone is not to be a member.
    foreach v_role in array array['frontdesk_app', 'frontdesk_caller'] loop
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

-- What anybody could create here, a function of the contract could mistake for its own.
revoke create on schema public from public;
grant usage on schema public to frontdesk_caller;

-- Takes away what Supabase's default privileges grant to the roles of its API. service_role keeps
-- the functions, but reads and writes no table of ours by itself.
create or replace procedure frontdesk.hide(p_kind text, p_name text)
language plpgsql as $$
declare
    v_role text;
    v_sequence regclass;
begin
    for v_role in select rolname from pg_roles where rolname in ('anon', 'authenticated', 'service_role') loop
        continue when p_kind = 'function' and v_role = 'service_role';
        execute format('revoke all on %s %s from %I', p_kind, p_name, v_role);
        continue when p_kind <> 'table';
        for v_sequence in
            select d.objid from pg_depend d join pg_class c on c.oid = d.objid and c.relkind = 'S'
            where d.refobjid = p_name::regclass and d.deptype in ('a', 'i')
        loop
            execute format('revoke all on sequence %s from %I', v_sequence, v_role);
        end loop;
    end loop;
end;
$$;

-- A function of the contract: callable by the application (and Supabase's service role), by nobody
-- else, and always with the rights of frontdesk_app. A function that says `security definer` itself
-- is one of the platform: it keeps its owner, the role that migrates. `create or replace` takes the
-- settings away again, so this is called after it.
create or replace procedure frontdesk.expose(p_function regproc)
language plpgsql as $$
declare
    v_name text := p_function::regprocedure::text;
    v_function pg_proc;
begin
    select * into v_function from pg_proc where oid = p_function;
    execute format('revoke all on function %s from public', v_name);
    call frontdesk.hide('function', v_name);
    execute format('grant execute on function %s to frontdesk_app, frontdesk_caller', v_name);
    if exists (select 1 from pg_roles where rolname = 'service_role') then
        execute format('grant execute on function %s to service_role', v_name);
    end if;
    if v_function.prosecdef and v_function.proowner <> 'frontdesk_app'::regrole then
        return;
    end if;
    execute format('alter function %s security definer', v_name);
    execute format('alter function %s set search_path = public, frontdesk, pg_temp', v_name);
    if v_function.proowner <> 'frontdesk_app'::regrole then
        -- An owner needs the right to create in the schema, for this moment only.
        execute format('grant create on schema %s to frontdesk_app', v_function.pronamespace::regnamespace);
        execute format('alter function %s owner to frontdesk_app', v_name);
        execute format('revoke create on schema %s from frontdesk_app', v_function.pronamespace::regnamespace);
    end if;
end;
$$;

do $$
declare
    v_function regproc;
    v_table regclass;
begin
    for v_function in
        select p.oid from pg_proc p where p.pronamespace = 'public'::regnamespace and exists (
            select 1 from aclexplode(p.proacl) g where g.grantee = 'frontdesk_app'::regrole)
    loop
        call frontdesk.expose(v_function);
    end loop;
    for v_table in
        select polrelid from pg_policy where polname = 'tenant' and 'frontdesk_app'::regrole = any (polroles)
    loop
        call frontdesk.hide('table', v_table::text);
    end loop;
end;
$$;
