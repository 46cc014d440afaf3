-- The second factor of staff: a key for codes by time, and recovery codes.

create or replace function frontdesk.staff_needs_factor(p_account staff_accounts) returns boolean
language sql stable as $$
    select p_account.factor_required or exists (
        select from organizations o where o.id = p_account.organization_id and o.staff_second_factor)
$$;

-- Whoever has given the password and awaits the second step, for ten minutes and five codes: {organization,
-- account, email, stage, factor (hexadecimal), key_id}, or null.
create or replace function staff_step_find(p_token_hash bytea) returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select jsonb_build_object('organization', a.organization_id, 'account', a.id, 'email', a.email,
        'stage', s.stage, 'factor', encode(a.factor, 'hex'), 'key_id', a.factor_key_id)
    from staff_sessions s join staff_accounts a on a.id = s.account_id
    where s.token_hash = p_token_hash and s.stage <> 'open' and s.tries < 5
      and s.created_at > frontdesk.now() - interval '10 minutes' and a.disabled_at is null
$$;

-- {factor (hexadecimal), key_id, codes_left} of the account; null without a second factor.
create or replace function staff_factor_find(p_organization uuid, p_account uuid) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select jsonb_build_object('factor', encode(a.factor, 'hex'), 'key_id', a.factor_key_id,
            'codes_left', (select count(*) from staff_recovery_codes c where c.account_id = a.id))
        from staff_accounts a
        where a.organization_id = p_organization and a.id = p_account and a.factor is not null);
end;
$$;

-- Counts a code that is going to be tried in the second step. False: there were five, or it is over.
create or replace function staff_step_try(p_organization uuid, p_token_hash bytea) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    update staff_sessions s set tries = s.tries + 1
    where s.organization_id = p_organization and s.token_hash = p_token_hash and s.stage <> 'open' and s.tries < 5;
    return to_jsonb(found);
end;
$$;

-- Uses a code, once: the `p_step` of an authenticator that was right, or the hash of a recovery code.
create or replace function frontdesk.staff_use_code(
    p_account uuid, p_step bigint, p_code_hash bytea
) returns boolean
language plpgsql as $$
begin
    if p_step is not null then
        update staff_accounts a set factor_step = p_step
        where a.id = p_account and a.factor is not null and a.factor_step < p_step;
        return found;
    end if;
    delete from staff_recovery_codes c where c.account_id = p_account and c.code_hash = p_code_hash;
    return found;
end;
$$;

-- The second step of a login: uses the code and opens the session; whether there is news (frontdesk.staff_enter).
-- Null: the code was not right or was used.
create or replace function staff_step_pass(
    p_organization uuid, p_token_hash bytea, p_step bigint, p_code_hash bytea, p_new_token_hash bytea,
    p_device_hash bytea, p_address text, p_browser text
) returns jsonb
language plpgsql as $$
declare
    v_account uuid;
begin
    perform frontdesk.enter(p_organization);
    select s.account_id into v_account from staff_sessions s
    join staff_accounts a on a.id = s.account_id and a.disabled_at is null
    where s.organization_id = p_organization and s.token_hash = p_token_hash and s.stage = 'code'
      and s.created_at > frontdesk.now() - interval '10 minutes'
    for update of a;
    if v_account is null or not frontdesk.staff_use_code(v_account, p_step, p_code_hash) then
        return null;
    end if;
    if p_code_hash is not null then
        perform frontdesk.staff_note(p_organization, v_account, 'recovery_used', p_address, p_browser);
    end if;
    delete from staff_sessions s where s.token_hash = p_token_hash;
    return to_jsonb(frontdesk.staff_enter(
        p_organization, v_account, p_new_token_hash, p_device_hash, p_address, p_browser));
end;
$$;

-- Uses a code of somebody who is logged in and proves who they are once more.
create or replace function staff_code_use(
    p_organization uuid, p_account uuid, p_step bigint, p_code_hash bytea, p_address text, p_browser text
) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    if not frontdesk.staff_use_code(p_account, p_step, p_code_hash) then
        return to_jsonb(false);
    end if;
    if p_code_hash is not null then
        perform frontdesk.staff_note(p_organization, p_account, 'recovery_used', p_address, p_browser);
    end if;
    return to_jsonb(true);
end;
$$;

-- Keeps the recovery codes of the account, instead of those before.
create or replace function frontdesk.staff_keep_codes(
    p_organization uuid, p_account uuid, p_code_hashes jsonb
) returns void
language plpgsql as $$
begin
    delete from staff_recovery_codes c where c.account_id = p_account;
    insert into staff_recovery_codes (account_id, code_hash, organization_id)
    select p_account, decode(h, 'hex'), p_organization from jsonb_array_elements_text(p_code_hashes) h;
end;
$$;

-- Sets the second factor up after its first code was right: other sessions end; this one, which may be that
-- of a login which waited for it, goes on with another token. False: the session is over.
create or replace function staff_factor_set(
    p_organization uuid, p_account uuid, p_ciphertext bytea, p_key_id text, p_step bigint, p_code_hashes jsonb,
    p_token_hash bytea, p_new_token_hash bytea, p_device_hash bytea, p_address text, p_browser text
) returns jsonb
language plpgsql as $$
declare
    v_stage text;
