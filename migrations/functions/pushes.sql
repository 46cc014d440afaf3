-- Notifications on the devices of staff: who has them where, and what goes there. Whose session ended has none.

-- The business's key: {public_key, ciphertext (hexadecimal), key_id}, or null.
create or replace function push_key(p_organization uuid) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select jsonb_build_object('public_key', k.public_key, 'ciphertext', encode(k.ciphertext, 'hex'),
            'key_id', k.key_id)
        from push_keys k where k.organization_id = p_organization);
end;
$$;

-- Keeps a key if the business has none, or still has `p_instead_of` (a public key), whose browsers then have to ask
-- anew; the key that it has afterwards. The same public key is the same key, sealed again.
create or replace function push_key_put(
    p_organization uuid, p_public_key text, p_ciphertext bytea, p_key_id text, p_instead_of text default null
) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    if p_instead_of <> p_public_key then
        delete from push_subscriptions s where s.organization_id = p_organization and exists (
            select from push_keys k where k.organization_id = p_organization and k.public_key = p_instead_of);
    end if;
    insert into push_keys as k (organization_id, public_key, ciphertext, key_id, made_at)
    values (p_organization, p_public_key, p_ciphertext, p_key_id, frontdesk.now())
    on conflict (organization_id) do update set public_key = excluded.public_key,
        ciphertext = excluded.ciphertext, key_id = excluded.key_id, made_at = excluded.made_at
    where k.public_key = p_instead_of;
    return push_key(p_organization);
end;
$$;

-- A browser that somebody looks at wants notifications, for who is logged in there. Of an account's browsers the ten
-- newest stay. False: the account is closed, or the browser asked with another key (`p_public_key`).
create or replace function push_subscribe(
    p_organization uuid, p_account uuid, p_session uuid, p_public_key text, p_endpoint text, p_p256dh text,
    p_auth text, p_language text, p_address text, p_browser text
) returns jsonb
language plpgsql as $$
declare
    v_new boolean;
begin
    perform frontdesk.enter(p_organization);
    if not frontdesk.is_staff(p_account) or not exists (
        select from push_keys k where k.organization_id = p_organization and k.public_key = p_public_key) then
        return to_jsonb(false);
    end if;
    v_new := not exists (
        select from push_subscriptions s
        where s.organization_id = p_organization and s.endpoint = p_endpoint and s.account_id = p_account);
    insert into push_subscriptions (
        organization_id, account_id, session_id, endpoint, p256dh, auth, language, browser, created_at)
    values (p_organization, p_account, p_session, p_endpoint, p_p256dh, p_auth, p_language, left(p_browser, 300),
        frontdesk.now())
    on conflict (organization_id, endpoint) do update set account_id = excluded.account_id,
        session_id = excluded.session_id, p256dh = excluded.p256dh, auth = excluded.auth,
        language = excluded.language, browser = excluded.browser;
    delete from push_subscriptions s where s.account_id = p_account and s.id in (
        select o.id from push_subscriptions o where o.account_id = p_account
        order by o.created_at desc, o.id offset 10);
    if v_new then
        perform frontdesk.staff_note(p_organization, p_account, 'push_on', p_address, p_browser);
    end if;
    return to_jsonb(true);
end;
$$;

-- Where an account has notifications: [{id, browser, created_at, here (the session that asks)}], the newest first.
create or replace function push_list(p_organization uuid, p_account uuid, p_session uuid) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'browser', s.browser, 'created_at', s.created_at,
            'here', s.session_id = p_session) order by s.session_id = p_session desc, s.created_at desc), '[]')
        from push_subscriptions s where s.account_id = p_account);
end;
$$;

-- Ends the notifications of one of the account's own browsers. False: it has no such one.
create or replace function push_remove(
    p_organization uuid, p_account uuid, p_subscription uuid, p_address text, p_browser text
) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    delete from push_subscriptions s where s.account_id = p_account and s.id = p_subscription;
    if not found then
        return to_jsonb(false);
    end if;
    perform frontdesk.staff_note(p_organization, p_account, 'push_off', p_address, p_browser);
    return to_jsonb(true);
end;
$$;

-- A notification to try it, to the account's own browsers: to how many.
create or replace function push_try(p_organization uuid, p_account uuid) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    return to_jsonb(frontdesk.push_put(p_organization, 'test', null, p_account));
end;
$$;

-- Notifies the browsers of one account, or of everybody who sees chats. One that waits for the same chat is enough.
-- Returns how many new ones there are.
create or replace function frontdesk.push_put(
    p_organization uuid, p_kind text, p_chat uuid, p_account uuid default null
) returns integer
language plpgsql as $$
declare
    v_push uuid;
    v_count integer := 0;
