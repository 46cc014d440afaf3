-- Chats that people take and give back at the provider's own desk (Chatwoot): what it shows decides who has
-- the chat, and what is decided here is shown there (docs/decisions/chatwoot.md).

-- Channels whose provider has a desk; `Channel.has_desk` in the gateway names the same.
create or replace function frontdesk.has_desk(p_channel text) returns boolean
language sql immutable as $$
    select p_channel in ('chatwoot')
$$;

-- Whether the desk shows that a chat waits for a person, or that one has it.
create or replace function frontdesk.desk_open(p_chat chat_identities) returns boolean
language sql immutable as $$
    select coalesce(p_chat.desk_state ~ '^(open|snoozed)', false)
$$;

-- Whether conversations of this connection begin as open, because its inbox has no bot at the desk: what is
-- open is then the bot's until somebody takes it.
create or replace function frontdesk.answers_open(p_connection uuid) returns boolean
language sql stable as $$
    select coalesce((select c.settings -> 'answers_open' = 'true' from platform_connections c
                     where c.id = p_connection), false)
$$;

-- Whether a chat is silent because the desk opened it and nobody knows for whom. Nothing is lost meanwhile: what
-- the customer writes stays pending, and a reply waits. A person who claims the chat has it; when nobody
-- does, the bot goes on.
create or replace function frontdesk.unclaimed(p_chat chat_identities, p_now timestamptz) returns boolean
language sql immutable as $$
    select frontdesk.with_person(p_chat, p_now) and p_chat.handled_because is not distinct from 'unclaimed'
$$;

-- What the desk shows of a chat, or what somebody told the bot there: {addresses, taken, state, claimed,
-- assigned, answered, unread, windowed, window_closed, at}; without a `state` it is a word to the bot. True when
-- that is new.
create or replace function frontdesk.desk_put(p_organization uuid, p_connection uuid, p_event jsonb) returns boolean
language plpgsql as $$
declare
    v_at timestamptz := (p_event ->> 'at')::timestamptz;
    v_chat chat_identities;
begin
    select * into v_chat from chat_identities where id = frontdesk.chat_find(p_connection,
        array(select jsonb_array_elements_text(p_event -> 'addresses')));
    if v_chat.id is null then
        return false;
    end if;
    select * into v_chat from chat_identities where id = v_chat.id for update;
    -- Another conversation of the same customer, which is not the one that goes on.
    if v_chat.address is distinct from p_event #>> '{addresses,0}' then
        return false;
    end if;
    if p_event ->> 'state' is null then
        return frontdesk.desk_told(p_organization, v_chat, (p_event ->> 'taken')::boolean, v_at);
    end if;
    -- Webhooks have no order.
    if v_at < v_chat.desk_at then
        return false;
    end if;
    update chat_identities set
        desk_state = p_event ->> 'state', desk_at = coalesce(v_at, desk_at),
        windowed = coalesce((p_event ->> 'windowed')::boolean, windowed),
        window_closed = coalesce((p_event ->> 'window_closed')::boolean, false)
    where id = v_chat.id;
    if v_chat.desk_state is not distinct from p_event ->> 'state' then
        return false;
    end if;
    perform frontdesk.desk_decide(p_organization, v_chat, p_event);
    return true;
end;
$$;

-- Who has a chat of which the desk shows something new. `p_chat` is the chat as it was before.
--
-- Nothing but a person's word silences the bot for as long as the desk shows no change: the words that they wrote to
-- the customer, a note or a label. An assignee may be nobody's decision (Chatwoot assigns what it opens to somebody
-- by itself, and keeps whoever resolved a conversation once), and a person who was named may never look: that ends
-- with a handoff, and what the customer waited for is answered then.
create or replace function frontdesk.desk_decide(p_organization uuid, p_chat chat_identities, p_event jsonb)
returns void
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_given boolean := frontdesk.newly_given(p_chat, p_event);
begin
    if not (p_event ->> 'taken')::boolean then
        if v_given and split_part(p_chat.desk_state, '+', 1) = split_part(p_event ->> 'state', '+', 1) then
            -- Given to somebody without being opened.
            perform frontdesk.desk_wait(
                p_organization, p_chat, p_event ->> 'unread', frontdesk.handoff_end(p_organization));
        elsif p_chat.desk_state is not null then  -- The first that is heard takes nothing from who wrote before.
            perform frontdesk.give_back(p_chat.id);
        end if;
    elsif (p_event ->> 'claimed')::boolean
          -- The first that is heard of a conversation in which people answer.
          or p_chat.desk_state is null and (p_event ->> 'answered')::boolean then
        perform frontdesk.claim_chat(p_chat.id, null);
    elsif frontdesk.with_person(p_chat, v_now) and p_chat.handled_because <> 'unclaimed' and v_given then
        -- Who has it goes on having it, until nothing was done for as long as a handoff lasts.
        update chat_identities set handled_until = greatest(handled_until, frontdesk.handoff_end(p_organization))
        where id = p_chat.id and handled_until is not null;
    elsif v_given then
        perform frontdesk.desk_wait(
            p_organization, p_chat, p_event ->> 'unread', frontdesk.handoff_end(p_organization));
    elsif frontdesk.answers_open(p_chat.connection_id) then
        perform frontdesk.give_back(p_chat.id);
    elsif frontdesk.with_person(p_chat, v_now) and frontdesk.desk_marks(p_chat.desk_state)
          <@ frontdesk.desk_marks(p_event ->> 'state') then
        return;  -- Somebody wrote before it was opened, or has it and snoozes it.
    else
        -- The desk opens a chat when its bot fails, too. People have five minutes to show that they have it.
        perform frontdesk.desk_wait(p_organization, p_chat, p_event ->> 'unread', v_now + interval '5 minutes');
    end if;
