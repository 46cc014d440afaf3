-- Messages that a provider received and could not deliver: whom to ask for them, and since when.

-- At most `p_most` connections of these channels that were not asked for `p_every` seconds, the longest
-- unasked first; whoever gets one is the one that asks. `since` lies `p_overlap` seconds before the time up to
-- which all is here, for clocks differ, and at most `p_back` seconds back. What came before a connection was
-- switched on, or while it was off, was somebody else's to answer.
-- [{connection, organization, channel, name, phone, secret_env, settings, since}]
create or replace function missed_messages_due(
    p_channels jsonb, p_every double precision, p_overlap double precision, p_back double precision, p_most integer
) returns jsonb
language plpgsql security definer
set search_path = public, frontdesk, pg_temp
as $$
declare
    v_now timestamptz := frontdesk.now();
    v_due jsonb;
begin
    delete from connection_receiving r using platform_connections c where c.id = r.connection_id and not c.active;
    insert into connection_receiving (connection_id, organization_id, began_at, complete_until, asked_at)
    select c.id, c.organization_id, v_now, v_now, v_now from platform_connections c
    where c.active and p_channels ? c.channel
    on conflict do nothing;
    with taken as (
        select r.connection_id from connection_receiving r join platform_connections c on c.id = r.connection_id
        where r.asked_at <= v_now - make_interval(secs => p_every) and p_channels ? c.channel
        order by r.asked_at, r.connection_id
        limit p_most
        for update of r skip locked
    ), asked as (
        update connection_receiving r set asked_at = v_now from taken t
        where r.connection_id = t.connection_id
        returning r.connection_id, r.organization_id, r.began_at, r.complete_until
    )
    select coalesce(jsonb_agg(jsonb_build_object(
        'connection', c.id, 'organization', a.organization_id, 'channel', c.channel, 'name', c.name,
        'phone', c.phone, 'secret_env', c.secret_env, 'settings', c.settings,
        'since', greatest(a.began_at, a.complete_until - make_interval(secs => p_overlap),
            v_now - make_interval(secs => p_back)))), '[]')
    into v_due
    from asked a join platform_connections c on c.id = a.connection_id;
    return v_due;
end;
$$;

-- Since when one connection may lack something, by the same rules.
create or replace function missed_messages_since(
    p_organization uuid, p_connection uuid, p_overlap double precision, p_back double precision
) returns jsonb
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_since timestamptz;
begin
    perform frontdesk.enter(p_organization);
    update connection_receiving r set asked_at = v_now
    where r.connection_id = p_connection
    returning greatest(r.began_at, r.complete_until - make_interval(secs => p_overlap),
        v_now - make_interval(secs => p_back)) into v_since;
    return to_jsonb(coalesce(v_since, v_now));
end;
$$;

-- Everything until then is here.
create or replace function missed_messages_complete(
    p_organization uuid, p_connection uuid, p_until timestamptz
) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    update connection_receiving set complete_until = greatest(complete_until, p_until)
    where connection_id = p_connection;
    return to_jsonb(found);
end;
$$;
