-- Who of an organization may open its pages, and who reads its rows through Supabase's own login. Passwords
-- are hashed by the gateway. Sessions: staff_sessions.sql; second factor: staff_factors.sql.

-- Makes or changes an account; who had sessions logs in again. A password or a link takes the other's
-- place. Null: another organization has this address.
create or replace function staff_put(
    p_organization uuid, p_email text, p_roles jsonb default null, p_password_hash text default null,
    p_link_hash bytea default null, p_link_seconds double precision default null
) returns jsonb
language plpgsql as $$
declare
    v_id uuid;
    v_kind text := 'account_reset';
    v_roles text[] := array(select jsonb_array_elements_text(p_roles));
begin
    perform frontdesk.enter(p_organization);
    update staff_accounts a set roles = case when p_roles is null then a.roles else v_roles end,
        password_hash = p_password_hash,
        link_hash = p_link_hash, link_expires_at = frontdesk.now() + make_interval(secs => p_link_seconds),
        disabled_at = null
    where a.organization_id = p_organization and a.email = p_email
    returning a.id into v_id;
    if v_id is null then
        v_kind := 'account_opened';
        insert into staff_accounts as a (
            organization_id, email, roles, password_hash, link_hash, link_expires_at, created_at)
        values (p_organization, p_email, v_roles, p_password_hash, p_link_hash,
            frontdesk.now() + make_interval(secs => p_link_seconds), frontdesk.now())
        on conflict (email) do nothing
        returning a.id into v_id;
    end if;
    if v_id is not null then
        delete from staff_sessions s where s.account_id = v_id;
        delete from staff_devices d where d.account_id = v_id;
        perform frontdesk.staff_note(p_organization, v_id, v_kind, null, '');
    end if;
    return to_jsonb(v_id);
end;
$$;

-- What an account may do from now on; who had sessions logs in again. False: no such account.
create or replace function staff_roles_put(p_organization uuid, p_email text, p_roles jsonb) returns jsonb
language plpgsql as $$
declare
    v_id uuid;
begin
    perform frontdesk.enter(p_organization);
    update staff_accounts a set roles = array(select jsonb_array_elements_text(p_roles))
    where a.organization_id = p_organization and a.email = p_email
    returning a.id into v_id;
    if v_id is null then
        return to_jsonb(false);
    end if;
    delete from staff_sessions s where s.account_id = v_id;
    perform frontdesk.staff_note(p_organization, v_id, 'roles_changed', null, '');
    return to_jsonb(true);
end;
$$;

-- Whose agenda an account sees as a professional: a member's, by key; null: nobody's. {status: ok | not_found |
-- no_member, members: [key]}
create or replace function staff_member_put(p_organization uuid, p_email text, p_member text default null) returns jsonb
language plpgsql as $$
declare
    v_member uuid;
begin
    perform frontdesk.enter(p_organization);
    select m.id into v_member from members m
    where m.organization_id = p_organization and m.key = p_member and m.active;
    if p_member is not null and v_member is null then
        return jsonb_build_object('status', 'no_member', 'members', (
            select coalesce(jsonb_agg(m.key order by m.position, m.key), '[]') from members m where m.active));
    end if;
    update staff_accounts a set member_id = v_member where a.organization_id = p_organization and a.email = p_email;
    return jsonb_build_object('status', case when found then 'ok' else 'not_found' end);
end;
$$;

-- [{id, email, roles, created_at, disabled_at, has_password, has_factor, needs_factor, invited, seen_at, member (its
-- key)}], by address.
create or replace function staff_list(p_organization uuid) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'email', a.email, 'roles', a.roles,
            'created_at', a.created_at, 'disabled_at', a.disabled_at, 'has_password', a.password_hash is not null,
            'has_factor', a.factor is not null, 'needs_factor', frontdesk.staff_needs_factor(a),
            'invited', coalesce(a.link_expires_at > frontdesk.now(), false),
            'member', (select m.key from members m where m.id = a.member_id),
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
    if v_id is not null then
        delete from staff_sessions s where s.account_id = v_id;
        delete from staff_devices d where d.account_id = v_id;
        perform frontdesk.staff_note(p_organization, v_id, 'account_disabled', null, '');
    end if;
    return to_jsonb(v_id is not null);
end;
$$;

-- Spends the one-time link and keeps the password that was chosen with it; whoever had the link is known in
-- this browser. False: it was spent before.
drop function if exists staff_password_choose(uuid, bytea, text);
create or replace function staff_password_choose(
    p_organization uuid, p_link_hash bytea, p_password_hash text, p_device_hash bytea, p_address text, p_browser text
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
    if v_id is not null then
        delete from staff_sessions s where s.account_id = v_id;
        perform frontdesk.staff_know_device(p_organization, v_id, p_device_hash);
        perform frontdesk.staff_note(p_organization, v_id, 'password_chosen', p_address, p_browser);
    end if;
    return to_jsonb(v_id is not null);
end;
$$;

-- The hash of an account's password, for who is logged in and proves who they are once more; or null.
create or replace function staff_password_find(p_organization uuid, p_account uuid) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select to_jsonb(a.password_hash) from staff_accounts a
        where a.organization_id = p_organization and a.id = p_account and a.disabled_at is null);
end;
$$;

-- [text]: what somebody who knows the organization would guess first.
create or replace function staff_guessable(p_organization uuid) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce(jsonb_agg(w.word), '[]') from (
            select unnest(array[o.name, o.slug, o.address]) as word from organizations o where o.id = p_organization
            union all
            select m.name from members m where m.organization_id = p_organization
            union all
            select c.phone from platform_connections c where c.organization_id = p_organization) w
        where w.word <> '');
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

-- {organization, email} of the account that has this one-time link, or null.
create or replace function staff_link_find(p_link_hash bytea) returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select jsonb_build_object('organization', a.organization_id, 'email', a.email) from staff_accounts a
    where a.link_hash = p_link_hash and a.link_expires_at > frontdesk.now() and a.disabled_at is null
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
