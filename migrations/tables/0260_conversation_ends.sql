-- How a conversation ends: by a silence as long as its organization says, by staff, or by the customer's goodbye.

alter table organizations add column conversation_hours integer;
-- squawk-ignore constraint-missing-not-valid
alter table organizations add constraint organizations_conversation_hours
    check (conversation_hours between 1 and 720) not valid;
-- squawk-ignore constraint-missing-not-valid
alter table organizations validate constraint organizations_conversation_hours;
comment on column organizations.conversation_hours is
    'After how many hours of silence a conversation begins anew; null: 24';

alter table chat_identities
    add column closed_at timestamptz,
    add column closed_because text;
-- squawk-ignore constraint-missing-not-valid
alter table chat_identities add constraint chat_identities_closed_because
    check (closed_because in ('staff', 'customer')) not valid;
-- squawk-ignore constraint-missing-not-valid
alter table chat_identities validate constraint chat_identities_closed_because;
comment on column chat_identities.closed_at is
    'When staff closed the conversation, or the customer said goodbye; what is said afterwards opens it again';

-- What is allowed grows by one.
-- squawk-ignore ban-drop-constraint
alter table staff_actions drop constraint staff_actions_action_check;
-- squawk-ignore constraint-missing-not-valid
alter table staff_actions add constraint staff_actions_action_check check (action in (
    'read', 'file', 'searched', 'taken', 'taken_over', 'answered', 'noted', 'given_back', 'closed', 'ended'))
    not valid;
-- squawk-ignore constraint-missing-not-valid
alter table staff_actions validate constraint staff_actions_action_check;
