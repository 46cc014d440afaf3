-- Events of the agenda for other systems of a business (docs/decisions/agenda-events.md). They are written by triggers,
-- in the transaction of what they tell of, and only where an endpoint wants them.

-- What an appointment is to another system. No word of its customer's: that is looked up when it is sent.
create or replace function frontdesk.appointment_facts(p_appointment uuid) returns jsonb
language sql stable as $$
    select jsonb_build_object('id', a.id, 'visit_id', a.visit_id, 'status', a.status,
        'starts_at', frontdesk.utc_text(a.starts_at), 'ends_at', frontdesk.utc_text(a.ends_at),
        'service', jsonb_build_object('id', s.id, 'key', s.key, 'name', s.name),
        'member', jsonb_build_object('id', m.id, 'key', m.key, 'name', m.name),
        'unit_ids', to_jsonb(a.units || coalesce(g.units, '{}')), 'price', a.price::text,
        'currency', coalesce(a.currency, s.currency, o.currency), 'checked_in_at', frontdesk.utc_text(a.arrived_at),
        'created_at', frontdesk.utc_text(a.created_at), 'updated_at', frontdesk.utc_text(a.updated_at))
    from appointments a
    join organizations o on o.id = a.organization_id
    join services s on s.id = a.service_id
    join members m on m.id = a.member_id
    left join group_sessions g on g.id = a.session_id
    where a.id = p_appointment
$$;

-- Whose appointment it is now: {customer: {id, name, phone (where it is told)}, attendee (the name for which it is)}.
create or replace function frontdesk.appointment_customer(p_appointment uuid, p_phone boolean) returns jsonb
language sql stable as $$
    select coalesce((
        select jsonb_build_object('attendee', a.attendee_name, 'customer', jsonb_build_object(
            'id', c.id, 'name', c.name) || case when p_phone
                then jsonb_build_object('phone', frontdesk.phone_shown(coalesce(c.phone, frontdesk.stated_phone(c.id))))
                else '{}' end)
        from appointments a join contacts c on c.id = a.contact_id
        where a.id = p_appointment), '{"customer": null, "attendee": null}')
$$;

create or replace function frontdesk.phone_shown(p_phone text) returns text
language sql immutable as $$
    select case when p_phone ~ '^[0-9]+$' then '+' || p_phone else p_phone end
$$;

-- Whether there is an endpoint that wants such an event. Of a business without one this is all that a booking costs.
create or replace function frontdesk.is_event_wanted(p_organization uuid, p_kind text) returns boolean
language sql stable as $$
    select exists (
        select from event_endpoints e
        where e.organization_id = p_organization and e.off_at is null and (e.kinds = '{}' or p_kind = any (e.kinds)))
$$;

-- Writes an event and a delivery to each endpoint that wants it, or to `p_endpoint` alone.
create or replace function frontdesk.agenda_event_put(
    p_organization uuid, p_kind text, p_subject uuid, p_actor text, p_data jsonb, p_endpoint uuid default null
) returns void
language plpgsql as $$
declare
    v_event agenda_events;
    v_endpoint uuid;
begin
    insert into agenda_events (organization_id, kind, subject_id, actor, data, occurred_at)
    values (p_organization, p_kind, p_subject, p_actor, p_data, frontdesk.now())
    returning * into v_event;
    for v_endpoint in
        insert into event_deliveries (organization_id, endpoint_id, event_id, subject_id, seq, due_at)
        select p_organization, e.id, v_event.id, p_subject, v_event.seq, v_event.occurred_at
        from event_endpoints e
        where e.organization_id = p_organization and e.off_at is null
          and case when p_endpoint is null then e.kinds = '{}' or p_kind = any (e.kinds) else e.id = p_endpoint end
        returning endpoint_id
    loop
        perform frontdesk.event_job(p_organization, v_endpoint);
    end loop;
end;
$$;

-- One job at a time works for an endpoint, and only where no reply to a customer waits for a place.
create or replace function frontdesk.event_job(p_organization uuid, p_endpoint uuid) returns void
language sql as $$
    select frontdesk.defer('sends', 'agenda_events', 'events:' || p_endpoint,
        jsonb_build_object('organization', p_organization, 'endpoint', p_endpoint), 0, -1)
$$;

create or replace function frontdesk.acting_now() returns text
language sql stable as $$
    select coalesce(nullif(current_setting('frontdesk.actor', true), ''), 'staff')
$$;

