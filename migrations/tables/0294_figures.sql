-- The figures of a business: what a day that is over came to (functions/business_figures.sql).

-- Days that are counted; in another time zone a day is another one, and is counted again.
create table figure_days (
    organization_id uuid not null references organizations on delete cascade,
    day date not null,
    time_zone text not null,
    counted_at timestamptz not null,
    primary key (organization_id, day)
);

-- What they came to: numbers only, so that they stay when a customer's data are erased.
create table figure_counts (
    organization_id uuid not null,
    day date not null,
    figure text not null,
    part text not null default '',
    subject text not null default '',
    n numeric not null,
    primary key (organization_id, day, figure, part, subject),
    foreign key (organization_id, day) references figure_days on delete cascade
);
comment on column figure_counts.part is 'Of what it is a part: "" of the day, member, service, reason or seconds';
comment on column figure_counts.subject is 'Of whom or which; "" for the whole day';

-- What happened in a business on its days. (What was written there is found by its chats.)
-- squawk-ignore require-concurrent-index-creation
create index appointment_events_time on appointment_events (organization_id, at);
-- squawk-ignore require-concurrent-index-creation
create index waiting_list_booked on waiting_list (organization_id, changed_at) where status = 'booked';
