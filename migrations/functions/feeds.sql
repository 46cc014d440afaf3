-- Connections that one process of the deployment listens to: who does, and how it goes.

-- Active connections with `settings: {receive: websocket}`; gateway/channels/base.py knows the word, too.
create or replace view frontdesk.feeds with (security_invoker = true) as
    select c.id, c.organization_id, c.key, c.channel from platform_connections c
    where c.active and c.settings ->> 'receive' = 'websocket';

-- Keeps what `p_holder` listens to for `p_lease` seconds more, and takes what nobody does, up to `p_most` in
-- all. `p_complete` are those of its connections of which everything is here until now. What is not
-- returned is not its own any more.
-- [{connection, organization, channel, name, phone, secret_env, settings}]
create or replace function feeds_hold(
    p_holder uuid, p_channels jsonb, p_lease double precision, p_most integer, p_complete jsonb
) returns jsonb
language plpgsql security definer
set search_path = public, frontdesk, pg_temp
as $$
declare
    v_now timestamptz := frontdesk.now();
    v_until timestamptz := v_now + make_interval(secs => p_lease);
begin
    delete from connection_feeds f
    where not exists (select from frontdesk.feeds c where c.id = f.connection_id and p_channels ? c.channel);
    update connection_feeds set held_until = v_until where holder = p_holder;
    insert into connection_feeds as f (connection_id, organization_id, holder, held_until, state, state_at)
    select c.id, c.organization_id, p_holder, v_until, 'connecting', v_now
    from frontdesk.feeds c
    where p_channels ? c.channel
      and not exists (select from connection_feeds h where h.connection_id = c.id and h.held_until > v_now)
    order by c.id
    limit greatest(0, p_most - (select count(*) from connection_feeds h where h.holder = p_holder))
    on conflict (connection_id) do update
    set holder = excluded.holder, held_until = excluded.held_until, state = excluded.state, detail = null,
        state_at = excluded.state_at
    where f.held_until <= v_now;  -- somebody else may have been faster
    -- What came before somebody was to listen, or while the connection was off, was another's to answer.
    delete from connection_receiving r using platform_connections c where c.id = r.connection_id and not c.active;
    insert into connection_receiving (connection_id, organization_id, began_at, complete_until, asked_at)
    select f.connection_id, f.organization_id, v_now, v_now, v_now from connection_feeds f where f.holder = p_holder
    on conflict do nothing;
    update connection_receiving r set complete_until = greatest(r.complete_until, v_now)
    from connection_feeds f
    where f.connection_id = r.connection_id and f.holder = p_holder and p_complete ? f.connection_id::text;
    return (
        select coalesce(jsonb_agg(jsonb_build_object(
            'connection', c.id, 'organization', c.organization_id, 'channel', c.channel, 'name', c.name,
            'phone', c.phone, 'secret_env', c.secret_env, 'settings', c.settings) order by c.id), '[]')
        from connection_feeds f join platform_connections c on c.id = f.connection_id
        where f.holder = p_holder);
end;
$$;

-- How it goes with one of its connections; false when that is not its own any more.
create or replace function feed_told(
    p_organization uuid, p_connection uuid, p_holder uuid, p_state text, p_detail text default null
) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    update connection_feeds set state = p_state, detail = left(p_detail, 300), state_at = frontdesk.now()
    where connection_id = p_connection and holder = p_holder;
    return to_jsonb(found);
end;
$$;

-- Gives back everything that it holds, so that another process need not wait.
create or replace function feeds_release(p_holder uuid) returns jsonb
language plpgsql security definer
set search_path = public, frontdesk, pg_temp
as $$
begin
    delete from connection_feeds where holder = p_holder;
    return to_jsonb(found);
end;
$$;

-- For the operator: [{organization, connection, state, detail, since}] by slug and key; `state` is null where
-- no process listens.
create or replace function feeds_list() returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'organization', o.slug, 'connection', c.key, 'state', f.state, 'detail', f.detail, 'since', f.state_at)
        order by o.slug, c.key), '[]')
    from frontdesk.feeds c
    join organizations o on o.id = c.organization_id
    left join connection_feeds f on f.connection_id = c.id and f.held_until > frontdesk.now()
$$;
