-- The life of a conversation: what it waits for, when it is over, and who closed it (docs/decisions/conversations.md).

-- How long a silence ends a conversation, as the organization's file says (chat_states reads the same of many).
create or replace function frontdesk.conversation_span(p_organization uuid) returns interval
language sql stable as $$
    select make_interval(hours => coalesce(o.conversation_hours, 24)) from organizations o where o.id = p_organization
$$;

-- From when on a conversation that was closed is over; null: it was not closed after its last words (`p_last`). People
-- say goodbye and go on, so a goodbye ends it after an hour, and staff's closing at once.
create or replace function frontdesk.closed_from(p_chat chat_identities, p_last timestamptz) returns timestamptz
language sql immutable as $$
    select case when p_last <= p_chat.closed_at then p_chat.closed_at
        + case p_chat.closed_because when 'customer' then interval '1 hour' else interval '0' end end
$$;

-- Whether a message asks something, so that the customer's next words may answer it.
create or replace function frontdesk.asks_something(m chat_messages) returns boolean
language sql immutable as $$
    select m.direction <> 'inbound' and m.status <> 'failed'
        and (right(m.body, 160) like '%?%' or jsonb_typeof(m.payload -> 'options') = 'array')
$$;

-- Whether something was said in the conversation itself. What the business sends by itself keeps no wish alive.
create or replace function frontdesk.is_speech(m chat_messages) returns boolean
language sql immutable as $$
    select m.turn_id is not null or m.direction <> 'outbound' or m.payload ? 'staff'
$$;

-- The states of chats, each derived from its rows, in this order:
--   waiting_for_staff     a person was called, or has the chat, and did not answer yet
--   active                the customer wrote and is being answered
--   waiting_for_customer  the last message asks them something
--   closed                by staff, or by their goodbye
--   expired               nothing was said for as long as ends a conversation
--   idle                  everything is answered
-- What a customer writes in a closed or expired one begins it anew (frontdesk.renewed_after).
create or replace function frontdesk.chat_states(p_chats uuid[]) returns table (id uuid, state text)
language sql stable as $$
    select i.id, case
        when (i.handled_by = 'person' or exists (select from escalations e where e.chat_identity_id = i.id))
            and frontdesk.waits(i) then 'waiting_for_staff'
        when i.first_pending_at is not null then 'active'
        when l.asks and l.at > n.now - o.span and coalesce(l.at > i.closed_at, true) then 'waiting_for_customer'
        when frontdesk.closed_from(i, s.at) <= n.now then 'closed'
        when s.at <= n.now - o.span then 'expired'
        else 'idle' end
    from (select frontdesk.now() as now) n
    cross join chat_identities i
    join (select id, make_interval(hours => coalesce(conversation_hours, 24)) as span from organizations) o
        on o.id = i.organization_id
    left join lateral (
        select frontdesk.asks_something(m) as asks, m.created_at as at from chat_messages m
        where m.chat_identity_id = i.id order by m.seq desc limit 1) l on true
    left join lateral (
        select m.created_at as at from chat_messages m
        where m.chat_identity_id = i.id and frontdesk.is_speech(m) order by m.seq desc limit 1) s on true
    where i.id = any (p_chats)
$$;

-- Chats in which a customer wrote, the last active first: [{id, customer, channel, state, at, closed_because}]; of one
-- state, if it is named. Without those of rehearsals.
create or replace function conversation_states(
    p_organization uuid, p_state text default null, p_limit integer default 100
) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'customer', r.customer, 'channel', r.channel,
            'state', r.state, 'at', r.last_inbound_at, 'closed_because', r.closed_because)
            order by r.last_inbound_at desc, r.id), '[]')
        from (
            select i.id, i.last_inbound_at, c.channel, s.state, frontdesk.customer_name(i) as customer,
                case s.state when 'closed' then i.closed_because end as closed_because
            from frontdesk.chat_states(array(
                select r.id from chat_identities r join platform_connections c on c.id = r.connection_id
                where r.organization_id = p_organization and r.last_inbound_at is not null
                  and not (c.channel = 'api' and c.key = 'rehearsal')
                order by r.last_inbound_at desc limit 5000)) s
            join chat_identities i on i.id = s.id
            join platform_connections c on c.id = i.connection_id
            where p_state is null or s.state = p_state
            order by i.last_inbound_at desc, i.id limit p_limit) r);
end;
$$;

-- Closes a conversation: the assistant has the chat again, the ordinary calls for a person in it are settled, and what
-- the customer writes next begins anew. A case about data or money stays open. `p_account` null: the operator closes.
-- {status: closed | unanswered (the customer waits for the assistant) | owned … | not_found}
create or replace function chat_close(
    p_organization uuid, p_conversation uuid, p_account uuid default null
) returns jsonb
language plpgsql as $$
declare
    v_chat chat_identities;
begin
    perform frontdesk.enter(p_organization);
    select * into v_chat from chat_identities where id = p_conversation for update;
    if v_chat.id is null or p_account is not null and not frontdesk.is_staff(p_account) then
        return '{"status": "not_found"}';
    elsif frontdesk.owner_of(v_chat) <> p_account then
        return frontdesk.owned(v_chat);
    elsif v_chat.first_pending_at is not null and not frontdesk.with_person(v_chat, frontdesk.now()) then
        return '{"status": "unanswered"}';
    end if;
    update chat_messages m set status = 'handled'
    where m.chat_identity_id = v_chat.id and m.direction = 'inbound' and m.status = 'pending';
    perform frontdesk.give_back(v_chat.id);
    update chat_identities set first_pending_at = null, due_at = null, closed_at = frontdesk.now(),
        closed_because = 'staff'
    where id = v_chat.id;
    update escalations e set closed_at = frontdesk.now(), closed_by = p_account, status = 'closed'
    where e.chat_identity_id = v_chat.id and e.closed_at is null and e.reason not in ('privacy', 'money');
    if p_account is not null then
        perform frontdesk.staff_did(p_organization, p_account, 'ended', v_chat.id);
    end if;
    perform frontdesk.notify_chat(v_chat.connection_id, v_chat.id, 'message');
    return '{"status": "closed"}';
end;
$$;
