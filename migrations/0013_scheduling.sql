-- The rules of the agenda: resources, gaps, groups, visits, vacations, holidays and holds.
-- docs/decisions/scheduling.md says what each rule means.

-- Rules of the organization. A service's own value replaces the organization's, a member's own value
-- replaces both.
alter table organizations
    add column holidays boolean not null default false,
    add column holiday_region text check (holiday_region ~ '^[A-Z0-9]{1,6}$'),
    add column move_notice_minutes integer check (move_notice_minutes between 0 and 43200),
    add column late_message text check (length(late_message) <= 500),
    add column hold_minutes integer not null default 10 check (hold_minutes between 1 and 120),
    add column waiting_hold_minutes integer not null default 30 check (waiting_hold_minutes between 5 and 1440),
    add column confirmation_minutes integer[] not null default '{1440}',
    add column reminder_minutes integer[] not null default '{180}',
    add column quiet_from time not null default '21:00',
    add column quiet_to time not null default '08:00';
comment on column organizations.move_notice_minutes is 'Null: the same as cancel_notice_minutes';
comment on column organizations.late_message is 'What is said when the cut-off has passed';

alter table services
    add column currency text check (currency ~ '^[A-Z]{3}$'),
    add column capacity integer not null default 1 check (capacity between 1 and 500),
    add column gap_from_minutes integer check (gap_from_minutes > 0),
    add column gap_minutes integer check (gap_minutes > 0),
    add column notice_minutes integer check (notice_minutes between 0 and 43200),
    add column horizon_days integer check (horizon_days between 1 and 730),
    add column cancel_notice_minutes integer check (cancel_notice_minutes between 0 and 43200),
    add column move_notice_minutes integer check (move_notice_minutes between 0 and 43200),
    add column max_open_appointments integer check (max_open_appointments between 1 and 100),
    add constraint services_gap check (
        (gap_from_minutes is null) = (gap_minutes is null)
        and coalesce(gap_from_minutes + gap_minutes < duration_minutes, true)),
    add constraint services_group_without_gap check (capacity = 1 or gap_minutes is null);
comment on column services.gap_from_minutes is 'The member is free from this minute after the start, for gap_minutes';

alter table members
    add column notice_minutes integer check (notice_minutes between 0 and 43200),
    add column horizon_days integer check (horizon_days between 1 and 730),
    add column cancel_notice_minutes integer check (cancel_notice_minutes between 0 and 43200),
    add column move_notice_minutes integer check (move_notice_minutes between 0 and 43200);

-- Hours in which a service is given at all; none: whenever the business is open.
create table service_availability (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    service_id uuid not null references services on delete cascade,
    weekday smallint not null check (weekday between 1 and 7),
    opens time not null,
    closes time not null,
    check (opens < closes)
);
create index service_availability_service on service_availability (service_id, weekday);

-- Days off in a row, both ends included. Without a member: the whole business.
create table vacations (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    member_id uuid references members on delete cascade,
    first_day date not null,
    last_day date not null,
    label text,
    check (first_day <= last_day)
);
create index vacations_organization on vacations (organization_id, last_day);

-- Public holidays, written by the application (library `holidays`); they count when organizations.holidays.
create table organization_holidays (
    organization_id uuid not null references organizations on delete cascade,
    day date not null,
    name text not null,
    primary key (organization_id, day)
);

-- A kind of room or machine, and its single pieces; an appointment occupies one piece.
create table resources (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    key text not null,
    name text not null,
    active boolean not null default true,
    unique (organization_id, key)
);

create table resource_units (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    resource_id uuid not null references resources on delete cascade,
    number integer not null check (number between 1 and 500),
    active boolean not null default true,
    unique (resource_id, number)
);

create table service_resources (
    organization_id uuid not null references organizations on delete cascade,
    service_id uuid not null references services on delete cascade,
    resource_id uuid not null references resources on delete cascade,
    primary key (service_id, resource_id)
);

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
-- Appointments of one visit share `visit_id`. `seat` of `seats`: a place in a group session.
alter table appointments
    drop constraint appointments_no_overlap,
    add column visit_id uuid,
    add column gap tstzrange,
    add column units uuid[] not null default '{}',
    add column session_id uuid,
    add column seat integer,
    add column seats integer,
    add column currency text,
    add column offer_token text,
    add column public_token text not null unique default replace(gen_random_uuid()::text, '-', ''),
    add constraint appointments_gap check (during @> gap),
    add constraint appointments_seat check (session_id is null or seat between 1 and seats),
    add constraint appointments_session foreign key (session_id, seats)
        references group_sessions (id, capacity) on delete set null (session_id);
create unique index appointments_one_seat on appointments (session_id, seat)
    where status in ('scheduled', 'confirmed');
create index appointments_visit on appointments (visit_id) where visit_id is not null;
create index appointments_offer on appointments (offer_token) where offer_token is not null;
comment on column appointments.offer_token is 'The offer that was booked; a token books once';
comment on column appointments.public_token is 'Secret part of the address of the calendar file';

alter table slot_offers
    add column items jsonb not null default '[]',
    add column appointment_id uuid references appointments on delete cascade;
comment on column slot_offers.items is 'Every service of the visit in order: {service, member, at}; service_id, member_id and starts_at are the first';
comment on column slot_offers.appointment_id is 'Offered to move this appointment (or its visit) to';

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

call frontdesk.protect('service_availability');
call frontdesk.protect('vacations');
call frontdesk.protect('organization_holidays');
call frontdesk.protect('resources');
call frontdesk.protect('resource_units');
call frontdesk.protect('service_resources');
call frontdesk.protect('group_sessions');
call frontdesk.protect('holds');
call frontdesk.protect('hold_seats');
