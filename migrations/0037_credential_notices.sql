-- Staff are told when the stored credential of a connection cannot be read. Until it can, replies and
-- files of that connection wait.

-- A notice is about a chat in which a person is needed, or about a connection.
alter table notifications alter column escalation_id drop not null;
alter table notifications add column connection_id uuid references platform_connections on delete cascade;
alter table notifications add constraint notifications_about check (num_nonnulls(escalation_id, connection_id) = 1);
create index notifications_connection on notifications (connection_id, created_at) where connection_id is not null;

create function frontdesk.credential_told(p_connection uuid) returns boolean
language sql stable as $$
    select exists (select 1 from notifications n where n.connection_id = p_connection
                   and n.created_at > frontdesk.now() - interval '24 hours')
$$;

-- What such a notice says: {organization, language, name, channel, at (local)}. Null: staff were told
-- within a day, or there is no such connection.
create function credential_notice_due(p_organization uuid, p_connection uuid) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select jsonb_build_object('organization', o.name, 'language', o.language, 'name', c.name,
            'channel', c.channel, 'at', to_char(frontdesk.now() at time zone o.time_zone, 'YYYY-MM-DD HH24:MI'))
        from platform_connections c join organizations o on o.id = c.organization_id
        where c.organization_id = p_organization and c.id = p_connection
          and not frontdesk.credential_told(c.id));
end;
$$;

-- One notice per recipient, each enqueued, unless staff were told within a day. `p_params`: list of
-- texts. Returns how many.
create function credential_notice_put(p_organization uuid, p_connection uuid, p_body text, p_params jsonb) returns jsonb
language plpgsql as $$
declare
    v_notice uuid;
    v_count integer := 0;
begin
    perform frontdesk.enter(p_organization);
    -- Several senders may find out at once.
    perform 1 from platform_connections c
    where c.organization_id = p_organization and c.id = p_connection for no key update;
    if not found or frontdesk.credential_told(p_connection) then
        return to_jsonb(0);
    end if;
    for v_notice in
        insert into notifications (organization_id, connection_id, recipient_id, body, params, created_at)
        select p_organization, p_connection, r.id, p_body,
            array(select jsonb_array_elements_text(p_params)), frontdesk.now()
        from internal_notifications_config r where r.organization_id = p_organization and r.active
        returning id
    loop
        v_count := v_count + 1;
        perform frontdesk.defer('sends', 'notify', null,
            jsonb_build_object('organization', p_organization, 'notification', v_notice));
    end loop;
    return to_jsonb(v_count);
end;
$$;

-- As in 0008. A notice about a connection takes another one of its channel, where there is one.
create or replace function notice_claim(p_organization uuid, p_notification uuid, p_lease_seconds double precision default 30) returns jsonb
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_notice notifications;
begin
    perform frontdesk.enter(p_organization);
    select * into v_notice from notifications where id = p_notification for update;
    if v_notice.id is null or v_notice.status in ('sent', 'failed') then
        return jsonb_build_object('status', 'done');
    end if;
    if v_notice.retry_at > v_now or (v_notice.status = 'sending'
        and v_notice.attempted_at > v_now - make_interval(secs => p_lease_seconds)) then
        return jsonb_build_object('status', 'wait');
    end if;
    update notifications set status = 'sending', attempts = attempts + 1, attempted_at = v_now, retry_at = null
    where id = p_notification
    returning * into v_notice;
    return (
        select jsonb_build_object('status', 'send', 'notification', v_notice.id, 'attempt', v_notice.attempts,
            'body', v_notice.body, 'params', v_notice.params, 'channel', r.channel, 'to', r.address,
            'connection', c.id, 'name', c.name, 'phone', c.phone, 'secret_env', c.secret_env, 'settings', c.settings)
        from internal_notifications_config r
        left join lateral (
            select * from platform_connections c
            where c.organization_id = p_organization and c.channel = r.channel and c.active
            order by c.id is not distinct from v_notice.connection_id, c.key limit 1) c on true
        where r.id = v_notice.recipient_id);
end;
$$;

-- As in 0008; no customer waits for a notice about a connection.
create or replace function notice_settle(
    p_organization uuid, p_notification uuid, p_attempt integer, p_status text,
    p_provider_id text default null, p_error text default null, p_retry_seconds double precision default null
) returns jsonb
language plpgsql as $$
declare
    v_notice notifications;
    v_chat uuid;
    v_language text;
begin
    perform frontdesk.enter(p_organization);
    update notifications n set status = p_status, provider_id = p_provider_id, error = p_error,
        retry_at = frontdesk.now() + make_interval(secs => p_retry_seconds)
    where n.id = p_notification and n.attempts = p_attempt and n.status = 'sending'
    returning * into v_notice;
    if v_notice.id is null then
        return null;
    end if;
    if p_status = 'queued' then
        perform frontdesk.defer('sends', 'notify', null,
            jsonb_build_object('organization', p_organization, 'notification', p_notification), p_retry_seconds);
        return null;
    end if;
    if v_notice.escalation_id is null then
        return null;
    end if;
    perform 1 from escalations where id = v_notice.escalation_id for update;
    if p_status = 'sent' then
        update escalations set status = 'notified'
        where id = v_notice.escalation_id and status in ('open', 'unreachable');
        return null;
    end if;
    update escalations e set status = 'unreachable'
    where e.id = v_notice.escalation_id and e.status = 'open'
      and not exists (select 1 from notifications n where n.escalation_id = e.id and n.status <> 'failed')
    returning e.chat_identity_id into v_chat;
    select language into v_language from chat_identities where id = v_chat;
    return case when v_chat is not null then jsonb_build_object('conversation', v_chat, 'language',
        coalesce(v_language, (select language from organizations where id = p_organization))) end;
end;
$$;

-- Comes back later for a received file that nobody can fetch without the credential. False: it has
-- waited for `p_most_seconds`.
create function media_park(
    p_organization uuid, p_message uuid, p_retry_seconds double precision, p_most_seconds double precision
) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    perform 1 from chat_messages m where m.organization_id = p_organization and m.id = p_message
        and m.created_at >= frontdesk.now() - make_interval(secs => p_most_seconds);
    if found then
        perform frontdesk.defer('media', 'media', null,
            jsonb_build_object('organization', p_organization, 'message', p_message), p_retry_seconds);
    end if;
    return to_jsonb(found);
end;
$$;

call frontdesk.expose('credential_notice_due');
call frontdesk.expose('credential_notice_put');
call frontdesk.expose('notice_claim');
call frontdesk.expose('notice_settle');
call frontdesk.expose('media_park');
