-- Who has a chat, the bot or a person, and what hands it over. What the business's own app sends by itself
-- (greetings, away texts, broadcasts) is kept in the conversation and takes no chat over
-- (docs/decisions/taking-over.md).

-- Whether a person has this chat now. A handoff ends by itself some time after their last word.
create or replace function frontdesk.with_person(p_chat chat_identities, p_now timestamptz) returns boolean
language sql immutable as $$
    select p_chat.handled_by = 'person' and coalesce(p_chat.handled_until > p_now, true)
$$;

-- When a handoff that begins now ends by itself.
create or replace function frontdesk.handoff_end(p_organization uuid) returns timestamptz
language sql stable as $$
    select frontdesk.now() + make_interval(mins => o.handoff_minutes) from organizations o where o.id = p_organization
$$;

-- A person takes the chat, or goes on having it.
create or replace function frontdesk.hand_to_person(
    p_organization uuid, p_conversation uuid, p_because text default 'given'
)
returns void
language sql as $$
    update chat_identities i set
        handled_since = case when frontdesk.with_person(i, frontdesk.now()) and i.handled_since is not null
            then i.handled_since else frontdesk.now() end,
        handled_because = case when frontdesk.with_person(i, frontdesk.now()) and i.handled_because is not null
                and i.handled_because <> 'unclaimed'
            then i.handled_because else p_because end,
        handled_by = 'person',
        handled_until = frontdesk.handoff_end(p_organization),
        handled_account = frontdesk.owner_of(i),
        handled_recipient = frontdesk.recipient_of(i)
    where i.id = p_conversation
$$;

-- The bot has the chat again, and there is no reason any more why it had not.
create or replace function frontdesk.give_back(p_conversation uuid) returns void
language sql as $$
    update chat_identities set handled_by = 'bot', handled_until = null, handled_since = null, handled_because = null,
        handled_account = null, handled_recipient = null
    where id = p_conversation
$$;

-- Gives a chat back in which nothing but automatic texts was written since a "person" took it over.
create or replace function frontdesk.release_chat(p_conversation uuid) returns void
language sql as $$
    update chat_identities i
    set handled_by = 'bot', handled_until = null, handled_since = null, handled_because = null, handled_account = null,
        handled_recipient = null
    where i.id = p_conversation and i.handled_by = 'person' and i.handled_because = 'staff_wrote'
      and not exists (
          select 1 from chat_messages m
          where m.chat_identity_id = i.id and m.direction = 'staff' and not m.payload ? 'automatic'
            and m.created_at >= i.handled_since)
$$;

-- Gives a chat to a person or back to the bot; the chat that goes back has no reason any more.
create or replace function handoff_set(p_organization uuid, p_conversation uuid, p_by text) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    if p_by = 'person' then
        perform frontdesk.hand_to_person(p_organization, p_conversation);
    else
        perform frontdesk.give_back(p_conversation);
    end if;
    return (select to_jsonb(handled_by) from chat_identities where id = p_conversation);
end;
$$;

-- Chats in which the assistant is silent because a person has them, the one that ends last first:
--   [{conversation, channel, name, phone, stated_phone, because, since, until, said}]
-- `said`: the last words of the business.
create or replace function handoffs(p_organization uuid) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce(jsonb_agg(jsonb_build_object(
            'conversation', i.id, 'channel', c.channel, 'name', coalesce(t.name, i.display_name), 'phone', i.phone,
            'stated_phone', frontdesk.stated_phone(i.contact_id), 'because', i.handled_because,
            'since', i.handled_since, 'until', i.handled_until,
            'said', (select m.body from chat_messages m
                     where m.chat_identity_id = i.id and frontdesk.speaker(m) = 'staff'
                     order by m.seq desc limit 1)) order by i.handled_until desc nulls first, i.id), '[]')
        from chat_identities i
        join platform_connections c on c.id = i.connection_id
        left join contacts t on t.id = i.contact_id
        where i.organization_id = p_organization and frontdesk.with_person(i, frontdesk.now()));
end;
$$;

