-- Staff are told once of a history of old chats that came through a connection, in which nobody is answered.

alter table connection_sending add column history_told_at timestamptz;
comment on column connection_sending.history_told_at is
    'Until when old chats that came through the connection count as told of to staff';

-- The table is small.
-- squawk-ignore ban-drop-constraint
alter table notifications drop constraint notifications_topic_check;
alter table notifications add constraint notifications_topic_check
    check (topic in ('stuck', 'works', 'given_up', 'erased', 'history')) not valid;
-- squawk-ignore constraint-missing-not-valid
alter table notifications validate constraint notifications_topic_check;
comment on column notifications.topic is
    'What it says about its connection: replies that wait there, or a history of old chats that came; or erased: '
    'appointments went with a customer''s data';
