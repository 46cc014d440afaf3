-- Campaigns of a business are known by what it sent to other chats lately.

-- squawk-ignore require-concurrent-index-creation
create index chat_messages_staff_lately on chat_messages (connection_id, created_at) where direction = 'staff';
