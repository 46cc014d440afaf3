-- Appointments, what was offered, and who or what is taken when.

-- A start of a group service that somebody booked; its appointments share its time.
create table group_sessions (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    service_id uuid not null references services on delete cascade,
    member_id uuid not null references members on delete cascade,
    starts_at timestamptz not null,
    during tstzrange not null,
    units uuid[] not null default '{}',
    capacity integer not null check (capacity between 1 and 500),
    unique (service_id, member_id, starts_at),
    unique (id, capacity)
);

-- `during` is the appointment with its buffers; in `gap` the member (not the resources) is free.
-- Appointments of one visit share `visit_id`. `seat` of `seats`: a place in a group session. What is
-- taken by whom stands in occupancies, whose constraint has the last word on every overlap.
create table appointments (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    contact_id uuid not null references contacts,
    chat_identity_id uuid references chat_identities on delete set null,
    service_id uuid not null references services,
    member_id uuid not null references members,
    attendee_name text,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    during tstzrange not null,
    status text not null default 'scheduled'
        check (status in ('scheduled', 'confirmed', 'cancelled', 'completed', 'no_show')),
    confirmation_asked_at timestamptz,
    price numeric(14, 2),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    visit_id uuid,
    gap tstzrange,
    units uuid[] not null default '{}',
    session_id uuid,
    seat integer,
    seats integer,
    currency text,
    offer_token text,
    public_token text not null unique default replace(gen_random_uuid()::text, '-', ''),
    check (starts_at < ends_at),
    check (during @> tstzrange(starts_at, ends_at)),
    constraint appointments_gap check (during @> gap),
    constraint appointments_seat check (session_id is null or seat between 1 and seats),
    constraint appointments_session foreign key (session_id, seats)
        references group_sessions (id, capacity) on delete set null (session_id)  -- noqa: LT01
);
create index appointments_contact on appointments (contact_id, starts_at);
create index appointments_organization on appointments (organization_id, starts_at);
-- A repeated call books nothing twice.
create unique index appointments_once on appointments (contact_id, service_id, starts_at, coalesce(attendee_name, ''))
    where status in ('scheduled', 'confirmed');
create index appointments_visit on appointments (visit_id) where visit_id is not null;
create index appointments_offer on appointments (offer_token) where offer_token is not null;
create unique index appointments_one_seat on appointments (session_id, seat)
    where session_id is not null and status in ('scheduled', 'confirmed');
comment on column appointments.offer_token is 'The offer that was booked; a token books once';
comment on column appointments.public_token is 'Secret part of the address of the calendar file';

-- What happened to an appointment: one row for every change, written by a trigger.
create table appointment_events (
    id bigint primary key generated always as identity,
    organization_id uuid not null references organizations on delete cascade,
    appointment_id uuid not null references appointments on delete cascade,
    at timestamptz not null,
    kind text not null check (kind in ('booked', 'moved', 'confirmed', 'cancelled',
        'completed', 'no_show', 'confirmation_asked', 'reminded', 'renamed')),
    actor text not null check (actor in ('customer', 'staff', 'system')),
    turn_id uuid,
    detail jsonb not null default '{}',
    chat_identity_id uuid references chat_identities on delete set null
);
create index appointment_events_appointment on appointment_events (appointment_id, id);
create index appointment_events_chat on appointment_events (chat_identity_id, at) where turn_id is not null;
comment on column appointment_events.chat_identity_id is 'From which chat; null when not from a chat';

-- What was offered to whom in which turn; only this can be booked, and only in a later turn. Without a
-- turn: offered by the system (the waiting list).
create table slot_offers (
    token text primary key,
    organization_id uuid not null references organizations on delete cascade,
    chat_identity_id uuid not null references chat_identities on delete cascade,
    turn_id uuid references turns on delete cascade,
    service_id uuid not null references services on delete cascade,
    member_id uuid not null references members on delete cascade,
    starts_at timestamptz not null,
    offered_at timestamptz not null,
    expires_at timestamptz not null,
    items jsonb not null,
    appointment_id uuid references appointments on delete cascade,
    constraint slot_offers_items check (jsonb_array_length(items) > 0)
);
create index slot_offers_conversation on slot_offers (chat_identity_id, expires_at);
comment on column slot_offers.items is
    'Every service of the visit in order: {service, member, at}; service_id, member_id and starts_at are '
    'the first';
comment on column slot_offers.appointment_id is 'Offered to move this appointment (or its visit) to';

-- A cancellation or a move that the customer was asked to accept.
create table appointment_proposals (
    token text primary key,
    organization_id uuid not null references organizations on delete cascade,
    chat_identity_id uuid not null references chat_identities on delete cascade,
    turn_id uuid not null references turns on delete cascade,
    kind text not null check (kind in ('cancel', 'move')),
    appointment_id uuid not null references appointments on delete cascade,
    slot_token text references slot_offers on delete cascade,
    proposed_at timestamptz not null,
    expires_at timestamptz not null,
    check ((kind = 'move') = (slot_token is not null))
);
create index appointment_proposals_conversation on appointment_proposals (chat_identity_id);

-- A slot that a customer is being asked about, kept for a short while. `waiting`: offered from the list.
create table holds (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    chat_identity_id uuid not null references chat_identities on delete cascade,
    kind text not null default 'choice' check (kind in ('choice', 'waiting')),
    offer_token text not null references slot_offers on delete cascade,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    unique (chat_identity_id, kind)
);
create index holds_expiry on holds (expires_at);

-- Seats of group sessions that holds keep.
create table hold_seats (
    organization_id uuid not null references organizations on delete cascade,
    hold_id uuid not null references holds on delete cascade,
    service_id uuid not null references services on delete cascade,
    member_id uuid not null references members on delete cascade,
    starts_at timestamptz not null,
    expires_at timestamptz not null,
    primary key (hold_id, starts_at)
);
create index hold_seats_session on hold_seats (service_id, starts_at);

-- Who or what (a member, a unit of a resource) is taken when, and by what. Triggers keep it true to
-- the appointments; the constraint has the last word on every overlap.
create table occupancies (
    id bigint primary key generated always as identity,
    organization_id uuid not null references organizations on delete cascade,
    subject_id uuid not null,
    appointment_id uuid references appointments on delete cascade,
    session_id uuid references group_sessions on delete cascade,
    hold_id uuid references holds on delete cascade,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    expires_at timestamptz,
    during tstzrange not null generated always as (tstzrange(starts_at, ends_at)) stored,
    check (starts_at < ends_at),
    check (num_nonnulls(appointment_id, session_id, hold_id) = 1),
    check ((expires_at is not null) = (hold_id is not null)),
    constraint occupancies_no_overlap exclude using gist (
        (frontdesk.uuidrange(subject_id, subject_id, '[]')) with &&,
        during with &&
    )
);
create index occupancies_appointment on occupancies (appointment_id) where appointment_id is not null;
create index occupancies_session on occupancies (session_id) where session_id is not null;
create index occupancies_hold on occupancies (hold_id) where hold_id is not null;
-- Everything that availability asks about a month of a member lies together in the index; the table
-- itself, where the rows of all organizations are mixed, is not read. That holds while vacuum comes
-- round, so it comes more often than by default.
create index occupancies_taken on occupancies (subject_id, starts_at)
    include (ends_at, organization_id, appointment_id, session_id, hold_id, expires_at);
alter table occupancies set (
    autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02
);
