"""`/health` and `/ready`: whether the process is alive, and whether it can do its work."""

import asyncio
from datetime import datetime

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from msgspec import Struct
from pydantic import BaseModel

from agent.data.database import Database
from agent.data.migrate import expected
from agent.errors import AccessRefused, DatabaseUnavailable
from gateway.api.one_look import OneLook
from gateway.container import Container
from gateway.pipeline.clocks import WRONG_SECONDS, difference
from gateway.pipeline.sending_overview import SendingRow, sending_overview
from gateway.pipeline.supervision import Supervisor

READY_SECONDS = 1.0
"""How old an answer of `/ready` may be: everybody may ask, and it costs four queries."""

PATIENCE = 3.0
"""Seconds in which the database must answer: who probes gives up soon, and must hear why."""


class Readiness(BaseModel):
    """`status`: ready, or not ready (503); `checks` says what is and what is not in order."""

    status: str
    checks: dict[str, str]


class _WorkState(Struct, frozen=True, kw_only=True):
    """work_state: whether rows can be written, how many workers are alive, and what the clock shows."""

    writable: bool
    workers: int
    now: datetime


def health_router(container: Container, supervisor: Supervisor) -> APIRouter:
    """`/health` looks at nothing; `/ready` asks the database and the tasks of this process."""
    router = APIRouter()
    database = _Database(container)

    @router.get("/health")
    async def health() -> dict[str, str]:
        return {"status": "ok"}

    async def look() -> tuple[Readiness, int]:
        checks = {"database": "ok", "migrations": "ok", "model": container.model_name}
        checks["checkpoints"] = str(container.memory)
        checks |= await database.look()
        stopped = supervisor.troubles()
        good = checks["database"] == checks["migrations"] == "ok" and not stopped
        checks |= stopped | supervisor.troubles(vital=False)
        if container.settings.supabase_url:
            # Without it messages are still kept, so the gateway stays ready to take them.
            checks["supabase"] = await _answers(container.store.database)
        status = "ready" if good else "not ready"
        return Readiness(status=status, checks=checks), 200 if good else 503

    shared = OneLook(look, lambda: READY_SECONDS)

    @router.get("/ready", response_model=Readiness)
    async def ready() -> JSONResponse:
        body, status = await shared.latest()
        return JSONResponse(body.model_dump(), status)

    return router


class _Database:
    """Looks at the database, one look at a time: a frozen one answers late or never, and a query that is given up
    there would hold its connection."""

    def __init__(self, container: Container) -> None:
        self._container = container
        self._looking: asyncio.Task[dict[str, str]] | None = None

    async def look(self) -> dict[str, str]:
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(_database(self._container))
        looking = self._looking
        done, _ = await asyncio.wait({looking}, timeout=PATIENCE)
        if not done:
            return {"database": "does not answer"}
        return looking.result()


async def _database(container: Container) -> dict[str, str]:
    """What stands in the way of storing a message, and whether somebody answers it."""
    try:
        applied = await container.database.fetch(set[str], "migrations_applied")
        missing = [name for name in expected() if name not in applied]
        if missing:
            return {"migrations": f"missing: {', '.join(missing)}"}
        alive = container.settings.worker_stalled_seconds
        state = await container.database.fetch(_WorkState, "work_state", alive_seconds=alive)
        sends = await sending_overview(container.database)
    except DatabaseUnavailable:
        return {"database": "unreachable"}
    if not state.writable:
        return {"database": "read-only"}
    # Where none is, messages are still kept, so the gateway stays ready to take them.
    report = {"workers": "ok" if state.workers else "none is alive"}
    ahead = (state.now - container.clock.now()).total_seconds()
    if abs(ahead) >= WRONG_SECONDS:
        report["clock"] = difference(ahead)
    waiting = _waiting(sends)
    return report | {"sends": waiting} if waiting else report


def _waiting(rows: list[SendingRow]) -> str | None:
    """How many replies wait, without a name: a provider's trouble does not make the gateway unready."""
    waiting = [row for row in rows if row.waiting]
    if not waiting:
        return None
    count, since = sum(row.waiting for row in waiting), min(row.since or "" for row in waiting)
    codes = ", ".join(sorted({row.code or "unknown" for row in waiting}))
    return f"{count} waiting at {len(waiting)} connections since {since[:16]}: {codes}"


async def _answers(database: Database) -> str:
    try:
        await database.ping()
    except AccessRefused:
        return "refuses the key"
    except DatabaseUnavailable:
        return "unreachable"
    return "ok"
