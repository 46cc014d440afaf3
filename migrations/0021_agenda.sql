-- The agenda for staff, the calendar file of an appointment, and an index for what is free.

-- Everything that availability asks about a month of a member lies together in the index; the table
-- itself, where the rows of all organizations are mixed, is not read. That holds while vacuum comes
-- round, so it comes more often than by default.
drop index occupancies_subject;
create index occupancies_taken on occupancies (subject_id, starts_at)
    include (ends_at, organization_id, appointment_id, session_id, hold_id, expires_at);
alter table occupancies set (
    autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02
);

-- The tenant is looked up once a query, not once a row.
alter policy tenant on occupancies
    using (organization_id = (select frontdesk.tenant()))
    with check (organization_id = (select frontdesk.tenant()));
