"""`frontdesk handoffs`: the chats in which the assistant is silent, until when, and why."""

from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

import typer

from agent.data.database import Database
from agent.errors import NotFound
from agent.scheduling.labels import instant
from agent.types import Json
from gateway.cli.deployment import run

_BECAUSE = {"staff_wrote": "somebody wrote in the chat", "given": "given to a person"}
_LONGEST_WORDS = 60


def handoffs(
    context: typer.Context,
    organization: Annotated[str, typer.Argument(help="The organization's slug.", metavar="ORG")],
    end: Annotated[
        UUID | None, typer.Option(help="Give this chat back to the assistant.", metavar="CHAT")
    ] = None,
) -> None:
    """List the chats that a person has, in which the assistant says nothing."""

    async def work(database: Database) -> tuple[ZoneInfo, list[Json]]:
        known = await database.call("organization_list")
        own = next((row for row in known if row["slug"] == organization), None)
        if own is None:
            raise NotFound(f"there is no organization `{organization}`")
        if end:
            given = await database.call(
                "handoff_set", organization=UUID(own["id"]), conversation=end, by="bot"
            )
            if given is None:
                raise NotFound(f"there is no chat {end}")
        listed: list[Json] = await database.call("handoffs", organization=UUID(own["id"]))
        return ZoneInfo(own["time_zone"]), listed

    zone, listed = run(context.obj, work)
    for row in listed:
        typer.echo(_line(row, zone))
    if not listed:
        typer.echo("the assistant answers in every chat")


def _line(row: Json, zone: ZoneInfo) -> str:
    until = f"{instant(row['until'], zone):%Y-%m-%d %H:%M}" if row["until"] else "it is given back"
    since = f"since {instant(row['since'], zone):%H:%M}, " if row["since"] else ""
    because = _BECAUSE.get(row["because"] or "", "a person has it")
    who = " ".join(filter(None, (row["name"], row["phone"] and f"+{row['phone']}")))
    words = " ".join((row["said"] or "").split())[:_LONGEST_WORDS]
    said = f"«{words}»" if words else "-"
    return "\t".join((f"until {until}", who or "-", f"{since}{because}", said, row["conversation"]))
