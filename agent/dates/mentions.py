"""Days and hours as single phrases of a text name them."""

from dataclasses import dataclass
from datetime import date

from agent.dates.calendar import FARTHEST_DAYS, Span

LATE, MIDDLE = 1, 2


@dataclass(frozen=True, slots=True)
class DayMention:
    """Symbols [first, last) and the spans of days they may mean, most likely first.

    `error` is the reason why there is none. `later` stands in when the hour said is already past
    today. `weekday` (ISO) and `number` are set when nothing but that was said, `weeks` for a week,
    `minutes` for a wait ("in two hours"), `now` for "right now",
    `other` for "el otro martes", a week after the Tuesday that is spoken of. `until`: all the time
    up to `minutes` from now ("the next 3 hours"). `yearless`: a date whose year was not said.
    """

    first: int
    last: int
    spans: tuple[Span, ...] = ()
    error: str | None = None
    later: Span | None = None
    weekday: int = 0
    number: int = 0
    weeks: int | None = None
    minutes: int | None = None
    now: bool = False
    other: bool = False
    until: bool = False
    yearless: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """An hour as said. `half` is am, pm, a part of the day or "" when nothing settles it.

    `exact` means that it was written on 24 hours. `wrong` means that no clock shows it. `loose`
    means some time after it ("las 3 y pico"). `night` is the midnight that ends a day. `to_minute`
    means that its minutes were written out ("12:00").
    """

    hour: int
    minute: int = 0
    half: str = ""
    exact: bool = False
    wrong: bool = False
    loose: bool = False
    night: bool = False
    to_minute: bool = False


@dataclass(frozen=True, slots=True)
class TimeMention:
    """Symbols [first, last) and what they say: `at`, `after`, `before`, `between` or `part`.

    `stretch` of a part: LATE for the end of it, MIDDLE for its middle, 0 for all of it.
    """

    first: int
    last: int
    how: str
    clock: Clock | None = None
    until: Clock | None = None
    part: str = ""
    stretch: int = 0


def within_reach(
    first: int, last: int, today: date, *spans: Span, error: str | None = None
) -> DayMention:
    """A mention of those spans that are neither past nor too far; cut at today."""
    ahead = tuple((max(span[0], today), span[1]) for span in spans if span[1] >= today)
    near = tuple(span for span in ahead if (span[0] - today).days <= FARTHEST_DAYS)
    if near:
        return DayMention(first, last, near)
    reason = error or ("too_far" if ahead else "past")
    return DayMention(first, last, error=reason)
