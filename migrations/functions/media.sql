-- Files of messages, received and sent: where they are, the words that received ones become, and their deletion.
--
-- The media job reads a file while the debounce waits and puts its text here; the turn waits for it,
-- bounded, and takes it for what the customer said or showed.

create or replace view frontdesk.kept_files with (security_invoker = true) as
    select m.organization_id, m.id, m.chat_identity_id,
        case when m.payload ? 'deleted' then '-infinity'::timestamptz else m.created_at end as since,
        m.payload -> 'media' ->> 'path' as path,
        case when m.payload -> 'media' ? 'path' then coalesce(m.payload -> 'media' ->> 'store', 'files') end as store,
        coalesce((m.payload -> 'media' ->> 'bytes')::bigint, 0) as bytes
    from chat_messages m
    where m.payload ? 'media' and (m.payload -> 'media' ->> 'state') is distinct from 'deleted'
    union all
    -- What did not become part of a message within an hour never will.
    select h.organization_id, h.id, h.chat_identity_id,
        case when h.handed_at < frontdesk.now() - interval '1 hour' then '-infinity'::timestamptz else h.handed_at end,
        h.path, h.store, 0::bigint
    from handed_files h;

-- One of staff hands in a file for a chat; only then it is stored. False: there is no such chat. Twice is once.
create or replace function file_hand_in(
    p_organization uuid, p_conversation uuid, p_file uuid, p_store text, p_path text
) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    insert into handed_files (id, organization_id, chat_identity_id, store, path, handed_at)
    select p_file, p_organization, i.id, p_store, p_path, frontdesk.now() from chat_identities i
    where i.id = p_conversation
    on conflict (id) do nothing;
    return to_jsonb(exists (
        select from handed_files h where h.id = p_file and h.chat_identity_id = p_conversation));
end;
$$;

-- A file that was handed in for a chat becomes part of a message, as the message's {kind, payload: {media}}; null: it
-- is not there (any more). `p_file`: {id, kind, mime, bytes, filename, voice}, as our own code found it to be.
create or replace function frontdesk.file_taken(p_chat uuid, p_file jsonb) returns jsonb
language plpgsql as $$
declare
    v_file handed_files;
begin
    delete from handed_files h where h.id = (p_file ->> 'id')::uuid and h.chat_identity_id = p_chat
    returning * into v_file;
    return case when v_file.id is not null then jsonb_build_object('kind', p_file ->> 'kind', 'payload',
        jsonb_build_object('media', jsonb_strip_nulls(p_file - '{id,kind}'::text[]) || jsonb_build_object(
            'state', 'stored', 'store', v_file.store, 'path', v_file.path))) end;
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
            'name', c.name, 'phone', c.phone, 'secret_env', c.secret_env, 'settings', c.settings,
            'state', m.media_state, 'reason', m.media_reason,
            'language', coalesce(i.language, o.language))
        from chat_messages m
        join platform_connections c on c.id = m.connection_id
        join chat_identities i on i.id = m.chat_identity_id
        join organizations o on o.id = m.organization_id
        where m.id = p_message);
end;
$$;

-- What becomes of a received file: {path, store} before it is put there, so that no file is without its
-- row, then {state: stored | failed, path, store, bytes, mime, error}. False when it was deleted
-- meanwhile: then it is not to be kept.
create or replace function media_put(p_organization uuid, p_message uuid, p_result jsonb) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    update chat_messages m
    set payload = jsonb_set(m.payload, '{media}', case when p_result ? 'state'
        then (m.payload -> 'media') - 'inline_base64' else m.payload -> 'media' end || p_result)
    where m.id = p_message and m.payload ? 'media'
      and (m.payload -> 'media' ->> 'state') is distinct from 'deleted';
    return to_jsonb(found);
end;
$$;

-- What a received file says: {state: read, form, text, urgent?} or {state: unread, reason}. A text that was read
-- stays, and one that comes late still counts. When the turn waited for nothing else, it begins now.
-- Returns whether it was written.
create or replace function media_text_put(p_organization uuid, p_message uuid, p_reading jsonb) returns jsonb
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
        media_text = p_reading ->> 'text', media_reason = p_reading ->> 'reason', media_read_at = v_now,
        payload = m.payload || frontdesk.urgency(p_reading)
    where m.id = p_message and m.payload ? 'media' and not m.payload ? 'deleted'
      and m.media_state is distinct from 'read';
    v_written := found;
    if v_chat.first_pending_at is not null and (
        v_chat.due_at = v_chat.media_due_at and frontdesk.media_deadline(v_chat) is null
        or v_chat.due_at > v_now and frontdesk.is_urgent(v_chat.id)) then
        update chat_identities set due_at = v_now, media_due_at = null where id = v_chat.id;
        perform frontdesk.defer_turn(p_organization, v_chat.id);
    end if;
    return to_jsonb(v_written);
end;
$$;

