-- Invitations to come again: who is due, whether they are still welcome, and sending. docs/decisions/recall.md says
-- what each rule means. A customer who is due may also be offered an hour that became free (waiting_offers.sql).

-- A local time later by an interval of the calendar, at the same hour of the clock.
create or replace function frontdesk.calendar_later(p_at timestamptz, p_after text, p_zone text) returns timestamptz
language sql stable as $$ select ((p_at at time zone p_zone) + p_after::interval) at time zone p_zone $$;

-- So long before somebody is due a freed hour may be offered to them: a fortnight, of short intervals a quarter.
create or replace function frontdesk.recall_lead(p_after text) returns interval
language sql immutable as $$ select least(interval '14 days', p_after::interval / 4) $$;

-- Why a contact is not invited: opted_out (in any of their chats), no_marketing (to the provider an invitation is an
-- advertisement), no_consent (that to reminders is another); null when it is welcome.
create or replace function frontdesk.recall_unwelcome(p_contact uuid) returns text
language sql stable as $$
    select case
        when exists (select from chat_identities i where i.contact_id = p_contact and i.opted_out_at is not null)
            then 'opted_out'
        when exists (select from chat_identities i where i.contact_id = p_contact and i.marketing_stopped)
            then 'no_marketing'
        when not exists (
            select from contact_authorizations c
            where c.contact_id = p_contact and c.kind = 'recall' and c.granted) then 'no_consent'
    end
$$;

-- Why an invitation has nothing to say any more, whatever the hour; null when it has.
create or replace function frontdesk.recall_refusal(p_row recalls) returns text
language plpgsql stable as $$
declare
    v_visit appointments;
    v_service services;
    v_later appointments;
begin
    select * into v_service from services s
    where s.id = p_row.service_id and s.active and s.bookable and s.recall_after is not null;
    select * into v_visit from appointments a where a.id = p_row.appointment_id;
    if v_service.id is null then
        return 'off';
    elsif v_visit.status not in ('scheduled', 'confirmed', 'completed') or v_visit.ends_at > frontdesk.now()
            or v_visit.service_id <> p_row.service_id then
        return 'not_visited';
    end if;
    select * into v_later from appointments a
    where a.contact_id = p_row.contact_id and a.service_id = p_row.service_id
      and a.person_id is not distinct from v_visit.person_id and a.id <> v_visit.id and a.starts_at >= v_visit.starts_at
      and a.status in ('scheduled', 'confirmed', 'completed')
    order by a.starts_at desc limit 1;
    if v_later.id is not null then
        return case when v_later.ends_at > frontdesk.now() then 'ahead' else 'came' end;
    elsif exists (
        select from recalls r join appointments a on a.id = r.appointment_id
        where r.contact_id = p_row.contact_id and r.service_id = p_row.service_id and r.id <> p_row.id
          and a.person_id is not distinct from v_visit.person_id
          and r.status = 'sent' and r.settled_at + v_service.recall_after::interval > frontdesk.now()) then
        return 'asked_before';
    end if;
    return frontdesk.recall_unwelcome(p_row.contact_id);
end;
$$;

-- Writes a row for who is due, or soon will be, of one business or of all (null): for the last visit of a service that
-- invites again, of customers who agreed, and of each of their people, of whom the customer is told. Returns how many.
create or replace function frontdesk.sweep_recalls_arm(
    p_organization uuid, p_argument double precision
) returns integer
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_count integer;
begin
    insert into recalls as r (organization_id, contact_id, service_id, appointment_id, due_at, created_at)
    select v.organization_id, v.contact_id, v.service_id, v.id, v.due_at, v_now
    from (
        select distinct on (a.contact_id, a.service_id, a.person_id) a.*, s.recall_after,
            frontdesk.calendar_later(a.starts_at, s.recall_after, o.time_zone) as due_at
        from contact_authorizations c
        join services s on s.organization_id = c.organization_id and s.recall_after is not null and s.active
            and s.bookable
        join organizations o on o.id = c.organization_id
        join appointments a on a.contact_id = c.contact_id and a.service_id = s.id
            and a.status in ('scheduled', 'confirmed', 'completed')
        where c.kind = 'recall' and c.granted and c.organization_id = coalesce(p_organization, c.organization_id)
        order by a.contact_id, a.service_id, a.person_id, a.starts_at desc, a.id) v
    where v.ends_at <= v_now and v.due_at - frontdesk.recall_lead(v.recall_after) <= v_now
      and frontdesk.recall_unwelcome(v.contact_id) is null
    on conflict on constraint recalls_once do update set
        status = 'waiting', reason = null, settled_at = null, woken_at = null, due_at = excluded.due_at,
        created_at = excluded.created_at
    where r.status = 'dropped' and r.reason <> 'asked_before';
    get diagnostics v_count = row_count;
    return v_count;
