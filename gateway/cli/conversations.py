"""`frontdesk conversations`: what each chat of an organization waits for, and closing one."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

import typer
from msgspec import Struct

from agent.data.database import Database
from agent.errors import CallerError, NotFound
from agent.records import ConversationState
from gateway.cli.deployment import run, show_list
from gateway.organizations.rows import list_organizations

_BECAUSE = {"staff": "closed by staff", "customer": "they said goodbye"}


class _Conversation(Struct, frozen=True, kw_only=True):
    """conversation_states, one of them. `at`: when the customer last wrote."""

    id: UUID
    customer: str | None
    channel: str
    state: ConversationState
    at: datetime
    closed_because: Literal["staff", "customer"] | None


class _Closed(Struct, frozen=True, kw_only=True):
    """chat_close."""

    status: Literal["closed", "unanswered", "owned", "not_found"]


class StillUnanswered(CallerError):
    """The customer waits for an answer; close the chat when it is sent."""


def conversations(
    context: typer.Context,
    organization: Annotated[str, typer.Argument(help="The organization's slug.", metavar="ORG")],
    state: Annotated[
        ConversationState | None, typer.Option(help="Only those in this state.")
    ] = None,
    close: Annotated[
        UUID | None, typer.Option(help="Close this conversation.", metavar="CHAT")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many.")] = 100,
) -> None:
    """List conversations, the last active first, with what they wait for or how they ended."""

    async def work(database: Database) -> tuple[ZoneInfo, list[_Conversation]]:
        rows = await list_organizations(database)
        own = next((row for row in rows if row.slug == organization), None)
        if own is None:
            raise NotFound(f"there is no organization `{organization}`")
        if close:
            await _close(database, own.id, close)
        listed = await database.fetch(
            list[_Conversation],
            "conversation_states",
            organization=own.id,
            state=state,
            limit=limit,
        )
        return ZoneInfo(own.time_zone), listed

    zone, listed = run(context.obj, work)
    show_list((_line(row, zone) for row in listed), "there is no such conversation")


async def _close(database: Database, organization: UUID, chat: UUID) -> None:
    outcome = await database.fetch(
        _Closed, "chat_close", organization=organization, conversation=chat
    )
    if outcome.status == "not_found":
        raise NotFound(f"there is no chat {chat}")
    if outcome.status == "unanswered":
        raise StillUnanswered


def _line(row: _Conversation, zone: ZoneInfo) -> str:
    because = _BECAUSE.get(row.closed_because or "", "")
    state = row.state.replace("_", " ") + (f" ({because})" if because else "")
    name = "".join(letter if letter.isprintable() else " " for letter in row.customer or "-")
    at = f"{row.at.astimezone(zone):%Y-%m-%d %H:%M}"
    return "\t".join((state, at, name, row.channel, str(row.id)))
