-- Receipts that always go out, words that were withheld, and turns that fail before they begin.
--
-- What a customer's turn changed stands in appointment_events, contact_authorizations and waiting_list
-- with the turn's id, written in the change's own transaction. Which of it the customer has been told
-- stands in told_changes. So a receipt is owed from the moment of the change, whatever becomes of the
-- turn: a crash, a guard, a model that fails, a person who takes the chat over.

create table told_changes (
    organization_id uuid not null references organizations on delete cascade,
    chat_identity_id uuid not null references chat_identities on delete cascade,
    change text not null check (length(change) between 1 and 120),
    told_at timestamptz not null,
    primary key (chat_identity_id, change)
);
comment on table told_changes is 'Changes of which the customer was told; forgotten once nobody looks that far back';
call frontdesk.protect('told_changes');

create index appointment_events_chat on appointment_events (chat_identity_id, at) where turn_id is not null;

-- What a guard kept from a customer, and why. It lives as long as the texts of its chat.
create table withheld_replies (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    chat_identity_id uuid not null references chat_identities on delete cascade,
    turn_id uuid not null references turns on delete cascade,
    reason text not null check (length(reason) between 1 and 200),
    body text not null,
    created_at timestamptz not null
);
create index withheld_replies_time on withheld_replies (organization_id, created_at);
create index withheld_replies_chat on withheld_replies (chat_identity_id);
call frontdesk.protect('withheld_replies');
call frontdesk.staff_reads('withheld_replies', 'id, organization_id, chat_identity_id, reason, body, created_at');

-- Who updates has told of everything so far.
insert into told_changes (organization_id, chat_identity_id, change, told_at)
select e.organization_id, e.chat_identity_id, 'event:' || e.id, frontdesk.now() from appointment_events e
where e.turn_id is not null and e.chat_identity_id is not null and e.at > frontdesk.now() - interval '2 days';
insert into told_changes (organization_id, chat_identity_id, change, told_at)
select a.organization_id, t.chat_identity_id, 'consent:' || a.kind || ':' || a.turn_id, frontdesk.now()
from contact_authorizations a join turns t on t.id = a.turn_id
where a.at > frontdesk.now() - interval '2 days'
on conflict do nothing;
insert into told_changes (organization_id, chat_identity_id, change, told_at)
select w.organization_id, w.chat_identity_id, 'waiting:' || w.id || ':' || w.turn_id || ':' || w.status, frontdesk.now()
from waiting_list w where w.turn_id is not null and w.changed_at > frontdesk.now() - interval '2 days';

-- What turns of this chat changed within a day and the customer was not told: its key, kind (booked,
-- moved, cancelled, confirmed, renamed; consent; joined, declined, left), turn, time, and the row that it is about.
create function frontdesk.untold(p_conversation uuid)
returns table (change text, kind text, turn uuid, at timestamptz, subject uuid, granted boolean)
language sql stable as $$
    select * from (
        select 'event:' || e.id, e.kind, e.turn_id, e.at, e.appointment_id, null::boolean
        from appointment_events e
        where e.chat_identity_id = p_conversation and e.turn_id is not null and e.actor = 'customer'
          and e.kind in ('booked', 'moved', 'cancelled', 'confirmed', 'renamed') and e.at > frontdesk.now() - interval '1 day'
        union all
        select 'consent:' || a.kind || ':' || a.turn_id, 'consent', a.turn_id, a.at, a.contact_id, a.granted
        from chat_identities i
        join contact_authorizations a on a.contact_id = i.contact_id and a.at > frontdesk.now() - interval '1 day'
        join turns t on t.id = a.turn_id and t.chat_identity_id = i.id
        where i.id = p_conversation
        union all
        select 'waiting:' || w.id || ':' || w.turn_id || ':' || w.status,
            case w.status when 'waiting' then 'joined' else w.status end, w.turn_id, w.changed_at, w.id, null
        from waiting_list w
        where w.chat_identity_id = p_conversation and w.turn_id is not null
          and w.status in ('waiting', 'declined', 'left') and w.changed_at > frontdesk.now() - interval '1 day'
    ) c (change, kind, turn, at, subject, granted)
    where not exists (
        select from told_changes d where d.chat_identity_id = p_conversation and d.change = c.change)
