-- From where visitors of public chats book, for the limit of a day.

alter table slot_offers add column visitor text;
comment on column slot_offers.visitor is
    'From where this offer was booked in a public chat, as chat_identities.visitor; forgotten after two days';
comment on column chat_identities.visitor is
    'Who shares a limit on held slots and on bookings: a keyed digest of the address that last wrote in a public '
    'chat, another each day; "near:" before it where that address may be a proxy''s. Forgotten after two days';
-- squawk-ignore require-concurrent-index-creation
create index slot_offers_visitor on slot_offers (organization_id, visitor) where visitor is not null;
