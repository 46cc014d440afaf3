-- Sessions of staff: how they open, are found, renewed and end; browsers that are known; tries.

-- A try out of `p_burst`, of which one comes back every `p_seconds`: what is left afterwards; below zero
-- there was none.
create or replace function frontdesk.tries_after(
    p_left double precision, p_at timestamptz, p_burst double precision, p_seconds double precision
) returns double precision
language sql stable as $$
    select least(p_burst, p_left + greatest(0, extract(epoch from frontdesk.now() - p_at)) / p_seconds) - 1
$$;

-- Takes a try from the cell of a name. 0, or the seconds until there is one again.
create or replace function staff_try_take(
    p_cell integer, p_burst double precision, p_seconds double precision
) returns jsonb
language plpgsql security definer
set search_path = public, frontdesk, pg_temp
as $$
declare
    v_now timestamptz := frontdesk.now();
    v_left double precision;
begin
    insert into frontdesk.login_tries as t (cell, tries_left, tries_at) values (p_cell, p_burst, v_now)
    on conflict (cell) do update set cell = excluded.cell
    returning frontdesk.tries_after(t.tries_left, t.tries_at, p_burst, p_seconds) into v_left;
    if v_left < 0 then
        return to_jsonb(- v_left * p_seconds);
    end if;
    update frontdesk.login_tries t set tries_left = v_left, tries_at = v_now where t.cell = p_cell;
    return to_jsonb(0.0);
end;
$$;

-- Gives back the try of who turned out to be right.
create or replace function staff_try_return(p_cell integer, p_burst double precision) returns jsonb
language plpgsql security definer
set search_path = public, frontdesk, pg_temp
as $$
begin
    update frontdesk.login_tries t set tries_left = least(p_burst, t.tries_left + 1) where t.cell = p_cell;
    return to_jsonb(found);
end;
$$;

-- Takes a try of a browser in which this account has logged in before. False: it has not, or has no try left.
create or replace function staff_device_try(
    p_email text, p_device_hash bytea, p_burst double precision, p_seconds double precision
) returns jsonb
language plpgsql security definer
set search_path = public, frontdesk, pg_temp
as $$
begin
    update staff_devices d set tries_at = frontdesk.now(),
        tries_left = frontdesk.tries_after(d.tries_left, d.tries_at, p_burst, p_seconds)
    from staff_accounts a
    where a.email = p_email and a.disabled_at is null and d.account_id = a.id and d.token_hash = p_device_hash
      and frontdesk.tries_after(d.tries_left, d.tries_at, p_burst, p_seconds) >= 0;
    return to_jsonb(found);
end;
$$;

-- The browser is known from now on, with all its tries (more than any burst, to which they are cut); of an
-- account's the 30 used last stay.
create or replace function frontdesk.staff_know_device(
    p_organization uuid, p_account uuid, p_device_hash bytea
) returns void
language plpgsql as $$
begin
    insert into staff_devices (account_id, token_hash, organization_id, seen_at, tries_left, tries_at)
    values (p_account, p_device_hash, p_organization, frontdesk.now(), 1e9, frontdesk.now())
    on conflict (account_id, token_hash) do update set seen_at = excluded.seen_at,
        tries_left = excluded.tries_left, tries_at = excluded.tries_at;
    delete from staff_devices d where d.account_id = p_account and d.token_hash in (
        select o.token_hash from staff_devices o where o.account_id = p_account
        order by o.seen_at desc, o.token_hash offset 30);
end;
$$;

-- Opens a session, knows the browser again, and notes it. Of an account's sessions the 50 used last stay.
-- Returns whether, since somebody last logged in in this browser, something happened elsewhere that the
-- person should see: a login in a new browser, a changed password or second factor, guesses.
drop function if exists frontdesk.staff_enter(uuid, uuid, bytea, bytea, text, text);
create or replace function frontdesk.staff_enter(
    p_organization uuid, p_account uuid, p_token_hash bytea, p_device_hash bytea, p_address text, p_browser text
) returns boolean
language plpgsql as $$
declare
    v_seen timestamptz;
    v_news boolean;