end;
$$;

create or replace function recalls_arm() returns jsonb
language plpgsql security definer
set search_path = public, frontdesk, pg_temp
as $$
begin
    return to_jsonb(frontdesk.sweep('frontdesk.sweep_recalls_arm'));
end;
$$;

-- Invitations whose hour has come, at most `p_argument`; a job that got lost is replaced after a minute.
create or replace function frontdesk.sweep_recalls(p_organization uuid, p_argument double precision) returns integer
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_row record;
    v_count integer := 0;
begin
    for v_row in
        update recalls r set woken_at = v_now
        where r.id in (
            select w.id from recalls w
            where w.status = 'waiting' and w.due_at <= v_now
              and coalesce(w.woken_at < v_now - interval '1 minute', true)
              and w.organization_id = coalesce(p_organization, w.organization_id)
            order by w.due_at limit p_argument::integer for update skip locked)
        returning r.organization_id, r.id
    loop
        perform frontdesk.defer('sends', 'recall', null,
            jsonb_build_object('organization', v_row.organization_id, 'recall', v_row.id));
        v_count := v_count + 1;
    end loop;
    return v_count;
end;
$$;

-- Enqueues a job for every invitation whose hour has come, of any organization. Returns how many.
create or replace function recalls_wake(p_limit integer default 200) returns jsonb
language plpgsql security definer
set search_path = public, frontdesk, pg_temp
as $$
begin
    return to_jsonb(frontdesk.sweep('frontdesk.sweep_recalls', p_limit));
end;
$$;

create or replace function frontdesk.recall_end(p_recall uuid, p_status text, p_reason text) returns jsonb
language plpgsql as $$
begin
    update recalls set status = p_status, reason = p_reason, settled_at = frontdesk.now() where id = p_recall;
    return jsonb_build_object('status', p_status, 'reason', p_reason);
end;
$$;

-- What becomes of an invitation now: null when it may be sent, else what was done with it, {status: done | early |
-- dropped | skipped (with reason) | waiting (with due_at)}. The caller holds the row.
create or replace function frontdesk.recall_settle(p_row recalls) returns jsonb
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_refusal text;
    v_org organizations;
    v_until timestamptz;
begin
    if p_row.id is null or p_row.status <> 'waiting' then
        return jsonb_build_object('status', 'done');
    elsif p_row.due_at > v_now then
        return jsonb_build_object('status', 'early');
    end if;
    v_refusal := frontdesk.recall_refusal(p_row);
    if v_refusal is not null then
        return frontdesk.recall_end(p_row.id, 'dropped', v_refusal);
    elsif v_now > p_row.created_at + interval '45 days' then
        return frontdesk.recall_end(p_row.id, 'skipped', 'late');
    end if;
    select * into v_org from organizations where id = p_row.organization_id;
    v_until := (frontdesk.left_alone(p_row.contact_id, v_org)).until;
    -- Offered an hour at this moment, or asked whether another one is wanted: not two questions at once.
    v_until := greatest(v_until, (
        select max(w.offered_until) + interval '1 minute' from waiting_list w
        where w.contact_id = p_row.contact_id and w.status = 'offered'));
    -- A family that is due is not written to all at once.
    v_until := greatest(v_until, (
        select max(r.settled_at) + interval '1 day' from recalls r
        where r.contact_id = p_row.contact_id and r.id <> p_row.id and r.status = 'sent' and exists (
            select from appointments a
            where a.id in (p_row.appointment_id, r.appointment_id) and a.person_id is not null)));
    if v_until > v_now then
        update recalls set due_at = v_until, woken_at = null where id = p_row.id;
        return jsonb_build_object('status', 'waiting', 'due_at', v_until);
    end if;
    return null;
