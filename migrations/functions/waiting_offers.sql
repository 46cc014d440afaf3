-- The waiting list at work: whom to ask about time that is free, what ends a question, and what a turn
-- knows of it. Outside of the 24-hour window: a template, or the next one. Quiet hours are those of the
-- reminders, and what lies in the outbox when its hold ends is withdrawn.

-- The chat in which an entry is asked: its own, or the one that goes on for the same person at the same
-- connection when its own was left.
create or replace function frontdesk.waiting_chat(p_entry waiting_list) returns chat_identities
language sql stable as $$
    select i from chat_identities own
    join chat_identities i on i.connection_id = own.connection_id
        and (i.id = own.id or i.contact_id = p_entry.contact_id)
    where own.id = p_entry.chat_identity_id
    order by exists (select 1 from chat_addresses a where a.chat_identity_id = i.id) desc, i.id = own.id desc,
        i.last_inbound_at desc nulls last
    limit 1
$$;

-- Whose turn comes first when time becomes free: who has nothing, who wants an appointment earlier, who is due.
create or replace function frontdesk.waiting_group(p_entry waiting_list) returns integer
language sql immutable as $$
    select case when p_entry.recall_id is not null then 3 when p_entry.appointment_id is not null then 2 else 1 end
$$;

-- Why a customer is not asked now, or null: opted_out, person (one of the business has a chat of theirs),
-- no_channel (the chat cannot be written to), asked (something else is on offer to them).
create or replace function frontdesk.waiting_obstacle(p_entry waiting_list, p_chat chat_identities) returns text
language sql stable as $$
    select case
        when exists (select 1 from chat_identities i where i.contact_id = p_entry.contact_id
            and i.opted_out_at is not null)
            then 'opted_out'
        when exists (select 1 from chat_identities i where i.contact_id = p_entry.contact_id
                     and frontdesk.with_person(i, frontdesk.now())) then 'person'
        when not exists (select 1 from platform_connections c
                         where c.id = p_chat.connection_id and c.active and c.channel <> 'api') then 'no_channel'
        when exists (select 1 from waiting_list w where w.contact_id = p_entry.contact_id and w.status = 'offered')
            then 'asked'
    end
$$;

-- How long an answer can still book: every part must be outside its notice.
create or replace function frontdesk.answer_minutes(p_org organizations, p_items jsonb) returns integer
language sql stable as $$
    select floor(min(extract(epoch from (i.value ->> 'at')::timestamptz - frontdesk.now()) / 60
        - coalesce(m.notice_minutes, s.notice_minutes, p_org.notice_minutes)))::integer
    from jsonb_array_elements(p_items) i
    join services s on s.id = (i.value ->> 'service')::uuid
    join members m on m.id = (i.value ->> 'member')::uuid
$$;

-- The first start of a wish that the customer could book now, offered to them and held. Null when there
-- is none, or nobody could answer in time (five minutes).
create or replace function frontdesk.waiting_hold(
    p_org organizations, p_entry waiting_list, p_chat chat_identities, out token text, out until timestamptz
)
language plpgsql as $$
declare
    v_contact contacts;
    v_for text;
    v_person uuid;
    v_at timestamptz;
    v_items jsonb;
    v_minutes integer;
    v_moved appointments;
    v_parts uuid[] := coalesce(frontdesk.parts_of(p_entry.appointment_id), '{}');
begin
    select * into v_moved from appointments a where a.id = v_parts[1];
    select * into v_contact from contacts c where c.id = p_entry.contact_id;
    v_for := coalesce(p_chat.booking_name, v_contact.name);
    v_person := frontdesk.booking_person(p_chat, v_contact);
    for v_at in select s from frontdesk.wished_starts(p_entry, p_org) s limit 20 loop
        select a.items into v_items from frontdesk.assign(
            p_org, p_entry.services, array[v_at], p_entry.member_id, p_chat.id, v_parts) a;
        v_minutes := least(p_org.waiting_hold_minutes, frontdesk.answer_minutes(p_org, v_items));
        continue when coalesce(v_minutes, 0) < 5 or case when v_moved.id is null
            then frontdesk.booking_refusal(p_org, v_contact, v_for, v_person, v_items) is not null
            else frontdesk.own_overlap(
                v_moved.contact_id, v_moved.attendee_name, v_moved.person_id, v_items, v_parts) is not null end;
        token := left(replace(gen_random_uuid()::text, '-', ''), 20);
        insert into slot_offers (token, organization_id, chat_identity_id, service_id, member_id, starts_at, items,
            appointment_id, offered_at, expires_at)
        values (token, p_org.id, p_chat.id, (v_items -> 0 ->> 'service')::uuid, (v_items -> 0 ->> 'member')::uuid,
            (v_items -> 0 ->> 'at')::timestamptz, v_items, v_moved.id, frontdesk.now(),
            frontdesk.now() + interval '24 hours');
        if frontdesk.hold_put(p_org.id, p_chat.id, 'waiting', token, v_minutes) then
            until := frontdesk.now() + make_interval(mins => v_minutes);
            return;
        end if;
        delete from slot_offers o where o.token = waiting_hold.token;
        token := null;
    end loop;
