"""One source of time zone data: the pinned package `tzdata`, and PostgreSQL's compared with it.

Python prefers the machine's own files (agent/__init__.py forbids it) and PostgreSQL has yet others.
Where they disagree, one part offers 10:00 and another books 9:00.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from agent.data.database import Database
from agent.errors import OperatorError
from gateway.organizations.rows import list_organizations

_BEHIND, _AHEAD = timedelta(days=31), timedelta(days=731)
_STEP = timedelta(days=1)
_MOST_NAMED = 8
_ASKED_AT_ONCE = 25


class ZonesDiffer(OperatorError):
    """Python's and PostgreSQL's time zone data disagree."""


async def refuse_zones_in_use(database: Database, now: datetime) -> None:
    """Raises ZonesDiffer when the two disagree about the zone of any organization."""
    organizations = await list_organizations(database)
    await refuse_differing_zones(database, [one.time_zone for one in organizations], now)


async def refuse_differing_zones(database: Database, zones: Iterable[str], now: datetime) -> None:
    """Raises ZonesDiffer when PostgreSQL and Python disagree about one of `zones` (IANA names),
    from a month ago to two years ahead."""
    names = await differing_zones(database, zones, now)
    if names:
        more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        raise ZonesDiffer(
            f"time zones {', '.join(names[:_MOST_NAMED])}{more}: PostgreSQL's data and the pinned "
            f"tzdata {version('tzdata')} disagree, so appointments would be told an hour and booked "
            f"at another. {REMEDY}"
        )


REMEDY = (
    "Update PostgreSQL to its newest minor release (or its system's package tzdata), restart it, "
    "and install the pinned list of this version again. The embedded PostgreSQL takes the pinned "
    "data by itself, where its installation may be written"
)


async def differing_zones(database: Database, zones: Iterable[str], now: datetime) -> list[str]:
    """The names among `zones` that the two sources know differently, or that one does not know."""
    wanted = sorted(set(zones))
    differing: list[str] = []
    for first in range(0, len(wanted), _ASKED_AT_ONCE):
        some = wanted[first : first + _ASKED_AT_ONCE]
        instants = _instants(some, now)
        told = await database.fetch(
            dict[str, list[int] | None],
            "zone_offsets",
            zones=some,
            instants=[int(at.timestamp()) for at in instants],
        )
        differing += [zone for zone in some if told[zone] != _offsets(zone, instants)]
    return differing


def _offsets(zone: str, instants: Sequence[datetime]) -> list[int] | None:
    """Seconds east of UTC at each instant; None for a zone that Python does not know."""
    try:
        pinned = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        return None
    return [_offset(pinned, at) for at in instants]


def _offset(zone: ZoneInfo, at: datetime) -> int:
    offset = at.astimezone(zone).utcoffset()
    return 0 if offset is None else int(offset.total_seconds())


def _instants(zones: Sequence[str], now: datetime) -> list[datetime]:
    """Once a day, which no change of the other side escapes that lasts; and on both sides of
    every change that Python knows, so that even an hour's difference shows."""
    start = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0) - _BEHIND
    grid = [start + n * _STEP for n in range((_BEHIND + _AHEAD) // _STEP + 1)]
    changes = {at for zone in zones for at in _changes(zone, grid)}
    return sorted({*grid, *changes, *(at - timedelta(seconds=1) for at in changes)})


def _changes(zone: str, grid: Sequence[datetime]) -> list[datetime]:
    offsets = _offsets(zone, grid)
    if offsets is None:
        return []
    pinned = ZoneInfo(zone)
    return [
        _change(pinned, grid[n], grid[n + 1])
        for n in range(len(grid) - 1)
        if offsets[n] != offsets[n + 1]
    ]


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first second after `before` that has the offset of `after`."""
    first, last = int(before.timestamp()), int(after.timestamp())
    old = _offset(zone, before)
    while last - first > 1:
        middle = (first + last) // 2
        if _offset(zone, datetime.fromtimestamp(middle, UTC)) == old:
            first = middle
        else:
            last = middle
    return datetime.fromtimestamp(last, UTC)
