-- What is to be sent because time passes: confirmation requests and reminders
-- (docs/decisions/reminders.md), and the waiting list (docs/decisions/waiting-list.md).

-- One row for a booking (an appointment, or a visit as a whole), an offset and a start. The row is the
-- truth; a job only wakes somebody to look at it.
create table reminders (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    booking_id uuid not null,
    appointment_id uuid not null references appointments on delete cascade,
    kind text not null check (kind in ('confirmation', 'reminder')),
    offset_minutes integer not null check (offset_minutes > 0),
    starts_at timestamptz not null,
    due_at timestamptz not null,
    status text not null default 'waiting' check (status in ('waiting', 'sent', 'dropped', 'skipped')),
    reason text,
    woken_at timestamptz,
    settled_at timestamptz,
    chat_identity_id uuid references chat_identities on delete set null,
    message_id uuid references chat_messages on delete set null,
    created_at timestamptz not null,
    unique (booking_id, kind, offset_minutes, starts_at),
    check (due_at < starts_at),
    check ((reason is not null) = (status in ('dropped', 'skipped'))),
    check ((settled_at is null) = (status = 'waiting'))
);
create index reminders_due on reminders (due_at) where status = 'waiting';
create index reminders_appointment on reminders (appointment_id);
create index reminders_message on reminders (message_id) where message_id is not null;
comment on column reminders.booking_id is 'visit_id of the appointment, or its own id';
comment on column reminders.starts_at is 'The start that it is about; after a move the row is dropped';
comment on column reminders.reason is
    'dropped: cancelled, completed, no_show, moved, confirmed, offset, opted_out, no_consent. skipped: '
    'late, quiet, busy, just_written, no_chat, window, undelivered';

-- One wish of one customer. Its place is `joined_at`. The days and bounds of the start are local; both
-- ends count. `refused`: starts that were offered and not taken. `skipped`: why nobody was asked when a
-- time was looked for last. `wake_at`: when the entry is looked at, whatever happens until then.
create table waiting_list (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    chat_identity_id uuid not null references chat_identities on delete cascade,
    contact_id uuid not null references contacts on delete cascade,
    turn_id uuid references turns on delete set null,
    services jsonb not null check (jsonb_array_length(services) between 1 and 4),
    member_id uuid references members on delete cascade,
    first_day date not null,
    last_day date not null,
    not_before time,
    not_after time,
    status text not null default 'waiting'
        check (status in ('waiting', 'offered', 'booked', 'declined', 'expired', 'left')),
    joined_at timestamptz not null,
    changed_at timestamptz not null,
    wake_at timestamptz not null,
    offer_token text references slot_offers on delete set null,
    offered_until timestamptz,
    message_id uuid references chat_messages on delete set null,
    refused timestamptz[] not null default '{}',
    skipped text,
    check (last_day between first_day and first_day + 61),
    check (not_before <= not_after),
    check (status <> 'offered' or offered_until is not null),
    constraint waiting_list_once unique nulls not distinct
        (contact_id, services, member_id, first_day, last_day, not_before, not_after)
);
create index waiting_list_order on waiting_list (organization_id, joined_at, id) where status = 'waiting';
create index waiting_list_wake on waiting_list (wake_at) where status in ('waiting', 'offered');
create index waiting_list_offer on waiting_list (offer_token) where offer_token is not null;
comment on column waiting_list.services is 'Ids in the order of the visit';
comment on column waiting_list.message_id is 'The question; null until it stands in the outbox';
