-- What a provider could not deliver.

-- Up to when everything that a connection's provider received is here.
create table connection_receiving (
    connection_id uuid primary key references platform_connections on delete cascade,
    organization_id uuid not null references organizations on delete cascade,
    began_at timestamptz not null,
    complete_until timestamptz not null,
    asked_at timestamptz not null
);
create index connection_receiving_organization on connection_receiving (organization_id);
comment on column connection_receiving.began_at is 'What came before was somebody else''s to answer';
comment on column connection_receiving.asked_at is 'When somebody last began to ask, whatever came of it';
