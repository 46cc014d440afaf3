-- Last week's figures for those recipients who want them, once a week (functions/weekly_figures.sql).

alter table internal_notifications_config
    add column weekly boolean not null default false,
    add column weekly_told date;
comment on column internal_notifications_config.weekly is 'Whether they are sent the figures of each week';
comment on column internal_notifications_config.weekly_told is 'The Monday on which that was last seen to';

-- Such a notice is about no call, no connection and no message. The table is small.
-- squawk-ignore ban-drop-constraint
alter table notifications drop constraint notifications_topic_check;
-- squawk-ignore constraint-missing-not-valid
alter table notifications add constraint notifications_topic_check
    check (topic in ('stuck', 'works', 'given_up', 'erased', 'history', 'week')) not valid;
-- squawk-ignore constraint-missing-not-valid
alter table notifications validate constraint notifications_topic_check;
-- squawk-ignore ban-drop-constraint
alter table notifications drop constraint notifications_about;
-- squawk-ignore constraint-missing-not-valid
alter table notifications add constraint notifications_about
    check (num_nonnulls(escalation_id, connection_id, staff_message_id)
        = case when topic is not distinct from 'week' then 0 else 1 end) not valid;
-- squawk-ignore constraint-missing-not-valid
alter table notifications validate constraint notifications_about;
