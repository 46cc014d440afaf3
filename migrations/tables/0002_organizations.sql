-- Businesses, their connections to providers, and whom of a business to tell.

-- A business. Rules of its agenda: a service's own value replaces the organization's, a member's own
-- value replaces both.
create table organizations (
    id uuid primary key default gen_random_uuid(),
    slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{1,62}$'),
    name text not null check (length(name) between 1 and 200),
    language text not null check (language in ('es', 'pt', 'en')),
    tone text not null default '',
    formality text not null default 'neutral'
        check (formality in ('tu', 'usted', 'vos', 'voce', 'neutral')),
    emoji boolean not null default false,
    time_zone text not null,
    country text not null check (country ~ '^[A-Z]{2}$'),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    address text,
    emergency text,
    slot_step_minutes integer not null default 30 check (slot_step_minutes between 5 and 240),
    notice_minutes integer not null default 60 check (notice_minutes between 0 and 43200),
    horizon_days integer not null default 60 check (horizon_days between 1 and 730),
    cancel_notice_minutes integer not null default 0 check (cancel_notice_minutes between 0 and 43200),
    max_open_appointments integer not null default 5 check (max_open_appointments between 1 and 100),
    handoff_minutes integer not null default 120 check (handoff_minutes between 1 and 10080),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    holidays boolean not null default false,
    holiday_region text check (holiday_region ~ '^[A-Z0-9]{1,6}$'),
    move_notice_minutes integer check (move_notice_minutes between 0 and 43200),
    late_message text check (length(late_message) <= 500),
    hold_minutes integer not null default 10 check (hold_minutes between 1 and 120),
    waiting_hold_minutes integer not null default 30 check (waiting_hold_minutes between 5 and 1440),
    confirmation_minutes integer[] not null default '{1440}',
    reminder_minutes integer[] not null default '{180}',
    quiet_from time not null default '21:00',
    quiet_to time not null default '08:00'
);
comment on column organizations.move_notice_minutes is 'Null: the same as cancel_notice_minutes';
comment on column organizations.late_message is 'What is said when the cut-off has passed';

-- A number or page of a business at a provider: where its customers write to.
create table platform_connections (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    key text not null,
    channel text not null check (channel ~ '^[a-z][a-z0-9_]*$'),
    name text not null,
    phone text check (phone ~ '^[0-9]{6,20}$'),
    token_hash bytea not null unique,
    token_env text not null,
    secret_env text,
    settings jsonb not null default '{}',
    active boolean not null default true,
    unique (organization_id, key)
);
comment on column platform_connections.name is 'The provider''s key: Gupshup app, Evolution instance';
comment on column platform_connections.secret_env is
    'Name of the environment variable that holds the provider''s API key';

-- Who is told when a person is needed, and how.
create table internal_notifications_config (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    key text not null,
    name text not null,
    channel text not null check (channel in ('gupshup', 'evolution', 'web')),
    address text,
    active boolean not null default true,
    unique (organization_id, key),
    check (channel = 'web' or address is not null)
);

-- Credentials of connections, encrypted by the gateway (docs/decisions/access.md). `ciphertext` is bound
-- to organization, connection and name: a row that is moved cannot be read.
create table connection_secrets (
    organization_id uuid not null references organizations on delete cascade,
    connection_id uuid not null references platform_connections on delete cascade,
    name text not null check (name ~ '^[a-z][a-z0-9_]{0,39}$'),
    ciphertext bytea not null check (length(ciphertext) between 30 and 20000),
    key_id text not null check (key_id ~ '^[0-9a-f]{8}$'),
    set_at timestamptz not null,
    primary key (connection_id, name)
);
create index connection_secrets_organization on connection_secrets (organization_id);

-- How sending through a connection goes: a circuit breaker that all processes share.
create table connection_sending (
    connection_id uuid primary key references platform_connections on delete cascade,
    organization_id uuid not null references organizations on delete cascade,
    failures integer not null default 0,
    failing_since timestamptz,
    open_until timestamptz,
    scope text,
    code text,
    error text,
    last_failed uuid,
    accepted_at timestamptz,
    works_since timestamptz,
    told_at timestamptz
);
create index connection_sending_organization on connection_sending (organization_id);
comment on column connection_sending.failures is 'In a row; refusals of one and the same message count once';
comment on column connection_sending.failing_since is 'Null: it works';
comment on column connection_sending.open_until is 'Until then nothing is sent, and then one message at a time';
comment on column connection_sending.accepted_at is 'When the provider last took a message (to the minute)';
comment on column connection_sending.told_at is 'When staff were told of the trouble that lasts';

-- Variables of the environment that the operator lets an organization's file name although they do not
-- begin like the organization. One organization each. `confirmed`: false for what stood in a file before
-- there was a rule, so that an update silences nobody; `frontdesk check` names them.
create table environment_grants (
    name text primary key check (name ~ '^[A-Z][A-Z0-9_]{2,63}$'),
    organization_id uuid not null references organizations on delete cascade,
    confirmed boolean not null default true,
    granted_at timestamptz not null
);
create index environment_grants_organization on environment_grants (organization_id);
