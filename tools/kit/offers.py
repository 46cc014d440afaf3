"""Which free starts are offered for a wish, and what is said when there are none.

The database says what is free (`availability`); here a handful is chosen to be said, and exactly
those are recorded as offered.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from agent.context import TurnContext
from agent.dates.labels import day_label, slot_label, time_label
from agent.records import Appointment, Availability, Offer, StartRefusal
from agent.scheduling.criteria import (
    SearchCriteria,
    Start,
    nearby,
    nearest,
    preferred,
    spread,
)
from agent.scheduling.labels import joined, short_slot_label
from agent.scheduling.waiting_list_view import waitable
from agent.texts import texts
from agent.tool_results import NoSlots, SlotsFound
from agent.tool_views import Bounds, Slot, VisitPart, WholeService
from tools.kit.no_offers import asks_for_start, asks_from, reason_of

LOOK_AHEAD_DAYS = 14
"""How far a wish without a date looks, and how far alternatives are searched."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What is to be booked: services (ids, in order), or an appointment that is to move.

    For a move, `starts_at` and `members` (ids) are those of the appointment as it stands. `party`: for two people,
    "together" or "in_turn" (an item each). `busy`: when whoever comes is here already, with an appointment of
    their own, and `minutes` how long this one takes (0: not known).
    """

    services: tuple[UUID, ...]
    appointment: UUID | None = None
    starts_at: datetime | None = None
    members: frozenset[UUID] = frozenset()
    party: str = ""
    busy: tuple[tuple[datetime, datetime], ...] = ()
    minutes: int = 0

    def besides(self, own: Sequence[Appointment]) -> "Visit":
        """The same of somebody who has these appointments, and cannot be in two places."""
        others = (row for row in own if row.id != self.appointment)
        return replace(self, busy=tuple((row.starts_at, row.ends_at) for row in others))

    def collides(self, at: datetime) -> bool:
        """Whether whoever comes would have to be in two places."""
        end = at + timedelta(minutes=max(1, self.minutes))
        return any(begin < end and at < until for begin, until in self.busy)

    def for_two(self, *, in_turn: bool) -> "Visit":
        """The same service for two people."""
        services = self.services * 2 if in_turn else self.services
        return replace(self, services=services, party="in_turn" if in_turn else "together")

    @classmethod
    def moving(cls, appointment: Appointment) -> "Visit":
        """Of an appointment that is to move."""
        return cls(
            tuple(part.service_id for part in appointment.parts),
            appointment.id,
            appointment.starts_at,
            frozenset(part.member_id for part in appointment.parts),
            minutes=int((appointment.ends_at - appointment.starts_at).total_seconds()) // 60,
        )

    def stands(self, at: datetime, member: UUID | None) -> bool:
        """Whether a start (an instant) is the one that the appointment already has."""
        return at == self.starts_at and (member is None or member in self.members)


@dataclass(frozen=True, slots=True)
class Offers:
    """Recorded offers: as wished, or with a `reason` why not the nearest ones, and what may be waited
    for."""

    slots: tuple[Slot, ...]
    reason: str | None = None
    reason_label: str = ""
    can_wait: Bounds = field(default_factory=dict)

    def outcome(self, services: Sequence[WholeService]) -> SlotsFound | NoSlots:
        """As a model is told, of a visit of these services."""
        service, visit = services[0], tuple(services) if len(services) > 1 else ()
        if self.reason is None:
            return SlotsFound(
                service=service,
                visit=visit,
                status="available",
                exact=True,
                slots=self.slots,
                reason=None,
            )
        return NoSlots(
            service=service,
            visit=visit,
            status="unavailable",
            exact=False,
            reason=self.reason,
            reason_label=self.reason_label,
            slots=self.slots,
            can_wait=self.can_wait,
        )


async def find_offers(
    context: TurnContext, visit: Visit, criteria: SearchCriteria, *, looks: int = 3
) -> Offers:
    """Finds, chooses and records.

    `looks`: how often to look when others are faster between finding and recording.
    """
    today = context.now.date()
    if criteria.first and (criteria.last or criteria.first) < today:
        return await _refuse(context, visit, criteria, "past_date")
    first, last = criteria.days(today, LOOK_AHEAD_DAYS)
    availability = await _look(context, visit, criteria, first, last)
    if not availability.hours_published:
        return await _answer(context, visit, criteria, "no_hours", [], availability)
    free = await _for_party(context, visit, criteria, _starts(availability, visit, criteria))
    starts = [start for start in free if not criteria.excludes(start.local)]
    matching = [start for start in starts if criteria.allows(start.local)]
    if matching:
        chosen = _chosen(matching, starts, criteria)
        exact = bool(criteria.at) and len({start.local.date() for start in matching}) == 1
        slots = await _record(context, visit, criteria, chosen, exact=exact)
        gone = not slots or (exact and not any(slot.at == f"{criteria.at:%H:%M}" for slot in slots))
        if gone and looks > 1:
            return await find_offers(context, visit, criteria, looks=looks - 1)
        return Offers(slots)
    reason = None
    if any(criteria.allows(start.local) for start in free):
        # Of the wished days something else may be free: then only the hour is gone.
        others = any(first <= start.local.date() <= last for start in starts)
        reason = "excluded_time" if others else "excluded"
    return await _refuse(context, visit, criteria, reason, availability)


def _chosen(
    matching: Sequence[Start], starts: Sequence[Start], criteria: SearchCriteria
) -> list[Start]:
    """What is said of all that fits: the hour asked for, the one preferred, else a selection."""
    if criteria.at:
        return nearby(matching, starts)
    return preferred(matching, criteria.prefer) if criteria.prefer else spread(matching)


async def _look(
    context: TurnContext, visit: Visit, criteria: SearchCriteria, first: date, last: date
) -> Availability:
    return await context.store.availability(
        context.organization.id,
        visit.services,
        first,
        last,
        member=criteria.member,
        conversation=context.conversation_id,
        appointment=visit.appointment,
        without=criteria.without,
    )


def _starts(availability: Availability, visit: Visit, criteria: SearchCriteria) -> list[Start]:
    """Free starts by local time; of an hour that the clock shows twice, the first."""
    by_local: dict[datetime, Start] = {}
    for row in availability.starts:
        if visit.stands(row.at, criteria.member) or visit.collides(row.at):
            continue
        start = Start(row.local, row.at)
        by_local.setdefault(start.local, start)
    return list(by_local.values())


async def _for_party(
    context: TurnContext, visit: Visit, criteria: SearchCriteria, free: Sequence[Start]
) -> list[Start]:
    """Of free starts those at which two people can be taken side by side, where that is wanted."""
    if visit.party != "together" or not free:
        return list(free)
    fitting = await context.store.together_starts(
        context.organization.id,
        context.conversation_id,
        service=visit.services[0],
        starts=[start.at for start in free],
        without=criteria.without,
    )
    return [start for start in free if start.at in set(fitting)]


async def _refuse(
    context: TurnContext,
    visit: Visit,
    criteria: SearchCriteria,
    reason: str | None,
    availability: Availability | None = None,
) -> Offers:
    """Says why not, with the nearest starts: around the wished day, or at an end of the calendar."""
    today = context.now.date()
    wished = criteria.first or today
    until = (availability.until if availability else None) or date.max
    begin = max(today, min(wished, until) - timedelta(2))
    end = max(begin, wished) + timedelta(LOOK_AHEAD_DAYS)
    everything = _starts(await _look(context, visit, criteria, begin, end), visit, criteria)
    around = await _for_party(context, visit, criteria, everything)
    near = _near([s for s in around if not criteria.excludes(s.local)], criteria, wished)
    return await _answer(context, visit, criteria, reason, near, availability)


def _near(starts: Sequence[Start], criteria: SearchCriteria, wished: date) -> list[Start]:
    """The alternatives; where one start is preferred that one of the next day that has any."""
    fitting = [s for s in starts if s.local.date() >= wished and criteria.allows(s.local)]
    if not (criteria.prefer and fitting):
        return nearest(starts, criteria, wished)
    day = min(s.local.date() for s in fitting)
    return preferred([s for s in fitting if s.local.date() == day], criteria.prefer)


async def _answer(
    context: TurnContext,
    visit: Visit,
    criteria: SearchCriteria,
    reason: str | None,
    near: Sequence[Start],
    availability: Availability | None,
) -> Offers:
    start = asks_for_start(criteria, availability) if availability and reason is None else None
    why = await _why_not(context, visit, criteria, start) if start else None
    if availability and reason is None and start is None:
        why = await _too_late(context, visit, criteria, availability)
    code, label = reason_of(context, criteria, reason, availability, why)
    if visit.party and code in ("taken", "full", "visit"):
        label = texts(context.language).line(f"refusals.party.{visit.party}")
    slots = await _record(context, visit, criteria, near)
    waits = (
        code == "full"
        and visit.appointment is None
        and not visit.party
        and not _limited(context, criteria)
    )
    # A chat whose caller delivers the answers cannot be written to when time becomes free.
    asked_later = waits and context.channel != "api"
    can_wait = _can_wait(context, criteria, availability) if asked_later else {}
    return Offers(slots, reason=code, reason_label=label, can_wait=can_wait)


def _limited(context: TurnContext, criteria: SearchCriteria) -> bool:
    """Whether something of these days is refused: an entry of the waiting list cannot say that, and
    would bring it all the same."""
    first, last = criteria.days(context.now.date(), LOOK_AHEAD_DAYS)
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    return bool(criteria.without) or any(one.on(day) for one in criteria.exclusions for day in days)


def _can_wait(
    context: TurnContext, criteria: SearchCriteria, availability: Availability | None
) -> Bounds:
    """What the customer may wait for, as join_waiting_list is asked for it, and how it is said."""
    today = context.now.date()
    day_is_full = all(day.state != "open" for day in (availability.days if availability else ()))
    waited = replace(criteria, at=None) if day_is_full else criteria
    first, last = waited.days(today, LOOK_AHEAD_DAYS)
    return waitable(waited, first, last)


async def _why_not(
    context: TurnContext, visit: Visit, criteria: SearchCriteria, start: datetime
) -> StartRefusal:
    if visit.stands(start.replace(tzinfo=context.organization.zone), criteria.member):
        return StartRefusal(reason="own_time")
    if visit.collides(start.replace(tzinfo=context.organization.zone)):
        return StartRefusal(reason="own_other")
    return await context.store.start_refusal(
        context.organization.id,
        visit.services,
        start,
        member=criteria.member,
        conversation=context.conversation_id,
        appointment=visit.appointment,
        without=criteria.without,
    )


async def _too_late(
    context: TurnContext, visit: Visit, criteria: SearchCriteria, availability: Availability
) -> StartRefusal | None:
    """Until when they work, where "after half past five" is past the last start; else None."""
    begin = asks_from(context, criteria, availability)
    why = await _why_not(context, visit, criteria, begin) if begin else None
    return why if why and why.reason == "ends_too_late" else None


async def _record(
    context: TurnContext,
    visit: Visit,
    criteria: SearchCriteria,
    chosen: Sequence[Start],
    *,
    exact: bool = False,
) -> tuple[Slot, ...]:
    """Records the offers; the first is held when the customer will be asked about just that one."""
    if not chosen:
        return ()
    offers = await context.store.put_offers(
        context.organization.id,
        context.conversation_id,
        context.turn_id,
        services=visit.services,
        starts=[start.at for start in chosen],
        member=criteria.member,
        appointment=visit.appointment,
        hold=1 if exact or len(chosen) == 1 else None,
        without=criteria.without,
        party=visit.party or None,
    )
    return tuple(slot_view(context, offer) for offer in offers if offer)


def slot_view(context: TurnContext, offer: Offer) -> Slot:
    """An offered start as a model is told of it."""
    language, country = context.language, context.organization.country
    today = context.now.date()
    local = offer.local
    people = list(dict.fromkeys(item.member for item in offer.items))
    parts = [
        VisitPart(
            service=item.service,
            person=item.member,
            time=time_label(item.local.time(), language, country),
            at=item.local_text[-5:],
        )
        for item in offer.items
    ]
    return Slot(
        slot=offer.slot,
        label=slot_label(local, language, country, today),
        short=short_slot_label(local, language, country),
        day=day_label(local.date(), language, today=today),
        time=time_label(local.time(), language, country),
        date=local.date().isoformat(),
        at=f"{local:%H:%M}",
        person=joined(people, language),
        parts=tuple(parts) if len(parts) > 1 else (),
    )
