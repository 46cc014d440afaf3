-- What a business brought from elsewhere.

-- Which row here came from which row of another system, so that a second import finds it again. A row stays when
-- what it led to is gone: what was erased or deleted here is not brought back.
create table imported_rows (
    organization_id uuid not null references organizations on delete cascade,
    source text not null constraint imported_rows_source check (length(source) between 1 and 200),
    kind text not null constraint imported_rows_kind check (kind in ('contact', 'note', 'appointment', 'chat')),
    source_key text not null constraint imported_rows_key check (length(source_key) between 1 and 300),
    target_id uuid not null,
    digest text not null,
    imported_at timestamptz not null,
    primary key (organization_id, source, kind, source_key)
);
comment on column imported_rows.target_id is 'The row here; without a key to it, because it may be gone';
comment on column imported_rows.digest is
    'What the other system said last; of a chat, when its last message was written';

-- Time of a member that a calendar from elsewhere takes: nothing can be booked in it. What it is for is not kept.
create table busy_times (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    member_id uuid not null references members on delete cascade,
    source text not null constraint busy_times_source check (length(source) between 1 and 200),
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    created_at timestamptz not null,
    constraint busy_times_order check (starts_at < ends_at)
);
create index busy_times_member on busy_times (member_id, ends_at);
create index busy_times_organization on busy_times (organization_id, starts_at);

alter table occupancies add column busy_id uuid;
-- squawk-ignore constraint-missing-not-valid
alter table occupancies add constraint occupancies_busy foreign key (busy_id) references busy_times
    on delete cascade not valid;
-- squawk-ignore constraint-missing-not-valid
alter table occupancies validate constraint occupancies_busy;
-- squawk-ignore ban-drop-constraint
alter table occupancies drop constraint occupancies_check1;
-- squawk-ignore constraint-missing-not-valid
alter table occupancies add constraint occupancies_of_one
    check (num_nonnulls(appointment_id, session_id, hold_id, busy_id) = 1) not valid;
-- squawk-ignore constraint-missing-not-valid
alter table occupancies validate constraint occupancies_of_one;
-- squawk-ignore require-concurrent-index-creation
create index occupancies_busy on occupancies (busy_id) where busy_id is not null;
