-- What shows whether a provider has a message of which nobody saw the end: its id, our reference or its text. An id
-- that nothing ties to it proves nothing, because others may write to the same people (docs/decisions/outbox.md).

-- The provider was asked for a message that nobody knows the fate of. `p_result`: there (as `p_provider_id`);
-- absent: it certainly does not have it, so it is sent again, within a day; silent: it cannot tell; trouble: it could
-- not be asked (`p_error`), and is asked again after `p_seconds`, for a day.
create or replace function outbox_traced(
    p_organization uuid, p_message uuid, p_attempt integer, p_result text, p_provider_id text default null,
    p_error text default null, p_seconds double precision default 0
) returns jsonb
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_message chat_messages;
begin
    perform frontdesk.enter(p_organization);
    update chat_messages m set
        status = case p_result when 'there' then 'sent' when 'absent' then 'queued' else m.status end,
        provider_id = case p_result when 'there' then p_provider_id else m.provider_id end,
        error = case p_result when 'there' then null else coalesce(p_error, m.error) end,
        early_events = case p_result when 'absent' then null else m.early_events end,
        payload = m.payload || case p_result when 'silent' then '{"untraceable": true}'::jsonb else '{}' end,
        waiting_since = case when p_result in ('trouble', 'absent') then coalesce(m.waiting_since, v_now)
            else m.waiting_since end,
        retry_at = v_now + make_interval(secs => p_seconds)
    where m.id = p_message and m.attempts = p_attempt and m.status = 'unknown'
    returning * into v_message;
    if v_message.id is null then
        return to_jsonb(false);
    end if;
    if p_result = 'trouble' then
        perform frontdesk.sending_failed(p_organization, v_message.connection_id, p_message, 'unknown', 'no_answer',
            p_error, null);
    else
        update connection_sending set open_until = v_now
        where connection_id = v_message.connection_id and open_until > v_now;
        perform frontdesk.early_events_read(v_message);
        perform frontdesk.notify_chat(v_message.connection_id, v_message.chat_identity_id, 'message');
    end if;
    if p_result <> 'absent' then  -- that one takes the place to which it was called, and sends
        perform frontdesk.share_freed(v_message.connection_id);
    end if;
    return to_jsonb(true);
end;
$$;

create or replace function frontdesk.to_be_asked(p_message chat_messages, p_askable jsonb) returns boolean
language sql stable as $$
    select not p_message.payload ? 'untraceable' and exists (
        select from platform_connections c where c.id = p_message.connection_id and p_askable ? c.channel)
$$;

-- Whether a message that the provider may have is sent again, where nobody can be asked for it: nothing after an
-- event that may be about it, everything after answers that it takes nothing for now (503), and else never a receipt.
-- Where events of the connection's messages come, the silence about this one says something: once more after no
-- answer, for a day after answers that it failed (5xx). Where none come: not at all after no answer, and once after
-- such an answer. The rest is for a person to settle.
create or replace function frontdesk.may_repeat(p_message chat_messages, p_now timestamptz) returns boolean
language sql stable as $$
    select not exists (select from jsonb_array_elements(p_message.early_events) e where e ->> 'status' <> 'read')
        and case when p_message.unknowns = 0 and p_message.refusals = 0 then true
            when p_message.payload ? 'receipt' then false
            when frontdesk.events_come(p_message.connection_id, p_now) then p_message.unknowns <= 1
            else p_message.unknowns = 0 and p_message.refusals <= 1 end
$$;

-- Whether the provider tells what becomes of this connection's messages: it did so, and there is none that it was
-- silent about for ten minutes. Null: nobody can know yet.
create or replace function frontdesk.events_come(p_connection uuid, p_now timestamptz) returns boolean
language sql stable as $$
    select case when s.silent_since <= p_now - interval '10 minutes' then false
        when s.events_at is not null then true end
    from connection_sending s where s.connection_id = p_connection
$$;

-- It told something of a message of ours.
create or replace function frontdesk.event_came(p_organization uuid, p_connection uuid) returns void
language sql as $$
    insert into connection_sending as s (connection_id, organization_id, events_at)
    values (p_connection, p_organization, frontdesk.now())
    on conflict (connection_id) do update set events_at = excluded.events_at, silent_since = null
    where s.silent_since is not null or s.events_at is null or s.events_at < frontdesk.now() - interval '30 seconds'
$$;

