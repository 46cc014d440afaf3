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

-- What the calendar file behind a token shows, or null. It looks across tenants: the token is all that
-- the caller has. Nothing of the customer is in it but the language of their chat. A visit's parts come
-- together, whichever one the token is of.
--   {organization, address, language, parts: [{id, service, member, starts_at, ends_at, status,
--    sequence (how often it changed), modified}]}
create function calendar_find(p_token text) returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select jsonb_build_object('organization', o.name, 'address', o.address,
        'language', coalesce(i.language, o.language),
        'parts', (
            select jsonb_agg(jsonb_build_object('id', b.id, 'service', s.name, 'member', m.name,
                'starts_at', b.starts_at, 'ends_at', b.ends_at, 'status', b.status,
                'sequence', e.changes, 'modified', coalesce(e.modified, b.updated_at)) order by b.starts_at, b.id)
            from appointments b
            join services s on s.id = b.service_id
            join members m on m.id = b.member_id
            cross join lateral (
                select count(*) filter (where e.kind <> 'booked') as changes, max(e.at) as modified
                from appointment_events e
                where e.appointment_id = b.id and e.kind not in ('confirmation_asked', 'reminded')) e
            where b.id = a.id or b.visit_id = a.visit_id))
    from appointments a
    join organizations o on o.id = a.organization_id
    left join chat_identities i on i.id = a.chat_identity_id
    where a.public_token = p_token
$$;

call frontdesk.expose('calendar_find');
