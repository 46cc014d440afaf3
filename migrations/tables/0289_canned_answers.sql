-- Answers that staff write once and use in many chats

-- A canned answer of a business. `{nombre}`, `{nome}` and `{name}` in it are places for the customer's first name.
create table canned_answers (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    title text not null check (length(title) between 1 and 60),
    body text not null check (length(body) between 1 and 2000),
    account_id uuid references staff_accounts on delete set null,
    written_at timestamptz not null,
    constraint canned_answers_once unique (organization_id, title)
);
create index canned_answers_account on canned_answers (account_id);
comment on column canned_answers.account_id is 'Who wrote or changed it last';
