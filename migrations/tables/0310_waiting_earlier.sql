-- Waiting for an earlier time while an appointment is kept (docs/decisions/waiting-list.md).

alter table waiting_list add column appointment_id uuid;
-- squawk-ignore constraint-missing-not-valid
alter table waiting_list add constraint waiting_list_appointment_id_fkey
    foreign key (appointment_id) references appointments on delete cascade not valid;
-- squawk-ignore constraint-missing-not-valid
alter table waiting_list validate constraint waiting_list_appointment_id_fkey;
comment on column waiting_list.appointment_id is
    'Kept until an earlier time is taken, to which it is then moved; the first of its visit';

-- squawk-ignore ban-drop-constraint
alter table waiting_list drop constraint waiting_list_once;
-- squawk-ignore disallowed-unique-constraint, constraint-missing-not-valid
alter table waiting_list add constraint waiting_list_once unique nulls not distinct
    (contact_id, services, member_id, first_day, last_day, not_before, not_after, appointment_id);

-- squawk-ignore require-concurrent-index-creation
create index waiting_list_appointment on waiting_list (appointment_id) where appointment_id is not null;
