"""Takes jobs from the queue in the order of `queue_next`, in which tenants take turns."""

import asyncio
import json
import logging
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any

from msgspec import Struct
from procrastinate.connector import BaseConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job
from procrastinate.manager import JobManager

from agent.data.decoding import decode
from agent.types import Json

log = logging.getLogger(__name__)

_QUERY = "select public.queue_next(%(queues)s::jsonb, %(worker)s::bigint, %(most)s::integer)::text as next"
LOOK_SECONDS = 0.2
"""Between two looks while the only jobs there are wait for others of their tenant to end."""
_LOOKS = 5
"""Then the library waits itself, and can stop meanwhile."""


class _Taken(Struct, frozen=True, kw_only=True):
    """A row of procrastinate_jobs."""

    id: int
    queue_name: str
    task_name: str
    priority: int
    lock: str | None
    queueing_lock: str | None
    args: Json
    status: str
    scheduled_at: datetime | None
    attempts: int
    abort_requested: bool
    worker_id: int | None


class _Next(Struct, frozen=True, kw_only=True):
    """queue_next."""

    held: bool
    job: _Taken | None = None


class FairJobs(JobManager):
    """`most`: so many of one tenant's jobs run in a worker at once, where there are other tenants."""

    def __init__(self, connector: BaseConnector, most: int) -> None:
        super().__init__(connector)
        self._most = most
        self._ended = asyncio.Event()

    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        """The job that is to run next, marked as the worker's; None when there is none.

        Raises ConnectorException."""
        for _ in range(_LOOKS):
            ended = self._ended
            answer = await self._next(list(queues or ()), worker_id)
            if answer.job is not None:
                return Job.from_row({name: getattr(answer.job, name) for name in _FIELDS})
            if not answer.held:
                return None
            with suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), LOOK_SECONDS)
        return None

    async def _next(self, queues: list[str], worker_id: int) -> _Next:
        """Over the queue's own connections: the worker stops when it gets none, so it must not wait for those
        that webhooks and turns use."""
        row = await self.connector.execute_query_one_async(
            query=_QUERY, queues=json.dumps(queues), worker=worker_id, most=self._most
        )
        return decode(_Next, row["next"].encode(), "queue_next")

    async def update_heartbeat(self, worker_id: int) -> None:
        """A sign of life that cannot be given now is given the next time. The library's task for it would end for
        good without a word (nobody looks at it any more once its deferrer has ended, which has nothing to do here);
        a worker that lives would count as dead, and its jobs be given to others."""
        try:
            await super().update_heartbeat(worker_id)
        except ConnectorException as error:
            log.warning("a worker's sign of life is missing: %s", error.__cause__ or error)

    async def finish_job(self, *args: Any, **kwargs: Any) -> None:
        """As the library; then a place is free."""
        await super().finish_job(*args, **kwargs)
        self._tell_ended()

    async def retry_job(self, *args: Any, **kwargs: Any) -> None:
        """The same."""
        await super().retry_job(*args, **kwargs)
        self._tell_ended()

    def _tell_ended(self) -> None:
        self._ended.set()
        self._ended = asyncio.Event()


_FIELDS = _Taken.__struct_fields__
