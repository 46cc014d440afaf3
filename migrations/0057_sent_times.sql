-- When a message was sent, beside when it came: a customer's "tomorrow" counts from the former. The two
-- differ while a phone is offline or the gateway is down. A provider's clock that is ahead of ours
-- does not count, nor one that is more than a day behind.

-- The row as it was told so far, under another name, so that whatever else it tells stays.
alter function frontdesk.message_json(chat_messages) rename to message_row_json;

create function frontdesk.message_json(m chat_messages) returns jsonb
language sql stable as $$
    select frontdesk.message_row_json(m) || jsonb_build_object('sent', case
        when m.sent_at between m.created_at - interval '1 day' and m.created_at then m.sent_at
        else m.created_at end)
$$;
