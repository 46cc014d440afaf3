-- Calling a person of the business: who is told, and the customer to whom a person was promised. Staff are
-- also told when the stored credential of a connection cannot be read.

drop function if exists escalation_open(uuid, uuid, uuid, text, text, text, jsonb);
-- Calls a person: one escalation, a notice to the first recipient (handing_over.sql says who is told when nobody
-- takes it), enqueued. Asked again within half an hour it is the same escalation, to whose summary it adds; a case
-- (privacy with its `p_request`, money) is never part of another one. `p_due`: by when the law wants an answer; an
-- open case of the same keeps its own. `p_params`: list of texts. Returns {status, due}: notified, already_notified,
-- notice_waits (the notice is kept, but nothing can be sent to staff now) or no_recipient.
create or replace function escalation_open(
    p_organization uuid, p_conversation uuid, p_turn uuid, p_reason text, p_summary text, p_body text, p_params jsonb,
    p_request text default null, p_due date default null
) returns jsonb
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_escalation uuid;
    v_due date;
    v_count integer;
begin
    perform frontdesk.enter(p_organization);
    perform 1 from chat_identities where id = p_conversation for update;
    if not found then
        return jsonb_build_object('status', 'not_found');
    end if;
    select least(p_due, min(e.due_on)) into v_due from escalations e
    where e.chat_identity_id = p_conversation and e.request = p_request and e.closed_at is null;
    select e.id into v_escalation from escalations e
    where e.chat_identity_id = p_conversation and e.status in ('open', 'notified') and e.closed_at is null
      and e.created_at > v_now - interval '30 minutes' and frontdesk.same_case(e, p_reason, p_request)
    order by e.created_at desc limit 1;
    if v_escalation is not null then
        update escalations e set summary = left(concat_ws(' / ', nullif(e.summary, ''), p_summary), 1200)
        where e.id = v_escalation and p_summary <> '' and position(p_summary in e.summary) = 0;
        return jsonb_build_object('due', v_due, 'status', case when frontdesk.notices_wait(v_escalation)
            then 'notice_waits' else 'already_notified' end);
    end if;
    insert into escalations (organization_id, chat_identity_id, turn_id, reason, summary, request, due_on, created_at)
    values (p_organization, p_conversation, p_turn, p_reason, p_summary, p_request, v_due, v_now)
    returning id into v_escalation;
    perform frontdesk.notify_chat(i.connection_id, i.id, 'message') from chat_identities i where i.id = p_conversation;
    perform frontdesk.push_put(p_organization, 'call', p_conversation);
    v_count := frontdesk.escalation_wave(v_escalation, p_body, array(select jsonb_array_elements_text(p_params)));
    update escalations set next_step_at = frontdesk.next_step(p_organization, p_reason)
    where id = v_escalation and v_count > 0;
    if frontdesk.desk_notice_put(p_organization, v_escalation, p_conversation, p_body, p_params) then
        v_count := v_count + 1;
    end if;
    if v_count = 0 then  -- whoever called says so to the customer
        update escalations set status = 'unreachable', truth_told_at = v_now where id = v_escalation;
        return jsonb_build_object('status', 'no_recipient', 'escalation', v_escalation, 'due', v_due);
    end if;
    return jsonb_build_object('status', case when frontdesk.notices_wait(v_escalation)
        then 'notice_waits' else 'notified' end, 'escalation', v_escalation, 'due', v_due);
end;
$$;

-- The notice to the desk at which people work, where the chat's provider has one: there the chat is opened for
-- them. Not before what its turn says went out, which is kept back while a person has the chat.
create or replace function frontdesk.desk_notice_put(
    p_organization uuid, p_escalation uuid, p_conversation uuid, p_body text, p_params jsonb
) returns boolean
language plpgsql as $$
declare
    v_notice uuid;
begin
    insert into notifications (organization_id, escalation_id, body, params, created_at)
    select p_organization, p_escalation, p_body, array(select jsonb_array_elements_text(p_params)), frontdesk.now()
    from chat_identities i join platform_connections c on c.id = i.connection_id
    where i.id = p_conversation and frontdesk.has_desk(c.channel)
    returning id into v_notice;
    if v_notice is null then
        return false;
    end if;
    perform frontdesk.defer('sends', 'notify', null,
        jsonb_build_object('organization', p_organization, 'notification', v_notice));
    return true;
