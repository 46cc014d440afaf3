-- What a provider shows of messages that the business sent: what became of ours, our own seen from its side, and
-- those that people typed in its app.

-- What became of a message we sent, named by its id or by our own reference. An id that we do not know proves
-- nothing: others write to the same people through the same account. While a send to that chat is open, it is kept
-- beside it: the answer of the send may name it. The last of its ids is the one that quotes and reactions may name.
-- A notice to staff that the provider took and could not deliver has failed. What failed for a
-- reason that passes (`passing`: the account's limits, the provider's trouble) waits like what was not taken; a
-- request for a location (payload `asks`) that failed goes out once more in words alone.
create or replace function frontdesk.status_put(p_organization uuid, p_connection uuid, p_event jsonb) returns boolean
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_ids text[] := array(select jsonb_array_elements_text(p_event -> 'ids'));
    v_addresses text[] := array(select jsonb_array_elements_text(p_event -> 'addresses'));
    v_status text := case p_event ->> 'status' when 'accepted' then 'sent' else p_event ->> 'status' end;
    v_error text := case when p_event ->> 'status' = 'failed'
        then concat_ws(': ', p_event ->> 'code', p_event ->> 'reason') end;
    v_message uuid;
    v_notice notifications;
begin
    select m.id into v_message from unnest(v_ids) with ordinality as i(id, place)
    cross join lateral (select frontdesk.message_of(p_connection, 'outbound', i.id) as id) m
    where m.id is not null order by i.place limit 1;
    if v_message is null then
        select * into v_notice from notifications n
        where n.organization_id = p_organization and n.provider_id = any (v_ids) limit 1;
        if v_notice.id is not null then
            if v_status = 'failed' then
                update notifications set status = 'failed', error = v_error where id = v_notice.id and status = 'sent';
                perform frontdesk.escalation_unreached(v_notice.escalation_id);
            end if;
            return true;
        end if;
    end if;
    if v_message is null then
        v_message := frontdesk.outbox_reference(p_organization, p_connection, p_event ->> 'reference', v_ids[1]);
    end if;
    if v_message is null then
        perform frontdesk.early_event_put(p_connection, v_addresses, p_event);
        return false;
    end if;
    perform frontdesk.event_came(p_organization, p_connection);
    if cardinality(v_ids) > 1 then
        perform frontdesk.also_known(v_message, v_ids, v_status <> 'sent' or p_event ->> 'status' = 'sent');
    end if;
    if v_message is not null and jsonb_array_length(p_event -> 'names') > 0 then
        perform frontdesk.chat_learns(
            p_organization, p_connection, m.chat_identity_id, v_addresses, p_event ->> 'phone')
        from chat_messages m where m.id = v_message;
    end if;
    if v_status = 'failed' and not coalesce((p_event ->> 'passing')::boolean, false) then
        update chat_messages m set status = 'queued', error = v_error, payload = m.payload - 'asks',
            waiting_since = coalesce(m.waiting_since, v_now), retry_at = v_now,
            undelivered_at = case when m.status = 'sent' then v_now else m.undelivered_at end
        where m.id = v_message and m.status in ('sent', 'sending', 'unknown') and m.payload ? 'asks';
        if found then
            return true;
        end if;
    elsif v_status = 'failed' then
        update chat_messages m set status = 'queued', error = v_error, waiting_since = coalesce(m.waiting_since, v_now),
            refusals = m.refusals + 1,
            undelivered_at = case when m.status = 'sent' then v_now else m.undelivered_at end,
            retry_at = v_now + make_interval(secs => least(7200, 60 * 4.0 ^ least(m.refusals, 6)))
        where m.id = v_message and m.status in ('sent', 'sending', 'unknown')
          and coalesce(m.waiting_since > v_now - interval '1 day', true);
        if found or exists (select from chat_messages m where m.id = v_message and m.status = 'queued') then
            return true;
        end if;
    end if;
    update chat_messages m set
        status = v_status,
        error = v_error,
        undelivered_at = case when v_status = 'failed' and m.status = 'sent' then v_now else m.undelivered_at end,
        -- Staff settle a receipt that did not arrive.
        given_up_at = case when v_status = 'failed' and m.payload ? 'receipt' then v_now end
    where m.id = v_message
      and frontdesk.status_rank(v_status) > frontdesk.status_rank(m.status);
    return v_message is not null;
end;
$$;

-- A provider names one of our messages by several ids: the last that is not the one that we have is kept beside
-- it. What is told before the message has left (not `p_sure`) is no better than what stands there.
create or replace function frontdesk.also_known(p_message uuid, p_ids text[], p_sure boolean) returns void
language sql as $$
    update chat_messages m set second_id = i.id
    from (
        select t.id from unnest(p_ids) with ordinality as t(id, place), chat_messages o
        where o.id = p_message and t.id <> o.provider_id order by t.place desc limit 1) i
    where m.id = p_message and m.second_id is distinct from i.id and (p_sure or m.second_id is null)
