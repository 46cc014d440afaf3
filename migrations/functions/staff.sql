-- Who of an organization may open its pages, and who reads its rows through Supabase's own login. Passwords
-- are hashed by the gateway.

-- Makes or changes an account; who had sessions logs in again. A password or a link takes the other's
-- place. Null: another organization has this address.
create or replace function staff_put(
    p_organization uuid, p_email text, p_roles jsonb default null, p_password_hash text default null,
    p_link_hash bytea default null, p_link_seconds double precision default null
) returns jsonb
language plpgsql as $$
declare
    v_id uuid;
    v_roles text[] := array(select jsonb_array_elements_text(p_roles));
begin
    perform frontdesk.enter(p_organization);
    insert into staff_accounts as a (
        organization_id, email, roles, password_hash, link_hash, link_expires_at, created_at)
    values (p_organization, p_email, v_roles, p_password_hash, p_link_hash,
        frontdesk.now() + make_interval(secs => p_link_seconds), frontdesk.now())
    on conflict (email) do nothing
    returning a.id into v_id;
    if v_id is null then
        update staff_accounts a set roles = case when p_roles is null then a.roles else v_roles end,
        password_hash = p_password_hash,
            link_hash = p_link_hash, link_expires_at = frontdesk.now() + make_interval(secs => p_link_seconds),
            disabled_at = null
        where a.organization_id = p_organization and a.email = p_email
        returning a.id into v_id;
    end if;
    delete from staff_sessions s where s.account_id = v_id;
    return to_jsonb(v_id);
end;
$$;

-- [{email, roles, created_at, disabled_at, has_password, invited, seen_at}], by address.
create or replace function staff_list(p_organization uuid) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce(jsonb_agg(jsonb_build_object('email', a.email, 'roles', a.roles, 'created_at', a.created_at,
            'disabled_at', a.disabled_at, 'has_password', a.password_hash is not null,
            'invited', coalesce(a.link_expires_at > frontdesk.now(), false),
            'seen_at', (select max(s.seen_at) from staff_sessions s where s.account_id = a.id)) order by a.email), '[]')
        from staff_accounts a where a.organization_id = p_organization);
end;
$$;

-- Ends the account's sessions and links at once; a reset opens it again. False: no such account.
create or replace function staff_disable(p_organization uuid, p_email text) returns jsonb
language plpgsql as $$
declare
    v_id uuid;
begin
    perform frontdesk.enter(p_organization);
    update staff_accounts a set disabled_at = coalesce(a.disabled_at, frontdesk.now()), link_hash = null
    where a.organization_id = p_organization and a.email = p_email
    returning a.id into v_id;
    delete from staff_sessions s where s.account_id = v_id;
    return to_jsonb(v_id is not null);
end;
$$;

-- Spends the one-time link and keeps the password that was chosen with it. False: it was spent before.
create or replace function staff_password_choose(
    p_organization uuid, p_link_hash bytea, p_password_hash text
) returns jsonb
language plpgsql as $$
declare
    v_id uuid;
begin
    perform frontdesk.enter(p_organization);
    update staff_accounts a set password_hash = p_password_hash, link_hash = null, link_expires_at = null
    where a.organization_id = p_organization and a.link_hash = p_link_hash and a.disabled_at is null
      and a.link_expires_at > frontdesk.now()
    returning a.id into v_id;
    delete from staff_sessions s where s.account_id = v_id;
    return to_jsonb(v_id is not null);
end;
$$;

-- Opens a session for the account whose password was right, and forgets those that nobody can use any
-- more. `p_password_hash` is the hash that was checked: one that was changed meanwhile opens nothing.
create or replace function staff_session_open(
    p_organization uuid, p_account uuid, p_password_hash text, p_token_hash bytea
) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    delete from staff_sessions s
    where s.organization_id = p_organization and s.created_at < frontdesk.now() - interval '7 days';
    insert into staff_sessions (token_hash, organization_id, account_id, created_at, seen_at)
    select p_token_hash, p_organization, a.id, frontdesk.now(), frontdesk.now() from staff_accounts a
    where a.organization_id = p_organization and a.id = p_account and a.disabled_at is null
      and a.password_hash = p_password_hash;
    return to_jsonb(found);
end;
$$;

create or replace function staff_session_close(p_organization uuid, p_token_hash bytea) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    delete from staff_sessions s where s.organization_id = p_organization and s.token_hash = p_token_hash;
    return to_jsonb(found);
end;
$$;

-- {id, organization, password_hash} of an open account, or null.
create or replace function staff_account_find(p_email text) returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select jsonb_build_object('id', a.id, 'organization', a.organization_id, 'password_hash', a.password_hash)
    from staff_accounts a where a.email = p_email and a.disabled_at is null and a.password_hash is not null
$$;

-- The organization whose account has this one-time link, or null.
create or replace function staff_link_find(p_link_hash bytea) returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select to_jsonb(a.organization_id) from staff_accounts a
    where a.link_hash = p_link_hash and a.link_expires_at > frontdesk.now() and a.disabled_at is null
$$;

-- {organization, account, roles} of a session that is neither idle for 12 hours nor older than 7 days,
-- or null. Notes at most every five minutes that it is used.
create or replace function staff_session_find(p_token_hash bytea) returns jsonb
language plpgsql security definer
set search_path = public, frontdesk, pg_temp
as $$
declare
    v_now timestamptz := frontdesk.now();
    v_session staff_sessions;
begin
    select s.* into v_session from staff_sessions s where s.token_hash = p_token_hash
      and s.seen_at > v_now - interval '12 hours' and s.created_at > v_now - interval '7 days';
    if v_session.token_hash is null then
        return null;
    end if;
    update staff_sessions s set seen_at = v_now
    where s.token_hash = p_token_hash and s.seen_at < v_now - interval '5 minutes';
    return (
        select jsonb_build_object('organization', a.organization_id, 'account', a.id, 'roles', a.roles)
        from staff_accounts a where a.id = v_session.account_id and a.disabled_at is null);
end;
$$;

-- Organizations of whoever is logged in, by the claims that PostgREST verified. Nobody: none.
create or replace function frontdesk.staff_organizations() returns uuid[]
language plpgsql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
declare
    v_user text := nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub';
begin
    if v_user is null or v_user !~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
        return '{}';
    end if;
    return array(select s.organization_id from organization_staff s where s.user_id = v_user::uuid);
end;
$$;

-- Who is staff: {status: added | known}.
create or replace function reader_add(p_organization uuid, p_user uuid) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    insert into organization_staff (organization_id, user_id, added_at)
    values (p_organization, p_user, frontdesk.now())
    on conflict do nothing;
    return jsonb_build_object('status', case when found then 'added' else 'known' end);
end;
$$;

-- {status: removed | not_found}
create or replace function reader_remove(p_organization uuid, p_user uuid) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    delete from organization_staff s where s.organization_id = p_organization and s.user_id = p_user;
    return jsonb_build_object('status', case when found then 'removed' else 'not_found' end);
end;
$$;

-- [{user, added_at}], longest first
create or replace function reader_list(p_organization uuid) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce(jsonb_agg(jsonb_build_object('user', s.user_id, 'added_at', s.added_at)
            order by s.added_at, s.user_id), '[]')
        from organization_staff s where s.organization_id = p_organization);
end;
$$;
