-- The life of a case in which a person is needed, and of the chat that a person has: taken, answered, given back,
-- closed. What staff do in the console goes through here, and each step is written down (staff_actions).

-- Whether an account may act: it is of the entered organization, and open.
create or replace function frontdesk.is_staff(p_account uuid) returns boolean
language sql stable as $$
    select exists (select from staff_accounts a where a.id = p_account and a.disabled_at is null)
$$;

-- How colleagues see an account: the name in its address.
create or replace function frontdesk.staff_name(p_account uuid) returns text
language sql stable as $$
    select initcap(translate(split_part(split_part(a.email, '@', 1), '+', 1), '._-', '   '))
    from staff_accounts a where a.id = p_account
$$;

-- Who took a chat in the console and still has it; null: nobody, or somebody who answers elsewhere.
create or replace function frontdesk.owner_of(p_chat chat_identities) returns uuid
language sql stable as $$
    select p_chat.handled_account where frontdesk.with_person(p_chat, frontdesk.now())
$$;

-- Writes down what somebody did or looked at, and forgets what is older than a year.
-- `p_account`: of the console, or a recipient who writes by WhatsApp. `p_subject`: the appointment or block that it is
-- about; `p_form`: the key of the form.
drop function if exists frontdesk.staff_did(uuid, uuid, text, uuid);
create or replace function frontdesk.staff_did(
    p_organization uuid, p_account uuid, p_action text, p_chat uuid, p_subject uuid default null,
    p_form text default null
) returns void
language sql as $$
    delete from staff_actions where organization_id = p_organization and at < frontdesk.now() - interval '1 year';
    insert into staff_actions (
        organization_id, account_id, recipient_id, action, chat_id, subject_id, form_key, at)
    select p_organization, case when r.id is null then p_account end, r.id, p_action, p_chat, p_subject,
        nullif(p_form, ''), frontdesk.now()
    from (values (p_account)) as w (id) left join internal_notifications_config r on r.id = w.id
$$;

-- Whether a call for a person is not over. Somebody closes it; an ordinary one is also over a day after it was
-- answered, and two weeks after it was made: people are called by phone as well, where nobody sees it.
create or replace function frontdesk.is_open(p_escalation escalations) returns boolean
language sql stable as $$
    select p_escalation.closed_at is null and (p_escalation.reason in ('privacy', 'money')
        or coalesce(p_escalation.answered_at + interval '1 day', p_escalation.created_at + interval '14 days')
            > frontdesk.now())
$$;

-- Somebody who is not the one that has the chat: {status: owned, owner, name, since}. Without owner: it is somebody
-- who answers in the business's own app, or at the provider's desk.
create or replace function frontdesk.owned(p_chat chat_identities) returns jsonb
language sql stable as $$
    select jsonb_build_object('status', 'owned', 'owner', p_chat.handled_account,
        'name', frontdesk.holder_name(p_chat), 'since', p_chat.handled_since)
$$;

-- One of staff takes a chat, and the calls for a person in it; the bot is silent from now on. Who has it is asked
-- first: `p_over` names whom somebody knowingly takes it from. {status: taken | owned … | not_found}
create or replace function chat_take(
    p_organization uuid, p_conversation uuid, p_account uuid, p_over uuid default null
) returns jsonb
language plpgsql as $$
declare
    v_chat chat_identities;
    v_owner uuid;
begin
    perform frontdesk.enter(p_organization);
    select * into v_chat from chat_identities where id = p_conversation for update;
    if v_chat.id is null or not frontdesk.is_staff(p_account) then
        return '{"status": "not_found"}';
    end if;
    v_owner := frontdesk.owner_of(v_chat);
    if v_owner <> p_account and v_owner is distinct from p_over then
        return frontdesk.owned(v_chat);
    end if;
    perform frontdesk.take_chat(p_organization, v_chat, p_account);
    if v_owner is distinct from p_account then
        perform frontdesk.staff_did(p_organization, p_account,
            case when v_owner is null then 'taken' else 'taken_over' end, v_chat.id);
    end if;
    perform frontdesk.notify_chat(v_chat.connection_id, v_chat.id, 'message');
    return '{"status": "taken"}';
end;
$$;

-- A person has the chat and the open calls in it: an account of the console, or a recipient of notices by their phone.
drop function if exists frontdesk.take_chat(uuid, chat_identities, uuid);
drop function if exists frontdesk.recipient_takes(uuid, chat_identities, uuid);
create or replace function frontdesk.take_chat(
    p_organization uuid, p_chat chat_identities, p_account uuid, p_recipient uuid default null
) returns void
language plpgsql as $$
begin
    perform frontdesk.hand_to_person(p_organization, p_chat.id);
    -- From now on it is no guess from a text that a person has it (release_chat).
    update chat_identities i set handled_account = p_account, handled_recipient = p_recipient,
        handled_because = case when i.handled_because = 'desk' then 'desk' else 'given' end
    where i.id = p_chat.id;
    update escalations e set taken_by = p_account, taken_recipient = p_recipient, next_step_at = null,
        taken_at = case when e.taken_by = p_account or e.taken_recipient = p_recipient then e.taken_at
            else frontdesk.now() end,
        status = case when e.status in ('open', 'unreachable') then 'notified' else e.status end
    where e.chat_identity_id = p_chat.id and frontdesk.is_open(e);
