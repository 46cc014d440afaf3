-- Credentials of connections (encrypted by the gateway, docs/decisions/access.md) and API keys.

-- The credentials of a connection as they are kept: [{name, key_id, sealed (hex)}], or null.
create or replace function frontdesk.sealed_secrets(p_connection uuid) returns jsonb
language sql stable as $$
    select jsonb_agg(jsonb_build_object('name', s.name, 'key_id', s.key_id, 'sealed', encode(s.ciphertext, 'hex')))
    from connection_secrets s where s.connection_id = p_connection
$$;

create or replace function connection_secrets_get(p_organization uuid, p_connection uuid) returns jsonb
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
create or replace function connection_secrets_list(p_organization uuid) returns jsonb
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
create or replace function connection_secret_put(
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

create or replace function connection_secret_remove(p_organization uuid, p_connection uuid, p_name text) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    delete from connection_secrets s
    where s.organization_id = p_organization and s.connection_id = p_connection and s.name = p_name;
    return to_jsonb(found);
end;
$$;

create or replace function api_key_create(
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
create or replace function api_key_list(p_organization uuid) returns jsonb
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
create or replace function api_key_revoke(p_organization uuid, p_prefix text) returns jsonb
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
create or replace function api_key_find(p_key_hash bytea) returns jsonb
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
    return jsonb_build_object('id', v_key.id, 'organization', v_key.organization_id, 'name', v_key.name,
        'prefix', v_key.prefix, 'scopes', to_jsonb(v_key.scopes));
end;
$$;
