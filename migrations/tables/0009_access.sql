-- Who may come in: other services, staff, and readers of rows (docs/decisions/access.md).

-- Keys with which other services call. `key_hash` is the SHA-256 of the whole key, which nobody but its
-- owner has.
create table api_keys (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    name text not null check (length(name) between 1 and 80),
    prefix text not null,
    key_hash bytea not null unique check (length(key_hash) = 32),
    scopes text[] not null check (scopes <@ array['invoke', 'notify', 'read'] and cardinality(scopes) > 0),
    created_at timestamptz not null,
    expires_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz,
    unique (organization_id, prefix)
);

-- Who of an organization may open its pages. Passwords are hashed by the gateway.
create table staff_accounts (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    email text not null unique check (email = lower(email) and email ~ '^[^@\s]+@[^@\s]+$' and length(email) <= 254),
    roles text[] not null default '{staff}',
    password_hash text,
    link_hash bytea unique check (length(link_hash) = 32),
    link_expires_at timestamptz,
    created_at timestamptz not null,
    disabled_at timestamptz
);
create index staff_accounts_organization on staff_accounts (organization_id);
comment on column staff_accounts.link_hash is 'SHA-256 of the one-time link with which a password is chosen';

-- Who is logged in to those pages.
create table staff_sessions (
    token_hash bytea primary key check (length(token_hash) = 32),
    organization_id uuid not null references organizations on delete cascade,
    account_id uuid not null references staff_accounts on delete cascade,
    created_at timestamptz not null,
    seen_at timestamptz not null
);
create index staff_sessions_account on staff_sessions (account_id);

-- Who reads an organization's rows through Supabase's own login (functions/staff.sql).
create table organization_staff (
    organization_id uuid not null references organizations on delete cascade,
    user_id uuid not null,
    added_at timestamptz not null,
    primary key (organization_id, user_id)
);
create index organization_staff_user on organization_staff (user_id);
comment on column organization_staff.user_id is 'The id of a user of Supabase''s login (auth.users)';
