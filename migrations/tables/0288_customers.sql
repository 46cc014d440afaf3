-- Customers in the console: what staff note and decide about them, and who did that.

-- What one of staff noted about a customer, for staff only: the customer and the models never see it.
create table customer_notes (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    contact_id uuid not null references contacts on delete cascade,
    account_id uuid references staff_accounts on delete set null,
    body text not null check (length(body) between 1 and 2000),
    noted_at timestamptz not null
);
create index customer_notes_contact on customer_notes (contact_id, noted_at);
create index customer_notes_account on customer_notes (account_id);

alter table contact_notes add column account_id uuid;
comment on column contact_notes.account_id is
    'Who of staff wrote it down; no key: it outlives the account; null: the customer, in a chat';

-- The table has a few rows of each customer.
-- squawk-ignore ban-drop-constraint
alter table contact_authorizations drop constraint contact_authorizations_kind_check;
-- squawk-ignore constraint-missing-not-valid
alter table contact_authorizations add constraint contact_authorizations_kind_check
    check (kind in ('reminders', 'recall', 'review', 'news')) not valid;
-- squawk-ignore constraint-missing-not-valid
alter table contact_authorizations validate constraint contact_authorizations_kind_check;
alter table contact_authorizations
    add column account_id uuid,
    add column source text constraint contact_authorizations_source check (length(source) between 1 and 200);
comment on column contact_authorizations.account_id is
    'Who of staff wrote it down; no key: it outlives the account; null: the customer, in the turn `turn_id`';
comment on column contact_authorizations.source is 'How staff know of it, in their words ("por teléfono")';

-- Each page of the console has words of its own for what is done there.
-- squawk-ignore ban-drop-constraint
alter table staff_actions drop constraint staff_actions_action_check;
-- squawk-ignore constraint-missing-not-valid
alter table staff_actions add constraint staff_actions_action_check check (action ~ '^[a-z_]{1,40}$') not valid;
-- squawk-ignore constraint-missing-not-valid
alter table staff_actions validate constraint staff_actions_action_check;
-- The agenda's page has the first column as well (0285).
alter table staff_actions add column if not exists subject_id uuid;
comment on column staff_actions.subject_id is
    'What it was about: an appointment, a block, a customer, a canned answer; no key: it outlives that';
alter table staff_actions add column form_id uuid;
comment on column staff_actions.form_id is 'Of the form with which it was done: sent twice it counts once';
-- squawk-ignore require-concurrent-index-creation
create unique index staff_actions_once on staff_actions (form_id) where form_id is not null;