-- Whether a text that the provider shows is this message: its lines, all of them, and no others but those of its
-- options.
create or replace function frontdesk.is_text_of(p_message chat_messages, p_text text) returns boolean
language sql immutable as $$
    select frontdesk.lines_of(p_message.body) <@ frontdesk.lines_of(p_text) and not exists (
        select from unnest(frontdesk.lines_of(p_text)) line
        where line <> all (frontdesk.lines_of(p_message.body)) and not exists (
            select from jsonb_array_elements(coalesce(p_message.payload -> 'options', '[]')) o
            where starts_with(line, o ->> 'title')))
$$;

-- Settles a message whose sending nobody saw the end of: the provider shows it, with its text.
drop function if exists frontdesk.outbox_evidence(uuid, uuid, text[], text, text);
create or replace function frontdesk.outbox_evidence(
    p_connection uuid, p_addresses text[], p_provider_id text, p_text text
) returns uuid
language sql as $$
    select frontdesk.outbox_proven((
        select c.id from chat_messages c
        where c.chat_identity_id = frontdesk.chat_find(p_connection, p_addresses) and c.direction = 'outbound'
          and (c.status in ('sending', 'unknown') or c.status = 'queued' and c.unknowns > 0)
          and frontdesk.is_text_of(c, p_text)
        order by c.seq limit 1), p_provider_id)
$$;

-- A status with the reference that our own send carried.
create or replace function frontdesk.outbox_reference(
    p_organization uuid, p_connection uuid, p_reference text, p_provider_id text
) returns uuid
language plpgsql as $$
declare
    v_message uuid;
begin
    select m.id into v_message from chat_messages m
    where m.id = frontdesk.uuid_of(p_reference) and m.organization_id = p_organization
      and m.connection_id = p_connection and m.direction = 'outbound';
    perform frontdesk.outbox_proven(v_message, p_provider_id);
    return v_message;
end;
$$;

create or replace function frontdesk.uuid_of(p_text text) returns uuid
language sql immutable as $$
    select case when p_text ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then p_text::uuid end
$$;

-- The provider has this message, by this id. What follows in its chat goes on.
create or replace function frontdesk.outbox_proven(p_message uuid, p_provider_id text) returns uuid
language plpgsql as $$
declare
    v_message chat_messages;
begin
    update chat_messages m set status = 'sent', provider_id = p_provider_id, error = null, given_up_at = null,
        early_events = null
    where m.id = p_message and (m.status in ('sending', 'unknown', 'queued') or m.given_up_at is not null)
    returning * into v_message;
    if v_message.id is null then
        return null;
    end if;
    perform frontdesk.event_came(v_message.organization_id, v_message.connection_id);
    perform frontdesk.defer('sends', 'send', 'outbox:' || v_message.chat_identity_id,
        jsonb_build_object('organization', v_message.organization_id, 'conversation', v_message.chat_identity_id));
    perform frontdesk.share_freed(v_message.connection_id);
    perform frontdesk.notify_chat(v_message.connection_id, v_message.chat_identity_id, 'message');
    return v_message.id;
end;
$$;

-- An event about an id that nobody knows: beside the send to that chat that is open, if there is one.
create or replace function frontdesk.early_event_put(p_connection uuid, p_addresses text[], p_event jsonb) returns void
language sql as $$
    update chat_messages m set early_events = coalesce(m.early_events, '[]') || jsonb_build_array(p_event)
    where m.id = (
        select c.id from chat_messages c
        where c.chat_identity_id = frontdesk.chat_find(p_connection, p_addresses) and c.direction = 'outbound'
          and c.status in ('sending', 'unknown')
        order by c.seq limit 1)
      and coalesce(jsonb_array_length(m.early_events), 0) < 20
      and not exists (
          select from unnest(array(select jsonb_array_elements_text(p_event -> 'ids'))) i
          where frontdesk.message_of(p_connection, 'staff', i) is not null)
$$;

-- The answer of a send names its id: what was told of that id before is about this message, the rest is not.
create or replace function frontdesk.early_events_read(p_message chat_messages) returns void
language plpgsql as $$
declare
    v_event jsonb;
begin
    if p_message.early_events is null or p_message.status <> 'sent' then
        return;
    end if;
    update chat_messages set early_events = null where id = p_message.id;
    for v_event in
        select e from jsonb_array_elements(p_message.early_events) e where e -> 'ids' ? p_message.provider_id
    loop
        perform frontdesk.status_put(p_message.organization_id, p_message.connection_id, v_event);
    end loop;
end;
$$;
