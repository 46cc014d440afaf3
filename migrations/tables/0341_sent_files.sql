-- Files of staff reach customers. One that is handed in has a row before it is stored, so that none is ever without
-- one: it becomes part of a message at once, or is deleted. A recipient's phone may send one, too.
create table handed_files (
    id uuid primary key,
    organization_id uuid not null references organizations on delete cascade,
    chat_identity_id uuid not null references chat_identities on delete cascade,
    store text not null,
    path text not null,
    handed_at timestamptz not null
);
create index handed_files_organization on handed_files (organization_id, handed_at);
create index handed_files_chat on handed_files (chat_identity_id);

alter table staff_messages add column media jsonb;
comment on column staff_messages.media is 'Where the file of a message is at the provider, until it was seen to';
