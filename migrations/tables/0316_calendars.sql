-- Calendars: what is busy elsewhere comes in and is followed, where that and the agenda disagree, and feeds out.

alter table organizations add column feed_names text not null default 'first_name'
    constraint organizations_feed_names check (feed_names in ('none', 'initials', 'first_name'));
comment on column organizations.feed_names is 'What calendar feeds show of a customer';

-- A calendar elsewhere whose busy times a member, or a unit of a resource, cannot be booked in; read again and again.
create table busy_calendars (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    key text not null constraint busy_calendars_key check (length(key) between 1 and 80),
    kind text not null constraint busy_calendars_kind check (kind in ('ics', 'caldav')),
    member_id uuid references members on delete cascade,
    unit_id uuid references resource_units on delete cascade,
    url text constraint busy_calendars_url check (length(url) <= 2000),
    url_env text,
    username text constraint busy_calendars_username check (length(username) <= 200),
    password_env text,
    every_minutes integer not null default 15
        constraint busy_calendars_every check (every_minutes between 5 and 1440),
    created_at timestamptz not null,
    due_at timestamptz not null,
    attempted_at timestamptz,
    good_at timestamptz,
    failing_since timestamptz,
    failures integer not null default 0,
    error text constraint busy_calendars_error check (length(error) <= 40),
    told_at timestamptz,
    empties integer not null default 0,
    events integer not null default 0,
    unread integer not null default 0,
    etag text constraint busy_calendars_etag check (length(etag) <= 500),
    read_day date,
    constraint busy_calendars_once unique (organization_id, key),
    constraint busy_calendars_one check (num_nonnulls(member_id, unit_id) = 1)
);
create index busy_calendars_due on busy_calendars (due_at);
create index busy_calendars_member on busy_calendars (member_id) where member_id is not null;
create index busy_calendars_unit on busy_calendars (unit_id) where unit_id is not null;
comment on column busy_calendars.url is 'An address that is no secret; else it is in url_env or sealed';
comment on column busy_calendars.good_at is 'When it could last be read, or had not changed';
comment on column busy_calendars.told_at is 'When somebody was told that it cannot be read; null again when it can';
comment on column busy_calendars.empties is 'How often in a row it had no event although it had some before';
comment on column busy_calendars.unread is 'Events of it that could not be understood';
comment on column busy_calendars.read_day is 'The local day on which it was last read whole: the window moves then';

-- The secret address and the password of such a calendar, encrypted by the gateway.
create table busy_calendar_secrets (
    organization_id uuid not null references organizations on delete cascade,
    calendar_id uuid not null references busy_calendars on delete cascade,
    name text not null constraint busy_calendar_secrets_name check (name in ('address', 'password')),
    ciphertext bytea not null
        constraint busy_calendar_secrets_size check (length(ciphertext) between 30 and 20000),
    key_id text not null constraint busy_calendar_secrets_key check (key_id ~ '^[0-9a-f]{8}$'),
    set_at timestamptz not null,
    primary key (calendar_id, name)
);
create index busy_calendar_secrets_organization on busy_calendar_secrets (organization_id);

-- squawk-ignore ban-drop-not-null
alter table busy_times alter column member_id drop not null;
alter table busy_times add column unit_id uuid, add column calendar_id uuid;
comment on column busy_times.calendar_id is
    'Of a calendar that is followed: the row is the whole time, and occupies what nothing else takes of it';
-- squawk-ignore constraint-missing-not-valid
alter table busy_times add constraint busy_times_unit foreign key (unit_id) references resource_units
    on delete cascade not valid;
-- squawk-ignore constraint-missing-not-valid
alter table busy_times validate constraint busy_times_unit;
-- squawk-ignore constraint-missing-not-valid
alter table busy_times add constraint busy_times_calendar foreign key (calendar_id) references busy_calendars
    on delete cascade not valid;
-- squawk-ignore constraint-missing-not-valid
alter table busy_times validate constraint busy_times_calendar;
-- squawk-ignore constraint-missing-not-valid
alter table busy_times add constraint busy_times_one check (num_nonnulls(member_id, unit_id) = 1) not valid;
-- squawk-ignore constraint-missing-not-valid
alter table busy_times validate constraint busy_times_one;
-- squawk-ignore require-concurrent-index-creation
create index busy_times_calendar on busy_times (calendar_id, ends_at) where calendar_id is not null;
-- squawk-ignore require-concurrent-index-creation
create index busy_times_unit on busy_times (unit_id, ends_at) where unit_id is not null;

-- A time of a calendar elsewhere that lies over an appointment. The appointment stays; a person is told, once.
create table calendar_conflicts (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    calendar_id uuid not null references busy_calendars on delete cascade,
    appointment_id uuid not null references appointments on delete cascade,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    found_at timestamptz not null,
    told_at timestamptz,
    closed_at timestamptz,
    constraint calendar_conflicts_order check (starts_at < ends_at)
);
create unique index calendar_conflicts_open on calendar_conflicts (calendar_id, appointment_id)
    where closed_at is null;
create index calendar_conflicts_appointment on calendar_conflicts (appointment_id);
create index calendar_conflicts_untold on calendar_conflicts (organization_id) where told_at is null;
comment on column calendar_conflicts.starts_at is 'Of the time elsewhere, with that of `ends_at`';

-- A read-only feed of the agenda of one member, or (null) of the whole business. Who has its address can read it.
create table calendar_feeds (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    member_id uuid references members on delete cascade,
    token_hash bytea not null constraint calendar_feeds_hash check (length(token_hash) = 32),
    account_id uuid,
    made_at timestamptz not null,
    read_at timestamptz,
    constraint calendar_feeds_token unique (token_hash)
);
create unique index calendar_feeds_once on calendar_feeds (organization_id, coalesce(member_id, organization_id));
create index calendar_feeds_member on calendar_feeds (member_id) where member_id is not null;
comment on column calendar_feeds.account_id is 'Who made it; null: the operator. No key: it outlives the account';
comment on column calendar_feeds.token_hash is 'SHA-256 of the token in its address, which nobody keeps';

-- Notices about calendars are about no call, no connection and no message. Which topics there are the functions say.
-- squawk-ignore ban-drop-constraint
alter table notifications drop constraint notifications_topic_check;
-- squawk-ignore constraint-missing-not-valid
alter table notifications add constraint notifications_topic_check check (topic ~ '^[a-z_]{1,40}$') not valid;
-- squawk-ignore constraint-missing-not-valid
alter table notifications validate constraint notifications_topic_check;
-- squawk-ignore ban-drop-constraint
alter table notifications drop constraint notifications_about;
-- squawk-ignore constraint-missing-not-valid
alter table notifications add constraint notifications_about
    check (num_nonnulls(escalation_id, connection_id, staff_message_id) = 1
        or topic is not null and num_nonnulls(escalation_id, connection_id, staff_message_id) = 0) not valid;
-- squawk-ignore constraint-missing-not-valid
alter table notifications validate constraint notifications_about;
