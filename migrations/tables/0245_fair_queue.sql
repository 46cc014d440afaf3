-- When each tenant's jobs were last taken from a queue, so that tenants take turns (functions/queue.sql).

-- When the last job of a tenant began, by queue: who waits longest since then is next. Rows are changed in their page.
create table frontdesk.queue_tenants (
    queue text not null,
    tenant text not null,
    taken_at timestamptz not null,
    primary key (queue, tenant)
) with (fillfactor = 50);
