-- Cases: calls for a person that have a legal term, or are about money, until somebody closes them.

-- Whether a call for a person belongs to one that was made a moment ago. A case is its own: it would be lost in
-- the summary of a complaint. So is a loop, of which a notice about a customer in need says nothing.
create or replace function frontdesk.same_case(p_escalation escalations, p_reason text, p_request text) returns boolean
language sql immutable as $$
    select case when p_reason in ('privacy', 'money', 'loop', 'visit_answer')
            or p_escalation.reason in ('privacy', 'money', 'loop', 'visit_answer')
        then p_escalation.reason = p_reason and p_escalation.request is not distinct from p_request
        else true end
$$;

-- Open cases, the one that is due first before others: [{id, conversation, reason, request, due, since (local),
-- name, phone, stated_phone, summary}].
create or replace function cases_open(p_organization uuid) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'conversation', i.id, 'reason', e.reason,
            'request', e.request, 'due', e.due_on, 'since', frontdesk.local_text(e.created_at, o.time_zone),
            'name', coalesce(c.name, i.display_name), 'phone', i.phone,
            'stated_phone', frontdesk.stated_phone(i.contact_id), 'summary', e.summary)
            order by e.due_on nulls last, e.created_at, e.id), '[]')
        from escalations e
        join organizations o on o.id = e.organization_id
        join chat_identities i on i.id = e.chat_identity_id
        left join contacts c on c.id = i.contact_id
        where e.organization_id = p_organization and e.closed_at is null and e.reason in ('privacy', 'money'));
end;
$$;

-- Closes a case. False: there is none that is open.
create or replace function case_close(p_organization uuid, p_case uuid) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    update escalations e set closed_at = frontdesk.now(), status = 'closed'
    where e.organization_id = p_organization and e.id = p_case and e.closed_at is null
      and e.reason in ('privacy', 'money');
    return to_jsonb(found);
end;
$$;
