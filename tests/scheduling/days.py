"""Why a day has no free start."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.scheduling.business import Minute
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
    # Free if nobody asked how soon or how far ahead, and not gone by.
    left = [at for at in model.free_starts(day, lambda *_: True) if not _gone(model, at)]
    if _beyond_horizon(model, day, left):
        return Day("horizon")
    if not model.working.open_minutes(day):
        return Day("closed", model.working.opening(day)[1])
    service = model.visit[0]
    if not any(model.working.minutes(m, service, day) for m in model.performers(service)):
        return Day("member_off")
    if not model.fitting(day):
        return Day("too_short")
    if left and not model.free_starts(day, model.after_notice):
        return Day("notice")
    return Day("full")


def _is_past(model: Model, day: date) -> bool:
    today = model.world.now.astimezone(ZoneInfo(model.business.zone)).date()
    fitting = model.fitting(day)
    return day < today or (
        day == today and bool(fitting) and all(_gone(model, at) for at in fitting)
    )


def _beyond_horizon(model: Model, day: date, left: list[Minute]) -> bool:
    farthest = _farthest(model)
    if moment(instant(model.business.zone, day, 0)) > farthest:
        return True
    return bool(left) and all(moment(at) > farthest for at in left)


def _farthest(model: Model) -> datetime:
    """The farthest horizon of whoever performs the first service."""
    service = model.visit[0]
    return max(
        (model.horizon(member, service) for member in model.performers(service)),
        default=model.world.now + timedelta(hours=24 * (service.horizon or model.business.horizon)),
    )


def _gone(model: Model, at: Minute) -> bool:
    return moment(at) < model.world.now
