-- Connections that are listened to instead of being called by their provider.

-- Who listens to a connection now, and how that goes. At most one process does.
create table connection_feeds (
    connection_id uuid primary key references platform_connections on delete cascade,
    organization_id uuid not null references organizations on delete cascade,
    holder uuid not null,
    held_until timestamptz not null,
    state text not null check (state in ('connecting', 'listening', 'waiting', 'refused', 'unreachable')),
    detail text,
    state_at timestamptz not null
);
create index connection_feeds_organization on connection_feeds (organization_id);
create index connection_feeds_holder on connection_feeds (holder);
comment on column connection_feeds.holder is 'One run of a process; nobody else takes the connection before held_until';
comment on column connection_feeds.detail is 'For the operator: what is missing or wrong';
comment on column connection_feeds.state_at is 'Since when it is in this state';
