"""`/api/v1`: chats, their messages and customers, for programs with a key of the right `chats`. Read only."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.routing import APIRoute
from msgspec import Struct
from pydantic import BaseModel

from agent.data.database import Database
from agent.errors import NotFound
from agent.records import ConversationState
from agent.types import Json
from gateway.api.auth import caller_of
from gateway.api.handed_in import AnswerOption
from gateway.api.paging import Cursor, Limit, Reading, Since, number_of


class ConversationView(BaseModel):
    """A chat. `last_inbound_at`: when the customer wrote last; `with_person`: one has it."""

    id: UUID
    contact_id: UUID | None
    channel: str
    state: ConversationState
    language: str | None
    with_person: bool
    opted_out: bool
    created_at: datetime
    last_inbound_at: datetime | None


class ConversationPage(BaseModel):
    """`next`: the cursor of the following page, null at the end; with `state` a page may be short, or empty, before
    that. `since`: for `updated_since` of the next reading."""

    chats: list[ConversationView]
    next: str | None
    since: datetime


class MediaView(BaseModel):
    """A file; itself it is not here. `words`: its transcript or description (`form` says which), if it was read;
    `available`: we still have it."""

    type: str | None
    bytes: int | None
    available: bool
    words: str | None
    form: Literal["transcript", "description", "document"] | None


class ChatMessage(BaseModel):
    """`by`: inbound is the customer, outbound the assistant, staff a person. `receipt`: written by code about a change
    of an appointment. `deleted`: taken back, or forgotten; then there is no text."""

    id: UUID
    by: Literal["inbound", "outbound", "staff"]
    text: str
    kind: str
    status: str
    receipt: bool
    deleted: bool
    options: list[AnswerOption]
    media: MediaView | None
    at: datetime


class ChatMessages(BaseModel):
    """In order. `next`: the cursor behind the last one, also where there is no more yet: ask again with it later."""

    messages: list[ChatMessage]
    next: str | None


class ContactView(BaseModel):
    """A customer. `phone` is proven by their chats, `stated_phone` only told. `merged_into`: who they turned out to
    be; then the rest is there."""

    id: UUID
    name: str | None
    phone: str | None
    stated_phone: str | None
    email: str | None
    created_at: datetime
    merged_into: UUID | None
    chat_ids: list[UUID]


class _Last(Struct, frozen=True, kw_only=True):
    at: datetime
    id: UUID


class _Chats(Struct, frozen=True, kw_only=True):
    """read_chats."""

    now: datetime
    seen: int
    last: _Last | None
    rows: list[Json]


def conversations_router(database: Database, route_class: type[APIRoute]) -> APIRouter:
    """The routes; `route_class` lets callers in (gateway/api/auth.py)."""
    router = APIRouter(prefix="/api/v1", route_class=route_class)

    async def read_one(request: Request, function: str, tenant: UUID | None, **about: UUID) -> Any:
        """What a function answers about the caller's organization. Raises NotFound."""
        organization = await caller_of(request).acts_for(tenant, database)
        row = await database.find(dict[str, Any], function, organization=organization, **about)
        if row is None:
            raise NotFound
        return row

    @router.get("/chats")
    async def chats(
        request: Request,
        organization_id: UUID | None = None,
        state: Annotated[list[ConversationState], Query(max_length=6)] = [],  # noqa: B006
        updated_since: Since = None,
        cursor: Cursor = None,
        limit: Limit = 50,
    ) -> ConversationPage:
        organization = await caller_of(request).acts_for(organization_id, database)
        reading = Reading(updated_since, cursor)
        page = await database.fetch(
            _Chats,
            "read_chats",
            organization=organization,
            since=updated_since,
            after=reading.after,
            after_id=reading.after_id,
            states=state,
            limit=limit,
        )
        more = page.last is not None and page.seen == limit
        return ConversationPage(
            chats=[ConversationView.model_validate(row) for row in page.rows],
            next=reading.next(page.now, page.last.at, page.last.id) if page.last and more else None,
            since=reading.next_since(page.now),
        )

    @router.get("/chats/{chat_id}")
    async def chat(
        request: Request, chat_id: UUID, organization_id: UUID | None = None
    ) -> ConversationView:
        row = await read_one(request, "read_chat", organization_id, chat=chat_id)
        return ConversationView.model_validate(row)

    @router.get("/chats/{chat_id}/messages")
    async def messages(
        request: Request,
        chat_id: UUID,
        organization_id: UUID | None = None,
        cursor: Cursor = None,
        limit: Limit = 50,
    ) -> ChatMessages:
        organization = await caller_of(request).acts_for(organization_id, database)
        rows = await database.find(
            list[dict[str, Any]],
            "read_messages",
            organization=organization,
            chat=chat_id,
            after=number_of(cursor),
            limit=limit,
        )
        if rows is None:
            raise NotFound
        return ChatMessages(
            messages=[ChatMessage.model_validate(row) for row in rows],
            next=str(rows[-1]["seq"]) if rows else cursor,
        )

    @router.get("/contacts/{contact_id}")
    async def contact(
        request: Request, contact_id: UUID, organization_id: UUID | None = None
    ) -> ContactView:
        row = await read_one(request, "read_contact", organization_id, contact=contact_id)
        return ContactView.model_validate(row)

    return router
