-- What a recipient does with a customer's chat by WhatsApp: take, answer, give back. Written down (staff_actions). To a
-- professional no chat is there.

-- A recipient takes a chat; the bot is silent from now on. {status: taken | owned (name) | not_found, customer,
-- last: what the customer wrote last}. `p_over`: knowingly from whoever has it.
create or replace function staff_take(
    p_organization uuid, p_recipient uuid, p_conversation uuid, p_over boolean default false
) returns jsonb
language plpgsql as $$
declare
    v_chat chat_identities;
    v_before text;
begin
    perform frontdesk.enter(p_organization);
    select * into v_chat from chat_identities where id = p_conversation for update;
    if v_chat.id is null or not frontdesk.may_chat(p_recipient) then
        return '{"status": "not_found"}';
    end if;
    if not p_over and frontdesk.somebody_elses(v_chat, p_recipient) then
        return frontdesk.staff_answer_json('owned', v_chat);
    end if;
    v_before := frontdesk.holder_name(v_chat);
    if frontdesk.recipient_of(v_chat) is distinct from p_recipient then
        perform frontdesk.recipient_did(p_organization, p_recipient,
            case when v_before is null then 'taken' else 'taken_over' end, v_chat.id);
    end if;
    perform frontdesk.take_chat(p_organization, v_chat, null, p_recipient);
    perform frontdesk.notify_chat(v_chat.connection_id, v_chat.id, 'message');
    return frontdesk.staff_answer_json('taken', v_chat);
end;
$$;

-- Whether somebody with a name has the chat who is not this recipient.
create or replace function frontdesk.somebody_elses(p_chat chat_identities, p_recipient uuid) returns boolean
language plpgsql stable as $$
begin
    return frontdesk.holder_name(p_chat) is not null and frontdesk.recipient_of(p_chat) is distinct from p_recipient;
end;
$$;

create or replace function frontdesk.staff_answer_json(p_status text, p_chat chat_identities) returns jsonb
language plpgsql stable as $$
begin
    return jsonb_build_object('status', p_status, 'name', frontdesk.holder_name(p_chat),
        'customer', frontdesk.customer_name(p_chat), 'last', (
            select left(coalesce(nullif(m.body, ''), m.media_text, ''), 300) from chat_messages m
            where m.chat_identity_id = p_chat.id and m.direction = 'inbound' order by m.seq desc limit 1));
end;
$$;

-- How a customer can be written to: {channel, settings, language, last_inbound_at, window_closed, now}; null: not at
-- all.
create or replace function staff_way(p_organization uuid, p_conversation uuid) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select jsonb_build_object('channel', c.channel, 'settings', c.settings, 'language', i.language,
            'last_inbound_at', i.last_inbound_at, 'window_closed', i.window_closed, 'now', frontdesk.now())
        from chat_identities i join platform_connections c on c.id = i.connection_id
        where i.id = p_conversation and c.active and c.channel <> 'api');
end;
$$;

-- A recipient's words, or a file that they handed in, go to a customer, through the outbox; the chat is theirs from
-- then on. `p_message` is theirs:
-- sent twice it is one answer. {status: queued | owned (name) | not_found, customer}
drop function if exists staff_answer(uuid, uuid, uuid, uuid, text, jsonb);
create or replace function staff_answer(
    p_organization uuid, p_recipient uuid, p_conversation uuid, p_message uuid, p_text text,
    p_template jsonb default null, p_file jsonb default null
) returns jsonb
language plpgsql as $$
declare
    v_chat chat_identities;
    v_file jsonb;
begin
    perform frontdesk.enter(p_organization);
    select * into v_chat from chat_identities where id = p_conversation for update;
    if v_chat.id is null or not frontdesk.may_chat(p_recipient)
       or btrim(p_text) = '' and p_file is null then
        return '{"status": "not_found"}';
    elsif exists (
        select from (
            select m.payload from chat_messages m
            where m.chat_identity_id = v_chat.id order by m.seq desc limit 100) m
        where m.payload #>> '{staff,form}' = p_message::text) then
        return frontdesk.staff_answer_json('queued', v_chat);
    elsif frontdesk.somebody_elses(v_chat, p_recipient) then
        return frontdesk.staff_answer_json('owned', v_chat);
    end if;
    v_file := frontdesk.file_taken(v_chat.id, p_file);
    if v_file is null and p_file is not null then
        return '{"status": "not_found"}';
    end if;
    if frontdesk.recipient_of(v_chat) is null then
        perform frontdesk.recipient_did(p_organization, p_recipient, 'taken', v_chat.id);
    end if;
    perform frontdesk.take_chat(p_organization, v_chat, null, p_recipient);
    perform frontdesk.replies_put(p_organization, v_chat, null, frontdesk.staff_words(p_text, v_file,
        jsonb_build_object('recipient', p_recipient, 'form', p_message), p_template), 'outbox');
    perform frontdesk.calls_answered(v_chat.id, null);
    perform frontdesk.recipient_did(p_organization, p_recipient, 'answered', v_chat.id);
    perform frontdesk.notify_chat(v_chat.connection_id, v_chat.id, 'message');
    return frontdesk.staff_answer_json('queued', v_chat);
end;
$$;

-- The bot has the chat again, answers what nobody answered, and its ordinary calls are over: from a phone there is no
-- other way to say so. One about data or money stays open. {status: given_back | owned (name) | not_found, customer}
create or replace function staff_give_back(p_organization uuid, p_recipient uuid, p_conversation uuid) returns jsonb
language plpgsql as $$
declare
    v_chat chat_identities;
begin
    perform frontdesk.enter(p_organization);
    select * into v_chat from chat_identities where id = p_conversation for update;
    if v_chat.id is null or not frontdesk.may_chat(p_recipient) then
        return '{"status": "not_found"}';
    elsif frontdesk.somebody_elses(v_chat, p_recipient) then
        return frontdesk.staff_answer_json('owned', v_chat);
    end if;
    update escalations e set closed_at = frontdesk.now(), status = 'closed', next_step_at = null
    where e.chat_identity_id = v_chat.id and e.closed_at is null and e.reason not in ('privacy', 'money');
    if found then
        perform frontdesk.recipient_did(p_organization, p_recipient, 'closed', v_chat.id);
    end if;
    if frontdesk.with_person(v_chat, frontdesk.now()) then
        perform frontdesk.give_back(v_chat.id);
        perform frontdesk.left_unanswered(p_organization, v_chat.id);
        perform frontdesk.recipient_did(p_organization, p_recipient, 'given_back', v_chat.id);
        perform frontdesk.notify_chat(v_chat.connection_id, v_chat.id, 'message');
    end if;
    return frontdesk.staff_answer_json('given_back', v_chat);
end;
$$;

-- How a chat's customer is called, "" without a name; null where there is no such chat.
create or replace function staff_customer(p_organization uuid, p_conversation uuid) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select to_jsonb(coalesce(frontdesk.customer_name(i), '')) from chat_identities i
        where i.id = p_conversation);
end;
$$;
