-- What staff did, of both the console's conversations (0260) and its agenda (0271, which left out what 0260 added).

-- squawk-ignore ban-drop-constraint
alter table staff_actions drop constraint staff_actions_action_check;
-- squawk-ignore constraint-missing-not-valid
alter table staff_actions add constraint staff_actions_action_check check (action in (
    'read', 'file', 'searched', 'taken', 'taken_over', 'answered', 'noted', 'given_back', 'closed', 'ended', 'agenda'))
    not valid;
-- squawk-ignore constraint-missing-not-valid
alter table staff_actions validate constraint staff_actions_action_check;
