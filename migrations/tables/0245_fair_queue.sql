-- When each tenant's jobs were last taken from a queue, so that tenants take turns (functions/queue.sql).

-- Of no use after a crash, hence unlogged: whose turn it is begins anew. Rows are changed in their page.
create unlogged table frontdesk.queue_tenants (
    queue text not null,
    tenant text not null,
    taken_at timestamptz not null,
    primary key (queue, tenant)
) with (fillfactor = 50);
