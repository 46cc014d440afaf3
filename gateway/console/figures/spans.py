"""Which days are looked at: the last whole ones, today, or those that somebody names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

LENGTHS = (7, 30, 90)
MOST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Span:
    """Both days are in it. `name`: today, a number of days, or own."""

    name: str
    first: date
    last: date

    @property
    def query(self) -> str:
        """Its part of an address."""
        if self.name != "own":
            return urlencode({"span": self.name})
        return urlencode({"from": self.first.isoformat(), "to": self.last.isoformat()})


def span_of(params: Mapping[str, str], today: date) -> Span:
    """What an address asks for; the last seven whole days where it asks for nothing that there is."""
    first, last = _day(params.get("from")), _day(params.get("to"))
    if first and last:
        last = min(max(first, last), today)
        first = max(min(first, last), last - timedelta(MOST_DAYS - 1))
        return Span("own", first, last)
    if params.get("span") == "today":
        return Span("today", today, today)
    days = next((n for n in LENGTHS if params.get("span") == str(n)), LENGTHS[0])
    return Span(str(days), today - timedelta(days), today - timedelta(1))


def _day(text: str | None) -> date | None:
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if 2000 <= day.year < 2200 else None
