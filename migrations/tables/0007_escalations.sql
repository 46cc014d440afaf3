-- Calling a person of the business.

-- A person of the business is needed in a chat.
create table escalations (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    chat_identity_id uuid not null references chat_identities on delete cascade,
    turn_id uuid,
    reason text not null,
    summary text not null default '',
    status text not null default 'open' check (status in ('open', 'notified', 'unreachable', 'closed')),
    created_at timestamptz not null,
    truth_told_at timestamptz
);
create index escalations_conversation on escalations (chat_identity_id, created_at);
create index escalations_untold on escalations (created_at)
    where truth_told_at is null and status in ('open', 'unreachable');
comment on column escalations.truth_told_at is 'When the customer was told that nobody could be told';

-- One notice to one recipient; the outbox of staff. It is about a chat in which a person is needed, or
-- about a connection.
create table notifications (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    escalation_id uuid references escalations on delete cascade,
    recipient_id uuid not null references internal_notifications_config on delete cascade,
    body text not null,
    params text[] not null default '{}',
    status text not null default 'queued'
        check (status in ('queued', 'sending', 'sent', 'failed')),
    attempts integer not null default 0,
    attempted_at timestamptz,
    retry_at timestamptz,
    provider_id text,
    error text,
    created_at timestamptz not null,
    connection_id uuid references platform_connections on delete cascade,
    topic text check (topic in ('stuck', 'works', 'given_up')),
    unknowns integer not null default 0,
    unique (escalation_id, recipient_id),
    constraint notifications_about check (num_nonnulls(escalation_id, connection_id) = 1)
);
create index notifications_open on notifications (retry_at) where status in ('queued', 'sending');
create index notifications_connection on notifications (connection_id, created_at) where connection_id is not null;
create index notifications_provider on notifications (organization_id, provider_id) where provider_id is not null;
comment on column notifications.topic is 'What it says about replies that wait at its connection';
