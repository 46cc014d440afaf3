"""`/api/chats/`: an organization's chats, what was said in them, and what they are called."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.routing import APIRoute
from msgspec import Struct
from pydantic import BaseModel, StringConstraints, field_validator

from agent.data.database import Database
from agent.errors import NotFound
from agent.records import ConversationState
from gateway.api.auth import caller_of
from gateway.api.fields import UserId
from gateway.api.handed_in import AnswerOption, shown_options
from gateway.api.paging import Cursor, Limit, cursor_of, number_of, place_of

_ROLES: dict[str, Literal["user", "assistant", "staff"]] = {
    "inbound": "user",
    "outbound": "assistant",
    "staff": "staff",
}
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class ChatView(BaseModel):
    """A chat; `user_id` is null where no service and no site named one. A chat that nobody named
    has the beginning of its first message as its title."""

    chat_id: UUID
    user_id: str | None
    channel: str
    title: str
    preview: str
    created_at: datetime
    last_message_at: datetime
    state: ConversationState


class ChatPage(BaseModel):
    """The last active ones first; `next` is the cursor of the following page, null at the end."""

    chats: list[ChatView]
    next: str | None


class MessageView(BaseModel):
    """`role`: user, assistant, or staff for a person of the business. `session_id`: null in chats of
    other channels, which have no sessions."""

    message_id: UUID
    role: Literal["user", "assistant", "staff"]
    text: str
    kind: str
    status: str
    options: list[AnswerOption]
    session_id: UUID | None
    created_at: datetime


class MessagePage(BaseModel):
    """The last ones, oldest first; `next` is the cursor of those before, null at the beginning."""

    messages: list[MessageView]
    next: str | None


class SessionView(BaseModel):
    """A stretch of a chat in which the conversation did not end."""

    session_id: UUID
    started_at: datetime
    last_message_at: datetime


class SessionPage(BaseModel):
    """The last ones first."""

    sessions: list[SessionView]
    next: str | None


class TitleRequest(BaseModel):
    """A new title; null takes it away."""

    title: Title | None

    @field_validator("title")
    @classmethod
    def _on_one_line(cls, title: str | None) -> str | None:
        if title is not None and not title.isprintable():
            raise ValueError("must be printable, on one line")
        return title


class TitleResponse(BaseModel):
    """As it is now."""

    chat_id: UUID
    title: str | None


class _Chat(Struct, frozen=True, kw_only=True):
    """chats_list, one of them."""

    id: UUID
    user_id: str | None
    channel: str
    title: str | None
    preview: str | None
    created_at: datetime
    last_at: datetime
    state: ConversationState


class _Message(Struct, frozen=True, kw_only=True):
    """chat_messages_list, one of them."""

    id: UUID
    seq: int
    direction: str
    text: str
    kind: str
    status: str
    options: list[dict[str, str | None]]
    at: datetime
    session: UUID | None


class _Session(Struct, frozen=True, kw_only=True):
    """chat_sessions_list, one of them."""

    id: UUID
    started_at: datetime
    last_at: datetime


def chats_router(database: Database, route_class: type[APIRoute]) -> APIRouter:
    """Routes that read; `route_class` lets callers in (gateway/api/auth.py)."""
    router = APIRouter(prefix="/api/chats", route_class=route_class)

    @router.get("/")
    async def chats(
        request: Request,
        user_id: Annotated[UserId | None, Query(description="Of this user alone.")] = None,
        organization_id: UUID | None = None,
        cursor: Cursor = None,
        limit: Limit = 50,
    ) -> ChatPage:
        at, before = place_of(cursor)
        rows = await database.fetch(
            list[_Chat],
            "chats_list",
            organization=await caller_of(request).acts_for(organization_id, database),
            user=user_id,
            before=at,
            before_id=before,
            limit=limit + 1,
        )
        page = rows[:limit]
        more = len(rows) > limit
        return ChatPage(
            chats=[_shown_chat(row) for row in page],
            next=cursor_of(page[-1].last_at, page[-1].id) if more else None,
        )

    @router.get("/{chat_id}/messages")
    async def messages(
        request: Request,
        chat_id: UUID,
        organization_id: UUID | None = None,
        cursor: Cursor = None,
        limit: Limit = 50,
    ) -> MessagePage:
        rows = await database.find(
            list[_Message],
            "chat_messages_list",
            organization=await caller_of(request).acts_for(organization_id, database),
            chat=chat_id,
            before=number_of(cursor),
            limit=limit + 1,
        )
        if rows is None:
            raise NotFound
        page = rows[-limit:]
        return MessagePage(
            messages=[_shown_message(row) for row in page],
            next=str(page[0].seq) if len(rows) > limit else None,
        )

    @router.get("/{chat_id}/sessions")
    async def sessions(
        request: Request,
        chat_id: UUID,
        organization_id: UUID | None = None,
        cursor: Cursor = None,
        limit: Limit = 50,
    ) -> SessionPage:
        at, before = place_of(cursor)
        rows = await database.find(
            list[_Session],
            "chat_sessions_list",
            organization=await caller_of(request).acts_for(organization_id, database),
            chat=chat_id,
            before=at,
            before_id=before,
            limit=limit + 1,
        )
        if rows is None:
            raise NotFound
        page = rows[:limit]
        return SessionPage(
            sessions=[
                SessionView(session_id=s.id, started_at=s.started_at, last_message_at=s.last_at)
                for s in page
            ],
            next=cursor_of(page[-1].started_at, page[-1].id) if len(rows) > limit else None,
        )

    return router


def titles_router(database: Database, route_class: type[APIRoute]) -> APIRouter:
    """The route that names a chat, for callers that write in chats."""
    router = APIRouter(prefix="/api/chats", route_class=route_class)

    @router.patch("/{chat_id}/title")
    async def title(
        request: Request, chat_id: UUID, body: TitleRequest, organization_id: UUID | None = None
    ) -> TitleResponse:
        named = await database.fetch(
            bool,
            "chat_title_set",
            organization=await caller_of(request).acts_for(organization_id, database),
            chat=chat_id,
            title=body.title,
        )
        if not named:
            raise NotFound
        return TitleResponse(chat_id=chat_id, title=body.title)

    return router


def _shown_chat(row: _Chat) -> ChatView:
    return ChatView(
        chat_id=row.id,
        user_id=row.user_id,
        channel=row.channel,
        title=row.title or "",
        preview=row.preview or "",
        created_at=row.created_at,
        last_message_at=row.last_at,
        state=row.state,
    )


def _shown_message(row: _Message) -> MessageView:
    return MessageView(
        message_id=row.id,
        role=_ROLES[row.direction],
        text=row.text,
        kind=row.kind,
        status=row.status,
        options=shown_options(row.options),
        session_id=row.session,
        created_at=row.at,
    )
