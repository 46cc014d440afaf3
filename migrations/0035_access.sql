-- Credentials of connections (encrypted by the gateway, docs/decisions/access.md) and API keys.

-- `ciphertext` is bound to organization, connection and name: a row that is moved cannot be read.
create table connection_secrets (
    organization_id uuid not null references organizations on delete cascade,
    connection_id uuid not null references platform_connections on delete cascade,
    name text not null check (name ~ '^[a-z][a-z0-9_]{0,39}$'),
    ciphertext bytea not null check (length(ciphertext) between 30 and 20000),
    key_id text not null check (key_id ~ '^[0-9a-f]{8}$'),
    set_at timestamptz not null,
    primary key (connection_id, name)
);
create index connection_secrets_organization on connection_secrets (organization_id);

-- `key_hash` is the SHA-256 of the whole key, which nobody but its owner has.
create table api_keys (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    name text not null check (length(name) between 1 and 80),
    prefix text not null,
    key_hash bytea not null unique check (length(key_hash) = 32),
    scopes text[] not null check (scopes <@ array['invoke', 'notify', 'read'] and cardinality(scopes) > 0),
    created_at timestamptz not null,
    expires_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz,
    unique (organization_id, prefix)
);

call frontdesk.protect('connection_secrets');
call frontdesk.protect('api_keys');

-- The credentials of a connection as they are kept: [{name, key_id, sealed (hex)}], or null.
create function frontdesk.sealed_secrets(p_connection uuid) returns jsonb
language sql stable as $$
    select jsonb_agg(jsonb_build_object('name', s.name, 'key_id', s.key_id, 'sealed', encode(s.ciphertext, 'hex')))
    from connection_secrets s where s.connection_id = p_connection
$$;

create function connection_secrets_get(p_organization uuid, p_connection uuid) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    return coalesce((
        select frontdesk.sealed_secrets(c.id) from platform_connections c
        where c.organization_id = p_organization and c.id = p_connection), '[]');
end;
$$;

-- Active connections with what is kept of each:
-- [{connection, key, channel, secret_env, secrets: [{name, key_id, set_at, sealed (hex)}]}].
create function connection_secrets_list(p_organization uuid) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce(jsonb_agg(jsonb_build_object(
            'connection', c.id, 'key', c.key, 'channel', c.channel, 'active', c.active, 'secret_env', c.secret_env,
            'secrets', (
                select coalesce(jsonb_agg(jsonb_build_object('name', s.name, 'key_id', s.key_id, 'set_at', s.set_at,
                    'sealed', encode(s.ciphertext, 'hex')) order by s.name), '[]')
                from connection_secrets s where s.connection_id = c.id)) order by c.key), '[]')
        from platform_connections c where c.organization_id = p_organization);
end;
$$;

-- Keeps a credential. With `p_instead_of` only if that is what is kept now (rotation beside a new value).
-- False: no such connection, or something else is kept.
create function connection_secret_put(
    p_organization uuid, p_connection uuid, p_name text, p_ciphertext bytea, p_key_id text,
    p_instead_of bytea default null
) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    if p_instead_of is not null then
        update connection_secrets s set ciphertext = p_ciphertext, key_id = p_key_id
        where s.organization_id = p_organization and s.connection_id = p_connection and s.name = p_name
          and s.ciphertext = p_instead_of;
        return to_jsonb(found);
    end if;
    insert into connection_secrets (organization_id, connection_id, name, ciphertext, key_id, set_at)
    select p_organization, c.id, p_name, p_ciphertext, p_key_id, frontdesk.now()
    from platform_connections c where c.organization_id = p_organization and c.id = p_connection
    on conflict (connection_id, name) do update set
        ciphertext = excluded.ciphertext, key_id = excluded.key_id, set_at = excluded.set_at;
    return to_jsonb(found);
end;
$$;

create function connection_secret_remove(p_organization uuid, p_connection uuid, p_name text) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    delete from connection_secrets s
    where s.organization_id = p_organization and s.connection_id = p_connection and s.name = p_name;
    return to_jsonb(found);
end;
$$;

-- Puts a claimed message back as if it had not been claimed, because the connection's credential cannot
-- be read here: attempts are for what was really tried. After `p_most_seconds` it fails.
create function outbox_park(
    p_organization uuid, p_message uuid, p_attempt integer, p_error text, p_retry_seconds double precision,
    p_most_seconds double precision
) returns jsonb
language plpgsql as $$
declare
    v_message chat_messages;
