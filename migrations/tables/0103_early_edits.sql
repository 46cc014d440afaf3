-- Changes of messages that came before the messages themselves: providers do not keep the order.

-- `body` is the new text; null: the message was taken back, which no later change undoes.
create table early_edits (
    organization_id uuid not null references organizations on delete cascade,
    connection_id uuid not null references platform_connections on delete cascade,
    provider_id text not null check (length(provider_id) <= 300),
    body text check (length(body) between 1 and 20000),
    at timestamptz not null,
    primary key (connection_id, provider_id)
);