-- Whether a person of the business wrote in this chat before, in the handoff that runs now.
create or replace function frontdesk.person_writes(p_chat chat_identities, p_but uuid) returns boolean
language sql stable as $$
    select frontdesk.with_person(p_chat, frontdesk.now()) and (
        p_chat.handled_because is distinct from 'staff_wrote' or exists (
            select 1 from chat_messages m
            where m.chat_identity_id = p_chat.id and m.direction = 'staff' and not m.payload ? 'automatic'
              and m.id <> p_but and m.created_at >= p_chat.handled_since))
$$;

-- What greetings, away texts and the like say, of any business.
create or replace function frontdesk.sounds_automatic(p_text text) returns boolean
language sql immutable parallel safe as $$
    select p_text ~* ('gracias por (escribir|contactar|comunicar|tu mensaje|su mensaje|tu inter|su inter|llamar)'
        '|obrigad[oa] (por|pel[ao]) (entrar em contato|contato|sua mensagem|seu contato|mensagem|nos contatar|escrever)'
        '|(thank you|thanks) for (contacting|messaging|reaching|your message|getting in touch|writing)'
        '|(te|le|les|lo|la|os|nos)? ?(responder|contestar|atender|retornar)(emos|ei|é|á|án|ão)'
        '|(fuera|fora) d[eo] (nuestro |nosso )?(horario|horário|expediente)'
        '|outside (of )?(our )?(business|opening|office) hours'
        '|(en este momento|no momento|por ahora) (no|não) (estamos|podemos|nos)'
        '|(mensaje|respuesta|mensagem|resposta) autom[aá]tic|automatic (reply|message)|auto-?reply'
        '|(we''ll|we will|we are|we''re) (get back|reply|respond|be back|currently)'
        '|lo antes posible|a la brevedad|o mais breve|assim que poss|as soon as (possible|we)'
        '|bienvenid[oa]s? a|bem-? ?vind[oa]s? |welcome to')
$$;

-- Whether a message of the business came within seconds of what the customer wrote. `p_first`: of
-- what began the conversation anew, after ten minutes in which nobody wrote.
create or replace function frontdesk.replied_at_once(p_message chat_messages, p_first boolean) returns boolean
language sql stable as $$
    with near as (
        select m.id, m.direction, m.payload, coalesce(m.sent_at, m.created_at) as at from chat_messages m
        where m.chat_identity_id = p_message.chat_identity_id
          and m.created_at > p_message.created_at - interval '15 minutes' and m.direction in ('inbound', 'staff')
    )
    select exists (
        select 1 from near c, lateral (select coalesce(p_message.sent_at, p_message.created_at) as at) e
        where c.direction = 'inbound' and e.at - c.at between interval '-1 second' and interval '5 seconds'
          and (not p_first or not exists (
              select 1 from near b
              where b.id not in (c.id, p_message.id) and b.at <= c.at and b.at > c.at - interval '10 minutes'
                and (b.direction = 'inbound' or not b.payload ? 'automatic'))))
$$;

-- Whether the customer had written in the quarter of an hour before a message of the business.
create or replace function frontdesk.wrote_lately(p_message chat_messages) returns boolean
language sql stable as $$
    select exists (
        select 1 from chat_messages m
        where m.chat_identity_id = p_message.chat_identity_id and m.direction = 'inbound'
          and m.created_at between p_message.created_at - interval '15 minutes' and p_message.created_at)
$$;

-- The distinct words of a text, in which all numbers are alike.
create or replace function frontdesk.distinct_words(p_text text) returns text[]
language sql immutable parallel safe as $$
    select array(select distinct w from regexp_split_to_table(
        regexp_replace(lower(p_text), '[0-9]+', '0', 'g'), '[^[:alnum:]]+') w where w <> '')
$$;

-- Whether two texts are one with other names, days or prices in it: of six words or more, seven in ten are in both.
create or replace function frontdesk.is_alike(p_one text[], p_other text[]) returns boolean
language sql immutable parallel safe as $$
    select least(cardinality(p_one), cardinality(p_other)) >= 6
        and (select count(*) from unnest(p_one) w where w = any (p_other))
            >= 0.7 * greatest(cardinality(p_one), cardinality(p_other))
