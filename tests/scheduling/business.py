"""A business, its agenda and a question about it, as plain values for the slow model.

Instants are whole minutes since 1970 in UTC, local hours are minutes of the day (0 to 1440).
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

Minute = int
Hours = tuple[tuple[int, int], ...]
"""Intervals (opens, closes) of one local day; none: closed."""
WHOLE_DAY: Hours = ((0, 1440),)
LIVE = ("scheduled", "confirmed")


@dataclass(frozen=True)
class Special:
    """A date with other hours."""

    hours: Hours
    label: str = "special"


@dataclass(frozen=True)
class Vacation:
    """Days off in a row, both ends included."""

    first: date
    last: date
    label: str = "vacation"


@dataclass(frozen=True, eq=False)
class Service:
    """`week`: hours by ISO weekday. Steps, notices and horizons are None where not its own."""

    id: UUID
    duration: int
    before: int = 0
    after: int = 0
    gap_from: int | None = None
    gap: int | None = None
    capacity: int = 1
    step: int | None = None
    notice: int | None = None
    horizon: int | None = None
    resources: tuple[UUID, ...] = ()
    week: dict[int, Hours] = field(default_factory=dict)
    bookable: bool = True
    active: bool = True


@dataclass(frozen=True, eq=False)
class Member:
    """Somebody who performs `services`."""

    id: UUID
    services: frozenset[UUID]
    position: int = 0
    notice: int | None = None
    horizon: int | None = None
    week: dict[int, Hours] = field(default_factory=dict)
    special: dict[date, Special] = field(default_factory=dict)
    vacations: tuple[Vacation, ...] = ()
    active: bool = True


@dataclass(frozen=True)
class Unit:
    """One piece of a resource."""

    id: UUID
    resource: UUID
    active: bool = True


@dataclass(frozen=True)
class Slot:
    """Time of a member and of units: `[taken_from, taken_to)` without the gap."""

    service: UUID
    member: UUID
    start: Minute
    end: Minute
    taken_from: Minute
    taken_to: Minute
    gap: tuple[Minute, Minute] | None = None
    units: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Appointment:
    """Of the contact `contact`; a seat in the session `session` when it has one."""

    id: UUID
    slot: Slot
    contact: UUID
    status: str = "scheduled"
    visit: UUID | None = None
    session: UUID | None = None


@dataclass(frozen=True)
class Session:
    """A start of a group service that somebody booked."""

    id: UUID
    slot: Slot
    capacity: int


@dataclass(frozen=True)
class Hold:
    """Kept for a chat until `expires`: `slots` take time, `seats` are places in sessions."""

    id: UUID
    chat: UUID
    expires: datetime
    slots: tuple[Slot, ...] = ()
    seats: tuple[Slot, ...] = ()
    kind: str = "choice"


@dataclass(frozen=True)
class Business:
    """An organization with everything that its owner has set."""

    zone: str
    services: tuple[Service, ...]
    members: tuple[Member, ...]
    units: tuple[Unit, ...] = ()
    step: int = 30
    notice: int = 0
    horizon: int = 60
    week: dict[int, Hours] = field(default_factory=dict)
    special: dict[date, Special] = field(default_factory=dict)
    vacations: tuple[Vacation, ...] = ()
    holidays: dict[date, str] = field(default_factory=dict)
    observes_holidays: bool = False


@dataclass(frozen=True)
class Question:
    """`moved`: an appointment that would be moved, with its visit; `chat`: who asks."""

    services: tuple[UUID, ...]
    first: date
    last: date
    member: UUID | None = None
    chat: UUID | None = None
    moved: UUID | None = None


@dataclass(frozen=True)
class World:
    """A business at an instant. `contact` is the person behind the chat that asks."""

    business: Business
    now: datetime
    contact: UUID
    appointments: tuple[Appointment, ...] = ()
    sessions: tuple[Session, ...] = ()
    holds: tuple[Hold, ...] = ()
