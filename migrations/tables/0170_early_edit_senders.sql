-- A change that comes before its message waits with the names of whoever sent it: only they may change it.

alter table early_edits add column addresses text[] not null default '{}';
