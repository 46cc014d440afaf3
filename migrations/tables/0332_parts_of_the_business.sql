-- Which part of the business an owner changed is any name: a list here would have to be rewritten with every page.
-- squawk-ignore ban-drop-constraint
alter table staff_actions drop constraint staff_actions_part_check;
-- squawk-ignore constraint-missing-not-valid
alter table staff_actions add constraint staff_actions_part_check
    check (part is null or part ~ '^[a-z_]{1,40}$') not valid;
-- squawk-ignore constraint-missing-not-valid
alter table staff_actions validate constraint staff_actions_part_check;