end;
$$;

-- What has to be said to the customer of an entry that was offered a slot.
create or replace function frontdesk.waiting_question(
    p_org organizations, p_entry waiting_list, p_again boolean
) returns jsonb
language plpgsql stable as $$
begin
    return (
        select jsonb_build_object('status', 'ask', 'again', p_again, 'entry', p_entry.id,
            'conversation', o.chat_identity_id,
            'language', coalesce(i.language, p_org.language),
            'name', (select c.name from contacts c where c.id = p_entry.contact_id), 'slot', o.token, 'at', o.starts_at,
            'until', p_entry.offered_until,
            'due', p_entry.recall_id is not null,
            'instead_of', (select a.starts_at from appointments a where a.id = p_entry.appointment_id),
            'items', frontdesk.items_json(o.items, p_org.time_zone),
            'chat', jsonb_build_object('channel', c.channel, 'settings', c.settings,
                'last_inbound_at', i.last_inbound_at),
            'organization', frontdesk.organization_profile(p_org.id))
        from slot_offers o
        join chat_identities i on i.id = o.chat_identity_id
        join platform_connections c on c.id = i.connection_id
        where o.token = p_entry.offer_token);
end;
$$;

-- A slot that was held and not asked about, because whoever held it died: held anew, or given up when
-- somebody has it by now.
create or replace function frontdesk.waiting_again(p_org organizations, p_entry waiting_list) returns waiting_list
language plpgsql as $$
declare
    v_offer slot_offers;
    v_minutes integer;
    v_held boolean;
begin
    select * into v_offer from slot_offers o where o.token = p_entry.offer_token;
    v_minutes := least(p_org.waiting_hold_minutes, frontdesk.answer_minutes(p_org, v_offer.items));
    v_held := coalesce(v_minutes, 0) >= 5 and frontdesk.still_free(
            p_org, v_offer.items, v_offer.chat_identity_id, v_offer.offered_at,
            coalesce(frontdesk.parts_of(p_entry.appointment_id), '{}'))
        and (p_entry.appointment_id is null or v_offer.starts_at < frontdesk.earlier_than(p_entry, p_org))
        and frontdesk.hold_put(p_org.id, v_offer.chat_identity_id, 'waiting', v_offer.token, v_minutes);
    update waiting_list set
        status = case when v_held then 'offered' when recall_id is not null then 'left' else 'waiting' end,
        offer_token = case when v_held then offer_token end,
        offered_until = case when v_held then frontdesk.now() + make_interval(mins => v_minutes) end,
        wake_at = case when v_held then frontdesk.now() + make_interval(mins => v_minutes) else frontdesk.now() end,
        changed_at = frontdesk.now()
    where id = p_entry.id and status = 'offered' and message_id is null
    returning * into p_entry;
    return p_entry;
end;
$$;

-- Finds the first who waits for time that is free now and holds it for them. `p_day`: only wishes for
-- that local day; without it, whoever is due. `p_after`: only those behind this entry.
-- Returns {status: idle} or {status: ask, again, entry, conversation, language, name, slot, at, until, items,
-- chat: {channel, settings, last_inbound_at}, organization}; then the text goes to waiting_ask, or
-- waiting_pass says why not. Writes nothing of the list before the agenda is locked, as a booking
-- writes to the list after it.
create or replace function waiting_claim(
    p_organization uuid, p_day date default null, p_after uuid default null
) returns jsonb
language plpgsql
set plan_cache_mode = force_generic_plan
as $$
declare
    v_now timestamptz := frontdesk.now();
    v_org organizations;
    v_quiet timestamptz;
    v_entry waiting_list;
    v_chat chat_identities;
    v_offer record;
    v_skip text;
    v_seen uuid[] := '{}';
    v_skips text[] := '{}';
