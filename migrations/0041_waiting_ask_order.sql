-- A question to somebody on the waiting list was put into the chat's outbox after its entry had been
-- locked, while everything else locks the chat first: two workers could wait for each other.

create or replace function waiting_ask(p_organization uuid, p_entry uuid, p_slot text, p_replies jsonb) returns jsonb
language plpgsql as $$
declare
    v_chat uuid;
begin
    perform frontdesk.enter(p_organization);
    select o.chat_identity_id into v_chat from waiting_list w join slot_offers o on o.token = w.offer_token
    where w.id = p_entry and w.offer_token = p_slot;
    perform 1 from chat_identities where id = v_chat for update;
    perform 1 from waiting_list w
    where w.id = p_entry and w.status = 'offered' and w.offer_token = p_slot and w.message_id is null
    for update;
    if not found then
        return to_jsonb(false);
    end if;
    update waiting_list set message_id = (outbox_put(p_organization, v_chat, p_replies) ->> 0)::uuid
    where id = p_entry;
    return to_jsonb(true);
end;
$$;
call frontdesk.expose('waiting_ask');
