-- What the desk remembers of a customer beyond the last messages: what was done in earlier conversations, read from its
-- rows; a summary by a hosted model, where there is one; and facts, each with its source. All of it is bounded, goes
-- with the customer (person_erase), and can be forgotten alone (docs/decisions/conversations.md).

-- What was done in the chat, or another of the same customer's, until `p_until`; the last eight, oldest first:
-- [{at, what: booked | moved | confirmed | cancelled | called, service, starts, reason}]. `starts`: local; `reason`:
-- why a person was called.
create or replace function frontdesk.earlier_matters(p_chat chat_identities, p_until timestamptz) returns jsonb
language plpgsql stable as $$
declare
    v_chats uuid[] := array(
        select i.id from chat_identities i
        where i.id = p_chat.id or i.contact_id = p_chat.contact_id and i.organization_id = p_chat.organization_id);
begin
    return (
        with matters as (
            select e.at, e.kind as what, s.name as service, frontdesk.local_text(coalesce(
                case e.kind when 'moved' then (e.detail ->> 'to')::timestamptz end, a.starts_at), o.time_zone)
                as starts,
                null as reason, lpad(e.id::text, 20, '0') as place
            from appointment_events e
            join appointments a on a.id = e.appointment_id
            join services s on s.id = a.service_id
            join organizations o on o.id = e.organization_id
            where e.chat_identity_id = any (v_chats) and e.turn_id is not null and e.at <= p_until
              and e.kind in ('booked', 'moved', 'confirmed', 'cancelled')
            union all
            select e.created_at, 'called', null, null, e.reason, e.id::text from escalations e
            where e.chat_identity_id = any (v_chats) and e.created_at <= p_until)
        select coalesce(jsonb_agg(jsonb_build_object('at', m.at, 'what', m.what, 'service', m.service,
            'starts', m.starts, 'reason', m.reason) order by m.at, m.place), '[]')
        from (select * from matters order by at desc, place desc limit 8) m);
end;
$$;

-- What a turn is told of earlier conversations: {matters, summary: a model's words, or null}.
create or replace function frontdesk.memory_of(p_chat chat_identities, p_until timestamptz) returns jsonb
language plpgsql stable as $$
begin
    return jsonb_build_object('matters', frontdesk.earlier_matters(p_chat, p_until), 'summary', (
        select s.body from chat_summaries s where s.chat_identity_id = p_chat.id));
end;
$$;

-- Conversations that are over, and of which at least four messages of the customer are in no summary yet:
-- [{organization, conversation, turn}], the longest over first. `turn`: the chat's last, at which its cost counts.
create or replace function summaries_due(p_limit integer default 5) returns jsonb
language plpgsql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('organization', d.organization_id, 'conversation', d.id,
            'turn', d.turn) order by d.last_inbound_at, d.id), '[]')
        from (
            select i.organization_id, i.id, i.last_inbound_at, t.id as turn
            from frontdesk.chat_states(array(
                select i.id from organizations o join chat_identities i on i.organization_id = o.id
                left join chat_summaries s on s.chat_identity_id = i.id
                where i.last_inbound_at > frontdesk.now() - frontdesk.conversation_span(o.id) - interval '2 days'
                  and i.last_turn_seq > coalesce(s.through_seq, 0))) e
            join chat_identities i on i.id = e.id
            cross join lateral (
                select t.id from turns t where t.chat_identity_id = i.id and t.status = 'committed'
                order by t.started_at desc limit 1) t
            where e.state in ('closed', 'expired') and 4 <= (
                select count(*) from frontdesk.unsummarized(i) m where m.direction = 'inbound')
            order by i.last_inbound_at, i.id limit least(p_limit, 50)) d);
end;
$$;

-- The last sixty messages with words that are in no summary.
create or replace function frontdesk.unsummarized(p_chat chat_identities) returns setof chat_messages
language sql stable as $$
    select * from chat_messages m
    where m.chat_identity_id = p_chat.id and not m.payload ?| array['forgotten', 'deleted']
      and m.seq > greatest(p_chat.forgotten_seq, coalesce((
          select s.through_seq from chat_summaries s where s.chat_identity_id = p_chat.id), 0))
      and (m.body <> '' or m.media_text is not null) and frontdesk.is_speech(m)
    order by m.seq desc limit 60
$$;

-- What a summary is made from: {summary: the one before, messages: [{by, text, at}], through, forgotten}; null when
-- there is nothing.
create or replace function summary_source(p_organization uuid, p_conversation uuid) returns jsonb
language plpgsql stable as $$
declare
    v_chat chat_identities;
begin
    perform frontdesk.enter(p_organization);
    select * into v_chat from chat_identities where id = p_conversation;
    return (
        select jsonb_build_object('summary', (
                select s.body from chat_summaries s where s.chat_identity_id = v_chat.id),
            'messages', jsonb_agg(jsonb_build_object('by', frontdesk.speaker(m),
                'text', left(coalesce(nullif(m.body, ''), m.media_text), 500), 'at', m.created_at) order by m.seq),
            'through', max(m.seq), 'forgotten', v_chat.forgotten_seq)
        from frontdesk.unsummarized(v_chat) m having count(*) > 0);