begin
    perform frontdesk.enter(p_organization);
    -- One at a time for an organization, or two would ask in the wrong order.
    perform pg_advisory_xact_lock(hashtextextended('waiting' || p_organization, 20));
    select * into v_org from organizations where id = p_organization;
    v_quiet := nullif(frontdesk.quiet_over(v_now, v_org.time_zone, v_org.quiet_from, v_org.quiet_to), v_now);
    select * into v_entry from waiting_list w
    where w.organization_id = p_organization and w.status = 'offered' and w.message_id is null
    order by frontdesk.waiting_group(w), w.joined_at, w.id limit 1;
    if v_entry.id is not null then
        v_entry := frontdesk.waiting_again(v_org, v_entry);
        if v_entry.status = 'offered' then
            return frontdesk.waiting_question(v_org, v_entry, true);
        end if;
    end if;
    v_entry := null;
    for v_entry in
        select w.* from waiting_list w
        where w.organization_id = p_organization and w.status = 'waiting'
          and case when p_day is null then w.wake_at <= v_now else p_day between w.first_day and w.last_day end
          and (p_after is null or (frontdesk.waiting_group(w), w.joined_at, w.id) > (
              select frontdesk.waiting_group(a), a.joined_at, a.id from waiting_list a where a.id = p_after))
        order by frontdesk.waiting_group(w), w.joined_at, w.id
    loop
        v_chat := frontdesk.waiting_chat(v_entry);
        v_skip := case when v_quiet is not null then 'quiet'
            else frontdesk.waiting_obstacle(v_entry, v_chat) end;
        if v_skip is null then
            v_offer := frontdesk.waiting_hold(v_org, v_entry, v_chat);
            if v_offer.token is not null then
                update waiting_list set status = 'offered', offer_token = v_offer.token, offered_until = v_offer.until,
                    wake_at = v_offer.until, message_id = null, skipped = null, changed_at = v_now
                where id = v_entry.id and status = 'waiting'
                returning * into v_entry;
                exit when found;
                delete from slot_offers where token = v_offer.token;  -- left meanwhile; the hold ends with it
                continue;
            end if;
        end if;
        v_seen := v_seen || v_entry.id;
        v_skips := v_skips || coalesce(v_skip, '');
    end loop;
    update waiting_list w set skipped = nullif(s.skip, ''),
        wake_at = coalesce(v_quiet, v_now + frontdesk.waiting_pause())
    from unnest(v_seen, v_skips) as s(id, skip)
    where w.id = s.id and w.status = 'waiting';
    if v_entry.status is distinct from 'offered' and p_day is not null and v_quiet is null then
        v_entry := frontdesk.recall_offer(v_org, p_day);
    end if;
    return case when v_entry.status = 'offered' then frontdesk.waiting_question(v_org, v_entry, false)
        else jsonb_build_object('status', 'idle') end;
end;
$$;

-- Puts the question about an offered slot into the chat's outbox, once.
create or replace function waiting_ask(p_organization uuid, p_entry uuid, p_slot text, p_replies jsonb) returns jsonb
language plpgsql as $$
declare
    v_chat uuid;
    v_entry waiting_list;
begin
    perform frontdesk.enter(p_organization);
    select o.chat_identity_id into v_chat from waiting_list w join slot_offers o on o.token = w.offer_token
    where w.id = p_entry and w.offer_token = p_slot;
    perform 1 from chat_identities where id = v_chat for update;
    perform 1 from waiting_list w
    where w.id = p_entry and w.status = 'offered' and w.offer_token = p_slot and w.message_id is null
    for update;
    if not found then
        return to_jsonb(false);
    end if;
    select * into v_entry from waiting_list where id = p_entry;
    if v_entry.recall_id is not null and not frontdesk.recall_asked(v_entry.recall_id, v_chat, null) then
        update waiting_list set status = 'left', turn_id = null, changed_at = frontdesk.now() where id = p_entry;
        perform frontdesk.waiting_release(v_entry);
        return to_jsonb(false);
    end if;
    update waiting_list set message_id = (outbox_put(p_organization, v_chat, p_replies) ->> 0)::uuid
    where id = p_entry
    returning * into v_entry;
    update recalls set message_id = v_entry.message_id where id = v_entry.recall_id;
    return to_jsonb(true);
