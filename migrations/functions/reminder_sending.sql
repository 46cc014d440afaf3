-- Sending what is due of reminders.sql: looked at once more, chat by chat, and put into the outbox in one
-- transaction with its event.

-- Enqueues a job for every reminder whose hour has come, of any organization; a job that got lost is
-- replaced after a minute. Returns how many.
create or replace function reminders_wake(p_limit integer default 500) returns jsonb
language plpgsql security definer
set search_path = public, frontdesk, pg_temp
as $$
begin
    return to_jsonb(frontdesk.sweep('frontdesk.sweep_reminders', p_limit));
end;
$$;

create or replace function frontdesk.reminder_end(p_reminder uuid, p_status text, p_reason text) returns jsonb
language plpgsql as $$
begin
    update reminders set status = p_status, reason = p_reason, settled_at = frontdesk.now() where id = p_reminder;
    return jsonb_build_object('status', p_status, 'reason', p_reason);
end;
$$;

-- The last moment at which a reminder is still worth sending: a quarter of its offset is left.
create or replace function frontdesk.reminder_latest(p_row reminders) returns timestamptz
language sql stable as $$
    select case when frontdesk.is_after(p_row.kind) then frontdesk.after_latest(p_row)
        else p_row.starts_at - make_interval(secs => p_row.offset_minutes * 15) end
$$;

-- Until when a customer is left alone, and why: a person has one of their chats, they wrote within the
-- last ten minutes (busy), or it is night (quiet).
create or replace function frontdesk.left_alone(
    p_contact uuid, p_org organizations, out until timestamptz, out reason text
)
language plpgsql stable as $$
declare
    v_now timestamptz := frontdesk.now();
begin
    until := greatest(v_now, (
        select max(case when frontdesk.with_person(i, v_now)
            then coalesce(i.handled_until, v_now + interval '30 minutes')
            else i.last_inbound_at + interval '10 minutes' end)
        from chat_identities i where i.contact_id = p_contact));
    until := frontdesk.quiet_over(until, p_org.time_zone, p_org.quiet_from, p_org.quiet_to);
    reason := case when frontdesk.is_quiet(v_now, p_org.time_zone, p_org.quiet_from, p_org.quiet_to) then 'quiet'
        else 'busy' end;
end;
$$;

-- What becomes of a reminder now: null when it may be sent, else what was done with it, {status: done |
-- early | dropped | skipped (with reason) | waiting (with due_at)}. The caller holds the row.
create or replace function frontdesk.reminder_settle(p_row reminders) returns jsonb
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_refusal text;
    v_org organizations;
    v_contact uuid;
    v_alone record;
begin
    if p_row.id is null or p_row.status <> 'waiting' then
        return jsonb_build_object('status', 'done');
    elsif p_row.due_at > v_now then
        return jsonb_build_object('status', 'early');
    end if;
    v_refusal := frontdesk.reminder_refusal(p_row);
    if v_refusal is not null then
        return frontdesk.reminder_end(p_row.id, 'dropped', v_refusal);
    elsif v_now > frontdesk.reminder_latest(p_row) then
        return frontdesk.reminder_end(p_row.id, 'skipped', 'late');
    elsif p_row.kind in ('confirmation', 'reminder') and exists (
            select 1 from reminders r where r.booking_id = p_row.booking_id and r.status = 'sent'
            and r.settled_at > v_now - interval '1 hour') then
        return frontdesk.reminder_end(p_row.id, 'skipped', 'just_written');
    end if;
    v_refusal := case p_row.kind when 'release' then frontdesk.release_refusal(p_row) end;
    if v_refusal is not null then
        return frontdesk.reminder_end(p_row.id, 'skipped', v_refusal);
    end if;
    select * into v_org from organizations where id = p_row.organization_id;
    v_contact := (frontdesk.moment_first(p_row)).contact_id;
    v_alone := frontdesk.left_alone(v_contact, v_org);
    if frontdesk.is_after(p_row.kind) and not (v_alone.until > frontdesk.reminder_latest(p_row)) then
        v_alone := frontdesk.after_waits(p_row, v_contact, v_alone.until, v_alone.reason);
    end if;
    if v_alone.until > frontdesk.reminder_latest(p_row) then
        return frontdesk.reminder_end(p_row.id, 'skipped', v_alone.reason);
    elsif v_alone.until > v_now then
        update reminders set due_at = v_alone.until, woken_at = null where id = p_row.id;
        return jsonb_build_object('status', 'waiting', 'due_at', v_alone.until);
    end if;
    return null;
end;
$$;

-- Takes a reminder that is due. Either settles it (see reminder_settle; no_chat) or answers with what is
-- needed to write it: {status: send, kind, appointment, organization, chats: [{id, channel,
-- last_inbound_at, language, settings}]}; the chat that was booked from is the first, then the latest. A request to
-- confirm has `released_at` (when the hour is given up if nobody answers), a note `notes`: [{service, text}], what
-- comes after a visit its `services`.
create or replace function reminder_take(p_organization uuid, p_reminder uuid) returns jsonb
language plpgsql as $$
declare
    v_row reminders;
    v_first appointments;
    v_answer jsonb;
    v_chats jsonb;
