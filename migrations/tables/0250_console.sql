-- The console: who of the business has a chat and a case, what staff write there for staff, and who looked.

alter table chat_identities add column handled_account uuid;
comment on column chat_identities.handled_account is
    'Who took the chat in the console, while a person has it; null: somebody who is known by their words only';
-- squawk-ignore require-concurrent-index-creation
create index chat_identities_handled on chat_identities (organization_id) where handled_by = 'person';

-- An escalation is open, then taken, answered and closed; `status` is what became of its notices.
alter table escalations
    add column taken_by uuid,
    add column taken_at timestamptz,
    add column answered_at timestamptz,
    add column closed_by uuid;
comment on column escalations.taken_by is 'The account that has it; null with taken_at: somebody outside the console';
comment on column escalations.answered_at is 'When a person of the business first wrote to the customer after it';
-- squawk-ignore require-concurrent-index-creation
create index escalations_waiting on escalations (organization_id, created_at) where closed_at is null;

-- What one of staff noted about a chat, for staff only: the customer and the models never see it.
create table chat_notes (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    chat_identity_id uuid not null references chat_identities on delete cascade,
    account_id uuid references staff_accounts on delete set null,
    body text not null check (length(body) between 1 and 2000),
    noted_at timestamptz not null
);
create index chat_notes_chat on chat_notes (chat_identity_id, noted_at);
create index chat_notes_account on chat_notes (account_id);

-- Up to where one of staff has read a chat.
create table chat_reads (
    organization_id uuid not null references organizations on delete cascade,
    chat_identity_id uuid not null references chat_identities on delete cascade,
    account_id uuid not null references staff_accounts on delete cascade,
    seq bigint not null,
    primary key (chat_identity_id, account_id)
);
create index chat_reads_account on chat_reads (account_id);

-- What staff did and looked at in the console, for a year. Without a word of anybody's.
create table staff_actions (
    id bigint generated always as identity primary key,
    organization_id uuid not null references organizations on delete cascade,
    account_id uuid references staff_accounts on delete set null,
    action text not null check (action in (
        'read', 'file', 'searched', 'taken', 'taken_over', 'answered', 'noted', 'given_back', 'closed')),
    chat_id uuid,
    at timestamptz not null
);
comment on column staff_actions.chat_id is 'No key: it outlives the chat, whose customer may be erased';
create index staff_actions_time on staff_actions (organization_id, at);
create index staff_actions_chat on staff_actions (chat_id, at) where chat_id is not null;
create index staff_actions_account on staff_actions (account_id);
