"""A transcript as it is shown: messages, notes and what happened, in the order of time, day by day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from gateway.console.records import ChatEvent, Message, Note, Transcript
from gateway.console.spoken import Spoken

What = Message | Note | ChatEvent


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. `key` is its name in the page, which stays; `side`: customer, assistant, staff, note or
    event; `first`: another side spoke before; `why`: the turn whose steps are told here."""

    key: str
    side: str
    first: bool
    what: What
    why: UUID | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """The entries of a day of the business's."""

    day: date
    entries: tuple[Entry, ...]


def days(transcript: Transcript, spoken: Spoken) -> list[Day]:
    """All entries by day. A note stands before a message of the same moment."""
    lines: list[What] = [*transcript.events, *transcript.notes, *transcript.messages]
    lines.sort(key=_at)
    last = _last_of_turns(transcript.messages)
    return [
        Day(day, tuple(_entries(list(group), last)))
        for day, group in groupby(lines, lambda one: spoken.day_of(one.at))
    ]


def _last_of_turns(messages: Iterable[Message]) -> dict[UUID, UUID]:
    """The message under which each turn is told: the last of its replies; where it said nothing, the customer's."""
    ordered = sorted(messages, key=lambda one: (one.by != "inbound", one.seq))
    turns = {one.turn: one.id for one in ordered if one.turn and one.by != "staff"}
    return {message: turn for turn, message in turns.items()}


def _entries(lines: list[What], last: dict[UUID, UUID]) -> Iterator[Entry]:
    before = None
    for one in lines:
        side = _side(one)
        author = (side, getattr(one, "name", None))
        why = last.get(one.id) if isinstance(one, Message) else None
        yield Entry(_key(one), side, author != before, one, why)
        before = author


def _at(one: What) -> datetime:
    return one.at


def _side(one: What) -> str:
    if isinstance(one, Message):
        return {"inbound": "customer", "outbound": "assistant", "staff": "staff"}[one.by]
    return "note" if isinstance(one, Note) else "event"


def _key(one: What) -> str:
    if isinstance(one, ChatEvent):
        return f"e-{one.what}-{one.at.timestamp():.6f}"
    return f"{'n' if isinstance(one, Note) else 'm'}-{one.id}"
