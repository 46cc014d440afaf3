-- What an owner changes of the business in the console is written down: which part of it, without a word of it.

-- squawk-ignore ban-drop-constraint
alter table staff_actions drop constraint staff_actions_action_check;
alter table staff_actions
    add column part text check (part in (
        'profile', 'hours', 'dates', 'services', 'members', 'knowledge', 'gaps', 'recipients', 'test_sent',
        'credentials'));
comment on column staff_actions.part is 'Which part of the business an action `business` is about';
-- Each page of the console has words of its own for what is done there; their functions write no others.
-- squawk-ignore constraint-missing-not-valid
alter table staff_actions add constraint staff_actions_action_check check (action ~ '^[a-z_]{1,40}$') not valid;
-- squawk-ignore constraint-missing-not-valid
alter table staff_actions validate constraint staff_actions_action_check;
