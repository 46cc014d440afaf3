-- People for whom customers book

-- Who is treated when it is not the one who writes: somebody under a contact, whom they never rename.
create table people (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    contact_id uuid not null references contacts on delete cascade,
    name text not null constraint people_name check (length(name) between 1 and 100),
    name_key text not null,
    relation text constraint people_relation check (relation in (
        'daughter', 'son', 'mother', 'father', 'wife', 'husband', 'partner', 'sister', 'brother', 'grandmother',
        'grandfather', 'granddaughter', 'grandson', 'aunt', 'uncle', 'niece', 'nephew', 'cousin', 'mother_in_law',
        'father_in_law', 'child', 'friend', 'boss', 'other')),
    created_at timestamptz not null,
    constraint people_once unique (contact_id, name_key),
    constraint people_of_contact unique (id, organization_id, contact_id)
);
comment on column people.name_key is 'The name as it is compared: small letters without accents, by a trigger';
comment on column people.relation is 'What they are to the contact; null: nobody said';

alter table appointments add column person_id uuid;
comment on column appointments.person_id is
    'Who is treated, one of the contact''s people; null: the contact. attendee_name is their name as it is told';
alter table chat_identities add column booking_relation text;
comment on column chat_identities.booking_relation is
    'With booking_name: what that person is to the contact; null: nobody said, or it is the contact';

-- What was booked in other names than the contact's was for somebody else.
insert into people (organization_id, contact_id, name, name_key, created_at)
select distinct on (a.contact_id, k.name_key) a.organization_id, a.contact_id, a.attendee_name, k.name_key, a.created_at
from appointments a
join contacts c on c.id = a.contact_id
cross join lateral (
    select lower(regexp_replace(normalize(a.attendee_name, nfd), U&'[\0300-\036f]', '', 'g')) as name_key,
        lower(regexp_replace(normalize(coalesce(c.name, ''), nfd), U&'[\0300-\036f]', '', 'g')) as own
) k
where length(a.attendee_name) between 1 and 100 and not starts_with(k.name_key || ' ', k.own || ' ')
  and not starts_with(k.own || ' ', k.name_key || ' ')
order by a.contact_id, k.name_key, a.created_at;

update appointments a set person_id = p.id
from people p
where p.contact_id = a.contact_id
  and p.name_key = lower(regexp_replace(normalize(a.attendee_name, nfd), U&'[\0300-\036f]', '', 'g'));

-- Two contacts that become one give their people along with the appointments: looked at when both are there.
-- squawk-ignore constraint-missing-not-valid
alter table appointments add constraint appointments_person foreign key (person_id, organization_id, contact_id)
    references people (id, organization_id, contact_id) on delete set null (person_id)  -- noqa: LT01
    deferrable initially immediate not valid;
-- squawk-ignore constraint-missing-not-valid
alter table appointments validate constraint appointments_person;
-- squawk-ignore require-concurrent-index-creation
create index appointments_person on appointments (person_id) where person_id is not null;
-- A daughter may be called as her mother.
-- squawk-ignore require-concurrent-index-deletion
drop index appointments_once;
-- squawk-ignore require-concurrent-index-creation
create unique index appointments_once on appointments (
    contact_id, service_id, starts_at, coalesce(attendee_name, ''),
    coalesce(person_id, '00000000-0000-0000-0000-000000000000'))
    where status in ('scheduled', 'confirmed');
