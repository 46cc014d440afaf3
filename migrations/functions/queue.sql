-- The queue: whose job is next. The library's own function takes the oldest, so that whoever floods is served until
-- their last job. Here tenants take turns, urgent jobs go first, and nobody fills a worker's places.

-- When a job may begin, in the order in which a tenant's jobs are taken.
create or replace function frontdesk.job_ready_at(p_scheduled timestamptz) returns timestamptz
language sql immutable parallel safe as $$
    select coalesce(p_scheduled, '-infinity'::timestamptz)
$$;

-- Whose job it is, by its arguments.
create or replace function frontdesk.job_tenant(p_args jsonb) returns text
language sql immutable parallel safe as $$
    select coalesce(p_args ->> 'organization', '')
$$;

-- Marks the next job of these queues as the worker's own, as procrastinate_fetch_job_v2 of the library does.
-- Urgent ones are first; of each kind, the tenant of whom fewest run, then the one who waits longest since the
-- last; of a tenant, the job that was due first. `p_most`: so many of one tenant's run in this worker, fewer
-- the more others there were within a minute (queue_share), and one more if it is urgent; in an installation of one
-- tenant there is no limit. Returns {job?, held: whether that limit kept one back}.
create or replace function queue_next(p_queues jsonb, p_worker bigint, p_most integer) returns jsonb
language plpgsql security definer
set search_path = procrastinate, public, frontdesk, pg_temp
as $$
declare
    v_now timestamptz := clock_timestamp();
    v_many boolean := frontdesk.has_many_tenants();
    v_held boolean := false;
    v_next record;
    v_job jsonb;
begin
    -- A job that a crash gives back runs again, which its own fence allows for: its mark need not be on the disk.
    perform set_config('synchronous_commit', 'off', true);
    for v_next in
        select w.queue, w.priority, w.tenant, coalesce(r.here, 0) as here
        from frontdesk.queue_waiting(p_queues, v_now) w
        left join frontdesk.queue_running(p_queues, p_worker) r on r.queue = w.queue and r.tenant = w.tenant
        left join frontdesk.queue_tenants t on t.queue = w.queue and t.tenant = w.tenant
        order by w.priority desc, coalesce(r.everywhere, 0), t.taken_at nulls first, w.ready_at
    loop
        if v_many and v_next.here - (v_next.priority > 0)::integer
           >= frontdesk.queue_share(v_next.queue, v_next.tenant, p_most, v_now) then
            v_held := true;
            continue;
        end if;
        v_job := frontdesk.queue_take(v_next.queue, v_next.priority, v_next.tenant, p_worker, v_now);
        exit when v_job is not null;
    end loop;
    if v_job is null then
        return jsonb_build_object('held', v_held);
    end if;
    insert into frontdesk.queue_tenants (queue, tenant, taken_at) values (v_next.queue, v_next.tenant, v_now)
    on conflict (queue, tenant) do update set taken_at = excluded.taken_at;
    return jsonb_build_object('held', v_held, 'job', v_job);
end;
$$;

-- How many places of a worker the tenant may have: `p_most`, which leaves some to whoever comes, and one fewer for
-- each other tenant who was served within a minute beyond those, down to two thirds of it.
create or replace function frontdesk.queue_share(
    p_queue text, p_tenant text, p_most integer, p_now timestamptz
) returns integer
language sql stable
set search_path = public, frontdesk, pg_temp
as $$
    select greatest(ceil(p_most * 2 / 3.0), p_most - greatest(0, count(*) - p_most / 3))::integer
    from frontdesk.queue_tenants t
    where t.queue = p_queue and t.tenant <> p_tenant and t.taken_at > p_now - interval '1 minute'
$$;

-- Whether there are others who could be kept waiting.
create or replace function frontdesk.has_many_tenants() returns boolean
language sql stable
set search_path = public, frontdesk, pg_temp
as $$
    select count(*) > 1 from (select from organizations limit 2) o
$$;

-- Which tenants have a job that may begin, by queue and priority, and since when. Each is one look into the index
-- (made in agent/data/migrate.py), however many jobs it has.
create or replace function frontdesk.queue_waiting(p_queues jsonb, p_now timestamptz)
returns table (queue text, priority integer, tenant text, ready_at timestamptz)
language plpgsql stable
set search_path = procrastinate, public, frontdesk, pg_temp
as $$
begin
    return query
    with recursive heads as (
        select q.queue, h.*
        from jsonb_array_elements_text(p_queues) q (queue)
        cross join lateral (
            select j.priority, frontdesk.job_tenant(j.args) as tenant,
                frontdesk.job_ready_at(j.scheduled_at) as ready_at
            from procrastinate_jobs j
            where j.status = 'todo' and j.queue_name = q.queue
            order by j.priority, frontdesk.job_tenant(j.args), frontdesk.job_ready_at(j.scheduled_at)
            limit 1) h
        union all
        select b.queue, h.*
        from heads b
        cross join lateral (
            select j.priority, frontdesk.job_tenant(j.args) as tenant,
                frontdesk.job_ready_at(j.scheduled_at) as ready_at
            from procrastinate_jobs j
            where j.status = 'todo' and j.queue_name = b.queue
              and (j.priority, frontdesk.job_tenant(j.args)) > (b.priority, b.tenant)
            order by j.priority, frontdesk.job_tenant(j.args), frontdesk.job_ready_at(j.scheduled_at)
            limit 1) h
    )
    select h.queue, h.priority, h.tenant, h.ready_at from heads h where h.ready_at <= p_now;
end;
$$;

-- How many jobs of each tenant run: in this worker, and everywhere.
create or replace function frontdesk.queue_running(p_queues jsonb, p_worker bigint)
returns table (queue text, tenant text, here bigint, everywhere bigint)
language plpgsql stable
set search_path = procrastinate, public, frontdesk, pg_temp
as $$
begin
    return query
    select j.queue_name::text, frontdesk.job_tenant(j.args), count(*) filter (where j.worker_id = p_worker), count(*)
    from procrastinate_jobs j
    where j.status = 'doing' and j.worker_id is not null and p_queues ? j.queue_name
    group by 1, 2;
end;
$$;

-- Takes the tenant's first job whose lock is free: of the jobs of one lock, the first in this order and no other, and
-- none while one runs. That two workers take two of them at once is left to the index on running locks to refuse.
create or replace function frontdesk.queue_take(
    p_queue text, p_priority integer, p_tenant text, p_worker bigint, p_now timestamptz
) returns jsonb
language plpgsql
set search_path = procrastinate, public, frontdesk, pg_temp
as $$
declare
    v_job jsonb;
begin
    update procrastinate_jobs t set status = 'doing', worker_id = p_worker
    where t.id = (
        select j.id from procrastinate_jobs j
        where j.status = 'todo' and j.queue_name = p_queue and j.priority = p_priority
          and frontdesk.job_tenant(j.args) = p_tenant and frontdesk.job_ready_at(j.scheduled_at) <= p_now
          and not exists (select from procrastinate_jobs o where o.status = 'doing' and o.lock = j.lock)
          and not exists (
              select from procrastinate_jobs o
              where o.status = 'todo' and o.lock = j.lock
                and (-o.priority, frontdesk.job_ready_at(o.scheduled_at), o.id)
                  < (-j.priority, frontdesk.job_ready_at(j.scheduled_at), j.id))
        order by frontdesk.job_ready_at(j.scheduled_at), j.id
        limit 1
        for update of j skip locked)
    returning to_jsonb(t) into v_job;
    return v_job;
exception when unique_violation then
    return null;
end;
$$;