begin
    perform frontdesk.enter(p_organization);
    select * into v_row from reminders where id = p_reminder for update;
    v_answer := frontdesk.reminder_settle(v_row);
    if v_answer is not null then
        return v_answer;
    end if;
    v_first := frontdesk.moment_first(v_row);
    select jsonb_agg(jsonb_build_object('id', i.id, 'channel', c.channel, 'last_inbound_at', i.last_inbound_at,
        'language', i.language, 'settings', c.settings)
        order by (i.id = v_first.chat_identity_id) desc nulls last, i.last_inbound_at desc nulls last, i.id)
    into v_chats
    from chat_identities i
    join platform_connections c on c.id = i.connection_id and c.active
    where i.contact_id = v_first.contact_id
      and exists (select 1 from chat_addresses a where a.chat_identity_id = i.id);
    if v_chats is null then
        return frontdesk.reminder_end(v_row.id, 'skipped', 'no_chat');
    end if;
    return jsonb_build_object('status', 'send', 'kind', v_row.kind,
        'appointment', frontdesk.appointment_json(v_first.id),
        'released_at', case v_row.kind when 'confirmation' then frontdesk.release_at(v_row) end,
        'notes', coalesce(frontdesk.aftercare_notes(v_row), '[]'),
        'services', frontdesk.visit_services(v_row.booking_id),
        'organization', frontdesk.organization_profile(p_organization), 'chats', v_chats);
end;
$$;

drop function if exists reminder_put(uuid, uuid, uuid, jsonb, text, jsonb);
-- Sends it: the message into the chat's outbox, its event, the row settled. `p_appointment` is what the
-- text was made from; {status: changed} when that is not so any more. Else sent (with message), or what
-- reminder_settle did. A release cancels the booking, and staff are sent `p_notice` {body, params}.
create or replace function reminder_put(
    p_organization uuid, p_reminder uuid, p_chat uuid, p_appointment jsonb, p_text text, p_payload jsonb,
    p_notice jsonb default null
) returns jsonb
language plpgsql as $$
declare
    v_chat chat_identities;
    v_row reminders;
    v_first uuid;
    v_answer jsonb;
    v_messages uuid[];
begin
    perform frontdesk.enter(p_organization);
    perform frontdesk.acting('system');
    -- In the order of those who change an appointment: chat, appointments, reminders.
    select * into v_chat from chat_identities where id = p_chat for no key update;
    perform frontdesk.parts_lock((p_appointment ->> 'id')::uuid);
    select * into v_row from reminders where id = p_reminder for update;
    v_answer := frontdesk.reminder_settle(v_row);
    if v_answer is not null then
        return v_answer;
    end if;
    v_first := (frontdesk.moment_first(v_row)).id;
    if v_chat.id is null or frontdesk.appointment_json(v_first) is distinct from p_appointment
       or v_chat.contact_id is distinct from (select a.contact_id from appointments a where a.id = v_first) then
        return jsonb_build_object('status', 'changed');
    end if;
    v_messages := frontdesk.replies_put(p_organization, v_chat, null, jsonb_build_array(jsonb_build_object(
        'text', p_text, 'payload', p_payload || jsonb_build_object('reminder', v_row.id)
            || case when v_row.kind in ('confirmation', 'reminder') then jsonb_build_object('about', v_first)
                else '{}' end)), 'outbox');
    update reminders set status = 'sent', settled_at = frontdesk.now(), chat_identity_id = p_chat,
    message_id = v_messages[1]
    where id = v_row.id;
    if v_row.kind = 'release' then
        perform frontdesk.release(v_row, v_chat, p_notice);
        return jsonb_build_object('status', 'sent', 'message', v_messages[1]);
    elsif v_row.kind = 'confirmation' then
        update appointments set confirmation_asked_at = frontdesk.now() where id = v_first;
    elsif v_row.kind = 'review' then
        perform frontdesk.rating_ask(v_row, v_first, v_chat);
    end if;
    perform frontdesk.event_put(p_organization, v_first, case v_row.kind
            when 'confirmation' then 'confirmation_asked' when 'reminder' then 'reminded'
            when 'aftercare' then 'aftercare_sent' else 'review_asked' end,
        jsonb_build_object('reminder', v_row.id, 'minutes', v_row.offset_minutes));
    return jsonb_build_object('status', 'sent', 'message', v_messages[1]);
end;
$$;

-- No chat of the customer can be written to now (the 24-hour window is closed and there is no template).
create or replace function reminder_skip(p_organization uuid, p_reminder uuid, p_reason text) returns jsonb
language plpgsql as $$
declare
    v_row reminders;
begin
    perform frontdesk.enter(p_organization);
    select * into v_row from reminders where id = p_reminder for update;
    return coalesce(frontdesk.reminder_settle(v_row), frontdesk.reminder_end(v_row.id, 'skipped', p_reason));
end;
$$;

-- Whether a reminder that still lies in the outbox (the provider was in trouble) must not go out any
-- more; its row then says so.
create or replace function frontdesk.reminder_withdrawn(p_message chat_messages, p_chat chat_identities) returns boolean
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_org organizations;
    v_row reminders;
begin
    if p_message.status <> 'queued' or not p_message.payload ? 'reminder' then
        return false;
    end if;
    select * into v_row from reminders where id = (p_message.payload ->> 'reminder')::uuid for update;
    if v_row.kind = 'release' then
        return false;  -- what it says stays so
    end if;
    select * into v_org from organizations where id = v_row.organization_id;
    if v_row.id is not null and frontdesk.reminder_refusal(v_row) is null and v_now <= frontdesk.reminder_latest(v_row)
       and not frontdesk.with_person(p_chat, v_now)
       and not frontdesk.is_quiet(v_now, v_org.time_zone, v_org.quiet_from, v_org.quiet_to) then
        return false;
    end if;
    perform frontdesk.reminder_end(v_row.id, 'skipped', 'undelivered');
    update appointments set confirmation_asked_at = null
    where id = v_row.appointment_id and v_row.kind = 'confirmation' and status = 'scheduled';
    delete from visit_ratings where id = v_row.id and rating is null;
    return true;
end;
$$;