begin
    select d.seen_at into v_seen from staff_devices d
    where d.account_id = p_account and d.token_hash = p_device_hash;
    v_news := v_seen is not null and exists (
        select from staff_events e where e.account_id = p_account and e.at > v_seen
          and (e.address, e.browser) is distinct from (p_address, p_browser)
          and e.kind in ('signed_in_new', 'sign_in_paused', 'code_failed', 'confirm_failed', 'recovery_used',
              'password_changed', 'password_chosen', 'factor_on', 'factor_off', 'factor_reset',
              'recovery_renewed', 'account_reset', 'roles_changed'));
    insert into staff_sessions (
        token_hash, organization_id, account_id, created_at, seen_at, confirmed_at, address, browser)
    values (p_token_hash, p_organization, p_account, frontdesk.now(), frontdesk.now(), frontdesk.now(),
        p_address, p_browser);
    delete from staff_sessions s where s.account_id = p_account and s.token_hash in (
        select o.token_hash from staff_sessions o where o.account_id = p_account
        order by o.seen_at desc, o.token_hash offset 50);
    perform frontdesk.staff_know_device(p_organization, p_account, p_device_hash);
    perform frontdesk.staff_note(p_organization, p_account,
        case when v_seen is null then 'signed_in_new' else 'signed_in' end, p_address, p_browser);
    return v_news;
end;
$$;

-- For the account whose password was right: {stage, news}. `open`, with a session; or what has to come first,
-- for which the token is good for ten minutes: `code` or `enrol`. `news`: see frontdesk.staff_enter. Null:
-- `p_password_hash`, the one that was checked, was changed meanwhile, or the account was closed.
drop function if exists staff_session_open(uuid, uuid, text, bytea);
create or replace function staff_session_open(
    p_organization uuid, p_account uuid, p_password_hash text, p_token_hash bytea, p_device_hash bytea,
    p_address text, p_browser text
) returns jsonb
language plpgsql as $$
declare
    v_account staff_accounts;
    v_stage text;
    v_news boolean := false;
begin
    perform frontdesk.enter(p_organization);
    select a.* into v_account from staff_accounts a
    where a.organization_id = p_organization and a.id = p_account and a.disabled_at is null
      and a.password_hash = p_password_hash for share;
    if v_account.id is null then
        return null;
    end if;
    v_stage := case when v_account.factor is not null then 'code'
        when frontdesk.staff_needs_factor(v_account) then 'enrol' else 'open' end;
    if v_stage = 'open' then
        v_news := frontdesk.staff_enter(
            p_organization, p_account, p_token_hash, p_device_hash, p_address, p_browser);
    else
        delete from staff_sessions s where s.account_id = p_account and s.stage <> 'open'
          and (s.created_at < frontdesk.now() - interval '10 minutes' or s.tries >= 5);
        insert into staff_sessions (
            token_hash, organization_id, account_id, stage, created_at, seen_at, confirmed_at, address, browser)
        values (p_token_hash, p_organization, p_account, v_stage, frontdesk.now(), frontdesk.now(),
            frontdesk.now(), p_address, p_browser);
    end if;
    return jsonb_build_object('stage', v_stage, 'news', v_news);
end;
$$;

-- Staff that have this session, unless it was idle for 12 hours, is older than 7 days, or a second factor is
-- required meanwhile that they do not have: {organization, account, email, roles, session, confirmed,
-- has_factor, needs_factor}, or null. `confirmed`: they proved who they are within 15 minutes. Notes at
-- most every five minutes that it is used.
create or replace function staff_session_find(p_token_hash bytea) returns jsonb
language plpgsql security definer
set search_path = public, frontdesk, pg_temp
as $$
declare
    v_now timestamptz := frontdesk.now();
    v_session staff_sessions;