end;
$$;

-- Whether the turn that called a person still runs, or its words are still on their way (not for longer than
-- some minutes: then the desk hears of it first).
create or replace function frontdesk.words_on_their_way(p_escalation uuid, p_now timestamptz) returns boolean
language sql stable as $$
    select exists (
        select from escalations e join turns t on t.id = e.turn_id
        where e.id = p_escalation and e.created_at > p_now - interval '3 minutes'
          and (t.status = 'running' or exists (
              select from chat_messages m where m.chat_identity_id = e.chat_identity_id and m.turn_id = t.id
              and m.direction = 'outbound' and m.status in ('queued', 'sending', 'unknown'))))
$$;

-- Who can be told: no professional, who sees their own agenda only; nobody looks at the web page of a deployment,
-- and a message to Evolution needs a connection. (One to Gupshup may go through the deployment's own app, an e-mail
-- through its own server.)
create or replace function frontdesk.can_be_told(p_recipient internal_notifications_config) returns boolean
language sql stable as $$
    select p_recipient.active and p_recipient.role <> 'professional' and (p_recipient.channel in ('gupshup', 'email')
        or p_recipient.channel <> 'web'
            and frontdesk.notice_connection(p_recipient.organization_id, p_recipient.channel, null) is not null)
$$;

-- Whether the customer of an escalation knows of it. Of a receipt that did not arrive, or of messages that
-- came late, staff are told without a word to the customer.
create or replace function frontdesk.promised(p_reason text) returns boolean
language sql immutable as $$
    select p_reason not in ('undelivered', 'late_messages')
$$;

-- Nobody whom a notice of this escalation could still reach: the customer is told. Whether it is so now. Where there is
-- somebody else, they are told at once.
create or replace function frontdesk.escalation_unreached(p_escalation uuid) returns boolean
language plpgsql as $$
begin
    perform 1 from escalations where id = p_escalation for update;
    if not exists (select from notifications n where n.escalation_id = p_escalation and n.status <> 'failed')
       and frontdesk.escalation_next(p_escalation) > 0 then
        return false;
    end if;
    update escalations e set status = 'unreachable', next_step_at = null
    where e.id = p_escalation and e.status in ('open', 'notified')
      and not exists (select 1 from notifications n where n.escalation_id = e.id and n.status <> 'failed');
    return found;
end;
$$;

-- Tells a customer, once, that nobody could be told yet, or at all. False: that was done, or staff know.
create or replace function escalation_tell(p_organization uuid, p_escalation uuid, p_text text) returns jsonb
language plpgsql as $$
declare
    v_escalation escalations;
    v_chat chat_identities;
begin
    perform frontdesk.enter(p_organization);
    select * into v_escalation from escalations where id = p_escalation;
    -- The chat first, as everybody who calls a person.
    select * into v_chat from chat_identities where id = v_escalation.chat_identity_id for update;
    update escalations set truth_told_at = frontdesk.now()
    where id = p_escalation and truth_told_at is null and status in ('open', 'unreachable');
    if not found then
        return to_jsonb(false);
    end if;
    perform frontdesk.replies_put(p_organization, v_chat, null, jsonb_build_array(jsonb_build_object(
        'text', p_text, 'payload', jsonb_build_object('unreached', p_escalation))), 'outbox');
    return to_jsonb(true);
end;
$$;

-- Customers who were promised a person and do not know that nobody was told yet: [{organization, escalation,
-- language, late}]. Not while their own connection is in trouble: the notice may go out before they
-- could read it.
create or replace function escalations_untold(p_late_seconds double precision) returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object('organization', e.organization_id, 'escalation', e.id,
        'language', coalesce(i.language, o.language), 'late', e.status = 'open')), '[]')
    from escalations e
    join organizations o on o.id = e.organization_id
    join chat_identities i on i.id = e.chat_identity_id
    left join connection_sending s on s.connection_id = i.connection_id
    where e.truth_told_at is null and frontdesk.promised(e.reason)
      and e.created_at > frontdesk.now() - interval '2 days'
      and (e.status = 'unreachable' or e.status = 'open'
           and e.created_at < frontdesk.now() - make_interval(secs => p_late_seconds))
      and s.failing_since is null
      and coalesce(s.works_since < frontdesk.now() - interval '5 minutes', true)
      and not frontdesk.with_person(i, frontdesk.now())