create or replace function frontdesk.appointment_event_out() returns trigger
language plpgsql as $$
declare
    v_kind text := 'appointment.' || case new.kind when 'booked' then 'created' when 'arrived' then 'checked_in'
        when 'renamed' then 'updated' when 'resized' then 'updated' else new.kind end;
begin
    if frontdesk.is_event_wanted(new.organization_id, v_kind) then
        perform frontdesk.agenda_event_put(new.organization_id, v_kind, new.appointment_id, new.actor,
            jsonb_build_object('appointment', frontdesk.appointment_facts(new.appointment_id))
            || case when new.kind = 'moved' then jsonb_build_object('previous', jsonb_build_object(
                'starts_at', frontdesk.utc_text((new.detail ->> 'from')::timestamptz),
                'member_id', new.detail -> 'from_member')) else '{}' end);
    end if;
    return null;
end;
$$;

call frontdesk.attach('trigger', 'tells_other_systems', 'appointment_events', $$
    create trigger tells_other_systems after insert on appointment_events
        for each row when (new.kind not in ('reminded', 'confirmation_asked'))
        execute function frontdesk.appointment_event_out()
$$);

-- A block that goes with its business is told to nobody.
create or replace function frontdesk.block_event_out() returns trigger
language plpgsql as $$
declare
    v_kind text := case tg_op when 'INSERT' then 'block.created' else 'block.removed' end;
    v_block agenda_blocks := case tg_op when 'INSERT' then new else old end;
begin
    if frontdesk.is_event_wanted(v_block.organization_id, v_kind)
       and exists (select from organizations o where o.id = v_block.organization_id) then
        perform frontdesk.agenda_event_put(v_block.organization_id, v_kind, v_block.id, 'staff', jsonb_build_object(
            'block', jsonb_build_object('id', v_block.id, 'member_id', v_block.member_id, 'unit_id', v_block.unit_id,
                'starts_at', frontdesk.utc_text(v_block.starts_at), 'ends_at', frontdesk.utc_text(v_block.ends_at))));
    end if;
    return null;
end;
$$;

call frontdesk.attach('trigger', 'tells_other_systems', 'agenda_blocks', $$
    create trigger tells_other_systems after insert or delete on agenda_blocks
        for each row execute function frontdesk.block_event_out()
$$);

create or replace function frontdesk.escalation_event_out() returns trigger
language plpgsql as $$
declare
    v_kind text := case tg_op when 'INSERT' then 'escalation.opened' else 'escalation.closed' end;
begin
    if frontdesk.is_event_wanted(new.organization_id, v_kind) then
        perform frontdesk.agenda_event_put(new.organization_id, v_kind, new.id, frontdesk.acting_now(),
            jsonb_build_object('escalation', jsonb_build_object('id', new.id, 'chat_id', new.chat_identity_id,
                'reason', new.reason, 'opened_at', frontdesk.utc_text(new.created_at),
                'closed_at', frontdesk.utc_text(new.closed_at))));
    end if;
    return null;
end;
$$;

call frontdesk.attach('trigger', 'tells_other_systems', 'escalations', $$
    create trigger tells_other_systems after insert on escalations
        for each row execute function frontdesk.escalation_event_out()
$$);

call frontdesk.attach('trigger', 'tells_other_systems_of_its_end', 'escalations', $$
    create trigger tells_other_systems_of_its_end after update on escalations
        for each row when (old.closed_at is null and new.closed_at is not null)
        execute function frontdesk.escalation_event_out()
$$);

-- Takes the endpoint's next event to send: the first that is due, and never one of a subject of which an earlier one
-- waits. {delivery, attempt, event, url, ciphertext, key_id (and of the former secret while it signs), body}, or null:
-- nothing is due, the endpoint rests, is off or is gone.
create or replace function event_claim(
    p_organization uuid, p_endpoint uuid, p_lease_seconds double precision
) returns jsonb
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_endpoint event_endpoints;
    v_delivery event_deliveries;