-- Comes back later for a received file that nobody can fetch without the credential. False: it has
-- waited for `p_most_seconds`.
create or replace function media_park(
    p_organization uuid, p_message uuid, p_retry_seconds double precision, p_most_seconds double precision
) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    perform 1 from chat_messages m where m.organization_id = p_organization and m.id = p_message
        and m.created_at >= frontdesk.now() - make_interval(secs => p_most_seconds);
    if found then
        perform frontdesk.defer('media', 'media', null,
            jsonb_build_object('organization', p_organization, 'message', p_message), p_retry_seconds);
    end if;
    return to_jsonb(found);
end;
$$;

-- Until when a turn waits for files of its messages; null when all are read or given up. Each has 45
-- seconds, which is two tries to read it, and nobody waits for more than 90 in all.
create or replace function frontdesk.media_deadline(p_chat chat_identities) returns timestamptz
language sql stable as $$
    select least(max(m.created_at) + interval '45 seconds', p_chat.first_pending_at + interval '90 seconds')
    from chat_messages m
    where m.chat_identity_id = p_chat.id and m.direction = 'inbound' and m.status = 'pending'
      and m.payload ? 'media' and m.media_state is null
    having count(*) > 0
$$;

-- Files whose text came after their turn had begun without it. They are not answered by themselves, but
-- the thread learns what they said.
create or replace function frontdesk.late_media(p_chat chat_identities) returns jsonb
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
create or replace function frontdesk.unread_before(p_chat chat_identities) returns integer
language sql stable as $$
    select count(distinct m.turn_id)::integer
    from chat_messages m join turns t on t.id = m.turn_id
    where m.chat_identity_id = p_chat.id and m.direction = 'inbound' and t.status = 'committed'
      and m.created_at > frontdesk.now() - interval '12 hours'
      and m.kind in ('audio', 'image', 'video', 'document', 'unsupported')
      and m.media_text is null and btrim(m.body) = ''
$$;

-- Organizations that keep files from before: [id]. A file that is handed in may be overdue at once.
create or replace function media_overdue(p_before timestamptz) returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select coalesce(jsonb_agg(o.id order by o.id), '[]') from organizations o
    where exists (
        select from frontdesk.kept_files k where k.organization_id = o.id and k.since < p_before)
$$;

-- An organization's files, oldest first: [{message, path, store}]; `path` and `store` are null
-- while the file stands in its row, or only at the provider. `p_store` leaves out what others keep,
-- `p_phone` (canonical) all but one customer's, `p_before` all that came since.
create or replace function media_kept(
    p_organization uuid, p_store text, p_before timestamptz default null, p_phone text default null,
    p_limit integer default 100
) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce(jsonb_agg(to_jsonb(f)), '[]')
        from (
            select k.id as message, k.path, k.store from frontdesk.kept_files k
            where k.organization_id = p_organization and k.since < coalesce(p_before, 'infinity')
              and coalesce(k.store, p_store) = p_store
              and (p_phone is null or exists (
                  select from chat_identities i left join contacts c on c.id = i.contact_id
                  where i.id = k.chat_identity_id and (i.phone = p_phone or c.phone = p_phone)))
            order by k.since, k.id limit greatest(1, least(p_limit, 1000))) f);
end;
$$;

-- The files of these messages are gone. What was read from them stays, but for messages that their
-- customer took back. Returns how many rows were changed.
create or replace function media_forget(p_organization uuid, p_messages jsonb) returns jsonb
language plpgsql as $$
declare
    v_count integer;
begin
    perform frontdesk.enter(p_organization);
    update chat_messages m set
        payload = jsonb_set(m.payload, '{media}', (m.payload -> 'media') - 'inline_base64' - 'url'
            || jsonb_build_object('state', 'deleted', 'deleted_at', frontdesk.now())),
        media_state = case when not m.payload ? 'deleted' then m.media_state end,
        media_form = case when not m.payload ? 'deleted' then m.media_form end,
        media_text = case when not m.payload ? 'deleted' then m.media_text end,
        media_reason = case when not m.payload ? 'deleted' then m.media_reason end
    where m.organization_id = p_organization and m.payload ? 'media'
      and m.id in (select i::uuid from jsonb_array_elements_text(p_messages) i);
    get diagnostics v_count = row_count;
    delete from handed_files h
    where h.organization_id = p_organization
      and h.id in (select i::uuid from jsonb_array_elements_text(p_messages) i);
    return to_jsonb(v_count);
end;
$$;

-- For the operator, by where they are: [{store, files, bytes, overdue}].
create or replace function media_overview(p_before timestamptz) returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select coalesce(jsonb_agg(to_jsonb(f) order by f.store), '[]')
    from (
        select k.store, count(*) as files, sum(k.bytes) as bytes, count(*) filter (where k.since < p_before) as overdue
        from frontdesk.kept_files k where k.store is not null group by k.store) f
$$;
