-- A provider may know a message by two ids: its own, and that of the network behind it.

alter table chat_messages add column second_id text;
comment on column chat_messages.second_id is
    'Another id of the message at its provider (WhatsApp''s own, where provider_id is the provider''s)';
-- squawk-ignore require-concurrent-index-creation
create index chat_messages_second_id on chat_messages (connection_id, second_id) where second_id is not null;
