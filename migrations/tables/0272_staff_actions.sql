-- What staff did, where 0271 was applied before it knew of conversations that somebody ends; and a notice leads to its
-- customer by its call alone (frontdesk.person_tables), as before.

-- squawk-ignore ban-drop-constraint
alter table staff_actions drop constraint staff_actions_action_check;
-- squawk-ignore constraint-missing-not-valid
alter table staff_actions add constraint staff_actions_action_check check (action in (
    'read', 'file', 'searched', 'taken', 'taken_over', 'answered', 'noted', 'given_back', 'closed', 'ended',
    'agenda'));

-- squawk-ignore ban-drop-constraint
alter table notifications drop constraint notifications_chat;