$$;

-- A status moves forward only. "sent" is that the provider took it, so "failed" may follow; "failed"
-- is final unless the message was seen to arrive.
create or replace function frontdesk.status_rank(p_status text) returns integer
language sql immutable as $$
    select array_position(array['queued', 'sending', 'unknown', 'sent', 'failed', 'delivered', 'read'], p_status)
$$;

-- The lines of a text without bullets and numbers in front: where there are no buttons, a channel numbers the
-- list of a reply, or adds lines for its options.
create or replace function frontdesk.lines_of(p_text text) returns text[]
language sql immutable as $$
    select array(
        select btrim(regexp_replace(line, '^\s*([•*–-]|\d+\.)\s+', '')) from regexp_split_to_table(p_text, '\n') line
        where line ~ '\S')
$$;

-- The provider shows us a message that was sent through its API: ours (a reply, or a notice to staff), or
-- another program's, by which somebody of the business answers.
create or replace function frontdesk.echo_put(p_organization uuid, p_connection uuid, p_event jsonb) returns boolean
language plpgsql as $$
declare
    v_message uuid := frontdesk.message_of(p_connection, 'outbound', p_event ->> 'id');
begin
    if v_message is not null then
        perform frontdesk.event_came(p_organization, p_connection);
    end if;
    if v_message is not null and p_event ->> 'second_id' is not null then
        perform frontdesk.also_known(v_message, array[p_event ->> 'second_id'], true);
    end if;
    if v_message is not null
       -- One look for each, by an index of its own.
       or exists (select 1 from notifications n
                  where n.organization_id = p_organization and n.provider_id = p_event ->> 'id')
       or exists (select 1 from notifications n where n.organization_id = p_organization and n.status = 'sending'
                  and starts_with(btrim(p_event ->> 'text'), btrim(n.body))) then
        return false;
    end if;
    return frontdesk.outbox_evidence(p_connection,
            array(select jsonb_array_elements_text(p_event -> 'addresses')),
            p_event ->> 'id', coalesce(p_event ->> 'text', '')) is not null
        or not coalesce((p_event ->> 'by_bot')::boolean, false)
        and frontdesk.staff_put(p_organization, p_connection, p_event);
end;
$$;

-- A message that came from the business's own app. A person's takes the chat over; an automatic one is
-- kept in the conversation, and the customer was then greeted.
create or replace function frontdesk.staff_put(p_organization uuid, p_connection uuid, p_event jsonb) returns boolean
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_addresses text[] := array(select jsonb_array_elements_text(p_event -> 'addresses'));
    v_sent timestamptz := (p_event ->> 'sent_at')::timestamptz;
    v_chat uuid;
    v_message uuid;
    v_because text;
begin
    if frontdesk.message_of(p_connection, 'outbound', p_event ->> 'id') is not null
       or frontdesk.outbox_evidence(p_connection, v_addresses,
              -- What has no words proves nothing of a file that we send without words.
              p_event ->> 'id', nullif(p_event ->> 'text', '')) is not null then
        return false;  -- our own message, seen from the provider's side
    end if;
    v_chat := frontdesk.chat_ensure(p_organization, p_connection, v_addresses, p_event ->> 'phone', null);
    insert into chat_messages (organization_id, chat_identity_id, connection_id, direction, status,
        body, provider_id, second_id, sent_at, created_at)
    values (p_organization, v_chat, p_connection, 'staff', 'seen',
        coalesce(p_event ->> 'text', ''), p_event ->> 'id', p_event ->> 'second_id', v_sent, v_now)
    on conflict do nothing
    returning id into v_message;
    if v_message is null or v_sent <= v_now - interval '12 hours' then
        return v_message is not null;
    end if;
    if (p_event ->> 'typed')::boolean then  -- nothing is to be judged
        perform frontdesk.desk_wrote(p_organization, v_chat);
        perform frontdesk.calls_answered(v_chat, null);
        perform frontdesk.notify_chat(p_connection, v_chat, 'message');
        return true;
    end if;
    v_because := frontdesk.judge_staff(v_message);
    if v_because is null then
        perform frontdesk.hand_to_person(p_organization, v_chat, 'staff_wrote');
        perform frontdesk.calls_answered(v_chat, null);
        perform frontdesk.notify_chat(p_connection, v_chat, 'message');
    elsif v_because <> 'broadcast' then
        update chat_identities set greeted_at = v_now where id = v_chat;
    end if;
    return true;
end;
$$;
