-- Services that are given at the customer's place, and the place of such an appointment: the customer's own
-- words, a point on the map, or both. docs/decisions/places.md

alter table services add column given_at text not null default 'business';
-- squawk-ignore constraint-missing-not-valid
alter table services add constraint services_given_at
    check (given_at in ('business', 'customer') and (given_at = 'business' or capacity = 1)) not valid;
-- squawk-ignore constraint-missing-not-valid
alter table services validate constraint services_given_at;
comment on column services.given_at is 'Where it is given: at the business, or at the customer''s place';

alter table appointments
    add column place text,
    add column place_latitude double precision,
    add column place_longitude double precision;
-- squawk-ignore constraint-missing-not-valid
alter table appointments add constraint appointments_place check (
    (place is null or length(place) between 1 and 300 and place = btrim(place))
    and (place_latitude is null) = (place_longitude is null)
    and (place_latitude is null or place_latitude between -90 and 90)
    and (place_longitude is null or place_longitude between -180 and 180)) not valid;
-- squawk-ignore constraint-missing-not-valid
alter table appointments validate constraint appointments_place;
comment on column appointments.place is 'Where a home visit is, as the customer wrote or shared it';

alter table chat_identities
    add column booking_place text,
    add column booking_latitude double precision,
    add column booking_longitude double precision,
    add column booking_place_at timestamptz;
-- squawk-ignore constraint-missing-not-valid
alter table chat_identities add constraint chat_identities_booking_place check (
    (booking_place is null or length(booking_place) between 1 and 300 and booking_place = btrim(booking_place))
    and (booking_latitude is null) = (booking_longitude is null)
    and (booking_latitude is null or booking_latitude between -90 and 90)
    and (booking_longitude is null or booking_longitude between -180 and 180)
    and (booking_place_at is null) = (booking_place is null and booking_latitude is null)) not valid;
-- squawk-ignore constraint-missing-not-valid
alter table chat_identities validate constraint chat_identities_booking_place;
comment on column chat_identities.booking_place_at is
    'When the customer gave the place of the home visit that is being booked; it counts for a day';