end;
$$;

-- The same by a case. {status: taken | owned … | closed | not_found, conversation}
create or replace function escalation_take(
    p_organization uuid, p_escalation uuid, p_account uuid, p_over uuid default null
) returns jsonb
language plpgsql as $$
declare
    v_case escalations;
begin
    perform frontdesk.enter(p_organization);
    select * into v_case from escalations where id = p_escalation;
    if v_case.id is null or not frontdesk.is_staff(p_account) then
        return '{"status": "not_found"}';
    end if;
    return jsonb_build_object('conversation', v_case.chat_identity_id) || case when v_case.closed_at is not null
        then '{"status": "closed"}' else chat_take(p_organization, v_case.chat_identity_id, p_account, p_over) end;
end;
$$;

-- Closes a case; ordinary calls of one chat are one matter, and end together. {status: closed | already | not_found,
-- conversation}
create or replace function escalation_close(p_organization uuid, p_escalation uuid, p_account uuid) returns jsonb
language plpgsql as $$
declare
    v_case escalations;
    v_chat chat_identities;
begin
    perform frontdesk.enter(p_organization);
    select * into v_case from escalations where id = p_escalation;
    if v_case.id is null or not frontdesk.is_staff(p_account) then
        return '{"status": "not_found"}';
    end if;
    -- The chat first, as everybody who calls a person.
    select * into v_chat from chat_identities where id = v_case.chat_identity_id for update;
    update escalations e set closed_at = frontdesk.now(), closed_by = p_account, status = 'closed', next_step_at = null
    where e.chat_identity_id = v_chat.id and e.closed_at is null
      and (e.id = p_escalation or frontdesk.same_case(e, v_case.reason, v_case.request) and v_case.closed_at is null);
    if found then
        perform frontdesk.staff_did(p_organization, p_account, 'closed', v_chat.id);
        perform frontdesk.notify_chat(v_chat.connection_id, v_chat.id, 'message');
    end if;
    return jsonb_build_object('conversation', v_chat.id,
        'status', case when v_case.closed_at is null then 'closed' else 'already' end);
end;
$$;

-- A person of the business wrote to the customer: calls that are open are answered. `p_account` null: in the
-- business's own app, or at the provider's desk.
create or replace function frontdesk.calls_answered(p_conversation uuid, p_account uuid) returns void
language sql as $$
    update escalations e set answered_at = coalesce(e.answered_at, frontdesk.now()),
        taken_at = coalesce(e.taken_at, frontdesk.now()), next_step_at = null,
        taken_by = coalesce(e.taken_by, p_account),
        status = case when e.status in ('open', 'unreachable') then 'notified' else e.status end
    where e.chat_identity_id = p_conversation and e.closed_at is null
$$;

-- One of staff answers a customer, through the outbox. They have the chat from then on if the bot had it; if somebody
-- else has it, nothing is sent. `p_key` is the form's: sent twice it is one answer. `p_template` as in a reply's
-- payload, for when free text is not taken any more. {status: queued (message) | owned … | not_found | no_way}
drop function if exists chat_answer(uuid, uuid, uuid, text, text, jsonb);
create or replace function chat_answer(
    p_organization uuid, p_conversation uuid, p_account uuid, p_text text, p_key text, p_template jsonb default null,
    p_file jsonb default null
) returns jsonb
language plpgsql as $$
declare
    v_chat chat_identities;
    v_message uuid;
    v_file jsonb;
