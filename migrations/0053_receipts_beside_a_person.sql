-- A receipt that still waits in the outbox when a person takes the chat over goes out all the same: it
-- says what stands, and nobody else knows to say it. It then belongs to no turn, so the outbox does not
-- keep it back.
create function frontdesk.receipts_stay() returns trigger
language plpgsql as $$
begin
    update chat_messages m set turn_id = null
    where m.chat_identity_id = new.id and m.direction = 'outbound' and m.turn_id is not null
      and m.status in ('queued', 'sending', 'unknown') and (m.payload ->> 'receipt')::boolean;
    return null;
end;
$$;
create trigger receipts_stay after update of handled_by on chat_identities
    for each row when (new.handled_by = 'person') execute function frontdesk.receipts_stay();