end;
$$;

-- The chats in which a customer can be invited: the one that the visit was booked from, then the latest.
create or replace function frontdesk.recall_chats(p_row recalls) returns setof chat_identities
language sql stable as $$
    select i.* from chat_identities i
    join platform_connections c on c.id = i.connection_id and c.active and c.channel <> 'api'
    where i.contact_id = p_row.contact_id
      and exists (select from chat_addresses a where a.chat_identity_id = i.id)
    order by (i.id = (select a.chat_identity_id from appointments a where a.id = p_row.appointment_id)) desc nulls last,
        i.last_inbound_at desc nulls last, i.id
$$;

-- Takes an invitation that is due. Either settles it (see recall_settle; no_chat) or answers with what is needed to
-- write it: {status: send, service: {key, name}, person: {id, name, relation} (null: the customer), visited_at, name,
-- organization, chats: [{id, channel, last_inbound_at, language, settings}]}.
create or replace function recall_take(p_organization uuid, p_recall uuid) returns jsonb
language plpgsql as $$
declare
    v_row recalls;
    v_answer jsonb;
    v_chats jsonb;
begin
    perform frontdesk.enter(p_organization);
    select * into v_row from recalls where id = p_recall for update;
    v_answer := frontdesk.recall_settle(v_row);
    if v_answer is not null then
        return v_answer;
    end if;
    select jsonb_agg(jsonb_build_object('id', i.id, 'channel', c.channel, 'last_inbound_at', i.last_inbound_at,
        'language', i.language, 'settings', c.settings) order by i.ordinality)
    into v_chats
    from frontdesk.recall_chats(v_row) with ordinality i
    join platform_connections c on c.id = i.connection_id;
    if v_chats is null then
        return frontdesk.recall_end(v_row.id, 'skipped', 'no_chat');
    end if;
    return (
        select jsonb_build_object('status', 'send', 'service', jsonb_build_object('key', s.key, 'name', s.name),
            'visited_at', a.starts_at, 'name', c.name, 'person', (
                select jsonb_build_object('id', p.id, 'name', p.name, 'relation', p.relation) from people p
                where p.id = a.person_id),
            'organization', frontdesk.organization_profile(p_organization), 'chats', v_chats)
        from services s, appointments a, contacts c
        where s.id = v_row.service_id and a.id = v_row.appointment_id and c.id = v_row.contact_id);
end;
$$;

-- Sends it: the message into the chat's outbox and the row settled. Returns {status: sent, message}, or what
-- recall_settle did, or changed: the chat is another customer's by now.
create or replace function recall_put(
    p_organization uuid, p_recall uuid, p_chat uuid, p_text text, p_payload jsonb
) returns jsonb
language plpgsql as $$
declare
    v_chat chat_identities;
    v_row recalls;
    v_answer jsonb;
    v_messages uuid[];
begin
    perform frontdesk.enter(p_organization);
    perform frontdesk.acting('system');
    -- In the order of those who book: chat, then the rest.
    select * into v_chat from chat_identities where id = p_chat for no key update;
    select * into v_row from recalls where id = p_recall for update;
    v_answer := frontdesk.recall_settle(v_row);
    if v_answer is not null then
        return v_answer;
    elsif v_chat.id is null or v_chat.contact_id is distinct from v_row.contact_id then
        return jsonb_build_object('status', 'changed');
    end if;
    v_messages := frontdesk.replies_put(p_organization, v_chat, null, jsonb_build_array(jsonb_build_object(
        'text', p_text, 'payload', p_payload || jsonb_build_object('recall', v_row.id))), 'outbox');
    update recalls set status = 'sent', settled_at = frontdesk.now(), chat_identity_id = p_chat,
        message_id = v_messages[1]
    where id = v_row.id;
    return jsonb_build_object('status', 'sent', 'message', v_messages[1]);
