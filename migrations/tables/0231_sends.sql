-- What providers show of sends that nobody saw the end of, and of messages that they took and did not deliver.

alter table chat_messages
    add column early_events jsonb,
    add column undelivered_at timestamptz,
    add column awaits_place boolean not null default false;
comment on column chat_messages.early_events is
    'Statuses of ids that nobody knew, told of this chat while this send was open: one of them may be about it';
comment on column chat_messages.undelivered_at is 'When an event told that a message that was taken has failed';

comment on column chat_messages.awaits_place is
    'Others of its connection are on their way: the first of them to end calls it (functions/sending.sql)';

-- squawk-ignore require-concurrent-index-creation
create index chat_messages_undelivered on chat_messages (undelivered_at) where undelivered_at is not null;
-- squawk-ignore require-concurrent-index-creation
create index chat_messages_awaiting on chat_messages (connection_id, seq) where awaits_place;

alter table connection_sending
    add column events_at timestamptz,
    add column silent_since timestamptz;
comment on column connection_sending.events_at is 'When the provider last told what became of a message of ours';
comment on column connection_sending.silent_since is 'The first message that was taken since, of which it told nothing';
