-- What a customer was shown, and what they answered: messages that were handed to the provider, and what stood in them.

-- The ids that a message shows: its options, the times that its words name (`shown`), and the proposal that the
-- question of the offline model is about.
create or replace function frontdesk.shown_ids(p_payload jsonb) returns text[]
language sql immutable as $$
    select array(select o ->> 'id' from jsonb_array_elements(
            case when jsonb_typeof(p_payload -> 'options') = 'array' then p_payload -> 'options' else '[]' end) o
            where o ->> 'id' is not null)
        || array(select jsonb_array_elements_text(
            case when jsonb_typeof(p_payload -> 'shown') = 'array' then p_payload -> 'shown' else '[]' end))
        || array(select (p_payload #>> '{memo,ask,data,proposal}') || ':yes'
            where p_payload #>> '{memo,ask,data,proposal}' <> '')
$$;

-- The ids under which a token is shown: a time, the yes to a proposal, the yes to a time of the waiting list.
create or replace function frontdesk.ids_of(p_token text) returns text[]
language sql immutable as $$
    select array[p_token, p_token || ':yes', 'waiting:' || p_token || ':yes']
$$;

-- Whether a token stood in a message that was handed to the provider before the newest message of a turn came, or was
-- tapped, which nobody can who was not shown it. Only the chat's last messages are looked at.
create or replace function frontdesk.was_shown(p_conversation uuid, p_turn uuid, p_token text) returns boolean
language sql stable as $$
    with own as materialized (
        select max(m.seq) as seq, max(m.created_at) as at from turns t
        join chat_messages m on m.id = any (t.message_ids) where t.id = p_turn and t.chat_identity_id = p_conversation
    ), past as materialized (
        select m.* from chat_messages m where m.chat_identity_id = p_conversation order by m.seq desc limit 80
    )
    select exists (
        select from past m cross join own
        where (m.direction = 'outbound' and m.status in ('sending', 'sent', 'delivered', 'read', 'unknown')
                and coalesce(m.attempted_at, m.created_at) <= coalesce(own.at, 'infinity')
                and frontdesk.shown_ids(m.payload) && frontdesk.ids_of(p_token))
            or (m.direction = 'inbound' and m.seq <= own.seq
                and m.payload #>> '{choice,id}' = any (frontdesk.ids_of(p_token))))
$$;

-- The end of a chat as the customer of a turn knows it, oldest first, for what a write needs of their words:
--   {messages: [{id, direction, text, at, own, choice, quotes, shown: [ids], buttons, asks}],
--    offers: [{slot, at, local, items, appointment}], proposals: [{proposal, kind, appointment, slot}]}
-- Messages of ours that were not handed to the provider are missing, and so are offers that stood in none of them;
-- proposals are all that an earlier turn made. `own`: of this very turn; `quotes`: the id of the
-- message that one answers; `buttons`: how many of `shown`, from the first, are such; `asks`: the kind of the question
-- of the offline model.
create or replace function recent_exchange(p_organization uuid, p_conversation uuid, p_turn uuid) returns jsonb
language plpgsql stable as $$
declare
    v_zone text;
    v_messages jsonb;
    v_shown text[];
begin
    perform frontdesk.enter(p_organization);
    select o.time_zone into v_zone from organizations o where o.id = p_organization;
    with own as materialized (
        select t.message_ids, (select max(m.seq) from chat_messages m where m.id = any (t.message_ids)) as seq
        from turns t where t.id = p_turn and t.chat_identity_id = p_conversation
    ), past as materialized (
        select m.*, m.id = any (own.message_ids) as own, frontdesk.shown_ids(m.payload) as shown,
            case m.direction when 'outbound' then coalesce(m.attempted_at, m.created_at) else m.created_at end as at
        from chat_messages m cross join own
        where m.chat_identity_id = p_conversation and m.seq <= own.seq
          and case m.direction when 'outbound' then m.status in ('sending', 'sent', 'delivered', 'read', 'unknown')
              else m.status <> 'ignored' end
        order by m.seq desc limit 40
    )
    select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', m.id, 'direction', m.direction, 'at', m.at,
            'own', m.own, 'shown', to_jsonb(m.shown), 'choice', m.payload #>> '{choice,id}',
            'asks', m.payload #>> '{memo,ask,kind}',
            'buttons', jsonb_array_length(case when jsonb_typeof(m.payload -> 'options') = 'array'
                then m.payload -> 'options' else '[]' end),
            'text', case when m.media_form = 'transcript' then m.media_text else m.body end,
            'quotes', case when m.direction = 'inbound' and m.payload ? 'reply_to' then coalesce(
                frontdesk.message_of(m.connection_id, null, m.payload ->> 'reply_to'),
                frontdesk.message_of(m.connection_id, null, m.payload ->> 'reply_to_second')) end))
            order by m.at, m.seq)
    into v_messages
    from past m;
    v_shown := array(select distinct jsonb_array_elements_text(m -> 'shown') from jsonb_array_elements(v_messages) m);
    return jsonb_build_object('messages', coalesce(v_messages, '[]'),
        'offers', (
            select coalesce(jsonb_agg(jsonb_build_object('slot', f.token, 'at', f.starts_at,
                'local', frontdesk.local_text(f.starts_at, v_zone), 'appointment', f.appointment_id,
                'items', frontdesk.items_json(f.items, v_zone)) order by f.starts_at, f.token), '[]')
            from slot_offers f where f.chat_identity_id = p_conversation
              and f.expires_at > frontdesk.now() - interval '1 day'
              and (frontdesk.ids_of(f.token) && v_shown or f.token in (
                  select p.slot_token from appointment_proposals p where p.chat_identity_id = p_conversation
                    and frontdesk.ids_of(p.token) && v_shown))),
        'proposals', (
            select coalesce(jsonb_agg(jsonb_build_object('proposal', p.token, 'kind', p.kind,
                'appointment', p.appointment_id, 'slot', p.slot_token) order by p.proposed_at, p.token), '[]')
            from appointment_proposals p where p.chat_identity_id = p_conversation and p.turn_id <> p_turn
              and p.expires_at > frontdesk.now()));
end;
$$;
