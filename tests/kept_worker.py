"""The queue's worker, kept through a test: registered once, and run until no job is due.

What a test starts and ends for each message is half of what the library asks the database. Tests of the
worker itself and of the promises start and end the real one each time (`started_each_time`).
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from procrastinate import App
from procrastinate.worker import Worker

_each_time = False


@contextmanager
def started_each_time() -> Iterator[None]:
    """Meanwhile every run of the queue is one of a new worker, from its registration to its end."""
    global _each_time
    before, _each_time = _each_time, True
    try:
        yield
    finally:
        _each_time = before


def is_started_each_time() -> bool:
    return _each_time


async def run_due(queue: App, idle: list["KeptWorker"], queues: list[str], places: int) -> None:
    """Runs the jobs that are due in these queues, so many at once; `idle` keeps the worker."""
    if _each_time:
        await queue.run_worker_async(
            queues=queues,
            wait=False,
            concurrency=places,
            install_signal_handlers=False,
            listen_notify=False,
            delete_jobs="successful",
        )
        return
    fitting = [worker for worker in idle if worker.queues == queues]
    worker = fitting[0] if fitting else KeptWorker(queue, queues, places)
    if fitting:
        idle.remove(worker)  # nobody else may run it meanwhile
    await worker.run_due()
    idle.append(worker)


class KeptWorker(Worker):
    """Takes, runs and ends jobs by the library's own code; what it leaves out is a worker's beginning
    and end, and its signs of life, the first of which a worker gives after ten seconds."""

    def __init__(self, queue: App, queues: list[str], places: int) -> None:
        super().__init__(
            queue, queues=queues, concurrency=places, wait=False, delete_jobs="successful"
        )

    async def run_due(self) -> None:
        """As the library's `run`: who cancels it waits for the jobs that run."""
        running = asyncio.create_task(self._until_none_is_due())
        try:
            await asyncio.shield(running)
        except asyncio.CancelledError:
            self.stop()  # type: ignore[no-untyped-call]
            await running
            raise

    async def _until_none_is_due(self) -> None:
        if self.worker_id is None:
            self.worker_id = await self.app.job_manager.register_worker()
        try:
            await self._fetch_and_process_jobs()  # type: ignore[no-untyped-call]
        finally:
            if self._running_jobs:
                await asyncio.wait(self._running_jobs)
