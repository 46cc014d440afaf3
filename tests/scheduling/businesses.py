"""Random businesses: hours, services, members and resources."""

from datetime import date, timedelta
from uuid import UUID

from tests.scheduling.business import Business, Hours, Member, Service, Special, Unit, Vacation
from tests.scheduling.dice import Dice

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
DURATIONS = (30, 60, 90, 20, 45, 5, 150)
STEPS = (30, 15, 20, 25, 40, 45, 60, 5)
GAPS = ((15, 20), (20, 50), (10, 5), (15, 70), (30, 45))
"""From when on, and how long."""


def business(dice: Dice, zone: str, first: date) -> Business:
    """A business whose special days lie around `first`."""
    kinds = dice.number(1 if dice.theme == "resources" else 0, 2)
    resources = tuple(_id(8, n) for n in range(kinds))
    services = tuple(_service(dice, _id(9, n), resources) for n in range(dice.number(1, 3)))
    members = tuple(_member(dice, _id(10, n), services, first) for n in range(dice.number(1, 3)))
    holiday = first + timedelta(days=dice.number(0, 3))
    limited = dice.theme == "limits"
    return Business(
        zone,
        services,
        members,
        units=tuple(unit for n, r in enumerate(resources) for unit in _units(dice, n, r)),
        step=dice.one(STEPS),
        notice=dice.one((60, 600, 150, 1440) if limited else (0, 0, 60, 600)),
        horizon=dice.maybe((1, 2, 25), 20, unless="limits") or 60,
        week=_week(dice),
        special=_specials(dice, first),
        vacations=_vacations(dice, first, one_in=8),
        holidays={holiday: "holiday"} if dice.rarely(4) else {},
        observes_holidays=not dice.rarely(3),
    )


def _service(dice: Dice, identity: UUID, resources: tuple[UUID, ...]) -> Service:
    duration = dice.one((90, 20, 120, 30) if dice.theme == "gaps" else DURATIONS)
    if dice.rarely(15):
        duration = dice.one((480, 1440))
    gap = dice.maybe(GAPS, 4, unless="gaps")
    if gap and sum(gap) >= duration:
        gap = None
    return Service(
        identity,
        duration,
        before=dice.maybe((5, 10, 15, 30), 3) or 0,
        after=dice.maybe((5, 10, 15, 30), 3) or 0,
        gap_from=gap[0] if gap else None,
        gap=gap[1] if gap else None,
        capacity=1 if gap else dice.maybe((2, 3), 5, unless="groups") or 1,
        step=dice.maybe(STEPS, 3),
        notice=dice.maybe((0, 90, 300, 1440), 10, unless="limits"),
        horizon=dice.maybe((1, 2, 25), 20, unless="limits"),
        resources=tuple(r for r in resources if dice.theme == "resources" or dice.rarely(2)),
        week=_week(dice) if dice.rarely(12) else {},
        bookable=not dice.rarely(40),
        active=not dice.rarely(40),
    )


def _member(dice: Dice, identity: UUID, services: tuple[Service, ...], first: date) -> Member:
    return Member(
        identity,
        frozenset(service.id for service in services if not dice.rarely(8)),
        position=dice.number(0, 1),
        notice=dice.maybe((0, 120, 300, 1440), 10, unless="limits"),
        horizon=dice.maybe((1, 2, 25), 20, unless="limits"),
        week=_week(dice) if dice.rarely(5) else {},
        special=_specials(dice, first),
        vacations=_vacations(dice, first, one_in=8),
        active=not dice.rarely(20),
    )


def _units(dice: Dice, number: int, resource: UUID) -> list[Unit]:
    return [
        Unit(_id(11, 10 * number + n), resource, active=not dice.rarely(4))
        for n in range(dice.number(1, 3))
    ]


def _hours(dice: Dice) -> Hours:
    """A known pattern, or up to three intervals that may touch and overlap."""
    if not dice.rarely(4):
        return dice.one(PATTERNS if dice.rarely(3) else PATTERNS[:5])
    found = []
    for _ in range(dice.number(1, 3)):
        opens = dice.number(0, 250) * 5
        length = dice.number(6, 120) * 5
        found.append((opens, min(opens + length, 1440)))
    return tuple(found)


def _week(dice: Dice) -> dict[int, Hours]:
    """The same hours most days."""
    week = dict.fromkeys(range(1, 8), _hours(dice))
    for _ in range(dice.number(0, 1)):
        day = dice.number(1, 7)
        if dice.rarely(2):
            week[day] = _hours(dice)
        else:
            week.pop(day, None)
    return week


def _specials(dice: Dice, first: date) -> dict[date, Special]:
    if not dice.rarely(5):
        return {}
    day = first + timedelta(days=dice.number(-1, 4))
    return {day: Special(() if dice.rarely(2) else _hours(dice))}


def _vacations(dice: Dice, first: date, one_in: int) -> tuple[Vacation, ...]:
    if not dice.rarely(one_in):
        return ()
    begins = first + timedelta(days=dice.number(-2, 3))
    return (Vacation(begins, begins + timedelta(days=dice.number(0, 2))),)


def _id(kind: int, number: int) -> UUID:
    return UUID(int=(kind << 64) + number)
