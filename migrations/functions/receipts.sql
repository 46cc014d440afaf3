-- Receipts that always go out, and words that were withheld.
--
-- What a customer's turn changed stands in appointment_events, contact_authorizations and waiting_list
-- with the turn's id, written in the change's own transaction. Which of it the customer has been told
-- stands in told_changes. So a receipt is owed from the moment of the change, whatever becomes of the
-- turn: a crash, a guard, a model that fails, a person who takes the chat over.

-- What turns of this chat changed within a day: its key, kind (booked, moved, cancelled, confirmed, renamed;
-- consent; joined, declined, left), turn, time, and the row that it is about.
create or replace function frontdesk.customer_changes(p_conversation uuid)
returns table (change text, kind text, turn uuid, at timestamptz, subject uuid, granted boolean)
language sql stable as $$
    select 'event:' || e.id, e.kind, e.turn_id, e.at, e.appointment_id, null::boolean
    from appointment_events e
    where e.chat_identity_id = p_conversation and e.turn_id is not null and e.actor = 'customer'
      and e.kind in ('booked', 'moved', 'cancelled', 'confirmed', 'renamed')
      and e.at > frontdesk.now() - interval '1 day'
    union all
    select 'consent:' || a.kind || ':' || a.turn_id, 'consent', a.turn_id, a.at, a.contact_id, a.granted
    from chat_identities i
    join contact_authorizations a on a.contact_id = i.contact_id and a.at > frontdesk.now() - interval '1 day'
    join turns t on t.id = a.turn_id and t.chat_identity_id = i.id
    where i.id = p_conversation and a.kind = 'reminders'
    union all
    select 'waiting:' || w.id || ':' || w.turn_id || ':' || w.status,
        case w.status when 'waiting' then 'joined' else w.status end, w.turn_id, w.changed_at, w.id, null
    from waiting_list w
    where w.chat_identity_id = p_conversation and w.turn_id is not null
      and w.status in ('waiting', 'declined', 'left') and w.changed_at > frontdesk.now() - interval '1 day'
$$;

-- Those of which the customer was not told.
create or replace function frontdesk.untold(p_conversation uuid)
returns table (change text, kind text, turn uuid, at timestamptz, subject uuid, granted boolean)
language sql stable as $$
    select c.* from frontdesk.customer_changes(p_conversation) c
    where not exists (
        select from told_changes d where d.chat_identity_id = p_conversation and d.change = c.change)
$$;

create or replace function frontdesk.has_untold(p_conversation uuid) returns boolean
language sql stable as $$ select exists (select from frontdesk.untold(p_conversation)) $$;

-- Null when there is nothing; else {organization, language, changes: [{change, kind, turn, granted,
-- appointment | entry}]}, oldest first. A visit's parts have the same appointment.
create or replace function changes_untold(p_organization uuid, p_conversation uuid) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select jsonb_build_object('organization', frontdesk.organization_profile(p_organization),
            'language', coalesce(i.language, o.language), 'changes', found.changes)
        from chat_identities i
        join organizations o on o.id = i.organization_id
        cross join lateral (
            select jsonb_agg(jsonb_build_object('change', u.change, 'kind', u.kind, 'turn', u.turn,
                'granted', u.granted,
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
create or replace function frontdesk.told_once(p_organization uuid, p_conversation uuid, p_replies jsonb) returns jsonb
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
create or replace function changes_tell(p_organization uuid, p_conversation uuid, p_replies jsonb) returns jsonb
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

create or replace function frontdesk.withheld_put(
    p_organization uuid, p_conversation uuid, p_turn uuid, p_withheld jsonb
) returns void
language sql as $$
    insert into withheld_replies (organization_id, chat_identity_id, turn_id, reason, body, created_at)
    select p_organization, p_conversation, p_turn, left(p_withheld ->> 'reason', 200), p_withheld ->> 'text',
    frontdesk.now()
    where btrim(p_withheld ->> 'text') <> ''
$$;

-- What was withheld since, newest first: [{at, conversation, phone, name, reason, text}].
create or replace function withheld_list(
    p_organization uuid, p_since timestamptz, p_limit integer default 50
) returns jsonb
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
