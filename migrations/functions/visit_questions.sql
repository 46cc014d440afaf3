-- Questions before a visit: which is due, which waits for its answer, what was answered
-- (docs/decisions/visit-questions.md).

-- An appointment that is ahead and stands: only about such a one is anything asked.
create or replace function frontdesk.is_ahead(p_appointment appointments) returns boolean
language sql stable as $$
    select p_appointment.status in ('scheduled', 'confirmed') and p_appointment.starts_at > frontdesk.now()
$$;

-- A question as a conversation knows it: {id, appointment, service, starts_at, about (null: the customer themself),
-- question, kind, choices, status, times}.
create or replace function frontdesk.visit_question_json(p_row visit_answers) returns jsonb
language sql stable as $$
    select jsonb_build_object('id', p_row.id, 'appointment', p_row.appointment_id, 'key', p_row.key,
        'service', s.name, 'starts_at', a.starts_at,
        'about', case when a.person_id is not null then coalesce(a.attendee_name, p.name) end,
        'question', p_row.question, 'kind', p_row.kind, 'choices', p_row.choices, 'status', p_row.status,
        'times', p_row.times)
    from appointments a
    join services s on s.id = a.service_id
    left join people p on p.id = a.person_id
    where a.id = p_row.appointment_id
$$;

-- What was asked in a chat about visits that are ahead, the newest first: visit_question_json with `waits`: it was the
-- last that was said before these messages, so that they answer it. (Or these did, in a turn that is repeated.)
create or replace function frontdesk.visit_questions(p_conversation uuid, p_pending uuid[]) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(frontdesk.visit_question_json(v) || jsonb_build_object('waits',
        v.message_ids && p_pending or coalesce(v.status = 'asked' and v.id::text = (
            select m.payload #>> '{visit_question,id}' from chat_messages m
            where m.chat_identity_id = p_conversation and m.direction in ('outbound', 'staff')
              and not m.payload ? 'automatic'
              and m.seq < (select min(p.seq) from chat_messages p where p.id = any (p_pending))
            order by m.seq desc limit 1), false)) order by v.asked_at desc, v.id), '[]')
    from (
        select v.* from visit_answers v join appointments a on a.id = v.appointment_id
        where v.chat_identity_id = p_conversation and frontdesk.is_ahead(a)
        order by v.asked_at desc, v.id limit 20) v
$$;

-- The question that is to be asked next in a chat; null: none. Asked is about what its customer booked, moved or
-- confirmed there within a day, one by one: what was asked once and not answered is asked a second time after such a
-- change, or at once where it is `p_waiting` (the customer spoke of something else, and that is done). Where one was
-- refused, nothing more of its visit is asked.
create or replace function visit_question_next(
    p_organization uuid, p_conversation uuid, p_waiting uuid default null
) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        with changed as (
            select b.id, max(e.at) as at
            from appointment_events e
            cross join lateral unnest(frontdesk.parts_of(e.appointment_id)) i
            join appointments b on b.id = i
            where e.chat_identity_id = p_conversation and e.actor = 'customer'
              and e.kind in ('booked', 'moved', 'confirmed') and e.at > frontdesk.now() - interval '1 day'
              and frontdesk.is_ahead(b)
            group by b.id
        ), listed as (
            select a.*, c.at, s.name as service, q.question, q.nth, coalesce(a.visit_id, a.id) as visit,
                v.id as asked, v.status as state, v.times, v.asked_at
            from changed c
            join appointments a on a.id = c.id
            join services s on s.id = a.service_id
            cross join lateral jsonb_array_elements(s.questions) with ordinality q (question, nth)
            left join visit_answers v on v.appointment_id = a.id and v.key = q.question ->> 'key'
        ), open as (
            select l.*, l.times = 1 and (l.at > l.asked_at or l.asked = p_waiting) as again
            from listed l
            where l.asked is null or l.state in ('asked', 'later')
        )
        select jsonb_build_object('id', coalesce(o.asked, gen_random_uuid()), 'appointment', o.id,
            'key', o.question ->> 'key', 'service', o.service, 'starts_at', o.starts_at,
            'about', case when o.person_id is not null
                then coalesce(o.attendee_name, (select p.name from people p where p.id = o.person_id)) end,
            'question', o.question ->> 'text', 'kind', o.question ->> 'kind', 'choices', o.question -> 'choices',
            'status', coalesce(o.state, 'due'), 'times', coalesce(o.times, 0),
            'first', not exists (select from visit_answers w where w.appointment_id = o.id))
        from open o
        where (o.asked is null or o.again)
          and not exists (
              select from visit_answers w join appointments b on b.id = w.appointment_id
              where coalesce(b.visit_id, b.id) = o.visit
                and (w.status = 'refused'
                    or w.status in ('asked', 'later') and w.id is distinct from o.asked
                        and not exists (select from open k where k.asked = w.id and k.again)))
          and (o.asked is not null or not frontdesk.visit_answer_known(o.id, o.question))
        order by o.asked is null, o.starts_at, o.id, o.nth limit 1);
end;
$$;

