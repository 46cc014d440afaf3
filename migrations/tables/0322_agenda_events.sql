-- Events of the agenda for other systems of a business: where they go, what happened, and how each delivery went.

-- An address of a business's own system that is told of its agenda, and how it stands.
create table event_endpoints (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    name text not null check (length(name) between 1 and 80),
    url text not null check (length(url) between 1 and 2000),
    kinds text[] not null default '{}',
    tells_phone boolean not null default false,
    ciphertext bytea not null,
    key_id text not null,
    former_ciphertext bytea,
    former_key_id text,
    former_until timestamptz,
    off_at timestamptz,
    off_because text check (off_because in ('staff', 'failing', 'gone')),
    told_at timestamptz,
    failures integer not null default 0,
    failing_since timestamptz,
    rests_until timestamptz,
    worked_at timestamptz,
    created_at timestamptz not null,
    unique (organization_id, name),
    constraint event_endpoints_off check ((off_at is null) = (off_because is null)),
    constraint event_endpoints_former check (num_nonnulls(former_ciphertext, former_key_id, former_until) in (0, 3))
);
comment on column event_endpoints.kinds is 'The events that it wants; empty: all';
comment on column event_endpoints.ciphertext is 'The secret of its signatures, sealed (gateway/access/vault.py)';
comment on column event_endpoints.former_ciphertext is 'The secret before; it signs, too, until former_until';
comment on column event_endpoints.failures is 'In a row, whatever was sent';
comment on column event_endpoints.rests_until is 'Nothing is sent there before: it hangs, or asked for it';
comment on column event_endpoints.told_at is 'When the business was told that it was switched off';

-- What happened in the agenda, as it was then. Nothing of a customer is in it but ids and times.
create table agenda_events (
    id uuid primary key default gen_random_uuid(),
    seq bigint not null generated always as identity,
    organization_id uuid not null references organizations on delete cascade,
    kind text not null check (kind ~ '^[a-z_.]{1,40}$'),
    subject_id uuid not null,
    actor text not null check (actor in ('customer', 'staff', 'system')),
    data jsonb not null,
    occurred_at timestamptz not null
);
create index agenda_events_organization on agenda_events (organization_id, occurred_at);
create index agenda_events_age on agenda_events (occurred_at);
comment on column agenda_events.subject_id is
    'What it is about: an appointment, a block, a call for a person, the endpoint of a test; no key: it outlives that';

-- An event on its way to one endpoint: those of one subject go one after the other.
create table event_deliveries (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    endpoint_id uuid not null references event_endpoints on delete cascade,
    event_id uuid not null references agenda_events on delete cascade,
    subject_id uuid not null,
    seq bigint not null,
    status text not null default 'waiting' check (status in ('waiting', 'sent', 'failed')),
    attempts integer not null default 0,
    attempted_at timestamptz,
    due_at timestamptz not null,
    code integer,
    error text check (length(error) <= 40),
    done_at timestamptz,
    unique (endpoint_id, event_id)
);
create index event_deliveries_event on event_deliveries (event_id);
create index event_deliveries_organization on event_deliveries (organization_id);
create index event_deliveries_due on event_deliveries (endpoint_id, due_at) where status = 'waiting';
create index event_deliveries_order on event_deliveries (endpoint_id, subject_id, seq) where status = 'waiting';
create index event_deliveries_latest on event_deliveries (endpoint_id, seq desc);
comment on column event_deliveries.due_at is 'When it is sent next; while it is being sent, when that counts as lost';
comment on column event_deliveries.code is 'The status that the last attempt was answered with';
comment on column event_deliveries.error is 'Why the last attempt failed: a word of ours, none of the other side';
