-- Received files become words. The media job reads a file while the debounce waits and puts its text
-- here; the turn waits for it, bounded, and takes it for what the customer said or showed.

alter table chat_messages
    add column media_state text check (media_state in ('read', 'unread')),
    add column media_form text check (media_form in ('transcript', 'description', 'document')),
    add column media_text text check (length(media_text) between 1 and 4000),
    add column media_reason text check (length(media_reason) <= 40),
    add column media_read_at timestamptz,
    add constraint chat_messages_media check (
        coalesce(media_state = 'read', false) = (media_text is not null)
        and (media_text is null) = (media_form is null));
comment on column chat_messages.media_state is 'null: not read yet; unread: media_reason says why';
-- What cannot be read as it is: few messages, so that looking back costs nothing in a long chat.
create index chat_messages_files on chat_messages (chat_identity_id, created_at)
    where direction = 'inbound' and kind in ('audio', 'image', 'video', 'document', 'contact', 'unsupported');
alter table chat_identities add column media_due_at timestamptz;
comment on column chat_identities.media_due_at is 'due_at, while the turn waits for files only';

create or replace function frontdesk.message_json(m chat_messages) returns jsonb
language sql stable as $$
    select jsonb_build_object('id', m.id, 'seq', m.seq, 'direction', m.direction, 'kind', m.kind,
        'text', m.body, 'payload', m.payload - 'media' || case when m.payload ? 'media'
            then jsonb_build_object('media', (m.payload -> 'media') - 'inline_base64') else '{}' end,
        'at', m.created_at, 'provider_id', m.provider_id)
        || case when m.payload ? 'media' then jsonb_build_object('read', jsonb_build_object(
            'state', m.media_state, 'form', m.media_form, 'text', m.media_text, 'reason', m.media_reason))
            else '{}' end
$$;

-- Until when a turn waits for files of its messages; null when all are read or given up. Each has 45
-- seconds, which is two tries to read it, and nobody waits for more than 90 in all.
create function frontdesk.media_deadline(p_chat chat_identities) returns timestamptz
language sql stable as $$
    select least(max(m.created_at) + interval '45 seconds', p_chat.first_pending_at + interval '90 seconds')
    from chat_messages m
    where m.chat_identity_id = p_chat.id and m.direction = 'inbound' and m.status = 'pending'
      and m.payload ? 'media' and m.media_state is null
    having count(*) > 0
$$;

-- Files whose text came after their turn had begun without it. They are not answered by themselves, but
-- the thread learns what they said.
create function frontdesk.late_media(p_chat chat_identities) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(frontdesk.message_json(m) order by m.seq), '[]')
    from (
        select m.* from chat_messages m join turns t on t.id = m.turn_id
        where m.chat_identity_id = p_chat.id and m.direction = 'inbound' and m.media_state = 'read'
          and m.kind in ('audio', 'image', 'video', 'document', 'contact', 'unsupported')
          and m.created_at > frontdesk.now() - interval '1 day' and m.media_read_at >= t.started_at
        order by m.seq desc limit 5) m
$$;

-- How many turns of the last twelve hours, which is how long a greeting lasts, already had to do with
-- something that could not be read.
create function frontdesk.unread_before(p_chat chat_identities) returns integer
language sql stable as $$
    select count(distinct m.turn_id)::integer
    from chat_messages m join turns t on t.id = m.turn_id
    where m.chat_identity_id = p_chat.id and m.direction = 'inbound' and t.status = 'committed'
      and m.created_at > frontdesk.now() - interval '12 hours'
      and m.kind in ('audio', 'image', 'video', 'document', 'contact', 'unsupported')
      and m.media_text is null and btrim(m.body) = ''
$$;

-- Starts a turn over all pending messages, if one is due and none but the caller should run it.
-- Raises the fencing token: whoever held the previous one can no longer commit. `p_takeover` is
-- false for callers outside the queue, which must not disturb a running turn and wait for no file.
-- Returns {status: none | not_due | person | busy} or {status: begin, ...everything of the turn}.
create or replace function turn_begin(
    p_organization uuid, p_conversation uuid, p_takeover boolean default true, p_lease_seconds double precision default 120
) returns jsonb
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_chat chat_identities;
    v_messages jsonb;
    v_ids uuid[];
    v_turn uuid;
    v_channel text;
    v_wait timestamptz;
