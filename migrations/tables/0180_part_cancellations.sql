-- A proposal to cancel one service of a visit, whose other services stay.
alter table appointment_proposals add column part boolean not null default false;
comment on column appointment_proposals.part is 'of cancelling: that appointment alone, not its whole visit';
