"""How long PostgreSQL takes to choose the next job, beside the queue library's own function."""

from typing import Any

import psycopg

from bench.fairness.crowd import crowded
from bench.figures import Figure, milliseconds

_JOBS = """
insert into procrastinate.procrastinate_jobs (queue_name, task_name, lock, args, scheduled_at)
select 'turns', 'turn', 'conversation:' || n, jsonb_build_object('organization',
        md5('organization ' || case when n % 2 = 0 then 1 else n % :businesses + 1 end)::uuid, 'conversation', n),
    now() - make_interval(secs => :jobs - n)
from generate_series(1, :jobs) n
"""
"""Half of them one business's, all of them due."""
_RUNNING = """
update procrastinate.procrastinate_jobs set status = 'doing', worker_id = %s
where id in (select id from procrastinate.procrastinate_jobs order by id limit 6)
"""
_OURS = "select clock_timestamp(), public.queue_next('[\"turns\"]', %s, 100), clock_timestamp()"
_THEIRS = (
    "select clock_timestamp(), procrastinate.procrastinate_fetch_job_v2(array['turns'], %s), "
    "clock_timestamp()"
)


def measure_fetching(server: str, *, jobs: int, businesses: int, times: int = 200) -> list[Figure]:
    """Of so many jobs that wait."""
    with crowded(server, businesses) as crowd:
        filled = _JOBS.replace(":jobs", str(jobs)).replace(":businesses", str(businesses))
        with psycopg.connect(crowd.conninfo, autocommit=True) as connection:
            connection.execute("set search_path to procrastinate")
            connection.execute(filled.encode())
            crowd.vacuum()
            worker = _worker(connection)
            connection.execute(_RUNNING, [worker])
            ours, theirs = (
                [_seconds(connection, query, worker) for _ in range(count)]
                for query, count in ((_OURS, times), (_THEIRS, 20))
            )
    part = f"next of {jobs:,} jobs of {businesses} businesses"
    return [
        Figure(
            part, f"chosen, {word}", milliseconds(ours, share), "ms", milliseconds(theirs, share)
        )
        for word, share in (("p50", 0.5), ("p99", 0.99))
    ]


def _worker(connection: psycopg.Connection[Any]) -> int:
    row = connection.execute("select worker_id from procrastinate_register_worker_v1()").fetchone()
    assert row is not None
    return int(row[0])


def _seconds(connection: psycopg.Connection[Any], query: str, worker: int) -> float:
    row = connection.execute(query.encode(), [worker]).fetchone()
    assert row is not None
    return float((row[2] - row[0]).total_seconds())
