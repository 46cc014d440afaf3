"""Which free starts are offered for a wish, and why a wish cannot be had.

The database says what is free (`availability`); here a handful is chosen to be said, and exactly
those are recorded as offered.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from agent import refusals
from agent.context import TurnContext
from agent.dates.labels import day_label, slot_label, time_label
from agent.labels import short_slot_label
from agent.types import Json

LOOK_AHEAD_DAYS = 14
"""How far a wish without a date looks, and how far alternatives are searched."""
MOST_SLOTS = 5
_PARTS = {
    "morning": (time(0), time(12)),
    "midday": (time(11, 30), time(14)),
    "afternoon": (time(12), time(18, 30)),
    "evening": (time(17), time(23, 59)),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What the customer asked for; everything may be open. Days and times are local."""

    first: date | None = None
    last: date | None = None
    at: time | None = None
    part: str | None = None
    not_before: time | None = None
    not_after: time | None = None
    member: UUID | None = None
    member_name: str | None = None

    def allows(self, start: datetime) -> bool:
        """Whether a free start (local) is what was asked for, the day apart."""
        clock = start.time()
        if self.at is not None:
            return clock == self.at
        low, high = _PARTS.get(self.part or "", (time.min, time.max))
        return (
            low <= clock < high
            and (self.not_before is None or clock >= self.not_before)
            and (self.not_after is None or clock <= self.not_after)
        )

    @property
    def times_open(self) -> bool:
        """True when any hour would do."""
        return self.at is None and self.part is None and not (self.not_before or self.not_after)


@dataclass(frozen=True, slots=True)
class Start:
    """A free start: local time and who could take it."""

    local: datetime
    at: str
    member_id: str
    member: str


async def find_offers(
    context: TurnContext, service: Json, wish: Wish, *, exclude: UUID | None = None
) -> Json:
    """Finds, chooses and records. Answers {status: available | unavailable, exact, slots, …}."""
    today = context.now.date()
    if wish.first and (wish.last or wish.first) < today:
        return await _refuse(context, service, wish, "past", exclude)
    first = max(wish.first or today, today)
    last = max(wish.last or (first if wish.first else today + timedelta(LOOK_AHEAD_DAYS)), first)
    found = await _look(context, service, wish, first, last, exclude)
    if not found["hours_published"]:
        return await _answer(context, service, "no_hours", wish, [], found)
    matching = [start for start in _starts(found) if wish.allows(start.local)]
    if matching:
        chosen = _nearby(matching, _starts(found), wish) if wish.at else _spread(matching)
        slots = await _record(context, service, chosen)
        return {"status": "available", "exact": True, "slots": slots, "reason": None}
    return await _refuse(context, service, wish, None, exclude, found)


async def _look(
    context: TurnContext, service: Json, wish: Wish, first: date, last: date, exclude: UUID | None
) -> Json:
    return await context.store.availability(
        context.organization.id,
        UUID(service["id"]),
        first,
        last,
        member=wish.member,
        exclude=exclude,
    )


def _starts(found: Json) -> list[Start]:
    return [
        Start(
            datetime.fromisoformat(row["local"]),
            row["at"],
            row["members"][0]["id"],
            row["members"][0]["name"],
        )
        for row in found["starts"]
    ]


async def _refuse(
    context: TurnContext,
    service: Json,
    wish: Wish,
    reason: str | None,
    exclude: UUID | None,
    found: Json | None = None,
) -> Json:
    """Says why not, with the nearest starts from the wished day on (or today's, when it is past)."""
    today = context.now.date()
    wished = wish.first or today
    begin = max(today, wished - timedelta(2)) if reason != "past" else today
    wider = await _look(
        context, service, wish, begin, max(begin, wished) + timedelta(LOOK_AHEAD_DAYS), exclude
    )
    near = _nearest(_starts(wider), wish, wished)
    return await _answer(context, service, reason, wish, near, found)


async def _answer(
    context: TurnContext,
    service: Json,
    reason: str | None,
    wish: Wish,
    near: Sequence[Start],
    found: Json | None,
) -> Json:
    code, label = _reason(context, wish, reason, found)
    return {
        "status": "unavailable",
        "exact": False,
        "reason": code,
        "reason_label": label,
        "slots": await _record(context, service, near),
    }


def _reason(
    context: TurnContext, wish: Wish, reason: str | None, found: Json | None
) -> tuple[str, str]:
    """The reason's code for the model and its clause for the customer."""
    organization, language, today = context.organization, context.language, context.now.date()
    days = (found or {}).get("days", [])
    states = {day["state"] for day in days}
    single = date.fromisoformat(days[0]["day"]) if len(days) == 1 and wish.first else None
    if reason is None and states == {"closed"} and single:
        label = days[0]["label"]
        said = refusals.closed_clause(organization, single, label, language, today)
        return ("holiday" if label else "closed"), said
    code = reason or _code(context, wish, states, single)
    said = refusals.clause(
        code,
        language,
        country=organization.country,
        today=today,
        day=single,
        at=wish.at,
        member=wish.member_name,
        until=today + timedelta(organization.horizon_days),
    )
    return {"time_taken": "full", "part_taken": "full"}.get(code, code), said


