-- Notifications on the devices of staff (Web Push): the key of each business, the browsers, and what is on its way.

-- With what a business introduces itself to push services. A browser takes notifications from this key only.
create table push_keys (
    organization_id uuid primary key references organizations on delete cascade,
    public_key text not null check (length(public_key) = 87),
    ciphertext bytea not null,
    key_id text not null,
    made_at timestamptz not null
);
comment on column push_keys.ciphertext is 'The private key, sealed (gateway/access/vault.py)';

-- A browser in which one of staff wants notifications: where they go, and the keys that only it can read with.
create table push_subscriptions (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    account_id uuid not null references staff_accounts on delete cascade,
    session_id uuid not null,
    endpoint text not null check (length(endpoint) <= 2000),
    p256dh text not null check (length(p256dh) <= 100),
    auth text not null check (length(auth) <= 40),
    language text not null check (length(language) <= 10),
    browser text not null default '' check (length(browser) <= 300),
    created_at timestamptz not null,
    unique (organization_id, endpoint)
);
comment on column push_subscriptions.session_id is
    'No key: it outlives a session that was idle, not one that somebody ended (frontdesk.session_over)';
create index push_subscriptions_account on push_subscriptions (account_id);
create index push_subscriptions_session on push_subscriptions (session_id);

-- Notifications on their way: gone when they were sent, or are an hour old. Not a word of anybody's.
create table pushes (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    subscription_id uuid not null references push_subscriptions on delete cascade,
    kind text not null check (kind in ('call', 'message', 'test')),
    chat_id uuid,
    attempts integer not null default 0,
    attempted_at timestamptz,
    retry_at timestamptz,
    created_at timestamptz not null
);
comment on column pushes.chat_id is 'No key: a notification that comes after an erasure leads to a page that says so';
create unique index pushes_once on pushes (subscription_id, kind, coalesce(chat_id, subscription_id));
create index pushes_organization on pushes (organization_id);

-- What happened to accounts: also that a browser is told, or no more.
-- squawk-ignore ban-drop-constraint
alter table staff_events drop constraint staff_events_kind_check;
-- squawk-ignore constraint-missing-not-valid
alter table staff_events add constraint staff_events_kind_check check (kind ~ '^[a-z_]{1,40}$') not valid;
-- squawk-ignore constraint-missing-not-valid
alter table staff_events validate constraint staff_events_kind_check;