end;
$$;

-- Keeps a summary of what summary_source told. False when the chat was erased, or words of it were forgotten meanwhile.
create or replace function summary_put(
    p_organization uuid, p_conversation uuid, p_text text, p_through bigint, p_forgotten bigint, p_model text
) returns jsonb
language plpgsql as $$
declare
    v_chat chat_identities;
begin
    perform frontdesk.enter(p_organization);
    select * into v_chat from chat_identities where id = p_conversation for update;
    if v_chat.id is null or v_chat.forgotten_seq <> p_forgotten or btrim(p_text) = '' then
        return 'false';
    end if;
    insert into chat_summaries as s (chat_identity_id, organization_id, body, from_at, through_seq, model, made_at)
    select v_chat.id, p_organization, left(btrim(p_text), 600), min(m.created_at), p_through, p_model, frontdesk.now()
    from frontdesk.unsummarized(v_chat) m where m.seq <= p_through having count(*) > 0
    on conflict (chat_identity_id) do update set body = excluded.body, through_seq = excluded.through_seq,
        model = excluded.model, made_at = excluded.made_at;
    return to_jsonb(found);
end;
$$;

-- What is remembered of a customer (as person_find names their contacts and chats): [{fact, text, source, at}], each by
-- the fact's name and where it comes from.
create or replace function person_memory(p_organization uuid, p_contacts jsonb, p_chats jsonb) returns jsonb
language plpgsql stable as $$
declare
    v_contacts uuid[] := array(select v::uuid from jsonb_array_elements_text(p_contacts) v);
    v_chats uuid[] := array(select v::uuid from jsonb_array_elements_text(p_chats) v);
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce(jsonb_agg(jsonb_build_object('fact', f.fact, 'text', f.text, 'source', f.source, 'at', f.at)
            order by f.place, f.at, f.text), '[]')
        from (
            select 1 as place, 'name' as fact, c.name as text, 'contact ' || c.id as source, c.created_at as at
            from contacts c where c.id = any (v_contacts) and c.name is not null
            union all
            select 2, 'phone', c.stated_phone, 'written by them, contact ' || c.id, c.stated_phone_at
            from contacts c where c.id = any (v_contacts) and c.stated_phone is not null
            union all
            select 3, 'language', i.language, 'chat ' || i.id, i.last_inbound_at
            from chat_identities i where i.id = any (v_chats) and i.language is not null
            union all
            select 4, 'person', concat_ws(', ', p.name, replace(p.relation, '_', ' ')), 'person ' || p.id, p.created_at
            from people p where p.contact_id = any (v_contacts)
            union all
            select 5, 'note', n.body, 'note ' || n.id, n.noted_at
            from contact_notes n where n.contact_id = any (v_contacts)
            union all
            select 6, 'usual', (select string_agg(s, ', ') from jsonb_array_elements_text(v.visit -> 'services') s)
                || coalesce(', ' || (v.visit ->> 'member'), ''), 'appointment ' || (v.visit ->> 'id'),
                (v.visit ->> 'at')::timestamptz
            from unnest(v_contacts) c, lateral (select frontdesk.last_visit(c) as visit) v where v.visit is not null
            union all
            select 7, 'summary', s.body, 'written by ' || s.model || ', chat ' || s.chat_identity_id, s.made_at
            from chat_summaries s where s.chat_identity_id = any (v_chats)) f);
end;
$$;

-- Forgets a fact of a customer; how many there were. Of `usual`: visits until now are no usual of theirs any more,
-- the appointments stay. `p_fact`: phone, note, usual, summary or person (people for whom nothing is booked).
create or replace function person_forget(
    p_organization uuid, p_contacts jsonb, p_chats jsonb, p_fact text
) returns jsonb
language plpgsql as $$
declare
    v_contacts uuid[] := array(select v::uuid from jsonb_array_elements_text(p_contacts) v);
    v_count integer := 0;
begin
    perform frontdesk.enter(p_organization);
    case p_fact
        when 'phone' then
            update contacts set stated_phone = null, stated_phone_at = null
            where id = any (v_contacts) and stated_phone is not null;
        when 'note' then
            delete from contact_notes where contact_id = any (v_contacts);
        when 'usual' then
            update contacts c set visits_from = frontdesk.now()
            where c.id = any (v_contacts) and frontdesk.last_visit(c.id) is not null;
        when 'summary' then
            delete from chat_summaries s where s.chat_identity_id in (
                select v::uuid from jsonb_array_elements_text(p_chats) v);
        when 'person' then
            delete from people p where p.contact_id = any (v_contacts)
                and not exists (select from appointments a where a.person_id = p.id);
    end case;
    get diagnostics v_count = row_count;
    return to_jsonb(v_count);
end;
$$;
