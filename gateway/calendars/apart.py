"""Reads a calendar of anybody's in a process of its own, which may take so much memory and time and no more.

Twenty thousand events with rules of repetition cost what their writer wants; here they cost a bounded
part of another process, and no customer waits for it.
"""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import msgspec

from gateway.importing.calendar.reading import (
    CalendarTooMuch,
    CalendarUnreadable,
    TakenTimes,
    Window,
)

MOST_MEMORY = 1_500_000_000
MOST_SECONDS = 25
"""Of the processor; two thousand events with repetitions take one."""
_WAITED_SECONDS = 90
_LONGEST_ANSWER = 20_000_000
_TOO_MUCH = "it takes too much memory or time to read"
_PROGRAM = Path(__file__).with_name("apart_program.py")

Span = tuple[datetime, datetime]
"""Two instants in UTC."""


class Read(msgspec.Struct, frozen=True):
    """What the process says. `spans`: what the calendar takes, one after the other; `ours`: ids of what a feed
    of a frontdesk shows in it, with the spans of each; `unread`: events that cannot be understood, the first with its
    reason. `refused`: why it cannot be read, `too_much`: because it is too large or takes too long."""

    spans: list[Span] = []
    ours: dict[UUID, list[Span]] = {}
    events: int = 0
    unread: int = 0
    reason: str | None = None
    refused: str | None = None
    too_much: bool = False


def read_apart(
    content: bytes, window: Window, *, memory: int = MOST_MEMORY, seconds: int = MOST_SECONDS
) -> Read:
    """Raises CalendarUnreadable."""
    limits = (str(memory), str(seconds))
    where = (window.first.isoformat(), window.last.isoformat(), window.zone.key)
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", _PROGRAM, *limits, *where],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            timeout=_WAITED_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise CalendarTooMuch(_TOO_MUCH) from error
    if done.returncode != 0 or len(done.stdout) > _LONGEST_ANSWER:
        raise CalendarTooMuch(_TOO_MUCH)
    answer = msgspec.json.decode(done.stdout, type=Read)
    if answer.refused is not None:
        raise (CalendarTooMuch if answer.too_much else CalendarUnreadable)(answer.refused)
    return answer


def told(taken: TakenTimes) -> Read:
    """What was read, as the process says it."""
    return Read(
        spans=merged(taken.spans),
        ours={which: merged(spans) for which, spans in taken.ours.items()},
        events=taken.events,
        unread=len(taken.refused),
        reason=taken.refused[0][1] if taken.refused else None,
    )


def merged(spans: list[Span]) -> list[Span]:
    """Spans that overlap or touch as one, in the order of time."""
    whole: list[Span] = []
    # In UTC: two times of one zone would be compared as they stand on the wall.
    for begins, ends in sorted((b.astimezone(UTC), e.astimezone(UTC)) for b, e in spans):
        if whole and begins <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(whole[-1][1], ends))
        else:
            whole.append((begins, ends))
    return whole