begin
    perform frontdesk.enter(p_organization);
    -- Nothing is lost with a beginning: the turn's commit brings it to the disk with itself, and a
    -- turn whose row did not survive a crash cannot commit.
    perform set_config('synchronous_commit', 'off', true);
    select * into v_chat from chat_identities where id = p_conversation for update;
    if v_chat.id is null or v_chat.first_pending_at is null then
        return jsonb_build_object('status', 'none');
    end if;
    if v_chat.due_at > v_now then
        return jsonb_build_object('status', 'not_due',
            'seconds', extract(epoch from v_chat.due_at - v_now));
    end if;
    if p_takeover and not frontdesk.with_person(v_chat, v_now) then
        v_wait := frontdesk.media_deadline(v_chat);
    end if;
    if v_wait > v_now then
        update chat_identities set due_at = v_wait, media_due_at = v_wait where id = p_conversation;
        -- Without the conversation's lock, or it would hold up the turn that the last file's text starts.
        perform frontdesk.defer('turns', 'wake', null,
            jsonb_build_object('organization', p_organization, 'conversation', p_conversation),
            extract(epoch from v_wait - v_now));
        return jsonb_build_object('status', 'not_due', 'seconds', extract(epoch from v_wait - v_now));
    end if;
    if not p_takeover and exists (
        select 1 from turns t where t.chat_identity_id = p_conversation and t.status = 'running'
        and t.started_at > v_now - make_interval(secs => p_lease_seconds)) then
        return jsonb_build_object('status', 'busy');
    end if;
    if frontdesk.with_person(v_chat, v_now) then
        update chat_messages set status = 'handled'
        where chat_identity_id = p_conversation and direction = 'inbound' and status = 'pending';
        update chat_identities set first_pending_at = null, due_at = null where id = p_conversation;
        return jsonb_build_object('status', 'person');
    end if;
    select jsonb_agg(frontdesk.message_json(m) order by m.seq), array_agg(m.id order by m.seq)
    into v_messages, v_ids
    from chat_messages m
    where m.chat_identity_id = p_conversation and m.direction = 'inbound' and m.status = 'pending';
    if v_ids is null then
        update chat_identities set first_pending_at = null, due_at = null where id = p_conversation;
        return jsonb_build_object('status', 'none');
    end if;
    update turns set status = 'lost', finished_at = v_now
    where chat_identity_id = p_conversation and status = 'running';
    -- Who wrote from this number before, on whatever channel, is the same customer.
    update chat_identities set turn_token = turn_token + 1, handled_by = 'bot', handled_until = null,
        contact_id = coalesce(contact_id, (select c.id from contacts c where c.phone = v_chat.phone))
    where id = p_conversation
    returning * into v_chat;
    insert into turns (organization_id, chat_identity_id, token, message_ids, started_at)
    values (p_organization, p_conversation, v_chat.turn_token, v_ids, v_now)
    returning id into v_turn;
    select c.channel into v_channel from platform_connections c where c.id = v_chat.connection_id;
    perform frontdesk.notify_chat(v_chat.connection_id, p_conversation, 'turn');
    return jsonb_build_object(
        'status', 'begin', 'turn', v_turn, 'token', v_chat.turn_token, 'messages', v_messages,
        'missed', frontdesk.missed_messages(v_chat, v_ids),
        'late', frontdesk.late_media(v_chat), 'unread_before', frontdesk.unread_before(v_chat),
        'checkpoint_id', v_chat.checkpoint_id, 'channel', v_channel, 'superseded', v_chat.superseded,
        'now', v_now,
        'recent_turns', (
            select count(*) from turns t where t.chat_identity_id = p_conversation
            and t.status = 'committed' and t.started_at > v_now - interval '5 minutes')
        ) || frontdesk.conversation_facts(p_organization, v_chat);
end;
$$;

-- What the media job needs of a received file; `state`: what came of reading it.
create or replace function media_get(p_organization uuid, p_message uuid) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select jsonb_build_object('message', m.id, 'provider_id', m.provider_id, 'kind', m.kind,
            'media', m.payload -> 'media', 'connection', c.id, 'channel', c.channel,
            'name', c.name, 'phone', c.phone, 'secret_env', c.secret_env,
            'state', m.media_state, 'reason', m.media_reason,
            'language', coalesce(i.language, o.language))
        from chat_messages m
        join platform_connections c on c.id = m.connection_id
        join chat_identities i on i.id = m.chat_identity_id
        join organizations o on o.id = m.organization_id
        where m.id = p_message);
end;
$$;

-- What a received file says: {state: read, form, text} or {state: unread, reason}. A text that was read
-- stays, and one that comes late still counts. When the turn waited for nothing else, it begins now.
-- Returns whether it was written.
create function media_text_put(p_organization uuid, p_message uuid, p_reading jsonb) returns jsonb
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_chat chat_identities;
    v_written boolean;
begin
    perform frontdesk.enter(p_organization);
    -- Turns begin and end under this lock.
    select i.* into v_chat from chat_identities i
    where i.id = (select m.chat_identity_id from chat_messages m where m.id = p_message)
    for update;
    update chat_messages m set
        media_state = p_reading ->> 'state', media_form = p_reading ->> 'form',
        media_text = p_reading ->> 'text', media_reason = p_reading ->> 'reason', media_read_at = v_now
    where m.id = p_message and m.payload ? 'media' and not m.payload ? 'deleted'
      and m.media_state is distinct from 'read';
    v_written := found;
    if v_chat.first_pending_at is not null and v_chat.due_at = v_chat.media_due_at
       and frontdesk.media_deadline(v_chat) is null then
        update chat_identities set due_at = v_now, media_due_at = null where id = v_chat.id;
        perform frontdesk.defer('turns', 'turn', 'conversation:' || v_chat.id,
            jsonb_build_object('organization', p_organization, 'conversation', v_chat.id));
    end if;
    return to_jsonb(v_written);
end;
$$;

-- The end of a wait for files: whoever still waits is answered without them. Called too early (clocks
-- are set), it comes again. Returns whether a turn was enqueued.
create function turn_wake(p_organization uuid, p_conversation uuid) returns jsonb
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_chat chat_identities;
    v_job jsonb := jsonb_build_object('organization', p_organization, 'conversation', p_conversation);
begin
    perform frontdesk.enter(p_organization);
    select * into v_chat from chat_identities where id = p_conversation;
    if v_chat.first_pending_at is null then
        return to_jsonb(false);
    end if;
    if v_chat.due_at <= v_now then
        perform frontdesk.defer('turns', 'turn', 'conversation:' || p_conversation, v_job);
    elsif v_chat.due_at = v_chat.media_due_at then
        perform frontdesk.defer('turns', 'wake', null, v_job, extract(epoch from v_chat.due_at - v_now));
    end if;
    return to_jsonb(v_chat.due_at <= v_now);
end;
$$;

call frontdesk.expose('turn_begin');
call frontdesk.expose('media_get');
call frontdesk.expose('media_text_put');
call frontdesk.expose('turn_wake');
