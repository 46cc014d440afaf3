"""A stored conversation once more, against the present code: what would be answered now."""

import re
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import ndiff
from itertools import groupby
from typing import Any
from uuid import UUID

from agent.data import scratch
from agent.data.database import Database
from agent.errors import NotFound
from agent.settings import Settings
from gateway.container import database_url
from gateway.evaluation.desk import Desk
from gateway.evaluation.ground import database_of, server
from gateway.evaluation.run import settings_over
from gateway.evaluation.simulated import Heard, Written
from gateway.organizations import commands
from gateway.organizations.file_schema import ConnectionEntry, OrganizationFile
from gateway.organizations.loading import loads

_MESSAGES = """
select m.direction, m.kind, coalesce(nullif(m.body, ''), m.media_text, '[' || m.kind || ']') as body,
       m.turn_id, m.created_at at time zone o.time_zone as local
from chat_messages m join organizations o on o.id = m.organization_id
where m.chat_identity_id = %s and o.slug = %s and m.turn_id is not null and m.direction <> 'staff'
order by m.seq
"""
_NAMES = """
select name from (
    select i.display_name as name from chat_identities i where i.id = %s
    union select c.name from contacts c join chat_identities i on i.contact_id = c.id where i.id = %s
    union select a.attendee_name from appointments a where a.chat_identity_id = %s
) as names where length(name) > 2
"""
_NUMBER = re.compile(r"\+?\d[\d .()-]{5,}\d")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """What was written in one turn, and answered then. `at` is local; `tapped`: it was a button."""

    at: datetime
    texts: tuple[str, ...]
    tapped: bool
    replies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stored:
    """A conversation as it stands in the database, and the business as it is now."""

    slug: str
    business: OrganizationFile
    turns: tuple[StoredTurn, ...]
    names: tuple[str, ...]
    """Of the people in it, to be masked."""


async def stored(database: Database, settings: Settings, slug: str, conversation: UUID) -> Stored:
    """Reads a conversation. Raises NotFound when the business has none with this id."""
    url = database_url(settings)
    rows = scratch.rows(url, _MESSAGES, conversation, slug)
    if not rows:
        raise NotFound(f"{slug} has no answered conversation {conversation}")
    names = {row["name"] for row in scratch.rows(url, _NAMES, *[conversation] * 3)}
    file = loads((await commands.export(database, slug)).encode(), slug)
    return Stored(slug, _with_own_number(file), tuple(_turns(rows)), tuple(sorted(names)))


def _with_own_number(file: OrganizationFile) -> OrganizationFile:
    """The business with one number, at which the replayed customer writes. Staff are not told."""
    number = ConnectionEntry(
        key="gupshup", channel="gupshup", name="Replayed", phone="+573000000000",
        token_env=f"{file.slug.upper().replace('-', '_')}_GUPSHUP_TOKEN",
    )  # fmt: skip
    return file.model_copy(update={"connections": [number], "escalation": []})


def _turns(rows: Sequence[dict[str, Any]]) -> Iterator[StoredTurn]:
    for _, messages in groupby(rows, key=lambda row: row["turn_id"]):
        turn = list(messages)
        written = [row for row in turn if row["direction"] == "inbound"]
        if written:
            yield StoredTurn(
                at=written[0]["local"],
                texts=tuple(row["body"] for row in written),
                tapped=written[-1]["kind"] == "choice",
                replies=tuple(row["body"] for row in turn if row["direction"] == "outbound"),
            )


@dataclass(frozen=True, slots=True)
class Replayed:
    """One turn: what was answered then, and what is now."""

    turn: StoredTurn
    replies: tuple[str, ...]

    @property
    def differs(self) -> bool:
        return self.turn.replies != self.replies


async def replay(
    settings: Settings, conversation: Stored, model: str | None
) -> AsyncIterator[Replayed]:
    """Each turn anew: the same words at the same time, an agenda without the bookings of others."""
    async with _desk(settings, conversation, model) as desk:
        visit = await desk.visit(conversation.slug, "", conversation.turns[0].at)
        heard: list[Heard] = []
        for turn in conversation.turns:
            desk.clock.move_to(turn.at.replace(tzinfo=visit.zone))
            heard = await visit.say(_written(turn, heard))
            yield Replayed(turn, tuple(message.text for message in heard))


@asynccontextmanager
async def _desk(settings: Settings, conversation: Stored, model: str | None) -> AsyncIterator[Desk]:
    with server(database_url(settings)) as (url, folder):
        async with database_of(url, [conversation.business]) as conninfo:
            over = settings_over(settings, conninfo, folder, model)
            async with Desk.open(over, _began(conversation)) as desk:
                yield desk


def _began(conversation: Stored) -> datetime:
    return conversation.turns[0].at.replace(tzinfo=UTC)


def _written(turn: StoredTurn, heard: Sequence[Heard]) -> Written:
    """A tap is one again where the button is offered again, else it is its words."""
    options = heard[-1].options if heard else ()
    button = next((o for o in options if turn.tapped and o.title == turn.texts[-1]), None)
    return Written(tap=button) if button and len(turn.texts) == 1 else Written(turn.texts)


def lines(replayed: Replayed, names: Sequence[str]) -> list[str]:
    """The turn as text, masked: what stayed, "-" what was said then, "+" what is said now."""
    before = [line for text in replayed.turn.replies for line in text.split("\n")]
    now = [line for text in replayed.replies for line in text.split("\n")]
    compared = (line for line in ndiff(before, now) if not line.startswith("?"))
    shown = [f"> {text}" for text in replayed.turn.texts] + [f"  {line}" for line in compared]
    return [masked(line, names) for line in shown]


def masked(text: str, names: Sequence[str]) -> str:
    """Without names of the people in the conversation, phones, documents and mail addresses."""
    text = _NUMBER.sub(_masked_number, _MAIL.sub("▒▒▒", text))
    words = sorted(
        {part for name in names for part in (name, *name.split())}, key=len, reverse=True
    )
    for word in words:
        if len(word) > 2:
            text = re.sub(rf"\b{re.escape(word)}\b", "▒▒▒", text, flags=re.IGNORECASE)
    return text


def _masked_number(match: re.Match[str]) -> str:
    """Long numbers; dates and amounts stay."""
    digits = sum(character.isdigit() for character in match.group())
    return "▒▒▒" if digits >= 7 else match.group()