$$;

-- Takes a notice to send: {status: send, attempt, channel, address, body, params, connection…, conversation (of a
-- call), minutes (a second notice: since the call), topic, answers (it is for a recipient who wrote), options} or
-- done / wait. A notice about a connection takes another one of its channel, one that works where there is one. At most
-- `p_share` notices of a way are on it at once.
drop function if exists notice_claim(uuid, uuid, double precision);
create or replace function notice_claim(
    p_organization uuid, p_notification uuid, p_lease_seconds double precision default 30, p_share integer default 4
) returns jsonb
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
    if v_notice.recipient_id is null and frontdesk.words_on_their_way(v_notice.escalation_id, v_now) then
        update notifications set retry_at = v_now + interval '2 seconds' where id = p_notification;
        perform frontdesk.defer('sends', 'notify', null,
            jsonb_build_object('organization', p_organization, 'notification', p_notification), 2);
        return jsonb_build_object('status', 'wait');
    end if;
    if not frontdesk.notice_admitted(v_notice, p_lease_seconds, p_share) then
        update notifications set status = 'queued', retry_at = v_now where id = p_notification;
        return jsonb_build_object('status', 'wait');  -- the first to end calls it, or the next sweep
    end if;
    update notifications set status = 'sending', attempts = attempts + 1, attempted_at = v_now, retry_at = null
    where id = p_notification
    returning * into v_notice;
    perform frontdesk.menu_shown(v_notice);
    return (
        select jsonb_build_object('status', 'send', 'notification', v_notice.id, 'attempt', v_notice.attempts,
            'unknowns', v_notice.unknowns, 'body', v_notice.body, 'params', v_notice.params, 'channel', w.channel,
            'to', w.address, 'desk', v_notice.recipient_id is null and v_notice.escalation_id is not null,
            'conversation', (select e.chat_identity_id from escalations e where e.id = v_notice.escalation_id),
            'minutes', case when v_notice.round > 1 then (
                select round(extract(epoch from v_notice.created_at - e.created_at) / 60) from escalations e
                where e.id = v_notice.escalation_id) end,
            'topic', v_notice.topic, 'options', v_notice.options,
            'answers', num_nonnulls(v_notice.staff_message_id, v_notice.staff_plan_id) > 0,
            'organization', (select o.name from organizations o where o.id = p_organization),
            'language', (select o.language from organizations o where o.id = p_organization),
            'connection', c.id, 'name', c.name, 'phone', c.phone, 'secret_env', c.secret_env, 'settings', c.settings)
        from frontdesk.notice_way(v_notice) w left join platform_connections c on c.id = w.connection);
end;
$$;

-- Whether a notice may be sent now: `p_share` others of its way are not on it yet, and of those two do not hang for
-- over five seconds. A provider of one business that hangs would else take every place of the worker.
create or replace function frontdesk.notice_admitted(
    p_notice notifications, p_lease_seconds double precision, p_share integer
) returns boolean
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_channel text;
    v_connection uuid;
    v_sending bigint;
    v_hanging bigint;
begin
    -- Those who look at the same moment would all find room.
    perform pg_advisory_xact_lock(hashtextextended('notices:' || p_notice.organization_id, 0));
    select w.channel, w.connection into v_channel, v_connection from frontdesk.notice_way(p_notice) w;
    if v_channel = 'web' then
        return true;
    end if;
    select count(*), count(*) filter (where n.attempted_at < v_now - interval '5 seconds') into v_sending, v_hanging
    from notifications n cross join lateral frontdesk.notice_way(n) w
    where n.organization_id = p_notice.organization_id and n.status = 'sending' and n.id <> p_notice.id
      and n.attempted_at >= v_now - make_interval(secs => p_lease_seconds)
      and w.channel = v_channel and w.connection is not distinct from v_connection;
    return v_hanging < 2 and v_sending < p_share;
end;
$$;

-- A notice of the business has ended: the oldest that waits takes its place.
create or replace function frontdesk.notice_freed(p_organization uuid) returns void
language plpgsql as $$
declare
    v_next uuid;
