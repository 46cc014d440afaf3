-- What programs read of the agenda and of chats: rights of their own, and finding what changed since.

-- squawk-ignore ban-drop-constraint
alter table api_keys drop constraint api_keys_scopes_check;
-- The table is small.
-- squawk-ignore constraint-missing-not-valid
alter table api_keys add constraint api_keys_scopes_check check (
    scopes <@ array['invoke', 'notify', 'read', 'admin', 'mcp', 'agenda', 'chats'] and cardinality(scopes) > 0);

-- squawk-ignore require-concurrent-index-creation
create index appointments_changed on appointments (organization_id, updated_at, id);