begin
    perform frontdesk.enter(p_organization);
    update chat_messages m set
        status = case when m.created_at < frontdesk.now() - make_interval(secs => p_most_seconds) then 'failed' else 'queued' end,
        error = p_error, attempts = m.attempts - 1,
        retry_at = frontdesk.now() + make_interval(secs => p_retry_seconds)
    where m.id = p_message and m.organization_id = p_organization and m.status = 'sending' and m.attempts = p_attempt
    returning * into v_message;
    return to_jsonb(v_message.status);
end;
$$;

-- The same for a notice to staff.
create function notice_park(
    p_organization uuid, p_notification uuid, p_attempt integer, p_error text, p_retry_seconds double precision,
    p_most_seconds double precision
) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    update notifications n set status = 'queued', error = p_error, attempts = n.attempts - 1,
        retry_at = frontdesk.now() + make_interval(secs => p_retry_seconds)
    where n.id = p_notification and n.organization_id = p_organization and n.status = 'sending' and n.attempts = p_attempt
      and n.created_at >= frontdesk.now() - make_interval(secs => p_most_seconds);
    if found then
        perform frontdesk.defer('sends', 'notify', null,
            jsonb_build_object('organization', p_organization, 'notification', p_notification), p_retry_seconds);
    end if;
    return to_jsonb(found);
end;
$$;

-- As in 0003, with the credentials as they are kept: a webhook's check may need one, and another call
-- in its way would cost every webhook.
create or replace function connection_find(p_channel text, p_token_hash bytea) returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select jsonb_build_object(
        'id', c.id, 'organization_id', c.organization_id, 'channel', c.channel, 'name', c.name,
        'phone', c.phone, 'secret_env', c.secret_env, 'settings', c.settings,
        'secrets', frontdesk.sealed_secrets(c.id))
    from platform_connections c
    where c.channel = p_channel and c.token_hash = p_token_hash and c.active
$$;

-- API keys

create function api_key_create(
    p_organization uuid, p_name text, p_prefix text, p_key_hash bytea, p_scopes jsonb, p_days integer
) returns jsonb
language plpgsql as $$
declare
    v_id uuid;
begin
    perform frontdesk.enter(p_organization);
    insert into api_keys (organization_id, name, prefix, key_hash, scopes, created_at, expires_at)
    values (p_organization, p_name, p_prefix, p_key_hash,
        array(select jsonb_array_elements_text(p_scopes)), frontdesk.now(),
        frontdesk.now() + make_interval(days => p_days))
    returning id into v_id;
    return to_jsonb(v_id);
end;
$$;

-- [{id, name, prefix, scopes, created_at, expires_at, last_used_at, revoked_at, usable}], oldest first.
create function api_key_list(p_organization uuid) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce(jsonb_agg(to_jsonb(k) - 'key_hash' - 'organization_id' || jsonb_build_object(
            'usable', k.revoked_at is null and (k.expires_at is null or k.expires_at > frontdesk.now()))
            order by k.created_at, k.prefix), '[]')
        from api_keys k where k.organization_id = p_organization);
end;
$$;

-- By prefix. Null: there is no such key; else when it was revoked (now, or before).
create function api_key_revoke(p_organization uuid, p_prefix text) returns jsonb
language plpgsql as $$
declare
    v_revoked timestamptz;
begin
    perform frontdesk.enter(p_organization);
    update api_keys k set revoked_at = coalesce(k.revoked_at, frontdesk.now())
    where k.organization_id = p_organization and k.prefix = p_prefix
    returning k.revoked_at into v_revoked;
    return to_jsonb(v_revoked);
end;
$$;

-- Whose key this is, or null: {id, organization, scopes}. Notes once a minute that it is used.
create function api_key_find(p_key_hash bytea) returns jsonb
language plpgsql security definer
set search_path = public, frontdesk, pg_temp
as $$
declare
    v_key api_keys;
begin
    select * into v_key from api_keys k where k.key_hash = p_key_hash and k.revoked_at is null
      and (k.expires_at is null or k.expires_at > frontdesk.now());
    if v_key.id is null then
        return null;
    end if;
    update api_keys k set last_used_at = frontdesk.now()
    where k.id = v_key.id and (k.last_used_at is null or k.last_used_at < frontdesk.now() - interval '1 minute');
    return jsonb_build_object('id', v_key.id, 'organization', v_key.organization_id, 'scopes', to_jsonb(v_key.scopes));
end;
$$;

call frontdesk.expose('connection_secrets_get');
call frontdesk.expose('connection_secrets_list');
call frontdesk.expose('connection_secret_put');
call frontdesk.expose('connection_secret_remove');
call frontdesk.expose('outbox_park');
call frontdesk.expose('notice_park');
call frontdesk.expose('connection_find');
call frontdesk.expose('api_key_create');
call frontdesk.expose('api_key_list');
call frontdesk.expose('api_key_revoke');
call frontdesk.expose('api_key_find');