def _code(context: TurnContext, wish: Wish, states: set[str], single: date | None) -> str:
    if "open" in states:
        return _hour_code(context, wish, single)
    for code in ("full", "notice", "past", "horizon", "member_off"):
        if code in states:
            return code if code != "member_off" or wish.member_name else "nobody"
    return "closed"


def _hour_code(context: TurnContext, wish: Wish, single: date | None) -> str:
    """There is room on the day, only not then: taken, outside the hours, or gone by."""
    if wish.at is None:
        return "part_taken"
    if single:
        wished = datetime.combine(single, wish.at, context.organization.zone)
        if wished <= context.now:
            return "past"
        if wished < context.now + timedelta(minutes=context.organization.notice_minutes):
            return "notice"
    days = [single.isoweekday()] if single else range(1, 8)
    hours = context.organization.hours
    inside = any(o <= wish.at < c for day in days for o, c in hours.get(day, ()))
    return "time_taken" if inside else "outside_hours"


def _nearby(matching: Sequence[Start], starts: Sequence[Start], wish: Wish) -> list[Start]:
    """The exact start first, then two of the same day beside it, should it not suit after all."""
    best = matching[0]
    others = [s for s in starts if s.local.date() == best.local.date() and s.at != best.at]
    others.sort(key=lambda s: abs(s.local - best.local))
    if len({s.local.date() for s in matching}) > 1:
        return _spread(matching)
    return [best, *sorted(others[:2], key=lambda s: s.local)]


def _nearest(starts: Sequence[Start], wish: Wish, wished: date) -> list[Start]:
    """Alternatives: what is nearest in days, then in hours; told in the order of time."""
    target = wish.at or wish.not_before or _PARTS.get(wish.part or "", (time(9), None))[0]
    if any(start.local.date() == wished for start in starts):
        starts = [start for start in starts if start.local.date() >= wished]

    def distance(start: Start) -> tuple[int, int, bool, int]:
        days = abs((start.local.date() - wished).days)
        minutes = abs(_minutes(start.local.time()) - _minutes(target))
        kept = wish.times_open or replace(wish, at=None).allows(start.local)
        return (days + (0 if kept else 1), 0, start.local.date() < wished, minutes)

    by_day: dict[date, int] = {}
    chosen: list[Start] = []
    for start in sorted(starts, key=distance):
        if by_day.get(start.local.date(), 0) < 2:
            by_day[start.local.date()] = by_day.get(start.local.date(), 0) + 1
            chosen.append(start)
        if len(chosen) == 4:
            break
    return sorted(chosen, key=lambda s: s.local)


def _spread(starts: Sequence[Start]) -> list[Start]:
    """At most five: evenly over the day, or over the first days when there are several."""
    days: dict[date, list[Start]] = {}
    for start in starts:
        days.setdefault(start.local.date(), []).append(start)
    if len(days) == 1:
        return _evenly(starts, MOST_SLOTS)
    per_day = 2 if len(days) < MOST_SLOTS else 1
    chosen = [s for day in list(days.values())[:MOST_SLOTS] for s in _evenly(day, per_day)]
    return chosen[:MOST_SLOTS]


def _evenly(starts: Sequence[Start], count: int) -> list[Start]:
    if len(starts) <= count:
        return list(starts)
    if count == 1:
        return [starts[0]]
    step = (len(starts) - 1) / (count - 1)
    return [starts[round(i * step)] for i in range(count)]


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


async def _record(context: TurnContext, service: Json, chosen: Sequence[Start]) -> list[Json]:
    if not chosen:
        return []
    offers = [{"service": service["id"], "member": s.member_id, "at": s.at} for s in chosen]
    tokens = await context.store.put_offers(
        context.organization.id, context.conversation_id, context.turn_id, offers
    )
    return [_slot(context, start, token) for start, token in zip(chosen, tokens, strict=True)]


def _slot(context: TurnContext, start: Start, token: str) -> Json:
    language, country = context.language, context.organization.country
    today = context.now.date()
    return {
        "slot": token,
        "label": slot_label(start.local, language, country, today),
        "short": short_slot_label(start.local, language, country),
        "day": day_label(start.local.date(), language, today=today),
        "time": time_label(start.local.time(), language, country),
        "date": start.local.date().isoformat(),
        "at": f"{start.local:%H:%M}",
        "with": start.member,
    }