$$;

create function frontdesk.has_untold(p_conversation uuid) returns boolean
language sql stable as $$ select exists (select from frontdesk.untold(p_conversation)) $$;

-- Null when there is nothing; else {organization, language, changes: [{change, kind, turn, granted,
-- appointment | entry}]}, oldest first. A visit's parts have the same appointment.
create function changes_untold(p_organization uuid, p_conversation uuid) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select jsonb_build_object('organization', frontdesk.organization_profile(p_organization),
            'language', coalesce(i.language, o.language), 'changes', found.changes)
        from chat_identities i
        join organizations o on o.id = i.organization_id
        cross join lateral (
            select jsonb_agg(jsonb_build_object('change', u.change, 'kind', u.kind, 'turn', u.turn, 'granted', u.granted,
                'appointment', case when u.kind in ('booked', 'moved', 'cancelled', 'confirmed', 'renamed')
                    then frontdesk.appointment_json(u.subject) end,
                'entry', case when u.kind in ('joined', 'declined', 'left')
                    then frontdesk.waiting_json(w, p_conversation) end) order by u.at, u.change) as changes
            from frontdesk.untold(p_conversation) u
            left join waiting_list w on w.id = u.subject) found
        where i.id = p_conversation and found.changes is not null);
end;
$$;

-- Notes as told what these replies tell (payload.changes). Returns the replies without receipts of which
-- another process was faster to tell all.
create function frontdesk.told_once(p_organization uuid, p_conversation uuid, p_replies jsonb) returns jsonb
language plpgsql as $$
declare
    v_reply jsonb;
    v_kept jsonb := '[]';