begin
    for v_push in
        insert into pushes (organization_id, subscription_id, kind, chat_id, created_at)
        select p_organization, s.id, p_kind, p_chat, frontdesk.now()
        from push_subscriptions s join staff_accounts a on a.id = s.account_id and a.disabled_at is null
        where s.organization_id = p_organization and (p_account is null or s.account_id = p_account)
          and (p_kind = 'test' or a.roles && array['owner', 'reception'])
        on conflict do nothing
        returning id
    loop
        v_count := v_count + 1;
        perform frontdesk.defer('sends', 'push', null,
            jsonb_build_object('organization', p_organization, 'push', v_push));
    end loop;
    return v_count;
end;
$$;

-- Takes a notification to send: {push, attempt, kind, chat, organization, language, endpoint, p256dh, auth,
-- public_key, ciphertext, key_id}. Null: it is sent, is somebody else's now, waits, or serves nobody any more.
create or replace function push_claim(
    p_organization uuid, p_push uuid, p_lease_seconds double precision
) returns jsonb
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_push pushes;
begin
    perform frontdesk.enter(p_organization);
    delete from pushes p where p.id = p_push and (p.created_at < v_now - interval '1 hour'
        or p.kind = 'call' and not exists (
            select from escalations e
            where e.chat_identity_id = p.chat_id and e.taken_at is null and frontdesk.is_open(e)));
    update pushes p set attempts = p.attempts + 1, attempted_at = v_now, retry_at = null
    where p.id = p_push and case when p.retry_at is not null then p.retry_at <= v_now
        else coalesce(p.attempted_at <= v_now - make_interval(secs => p_lease_seconds), true) end
    returning p.* into v_push;
    return (
        select jsonb_build_object('push', v_push.id, 'attempt', v_push.attempts, 'kind', v_push.kind,
            'chat', v_push.chat_id, 'organization', o.name, 'language', s.language, 'endpoint', s.endpoint,
            'p256dh', s.p256dh, 'auth', s.auth, 'public_key', k.public_key,
            'ciphertext', encode(k.ciphertext, 'hex'), 'key_id', k.key_id)
        from push_subscriptions s join organizations o on o.id = s.organization_id
        join push_keys k on k.organization_id = s.organization_id
        where s.id = v_push.subscription_id);
end;
$$;

-- Ends an attempt: `done` (sent, or given up), `gone` (the browser wants no more), or `later`, after `p_seconds` or
-- ever later. False: the attempt is not the current one.
create or replace function push_settle(
    p_organization uuid, p_push uuid, p_attempt integer, p_end text, p_seconds double precision default null
) returns jsonb
language plpgsql as $$
declare
    v_push pushes;
    v_seconds double precision := coalesce(p_seconds, least(300, 2.0 ^ least(p_attempt, 12)));
begin
    perform frontdesk.enter(p_organization);
    select * into v_push from pushes p where p.id = p_push and p.attempts = p_attempt for update;
    if v_push.id is null then
        return to_jsonb(false);
    elsif p_end = 'gone' then
        delete from push_subscriptions s where s.id = v_push.subscription_id;
    elsif p_end = 'done' then
        delete from pushes p where p.id = p_push;
    else
        update pushes p set retry_at = frontdesk.now() + make_interval(secs => v_seconds) where p.id = p_push;
        perform frontdesk.defer('sends', 'push', null,
            jsonb_build_object('organization', p_organization, 'push', p_push), v_seconds);
    end if;
    return to_jsonb(true);
end;
$$;

-- A session that somebody ended, not one that was idle, takes its browser's notifications with it.
create or replace function frontdesk.session_over() returns trigger
language plpgsql as $$
begin
    if least(old.seen_at + interval '12 hours', old.created_at + interval '7 days') > frontdesk.now() then
        delete from push_subscriptions s where s.session_id = old.id and s.account_id = old.account_id;
    end if;
    return null;
end;
$$;

call frontdesk.attach('trigger', 'push_ends_with_the_session', 'staff_sessions', $$
    create trigger push_ends_with_the_session after delete on staff_sessions
        for each row execute function frontdesk.session_over()
$$);

-- Who closes an account, or changes how somebody gets into it, ends what browsers without a session still hear.
create or replace function frontdesk.account_changed() returns trigger
language plpgsql as $$
begin
    delete from push_subscriptions s where s.account_id = new.id and (new.disabled_at is not null or not exists (
        select from staff_sessions o where o.id = s.session_id));
    return null;
end;
$$;

call frontdesk.attach('trigger', 'push_ends_with_the_account', 'staff_accounts', $$
    create trigger push_ends_with_the_account after update on staff_accounts
        for each row when ((new.disabled_at, new.password_hash, new.roles, new.factor)
            is distinct from (old.disabled_at, old.password_hash, old.roles, old.factor))
        execute function frontdesk.account_changed()
$$);
