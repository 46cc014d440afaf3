-- Inviting customers to come again when it has been as long as a service says (docs/decisions/recall.md).

alter table services add column recall_after text;
-- squawk-ignore constraint-missing-not-valid
alter table services add constraint services_recall_after
    check (recall_after ~ '^[1-9][0-9]{0,3} (days|months)$') not valid;
-- squawk-ignore constraint-missing-not-valid
alter table services validate constraint services_recall_after;
comment on column services.recall_after is
    'How long after a visit its customer may be invited again: "6 months", "45 days"';

-- One invitation: at most one for each visit, and only for the customer's last one of a service. The row is the
-- truth; a job only wakes somebody to look at it.
create table recalls (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    contact_id uuid not null references contacts on delete cascade,
    service_id uuid not null references services on delete cascade,
    appointment_id uuid not null references appointments on delete cascade,
    due_at timestamptz not null,
    status text not null default 'waiting' check (status in ('waiting', 'sent', 'dropped', 'skipped')),
    reason text,
    woken_at timestamptz,
    settled_at timestamptz,
    chat_identity_id uuid references chat_identities on delete set null,
    message_id uuid references chat_messages on delete set null,
    created_at timestamptz not null,
    constraint recalls_once unique (appointment_id),
    check ((reason is not null) = (status in ('dropped', 'skipped'))),
    check ((settled_at is null) = (status = 'waiting'))
);
create index recalls_due on recalls (due_at) where status = 'waiting';
create index recalls_waiting on recalls (organization_id, due_at) where status = 'waiting';
create index recalls_contact on recalls (contact_id, service_id);
create index recalls_message on recalls (message_id) where message_id is not null;
comment on column recalls.appointment_id is 'The last visit, from which it counts';
comment on column recalls.due_at is 'When it is looked at; the interval is over, and nothing kept it back';
comment on column recalls.reason is
    'dropped: off, not_visited, ahead, came, asked_before, opted_out, no_marketing, no_consent. skipped: late, '
    'no_chat, window, undelivered';

-- Who is due is offered a freed hour through the waiting list, after those who wait.
alter table waiting_list add column recall_id uuid;
-- squawk-ignore constraint-missing-not-valid
alter table waiting_list add constraint waiting_list_recall_id_fkey
    foreign key (recall_id) references recalls on delete cascade not valid;
-- squawk-ignore constraint-missing-not-valid
alter table waiting_list validate constraint waiting_list_recall_id_fkey;
-- squawk-ignore require-concurrent-index-creation
create index waiting_list_recall on waiting_list (recall_id) where recall_id is not null;
comment on column waiting_list.recall_id is
    'Nobody asked for it: the customer is due, and this hour is their invitation';

-- squawk-ignore ban-drop-constraint
alter table waiting_list drop constraint waiting_list_once;
-- squawk-ignore disallowed-unique-constraint, constraint-missing-not-valid
alter table waiting_list add constraint waiting_list_once unique nulls not distinct
    (contact_id, services, member_id, first_day, last_day, not_before, not_after, appointment_id, recall_id);
