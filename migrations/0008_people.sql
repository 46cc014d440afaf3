-- Contacts, their consents, and calling a person of the business.

-- The contact behind a chat, found by phone or made; the name is set when it had none. Another name
-- than the contact's is who the next appointment is for.
create function contact_resolve(p_organization uuid, p_conversation uuid, p_name text) returns jsonb
language plpgsql as $$
declare
    v_chat chat_identities;
    v_contact contacts;
begin
    perform frontdesk.enter(p_organization);
    select * into v_chat from chat_identities where id = p_conversation for update;
    if v_chat.id is null then
        return jsonb_build_object('status', 'not_found');
    end if;
    if v_chat.contact_id is null and v_chat.phone is not null then
        insert into contacts (organization_id, name, phone, created_at)
        values (p_organization, p_name, v_chat.phone, frontdesk.now())
        on conflict (organization_id, phone) do nothing;
        select id into v_chat.contact_id from contacts where phone = v_chat.phone;
    elsif v_chat.contact_id is null then
        insert into contacts (organization_id, name, created_at)
        values (p_organization, p_name, frontdesk.now())
        returning id into v_chat.contact_id;
    end if;
    update contacts set name = p_name where id = v_chat.contact_id and name is null;
    select * into v_contact from contacts where id = v_chat.contact_id;
    update chat_identities set
        contact_id = v_contact.id,
        booking_name = case when frontdesk.fold(v_contact.name) <> frontdesk.fold(p_name) then p_name end
    where id = p_conversation;
    return jsonb_build_object('contact', v_contact.id, 'name', v_contact.name, 'booking_name', p_name);
end;
$$;

create function consent_record(
    p_organization uuid, p_conversation uuid, p_turn uuid, p_kind text, p_granted boolean
) returns jsonb
language plpgsql as $$
declare
    v_contact uuid;
begin
    perform frontdesk.enter(p_organization);
    select contact_id into v_contact from chat_identities where id = p_conversation;
    if v_contact is null then
        return jsonb_build_object('status', 'no_contact');
    end if;
    insert into contact_authorizations (organization_id, contact_id, kind, granted, at, turn_id)
    values (p_organization, v_contact, p_kind, p_granted, frontdesk.now(), p_turn)
    on conflict (contact_id, kind) do update
        set granted = excluded.granted, at = excluded.at, turn_id = excluded.turn_id;
    return jsonb_build_object('status', 'recorded', 'granted', p_granted);
end;
$$;

-- Calls a person: one escalation, one notice per recipient, each enqueued. Asked again within half an
-- hour it is the same escalation. `p_params`: list of texts. Returns {status: notified | already_notified | no_recipient}.
create function escalation_open(
    p_organization uuid, p_conversation uuid, p_turn uuid, p_reason text, p_summary text, p_body text, p_params jsonb
) returns jsonb
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_escalation uuid;
    v_notice record;
    v_count integer := 0;
begin
    perform frontdesk.enter(p_organization);
    perform 1 from chat_identities where id = p_conversation for update;
    if not found then
        return jsonb_build_object('status', 'not_found');
    end if;
    if exists (select 1 from escalations e where e.chat_identity_id = p_conversation
               and e.status in ('open', 'notified') and e.created_at > v_now - interval '30 minutes') then
        return jsonb_build_object('status', 'already_notified');
    end if;
    insert into escalations (organization_id, chat_identity_id, turn_id, reason, summary, created_at)
    values (p_organization, p_conversation, p_turn, p_reason, p_summary, v_now)
    returning id into v_escalation;
    for v_notice in
        insert into notifications (organization_id, escalation_id, recipient_id, body, params, created_at)
        select p_organization, v_escalation, r.id, p_body,
            array(select jsonb_array_elements_text(p_params)), v_now
        from internal_notifications_config r where r.organization_id = p_organization and r.active
        returning id
    loop
        v_count := v_count + 1;
        perform frontdesk.defer('sends', 'notify', null,
            jsonb_build_object('organization', p_organization, 'notification', v_notice.id));
    end loop;
    if v_count = 0 then
        update escalations set status = 'unreachable' where id = v_escalation;
    end if;
    return jsonb_build_object('status', case when v_count = 0 then 'no_recipient' else 'notified' end,
        'escalation', v_escalation);
end;
$$;

-- Takes a notice to send: {status: send, attempt, channel, address, body, params, connection…} or done / wait.
create function notice_claim(p_organization uuid, p_notification uuid, p_lease_seconds double precision default 30) returns jsonb
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
            order by c.key limit 1) c on true
        where r.id = v_notice.recipient_id);
end;
$$;

-- Ends an attempt: sent, failed, or queued again after `p_retry_seconds`. Returns the chat whose
-- customer must be told that nobody could be reached (every notice failed), or null.
create function notice_settle(
    p_organization uuid, p_notification uuid, p_attempt integer, p_status text,
    p_provider_id text default null, p_error text default null, p_retry_seconds double precision default null
) returns jsonb
language plpgsql as $$
declare
    v_escalation uuid;
    v_chat uuid;
    v_language text;
begin
    perform frontdesk.enter(p_organization);
    update notifications n set status = p_status, provider_id = p_provider_id, error = p_error,
        retry_at = frontdesk.now() + make_interval(secs => p_retry_seconds)
    where n.id = p_notification and n.attempts = p_attempt and n.status = 'sending'
    returning n.escalation_id into v_escalation;
    if v_escalation is null then
        return null;
    end if;
    if p_status = 'queued' then
        perform frontdesk.defer('sends', 'notify', null,
            jsonb_build_object('organization', p_organization, 'notification', p_notification), p_retry_seconds);
        return null;
    end if;
    perform 1 from escalations where id = v_escalation for update;
    if p_status = 'sent' then
        update escalations set status = 'notified' where id = v_escalation and status in ('open', 'unreachable');
        return null;
    end if;
    update escalations e set status = 'unreachable'
    where e.id = v_escalation and e.status = 'open'
      and not exists (select 1 from notifications n where n.escalation_id = e.id and n.status <> 'failed')
    returning e.chat_identity_id into v_chat;
    select language into v_language from chat_identities where id = v_chat;
    return case when v_chat is not null then jsonb_build_object('conversation', v_chat, 'language',
        coalesce(v_language, (select language from organizations where id = p_organization))) end;
end;
$$;

call frontdesk.expose('contact_resolve');
call frontdesk.expose('consent_record');
call frontdesk.expose('escalation_open');
call frontdesk.expose('notice_claim');
call frontdesk.expose('notice_settle');

-- Who a message was for, to tell staff about it.
create function notice_facts(p_organization uuid, p_message uuid) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select jsonb_build_object('conversation', i.id, 'organization', o.name, 'language', o.language,
            'name', coalesce(c.name, i.display_name), 'phone', i.phone)
        from chat_messages m
        join chat_identities i on i.id = m.chat_identity_id
        join organizations o on o.id = m.organization_id
        left join contacts c on c.id = i.contact_id
        where m.id = p_message);
end;
$$;

call frontdesk.expose('notice_facts');

-- Whose chat it is, to tell staff about it; null when it is not this organization's.
create function chat_facts(p_organization uuid, p_conversation uuid) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select jsonb_build_object('organization', o.name, 'language', o.language,
            'name', coalesce(c.name, i.display_name), 'phone', i.phone)
        from chat_identities i
        join organizations o on o.id = i.organization_id
        left join contacts c on c.id = i.contact_id
        where i.id = p_conversation);
end;
$$;

call frontdesk.expose('chat_facts');
