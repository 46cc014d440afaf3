"""Random businesses, agendas and questions about them, for hypothesis.

Most are interesting: the days lie around a clock change, somebody works on most of them, and what
is taken lies among them.
"""

from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from hypothesis import strategies as st

from tests.scheduling.agendas import CHATS, CONTACTS, Agenda
from tests.scheduling.business import (
    LIVE,
    Business,
    Hours,
    Member,
    Minute,
    Question,
    Service,
    Special,
    Unit,
    Vacation,
    World,
)
from tests.scheduling.local_time import instant, moment
from tests.scheduling.zones import CHANGES

Draw = st.DrawFn
T = TypeVar("T")

PATTERNS: tuple[Hours, ...] = (
    ((540, 1080),),
    ((480, 720), (840, 1080)),
    ((0, 1440),),
    ((555, 1005),),
    ((540, 720), (720, 900)),  # touching
    ((600, 840), (780, 1020)),  # overlapping
    ((0, 180), (1200, 1440)),  # over midnight
    ((90, 150), (150, 240), (960, 1440)),  # into and out of the hour that is skipped
    ((120, 180), (570, 700)),  # that hour alone
    ((15, 60), (1380, 1440), (1000, 1100)),
    ((700, 735),),  # shorter than many services
)
STEPS = (30, 15, 20, 25, 40, 45, 60, 5)


def _one(draw: Draw, values: tuple[T, ...]) -> T:
    return draw(st.sampled_from(values))


def _rarely(draw: Draw, one_in: int = 6) -> bool:
    return draw(st.integers(0, one_in - 1)) == one_in - 1


def _maybe(draw: Draw, values: tuple[T, ...], one_in: int = 6) -> T | None:
    """Mostly none."""
    return _one(draw, values) if _rarely(draw, one_in) else None


@st.composite
def worlds(draw: Draw) -> tuple[World, Question]:
    """A world and a question about up to four days of it."""
    zone = _one(draw, tuple(CHANGES))
    first = _one(draw, CHANGES[zone]) + timedelta(days=draw(st.integers(-2, 1)))
    last = first + timedelta(days=draw(st.integers(0, 3)))
    business = draw(businesses(zone, first))
    today = first + timedelta(days=_one(draw, (0, -1, 0, 1, -2, -24)))
    minute = instant(zone, today, _one(draw, (7, 12, 3, 7, 22)) * 60 + draw(st.integers(0, 11)) * 5)
    now = moment(minute) + timedelta(seconds=_one(draw, (0, 0, 30)))
    agenda = Agenda(business)
    for _ in range(draw(st.integers(0, 6))):
        _fill(draw, agenda, business, first, now)
    world = World(
        business,
        now,
        CONTACTS[0],
        tuple(agenda.appointments),
        tuple(agenda.sessions),
        tuple(agenda.holds),
    )
    return world, draw(questions(world, first, last))


# Businesses


@st.composite
def businesses(draw: Draw, zone: str, first: date) -> Business:
    """A business whose special days lie around `first`."""
    resources = tuple(UUID(int=(8 << 64) + n) for n in range(draw(st.integers(0, 2))))
    services = tuple(
        draw(services_(UUID(int=(9 << 64) + n), resources)) for n in range(draw(st.integers(1, 3)))
    )
    numbers = draw(st.permutations(range(draw(st.integers(1, 3)))))
    members = tuple(draw(members_(UUID(int=(10 << 64) + n), services, first)) for n in numbers)
    return Business(
        zone,
        services,
        members,
        units=tuple(unit for n, r in enumerate(resources) for unit in _units(draw, n, r)),
        step=_one(draw, STEPS),
        notice=_one(draw, (0, 0, 60, 150, 600, 1440)),
        horizon=_maybe(draw, (1, 2, 25), 8) or 60,
        week=_week(draw),
        special=_specials(draw, first),
        vacations=_vacations(draw, first, one_in=8),
        holidays={first + timedelta(days=draw(st.integers(0, 3))): "holiday"}
        if _rarely(draw, 4)
        else {},
        observes_holidays=not _rarely(draw, 3),
    )


@st.composite
def services_(draw: Draw, identity: UUID, resources: tuple[UUID, ...]) -> Service:
    duration = _one(draw, (30, 60, 45, 90, 20, 5, 150))
    if _rarely(draw, 12):
        duration = _one(draw, (480, 1440))
    gap: tuple[int, int] | None = _maybe(draw, ((15, 20), (10, 5), (30, 45)), 3)
    if gap and sum(gap) >= duration:
        gap = None
    return Service(
        identity,
        duration,
        before=_maybe(draw, (5, 10, 15, 30), 3) or 0,
        after=_maybe(draw, (5, 10, 15, 30), 3) or 0,
        gap_from=gap[0] if gap else None,
        gap=gap[1] if gap else None,
        capacity=(_maybe(draw, (2, 3), 4) or 1) if gap is None else 1,
        step=_maybe(draw, STEPS, 3),
        notice=_maybe(draw, (0, 90, 1440), 8),
        horizon=_maybe(draw, (1, 2, 25), 10),
        resources=tuple(r for r in resources if draw(st.booleans())),
        week=_week(draw) if _rarely(draw, 12) else {},
        bookable=not _rarely(draw, 40),
        active=not _rarely(draw, 40),
    )


