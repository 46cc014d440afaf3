"""The result types of `resolve`, which callers and readers share."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from agent.dates.exclusions import Exclusion

Hours = Mapping[int, Sequence[tuple[dt.time, dt.time]]]
"""Opening hours: ISO weekday 1 to 7 -> intervals (opens, closes) in local time."""


class Part(StrEnum):
    """A part of the day, for customers who name no hour."""

    MORNING = "morning"
    MIDDAY = "midday"
    AFTERNOON = "afternoon"
    EVENING = "evening"


PARTS: Mapping[str, tuple[dt.time, dt.time]] = {
    Part.MORNING: (dt.time(0), dt.time(12)),
    Part.MIDDAY: (dt.time(11, 30), dt.time(14)),
    Part.AFTERNOON: (dt.time(12), dt.time(18, 30)),
    Part.EVENING: (dt.time(17), dt.time(23, 59)),
}
"""From when until before when a start belongs to a part of the day. They overlap, as words do."""


@dataclass(frozen=True, slots=True)
class When:
    """One reading of what the customer said, in the organization's local time.

    `start` and `end` (inclusive) are equal for a single day and None when only a time was said.
    `time` is an exact start; `part` stands when there is no exact one; `not_before` and
    `not_after` are bounds ("after 4", "until 11"). `text` holds the words that were understood.
    """

    start: dt.date | None
    end: dt.date | None
    time: dt.time | None
    part: Part | None
    not_before: dt.time | None
    not_after: dt.time | None
    text: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """The answer of `resolve`.

    `readings` has exactly one member when `ok`, two or more when `ambiguous` (most likely first)
    and none otherwise. `reason` of an ambiguity: `which_day`, `which_time` or `am_or_pm`; of an
    impossibility: `no_such_day`, `no_such_time`, `past`, `too_far` or `nonexistent_local_time`.
    `refused` is what the words turn down or except ("a las 3 no", "any day but Monday"), whatever
    the status. `is_question`: a reading is asked about ("¿no tiene el jueves?"), not chosen.
    """

    status: Literal["ok", "ambiguous", "impossible", "none"]
    readings: tuple[When, ...]
    reason: str | None
    refused: tuple[Exclusion, ...] = ()
    is_question: bool = False
