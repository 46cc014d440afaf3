-- The log of staff's accounts.

-- Notes what happened. What fails again from the same place within an hour counts up the same row, so that
-- nobody fills the table by failing.
create or replace function frontdesk.staff_note(
    p_organization uuid, p_account uuid, p_kind text, p_address text, p_browser text, p_times integer default 1
) returns void
language plpgsql as $$
begin
    if p_kind in ('sign_in_failed', 'sign_in_paused', 'code_failed', 'confirm_failed') then
        update staff_events e set times = e.times + 1, at = frontdesk.now()
        where e.id = (
            select o.id from staff_events o
            where o.account_id = p_account and o.at > frontdesk.now() - interval '1 hour' and o.kind = p_kind
              and (p_kind = 'sign_in_paused' or (o.address, o.browser) = (p_address, p_browser))
            order by o.at desc limit 1);
        if found then
            return;
        end if;
    end if;
    insert into staff_events (organization_id, account_id, at, kind, address, browser, times)
    values (p_organization, p_account, frontdesk.now(), p_kind, p_address, left(p_browser, 300), p_times);
end;
$$;

-- Notes what failed at the account of this address, if there is one.
create or replace function staff_failure_note(
    p_email text, p_kind text, p_address text, p_browser text
) returns jsonb
language plpgsql security definer
set search_path = public, frontdesk, pg_temp
as $$
begin
    perform frontdesk.staff_note(a.organization_id, a.id, p_kind, p_address, p_browser)
    from staff_accounts a where a.email = p_email;
    return to_jsonb(found);
end;
$$;

-- [{at, email, kind, address, browser, times}] of the organization or of one account, the latest first.
create or replace function staff_event_list(
    p_organization uuid, p_email text default null, p_limit integer default 100
) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce(jsonb_agg(jsonb_build_object('at', e.at, 'email', e.email, 'kind', e.kind,
            'address', e.address, 'browser', e.browser, 'times', e.times) order by e.at desc, e.id), '[]')
        from (
            select l.*, a.email from staff_events l join staff_accounts a on a.id = l.account_id
            where l.organization_id = p_organization and (p_email is null or a.email = p_email)
            order by l.at desc, l.id limit p_limit) e);
end;
$$;

-- Forgets what is older than `p_days` days, browsers that were not used for 400 days, tries that have come
-- back, and sessions that are over, which are noted: how many rows. At most `p_limit` of each.
create or replace function staff_forget(p_days integer, p_limit integer) returns jsonb
language plpgsql security definer
set search_path = public, frontdesk, pg_temp
as $$
declare
    v_now timestamptz := frontdesk.now();
    v_rows integer;
    v_most integer := 0;
begin
    with over as (
        delete from staff_sessions s where s.token_hash in (
            select o.token_hash from staff_sessions o
            where o.seen_at < v_now - interval '12 hours' or o.created_at < v_now - interval '7 days'
               or (o.stage <> 'open' and o.created_at < v_now - interval '10 minutes')
            limit p_limit)
        returning s.*)
    insert into staff_events (organization_id, account_id, at, kind, address, browser)
    select o.organization_id, o.account_id, v_now, 'session_expired', o.address, o.browser from over o
    where o.stage = 'open';
    get diagnostics v_rows = row_count;
    v_most := greatest(v_most, v_rows);
    delete from staff_events e where e.id in (
        select o.id from staff_events o where o.at < v_now - make_interval(days => p_days) limit p_limit);
    get diagnostics v_rows = row_count;
    v_most := greatest(v_most, v_rows);
    delete from staff_devices d where (d.account_id, d.token_hash) in (
        select o.account_id, o.token_hash from staff_devices o
        where o.seen_at < v_now - interval '400 days' limit p_limit);
    get diagnostics v_rows = row_count;
    v_most := greatest(v_most, v_rows);
    delete from frontdesk.login_tries t where t.cell in (
        select o.cell from frontdesk.login_tries o where o.tries_at < v_now - interval '2 days' limit p_limit);
    get diagnostics v_rows = row_count;
    return to_jsonb(greatest(v_most, v_rows));
end;
$$;

-- Changes at accounts of within a day that their persons were not told of: [{event, account, email, organization,
-- language, zone, kind, at, address, browser}], the oldest first.
create or replace function account_mails_due(p_limit integer) returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object('event', d.id, 'account', d.account_id, 'email', a.email,
        'organization', o.name, 'language', o.language, 'zone', frontdesk.zone_of(o), 'kind', d.kind, 'at', d.at,
        'address', d.address, 'browser', d.browser) order by d.at, d.id), '[]')
    from (
        select e.* from staff_events e
        where e.mailed_at is null and e.at > frontdesk.now() - interval '1 day'
          and e.kind in ('signed_in_new', 'recovery_used', 'password_changed', 'password_chosen', 'factor_on',
              'factor_off', 'factor_reset', 'recovery_renewed', 'account_reset', 'roles_changed', 'account_disabled')
        order by e.at, e.id limit p_limit) d
    join staff_accounts a on a.id = d.account_id
    join organizations o on o.id = d.organization_id
$$;

-- Their persons were told of these (ids), or cannot be.
create or replace function account_mails_done(p_events jsonb) returns jsonb
language plpgsql security definer
set search_path = public, frontdesk, pg_temp
as $$
begin
    update staff_events e set mailed_at = frontdesk.now()
    where e.id in (select i::uuid from jsonb_array_elements_text(p_events) i);
    return to_jsonb(found);
end;
$$;
