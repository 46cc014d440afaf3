-- Whether work can be done here, for `/ready`: `writable` is false on a standby and where the database
-- was set to read-only; `workers` counts those that gave a sign of life within `p_alive_seconds`, each
-- process having one for every kind of job.
create function work_state(p_alive_seconds double precision) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    return jsonb_build_object(
        'writable', current_setting('transaction_read_only') = 'off',
        'workers', (select count(*) from procrastinate.procrastinate_workers
            where last_heartbeat > clock_timestamp() - make_interval(secs => p_alive_seconds)));
end;
$$;
call frontdesk.expose('work_state');