begin
    -- Who counted this one among those on their way puts itself down before it is looked for here.
    perform pg_advisory_xact_lock(hashtextextended('notices:' || p_organization, 0));
    select n.id into v_next from notifications n
    where n.organization_id = p_organization and n.status = 'queued' and n.retry_at <= frontdesk.now()
    order by n.retry_at, n.created_at, n.id limit 1;
    if v_next is not null then
        perform frontdesk.defer('sends', 'notify', 'notice:' || v_next,
            jsonb_build_object('organization', p_organization, 'notification', v_next));
    end if;
end;
$$;

-- What the numbers stand for that its recipient may answer with, where buttons are lines with numbers.
create or replace function frontdesk.menu_shown(p_notice notifications) returns void
language sql as $$
    update internal_notifications_config r set menu = case when p_notice.options <> '[]' then (
            select jsonb_agg(o ->> 'id') from jsonb_array_elements(p_notice.options) o)
        else (
            select jsonb_build_array('staff:take:' || e.chat_identity_id, 'staff:reply:' || e.chat_identity_id,
                'staff:back:' || e.chat_identity_id)
            from escalations e where e.id = p_notice.escalation_id) end
    where r.id = p_notice.recipient_id and (p_notice.options <> '[]' or p_notice.escalation_id is not null)
$$;

-- Where a notice goes: to its recipient (an answer by the number to which they wrote), or beside the chat at the desk.
create or replace function frontdesk.notice_way(
    p_notice notifications, out channel text, out address text, out connection uuid
)
language sql stable as $$
    select r.channel, r.address, coalesce(
        (select s.connection_id from staff_messages s where s.id = p_notice.staff_message_id),
        case when p_notice.staff_plan_id is not null then p_notice.connection_id end,
        frontdesk.notice_connection(p_notice.organization_id, r.channel, p_notice.connection_id))
    from internal_notifications_config r where r.id = p_notice.recipient_id
    union all
    select c.channel, i.address, c.id
    from escalations e join chat_identities i on i.id = e.chat_identity_id
    join platform_connections c on c.id = i.connection_id
    where p_notice.recipient_id is null and e.id = p_notice.escalation_id
$$;

-- The connection by which a notice goes out: not the one that it is about, and one that works before one
-- that does not.
create or replace function frontdesk.notice_connection(p_organization uuid, p_channel text, p_about uuid) returns uuid
language sql stable as $$
    select c.id from platform_connections c left join connection_sending s on s.connection_id = c.id
    where c.organization_id = p_organization and c.channel = p_channel and c.active
    order by c.id is not distinct from p_about, s.open_until is not null, c.key limit 1
$$;

-- Ends an attempt: sent or failed. Returns the escalation of which the customer must be told that nobody
-- could be reached ({escalation, conversation, language}), or null.
create or replace function notice_settle(
    p_organization uuid, p_notification uuid, p_attempt integer, p_status text,
    p_provider_id text default null, p_error text default null, p_retry_seconds double precision default null
) returns jsonb
language plpgsql as $$
declare
    v_notice notifications;
begin
    perform frontdesk.enter(p_organization);
    update notifications n set status = p_status, provider_id = p_provider_id, error = p_error, retry_at = null,
        -- Of customers, and read by now.
        body = case when num_nonnulls(n.staff_message_id, n.staff_plan_id) = 0 then n.body else '' end,
        options = case when num_nonnulls(n.staff_message_id, n.staff_plan_id) = 0 then n.options else '[]' end
    where n.id = p_notification and n.attempts = p_attempt and n.status = 'sending'
    returning * into v_notice;
    perform frontdesk.notice_freed(p_organization);
    if v_notice.escalation_id is null then
        return null;
    elsif p_status = 'sent' then
        update escalations set status = 'notified'
        where id = v_notice.escalation_id and status in ('open', 'unreachable');
        if v_notice.recipient_id is null then
            perform frontdesk.desk_called(p_organization, v_notice.escalation_id);
        end if;
        return null;
    elsif not frontdesk.escalation_unreached(v_notice.escalation_id) then
        return null;
    end if;
    return (
        select jsonb_build_object('escalation', e.id, 'conversation', e.chat_identity_id,
            'language', coalesce(i.language, o.language))
        from escalations e join chat_identities i on i.id = e.chat_identity_id
        join organizations o on o.id = e.organization_id
        where e.id = v_notice.escalation_id and e.truth_told_at is null and frontdesk.promised(e.reason));