end;
$$;

-- Whom the desk shows a chat as given to, and what labels it: {person:5, team:3, bot-paused}.
create or replace function frontdesk.desk_marks(p_state text) returns text[]
language sql immutable as $$
    select coalesce((string_to_array(p_state, '+'))[2:], '{}')
$$;

-- Whether the desk shows a chat as given to a person or a team that did not have it before. Whom we gave it to when
-- we called somebody is no news, nor is a team of a chat that is heard of for the first time: rules give those out.
create or replace function frontdesk.newly_given(p_chat chat_identities, p_event jsonb) returns boolean
language sql stable as $$
    select exists (
        select g.who from jsonb_array_elements_text(p_event -> 'assigned') g(who), platform_connections c
        where c.id = p_chat.connection_id and g.who <> all (frontdesk.desk_marks(p_chat.desk_state))
          and (p_chat.desk_state is not null or starts_with(g.who, 'person:'))
          and not (frontdesk.with_person(p_chat, frontdesk.now()) and g.who in (
              concat('person:', c.settings ->> 'assignee_id'), concat('team:', c.settings ->> 'team_id'))))
$$;

-- Somebody may have a chat that the desk opened. When the customer waits for an answer nothing is lost until
-- `p_until`; when they do not, it is that person's for as long as a handoff lasts.
create or replace function frontdesk.desk_wait(
    p_organization uuid, p_chat chat_identities, p_unread text, p_until timestamptz
) returns void
language plpgsql as $$
begin
    if frontdesk.unanswered(p_chat, p_unread) then
        update chat_identities set handled_by = 'person', handled_because = 'unclaimed',
            handled_since = frontdesk.now(), handled_until = p_until, handled_account = null,
            handled_recipient = null
        where id = p_chat.id;
        perform frontdesk.desk_waits_longer(p_chat, p_until);
    else
        perform frontdesk.claim_chat(p_chat.id, frontdesk.handoff_end(p_organization));
    end if;
end;
$$;

-- A turn and replies that wait for the end of a shorter wait go on waiting.
create or replace function frontdesk.desk_waits_longer(p_chat chat_identities, p_until timestamptz) returns void
language plpgsql as $$
begin
    if p_chat.handled_because is not distinct from 'unclaimed' and p_chat.handled_until < p_until then
        update chat_messages set retry_at = p_until
        where chat_identity_id = p_chat.id and direction = 'outbound' and status in ('queued', 'unknown')
          and retry_at = p_chat.handled_until;
        update chat_identities set due_at = p_until, media_due_at = p_until
        where id = p_chat.id and first_pending_at is not null and due_at = p_chat.handled_until;
    end if;
end;
$$;

-- A word to the bot, in a note. The same one comes twice where a webhook and a bot report it.
create or replace function frontdesk.desk_told(
    p_organization uuid, p_chat chat_identities, p_taken boolean, p_at timestamptz
) returns boolean
language plpgsql as $$
begin
    if p_at <= p_chat.desk_told_at then
        return false;
    end if;
    update chat_identities set desk_told_at = coalesce(p_at, frontdesk.now()) where id = p_chat.id;
    if p_taken then
        perform frontdesk.claim_chat(p_chat.id, null);
    else
        perform frontdesk.give_back(p_chat.id);
    end if;
    return true;
end;
$$;

-- A person of the desk has the chat until `p_until`; null: until the desk says otherwise. What waited for somebody to
-- claim it need not wait longer.
create or replace function frontdesk.claim_chat(p_conversation uuid, p_until timestamptz) returns void
language sql as $$
    update chat_messages m set retry_at = frontdesk.now()
    from chat_identities i
    where i.id = p_conversation and i.handled_because = 'unclaimed' and m.chat_identity_id = i.id
      and m.direction = 'outbound' and m.status in ('queued', 'unknown') and m.retry_at = i.handled_until;
    update chat_identities i set
        handled_since = case when frontdesk.with_person(i, frontdesk.now()) and i.handled_since is not null
            then i.handled_since else frontdesk.now() end,
        handled_by = 'person', handled_because = 'desk', handled_until = p_until,
        handled_account = frontdesk.owner_of(i), handled_recipient = frontdesk.recipient_of(i)
    where i.id = p_conversation