begin
    perform frontdesk.enter(p_organization);
    delete from staff_sessions s
    where s.organization_id = p_organization and s.account_id = p_account and s.token_hash = p_token_hash
    returning s.stage into v_stage;
    if v_stage is null or v_stage = 'code' then
        return to_jsonb(false);
    end if;
    update staff_accounts a set factor = p_ciphertext, factor_key_id = p_key_id, factor_step = p_step
    where a.id = p_account;
    perform frontdesk.staff_keep_codes(p_organization, p_account, p_code_hashes);
    delete from staff_sessions s where s.account_id = p_account;
    perform frontdesk.staff_note(p_organization, p_account, 'factor_on', p_address, p_browser);
    perform frontdesk.staff_enter(p_organization, p_account, p_new_token_hash, p_device_hash, p_address, p_browser);
    return to_jsonb(true);
end;
$$;

-- Takes the second factor away: by the person, whose other sessions end, unless it is required (false).
create or replace function staff_factor_drop(
    p_organization uuid, p_account uuid, p_session uuid, p_address text, p_browser text
) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    update staff_accounts a set factor = null, factor_key_id = null
    where a.organization_id = p_organization and a.id = p_account and a.factor is not null
      and not frontdesk.staff_needs_factor(a);
    if not found then
        return to_jsonb(false);
    end if;
    delete from staff_recovery_codes c where c.account_id = p_account;
    delete from staff_sessions s where s.account_id = p_account and s.id <> p_session;
    perform frontdesk.staff_note(p_organization, p_account, 'factor_off', p_address, p_browser);
    return to_jsonb(true);
end;
$$;

-- New recovery codes; those before are worth nothing any more. False: there is no second factor.
create or replace function staff_codes_renew(
    p_organization uuid, p_account uuid, p_code_hashes jsonb, p_address text, p_browser text
) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    if not exists (
        select from staff_accounts a
        where a.organization_id = p_organization and a.id = p_account and a.factor is not null
    ) then
        return to_jsonb(false);
    end if;
    perform frontdesk.staff_keep_codes(p_organization, p_account, p_code_hashes);
    perform frontdesk.staff_note(p_organization, p_account, 'recovery_renewed', p_address, p_browser);
    return to_jsonb(true);
end;
$$;

-- What the operator does: takes the second factor away from who lost it, and ends their sessions; browsers
-- are no longer known. False: no such account.
create or replace function staff_factor_reset(p_organization uuid, p_email text) returns jsonb
language plpgsql as $$
declare
    v_id uuid;
begin
    perform frontdesk.enter(p_organization);
    update staff_accounts a set factor = null, factor_key_id = null
    where a.organization_id = p_organization and a.email = p_email
    returning a.id into v_id;
    if v_id is null then
        return to_jsonb(false);
    end if;
    delete from staff_recovery_codes c where c.account_id = v_id;
    delete from staff_sessions s where s.account_id = v_id;
    delete from staff_devices d where d.account_id = v_id;
    perform frontdesk.staff_note(p_organization, v_id, 'factor_reset', null, '');
    return to_jsonb(true);
end;
$$;

-- Whether this account needs a second factor whatever the organization says; who is logged in without one
-- logs in again. False: no such account.
create or replace function staff_factor_require(p_organization uuid, p_email text, p_required boolean) returns jsonb
language plpgsql as $$
declare
    v_account staff_accounts;
begin
    perform frontdesk.enter(p_organization);
    update staff_accounts a set factor_required = p_required
    where a.organization_id = p_organization and a.email = p_email
    returning a.* into v_account;
    if v_account.id is null then
        return to_jsonb(false);
    end if;
    if p_required and v_account.factor is null then
        delete from staff_sessions s where s.account_id = v_account.id;
    end if;
    perform frontdesk.staff_note(p_organization, v_account.id,
        case when p_required then 'factor_required' else 'factor_optional' end, null, '');
    return to_jsonb(true);
end;
$$;

-- [{account, email, factor (hexadecimal), key_id}] of the accounts that have one.
create or replace function staff_factor_list(p_organization uuid) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce(jsonb_agg(jsonb_build_object('account', a.id, 'email', a.email,
            'factor', encode(a.factor, 'hex'), 'key_id', a.factor_key_id) order by a.email), '[]')
        from staff_accounts a where a.organization_id = p_organization and a.factor is not null);
end;
$$;

-- Puts a key that was encrypted anew in the place of `p_instead_of`. False: it was set anew meanwhile.
create or replace function staff_factor_reseal(
    p_organization uuid, p_account uuid, p_ciphertext bytea, p_key_id text, p_instead_of bytea
) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    update staff_accounts a set factor = p_ciphertext, factor_key_id = p_key_id
    where a.organization_id = p_organization and a.id = p_account and a.factor = p_instead_of;
    return to_jsonb(found);
end;
$$;