$$;

-- The messages of the business beside which this one is a campaign's, none if it is not: to customers of whom nobody
-- waited for an answer, nearly the same words to two others within an hour, or whatever to four others within a
-- minute. No person types that fast, and who sends the same to many does not take each of their chats.
create or replace function frontdesk.campaign_of(p_message chat_messages) returns setof chat_messages
language plpgsql stable as $$
declare
    v_words text[] := frontdesk.distinct_words(p_message.body);
    v_alike uuid[];
    v_at_once uuid[];
begin
    if frontdesk.wrote_lately(p_message) then
        return;
    end if;
    select array_agg(m.id) filter (where m.alike), array_agg(m.id) filter (where m.near)
    into v_alike, v_at_once
    from (
        select distinct on (o.chat_identity_id) o.id,
            frontdesk.is_alike(v_words, frontdesk.distinct_words(o.body)) as alike,
            o.created_at > p_message.created_at - interval '1 minute' as near
        from chat_messages o
        where o.connection_id = p_message.connection_id and o.direction = 'staff'
          and o.created_at between p_message.created_at - interval '1 hour' and p_message.created_at
          and o.chat_identity_id <> p_message.chat_identity_id and not frontdesk.wrote_lately(o)
        order by o.chat_identity_id, alike desc, o.created_at desc) m;
    return query
        select m.* from chat_messages m
        where m.id = any (v_alike) and cardinality(v_alike) >= 2
           or m.id = any (v_at_once) and cardinality(v_at_once) >= 4;
end;
$$;

