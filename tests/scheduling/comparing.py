"""Asks the database and the model the same question."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from agent.types import Json
from tests.scheduling.business import Question, World
from tests.scheduling.local_time import local, minute_of
from tests.scheduling.model import Model
from tests.scheduling.no_start_reasons import state_of
from tests.scheduling.world import Owner, ask, offer, stored


@dataclass
class Compared:
    """What was compared so far. `starts`: free ones, `empty`: worlds without any."""

    worlds: int = 0
    starts: int = 0
    chosen: int = 0
    empty: int = 0
    days: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        states = ", ".join(f"{state} {count}" for state, count in self.days.most_common())
        return (
            f"{self.worlds} worlds ({self.empty} without a free start), {self.starts} free starts, "
            f"{self.chosen} choices of members, {self.days.total()} days ({states})"
        )


def compare(connection: Owner, world: World, question: Question, seen: Compared) -> None:
    """Writes the world, asks, and fails where database and model do not say the same."""
    with stored(connection, world):
        check(connection, world, question, seen)


def check(connection: Owner, world: World, question: Question, seen: Compared) -> None:
    """The same for a world that stands there."""
    model = Model(world, question)
    days = {day: state_of(model, day) for day in model.days()}
    starts = [at for day in days for at in model.free_starts(day)]
    answer = ask(connection, question)
    assert _starts(answer) == [(at, local(world.business.zone, at)) for at in starts]
    if question.chat:
        # A few of the free ones from first to last, and some that are not.
        sample = starts[:: len(starts) // 5 + 1] + starts[-1:] + _unfree(model, set(starts))
        offers = [offer(connection, question, at) for at in sample]
        expected = [model.chosen(at) if at in starts else None for at in sample]
        assert [_members(told) for told in offers] == expected
        seen.chosen += len(offers)
    if not all(service.active and service.bookable for service in model.visit):
        assert answer["days"] == []
        return
    assert _days(answer) == {
        day: (told.state, told.label if told.state == "closed" else None)
        for day, told in days.items()
    }
    assert answer["hours_published"] == any(world.business.week.values())
    seen.worlds += 1
    seen.starts += len(starts)
    seen.empty += not starts
    seen.days.update(told.state for told in days.values())


def _unfree(model: Model, free: set[int]) -> list[int]:
    """The first start of each day that fits the hours and nobody has free."""
    taken = [
        sorted(at for at in model.fitting(day) if at not in free and not model.anybody(at))
        for day in model.days()
    ]
    return [starts[0] for starts in taken if starts]


def _members(offer: Json | None) -> list[UUID] | None:
    return [UUID(item["member_id"]) for item in offer["items"]] if offer else None


def _starts(answer: Json) -> list[tuple[int, datetime]]:
    return [
        (minute_of(datetime.fromisoformat(start["at"])), datetime.fromisoformat(start["local"]))
        for start in answer["starts"]
    ]


def _days(answer: Json) -> dict[date, tuple[str, str | None]]:
    return {
        date.fromisoformat(day["day"]): (
            day["state"],
            day["label"] if day["state"] == "closed" else None,
        )
        for day in answer["days"]
    }
