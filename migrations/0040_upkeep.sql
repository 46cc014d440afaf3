-- What the worker does by and by: files that customers sent are deleted after a while, and entries of
-- the knowledge base that have no embedding get one.

-- Who may begin a chore when, and how it went. One process of the deployment does it at a time.
create table frontdesk.chores (
    name text primary key check (length(name) between 1 and 40),
    next_at timestamptz not null,
    failures integer not null default 0,
    error text,
    done_at timestamptz
);
comment on column frontdesk.chores.done_at is 'when it last went well';
comment on column frontdesk.chores.failures is 'since then';

-- Takes a chore that is due; nobody else gets it until `chore_end`, or until the lease runs out.
create function chore_begin(p_name text, p_lease_seconds double precision) returns jsonb
language plpgsql security definer
set search_path = public, frontdesk, pg_temp
as $$
begin
    insert into frontdesk.chores (name, next_at) values (p_name, '-infinity') on conflict do nothing;
    update frontdesk.chores set next_at = frontdesk.now() + make_interval(secs => p_lease_seconds)
    where name = p_name and next_at <= frontdesk.now();
    return to_jsonb(found);
end;
$$;

-- Ends one: the next is due in so many seconds. After an error twice as late each time, up to an hour.
create function chore_end(p_name text, p_seconds double precision, p_error text default null) returns jsonb
language plpgsql security definer
set search_path = public, frontdesk, pg_temp
as $$
declare
    v_now timestamptz := frontdesk.now();
begin
    update frontdesk.chores c set
        failures = case when p_error is null then 0 else c.failures + 1 end,
        error = left(p_error, 300),
        done_at = case when p_error is null then v_now else c.done_at end,
        next_at = v_now + make_interval(secs => case when p_error is null then p_seconds
            else least(p_seconds * 2 ^ least(c.failures, 10), greatest(p_seconds, 3600)) end)
    where c.name = p_name;
    return to_jsonb(found);
end;
$$;

-- For the operator: [{name, failures, error, done_at, next_at}].
create function chores_list() returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select coalesce(jsonb_agg(to_jsonb(c) order by c.name), '[]') from frontdesk.chores c
$$;

-- Received files that are kept. The hour from which one is: a message that its customer took back
-- keeps nothing.
create index chat_messages_kept_files on chat_messages (
        organization_id,
        (case when payload ? 'deleted' then '-infinity'::timestamptz else created_at end))
    where payload ? 'media' and (payload -> 'media' ->> 'state') is distinct from 'deleted';

create view frontdesk.kept_files with (security_invoker = true) as
    select m.organization_id, m.id, m.chat_identity_id,
        case when m.payload ? 'deleted' then '-infinity'::timestamptz else m.created_at end as since,
        m.payload -> 'media' ->> 'path' as path,
        case when m.payload -> 'media' ? 'path' then coalesce(m.payload -> 'media' ->> 'store', 'files') end as store,
        coalesce((m.payload -> 'media' ->> 'bytes')::bigint, 0) as bytes
    from chat_messages m
    where m.payload ? 'media' and (m.payload -> 'media' ->> 'state') is distinct from 'deleted';
grant select on frontdesk.kept_files to frontdesk_app;

-- Organizations that keep files from before: [id].
create function media_overdue(p_before timestamptz) returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select coalesce(jsonb_agg(o.id order by o.id), '[]') from organizations o
    where exists (
        select from frontdesk.kept_files k where k.organization_id = o.id and k.since < p_before)
$$;

-- An organization's received files, oldest first: [{message, path, store}]; `path` and `store` are null
-- while the file stands in its row, or only at the provider. `p_store` leaves out what others keep,
-- `p_phone` (canonical) all but one customer's, `p_before` all that came since.
create function media_kept(
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
create function media_forget(p_organization uuid, p_messages jsonb) returns jsonb
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
    return to_jsonb(v_count);
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

-- For the operator, by where they are: [{store, files, bytes, overdue}].
create function media_overview(p_before timestamptz) returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select coalesce(jsonb_agg(to_jsonb(f) order by f.store), '[]')
    from (
        select k.store, count(*) as files, sum(k.bytes) as bytes, count(*) filter (where k.since < p_before) as overdue
        from frontdesk.kept_files k where k.store is not null group by k.store) f
$$;

-- Organizations with entries that have no embedding of the model: [id], every time in another order,
-- so that one that fails is not before the others for ever.
create function knowledge_unembedded(p_model text) returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select coalesce(jsonb_agg(o.id order by random()), '[]') from organizations o
    where frontdesk.has_vectors() and exists (select from frontdesk.not_embedded(o.id, p_model))
$$;

call frontdesk.expose('chore_begin');
call frontdesk.expose('chore_end');
call frontdesk.expose('chores_list');
call frontdesk.expose('media_overdue');
call frontdesk.expose('media_kept');
call frontdesk.expose('media_forget');
call frontdesk.expose('media_put');
call frontdesk.expose('media_overview');
call frontdesk.expose('knowledge_unembedded');
