-- Programs that book for customers (MCP): the right of their keys, and proposals outside of turns.

-- squawk-ignore ban-drop-constraint
alter table api_keys drop constraint api_keys_scopes_check;
-- The table has a row or two for each business.
-- squawk-ignore constraint-missing-not-valid
alter table api_keys add constraint api_keys_scopes_check
    check (scopes <@ array['invoke', 'notify', 'read', 'admin', 'mcp'] and cardinality(scopes) > 0);

-- squawk-ignore ban-drop-not-null
alter table appointment_proposals alter column turn_id drop not null;
comment on column appointment_proposals.turn_id is 'Null: proposed to a program, whose calls are no turns';
