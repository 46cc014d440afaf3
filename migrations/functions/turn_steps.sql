-- What the assistant did in one turn, and why, as it was recorded: for staff who look at a reply.

-- {id, status, began, ended, questions (the customer's messages that it answered), trace, withheld: [{reason, text}],
-- changes: [{kind, service, local}], called: [reason]}; null when it is no turn of this chat, or the account may not
-- see it. That somebody looked is written down.
create or replace function console_turn(
    p_organization uuid, p_account uuid, p_conversation uuid, p_turn uuid
) returns jsonb
language plpgsql as $$
declare
    v_turn turns;
begin
    perform frontdesk.enter(p_organization);
    select * into v_turn from turns t where t.id = p_turn and t.chat_identity_id = p_conversation;
    if v_turn.id is null or not frontdesk.sees_customers(p_account) then
        return null;
    end if;
    perform frontdesk.staff_did(p_organization, p_account, 'steps', p_conversation);
    return jsonb_build_object('id', v_turn.id, 'status', v_turn.status, 'began', v_turn.started_at,
        'ended', v_turn.finished_at, 'trace', v_turn.trace,
        'questions', (
            select coalesce(jsonb_agg(left(coalesce(nullif(m.body, ''), m.media_text, ''), 300) order by m.seq), '[]')
            from chat_messages m where m.id = any (v_turn.message_ids)),
        'withheld', (
            select coalesce(jsonb_agg(jsonb_build_object('reason', w.reason, 'text', w.body)
                order by w.created_at), '[]')
            from withheld_replies w where w.turn_id = v_turn.id),
        'changes', (
            select coalesce(jsonb_agg(jsonb_build_object('kind', e.kind, 'service', s.name,
                'local', frontdesk.local_text(a.starts_at, o.time_zone)) order by e.id), '[]')
            from appointment_events e
            join appointments a on a.id = e.appointment_id
            join services s on s.id = a.service_id
            join organizations o on o.id = e.organization_id
            where e.turn_id = v_turn.id and e.chat_identity_id = p_conversation),
        'called', (
            select coalesce(jsonb_agg(e.reason order by e.created_at), '[]') from escalations e
            where e.turn_id = v_turn.id));
end;
$$;
