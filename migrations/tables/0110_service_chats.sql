-- Chats that other services lead over HTTP, and what such a service may do beyond writing in them.

-- A key of the right to see and to drop what waits. The table has a row or two for each business.
-- squawk-ignore ban-drop-constraint
alter table api_keys drop constraint api_keys_scopes_check;
-- squawk-ignore constraint-missing-not-valid
alter table api_keys add constraint api_keys_scopes_check
    check (scopes <@ array['invoke', 'notify', 'read', 'admin'] and cardinality(scopes) > 0);

alter table chat_identities add column user_id text;
alter table chat_identities add column title text;
-- squawk-ignore constraint-missing-not-valid
alter table chat_identities add constraint chat_identities_service_chat
    check (length(user_id) between 1 and 200 and length(title) between 1 and 200);
comment on column chat_identities.user_id is 'The user of another service; null: not a chat of one';
comment on column chat_identities.title is 'As a service named the chat; null: its first message names it';
-- squawk-ignore require-concurrent-index-creation
create index chat_identities_user on chat_identities (organization_id, user_id) where user_id is not null;

-- A stretch of a service's chat: it ends after a day without a word. The conversation itself goes on.
create table chat_sessions (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    chat_identity_id uuid not null references chat_identities on delete cascade,
    started_at timestamptz not null,
    last_at timestamptz not null
);
create index chat_sessions_chat on chat_sessions (chat_identity_id, started_at);

-- Messages that were dropped before anybody answered them: who dropped them, when, and which.
create table queue_clearings (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    at timestamptz not null,
    cleared_by text not null check (length(cleared_by) between 1 and 120),
    messages jsonb not null
);
create index queue_clearings_time on queue_clearings (organization_id, at);
comment on column queue_clearings.messages is '[{chat, message, at}]: ids and times; the texts stay in the chats';
