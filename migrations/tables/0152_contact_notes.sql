-- What customers ask to have noted

-- A note of a customer for their visits ("soy alérgica al látex"), in their own words, for staff to read.
create table contact_notes (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    contact_id uuid not null references contacts on delete cascade,
    body text not null constraint contact_notes_body check (length(body) between 1 and 500),
    turn_id uuid,
    noted_at timestamptz not null,
    constraint contact_notes_once unique (contact_id, body)
);
