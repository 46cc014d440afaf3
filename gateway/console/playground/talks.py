"""A talk of the playground: whose it is, and the clock that it goes by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from agent.clock import Clock
from gateway.console.forms import id_of

_FURTHEST = timedelta(days=366)
_LONGEST = timedelta(days=7)
"""A talk is begun anew after that."""


@dataclass(frozen=True, slots=True)
class Talk:
    """`pretended`: the local time at which it began, None for the real one; `began`: when that was."""

    number: UUID
    pretended: datetime | None
    began: datetime

    @property
    def fields(self) -> dict[str, str]:
        """As an address and a form carry it."""
        at = self.pretended.strftime("%Y-%m-%dT%H:%M") if self.pretended else ""
        return {"talk": str(self.number), "at": at, "began": self.began.isoformat()}

    @property
    def address(self) -> str:
        return f"/console/playground?{urlencode(self.fields)}"

    def user(self, account: UUID) -> str:
        """Whose chat it is: each account's are its own."""
        return f"playground {account} {' '.join(self.fields.values())}"


class TalkClock:
    """Shows the pretended time, and goes on from there."""

    fixed = True

    def __init__(self, talk: Talk, zone: ZoneInfo, clock: Clock) -> None:
        pretended = talk.pretended.replace(tzinfo=zone) if talk.pretended else talk.began
        self._ahead = pretended.astimezone(UTC) - talk.began
        self._clock = clock

    def now(self) -> datetime:
        return self._clock.now() + self._ahead


def new_talk(at: str | None, zone: ZoneInfo, now: datetime) -> Talk:
    """`at`: a local time of the coming year, as the page's field has it; else the real time is taken."""
    return Talk(uuid4(), _local(at, zone, now), now)


def talk_of(fields: Mapping[str, str], zone: ZoneInfo, now: datetime) -> Talk | None:
    """The talk that an address or a form names; None for what is none, or has lasted too long."""
    number, began = id_of(fields.get("talk")), _instant(fields.get("began"))
    if number is None or began is None or not timedelta() <= now - began < _LONGEST:
        return None
    at = fields.get("at")
    pretended = _local(at, zone, began)
    return None if at and pretended is None else Talk(number, pretended, began)


def _instant(text: str | None) -> datetime | None:
    try:
        at = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo else None


def _local(text: str | None, zone: ZoneInfo, now: datetime) -> datetime | None:
    try:
        at = datetime.fromisoformat(text or "")
        lies = at.replace(tzinfo=zone) - now
    except (ValueError, OverflowError):
        return None
    if at.tzinfo or not -timedelta(days=1) <= lies <= _FURTHEST:
        return None
    return at.replace(second=0, microsecond=0)
