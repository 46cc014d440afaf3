-- A phone that a customer wrote in a chat through which nobody can call them. Nobody proved it: it is shown
-- to staff and joins nobody.

alter table contacts
    add column stated_phone text,
    add column stated_phone_at timestamptz;
-- squawk-ignore constraint-missing-not-valid
alter table contacts add constraint contacts_stated_phone
    check (stated_phone ~ '^[0-9]{6,20}$' and stated_phone_at is not null or stated_phone is null) not valid;
-- squawk-ignore constraint-missing-not-valid
alter table contacts validate constraint contacts_stated_phone;
comment on column contacts.stated_phone is 'As the customer wrote it, canonical; unproven, so it is no identity';
comment on column contacts.stated_phone_at is
    'When they gave it, or, where there is none, said that they give none or took it back';
