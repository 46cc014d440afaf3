-- Connecting a number: a test message through the outbox, and when something last came in and went out.

-- The chat that a test message would go to: {conversation, last_inbound_at, window_closed}, or null.
create or replace function test_chat_find(p_organization uuid, p_connection uuid, p_addresses jsonb) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select jsonb_build_object('conversation', i.id, 'last_inbound_at', i.last_inbound_at, 'window_closed',
            i.window_closed
                or i.windowed and coalesce(i.last_inbound_at <= frontdesk.now() - interval '24 hours', true))
        from chat_identities i
        where i.id = frontdesk.chat_find(p_connection, array(select jsonb_array_elements_text(p_addresses))));
end;
$$;

-- Queues a test message to a phone, in its chat or in a new one: {conversation, message}; null when the
-- connection is not the organization's. `p_reply` as in outbox_put.
create or replace function test_message_put(
    p_organization uuid, p_connection uuid, p_addresses jsonb, p_phone text, p_reply jsonb
) returns jsonb
language plpgsql as $$
declare
    v_chat chat_identities;
    v_id uuid;
begin
    perform frontdesk.enter(p_organization);
    perform 1 from platform_connections c
    where c.organization_id = p_organization and c.id = p_connection and c.active;
    if not found then
        return null;
    end if;
    v_id := frontdesk.chat_ensure(p_organization, p_connection,
        array(select jsonb_array_elements_text(p_addresses)), p_phone, null);
    select * into v_chat from chat_identities where id = v_id for update;
    return jsonb_build_object('conversation', v_id, 'message',
        (frontdesk.replies_put(p_organization, v_chat, null, jsonb_build_array(p_reply), 'outbox'))[1]);
end;
$$;

-- What became of it: {status, error}, or null.
create or replace function test_message_state(p_organization uuid, p_message uuid) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select jsonb_build_object('status', m.status, 'error', m.error) from chat_messages m
        where m.organization_id = p_organization and m.id = p_message);
end;
$$;

-- When a customer last wrote over each connection, and when its provider last took a message (to the minute):
-- [{organization (slug), organization_id, key, connection, channel, name, phone, secret_env, settings, received_at,
-- accepted_at}].
create or replace function connections_activity() returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object('organization', o.slug, 'organization_id', o.id, 'key', c.key,
        'connection', c.id, 'channel', c.channel, 'name', c.name, 'phone', c.phone, 'secret_env', c.secret_env,
        'settings', c.settings,
        'received_at', (
            select i.last_inbound_at from chat_identities i
            where i.organization_id = o.id and i.connection_id = c.id and i.last_inbound_at is not null
            order by i.last_inbound_at desc limit 1),
        'accepted_at', s.accepted_at) order by o.slug, c.key), '[]')
    from platform_connections c
    join organizations o on o.id = c.organization_id
    left join connection_sending s on s.connection_id = c.id
    where c.active and c.channel <> 'api'
$$;
