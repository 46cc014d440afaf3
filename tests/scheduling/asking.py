"""A small salon for examples made by hand, asked of the model and of the database at once."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from tests.scheduling.agendas import CHATS, CONTACTS
from tests.scheduling.business import (
    Appointment,
    Business,
    Hours,
    Member,
    Question,
    Service,
    Slot,
    World,
)
from tests.scheduling.comparing import Compared, compare
from tests.scheduling.local_time import instant, local
from tests.scheduling.model import Model
from tests.scheduling.no_start_reasons import state_of
from tests.scheduling.world import Owner

NEW_YORK, SANTIAGO, BOGOTA, HAVANA = (
    "America/New_York", "America/Santiago", "America/Bogota", "America/Havana",
)  # fmt: skip
DAY = date(2026, 11, 24)  # a Tuesday, no clock changes
MORNING: Hours = ((540, 660),)  # 9 to 11
CUT = Service(UUID(int=101), 30)
DYE = Service(UUID(int=102), 60, gap_from=20, gap=25)
ANA = Member(UUID(int=201), frozenset({CUT.id, DYE.id}))
EVA = Member(UUID(int=202), frozenset({CUT.id, DYE.id}))


def business(zone: str = BOGOTA, hours: Hours = MORNING, **about: Any) -> Business:
    """With the same hours every day; `about` are its other fields."""
    given = {"services": (CUT, DYE), "members": (ANA,), **about}
    return Business(zone, week=dict.fromkeys(range(1, 8), hours), **given)


def world(of: Business, now: str = "2026-11-01T12:00", **about: Any) -> World:
    """At a local time of the business."""
    at = datetime.fromisoformat(now).replace(tzinfo=ZoneInfo(of.zone)).astimezone(UTC)
    return World(of, at, CONTACTS[0], **about)


def at(hour: int, minute: int = 0, day: date = DAY) -> int:
    """In Bogotá."""
    return instant(BOGOTA, day, hour * 60 + minute)


def booked(number: int, slot: Slot, contact: int = 1, **about: Any) -> Appointment:
    """Of somebody else, unless `contact` is 0."""
    return Appointment(UUID(int=300 + number), slot, CONTACTS[contact], **about)


class Asking:
    """Asks model and database; `starts` are local times of the day."""

    def __init__(self, owner: Owner) -> None:
        self.owner = owner

    def __call__(self, about: World, *services: Service, **how: Any) -> Model:
        first = how.pop("day", DAY)
        last = how.pop("last", first)
        wanted = tuple(service.id for service in services or (CUT,))
        question = Question(wanted, first, last, chat=CHATS[0], **how)
        compare(self.owner, about, question, Compared())
        return Model(about, question)

    def starts(self, about: World, *services: Service, **how: Any) -> str:
        model = self(about, *services, **how)
        found = [local(about.business.zone, at) for at in model.free_starts(how.get("day", DAY))]
        return " ".join(f"{at:%H:%M}" for at in found)

    def state(self, about: World, *services: Service, **how: Any) -> tuple[str, str | None]:
        told = state_of(self(about, *services, **how), how.get("day", DAY))
        return told.state, told.label
