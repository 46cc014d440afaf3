"""What breaks a part of the worker does not stop it in silence: it goes on, or the process ends."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from agent.settings import Settings
from gateway.app import create_app
from gateway.pipeline import supervision
from gateway.pipeline.supervision import GaveUp, Supervisor, Task
from gateway.pipeline.worker import Worker
from gateway.serving import serve
from tests.databases import execute
from tests.deployment.processes import free_port
from tests.front import Front
from tests.kept_database import spoil

BROKEN = {
    "a function is missing": (
        "alter function work_rescue rename to gone",
        "alter function gone rename to work_rescue",
    ),
    "a right is missing": (
        "revoke execute on function work_rescue from public, frontdesk_caller",
        "grant execute on function work_rescue to frontdesk_caller",
    ),
    "the queue's table is locked away": (
        "alter table procrastinate.procrastinate_workers rename to gone",
        "alter table procrastinate.gone rename to procrastinate_workers",
    ),
}


@asynccontextmanager
async def supervised(worker: Worker) -> AsyncIterator[tuple[Supervisor, "asyncio.Task[None]"]]:
    async def soon(_: float) -> None:
        await asyncio.sleep(0.01)

    supervisor = Supervisor(sleep=soon)
    supervisor.watch(*worker.tasks())
    running = asyncio.create_task(supervisor.run())
    try:
        yield supervisor, running
    finally:
        running.cancel()
        await asyncio.wait([running])


@pytest.mark.parametrize(("breaks", "mends"), BROKEN.values(), ids=BROKEN)
async def test_what_keeps_breaking_it_ends_the_process(
    plain: Front, breaks: str, mends: str
) -> None:
    spoil(plain.url)
    execute(plain.url, breaks)
    try:
        async with supervised(plain.container.worker) as (supervisor, running):
            async with asyncio.timeout(30):
                with pytest.raises(GaveUp):
                    await asyncio.shield(running)
            assert supervisor.gave_up
    finally:
        execute(plain.url, mends)


async def test_what_broke_it_for_a_moment_is_outlived(plain: Front) -> None:
    spoil(plain.url)
    async with supervised(plain.container.worker) as (supervisor, running):
        for _ in range(3):
            execute(
                plain.url,
                "select pg_terminate_backend(pid) from pg_stat_activity "
                "where datname = current_database() and pid <> pg_backend_pid()",
            )
            await asyncio.sleep(0.05)
        async with asyncio.timeout(30):
            # A connection that was cut off is a 503; a provider comes again.
            while (await plain.customer().write("Hola")).status_code == 503:
                pass
            while not plain.gupshup.sent:
                # Time goes on, as it does for a worker that looked before the message was due.
                await plain.pass_time(10.5)
                plain.gupshup.received.clear()
                with suppress(TimeoutError):
                    await asyncio.wait_for(plain.gupshup.received.wait(), 0.5)
        assert not running.done()
        assert supervisor.gave_up is None


async def test_ready_names_what_does_not_run(plain: Front) -> None:
    async def broken(_: supervision.Beat) -> None:
        raise ValueError

    async def soon(_: float) -> None:
        await asyncio.sleep(0)

    supervisor = Supervisor(sleep=soon)
    supervisor.watch(Task("the worker of turns", broken))
    app = create_app(plain.container, with_worker=False, supervisor=supervisor)
    with pytest.raises(GaveUp):
        await supervisor.run()
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://frontdesk") as http:
        ready = await http.get("/ready")
        assert (await http.get("/health")).status_code == 200
    assert ready.status_code == 503
    assert ready.json()["checks"]["the worker of turns"] == "it ended with ValueError"


async def test_a_gateway_that_cannot_work_shuts_down_and_says_why(
    plain: Front, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(plain.url)
    monkeypatch.setattr(supervision, "LONGEST_PAUSE", 0.01)
    execute(plain.url, "alter function work_rescue rename to gone")
    port = free_port()
    settings = Settings(
        database_url=SecretStr(plain.url), frontdesk_data_dir=tmp_path, gateway_port=port
    )
    try:
        async with asyncio.timeout(60):
            with pytest.raises(GaveUp, match="sweep failed 8 times in a row"):
                await serve(settings)
    finally:
        execute(plain.url, "alter function gone rename to work_rescue")
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", port)
