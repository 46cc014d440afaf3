-- Providers with a desk of their own (Chatwoot), at which people take chats and give them back.

alter table chat_identities
    add column desk_state text check (length(desk_state) between 1 and 120),
    add column desk_at timestamptz,
    add column desk_told_at timestamptz,
    add column window_closed boolean not null default false;
comment on column chat_identities.desk_state is
    'What the provider''s desk showed last: its status, and whether a person is named; null: it never did';
comment on column chat_identities.desk_at is 'When that changed, by the desk''s own clock';
comment on column chat_identities.desk_told_at is
    'When somebody at the desk told the bot last to be silent, or to go on';
comment on column chat_identities.window_closed is 'The provider said that it takes no free text now';

-- squawk-ignore ban-drop-constraint
alter table chat_identities drop constraint chat_identities_handled_because_check;
alter table chat_identities add constraint chat_identities_handled_because_check
    check (handled_because in ('staff_wrote', 'given', 'desk', 'unclaimed')) not valid;
-- squawk-ignore constraint-missing-not-valid
alter table chat_identities validate constraint chat_identities_handled_because_check;
comment on column chat_identities.handled_because is
    'Why a person has the chat: staff_wrote (in the provider''s app), given (by a command), desk (at the provider''s '
    'desk) or unclaimed (the desk shows it as open, and nobody knows for whom)';

-- A notice without a recipient is for the desk: it stands in the chat itself.
-- squawk-ignore ban-drop-not-null
alter table notifications alter column recipient_id drop not null;
alter table notifications add constraint notifications_recipient
    check (recipient_id is not null or escalation_id is not null) not valid;
-- squawk-ignore constraint-missing-not-valid
alter table notifications validate constraint notifications_recipient;
-- squawk-ignore require-concurrent-index-creation
create unique index notifications_desk on notifications (escalation_id) where recipient_id is null;