begin
    select s.* into v_session from staff_sessions s where s.token_hash = p_token_hash and s.stage = 'open'
      and s.seen_at > v_now - interval '12 hours' and s.created_at > v_now - interval '7 days';
    if v_session.token_hash is null then
        return null;
    end if;
    update staff_sessions s set seen_at = v_now
    where s.token_hash = p_token_hash and s.seen_at < v_now - interval '5 minutes';
    return (
        select jsonb_build_object('organization', a.organization_id, 'account', a.id, 'email', a.email,
            'roles', a.roles, 'session', v_session.id, 'has_factor', a.factor is not null,
            'needs_factor', frontdesk.staff_needs_factor(a),
            'confirmed', coalesce(v_session.confirmed_at > v_now - interval '15 minutes', false))
        from staff_accounts a where a.id = v_session.account_id and a.disabled_at is null
          and (a.factor is not null or not frontdesk.staff_needs_factor(a)));
end;
$$;

-- Gives the session another token: the person has just proved who they are. False: it is over.
create or replace function staff_session_renew(
    p_organization uuid, p_token_hash bytea, p_new_token_hash bytea
) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    update staff_sessions s set token_hash = p_new_token_hash, confirmed_at = frontdesk.now()
    where s.organization_id = p_organization and s.token_hash = p_token_hash and s.stage = 'open';
    return to_jsonb(found);
end;
$$;

-- [{id, created_at, seen_at, address, browser, current}] of the account, the one used last first.
create or replace function staff_session_list(
    p_organization uuid, p_account uuid, p_current uuid
) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'created_at', s.created_at,
            'seen_at', s.seen_at, 'address', s.address, 'browser', s.browser,
            'current', s.id = p_current) order by s.id = p_current desc, s.seen_at desc), '[]')
        from staff_sessions s where s.organization_id = p_organization and s.account_id = p_account
          and s.stage = 'open' and s.seen_at > frontdesk.now() - interval '12 hours'
          and s.created_at > frontdesk.now() - interval '7 days');
end;
$$;

-- Ends one session of the account, or all but `p_but` (null: all): how many.
create or replace function staff_session_end(
    p_organization uuid, p_account uuid, p_session uuid default null, p_but uuid default null,
    p_address text default null, p_browser text default ''
) returns jsonb
language plpgsql as $$
declare
    v_count integer;
begin
    perform frontdesk.enter(p_organization);
    delete from staff_sessions s
    where s.organization_id = p_organization and s.account_id = p_account
      and (p_session is null or s.id = p_session) and s.id is distinct from p_but;
    get diagnostics v_count = row_count;
    if v_count > 0 then
        perform frontdesk.staff_note(p_organization, p_account, 'session_ended', p_address, p_browser, v_count);
    end if;
    return to_jsonb(v_count);
end;
$$;

drop function if exists staff_session_close(uuid, bytea);
create or replace function staff_session_close(
    p_organization uuid, p_token_hash bytea, p_address text, p_browser text
) returns jsonb
language plpgsql as $$
declare
    v_account uuid;
begin
    perform frontdesk.enter(p_organization);
    delete from staff_sessions s where s.organization_id = p_organization and s.token_hash = p_token_hash
    returning s.account_id into v_account;
    if v_account is not null then
        perform frontdesk.staff_note(p_organization, v_account, 'signed_out', p_address, p_browser);
    end if;
    return to_jsonb(v_account is not null);
end;
$$;

-- Keeps a password that the person chose, ends the account's other sessions and renews this one. Null as
-- `p_old_hash`, the one that was checked, is refused like one that was changed meanwhile: false.
create or replace function staff_password_change(
    p_organization uuid, p_account uuid, p_old_hash text, p_new_hash text, p_token_hash bytea,
    p_new_token_hash bytea, p_address text, p_browser text
) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    update staff_accounts a set password_hash = p_new_hash, link_hash = null, link_expires_at = null
    where a.organization_id = p_organization and a.id = p_account and a.disabled_at is null
      and a.password_hash = p_old_hash;
    if not found then
        return to_jsonb(false);
    end if;
    delete from staff_sessions s where s.account_id = p_account and s.token_hash <> p_token_hash;
    update staff_sessions s set token_hash = p_new_token_hash, confirmed_at = frontdesk.now()
    where s.account_id = p_account and s.token_hash = p_token_hash;
    perform frontdesk.staff_note(p_organization, p_account, 'password_changed', p_address, p_browser);
    return to_jsonb(true);
end;
$$;
