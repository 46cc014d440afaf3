-- The database's clock, watched.

-- What the clock showed when it was last looked at, by which a jump back is known; one row. `went_back_at`: when it
-- last did, and by how much.
create table frontdesk.clock_mark (
    one boolean primary key default true check (one),
    seen_at timestamptz not null,
    went_back_at timestamptz,
    went_back_seconds double precision
);