begin
    for v_reply in select r from jsonb_array_elements(p_replies) r loop
        if jsonb_typeof(v_reply #> '{payload,changes}') = 'array' and v_reply #> '{payload,changes}' <> '[]' then
            insert into told_changes (organization_id, chat_identity_id, change, told_at)
            select p_organization, p_conversation, c, frontdesk.now()
            from jsonb_array_elements_text(v_reply #> '{payload,changes}') c
            on conflict do nothing;
            continue when not found and (v_reply #>> '{payload,receipt}')::boolean;
            delete from told_changes d
            where d.chat_identity_id = p_conversation and d.told_at < frontdesk.now() - interval '7 days';
        end if;
        v_kept := v_kept || jsonb_build_array(v_reply);
    end loop;
    return v_kept;
end;
$$;

-- Receipts that no turn will send: their turn was overtaken, or a person has the chat. They go out even
-- then, because they say what stands. Returns the ids of the messages.
create function changes_tell(p_organization uuid, p_conversation uuid, p_replies jsonb) returns jsonb
language plpgsql as $$
declare
    v_chat chat_identities;
begin
    perform frontdesk.enter(p_organization);
    select * into v_chat from chat_identities where id = p_conversation for update;
    return to_jsonb(frontdesk.replies_put(p_organization, v_chat, null,
        frontdesk.told_once(p_organization, p_conversation, p_replies), 'outbox'));
end;
$$;

create function frontdesk.withheld_put(p_organization uuid, p_conversation uuid, p_turn uuid, p_withheld jsonb) returns void
language sql as $$
    insert into withheld_replies (organization_id, chat_identity_id, turn_id, reason, body, created_at)
    select p_organization, p_conversation, p_turn, left(p_withheld ->> 'reason', 200), p_withheld ->> 'text', frontdesk.now()
    where btrim(p_withheld ->> 'text') <> ''
$$;

-- What was withheld since, newest first: [{at, conversation, phone, name, reason, text}].
create function withheld_list(p_organization uuid, p_since timestamptz, p_limit integer default 50) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce(jsonb_agg(jsonb_build_object('at', w.created_at, 'conversation', w.chat_identity_id,
            'phone', i.phone, 'name', coalesce(c.name, i.display_name), 'reason', w.reason, 'text', w.body)
            order by w.created_at desc), '[]')
        from (
            select * from withheld_replies r where r.organization_id = p_organization and r.created_at >= p_since
            order by r.created_at desc limit p_limit) w
        join chat_identities i on i.id = w.chat_identity_id
        left join contacts c on c.id = i.contact_id);
end;
$$;

-- As in 0020, and the replies of a turn that failed: its thread does not hold them.
create or replace function frontdesk.missed_messages(p_chat chat_identities, p_pending uuid[]) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(frontdesk.message_json(m) order by m.seq), '[]')
    from (
        select * from chat_messages m
        where m.chat_identity_id = p_chat.id and m.seq > p_chat.last_turn_seq
          and (m.direction in ('inbound', 'staff') and m.status in ('handled', 'seen')
                  and not exists (select 1 from turns t where t.id = m.turn_id and t.status = 'failed')
              or m.direction = 'outbound' and m.status <> 'failed' and (m.turn_id is null or m.payload ? 'beside'))
          and not m.id = any (p_pending)
        order by m.seq desc limit 30) m
$$;

-- As in 0005, without messages at which a turn failed for good and left no checkpoint: a thread that is
-- rebuilt would break on them again.
create or replace function conversation_history(
    p_organization uuid, p_conversation uuid, p_before bigint default null, p_limit integer default 40
) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce(jsonb_agg(frontdesk.message_json(m) order by m.seq), '[]')
        from (
            select * from chat_messages m
            where m.chat_identity_id = p_conversation and (p_before is null or m.seq < p_before)
              and m.status not in ('pending', 'ignored')
              and not (m.direction = 'inbound'
                  and exists (select from turns t where t.id = m.turn_id and t.status = 'failed')
                  and exists (select from chat_messages r where r.chat_identity_id = p_conversation
                      and r.seq > m.seq and r.turn_id = m.turn_id and r.payload ? 'beside'))
            order by m.seq desc limit p_limit) m);
end;
$$;

-- Variables of the environment that the operator lets an organization's file name although they do not
-- begin like the organization. One organization each. `confirmed`: false for what stood in a file before
-- there was a rule, so that an update silences nobody; `frontdesk check` names them.
create table environment_grants (
    name text primary key check (name ~ '^[A-Z][A-Z0-9_]{2,63}$'),
    organization_id uuid not null references organizations on delete cascade,
    confirmed boolean not null default true,
    granted_at timestamptz not null
);
create index environment_grants_organization on environment_grants (organization_id);
call frontdesk.protect('environment_grants');

create function frontdesk.environment_prefix(p_slug text) returns text
language sql immutable as $$ select upper(replace(p_slug, '-', '_')) || '_' $$;

-- What organizations' connections name.
create view frontdesk.environment_names with (security_invoker = true) as
    select c.organization_id, c.key as connection, n.kind, n.name
    from platform_connections c
    cross join lateral (values ('token_env', c.token_env), ('secret_env', c.secret_env)) n (kind, name)
    where c.active and n.name <> '';
grant select on frontdesk.environment_names to frontdesk_app;

insert into environment_grants (name, organization_id, confirmed, granted_at)
select n.name, (array_agg(n.organization_id))[1], false, frontdesk.now()
from frontdesk.environment_names n
where n.name ~ '^[A-Z][A-Z0-9_]{2,63}$'
  and not exists (select from organizations o where starts_with(n.name, frontdesk.environment_prefix(o.slug)))
group by n.name
having count(distinct n.organization_id) = 1;

-- Whether the variable is this organization's: granted to it, or it begins like this one's slug and no
-- longer one's, and is not granted to another. It looks across tenants and answers yes or no.
create function environment_owned(p_organization uuid, p_name text) returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select to_jsonb(coalesce(
        (select g.organization_id = p_organization from environment_grants g where g.name = p_name),
        (select o.id = p_organization from organizations o
         where starts_with(p_name, frontdesk.environment_prefix(o.slug))
         order by length(o.slug) desc limit 1),
        false))
