-- From where visitors of public chats write.

alter table chat_identities add column visitor text;
comment on column chat_identities.visitor is
    'Who shares a limit on held slots: a keyed digest of the address that last wrote in a public chat';
-- squawk-ignore require-concurrent-index-creation
create index chat_identities_visitor on chat_identities (organization_id, visitor) where visitor is not null;
