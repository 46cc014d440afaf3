-- An hour that its customer was asked to confirm and did not is given up by rule (docs/decisions/moments.md): only
-- where the request said so and arrived, and nobody has written or acted since. The row is one of `reminders`.

-- When the hour of a request's booking is given up if nobody answers; null when it is not, or when hardly any time
-- would be left to answer.
create or replace function frontdesk.release_at(p_row reminders) returns timestamptz
language sql stable as $$
    select r.due_at from reminders r
    where r.booking_id = p_row.booking_id and r.starts_at = p_row.starts_at and r.kind = 'release'
      and r.status = 'waiting' and r.due_at >= frontdesk.now() + interval '2 hours'
    order by r.due_at limit 1
$$;

-- Why an hour that is due is not given up; null when it is.
create or replace function frontdesk.release_refusal(p_row reminders) returns text
language plpgsql stable as $$
declare
    v_now timestamptz := frontdesk.now();
    v_first appointments := frontdesk.booking_first(p_row.booking_id);
    v_asked chat_messages;
begin
    select m.* into v_asked from reminders r join chat_messages m on m.id = r.message_id
    where r.booking_id = p_row.booking_id and r.starts_at = p_row.starts_at and r.kind = 'confirmation'
      and r.status = 'sent'
    order by m.seq desc limit 1;
    return case
        when v_asked.id is null then 'not_asked'
        when v_asked.status not in ('sent', 'delivered', 'read') then 'undelivered'
        when coalesce((v_asked.payload ->> 'release')::timestamptz > v_now, true) then 'not_told'
        when exists (
            select from chat_messages m join chat_identities i on i.id = m.chat_identity_id
            where i.contact_id = v_first.contact_id and m.direction = 'inbound' and m.seq > v_asked.seq
              and not frontdesk.only_declines(m, p_row.booking_id))
            then 'wrote'
        when exists (
            select from chat_identities i where i.contact_id = v_first.contact_id
            and (frontdesk.with_person(i, v_now) or frontdesk.open_call(i.id) is not null))
            then 'with_person'
        when exists (
            select from chat_messages m join chat_identities i on i.id = m.chat_identity_id
            where i.contact_id = v_first.contact_id and m.direction = 'staff' and m.seq > v_asked.seq
              and not m.payload ? 'automatic')
            or exists (
            select from appointment_events e
            where e.appointment_id = any (frontdesk.parts_of(v_first.id)) and e.actor = 'staff'
              and e.at >= v_asked.created_at)
            then 'seen_to' end;
end;
$$;

-- Whether a message is nothing but a tapped "no" under the request.
create or replace function frontdesk.only_declines(p_message chat_messages, p_booking uuid) returns boolean
language sql stable as $$
    select coalesce((
        select true from frontdesk.visit_parts(p_booking) p
        where p_message.payload #>> '{choice,id}' = format('confirm:%s:no', p.id) limit 1), false)
$$;

-- Gives the hour up: the booking is cancelled by the rule, which wakes the waiting list as any cancellation does, and
-- staff are told. The caller holds the rows, and tells the customer.
create or replace function frontdesk.release(p_row reminders, p_chat chat_identities, p_notice jsonb) returns void
language plpgsql as $$
declare
    v_notice uuid;
begin
    perform frontdesk.acting('rule');
    update appointments set status = 'cancelled', updated_at = frontdesk.now()
    where id = any (frontdesk.parts_of((frontdesk.booking_first(p_row.booking_id)).id));
    for v_notice in
        insert into notifications (organization_id, connection_id, recipient_id, topic, body, params, created_at)
        select p_row.organization_id, p_chat.connection_id, r.id, 'released', p_notice ->> 'body',
            array(select jsonb_array_elements_text(p_notice -> 'params')), frontdesk.now()
        from internal_notifications_config r
        where r.organization_id = p_row.organization_id and frontdesk.can_be_told(r) and p_notice is not null
        returning id
    loop
        perform frontdesk.defer('sends', 'notify', null,
            jsonb_build_object('organization', p_row.organization_id, 'notification', v_notice));
    end loop;
end;
$$;