$$;

-- For the operator: {slugs: [...], names: [{slug, connection, kind, name}], grants: [{slug, name, confirmed}]};
-- of `p_names` (a list) only what has to do with one of these variables.
create function environment_claims(p_names jsonb default null) returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select jsonb_build_object(
        'slugs', (
            select coalesce(jsonb_agg(o.slug order by o.slug), '[]') from organizations o
            where p_names is null or exists (
                select from jsonb_array_elements_text(p_names) n
                where starts_with(n, frontdesk.environment_prefix(o.slug)))),
        'names', (
            select coalesce(jsonb_agg(jsonb_build_object('slug', o.slug, 'connection', n.connection,
                'kind', n.kind, 'name', n.name) order by o.slug, n.connection, n.kind desc), '[]')
            from frontdesk.environment_names n join organizations o on o.id = n.organization_id
            where p_names is null or p_names ? n.name),
        'grants', (
            select coalesce(jsonb_agg(jsonb_build_object('slug', o.slug, 'name', g.name,
                'confirmed', g.confirmed) order by g.name), '[]')
            from environment_grants g join organizations o on o.id = g.organization_id
            where p_names is null or p_names ? g.name))
$$;

-- Grants these variables, and takes back what no connection of the organization names any more.
-- False when one of them is another organization's.
create function environment_grant(p_organization uuid, p_names jsonb) returns jsonb
language plpgsql as $$
declare
    v_names text[] := array(select jsonb_array_elements_text(p_names));
begin
    perform frontdesk.enter(p_organization);
    delete from environment_grants g
    where g.organization_id = p_organization
      and not exists (select from frontdesk.environment_names n where n.organization_id = p_organization and n.name = g.name);
    insert into environment_grants (name, organization_id, granted_at)
    select n, p_organization, frontdesk.now() from unnest(v_names) n
    on conflict (name) do nothing;
    update environment_grants set confirmed = true where organization_id = p_organization and name = any (v_names);
    return to_jsonb((select count(*) from environment_grants g where g.name = any (v_names)) = cardinality(v_names));
end;
$$;

-- As in 0035, and the hash of each page's token: what the environment holds is shown only if it is that
-- token.
create or replace function staff_page(p_organization uuid) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select jsonb_build_object('slug', o.slug, 'name', o.name, 'language', o.language, 'time_zone', o.time_zone,
            'token_envs', (
                select coalesce(jsonb_agg(c.token_env order by c.key), '[]') from platform_connections c
                where c.organization_id = o.id and c.channel = 'web' and c.active),
            'tokens', (
                select coalesce(jsonb_agg(jsonb_build_object('env', c.token_env, 'hash', encode(c.token_hash, 'hex'))
                    order by c.key), '[]')
                from platform_connections c
                where c.organization_id = o.id and c.channel = 'web' and c.active))
        from organizations o where o.id = p_organization);
end;
$$;

