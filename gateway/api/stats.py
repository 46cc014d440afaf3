"""`GET /stats`: figures of the running desk, of one organization or of all."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.routing import APIRoute
from msgspec import Struct
from pydantic import BaseModel

from gateway.api.auth import caller_of
from gateway.container import Container

_MESSAGE_MINUTES = 5


class QueueFigures(BaseModel):
    """Chats that wait for an answer, and replies that wait to be sent; ages of the oldest in seconds."""

    waiting: int
    oldest_seconds: float | None
    unsent: int
    oldest_unsent_seconds: float | None


class ActiveChats(BaseModel):
    """Chats in which a customer wrote lately; of the 5,000 last active ones."""

    five_minutes: int
    hour: int


class WorkerFigures(BaseModel):
    """Workers that gave a sign of life (each process that works has three, for turns, files and sends),
    jobs that run, and these as a part of what the workers could run at once. An organization is told the
    first alone: jobs are everybody's."""

    queue_workers: int
    running: int | None
    use: float | None


class UnsaidFigures(BaseModel):
    """Within the hour: answers of models that the check of replies sent back, and texts that were withheld
    (`frontdesk withheld` shows them)."""

    vetoed: int
    withheld: int


class Stats(BaseModel):
    """`error_rate`: failed or lost turns among those that ended within the hour; `messages_per_minute`:
    received, over five minutes; `uptime_seconds`: of the process that answers."""

    organization_id: UUID | None
    uptime_seconds: float
    messages_per_minute: float
    turns_last_hour: int
    error_rate: float
    unsaid: UnsaidFigures
    queue: QueueFigures
    active_chats: ActiveChats
    workers: WorkerFigures


class _Figures(Struct, frozen=True, kw_only=True):
    """desk_figures."""

    chats: int
    chats_now: int
    messages: int
    turns: int
    failed: int
    vetoed: int
    withheld: int
    pending: int
    pending_since: datetime | None
    unsent: int
    unsent_since: datetime | None
    workers: int
    jobs: int | None


def stats_router(container: Container, route_class: type[APIRoute]) -> APIRouter:
    """The route; `route_class` lets callers in (gateway/api/auth.py)."""
    router = APIRouter(route_class=route_class)
    began = container.clock.now()

    @router.get("/stats")
    async def stats(
        request: Request,
        organization_id: Annotated[
            UUID | None, Query(description="With the deployment's key: of this one alone.")
        ] = None,
    ) -> Stats:
        caller = caller_of(request)
        organization = caller.organization
        if organization is not None or organization_id is not None:
            organization = await caller.acts_for(organization_id, container.database)
        figures = await container.database.fetch(
            _Figures,
            "desk_figures",
            organization=organization,
            alive_seconds=container.settings.worker_stalled_seconds,
        )
        now = container.clock.now()
        room = figures.workers * container.settings.worker_concurrency
        return Stats(
            organization_id=organization,
            uptime_seconds=(now - began).total_seconds(),
            messages_per_minute=figures.messages / _MESSAGE_MINUTES,
            turns_last_hour=figures.turns,
            error_rate=figures.failed / figures.turns if figures.turns else 0.0,
            unsaid=UnsaidFigures(vetoed=figures.vetoed, withheld=figures.withheld),
            queue=QueueFigures(
                waiting=figures.pending,
                oldest_seconds=_age(figures.pending_since, now),
                unsent=figures.unsent,
                oldest_unsent_seconds=_age(figures.unsent_since, now),
            ),
            active_chats=ActiveChats(five_minutes=figures.chats_now, hour=figures.chats),
            workers=WorkerFigures(
                queue_workers=figures.workers,
                running=figures.jobs,
                use=None if figures.jobs is None or not room else min(1.0, figures.jobs / room),
            ),
        )

    return router


def _age(since: datetime | None, now: datetime) -> float | None:
    return max(0.0, (now - since).total_seconds()) if since else None