end;
$$;

-- Ends what is over: questions that nobody answered in time (the next one is asked), or that did not
-- reach the customer (who goes on waiting for other times), and wishes whose last day has passed.
create or replace function waiting_settle(p_organization uuid) returns jsonb
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_entry waiting_list;
    v_message chat_messages;
    v_unseen boolean;
    v_count integer := 0;
begin
    perform frontdesk.enter(p_organization);
    for v_entry in
        select w.* from waiting_list w left join chat_messages m on m.id = w.message_id
        where w.organization_id = p_organization and w.status = 'offered'
          and (m.status = 'failed' or w.offered_until <= v_now and w.message_id is not null)
        order by w.id for update of w
    loop
        -- Read under its lock: a sender may have claimed it since the list was looked through. What is being
        -- sent at this moment ends a moment later, and may come back to the queue then.
        select * into v_message from chat_messages m where m.id = v_entry.message_id for update;
        continue when v_message.status = 'sending' and v_message.attempted_at >= v_now - interval '1 minute';
        -- Whoever gets the question later than that would be asked about somebody else's slot.
        update chat_messages set status = 'failed', error = 'the slot is no longer held'
        where id = v_message.id and status = 'queued';
        v_unseen := v_message.status in ('queued', 'failed');
        if v_unseen and v_entry.recall_id is not null then
            perform frontdesk.recall_end(v_entry.recall_id, 'skipped', 'undelivered');
        end if;
        update waiting_list w set
            status = case when v_unseen and w.recall_id is null then 'waiting' else 'expired' end,
            wake_at = v_now + frontdesk.waiting_pause(), changed_at = v_now,
            refused = w.refused || array(select o.starts_at from slot_offers o
                where o.token = w.offer_token and o.starts_at <> all (w.refused))
        where w.id = v_entry.id;
        perform frontdesk.waiting_release(v_entry);
        v_count := v_count + 1;
    end loop;
    update waiting_list w set status = 'expired', changed_at = v_now
    from organizations o
    where o.id = p_organization and w.organization_id = o.id and w.status = 'waiting'
      and w.last_day < (v_now at time zone o.time_zone)::date;
    return to_jsonb(v_count);
end;
$$;

-- Enqueues a look at every list on which somebody is due and no look is under way. Returns how many.
create or replace function waiting_due() returns jsonb
language plpgsql security definer
set search_path = public, frontdesk, procrastinate, pg_temp
as $$
declare
    v_organization uuid;
    v_count integer := 0;
begin
    for v_organization in
        select distinct w.organization_id from waiting_list w
        where w.status in ('waiting', 'offered') and (w.wake_at <= frontdesk.now() or w.status = 'offered' and (
                w.message_id is null and w.changed_at < frontdesk.now() - interval '20 seconds'
                or exists (select 1 from chat_messages m where m.id = w.message_id and m.status = 'failed')))
          and not exists (select 1 from procrastinate_jobs j
                          where j.status in ('todo', 'doing') and j.lock = 'waiting:' || w.organization_id)
          -- A look that failed in every try is not taken again at once, or its failures would pile up.
          and not exists (select 1 from procrastinate_jobs j
                          where j.status = 'failed' and j.lock = 'waiting:' || w.organization_id
                            and j.scheduled_at > clock_timestamp() - interval '10 minutes')
    loop
        perform frontdesk.waiting_defer(v_organization);
        v_count := v_count + 1;
    end loop;
    return to_jsonb(v_count);
end;
$$;

-- The customer cannot be asked after all (the provider takes no free text now): gives the slot up and
-- goes on waiting. Nobody is woken, because whoever claimed it goes on with the next one.
create or replace function waiting_pass(p_organization uuid, p_entry uuid, p_slot text, p_reason text) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    -- Who is due is not on the list; another day, or the invitation itself, may reach them.
    update waiting_list set status = case when recall_id is null then 'waiting' else 'left' end,
        offer_token = null, offered_until = null, skipped = p_reason,
        wake_at = frontdesk.now() + frontdesk.waiting_pause(), changed_at = frontdesk.now()
    where id = p_entry and status = 'offered' and offer_token = p_slot and message_id is null;
    if not found then
        return to_jsonb(false);
    end if;
    delete from slot_offers where token = p_slot;  -- and the hold with it
    return to_jsonb(true);
end;
$$;