-- Starts a turn over all pending messages, if one is due and none but the caller should run it.
-- Raises the fencing token: whoever held the previous one can no longer commit. `p_takeover` is
-- false for callers outside the queue, which must not disturb a running turn and wait for no file.
-- With `p_bare` nothing of what was said comes along: for a turn that cannot be read and is only to be
-- closed. `tries`: turns over these messages that were lost before. Returns
-- {status: none | not_due | person | busy} or {status: begin, ...everything of the turn}; but for
-- not_due and busy with `untold`: whether there is a change that the customer was not told of.
drop function turn_begin(uuid, uuid, boolean, double precision);
create function turn_begin(
    p_organization uuid, p_conversation uuid, p_takeover boolean default true,
    p_lease_seconds double precision default 120, p_bare boolean default false
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
    v_tries integer;
begin
    perform frontdesk.enter(p_organization);
    -- Nothing is lost with a beginning: the turn's commit brings it to the disk with itself, and a
    -- turn whose row did not survive a crash cannot commit.
    perform set_config('synchronous_commit', 'off', true);
    select * into v_chat from chat_identities where id = p_conversation for update;
    if v_chat.id is null or v_chat.first_pending_at is null then
        return jsonb_build_object('status', 'none', 'untold', frontdesk.has_untold(p_conversation));
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
        return jsonb_build_object('status', 'person', 'untold', frontdesk.has_untold(p_conversation));
    end if;
    select jsonb_agg(frontdesk.message_json(m) order by m.seq) filter (where not p_bare), array_agg(m.id order by m.seq)
    into v_messages, v_ids
    from chat_messages m
    where m.chat_identity_id = p_conversation and m.direction = 'inbound' and m.status = 'pending';
    if v_ids is null then
        update chat_identities set first_pending_at = null, due_at = null where id = p_conversation;
        return jsonb_build_object('status', 'none', 'untold', frontdesk.has_untold(p_conversation));
    end if;
    update turns set status = 'lost', finished_at = v_now
    where chat_identity_id = p_conversation and status = 'running';
    select count(*) into v_tries from (
        select t.status, t.message_ids from turns t where t.chat_identity_id = p_conversation
        order by t.started_at desc, t.token desc limit 30) t
    where t.status = 'lost' and t.message_ids && v_ids;
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
    if p_bare then
        return (
            select jsonb_build_object('status', 'begin', 'turn', v_turn, 'token', v_chat.turn_token, 'tries', v_tries,
                'organization', jsonb_build_object('id', o.id, 'name', o.name, 'language', o.language),
                'chat', jsonb_build_object('display_name', v_chat.display_name, 'phone', v_chat.phone,
                    'language', v_chat.language),
                'contact', (select jsonb_build_object('name', c.name) from contacts c where c.id = v_chat.contact_id))
            from organizations o where o.id = p_organization);
    end if;
    return jsonb_build_object(
        'status', 'begin', 'turn', v_turn, 'token', v_chat.turn_token, 'messages', v_messages,
        'missed', frontdesk.missed_messages(v_chat, v_ids),
        'late', frontdesk.late_media(v_chat), 'unread_before', frontdesk.unread_before(v_chat),
        'checkpoint_id', v_chat.checkpoint_id, 'channel', v_channel, 'superseded', v_chat.superseded,
        'tries', v_tries, 'untold', frontdesk.has_untold(p_conversation),
        'now', v_now,
        'recent_turns', (
            select count(*) from turns t where t.chat_identity_id = p_conversation
            and t.status = 'committed' and t.started_at > v_now - interval '5 minutes')
        ) || frontdesk.conversation_facts(p_organization, v_chat);
end;
$$;

-- Ends a turn: replies to the outbox, messages handled, checkpoint recorded, send job enqueued.
-- Only the owner of the token can. `p_replies`: list of {text, kind, payload}. With `p_stale_ok`
-- false, a turn overtaken by newer messages is given up (status superseded; they are pending with
-- its own, and the next turn answers all). While a person handles the chat only receipts go out.
-- `p_delivery`: outbox, or caller when whoever asked delivers the reply itself (/invoke).
-- `p_withheld`: {reason, text} of what a guard kept back.
-- Returns {status: committed | fenced | person | superseded, messages: [ids of the replies]}.
drop function turn_commit(uuid, uuid, uuid, bigint, jsonb, text, text, jsonb, boolean, text, boolean, boolean);
create function turn_commit(
    p_organization uuid, p_conversation uuid, p_turn uuid, p_token bigint, p_replies jsonb,
    p_checkpoint text, p_language text, p_trace jsonb, p_stale_ok boolean,
    p_delivery text default 'outbox', p_failed boolean default false, p_opted_out boolean default null,
    p_withheld jsonb default null
) returns jsonb
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_chat chat_identities;
    v_ids uuid[];
    v_first timestamptz;
    v_replies uuid[];
    v_words text;
begin
    perform frontdesk.enter(p_organization);
    select * into v_chat from chat_identities where id = p_conversation for update;
    if v_chat.turn_token is distinct from p_token then
        update turns set status = 'lost', finished_at = v_now, trace = p_trace
        where id = p_turn and chat_identity_id = p_conversation and status = 'running';
        return jsonb_build_object('status', 'fenced');
    end if;
    select message_ids into v_ids from turns
    where id = p_turn and chat_identity_id = p_conversation and status = 'running';
    if v_ids is null then
        return jsonb_build_object('status', 'fenced');
    end if;
    select min(created_at) into v_first from chat_messages
    where chat_identity_id = p_conversation and direction = 'inbound' and status = 'pending'
      and not id = any (v_ids);
    perform frontdesk.notify_chat(v_chat.connection_id, p_conversation, 'turn_end');
    if frontdesk.with_person(v_chat, v_now) then
        perform frontdesk.turn_close(p_turn, 'dropped', p_trace, v_ids);
        update chat_identities set first_pending_at = v_first where id = p_conversation;
        select string_agg(r ->> 'text', E'\n') into v_words from jsonb_array_elements(p_replies) r
        where not coalesce((r #>> '{payload,receipt}')::boolean, false);
        perform frontdesk.withheld_put(p_organization, p_conversation, p_turn, coalesce(p_withheld,
            jsonb_build_object('reason', 'a person handles this chat', 'text', v_words)));
        if p_delivery = 'outbox' then
            -- Of no turn: the outbox keeps back what a turn said while a person handles the chat.
            v_replies := frontdesk.replies_put(p_organization, v_chat, null,
                frontdesk.told_once(p_organization, p_conversation, (
                    select coalesce(jsonb_agg(r), '[]') from jsonb_array_elements(p_replies) r
                    where (r #>> '{payload,receipt}')::boolean)), p_delivery);
        end if;
        return jsonb_build_object('status', 'person', 'messages', to_jsonb(coalesce(v_replies, '{}')));
    end if;
    if v_first is not null and not p_stale_ok then
        perform frontdesk.turn_close(p_turn, 'superseded', p_trace, '{}');
        update chat_identities set superseded = superseded + 1 where id = p_conversation;
        return jsonb_build_object('status', 'superseded');
    end if;
    perform frontdesk.turn_close(p_turn, case when p_failed then 'failed' else 'committed' end, p_trace, v_ids);
    v_replies := frontdesk.replies_put(p_organization, v_chat, p_turn,
        frontdesk.told_once(p_organization, p_conversation, p_replies), p_delivery);
    perform frontdesk.withheld_put(p_organization, p_conversation, p_turn, p_withheld);
    update chat_identities set
        first_pending_at = v_first,
        due_at = case when v_first is null then null else due_at end,
        checkpoint_id = coalesce(p_checkpoint, checkpoint_id),
        language = coalesce(p_language, language),
        greeted_at = case when cardinality(v_replies) > 0 then v_now else greeted_at end,
        opted_out_at = case p_opted_out when true then v_now when false then null else opted_out_at end,
        -- Not beyond the messages answered: what came during the turn is still to be read. And a turn
        -- that leaves no checkpoint has nothing in which anything of before would stand.
        last_turn_seq = case when p_failed and p_checkpoint is null then last_turn_seq else greatest(last_turn_seq, (
            select max(seq) from chat_messages where id = any (v_ids))) end,
        superseded = 0
    where id = p_conversation;
    return jsonb_build_object('status', 'committed', 'messages', to_jsonb(v_replies));
end;
$$;

call frontdesk.expose('conversation_history');
call frontdesk.expose('turn_begin');
call frontdesk.expose('turn_commit');
call frontdesk.expose('changes_untold');
call frontdesk.expose('changes_tell');
call frontdesk.expose('withheld_list');
call frontdesk.expose('environment_owned');
call frontdesk.expose('environment_claims');
call frontdesk.expose('environment_grant');
call frontdesk.expose('staff_page');
