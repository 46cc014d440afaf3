-- What a desk tells of a chat beside who has it.

alter table chat_identities add column windowed boolean not null default false;
comment on column chat_identities.windowed is
    'The provider''s desk said that free text is taken only within 24 hours of the customer''s last message';