begin
    perform frontdesk.enter(p_organization);
    select * into v_endpoint from event_endpoints e
    where e.organization_id = p_organization and e.id = p_endpoint and e.off_at is null
      and coalesce(e.rests_until <= v_now, true)
    for no key update;
    if v_endpoint.id is null then
        return null;
    end if;
    update event_deliveries d set attempts = d.attempts + 1, attempted_at = v_now,
        due_at = v_now + make_interval(secs => p_lease_seconds)
    where d.id = (
        select w.id from event_deliveries w
        where w.endpoint_id = p_endpoint and w.status = 'waiting' and w.due_at <= v_now and not exists (
            select from event_deliveries b
            where b.endpoint_id = p_endpoint and b.subject_id = w.subject_id and b.status = 'waiting' and b.seq < w.seq)
        order by w.seq limit 1)
    returning d.* into v_delivery;
    return (
        select jsonb_build_object('delivery', v_delivery.id, 'attempt', v_delivery.attempts, 'event', e.id,
            'url', v_endpoint.url, 'endpoint', v_endpoint.id, 'ciphertext', encode(v_endpoint.ciphertext, 'hex'),
            'key_id', v_endpoint.key_id, 'body', frontdesk.event_body(e, v_endpoint.tells_phone),
            'former', case when v_endpoint.former_until > v_now then jsonb_build_object(
                'ciphertext', encode(v_endpoint.former_ciphertext, 'hex'), 'key_id', v_endpoint.former_key_id) end)
        from agenda_events e where e.id = v_delivery.event_id);
end;
$$;

create or replace function frontdesk.event_body(p_event agenda_events, p_phone boolean) returns jsonb
language sql stable as $$
    select p_event.data || jsonb_build_object('version', 1, 'id', p_event.id, 'type', p_event.kind,
        'occurred_at', frontdesk.utc_text(p_event.occurred_at), 'organization', o.slug, 'actor', p_event.actor)
        || case when p_event.data ? 'appointment' then jsonb_build_object('appointment', p_event.data -> 'appointment'
            || frontdesk.appointment_customer(p_event.subject_id, p_phone)) else '{}' end
    from organizations o where o.id = p_event.organization_id
$$;

-- How long after a failed attempt the next one comes; null: that was the last one, three days after the first.
create or replace function frontdesk.event_pause(p_attempt integer) returns interval
language sql immutable as $$
    select (array['30 seconds', '2 minutes', '10 minutes', '30 minutes', '1 hour', '3 hours', '8 hours', '12 hours',
        '24 hours', '24 hours']::interval[])[p_attempt]
$$;

-- Ends an attempt: `sent`; `failed` with why (`p_code`, `p_error`), to be tried again after its pause, or the seconds
-- that were asked for; `gone`: the endpoint wants nothing any more. `p_rests`: it hangs or is overrun, so that nothing
-- else is sent there for a while either. An endpoint that failed at everything for three days is switched off.
-- False: the attempt is not the current one.
create or replace function event_settle(
    p_organization uuid, p_delivery uuid, p_attempt integer, p_end text, p_code integer default null,
    p_error text default null, p_seconds double precision default null, p_rests boolean default false
) returns jsonb
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_asked interval := coalesce(make_interval(secs => p_seconds), '0');
    v_delivery event_deliveries;
    v_endpoint event_endpoints;
    v_pause interval;
begin
    perform frontdesk.enter(p_organization);
    select e.* into v_endpoint from event_endpoints e join event_deliveries d on d.endpoint_id = e.id
    where d.id = p_delivery for no key update of e;
    select * into v_delivery from event_deliveries d
    where d.id = p_delivery and d.attempts = p_attempt and d.status = 'waiting' for update;
    if v_delivery.id is null then
        return to_jsonb(false);
    elsif p_end = 'sent' then
        update event_deliveries set status = 'sent', done_at = v_now, code = p_code, error = null where id = p_delivery;
        update event_endpoints set failures = 0, failing_since = null, rests_until = null, worked_at = v_now
        where id = v_endpoint.id;
        return to_jsonb(true);
    end if;
    v_pause := greatest(frontdesk.event_pause(p_attempt), v_asked);
    update event_deliveries set code = p_code, error = p_error, due_at = v_now + coalesce(v_pause, '0'),
        status = case when frontdesk.event_pause(p_attempt) is null then 'failed' else 'waiting' end,
        done_at = case when frontdesk.event_pause(p_attempt) is null then v_now end
    where id = p_delivery;
    update event_endpoints set failures = failures + 1, failing_since = coalesce(failing_since, v_now),
        rests_until = case when p_rests
            then v_now + greatest(v_asked, make_interval(secs => least(3600, 15 * 2.0 ^ least(failures, 12)))) end
    where id = v_endpoint.id
    returning * into v_endpoint;
    if p_end = 'gone' or v_endpoint.failing_since <= v_now - interval '3 days' then
        perform frontdesk.endpoint_off(v_endpoint.id, case p_end when 'gone' then 'gone' else 'failing' end);
    end if;
    return to_jsonb(true);
end;
$$;

