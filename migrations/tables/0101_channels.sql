-- A channel is one file or package of the gateway, and nothing here: the gateway knows which ones there are.

-- Both tables have a row or two for each business.
-- squawk-ignore ban-drop-constraint
alter table internal_notifications_config drop constraint internal_notifications_config_channel_check;
-- squawk-ignore constraint-missing-not-valid
alter table internal_notifications_config add constraint internal_notifications_config_channel_check
    check (channel ~ '^[a-z][a-z0-9_]*$');

-- What is for another number of an account may come to the address of one.
-- squawk-ignore require-concurrent-index-creation
create index platform_connections_channel_name on platform_connections (channel, name);
