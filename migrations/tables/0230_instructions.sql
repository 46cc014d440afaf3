-- What a business wants its assistant to heed, in its own words.

alter table organizations add column instructions text[] not null default '{}';
-- squawk-ignore constraint-missing-not-valid
alter table organizations add constraint organizations_instructions check (cardinality(instructions) <= 12) not valid;
-- squawk-ignore constraint-missing-not-valid
alter table organizations validate constraint organizations_instructions;
comment on column organizations.instructions is
    'What a hosted model is told to heed in this business; what it may do is the desk''s to decide';