@st.composite
def members_(draw: Draw, identity: UUID, services: tuple[Service, ...], first: date) -> Member:
    return Member(
        identity,
        frozenset(service.id for service in services if not _rarely(draw, 8)),
        position=draw(st.integers(0, 1)),
        notice=_maybe(draw, (0, 120, 1440), 8),
        horizon=_maybe(draw, (1, 2, 25), 10),
        week=_week(draw) if _rarely(draw, 4) else {},
        special=_specials(draw, first),
        vacations=_vacations(draw, first, one_in=8),
        active=not _rarely(draw, 15),
    )


def _units(draw: Draw, number: int, resource: UUID) -> list[Unit]:
    return [
        Unit(UUID(int=(11 << 64) + 10 * number + n), resource, active=not _rarely(draw, 8))
        for n in range(draw(st.integers(1, 3)))
    ]


def _hours(draw: Draw) -> Hours:
    """A known pattern, or up to three intervals that may touch and overlap."""
    if not _rarely(draw, 4):
        return _one(draw, PATTERNS if _rarely(draw, 3) else PATTERNS[:5])
    found = []
    for _ in range(draw(st.integers(1, 3))):
        opens = draw(st.integers(0, 250)) * 5
        length = draw(st.integers(6, 120)) * 5
        found.append((opens, min(opens + length, 1440)))
    return tuple(found)


def _week(draw: Draw) -> dict[int, Hours]:
    """The same hours most days."""
    usual = _hours(draw)
    week = dict.fromkeys(range(1, 8), usual)
    for _ in range(draw(st.integers(0, 2))):
        day = draw(st.integers(1, 7))
        if draw(st.booleans()):
            week[day] = _hours(draw)
        else:
            week.pop(day, None)
    return week


def _specials(draw: Draw, first: date) -> dict[date, Special]:
    if not _rarely(draw, 5):
        return {}
    day = first + timedelta(days=draw(st.integers(-1, 4)))
    return {day: Special(() if draw(st.booleans()) else _hours(draw))}


def _vacations(draw: Draw, first: date, one_in: int) -> tuple[Vacation, ...]:
    if not _rarely(draw, one_in):
        return ()
    begins = first + timedelta(days=draw(st.integers(-2, 3)))
    return (Vacation(begins, begins + timedelta(days=draw(st.integers(0, 2)))),)


# Agendas


def _fill(draw: Draw, agenda: Agenda, business: Business, first: date, now: datetime) -> None:
    """Puts one thing into the agenda, if its time is free."""
    start = _some_start(draw, business, first)
    member = _one(draw, business.members).id
    services = [service.id for service in business.services]
    service = _one(draw, business.services)
    contact = _one(draw, CONTACTS[:3])
    kind = _one(draw, ("one", "block", "visit", "group", "hold", "seat", "block", "called off"))
    if kind == "visit":
        parts = draw(st.permutations(services))[: draw(st.integers(1, 3))]
        agenda.book(parts, member, start, contact, _one(draw, LIVE))
    elif kind == "block":
        agenda.block(service.id, member, start, _one(draw, (720, 480, 1440)), contact)
    elif kind == "group" and service.capacity > 1:
        sitting = [contact, CONTACTS[1], CONTACTS[1]][: draw(st.integers(1, 3))]
        agenda.sit(service.id, member, start, sitting, service.capacity + _one(draw, (0, 0, 1)))
    elif kind in ("hold", "seat"):
        expires = now + timedelta(seconds=_one(draw, (300, 300, 0, -60)))
        chat = _one(draw, CHATS[:3])
        if kind == "seat":
            agenda.hold_seat(chat, expires)
        else:
            agenda.hold([service.id], member, start, chat, expires)
    else:
        status = _one(draw, ("cancelled", "no_show", "completed"))
        agenda.book(
            [service.id], member, start, contact, status if kind == "called off" else LIVE[0]
        )


def _some_start(draw: Draw, business: Business, first: date) -> Minute:
    day = first + timedelta(days=draw(st.integers(-1, 3)))
    minute = draw(st.integers(12, 80) | st.integers(0, 95)) * 15
    return instant(business.zone, day, minute) + _one(draw, (0, 0, 5))


# Questions


@st.composite
def questions(draw: Draw, world: World, first: date, last: date) -> Question:
    """Who asks for what; one in three questions of a customer with appointments is about a move."""
    services = [service.id for service in world.business.services]
    chat = CHATS[0] if not _rarely(draw, 4) else None
    own = [a for a in world.appointments if a.contact == world.contact and a.status in LIVE]
    moved = None
    wanted = tuple(draw(st.permutations(services))[: _one(draw, (1, 1, 2, 3))])
    if own and chat and _rarely(draw, 3):
        moving = _one(draw, tuple(own))
        visit = [a for a in own if moving.visit is not None and a.visit == moving.visit] or [moving]
        wanted = tuple(a.slot.service for a in sorted(visit, key=lambda a: a.slot.start))
        moved = _one(draw, tuple(visit)).id
    member = _maybe(draw, tuple(m.id for m in world.business.members), 3)
    return Question(wanted, first, last, member, chat, moved)
