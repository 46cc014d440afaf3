-- The person of an account is told of its changes by e-mail, each change once; not of those from before.

alter table staff_events add column mailed_at timestamptz default '-infinity';
-- squawk-ignore ban-drop-default
alter table staff_events alter column mailed_at drop default;
comment on column staff_events.mailed_at is 'When its person was told of it by e-mail';
-- squawk-ignore require-concurrent-index-creation
create index staff_events_unmailed on staff_events (at) where mailed_at is null;