-- Whether nobody needs to be asked: the same words were asked about another part of the visit, or the same question
-- was answered for the same person within the months that the business gave it.
create or replace function frontdesk.visit_answer_known(p_appointment uuid, p_question jsonb) returns boolean
language sql stable as $$
    select exists (
        select from appointments a
        join appointments b on b.contact_id = a.contact_id and b.person_id is not distinct from a.person_id
        join visit_answers w on w.appointment_id = b.id
        where a.id = p_appointment and b.id <> a.id
          and (b.visit_id = a.visit_id and w.question = p_question ->> 'text'
              or b.service_id = a.service_id and w.key = p_question ->> 'key' and w.status = 'answered'
                  and w.answered_at > frontdesk.now()
                      - make_interval(months => (p_question ->> 'ask_again_months')::integer)))
$$;

-- Writes down what these replies ask (payload.visit_question: {id, appointment, key}), in the transaction in which they
-- are put into the outbox. Only of the customer's own appointments, and in the words of the service.
create or replace function frontdesk.visit_questions_asked(
    p_organization uuid, p_chat chat_identities, p_replies jsonb
) returns void
language sql as $$
    insert into visit_answers (id, organization_id, appointment_id, chat_identity_id, person_id, key, question, kind,
        choices, flag, asked_at)
    select (r.asked ->> 'id')::uuid, p_organization, a.id, p_chat.id, a.person_id, q ->> 'key', q ->> 'text',
        q ->> 'kind', array(select jsonb_array_elements_text(q -> 'choices')),
        jsonb_build_object('answers', q -> 'flag', 'below', q -> 'flag_below', 'above', q -> 'flag_above'),
        frontdesk.now()
    from (
        select r #> '{payload,visit_question}' as asked from jsonb_array_elements(p_replies) r
        where jsonb_typeof(r #> '{payload,visit_question}') = 'object') r
    join appointments a on a.id = (r.asked ->> 'appointment')::uuid and a.contact_id = p_chat.contact_id
    join services s on s.id = a.service_id
    cross join lateral jsonb_array_elements(s.questions) q
    where q ->> 'key' = r.asked ->> 'key'
    on conflict (appointment_id, key) do update set status = 'asked', times = 2, asked_at = excluded.asked_at,
        chat_identity_id = excluded.chat_identity_id
$$;

-- Whether an answer is one that the business wants a person to see.
create or replace function frontdesk.needs_a_person(p_kind text, p_flag jsonb, p_answer text) returns boolean
language sql immutable as $$
    select coalesce(case p_kind
        when 'number' then p_answer::numeric < (p_flag ->> 'below')::numeric
            or p_answer::numeric > (p_flag ->> 'above')::numeric
        when 'text' then false
        else p_flag -> 'answers' ? p_answer end, false)
$$;

drop function if exists visit_answer_put(uuid, uuid, uuid, uuid, text, text, text, jsonb, text, text, jsonb);
-- Keeps what the customer of a chat answered to a question of theirs. `p_status`: answered (`p_answer` as code read
-- it), skipped, later, refused or left; `p_words` and `p_messages` are the customer's. An answer that needs a person
-- calls one, once (`p_summary`, `p_body` and `p_params` as of escalation_open). Returns {status: kept | not_found,
-- call: what escalation_open answered; null: no person is needed}.
create or replace function visit_answer_put(
    p_organization uuid, p_conversation uuid, p_turn uuid, p_question uuid, p_status text, p_answer text,
    p_words text, p_messages jsonb, p_summary text, p_body text, p_params jsonb
) returns jsonb
language plpgsql as $$
declare
    v_row visit_answers;
    v_call text;
begin
    perform frontdesk.enter(p_organization);
    perform 1 from chat_identities where id = p_conversation for update;
    select v.* into v_row from visit_answers v join appointments a on a.id = v.appointment_id
    where v.id = p_question and v.chat_identity_id = p_conversation and frontdesk.is_ahead(a)
    for update of v;
    if v_row.id is null then
        return '{"status": "not_found"}';
    end if;
    update visit_answers v set status = p_status, answer = left(p_answer, 500), words = left(p_words, 1000),
        message_ids = array(select m::uuid from jsonb_array_elements_text(p_messages) m), turn_id = p_turn,
        answered_at = frontdesk.now(),
        flagged = p_status = 'answered' and frontdesk.needs_a_person(v.kind, v.flag, p_answer)
    where v.id = v_row.id
    returning * into v_row;
    if v_row.flagged then
        if v_row.called_at is null then
            v_call := escalation_open(p_organization, p_conversation, p_turn, 'visit_answer', p_summary, p_body,
                p_params) ->> 'status';
            update visit_answers set called_at = frontdesk.now() where id = v_row.id;
        else
            v_call := 'already_notified';
        end if;
    end if;
    return jsonb_build_object('status', 'kept', 'call', v_call);
end;
$$;

-- What was answered about an appointment (its visit), in the order of asking: [{about, question, kind, status, answer,
-- words, flagged, local}]; `about` where it is somebody else than the customer.
create or replace function frontdesk.visit_answers_of(p_appointment uuid) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object('question', v.question, 'kind', v.kind, 'status', v.status,
        'answer', v.answer, 'words', v.words, 'flagged', v.flagged,
        'about', case when a.person_id is not null then coalesce(a.attendee_name, p.name) end,
        'local', frontdesk.local_text(coalesce(v.answered_at, v.asked_at), o.time_zone))
        order by v.asked_at, v.id), '[]')
    from visit_answers v
    join appointments a on a.id = v.appointment_id
    join organizations o on o.id = v.organization_id
    left join people p on p.id = a.person_id
    where v.appointment_id = any (frontdesk.parts_of(p_appointment))
$$;