end;
$$;

-- A notice that may still get through: comes back after `p_seconds`, or ever later, for `p_most_seconds`.
-- `p_unknown`: nobody knows whether it did. False: that is over, or the attempt is not the current one.
create or replace function notice_wait(
    p_organization uuid, p_notification uuid, p_attempt integer, p_error text, p_unknown boolean,
    p_seconds double precision, p_most_seconds double precision
) returns jsonb
language plpgsql as $$
declare
    v_seconds double precision;
begin
    perform frontdesk.enter(p_organization);
    update notifications n set status = 'queued', error = p_error, unknowns = n.unknowns + p_unknown::integer,
        retry_at = frontdesk.now() + make_interval(secs => coalesce(p_seconds,
            least(1800, 2.0 ^ least(p_attempt, 12)) * (0.8 + 0.4 * random())))
    where n.id = p_notification and n.status = 'sending' and n.attempts = p_attempt
      and n.created_at >= frontdesk.now() - make_interval(secs => p_most_seconds)
    returning extract(epoch from n.retry_at - frontdesk.now()) into v_seconds;
    perform frontdesk.notice_freed(p_organization);
    if v_seconds <= 60 then  -- later ones are found by outbox_due
        perform frontdesk.defer('sends', 'notify', null,
            jsonb_build_object('organization', p_organization, 'notification', p_notification), v_seconds);
    end if;
    return to_jsonb(v_seconds is not null);
end;
$$;

-- Whether every notice of an escalation that is still alive was tried in vain so far.
create or replace function frontdesk.notices_wait(p_escalation uuid) returns boolean
language sql stable as $$
    select not exists (
        select from notifications n cross join lateral frontdesk.notice_way(n) w
        left join connection_sending s on s.connection_id = w.connection
        where n.escalation_id = p_escalation and w.channel <> 'web' and (
            n.status = 'sent' or n.status <> 'failed' and n.error is null and s.open_until is null))
$$;

-- Who a message was for, to tell staff about it.
create or replace function notice_facts(p_organization uuid, p_message uuid) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select jsonb_build_object('conversation', i.id, 'organization', o.name, 'language', o.language,
            'name', coalesce(c.name, i.display_name), 'phone', i.phone,
            'stated_phone', frontdesk.stated_phone(i.contact_id))
        from chat_messages m
        join chat_identities i on i.id = m.chat_identity_id
        join organizations o on o.id = m.organization_id
        left join contacts c on c.id = i.contact_id
        where m.id = p_message);
end;
$$;

create or replace function frontdesk.credential_told(p_connection uuid) returns boolean
language sql stable as $$
    select exists (select 1 from notifications n where n.connection_id = p_connection and n.topic is null
                   and n.staff_plan_id is null and n.created_at > frontdesk.now() - interval '24 hours')
$$;

-- What such a notice says: {organization, language, name, channel, at (local)}. Null: staff were told
-- within a day, or there is no such connection.
create or replace function credential_notice_due(p_organization uuid, p_connection uuid) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select jsonb_build_object('organization', o.name, 'language', o.language, 'name', c.name,
            'channel', c.channel,
            'at', to_char(frontdesk.now() at time zone frontdesk.zone_of(o), 'YYYY-MM-DD HH24:MI'))
        from platform_connections c join organizations o on o.id = c.organization_id
        where c.organization_id = p_organization and c.id = p_connection
          and not frontdesk.credential_told(c.id));
end;
$$;

-- One notice per recipient, each enqueued, unless staff were told within a day. `p_params`: list of
-- texts. Returns how many.
create or replace function credential_notice_put(
    p_organization uuid, p_connection uuid, p_body text, p_params jsonb
) returns jsonb
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
        from internal_notifications_config r where r.organization_id = p_organization and frontdesk.may_chat(r.id)
        returning id
    loop
        v_count := v_count + 1;
        perform frontdesk.defer('sends', 'notify', null,
            jsonb_build_object('organization', p_organization, 'notification', v_notice));
    end loop;
    return to_jsonb(v_count);
end;
$$;