end;
$$;

-- No chat of the customer can be written to now (the 24-hour window is closed and there is no template).
create or replace function recall_skip(p_organization uuid, p_recall uuid, p_reason text) returns jsonb
language plpgsql as $$
declare
    v_row recalls;
begin
    perform frontdesk.enter(p_organization);
    select * into v_row from recalls where id = p_recall for update;
    return coalesce(frontdesk.recall_settle(v_row), frontdesk.recall_end(v_row.id, 'skipped', p_reason));
end;
$$;

-- Whether an invitation that still lies in the outbox (the provider was in trouble) must not go out any more; its row
-- then says so.
create or replace function frontdesk.recall_withdrawn(p_message chat_messages, p_chat chat_identities) returns boolean
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_org organizations;
    v_row recalls;
begin
    if p_message.status <> 'queued' or not p_message.payload ? 'recall' then
        return false;
    end if;
    select * into v_row from recalls where id = (p_message.payload ->> 'recall')::uuid for update;
    select * into v_org from organizations where id = v_row.organization_id;
    if v_row.id is not null and frontdesk.recall_refusal(v_row) is null and not frontdesk.with_person(p_chat, v_now)
            and not frontdesk.is_quiet(v_now, v_org.time_zone, v_org.quiet_from, v_org.quiet_to) then
        return false;
    end if;
    perform frontdesk.recall_end(v_row.id, 'skipped', 'undelivered');
    return true;
end;
$$;

-- Offers the first who is due (not of their people) an hour of a day that became free, and holds it: as an entry of
-- the waiting list, which then goes the same way as the others (asked, booked, declined, expired). One that was tried
-- for that day is not again. Null when there is nobody.
create or replace function frontdesk.recall_offer(p_org organizations, p_day date) returns waiting_list
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_row recalls;
    v_chat chat_identities;
    v_entry waiting_list;
    v_offer record;
begin
    for v_row in
        select r.* from recalls r
        where r.organization_id = p_org.id and r.status = 'waiting' and not exists (
            select from waiting_list w where w.recall_id = r.id and w.first_day = p_day)
          and not exists (select from appointments a where a.id = r.appointment_id and a.person_id is not null)
        order by r.due_at, r.id limit 20
    loop
        select * into v_chat from frontdesk.recall_chats(v_row) limit 1;
        v_entry.id := gen_random_uuid();
        v_entry.organization_id := p_org.id;
        v_entry.chat_identity_id := v_chat.id;
        v_entry.contact_id := v_row.contact_id;
        v_entry.recall_id := v_row.id;
        v_entry.services := jsonb_build_array(v_row.service_id);
        v_entry.first_day := p_day;
        v_entry.last_day := p_day;
        v_entry.refused := '{}';
        continue when v_chat.id is null or frontdesk.recall_refusal(v_row) is not null
            or frontdesk.waiting_obstacle(v_entry, v_chat) is not null
            or (frontdesk.left_alone(v_row.contact_id, p_org)).until > v_now;
        v_offer := frontdesk.waiting_hold(p_org, v_entry, v_chat);
        continue when v_offer.token is null;
        insert into waiting_list (id, organization_id, chat_identity_id, contact_id, recall_id, services, first_day,
            last_day, status, joined_at, changed_at, wake_at, offer_token, offered_until)
        values (v_entry.id, p_org.id, v_chat.id, v_row.contact_id, v_row.id, v_entry.services, p_day, p_day, 'offered',
            v_now, v_now, v_offer.until, v_offer.token, v_offer.until)
        returning * into v_entry;
        return v_entry;
    end loop;
    return null;
end;
$$;

-- Notes that the question about a freed hour was somebody's invitation. False when they had one meanwhile.
create or replace function frontdesk.recall_asked(p_recall uuid, p_chat uuid, p_message uuid) returns boolean
language plpgsql as $$
begin
    update recalls set status = 'sent', settled_at = frontdesk.now(), chat_identity_id = p_chat, message_id = p_message
    where id = p_recall and status = 'waiting';
    return found;
end;
$$;