$$;

-- A person of the desk wrote to the customer: the chat is theirs, while it is open there or for a time.
create or replace function frontdesk.desk_wrote(p_organization uuid, p_conversation uuid) returns void
language sql as $$
    select frontdesk.claim_chat(i.id,
        case when not frontdesk.desk_open(i) then frontdesk.handoff_end(p_organization) end)
    from chat_identities i where i.id = p_conversation
$$;

-- Whether the customer waits for an answer: the bot owes one, or their last word did not arrive here.
create or replace function frontdesk.unanswered(p_chat chat_identities, p_last text) returns boolean
language sql stable as $$
    select exists (
            select from chat_messages m where m.chat_identity_id = p_chat.id
            and (m.direction = 'inbound' and m.status = 'pending'
                or m.direction = 'outbound' and m.status in ('queued', 'sending', 'unknown') and m.turn_id is not null))
        or p_last is not null and not exists (
            select from chat_messages m where m.connection_id = p_chat.connection_id and m.direction = 'inbound'
            and m.provider_id = p_last)
$$;

-- A person was asked for, and the desk knows: from now on the chat is theirs, as long as a handoff lasts
-- without a word. What the desk then shows itself is no news.
create or replace function frontdesk.desk_called(p_organization uuid, p_escalation uuid) returns void
language plpgsql as $$
declare
    v_chat chat_identities;
begin
    select i.* into v_chat from escalations e join chat_identities i on i.id = e.chat_identity_id
    where e.id = p_escalation for update of i;
    if not frontdesk.with_person(v_chat, frontdesk.now()) or v_chat.handled_because = 'unclaimed' then
        -- What was on its way from the desk is older than this: a customer's next message is told with the state
        -- in which the conversation was until then.
        update chat_identities set desk_state = 'open',
            desk_at = greatest(desk_at + interval '1 millisecond', frontdesk.now())
        where id = v_chat.id and not frontdesk.desk_open(v_chat);
        perform frontdesk.claim_chat(v_chat.id, frontdesk.handoff_end(p_organization));
    end if;
end;
$$;

-- A notice to the desk that waited for its turn's words goes out as soon as these did.
create or replace function frontdesk.desk_notice_wake(p_message chat_messages) returns void
language plpgsql as $$
declare
    v_notice uuid;
begin
    for v_notice in
        update notifications n set retry_at = null from escalations e
        where e.chat_identity_id = p_message.chat_identity_id and e.turn_id = p_message.turn_id
          and n.escalation_id = e.id and n.recipient_id is null and n.status = 'queued' and n.attempts = 0
        returning n.id
    loop
        perform frontdesk.defer('sends', 'notify', null,
            jsonb_build_object('organization', p_message.organization_id, 'notification', v_notice));
    end loop;
end;
$$;

-- The bot has a chat again that the desk still shows as open: the desk is told. Not after the end of a handoff in
-- which nobody wrote (people may still want to look at it), and not where open is the bot's. What waited for
-- somebody to claim the chat goes on at once.
create or replace function frontdesk.desk_follows() returns trigger
language plpgsql as $$
begin
    if frontdesk.desk_open(new) and not frontdesk.answers_open(new.connection_id)
       and (old.handled_because = 'unclaimed' or coalesce(old.handled_until > frontdesk.now(), true)) then
        perform frontdesk.defer('sends', 'hand_back', null,
            jsonb_build_object('organization', new.organization_id, 'conversation', new.id));
    end if;
    if old.handled_because = 'unclaimed' and old.handled_until > frontdesk.now() then
        update chat_messages set retry_at = frontdesk.now()
        where chat_identity_id = new.id and direction = 'outbound' and status in ('queued', 'unknown')
          and retry_at = old.handled_until;
        update chat_identities set due_at = frontdesk.now()
        where id = new.id and first_pending_at is not null and due_at = old.handled_until;
        if found then
            perform frontdesk.defer_turn(new.organization_id, new.id);
        end if;
    end if;
    return null;
end;
$$;

call frontdesk.attach('trigger', 'desk_follows', 'chat_identities', $$
    create trigger desk_follows after update of handled_by on chat_identities
        for each row when (old.handled_by = 'person' and new.handled_by = 'bot')
        execute function frontdesk.desk_follows()
$$);

-- The chat to show as the bot's: {address, connection, channel, name, phone, secret_env, settings}, or null when
-- a person has it by now, or the desk knows.
create or replace function hand_back_claim(p_organization uuid, p_conversation uuid) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select jsonb_build_object('address', i.address, 'connection', c.id, 'channel', c.channel, 'name', c.name,
            'phone', c.phone, 'secret_env', c.secret_env, 'settings', c.settings)
        from chat_identities i join platform_connections c on c.id = i.connection_id
        where i.id = p_conversation and frontdesk.desk_open(i)
          and not frontdesk.with_person(i, frontdesk.now()));
end;
$$;
