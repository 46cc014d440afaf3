-- The waiting list outside of the 24-hour window: a template, or the next one. Quiet hours are those of
-- the reminders (0019), and what lies in the outbox when its hold ends is withdrawn.

drop function frontdesk.quiet_until(organizations, timestamptz);
drop function frontdesk.waiting_obstacle(waiting_list, chat_identities, jsonb);
drop function waiting_claim(uuid, date, uuid, jsonb);

-- Why a customer is not asked now, or null: opted_out, person (one of the business has a chat of theirs),
-- no_channel (the chat cannot be written to), asked (something else is on offer to them).
create function frontdesk.waiting_obstacle(p_entry waiting_list, p_chat chat_identities) returns text
language sql stable as $$
    select case
        when exists (select 1 from chat_identities i where i.contact_id = p_entry.contact_id and i.opted_out_at is not null)
            then 'opted_out'
        when exists (select 1 from chat_identities i where i.contact_id = p_entry.contact_id
                     and frontdesk.with_person(i, frontdesk.now())) then 'person'
        when not exists (select 1 from platform_connections c
                         where c.id = p_chat.connection_id and c.active and c.channel <> 'api') then 'no_channel'
        when exists (select 1 from waiting_list w where w.contact_id = p_entry.contact_id and w.status = 'offered') then 'asked'
    end
$$;

-- What has to be said to the customer of an entry that was offered a slot.
create or replace function frontdesk.waiting_question(p_org organizations, p_entry waiting_list, p_again boolean) returns jsonb
language plpgsql stable as $$
begin
    return (
        select jsonb_build_object('status', 'ask', 'again', p_again, 'entry', p_entry.id, 'conversation', o.chat_identity_id,
            'language', coalesce(i.language, p_org.language),
            'name', (select c.name from contacts c where c.id = p_entry.contact_id), 'slot', o.token, 'at', o.starts_at,
            'until', p_entry.offered_until, 'items', frontdesk.items_json(o.items, p_org.time_zone),
            'chat', jsonb_build_object('channel', c.channel, 'settings', c.settings, 'last_inbound_at', i.last_inbound_at),
            'organization', frontdesk.organization_profile(p_org.id))
        from slot_offers o
        join chat_identities i on i.id = o.chat_identity_id
        join platform_connections c on c.id = i.connection_id
        where o.token = p_entry.offer_token);
end;
$$;

-- Finds the first who waits for time that is free now and holds it for them. `p_day`: only wishes for
-- that local day; without it, whoever is due. `p_after`: only those behind this entry.
-- Returns {status: idle} or {status: ask, again, entry, conversation, language, name, slot, at, until, items,
-- chat: {channel, settings, last_inbound_at}, organization}; then the text goes to waiting_ask, or
-- waiting_pass says why not. Writes nothing of the list before the agenda is locked, as a booking
-- writes to the list after it.
create function waiting_claim(p_organization uuid, p_day date default null, p_after uuid default null) returns jsonb
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
    order by w.joined_at, w.id limit 1;
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
          and (p_after is null or (w.joined_at, w.id) > (
              select a.joined_at, a.id from waiting_list a where a.id = p_after))
        order by w.joined_at, w.id
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
    return case when v_entry.status = 'offered' then frontdesk.waiting_question(v_org, v_entry, false)
        else jsonb_build_object('status', 'idle') end;
end;
$$;

-- The customer cannot be asked after all (the provider takes no free text now): gives the slot up and
-- goes on waiting. Nobody is woken, because whoever claimed it goes on with the next one.
create function waiting_pass(p_organization uuid, p_entry uuid, p_slot text, p_reason text) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    update waiting_list set status = 'waiting', offer_token = null, offered_until = null, skipped = p_reason,
        wake_at = frontdesk.now() + frontdesk.waiting_pause(), changed_at = frontdesk.now()
    where id = p_entry and status = 'offered' and offer_token = p_slot and message_id is null;
    if not found then
        return to_jsonb(false);
    end if;
    delete from slot_offers where token = p_slot;  -- and the hold with it
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
    v_unseen boolean;
    v_count integer := 0;
begin
    perform frontdesk.enter(p_organization);
    for v_entry in
        select w.* from waiting_list w left join chat_messages m on m.id = w.message_id
        where w.organization_id = p_organization and w.status = 'offered'
          and (m.status = 'failed' or w.offered_until <= v_now and w.message_id is not null
               -- What is being sent at this moment ends a moment later.
               and (m.status is distinct from 'sending' or m.attempted_at < v_now - interval '1 minute'))
        order by w.id for update of w
    loop
        -- Whoever gets the question later than that would be asked about somebody else's slot.
        update chat_messages set status = 'failed', error = 'the slot is no longer held'
        where id = v_entry.message_id and status = 'queued';
        v_unseen := exists (select 1 from chat_messages m where m.id = v_entry.message_id and m.status = 'failed');
        update waiting_list w set status = case when v_unseen then 'waiting' else 'expired' end,
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

call frontdesk.expose('waiting_claim');
call frontdesk.expose('waiting_pass');
