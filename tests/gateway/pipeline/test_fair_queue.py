"""Tenants take turns at a worker's places, nobody fills them, and urgent jobs go first."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from procrastinate.exceptions import ConnectorException
from procrastinate.testing import InMemoryConnector
from psycopg.rows import dict_row

from agent.types import Json
from gateway.pipeline.fair_jobs import FairJobs
from tests.front import Front

MOST = 3
A, B, C = "a", "b", "c"


class Queue:
    """The queue `turns`, seen by one worker. Jobs are named by their only other argument."""

    def __init__(self, connection: psycopg.Connection[Json]) -> None:
        self._connection = connection
        row = self._one("select worker_id from procrastinate_register_worker_v1()")
        self.worker = int(row["worker_id"])

    def _one(self, query: str, *args: object) -> Json:
        row = self._connection.execute(query.encode(), args).fetchone()
        assert row is not None
        return row

    def put(
        self,
        tenant: str,
        name: str,
        *,
        priority: int = 0,
        lock: str | None = None,
        seconds: float | None = None,
    ) -> None:
        """`seconds`: from now, when it may begin."""
        self._connection.execute(
            "insert into procrastinate_jobs (queue_name, task_name, priority, lock, args, scheduled_at) "
            "values ('turns', 'turn', %s, %s, %s, now() + make_interval(secs => %s))",
            [priority, lock, json.dumps({"organization": tenant, "name": name}), seconds],
        )

    def next(self, most: int = 100) -> Json:
        """{held, job}."""
        answer: Json = self._one(
            "select public.queue_next('[\"turns\"]', %s, %s) as it", self.worker, most
        )["it"]
        return answer

    def take(self, most: int = 100) -> str | None:
        """The name of the job that begins now."""
        job = self.next(most).get("job")
        return job["args"]["name"] if job else None

    def end(self, name: str) -> None:
        self._connection.execute(
            "delete from procrastinate_jobs where args ->> 'name' = %s", [name]
        )


@pytest.fixture
def session(database_url: str) -> Iterator[psycopg.Connection[Json]]:
    with psycopg.connect(database_url, autocommit=True, row_factory=dict_row) as connection:
        connection.execute("set search_path to procrastinate")
        yield connection


@pytest.fixture
def queue(session: psycopg.Connection[Json]) -> Queue:
    return Queue(session)


def test_who_floods_gets_every_second_place_of_two(queue: Queue) -> None:
    for n in range(50):
        queue.put(A, f"a{n}", seconds=-100 + n)
    taken = [queue.take() for _ in range(2)]
    for n in range(3):
        queue.put(B, f"b{n}", seconds=-1)
    for _ in range(6):
        taken.append(queue.take())
        queue.end(str(taken[-1]))
    assert taken == ["a0", "a1", "b0", "b1", "b2", "a2", "a3", "a4"]


def test_at_a_single_place_tenants_alternate(queue: Queue) -> None:
    """None of them runs when the place gets free: who waits longest since the last is next."""
    for tenant, count in ((A, 6), (B, 2), (C, 1)):
        for n in range(count):
            queue.put(tenant, f"{tenant}{n}", seconds=-10 + n)
    taken = []
    while name := queue.take():
        taken.append(name)
        queue.end(name)
    assert sorted(taken[:3]) == ["a0", "b0", "c0"]
    assert sorted(taken[3:5]) == ["a1", "b1"]
    assert taken[5:] == ["a2", "a3", "a4", "a5"]


def test_one_tenant_does_not_fill_a_worker(queue: Queue) -> None:
    for n in range(6):
        queue.put(A, f"a{n}", seconds=-100 + n)
    assert [queue.take(MOST) for _ in range(MOST)] == ["a0", "a1", "a2"]
    assert queue.next(MOST) == {"held": True}
    queue.put(B, "b0", seconds=-1)
    assert queue.take(MOST) == "b0"
    # What is urgent has one place more, and no second one.
    queue.put(A, "help", priority=10)
    queue.put(A, "help too", priority=10)
    assert queue.take(MOST) == "help"
    assert queue.next(MOST) == {"held": True}
    queue.end("a1")
    assert queue.take(MOST) == "help too"


def test_the_more_others_there_are_the_fewer_places_one_has(queue: Queue) -> None:
    """A third as many others as it may have places take none of them."""
    for others, places in ((3, 9), (1, 8), (9, 6)):
        for n in range(others):
            queue.put(f"other {n} of {places}", f"{n} of {places}")
            assert queue.take(9)
        for n in range(12):
            queue.put(A, f"a{n}")
        taken = []
        while name := queue.take(9):
            taken.append(name)
        assert len(taken) == places
        for n in range(12):
            queue.end(f"a{n}")


def test_a_tenant_alone_has_every_place(queue: Queue, session: psycopg.Connection[Json]) -> None:
    for n in range(6):
        queue.put(A, f"a{n}")
    # Without row level security this sees and deletes all but one.
    session.execute(
        "delete from public.organizations where id <> (select id from public.organizations limit 1)"
    )
    assert [queue.take(1) for _ in range(7)] == [*(f"a{n}" for n in range(6)), None]


def test_urgent_jobs_are_first_of_all_and_fair_among_themselves(queue: Queue) -> None:
    for n in range(3):
        queue.put(A, f"a{n}", seconds=-100)
        queue.put(A, f"urgent a{n}", priority=10)
    queue.put(B, "urgent b", priority=10)
    queue.put(B, "b0", seconds=-200)
    taken = [str(queue.take()) for _ in range(8)]
    assert sorted(taken[:2]) == ["urgent a0", "urgent b"]
    assert taken[2:4] == ["urgent a1", "urgent a2"]
    assert taken[4] == "b0"


def test_of_one_lock_one_job_runs_and_none_of_later_holds_it_up(queue: Queue) -> None:
    queue.put(A, "later", lock="chat", seconds=60)
    queue.put(A, "due", lock="chat", seconds=-1)
    queue.put(A, "due too", lock="chat", seconds=0)
    queue.put(A, "urgent", lock="chat", priority=10)
    assert queue.take() == "urgent"
    assert queue.take() is None
    queue.end("urgent")
    assert queue.take() == "due"
    assert queue.take() is None


def test_two_workers_never_take_two_jobs_of_one_lock(database_url: str, queue: Queue) -> None:
    """One has taken and not yet committed, when an urgent job of the same lock comes."""
    queue.put(A, "first", lock="chat")
    with psycopg.connect(database_url, row_factory=dict_row) as slow:
        slow.execute("set search_path to procrastinate")
        other = Queue(slow)
        assert other.take() == "first"
        queue.put(A, "urgent", lock="chat", priority=10)
        queue.put(B, "of others")
        taking = asyncio.run(_beside(queue, slow))
    assert taking == "of others"
    assert queue.take() is None


async def _beside(queue: Queue, slow: psycopg.Connection[Json]) -> str | None:
    taking = asyncio.create_task(asyncio.to_thread(queue.take))
    await asyncio.wait([taking], timeout=0.2)
    assert not taking.done()
    slow.commit()
    return await taking


async def test_the_place_that_gets_free_is_taken_at_once(front: Front) -> None:
    """Nobody tells the library that a job which had to wait for its tenant's others may begin."""
    jobs = FairJobs(front.container.queue.connector, 1)
    with psycopg.connect(front.url, autocommit=True, row_factory=dict_row) as connection:
        connection.execute("set search_path to procrastinate")
        queue = Queue(connection)
        queue.put(A, "first")
        queue.put(A, "second")
        first = await jobs.fetch_job(["turns"], queue.worker)
        assert first is not None
        waiting = asyncio.create_task(jobs.fetch_job(["turns"], queue.worker))
        await asyncio.wait([waiting], timeout=0.05)
        assert not waiting.done()
        await jobs.retry_job(first, retry_at=front.clock.now().replace(year=2100))
        second = await asyncio.wait_for(waiting, 0.15)
    assert second is not None
    assert (first.task_kwargs["name"], second.task_kwargs["name"]) == ("first", "second")


class _Away(InMemoryConnector):
    """A database that does not answer for now."""

    away = True

    async def execute_query_async(self, query: str, **arguments: Any) -> None:
        if self.away:
            raise ConnectorException
        await super().execute_query_async(query, **arguments)


async def test_a_worker_lives_on_when_it_could_give_no_sign_of_life() -> None:
    """The library's task for it ends with the first that fails, and then it counts as dead for ever."""
    connector = _Away()
    jobs = FairJobs(connector, most=1)
    worker = await jobs.register_worker()
    before = connector.workers[worker]
    await jobs.update_heartbeat(worker)
    assert connector.workers[worker] == before
    connector.away = False
    await jobs.update_heartbeat(worker)
    assert connector.workers[worker] > before
