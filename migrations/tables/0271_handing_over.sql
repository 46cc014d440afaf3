-- A call for a person becomes a person: recipients have an order, a call that nobody takes goes on, and what they
-- write to the business's own number is theirs, not a customer's.

alter table organizations
    add column second_notice_minutes integer not null default 10 check (second_notice_minutes between 1 and 1440);

alter table internal_notifications_config
    add column position smallint not null default 0,
    add column answering_chat uuid,
    add column answering_until timestamptz,
    add column customer_until timestamptz,
    add column menu jsonb not null default '[]';
comment on column internal_notifications_config.position is 'In the file; those with the same one are told together';
comment on column internal_notifications_config.answering_chat is
    'The chat to which their next words go, until answering_until';
comment on column internal_notifications_config.customer_until is 'Until then they write as a customer';
comment on column internal_notifications_config.menu is 'What the numbers of the last list that they got stand for';

alter table escalations
    add column steps smallint not null default 0,
    add column next_step_at timestamptz,
    add column taken_recipient uuid;
comment on column escalations.next_step_at is 'When it goes on if nobody took it by then';
comment on column escalations.taken_recipient is 'The recipient that took it in WhatsApp';
-- squawk-ignore require-concurrent-index-creation
create index escalations_steps on escalations (next_step_at) where next_step_at is not null;

alter table chat_identities add column handled_recipient uuid;
comment on column chat_identities.handled_recipient is 'The recipient who took the chat, as handled_account';

-- What a recipient wrote to the business's number. Its words go when they were seen to.
create table staff_messages (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    connection_id uuid not null references platform_connections on delete cascade,
    recipient_id uuid not null references internal_notifications_config on delete cascade,
    provider_id text not null,
    second_id text,
    kind text not null,
    body text not null,
    choice text,
    quoted text[] not null default '{}',
    received_at timestamptz not null,
    handled_at timestamptz,
    unique (connection_id, provider_id)
);
create index staff_messages_time on staff_messages (organization_id, received_at);
create index staff_messages_recipient on staff_messages (recipient_id);
comment on column staff_messages.quoted is 'The ids that the provider has of the message that it answers';

-- A second notice is a row of its own; what recipients are answered is a notice, too.
-- squawk-ignore ban-drop-constraint
alter table notifications drop constraint notifications_escalation_id_recipient_id_key;
-- squawk-ignore ban-drop-constraint
alter table notifications drop constraint notifications_about;
alter table notifications
    add column round smallint not null default 1,
    add column staff_message_id uuid,
    add column chat_identity_id uuid,
    add column options jsonb not null default '[]';
comment on column notifications.chat_identity_id is 'The chat that an answer to a recipient is about';
alter table notifications
    add constraint notifications_about
        check (num_nonnulls(escalation_id, connection_id, staff_message_id) = 1) not valid,
    add constraint notifications_staff_message
        foreign key (staff_message_id) references staff_messages on delete cascade not valid,
    add constraint notifications_chat
        foreign key (chat_identity_id) references chat_identities on delete cascade not valid;
-- squawk-ignore constraint-missing-not-valid
alter table notifications validate constraint notifications_about;
-- squawk-ignore constraint-missing-not-valid
alter table notifications validate constraint notifications_staff_message;
-- squawk-ignore constraint-missing-not-valid
alter table notifications validate constraint notifications_chat;
-- squawk-ignore require-concurrent-index-creation, disallowed-unique-constraint
create unique index notifications_round on notifications (escalation_id, recipient_id, round)
    where escalation_id is not null;
-- squawk-ignore require-concurrent-index-creation
create unique index notifications_staff_message_key on notifications (staff_message_id)
    where staff_message_id is not null;
-- squawk-ignore require-concurrent-index-creation
create index notifications_chat_key on notifications (chat_identity_id) where chat_identity_id is not null;

alter table staff_actions add column recipient_id uuid;
comment on column staff_actions.recipient_id is 'Who did it in WhatsApp; no key: it outlives the recipient';
-- squawk-ignore ban-drop-constraint
alter table staff_actions drop constraint staff_actions_action_check;
-- squawk-ignore constraint-missing-not-valid
alter table staff_actions add constraint staff_actions_action_check check (action in (
    'read', 'file', 'searched', 'taken', 'taken_over', 'answered', 'noted', 'given_back', 'closed', 'ended',
    'agenda'));
