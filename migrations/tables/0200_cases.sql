-- Requests that a person must answer by a day: what customers ask about their data, and cases that are closed.

alter table escalations
    add column request text,
    add column due_on date,
    add column closed_at timestamptz;
-- squawk-ignore constraint-missing-not-valid
alter table escalations add constraint escalations_request
    check (request in ('erase', 'copy') or request is null) not valid;
-- squawk-ignore constraint-missing-not-valid
alter table escalations validate constraint escalations_request;
comment on column escalations.request is 'With the reason privacy: their data are to be erased, or a copy is wanted';
comment on column escalations.due_on is 'The last day by which the law wants it answered, in the business''s calendar';
-- squawk-ignore require-concurrent-index-creation
create index escalations_due on escalations (organization_id, due_on) where due_on is not null and closed_at is null;

-- Staff are told which appointments were cancelled because a customer's data were erased. The table is small.
-- squawk-ignore ban-drop-constraint
alter table notifications drop constraint notifications_topic_check;
alter table notifications add constraint notifications_topic_check
    check (topic in ('stuck', 'works', 'given_up', 'erased')) not valid;
-- squawk-ignore constraint-missing-not-valid
alter table notifications validate constraint notifications_topic_check;
comment on column notifications.topic is
    'What it says about replies that wait at its connection, or erased: appointments went with a customer''s data';
