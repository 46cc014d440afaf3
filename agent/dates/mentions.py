"""A day as one phrase of a text names it."""

from dataclasses import dataclass
from datetime import date

from agent.dates.calendar import FARTHEST_DAYS, Span


@dataclass(frozen=True, slots=True)
class DayMention:
    """Symbols [first, last) and the spans of days they may mean, most likely first.

    `error` is the reason why there is none. `later` stands in when the hour said is already past
    today. `weekday` (ISO) and `number` are set when nothing but that was said, `weeks` for a week,
    `minutes` for a wait ("in two hours"), `now` for "right now".
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


def within_reach(
    first: int, last: int, today: date, *spans: Span, error: str | None = None
) -> DayMention:
    """A mention of those spans that are neither past nor too far; cut at today."""
    kept = tuple((max(span[0], today), span[1]) for span in spans if span[1] >= today)
    near = tuple(span for span in kept if (span[0] - today).days <= FARTHEST_DAYS)
    if near:
        return DayMention(first, last, near)
    reason = error or ("too_far" if kept else "past")
    return DayMention(first, last, error=reason)
