-- Two people at once: an offer that is for several people is taken for all of them or for none.

alter table slot_offers add column party smallint;
-- squawk-ignore constraint-missing-not-valid
alter table slot_offers add constraint slot_offers_party
    check (party is null or party = jsonb_array_length(items)) not valid;
-- squawk-ignore constraint-missing-not-valid
alter table slot_offers validate constraint slot_offers_party;
comment on column slot_offers.party is
    'For how many people it is, an item each: an appointment of its own; null: all items are one person''s';
