"""Why a day has no free start."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.scheduling.business import Member, Minute, Service
from tests.scheduling.local_time import instant, moment
from tests.scheduling.model import Model


@dataclass(frozen=True)
class Day:
    """`label` is that of the special date, vacation or holiday of a closed day."""

    state: str
    label: str | None = None


def state_of(model: Model, day: date) -> Day:
    """The first state of docs/decisions/scheduling.md that applies."""
    if model.free_starts(day):
        return Day("open")
    if _is_past(model, day):
        return Day("past")
    left = list(_left(model, day))
    if _beyond_horizon(model, day, left):
        return Day("horizon")
    if not model.working.open_minutes(day):
        return Day("closed", model.working.opening(day)[1])
    service = model.visit[0]
    if not any(model.working.minutes(m, service, day) for m in model.performers(service)):
        return Day("member_off")
    if not model.fitting(day):
        return Day("too_short")
    if not all(model.after_notice(member, service, at) for member, at in left):
        return Day("too_soon")
    return Day("full")


def _is_past(model: Model, day: date) -> bool:
    today = model.world.now.astimezone(ZoneInfo(model.business.zone)).date()
    fitting = model.fitting(day)
    return day < today or (
        day == today and bool(fitting) and all(_gone(model, at) for at in fitting)
    )


def _left(model: Model, day: date) -> Iterator[tuple[Member, Minute]]:
    """What would be free, and is not gone by, if the first service had no notice and horizon."""
    first = model.visit[0]

    def later_ones(member: Member, service: Service, at: Minute) -> bool:
        return service is first or model.in_time(member, service, at)

    for at in model.starts(day):
        options = model.options(at, day, later_ones)
        if all(options) and not _gone(model, at):
            yield from ((member, at) for member in options[0])


def _beyond_horizon(model: Model, day: date, left: list[tuple[Member, Minute]]) -> bool:
    if moment(instant(model.business.zone, day, 0)) > _farthest(model):
        return True
    service = model.visit[0]
    return bool(left) and all(moment(at) > model.horizon(m, service) for m, at in left)


def _farthest(model: Model) -> datetime:
    """The farthest horizon of whoever performs the first service."""
    service = model.visit[0]
    return max(
        (model.horizon(member, service) for member in model.performers(service)),
        default=model.world.now + timedelta(hours=24 * (service.horizon or model.business.horizon)),
    )


def _gone(model: Model, at: Minute) -> bool:
    return moment(at) < model.world.now
