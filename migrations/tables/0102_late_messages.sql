-- What came late is few, and is looked for every minute.

-- squawk-ignore require-concurrent-index-creation
create index chat_messages_late on chat_messages (created_at)
    where direction = 'inbound' and status = 'ignored';