-- Why a message that came from the business's app was not typed by a person, or null when one did:
-- declared (in the connection's `automatic_texts`), repeated (sent at once in two other chats),
-- at_once (nobody reads and types in five seconds) or broadcast (the same in three chats within five
-- minutes, and nobody there had written; or a campaign's). docs/decisions/taking-over.md weighs the two mistakes.
create or replace function frontdesk.automatic_because(p_message chat_messages) returns text
language plpgsql stable as $$
declare
    v_bare text := frontdesk.bare_text(p_message.body);
    v_chat chat_identities;
    v_alike integer;
    v_many integer;
begin
    if v_bare = '' then  -- a file without words
        return case when exists (select from frontdesk.campaign_of(p_message)) then 'broadcast' end;
    end if;
    if exists (
        select 1 from platform_connections c, jsonb_array_elements_text(
            case jsonb_typeof(c.settings -> 'automatic_texts') when 'array' then c.settings -> 'automatic_texts'
                else '[]' end) t
        where c.id = p_message.connection_id and frontdesk.bare_text(t) = v_bare) then
        return 'declared';
    end if;
    select count(distinct m.chat_identity_id) filter (where m.payload ? 'at_once'),
        count(distinct m.chat_identity_id) filter (where m.created_at > p_message.created_at - interval '5 minutes')
    into v_alike, v_many
    from chat_messages m
    where m.connection_id = p_message.connection_id and m.direction = 'staff'
      and md5(frontdesk.bare_text(m.body)) = md5(v_bare)
      and m.chat_identity_id <> p_message.chat_identity_id
      and m.created_at between p_message.created_at - interval '180 days' and p_message.created_at;
    if v_alike >= 2 then
        return 'repeated';
    end if;
    select * into v_chat from chat_identities where id = p_message.chat_identity_id;
    if not frontdesk.person_writes(v_chat, p_message.id) and (
            length(v_bare) >= 12 and frontdesk.replied_at_once(p_message, true)
            or frontdesk.replied_at_once(p_message, false)
                and (v_alike >= 1 or frontdesk.sounds_automatic(p_message.body))) then
        return 'at_once';
    end if;
    if v_many >= 2 and not frontdesk.wrote_lately(p_message)
       or exists (select from frontdesk.campaign_of(p_message)) then
        return 'broadcast';
    end if;
    return null;
end;
$$;

-- Judges a message of the business's app and keeps the judgement with it. Of an automatic text, the
-- same text in other chats is judged again: the first of a broadcast could not be known as one.
create or replace function frontdesk.judge_staff(p_message uuid, p_others boolean default true) returns text
language plpgsql as $$
declare
    v_message chat_messages;
    v_because text;
    v_other chat_messages;
begin
    select * into v_message from chat_messages where id = p_message;
    if frontdesk.replied_at_once(v_message, false) then
        update chat_messages set payload = payload || '{"at_once": true}' where id = p_message
        returning * into v_message;
    end if;
    v_because := frontdesk.automatic_because(v_message);
    if v_because is null then
        return null;
    end if;
    update chat_messages set payload = payload || jsonb_build_object('automatic', v_because) where id = p_message;
    if not p_others then
        return v_because;
    end if;
    for v_other in
        select m.* from chat_messages m
        where m.connection_id = v_message.connection_id and m.direction = 'staff' and m.body <> ''
          and md5(frontdesk.bare_text(m.body)) = md5(frontdesk.bare_text(v_message.body))
          and m.chat_identity_id <> v_message.chat_identity_id and not m.payload ? 'automatic'
          and m.created_at > v_message.created_at - interval '1 day'
          and (m.payload ? 'at_once' or v_because = 'broadcast' and not frontdesk.wrote_lately(m)
              and m.created_at > v_message.created_at - interval '5 minutes')
        union all
        select c.* from frontdesk.campaign_of(v_message) c
        where v_because = 'broadcast' and not c.payload ? 'automatic'
    loop
        update chat_messages set payload = payload || jsonb_build_object('automatic', v_because)
        where id = v_other.id;
        perform frontdesk.release_chat(v_other.chat_identity_id);
        -- What its customer wrote meanwhile waits for nobody.
        perform frontdesk.left_unanswered(i.organization_id, i.id) from chat_identities i
        where i.id = v_other.chat_identity_id and not frontdesk.with_person(i, frontdesk.now());
    end loop;
    return v_because;
end;
$$;

-- Events of one moment come in any order: the greeting may be here before what it answers. When the
-- customer's message comes, the last word of the business is judged again.
create or replace function frontdesk.staff_judged_again() returns trigger
language plpgsql as $$
declare
    v_message uuid;
begin
    select m.id into v_message from chat_messages m join chat_identities i on i.id = m.chat_identity_id
    where m.chat_identity_id = new.chat_identity_id and i.handled_by = 'person' and i.handled_because = 'staff_wrote'
      and m.direction = 'staff' and not m.payload ? 'automatic' and m.created_at >= i.handled_since
      and m.created_at > new.created_at - interval '1 minute'
      and coalesce(m.sent_at, m.created_at) >= coalesce(new.sent_at, new.created_at) - interval '1 second'
    order by m.seq desc limit 1;
    if v_message is not null and frontdesk.judge_staff(v_message) is not null then
        perform frontdesk.release_chat(new.chat_identity_id);
        update chat_identities set greeted_at = new.created_at where id = new.chat_identity_id;
    end if;
    return null;
end;
$$;

-- A receipt that still waits in the outbox when a person takes the chat over goes out all the same: it
-- says what stands, and nobody else knows to say it. It then belongs to no turn, so the outbox does not
-- keep it back.
create or replace function frontdesk.receipts_stay() returns trigger
language plpgsql as $$
begin
    update chat_messages m set turn_id = null
    where m.chat_identity_id = new.id and m.direction = 'outbound' and m.turn_id is not null
      and m.status in ('queued', 'sending', 'unknown') and (m.payload ->> 'receipt')::boolean;
    return null;
end;
$$;

call frontdesk.attach('trigger', 'receipts_stay', 'chat_identities', $$
    create trigger receipts_stay after update of handled_by on chat_identities
        for each row when (new.handled_by = 'person') execute function frontdesk.receipts_stay()
$$);

call frontdesk.attach('trigger', 'judged_again', 'chat_messages', $$
    create trigger judged_again after insert on chat_messages
        for each row when (new.direction = 'inbound' and new.status = 'pending')
        execute function frontdesk.staff_judged_again()
$$);
