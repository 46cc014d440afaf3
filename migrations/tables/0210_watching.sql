-- What is watched: when turns were due, and what was counted.

alter table turns add column due_at timestamptz;
comment on column turns.due_at is 'When the debounce had passed: it began late by what lies between';

-- Turns, messages, escalations and models' calls of the last minutes are looked for by their time. Rows come in
-- the order of time, so these indexes are small and cost next to nothing to write.
-- squawk-ignore require-concurrent-index-creation
create index turns_time on turns using brin (started_at) with (pages_per_range = 16, autosummarize);
-- squawk-ignore require-concurrent-index-creation
create index chat_messages_time on chat_messages using brin (created_at) with (pages_per_range = 32, autosummarize);
-- squawk-ignore require-concurrent-index-creation
create index chat_messages_attempts on chat_messages using brin (attempted_at)
    with (pages_per_range = 32, autosummarize);
-- squawk-ignore require-concurrent-index-creation
create index escalations_time on escalations using brin (created_at) with (pages_per_range = 16, autosummarize);
-- squawk-ignore require-concurrent-index-creation
create index model_usage_time on model_usage using brin (recorded_at) with (pages_per_range = 16, autosummarize);

-- Counters for `/metrics`, of all organizations together: what ended since the last count is added to them
-- (functions/metrics.sql), so they only grow, whatever rows are deleted later. `labels` are the metric's.
create table frontdesk.metric_totals (
    metric text not null,
    labels jsonb not null default '{}',
    value double precision not null,
    primary key (metric, labels)
);

-- Up to when everything is counted; one row.
create table frontdesk.metric_counts (
    one boolean primary key default true check (one),
    counted_until timestamptz not null
);
insert into frontdesk.metric_counts (counted_until) values (now());

-- Alarms that are on, and those that are over until the operator was told so.
create table frontdesk.alarms (
    name text primary key,
    words text not null,
    since timestamptz not null,
    told_at timestamptz,
    ended_at timestamptz
);
