-- Customers whose data were erased

-- That a customer's data were erased, without a word of theirs: the proof, and what is still to be deleted
-- outside of these tables.
create table erasures (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    erased_at timestamptz not null,
    asked_at timestamptz,
    due_on date,
    counts jsonb not null,
    outside jsonb not null,
    settled_at timestamptz
);
comment on column erasures.asked_at is 'When the customer asked for it in a chat; null: not there';
comment on column erasures.counts is 'How many rows of which table were erased or emptied';
comment on column erasures.outside is
    '{chats, threads, files: [{store, path}], turns}: ids by which checkpoints, files and traces are deleted; empty '
    'once they are';
create index erasures_time on erasures (organization_id, erased_at);
create index erasures_open on erasures (erased_at) where settled_at is null;
