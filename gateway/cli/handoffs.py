"""`frontdesk handoffs`: the chats in which the assistant is silent, until when, and why."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

import typer
from msgspec import Struct

from agent.data.database import Database
from agent.errors import NotFound
from gateway.cli.customers import shown_phone
from gateway.cli.deployment import run
from gateway.organizations.rows import list_organizations

_BECAUSE = {
    "staff_wrote": "somebody wrote in the chat",
    "given": "given to a person",
    "desk": "taken at the provider's desk",
    "unclaimed": "opened at the provider's desk, and nobody has it yet",
}
_LONGEST_WORDS = 60


class _Handoff(Struct, frozen=True, kw_only=True):
    """A chat that a person has; without `until`, until it is given back. `said`: the last that staff
    wrote in it."""

    conversation: UUID
    channel: str
    name: str | None
    phone: str | None
    stated_phone: str | None
    because: Literal["staff_wrote", "given", "desk", "unclaimed"] | None
    since: datetime | None
    until: datetime | None
    said: str | None


def handoffs(
    context: typer.Context,
    organization: Annotated[str, typer.Argument(help="The organization's slug.", metavar="ORG")],
    end: Annotated[
        UUID | None, typer.Option(help="Give this chat back to the assistant.", metavar="CHAT")
    ] = None,
) -> None:
    """List the chats that a person has, in which the assistant says nothing."""

    async def work(database: Database) -> tuple[ZoneInfo, list[_Handoff]]:
        rows = await list_organizations(database)
        own = next((row for row in rows if row.slug == organization), None)
        if own is None:
            raise NotFound(f"there is no organization `{organization}`")
        if end:
            handler = await database.find(
                str, "handoff_set", organization=own.id, conversation=end, by="bot"
            )
            if handler is None:
                raise NotFound(f"there is no chat {end}")
        listed = await database.fetch(list[_Handoff], "handoffs", organization=own.id)
        return ZoneInfo(own.time_zone), listed

    zone, listed = run(context.obj, work)
    for row in listed:
        typer.echo(_line(row, zone))
    if not listed:
        typer.echo("the assistant answers in every chat")


def _line(row: _Handoff, zone: ZoneInfo) -> str:
    until = f"{row.until.astimezone(zone):%Y-%m-%d %H:%M}" if row.until else "it is given back"
    since = f"since {row.since.astimezone(zone):%H:%M}, " if row.since else ""
    because = _BECAUSE.get(row.because or "", "a person has it")
    who = " ".join(filter(None, (row.name, shown_phone(row.phone, row.stated_phone))))
    words = " ".join((row.said or "").split())[:_LONGEST_WORDS]
    quoted = f"«{words}»" if words else "-"
    return "\t".join(
        (f"until {until}", who or "-", f"{since}{because}", quoted, str(row.conversation))
    )