begin
    perform frontdesk.enter(p_organization);
    select * into v_chat from chat_identities where id = p_conversation for update;
    if v_chat.id is null or not frontdesk.is_staff(p_account) or btrim(p_text) = '' and p_file is null then
        return '{"status": "not_found"}';
    end if;
    select m.id into v_message from (
        select m.id, m.payload from chat_messages m
        where m.chat_identity_id = v_chat.id order by m.seq desc limit 100) m
    where m.payload #>> '{staff,form}' = p_key and m.payload #>> '{staff,account}' = p_account::text limit 1;
    if v_message is not null then
        return jsonb_build_object('status', 'queued', 'message', v_message);
    elsif frontdesk.with_person(v_chat, frontdesk.now()) and v_chat.handled_account is distinct from p_account
          and v_chat.handled_because <> 'unclaimed' then
        return frontdesk.owned(v_chat);
    elsif (select c.channel = 'api' or not c.active from platform_connections c where c.id = v_chat.connection_id) then
        return '{"status": "no_way"}';
    end if;
    v_file := frontdesk.file_taken(v_chat.id, p_file);
    if v_file is null and p_file is not null then
        return '{"status": "not_found"}';
    end if;
    if frontdesk.owner_of(v_chat) is null then
        perform frontdesk.staff_did(p_organization, p_account, 'taken', v_chat.id);
    end if;
    perform frontdesk.take_chat(p_organization, v_chat, p_account);
    v_message := (frontdesk.replies_put(p_organization, v_chat, null, frontdesk.staff_words(p_text, v_file,
        jsonb_build_object('account', p_account, 'form', p_key), p_template), 'outbox'))[1];
    perform frontdesk.calls_answered(v_chat.id, p_account);
    perform frontdesk.staff_did(p_organization, p_account, 'answered', v_chat.id);
    perform frontdesk.notify_chat(v_chat.connection_id, v_chat.id, 'message');
    return jsonb_build_object('status', 'queued', 'message', v_message);
end;
$$;

-- What one of staff says, as replies_put takes it: words, a file (frontdesk.file_taken), or both. `p_by`: who says it.
create or replace function frontdesk.staff_words(p_text text, p_file jsonb, p_by jsonb, p_template jsonb) returns jsonb
language sql immutable as $$
    select jsonb_build_array(jsonb_build_object('text', btrim(p_text), 'kind', coalesce(p_file ->> 'kind', 'text'),
        'payload', jsonb_strip_nulls(jsonb_build_object('staff', p_by, 'template', p_template))
            || coalesce(p_file -> 'payload', '{}')))
$$;

-- Keeps a note about a chat for staff. {status: noted | not_found}
create or replace function chat_note(
    p_organization uuid, p_conversation uuid, p_account uuid, p_text text, p_key text
) returns jsonb
language plpgsql as $$
declare
    v_chat chat_identities;
begin
    perform frontdesk.enter(p_organization);
    select * into v_chat from chat_identities where id = p_conversation;
    if v_chat.id is null or not frontdesk.is_staff(p_account) or btrim(p_text) = '' then
        return '{"status": "not_found"}';
    end if;
    insert into chat_notes (id, organization_id, chat_identity_id, account_id, body, noted_at)
    values (md5(concat('note ', v_chat.id, ' ', p_account, ' ', p_key))::uuid, p_organization, v_chat.id, p_account,
        left(btrim(p_text), 2000), frontdesk.now())
    on conflict (id) do nothing;
    if found then
        perform frontdesk.staff_did(p_organization, p_account, 'noted', v_chat.id);
        perform frontdesk.notify_chat(v_chat.connection_id, v_chat.id, 'message');
    end if;
    return '{"status": "noted"}';
end;
$$;

-- What a customer wrote last, and no person answered before they gave the chat back, is the bot's to answer.
create or replace function frontdesk.left_unanswered(p_organization uuid, p_conversation uuid) returns void
language plpgsql as $$
begin
    update chat_messages m set status = 'pending'
    where m.chat_identity_id = p_conversation and m.direction = 'inbound' and m.status = 'handled'
      and m.turn_id is null and m.created_at > frontdesk.now() - interval '12 hours'
      and m.seq > coalesce((
          select max(o.seq) from chat_messages o
          where o.chat_identity_id = p_conversation and o.direction <> 'inbound'), 0);
    if found then
        update chat_identities set first_pending_at = coalesce(first_pending_at, frontdesk.now()),
            due_at = frontdesk.now()
        where id = p_conversation;
        perform frontdesk.defer_turn(p_organization, p_conversation);
    end if;
end;
$$;

-- The bot has the chat again. Only who has it gives it back; somebody else takes it first. {status: given_back |
-- owned … | not_found}
create or replace function chat_give_back(p_organization uuid, p_conversation uuid, p_account uuid) returns jsonb
language plpgsql as $$
declare
    v_chat chat_identities;
begin
    perform frontdesk.enter(p_organization);
    select * into v_chat from chat_identities where id = p_conversation for update;
    if v_chat.id is null or not frontdesk.is_staff(p_account) then
        return '{"status": "not_found"}';
    elsif frontdesk.owner_of(v_chat) <> p_account then
        return frontdesk.owned(v_chat);
    end if;
    if frontdesk.with_person(v_chat, frontdesk.now()) then
        perform frontdesk.give_back(v_chat.id);
        perform frontdesk.left_unanswered(p_organization, v_chat.id);
        perform frontdesk.staff_did(p_organization, p_account, 'given_back', v_chat.id);
        perform frontdesk.notify_chat(v_chat.connection_id, v_chat.id, 'message');
    end if;
    return '{"status": "given_back"}';
end;
$$;
