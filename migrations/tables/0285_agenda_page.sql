-- The agenda in the console: whose account is which member's, who has arrived, time that is blocked, and who did what.

alter table staff_accounts add column member_id uuid;
comment on column staff_accounts.member_id is 'Whose agenda a professional sees and changes; null: nobody''s';
-- squawk-ignore constraint-missing-not-valid
alter table staff_accounts add constraint staff_accounts_member foreign key (member_id) references members
    on delete set null not valid;
-- squawk-ignore constraint-missing-not-valid
alter table staff_accounts validate constraint staff_accounts_member;
-- squawk-ignore require-concurrent-index-creation
create index staff_accounts_member on staff_accounts (member_id) where member_id is not null;

alter table appointments add column arrived_at timestamptz;
comment on column appointments.arrived_at is 'When the customer was checked in; a move takes it away';

-- squawk-ignore ban-drop-constraint
alter table appointment_events drop constraint appointment_events_kind_check;
-- squawk-ignore constraint-missing-not-valid
alter table appointment_events add constraint appointment_events_kind_check check (kind in (
    'booked', 'moved', 'confirmed', 'cancelled', 'completed', 'no_show', 'confirmation_asked', 'reminded', 'renamed',
    'arrived', 'resized')) not valid;
-- squawk-ignore constraint-missing-not-valid
alter table appointment_events validate constraint appointment_events_kind_check;
alter table appointment_events add column account_id uuid;
comment on column appointment_events.account_id is
    'Who of staff did it in the console; no key: it outlives the account';

-- Time of a member or of a unit of a resource in which nothing can be booked. What was booked in it before stays until
-- it is moved or cancelled; the block takes that time then.
create table agenda_blocks (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    member_id uuid references members on delete cascade,
    unit_id uuid references resource_units on delete cascade,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    reason text constraint agenda_blocks_reason check (length(reason) <= 200),
    account_id uuid,
    concerned uuid[] not null default '{}',
    created_at timestamptz not null,
    constraint agenda_blocks_one check (num_nonnulls(member_id, unit_id) = 1),
    constraint agenda_blocks_order check (starts_at < ends_at)
);
create index agenda_blocks_organization on agenda_blocks (organization_id, starts_at);
create index agenda_blocks_member on agenda_blocks (member_id, ends_at) where member_id is not null;
create index agenda_blocks_unit on agenda_blocks (unit_id, ends_at) where unit_id is not null;
comment on column agenda_blocks.concerned is 'Appointments that were in it when it was blocked';
comment on column agenda_blocks.account_id is 'Who blocked it; no key: it outlives the account';

alter table occupancies add column block_id uuid;
-- squawk-ignore constraint-missing-not-valid
alter table occupancies add constraint occupancies_block foreign key (block_id) references agenda_blocks
    on delete cascade not valid;
-- squawk-ignore constraint-missing-not-valid
alter table occupancies validate constraint occupancies_block;
-- squawk-ignore ban-drop-constraint
alter table occupancies drop constraint occupancies_of_one;
-- squawk-ignore constraint-missing-not-valid
alter table occupancies add constraint occupancies_of_one
    check (num_nonnulls(appointment_id, session_id, hold_id, busy_id, block_id) = 1) not valid;
-- squawk-ignore constraint-missing-not-valid
alter table occupancies validate constraint occupancies_of_one;
-- squawk-ignore require-concurrent-index-creation
create index occupancies_block on occupancies (block_id) where block_id is not null;

-- Whatever part of the console is added, its actions are written down; the functions say which there are.
-- squawk-ignore ban-drop-constraint
alter table staff_actions drop constraint staff_actions_action_check;
-- squawk-ignore constraint-missing-not-valid
alter table staff_actions add constraint staff_actions_action_check check (action ~ '^[a-z_]{1,40}$') not valid;
-- squawk-ignore constraint-missing-not-valid
alter table staff_actions validate constraint staff_actions_action_check;
alter table staff_actions
    add column subject_id uuid,
    add column form_key text constraint staff_actions_form_key check (length(form_key) between 1 and 64);
comment on column staff_actions.subject_id is 'The appointment or block that it was about; no key: it outlives that';
comment on column staff_actions.form_key is 'The key of the form with which it was done: sent twice it counts once';
-- squawk-ignore require-concurrent-index-creation
create index staff_actions_form on staff_actions (account_id, form_key) where form_key is not null;