-- Switches an endpoint off. What waits for it can be sent again by hand.
create or replace function frontdesk.endpoint_off(p_endpoint uuid, p_because text) returns void
language sql as $$
    update event_endpoints set off_at = frontdesk.now(), off_because = p_because, told_at = null
    where id = p_endpoint and off_at is null;
    update event_deliveries set status = 'failed', done_at = frontdesk.now(), error = coalesce(error, 'off')
    where endpoint_id = p_endpoint and status = 'waiting'
$$;

-- More than one job may send at once is left; the next job goes on, so that others have their turn.
create or replace function event_continue(p_organization uuid, p_endpoint uuid) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    if exists (select from event_endpoints e where e.id = p_endpoint and e.organization_id = p_organization) then
        perform frontdesk.event_job(p_organization, p_endpoint);
    end if;
    return 'true';
end;
$$;

-- Gives endpoints of which something is due a job, unless they have one. How many.
create or replace function events_due() returns jsonb
language plpgsql security definer
set search_path = public, frontdesk, procrastinate, pg_temp
as $$
declare
    v_row record;
    v_count integer := 0;
begin
    for v_row in
        select e.organization_id, e.id from event_endpoints e
        where e.off_at is null and coalesce(e.rests_until <= frontdesk.now(), true)
          and exists (
              select from event_deliveries d
              where d.endpoint_id = e.id and d.status = 'waiting' and d.due_at <= frontdesk.now())
          and not exists (
              select from procrastinate_jobs j where j.status in ('todo', 'doing') and j.lock = 'events:' || e.id)
        limit 1000
    loop
        perform frontdesk.event_job(v_row.organization_id, v_row.id);
        v_count := v_count + 1;
    end loop;
    return to_jsonb(v_count);
end;
$$;

-- Forgets events of `p_days` ago, and after `p_failed_days` those that somebody might send again. How many.
create or replace function events_forget(p_days integer, p_failed_days integer, p_limit integer) returns jsonb
language plpgsql security definer
set search_path = public, frontdesk, pg_temp
as $$
declare
    v_now timestamptz := frontdesk.now();
    v_count integer;
begin
    delete from agenda_events e where e.id in (
        select o.id from agenda_events o
        where o.occurred_at < v_now - make_interval(days => p_days) and not exists (
            select from event_deliveries d where d.event_id = o.id and (d.status = 'waiting'
                or d.status = 'failed' and d.done_at > v_now - make_interval(days => p_failed_days)))
        limit p_limit);
    get diagnostics v_count = row_count;
    return to_jsonb(v_count);
end;
$$;

-- Endpoints that switched themselves off, of which their businesses were not told: [{organization, endpoint, name
-- (the business's), language, system (the endpoint's name), because, failed (events that were not taken)}].
create or replace function endpoint_notices_due(p_limit integer) returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object('organization', o.id, 'endpoint', e.id, 'name', o.name,
        'language', o.language, 'system', e.name, 'because', e.off_because, 'failed', (
            select count(*) from event_deliveries d where d.endpoint_id = e.id and d.status = 'failed'))), '[]')
    from (
        select * from event_endpoints e where e.off_because in ('failing', 'gone') and e.told_at is null
        order by e.off_at limit p_limit) e
    join organizations o on o.id = e.organization_id
$$;

-- Tells those who get the figures of the business, or else those who are called first. How many.
create or replace function endpoint_notice_put(
    p_organization uuid, p_endpoint uuid, p_body text, p_params jsonb
) returns jsonb
language plpgsql as $$
declare
    v_notice uuid;
    v_count integer := 0;
begin
    perform frontdesk.enter(p_organization);
    update event_endpoints e set told_at = frontdesk.now()
    where e.id = p_endpoint and e.off_at is not null and e.told_at is null;
    if not found then
        return to_jsonb(0);
    end if;
    for v_notice in
        insert into notifications (organization_id, recipient_id, topic, body, params, created_at)
        select p_organization, r.id, 'endpoint', p_body, array(select jsonb_array_elements_text(p_params)),
            frontdesk.now()
        from (
            select r, rank() over (order by not r.weekly, case when not r.weekly then r.position end) as place
            from internal_notifications_config r
            where r.organization_id = p_organization and frontdesk.can_be_told(r)) t
        cross join lateral (select (t.r).*) r
        where t.place = 1
        returning id
    loop
        perform frontdesk.defer('sends', 'notify', null,
            jsonb_build_object('organization', p_organization, 'notification', v_notice));
        v_count := v_count + 1;
    end loop;
    return to_jsonb(v_count);
end;
$$;
