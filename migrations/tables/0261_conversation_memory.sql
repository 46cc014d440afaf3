-- What the desk remembers of conversations that are over.

-- What a hosted model wrote of a chat's ended conversations. It holds customers' words, and goes with them.
create table chat_summaries (
    chat_identity_id uuid primary key references chat_identities on delete cascade,
    organization_id uuid not null references organizations on delete cascade,
    body text not null check (length(body) between 1 and 600),
    from_at timestamptz not null,
    through_seq bigint not null,
    model text not null,
    made_at timestamptz not null
);
comment on column chat_summaries.from_at is 'When the oldest of the messages came that it tells of';
comment on column chat_summaries.through_seq is 'The last message that it tells of';
create index chat_summaries_organization on chat_summaries (organization_id, from_at);

alter table contacts add column visits_from timestamptz;
comment on column contacts.visits_from is 'Visits before it are no usual of theirs: somebody had them forgotten';
