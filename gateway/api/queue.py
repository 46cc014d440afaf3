"""`POST /admin/clear-queue`: drops messages that wait for an answer, and keeps a record of it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.routing import APIRoute
from msgspec import Struct
from pydantic import BaseModel, Field

from agent.data.database import Database
from gateway.api.auth import caller_of


class ClearRequest(BaseModel):
    """Without `confirm` nothing is dropped. `as_of` is what an earlier answer said: later messages
    are then left, so that what is dropped is what was looked at."""

    confirm: bool = False
    as_of: int | None = Field(None, ge=0, lt=2**63)
    organization_id: UUID | None = None


class ClearResponse(BaseModel):
    """What would be dropped, or was (`dropped`, with the id of its `record`): at most 10,000 messages
    a call. `oldest`: when the first of them came."""

    dropped: bool
    record: UUID | None
    messages: int
    chats: int
    oldest: datetime | None
    as_of: int | None


class DroppedMessage(BaseModel):
    """A message that nobody answered."""

    chat: UUID
    message: UUID
    at: datetime


class ClearRecord(BaseModel):
    """Who dropped what, and when. The texts stand in the chats."""

    id: UUID
    at: datetime
    by: str
    messages: list[DroppedMessage]


class _Cleared(Struct, frozen=True, kw_only=True):
    """queue_clear."""

    record: UUID | None
    messages: int
    chats: int
    oldest: datetime | None
    as_of: int | None


class _Dropped(Struct, frozen=True, kw_only=True):
    chat: UUID
    message: UUID
    at: datetime


class _Record(Struct, frozen=True, kw_only=True):
    """queue_clearings_list, one of them."""

    id: UUID
    at: datetime
    by: str
    messages: tuple[_Dropped, ...]


def queue_router(database: Database, route_class: type[APIRoute]) -> APIRouter:
    """The routes; `route_class` lets callers in (gateway/api/auth.py)."""
    router = APIRouter(route_class=route_class)

    @router.post("/admin/clear-queue")
    async def clear(request: Request, body: ClearRequest) -> ClearResponse:
        caller = caller_of(request)
        cleared = await database.fetch(
            _Cleared,
            "queue_clear",
            organization=await caller.acts_for(body.organization_id, database),
            confirm=body.confirm,
            as_of=body.as_of,
            by=caller.label,
        )
        return ClearResponse(
            dropped=cleared.record is not None,
            record=cleared.record,
            messages=cleared.messages,
            chats=cleared.chats,
            oldest=cleared.oldest,
            as_of=cleared.as_of,
        )

    @router.get("/admin/clear-queue")
    async def records(
        request: Request,
        organization_id: UUID | None = None,
        limit: Annotated[int, Query(ge=1, le=100)] = 20,
    ) -> list[ClearRecord]:
        organization = await caller_of(request).acts_for(organization_id, database)
        rows = await database.fetch(
            list[_Record], "queue_clearings_list", organization=organization, limit=limit
        )
        return [
            ClearRecord(
                id=row.id,
                at=row.at,
                by=row.by,
                messages=[
                    DroppedMessage(chat=one.chat, message=one.message, at=one.at)
                    for one in row.messages
                ],
            )
            for row in rows
        ]

    return router
