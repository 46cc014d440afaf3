-- Texts that are deleted after a time.

alter table organizations add column keep_texts_days integer;
-- squawk-ignore constraint-missing-not-valid
alter table organizations add constraint organizations_keep_texts_days
    check (keep_texts_days between 30 and 3650) not valid;
-- squawk-ignore constraint-missing-not-valid
alter table organizations validate constraint organizations_keep_texts_days;
comment on column organizations.keep_texts_days is
    'After how many days the words of messages are deleted; null: they stay';

alter table chat_identities add column forgotten_seq bigint not null default 0;
comment on column chat_identities.forgotten_seq is 'Up to which of its messages the words were deleted for their age';
