"""Which part of the agenda is shown: the day or week, and of whom. It goes along in every address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from gateway.console.forms import id_of, number_of

View = Literal["day", "week"]
COLUMNS = 12
"""Members that are shown beside each other (console_agenda)."""
_FARTHEST = timedelta(days=3 * 365)
_MOST_SKIPPED = 10_000


@dataclass(frozen=True, slots=True)
class Place:
    """`who`: a member or a unit of a resource; None: everybody, of whom as many as fit are shown, from the place
    `skip` on."""

    day: date
    view: View = "day"
    who: UUID | None = None
    skip: int = 0

    @property
    def first(self) -> date:
        """Weeks begin on Monday."""
        return self.day - timedelta(days=self.day.weekday()) if self.view == "week" else self.day

    @property
    def last(self) -> date:
        return self.first + timedelta(days=6 if self.view == "week" else 0)

    @property
    def query(self) -> str:
        fields = {"day": self.day.isoformat(), "view": self.view if self.view == "week" else ""}
        fields["who"] = str(self.who) if self.who else ""
        fields["skip"] = str(self.skip) if self.skip else ""
        return urlencode({name: value for name, value in fields.items() if value})

    @property
    def url(self) -> str:
        return f"/console/agenda?{self.query}"

    def at(self, path: str = "", **fields: str) -> str:
        """The address of a page of the agenda from here."""
        more = f"&{urlencode(fields)}" if fields else ""
        return f"/console/agenda{path}?{self.query}{more}"

    def on(self, day: date) -> "Place":
        return replace(self, day=day)

    def seen(self, view: View) -> "Place":
        return replace(self, view=view)

    def beginning(self, skip: int) -> "Place":
        """With other members: from that one on."""
        return replace(self, skip=max(skip, 0))

    def of(self, who: UUID | None) -> "Place":
        return Place(self.day, self.view, who)

    def stepped(self, by: int) -> "Place":
        """The day or week before or after."""
        return self.on(self.day + timedelta(days=by * (7 if self.view == "week" else 1)))


def place_of(params: Mapping[str, str], today: date, default: date | None = None) -> Place:
    """What an address asks for; today for what is no day."""
    day = day_of(params.get("day"), today) or default or today
    view: View = "week" if params.get("view") == "week" else "day"
    return Place(
        day, view, id_of(params.get("who")), min(number_of(params.get("skip")) or 0, _MOST_SKIPPED)
    )


def day_of(text: str | None, today: date) -> date | None:
    """A day within three years, None for what is none."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if abs(day - today) <= _FARTHEST else None


def moment_of(day: date | None, clock: str | None, zone: ZoneInfo) -> datetime | None:
    """An hour of a day of the business's; None for what is none, as where the clock is put forward."""
    try:
        at = datetime.fromisoformat(f"{day}T{(clock or '').strip()[:5]}")
    except ValueError:
        return None
    local = at.replace(tzinfo=zone)
    same = local.astimezone(ZoneInfo("UTC")).astimezone(zone).replace(tzinfo=None) == at
    return local if same and day else None
