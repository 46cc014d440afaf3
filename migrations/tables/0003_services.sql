-- What a business offers, who gives it, when and with what. All times are timestamptz; local times of
-- opening hours are in the organization's zone. docs/decisions/scheduling.md says what each rule means.

-- What can be booked.
create table services (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    key text not null,
    position integer not null default 0,
    name text not null,
    synonyms text[] not null default '{}',
    description text,
    duration_minutes integer not null check (duration_minutes between 5 and 1440),
    buffer_before_minutes integer not null default 0 check (buffer_before_minutes between 0 and 480),
    buffer_after_minutes integer not null default 0 check (buffer_after_minutes between 0 and 480),
    price numeric(14, 2) check (price >= 0),
    price_note text,
    slot_step_minutes integer check (slot_step_minutes between 5 and 240),
    requires_assessment uuid references services,
    bookable boolean not null default true,
    active boolean not null default true,
    currency text check (currency ~ '^[A-Z]{3}$'),
    capacity integer not null default 1 check (capacity between 1 and 500),
    gap_from_minutes integer check (gap_from_minutes > 0),
    gap_minutes integer check (gap_minutes > 0),
    notice_minutes integer check (notice_minutes between 0 and 43200),
    horizon_days integer check (horizon_days between 1 and 730),
    cancel_notice_minutes integer check (cancel_notice_minutes between 0 and 43200),
    move_notice_minutes integer check (move_notice_minutes between 0 and 43200),
    max_open_appointments integer check (max_open_appointments between 1 and 100),
    unique (organization_id, key),
    constraint services_gap check (
        (gap_from_minutes is null) = (gap_minutes is null)
        and coalesce(gap_from_minutes + gap_minutes < duration_minutes, true)),
    constraint services_group_without_gap check (capacity = 1 or gap_minutes is null)
);
comment on column services.gap_from_minutes is 'The member is free from this minute after the start, for gap_minutes';

-- Who gives services: each has an agenda.
create table members (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    key text not null,
    position integer not null default 0,
    name text not null,
    role text,
    active boolean not null default true,
    notice_minutes integer check (notice_minutes between 0 and 43200),
    horizon_days integer check (horizon_days between 1 and 730),
    cancel_notice_minutes integer check (cancel_notice_minutes between 0 and 43200),
    move_notice_minutes integer check (move_notice_minutes between 0 and 43200),
    unique (organization_id, key)
);

-- Which member gives which services.
create table member_services (
    organization_id uuid not null references organizations on delete cascade,
    member_id uuid not null references members on delete cascade,
    service_id uuid not null references services on delete cascade,
    primary key (member_id, service_id)
);
create index member_services_service on member_services (service_id);

-- The week of the business. weekday: ISO, 1 is Monday. Several rows a day are intervals with breaks
-- between them.
create table organization_availability (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    weekday smallint not null check (weekday between 1 and 7),
    opens time not null,
    closes time not null,
    check (opens < closes)
);
create index organization_availability_organization on organization_availability (organization_id, weekday);

-- The week of a member. One without rows works whenever the business is open.
create table member_availability (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    member_id uuid not null references members on delete cascade,
    weekday smallint not null check (weekday between 1 and 7),
    opens time not null,
    closes time not null,
    check (opens < closes)
);
create index member_availability_member on member_availability (member_id, weekday);

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

-- A date on which other hours hold. No interval (opens null) means closed all day.
create table organization_special_dates (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    day date not null,
    label text,
    opens time,
    closes time,
    check ((opens is null and closes is null) or opens < closes)
);
create index organization_special_dates_day on organization_special_dates (organization_id, day);

-- The same for one member.
create table member_special_dates (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    member_id uuid not null references members on delete cascade,
    day date not null,
    label text,
    opens time,
    closes time,
    check ((opens is null and closes is null) or opens < closes)
);
create index member_special_dates_day on member_special_dates (member_id, day);

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

-- A kind of room or machine.
create table resources (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    key text not null,
    name text not null,
    active boolean not null default true,
    unique (organization_id, key)
);

-- Its single pieces; an appointment occupies one piece.
create table resource_units (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    resource_id uuid not null references resources on delete cascade,
    number integer not null check (number between 1 and 500),
    active boolean not null default true,
    unique (resource_id, number)
);

-- Which resources a service needs.
create table service_resources (
    organization_id uuid not null references organizations on delete cascade,
    service_id uuid not null references services on delete cascade,
    resource_id uuid not null references resources on delete cascade,
    primary key (service_id, resource_id)
);
