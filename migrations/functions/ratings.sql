-- What customers say of a visit when they are asked (docs/decisions/moments.md): one to five, and after a low one what
-- happened. Code reads the answer, never a model.

-- The question stands in the outbox.
create or replace function frontdesk.rating_ask(p_row reminders, p_first uuid, p_chat chat_identities) returns void
language sql as $$
    insert into visit_ratings (id, organization_id, appointment_id, contact_id, chat_identity_id, asked_at)
    select p_row.id, p_row.organization_id, p_first, a.contact_id, p_chat.id, frontdesk.now()
    from appointments a where a.id = p_first
    on conflict (id) do nothing
$$;

-- The question about a visit that waits for an answer in a chat: nothing was said to the customer since, for a week at
-- most. {id, seq (of the message), asks: rating | why}; else null.
create or replace function frontdesk.rating_awaited(p_chat chat_identities) returns jsonb
language sql stable as $$
    select jsonb_build_object('id', v.id, 'seq', m.seq, 'asks', coalesce(m.payload ->> 'review_asks', 'rating'))
    from (
        select * from chat_messages m
        where m.chat_identity_id = p_chat.id and m.direction <> 'inbound' and m.status <> 'failed'
          and not m.payload ? 'automatic'
        order by m.seq desc limit 1) m
    join visit_ratings v on v.id = coalesce(m.payload ->> 'review', m.payload ->> 'reminder')::uuid
        and v.contact_id = p_chat.contact_id
    where (m.payload ? 'review_asks' or m.payload ? 'reminder')
      and m.created_at > frontdesk.now() - interval '7 days'
$$;

-- A rating of this chat's customer, held until the end of the transaction.
create or replace function frontdesk.rating_of(p_conversation uuid, p_rating uuid) returns visit_ratings
language sql as $$
    select v.* from visit_ratings v join chat_identities i on i.contact_id = v.contact_id
    where i.id = p_conversation and v.id = p_rating
    for update of v
$$;

-- Writes down what a customer answered. `p_waits`: the question still waits, so that what was read of it before
-- is replaced. {status: rated | known (it was answered before) | not_found, rating, link: where who is content may say
-- so, at four and five}
create or replace function rating_put(
    p_organization uuid, p_conversation uuid, p_turn uuid, p_rating uuid, p_value integer, p_waits boolean
) returns jsonb
language plpgsql as $$
declare
    v_row visit_ratings;
begin
    perform frontdesk.enter(p_organization);
    perform frontdesk.acting('customer', p_turn, p_conversation);
    v_row := frontdesk.rating_of(p_conversation, p_rating);
    if v_row.id is null then
        return '{"status": "not_found"}';
    elsif v_row.rating is not null and v_row.turn_id is distinct from p_turn and not p_waits then
        return jsonb_build_object('status', 'known', 'rating', v_row.rating);
    end if;
    update visit_ratings set rating = p_value, rated_at = frontdesk.now(), turn_id = p_turn where id = v_row.id;
    if v_row.rating is null then
        perform frontdesk.event_put(p_organization, v_row.appointment_id, 'rated');
    end if;
    return jsonb_build_object('status', 'rated', 'rating', p_value, 'link', (
        select o.review_link from organizations o where o.id = p_organization and p_value >= 4));
end;
$$;

-- Writes down what a customer says had happened. {status: kept | not_found, rating, services, at (of the visit)}
create or replace function rating_words(
    p_organization uuid, p_conversation uuid, p_rating uuid, p_words text
) returns jsonb
language plpgsql as $$
declare
    v_row visit_ratings;
begin
    perform frontdesk.enter(p_organization);
    v_row := frontdesk.rating_of(p_conversation, p_rating);
    if v_row.rating is null then
        return '{"status": "not_found"}';
    end if;
    update visit_ratings set words = left(p_words, 1200), words_at = frontdesk.now() where id = v_row.id;
    return (
        select jsonb_build_object('status', 'kept', 'rating', v_row.rating, 'at', a.starts_at, 'services',
            frontdesk.visit_services(coalesce(a.visit_id, a.id)))
        from appointments a where a.id = v_row.appointment_id);
end;
$$;

-- What was said of the visit of an appointment: {rating, words}; null where nobody was asked or answered.
create or replace function frontdesk.rating_json(p_appointment uuid) returns jsonb
language sql stable as $$
    select jsonb_build_object('rating', v.rating, 'words', v.words)
    from appointments a join appointments b on b.id = a.id or b.visit_id = a.visit_id
    join visit_ratings v on v.appointment_id = b.id
    where a.id = p_appointment and v.rating is not null
    order by v.rated_at desc limit 1
$$;
