-- Whether a reply that was late still says what is so (docs/decisions/outbox.md).

-- Why a reply that is late has nothing to say any more, or null: a later turn has answered, and this one
-- was small talk (no tool ran) or a choice that is not the open one any more. Receipts, answers with facts
-- and what the business says by itself stay.
create or replace function frontdesk.reply_superseded(p_message chat_messages, p_now timestamptz) returns text
language sql stable as $$
    select case when p_message.waiting_since is not null and p_message.created_at < p_now - interval '10 minutes'
        and p_message.turn_id is not null
        and not coalesce((p_message.payload ->> 'receipt')::boolean, false)
        and not p_message.payload ? 'resent'
        and exists (
            select from turns t where t.id = p_message.turn_id
            and (jsonb_array_length(coalesce(t.trace -> 'tools', '[]')) = 0
                 or jsonb_array_length(coalesce(p_message.payload -> 'options', '[]')) > 0))
        and exists (
            select from chat_messages m join turns t on t.id = m.turn_id
            where m.chat_identity_id = p_message.chat_identity_id and m.direction = 'outbound'
              and m.seq > p_message.seq and m.turn_id <> p_message.turn_id and m.status <> 'failed')
        then 'a newer reply took its place' end
$$;

-- Why what was late says what is not so any more, or null: a person of the business answered meanwhile (receipts
-- stay, they say what stands), or the appointment that a receipt is about was changed after it.
create or replace function frontdesk.overtaken(p_message chat_messages) returns text
language sql stable as $$
    select case
        when p_message.waiting_since is null and p_message.unknowns = 0 or p_message.payload ? 'resent' then null
        when p_message.payload ? 'receipt' then (
            select 'the appointment was changed since' from frontdesk.changed_since(p_message) limit 1)
        when p_message.turn_id is not null and exists (
            select from chat_messages s
            where s.chat_identity_id = p_message.chat_identity_id and s.direction = 'staff' and s.seq > p_message.seq
              and not s.payload ? 'automatic')
            then 'a person answered meanwhile' end
$$;

create or replace function frontdesk.changed_since(p_message chat_messages) returns setof appointment_events
language sql stable as $$
    select e.* from appointment_events e
    where e.appointment_id::text in (
            select p_message.payload ->> 'of'
            union all
            select jsonb_array_elements_text(coalesce(p_message.payload -> 'also', '[]')))
      and e.kind in ('moved', 'cancelled') and e.at > p_message.created_at
$$;

-- Whether the change that overtook a receipt has a receipt of its own in the same chat, so that nobody need be told.
create or replace function frontdesk.told_again(p_message chat_messages) returns boolean
language sql stable as $$
    select exists (
        select from chat_messages m
        where m.chat_identity_id = p_message.chat_identity_id and m.direction = 'outbound' and m.seq > p_message.seq
          and m.status <> 'failed' and m.payload ? 'receipt' and m.payload ->> 'of' = p_message.payload ->> 'of')
$$;

-- Whether a message was to say that staff could not be told, and they were told meanwhile.
create or replace function frontdesk.truth_outdated(p_message chat_messages) returns boolean
language sql stable as $$
    select p_message.payload ? 'unreached' and exists (
        select from escalations e where e.id = (p_message.payload ->> 'unreached')::uuid and e.status = 'notified')
$$;
