-- Turns: who may answer a conversation, from what, and how the answer is recorded.

-- Starts a turn over all pending messages, if one is due and none but the caller should run it.
-- Raises the fencing token: whoever held the previous one can no longer commit. `p_takeover` is
-- false for callers outside the queue, which must not disturb a running turn and wait for no file.
-- With `p_bare` nothing of what was said comes along: for a turn that cannot be read and is only to be
-- closed. `tries`: turns over these messages that were lost before. Returns
-- {status: none | not_due | person | busy} or {status: begin, ...everything of the turn}; but for
-- not_due and busy with `untold`: whether there is a change that the customer was not told of.
create or replace function turn_begin(
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
    v_renewed timestamptz;
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
    if p_takeover and not frontdesk.with_person(v_chat, v_now) and not frontdesk.is_urgent(p_conversation) then
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
    if frontdesk.unclaimed(v_chat, v_now) then
        update chat_identities set due_at = v_chat.handled_until, media_due_at = v_chat.handled_until
        where id = p_conversation;
        perform frontdesk.defer('turns', 'wake', null,
            jsonb_build_object('organization', p_organization, 'conversation', p_conversation),
            extract(epoch from v_chat.handled_until - v_now));
        return jsonb_build_object('status', 'not_due', 'seconds', extract(epoch from v_chat.handled_until - v_now));
    end if;
    if frontdesk.with_person(v_chat, v_now) then
        update chat_messages set status = 'handled'
        where chat_identity_id = p_conversation and direction = 'inbound' and status = 'pending';
        update chat_identities set first_pending_at = null, due_at = null where id = p_conversation;
        return jsonb_build_object('status', 'person', 'untold', frontdesk.has_untold(p_conversation));
    end if;
    -- A provider delivers a burst in any order; the customer wrote it in one.
    select jsonb_agg(frontdesk.message_json(m) order by frontdesk.written_at(m), m.seq) filter (where not p_bare),
        array_agg(m.id order by m.seq)
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
    insert into turns (organization_id, chat_identity_id, token, message_ids, started_at, due_at)
    values (p_organization, p_conversation, v_chat.turn_token, v_ids, v_now, v_chat.due_at)
    returning id into v_turn;
    -- A rehearsal goes as with a customer who can be written to.
    select case when c.channel = 'api' and c.key = 'rehearsal' then c.key else c.channel end into v_channel
    from platform_connections c where c.id = v_chat.connection_id;
    perform frontdesk.notify_chat(v_chat.connection_id, p_conversation, 'turn');
    if p_bare then
        return (
            select jsonb_build_object('status', 'begin', 'turn', v_turn, 'token', v_chat.turn_token, 'tries', v_tries,
                'organization', jsonb_build_object('id', o.id, 'name', o.name, 'language', o.language),
                'chat', jsonb_build_object('display_name', v_chat.display_name, 'phone', v_chat.phone,
                    'language', v_chat.language),
                'contact', (select jsonb_build_object('name', c.name, 'stated_phone', frontdesk.stated_phone(c.id))
                    from contacts c where c.id = v_chat.contact_id))
            from organizations o where o.id = p_organization);
    end if;
    v_renewed := frontdesk.renewed_after(p_conversation, v_ids);
    return jsonb_build_object(
        'status', 'begin', 'turn', v_turn, 'token', v_chat.turn_token, 'messages', v_messages,
        'missed', frontdesk.missed_messages(v_chat, v_ids),
        'late', frontdesk.late_media(v_chat), 'unread_before', frontdesk.unread_before(v_chat),
        'checkpoint_id', v_chat.checkpoint_id, 'channel', v_channel, 'superseded', v_chat.superseded,
        'tries', v_tries, 'untold', frontdesk.has_untold(p_conversation),
        'now', v_now, 'renewed_after', v_renewed,
        'memory', frontdesk.memory_of(v_chat, coalesce(v_renewed, v_now - interval '1 hour')),
        'recent_turns', (
            select count(*) from turns t where t.chat_identity_id = p_conversation
            and t.status = 'committed' and t.started_at > v_now - interval '5 minutes'),
        'recent_pauses', (
            select count(*) from turns t where t.chat_identity_id = p_conversation
            and t.status = 'committed' and t.started_at > v_now - interval '2 hours'
            and t.trace ->> 'guard' = 'loop, told'),
        'utterances', frontdesk.utterances(p_conversation, v_now),
        'visit_questions', frontdesk.visit_questions(p_conversation, v_ids),
        'asks_before_visits', exists (
            select from services s where s.organization_id = p_organization and s.active and s.questions <> '[]')
        ) || frontdesk.conversation_facts(p_organization, v_chat);
end;
$$;

-- What the customer said in each turn of the last two hours and says now, oldest first, by which a loop is known
-- (gateway/pipeline/loops.py): [{words: a digest in which all numbers are alike, letters: how many there are, gap:
-- seconds since the last was said before it by anybody}]. Few turns are none.
create or replace function frontdesk.utterances(p_conversation uuid, p_now timestamptz) returns jsonb
language plpgsql stable as $$
begin
    if (select count(*) from turns t where t.chat_identity_id = p_conversation and t.status = 'committed'
        and t.started_at > p_now - interval '2 hours') < 4
    then
        return '[]';
    end if;
    return (
        select coalesce(jsonb_agg(jsonb_build_object('words', md5(u.words), 'letters', length(u.words), 'gap', u.gap)
            order by u.seq), '[]')
        from (
            select min(r.seq) as seq, (array_agg(extract(epoch from r.at - r.before) order by r.seq))[1] as gap,
                regexp_replace(frontdesk.bare_text(string_agg(r.said, ' ' order by r.seq)), '[0-9]+', '0', 'g') as words
            from (
                select m.seq, m.direction, m.status, m.turn_id, m.at,
                    -- An automaton taps nothing, and a person may tap the same often.
                    case when m.payload ? 'choice' then ''
                        else left(coalesce(nullif(m.body, ''), m.media_text, ''), 500) end as said,
                    lag(m.at) over (order by m.seq) as before
                from (
                    -- When each left its sender: what lies before and after has a rhythm of its own.
                    select m.*, case m.direction when 'outbound' then coalesce(m.attempted_at, m.created_at)
                        else frontdesk.written_at(m) end as at
                    from chat_messages m where m.chat_identity_id = p_conversation
                    order by m.seq desc limit 80) m
                where m.created_at > p_now - interval '2 hours') r
            where r.direction = 'inbound' and (r.turn_id is not null or r.status = 'pending')
            group by r.turn_id) u);
end;
$$;

-- Ends a turn: replies to the outbox, messages handled, checkpoint recorded, send job enqueued.
-- Only the owner of the token can. `p_replies`: list of {text, kind, payload}. With `p_stale_ok`
-- false, a turn overtaken by newer messages is given up (status superseded; they are pending with
-- its own, and the next turn answers all). While a person handles the chat only receipts go out.
-- `p_delivery`: outbox, or caller when whoever asked delivers the reply itself (/invoke).
-- `p_withheld`: {reason, text} of what a guard kept back. `p_goodbye`: the customer took leave, and nothing is asked.
-- Returns {status: committed | fenced | person | superseded, messages: [ids of the replies]}.
drop function if exists turn_commit(
    uuid, uuid, uuid, bigint, jsonb, text, text, jsonb, boolean, text, boolean, boolean, jsonb);
create or replace function turn_commit(
    p_organization uuid, p_conversation uuid, p_turn uuid, p_token bigint, p_replies jsonb,
    p_checkpoint text, p_language text, p_trace jsonb, p_stale_ok boolean,
    p_delivery text default 'outbox', p_failed boolean default false, p_opted_out boolean default null,
    p_withheld jsonb default null, p_goodbye boolean default false
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
    if frontdesk.with_person(v_chat, v_now) and not frontdesk.unclaimed(v_chat, v_now) then
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
    perform frontdesk.visit_questions_asked(p_organization, v_chat, p_replies);
    perform frontdesk.withheld_put(p_organization, p_conversation, p_turn, p_withheld);
    update chat_identities set
        first_pending_at = v_first,
        due_at = case when v_first is null then null else due_at end,
        checkpoint_id = coalesce(p_checkpoint, checkpoint_id),
        language = coalesce(p_language, language),
        greeted_at = case when cardinality(v_replies) > 0 then v_now else greeted_at end,
        opted_out_at = case when p_opted_out then v_now when not p_opted_out and not opt_out_lasts then null
            else opted_out_at end,
        -- Not beyond the messages answered: what came during the turn is still to be read. And a turn
        -- that leaves no checkpoint has nothing in which anything of before would stand.
        last_turn_seq = case when p_failed and p_checkpoint is null then last_turn_seq else greatest(last_turn_seq, (
            select max(seq) from chat_messages where id = any (v_ids))) end,
        superseded = 0,
        closed_at = case when p_goodbye then frontdesk.now() end,
        closed_because = case when p_goodbye then 'customer' end
    where id = p_conversation;
    return jsonb_build_object('status', 'committed', 'messages', to_jsonb(v_replies));
end;
$$;

-- Whether the words of a turn that still runs may be shown while they are written: it is the chat's own
-- one, nobody took the chat meanwhile, and the customer wrote nothing more. As turn_commit decides it, but
-- without the lock: what is shown is no reply yet.
create or replace function turn_stands(
    p_organization uuid, p_conversation uuid, p_turn uuid, p_token bigint
) returns jsonb
language plpgsql stable as $$
declare
    v_now timestamptz := frontdesk.now();
    v_chat chat_identities;
    v_ids uuid[];
begin
    perform frontdesk.enter(p_organization);
    select * into v_chat from chat_identities where id = p_conversation;
    select message_ids into v_ids from turns
    where id = p_turn and chat_identity_id = p_conversation and status = 'running';
    return to_jsonb(v_ids is not null and v_chat.turn_token = p_token
        and (not frontdesk.with_person(v_chat, v_now) or frontdesk.unclaimed(v_chat, v_now))
        and not exists (
            select from chat_messages m where m.chat_identity_id = p_conversation and m.direction = 'inbound'
            and m.status = 'pending' and not m.id = any (v_ids)));
end;
$$;

-- Whoever ran a turn says that it failed and may be tried again; its messages stay pending. `p_fault`: the kind
-- of the error, {fault, failed_tool}.
drop function if exists turn_abandon(uuid, uuid, uuid);
create or replace function turn_abandon(
    p_organization uuid, p_conversation uuid, p_turn uuid, p_fault jsonb default null
) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    update turns set status = 'lost', finished_at = frontdesk.now(), trace = coalesce(p_fault, trace)
    where id = p_turn and chat_identity_id = p_conversation and status = 'running';
    return to_jsonb(found);
end;
$$;

create or replace function frontdesk.turn_close(
    p_turn uuid, p_status text, p_trace jsonb, p_handled uuid[]
) returns void
language plpgsql as $$
begin
    update turns set status = p_status, finished_at = frontdesk.now(), trace = p_trace where id = p_turn;
    update chat_messages set status = 'handled', turn_id = p_turn
    where id = any (p_handled) and status = 'pending';
end;
$$;

-- The end of a wait for files: whoever still waits is answered without them. Called too early (clocks
-- are set), it comes again. Returns whether a turn was enqueued.
create or replace function turn_wake(p_organization uuid, p_conversation uuid) returns jsonb
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
        perform frontdesk.defer_turn(p_organization, p_conversation);
    elsif v_chat.due_at = v_chat.media_due_at then
        perform frontdesk.defer('turns', 'wake', null, v_job, extract(epoch from v_chat.due_at - v_now));
    end if;
    return to_jsonb(v_chat.due_at <= v_now);
end;
$$;

-- When the last was said before these messages by the customer, by staff or in a turn, where the conversation was over
-- when the first of them came: after a silence of its span, or closed. It begins anew with them. Null: it goes on.
-- Reminders and other messages that the business sends by itself keep no wish alive.
create or replace function frontdesk.renewed_after(p_conversation uuid, p_pending uuid[]) returns timestamptz
language sql stable as $$
    select l.at from (
        select m.created_at as at from chat_messages m
        where m.chat_identity_id = p_conversation and not m.id = any (p_pending) and frontdesk.is_speech(m)
          and m.seq < (select min(p.seq) from chat_messages p where p.id = any (p_pending))
        order by m.seq desc limit 1) l
    join chat_identities i on i.id = p_conversation
    where (select min(p.created_at) from chat_messages p where p.id = any (p_pending))
        >= least(l.at + frontdesk.conversation_span(i.organization_id), frontdesk.closed_from(i, l.at))
$$;

-- What was said since the last committed turn outside of turns: by staff, while staff had the chat, and
-- what the business wrote by itself (a slot for who waits), and the replies of a turn that failed: its
-- thread does not hold them. A message at which turns failed for good is left out, or it would break
-- those after it, too.
create or replace function frontdesk.missed_messages(p_chat chat_identities, p_pending uuid[]) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(frontdesk.message_json(m) order by m.seq), '[]')
    from (
        select * from chat_messages m
        where m.chat_identity_id = p_chat.id and m.seq > p_chat.last_turn_seq and not m.payload ? 'forgotten'
          and (m.direction in ('inbound', 'staff') and m.status in ('handled', 'seen')
                  and not exists (select 1 from turns t where t.id = m.turn_id and t.status = 'failed')
              or m.direction = 'outbound' and m.status <> 'failed' and (m.turn_id is null or m.payload ? 'beside'))
          and not m.id = any (p_pending)
        order by m.seq desc limit 30) m
$$;

-- What a turn knows beside the messages: also what its customer waits for, and whether staff were told of
-- this chat within a day.
create or replace function frontdesk.conversation_facts(p_organization uuid, p_chat chat_identities) returns jsonb
language sql stable as $$
    select jsonb_build_object(
        'organization', frontdesk.organization_profile(p_organization),
        'chat', jsonb_build_object(
            'display_name', p_chat.display_name, 'phone', p_chat.phone, 'language', p_chat.language,
            'greeted', coalesce(p_chat.greeted_at > frontdesk.now() - interval '12 hours', false),
            'first_turn', p_chat.last_turn_seq = 0,
            'opted_out', p_chat.opted_out_at is not null,
            'contact_id', p_chat.contact_id),
        'contact', (
            select jsonb_build_object('name', c.name, 'phone', c.phone, 'stated_phone', frontdesk.stated_phone(c.id))
            from contacts c where c.id = p_chat.contact_id),
        'phone_standing', frontdesk.phone_standing(p_chat),
        'reminder_consent', (
            select case when not frontdesk.reminders_arrive(p_chat) then 'unavailable'
                when a.granted then 'granted' when not a.granted then 'refused' end
            from (select) one
            left join contact_authorizations a on a.contact_id = p_chat.contact_id and a.kind = 'reminders'),
        'recall_consent', (
            select case when a.granted then 'granted' else 'refused' end from contact_authorizations a
            where a.contact_id = p_chat.contact_id and a.kind = 'recall'),
        'staff_told', exists (
            select from escalations e where e.chat_identity_id = p_chat.id and e.status in ('open', 'notified')
            and e.created_at > frontdesk.now() - interval '1 day'),
        'open_call', frontdesk.open_call(p_chat.id),
        'people', frontdesk.people_of(p_chat.contact_id),
        'upcoming', frontdesk.upcoming(p_chat.contact_id),
        'last_visit', frontdesk.last_visit(p_chat.contact_id),
        'waiting', frontdesk.waiting_of(p_chat.contact_id, p_chat.id),
        'rating', frontdesk.rating_awaited(p_chat))
$$;

-- Whether a reminder would find its customer: in this chat or another of theirs. A page that was closed
-- shows none, and a caller of ours delivers none. A rehearsal shows what customers with a phone are asked.
create or replace function frontdesk.reminders_arrive(p_chat chat_identities) returns boolean
language sql stable as $$
    select exists (
        select from chat_identities i join platform_connections c on c.id = i.connection_id
        where (i.id = p_chat.id or i.contact_id = p_chat.contact_id)
          and c.active and (c.channel not in ('web', 'api') or (c.channel = 'api' and c.key = 'rehearsal')))
$$;

-- What a turn knows of the organization.
create or replace function frontdesk.organization_profile(p_organization uuid) returns jsonb
language sql stable as $$
    select to_jsonb(o) - 'created_at' - 'updated_at' || jsonb_build_object(
        'hours', (
            select coalesce(jsonb_agg(jsonb_build_array(h.weekday, h.opens, h.closes)
                order by h.weekday, h.opens), '[]')
            from organization_availability h where h.organization_id = o.id),
        'special_dates', frontdesk.special_days(o),
        'services', (
            select coalesce(jsonb_agg(s.name order by s.position, s.name), '[]')
            from services s where s.organization_id = o.id and s.active),
        'recalls', (
            select coalesce(jsonb_agg(s.name order by s.position, s.name), '[]')
            from services s
            where s.organization_id = o.id and s.active and s.bookable and s.recall_after is not null),
        'home_visits', (
            select coalesce(jsonb_agg(s.name order by s.position, s.name), '[]')
            from services s where s.organization_id = o.id and s.active and s.bookable and s.given_at = 'customer'),
        'team', frontdesk.team_of(p_organization))
    from organizations o where o.id = p_organization
$$;

-- [name, [services]] of who gives what, in the organization's order; the first dozen of each.
create or replace function frontdesk.team_of(p_organization uuid) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_array(w.name, w.services) order by w.position, w.name), '[]')
    from (
        select m.name, m.position, jsonb_path_query_array(
            jsonb_agg(s.name order by s.position, s.name), '$[0 to 11]') as services
        from members m
        join member_services ms on ms.member_id = m.id
        join services s on s.id = ms.service_id and s.active
        where m.organization_id = p_organization and m.active
        group by m.id order by m.position, m.name limit 12) w
$$;

-- [day, opens, closes, label] of the days of the next month that do not follow the week; null hours:
-- closed.
create or replace function frontdesk.special_days(p_org organizations) returns jsonb
language sql stable as $$
    with ahead as materialized (
        select c.day, c.cause
        from (select (frontdesk.now() at time zone p_org.time_zone)::date as today) t
        cross join frontdesk.day_causes(p_org, t.today, t.today + 31) c
    )
    select coalesce(jsonb_agg(jsonb_build_array(s.day, s.opens, s.closes, frontdesk.closed_label(p_org, s.day))
        order by s.day, s.opens), '[]')
    from (
        select s.day, s.opens, s.closes from organization_special_dates s join ahead using (day)
        where s.organization_id = p_org.id
        union all
        select a.day, null, null from ahead a where a.cause <> 'special') s
$$;
