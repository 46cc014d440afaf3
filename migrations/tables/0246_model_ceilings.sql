-- Which ceilings of hosted models were reached, so that it is told once, and what an organization sets for itself.

-- A day on which the offline model took over, for an organization or for one sender: the ceiling of `kind`.
create table model_ceilings (
    organization_id uuid not null references organizations on delete cascade,
    day date not null,
    chat_identity_id uuid references chat_identities on delete cascade,
    kind text not null check (kind in ('spend', 'calls')),
    reached_at timestamptz not null,
    unique nulls not distinct (organization_id, day, chat_identity_id)
);
comment on column model_ceilings.day is 'In the organization''s time zone';
comment on column model_ceilings.chat_identity_id is 'Whose; null: that of the organization as a whole';
-- squawk-ignore require-concurrent-index-creation
create index model_ceilings_chat on model_ceilings (chat_identity_id);
-- squawk-ignore require-concurrent-index-creation
create index model_ceilings_time on model_ceilings (reached_at);

alter table organizations add column model_limits jsonb not null default '{}';
comment on column organizations.model_limits is
    'Ceilings of a day that the organization sets below those of the deployment: {daily_spend_usd, …}';
