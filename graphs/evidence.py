"""What the check of a reply may rely on: the turn's facts, its thread, and what its tools answered."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage
from msgspec import Struct, structs

from agent.context import TurnContext
from agent.records import Appointment
from agent.records import Service as ServiceRow
from agent.reply_checks import Booking, Done, Evidence, Service, Start
from agent.reply_checks.lexicon import lexicon
from agent.reply_checks.moments import days, hours
from agent.tool_answers import Answer, Consent, NameHeard
from agent.tool_results import (
    Change,
    Escalation,
    Knowledge,
    OpeningHours,
    OwnAppointments,
    SlotSearch,
    WaitLeft,
    read_result,
)
from agent.tool_views import AppointmentView, DayHours, Entry, Slot
from graphs.facts import hours_line, special_days_line

_CHANGES = {
    "booked": "booked",
    "already_booked": "booked",
    "moved": "moved",
    "cancelled": "cancelled",
    "already_cancelled": "cancelled",
    "confirmed": "confirmed",
    "already_confirmed": "confirmed",
    "renamed": "renamed",
    "already_named": "renamed",
}
_WAITING = {"joined", "already_waiting", "waiting"}
_NOT_SAID = {
    "slot",
    "service_key",
    "appointment",
    "proposal",
    "waiting",
    "person_id",
    "receipt",
    "status",
    "date",
    "at",
    "until",
    "was",
}
"""Fields of results that are no words: ids, tokens and ISO times."""


class Gathering:
    """Of one turn: what does not change while it runs is put together once."""

    def __init__(self, context: TurnContext, secret: tuple[str, ...] = ()) -> None:
        self._context = context
        self._secret = secret
        self._services: tuple[Service, ...] | None = None

    async def load(self) -> None:
        """Reads the services, which no model needs to have asked for to speak of them truly."""
        if self._services is None:
            rows = await self._context.store.services(self._context.organization.id)
            self._services = tuple(map(_service, rows))

    def of(self, messages: Sequence[BaseMessage]) -> Evidence:
        """`messages`: the thread up to the reply, this turn's tools at its end."""
        context = self._context
        organization = context.organization
        now = context.now.replace(tzinfo=None)
        answers = list(_answers(messages))
        this_turn = list(_answers(messages[_last_of_customer(messages) + 1 :]))
        views = [view for answer in answers for view in _appointments(answer)]
        return Evidence(
            language=context.language,
            country=organization.country,
            now=now,
            business=organization.name,
            address=organization.address or "",
            customer=(*_customer(messages), *filter(None, self._told())),
            entries=tuple(text for answer in answers for text in _entries(answer)),
            texts=(*self._texts(messages), *(text for one in answers for text in _said_by(one))),
            services=self._services or (),
            people=tuple(one.name for one in context.people),
            hours=organization.hours,
            special=organization.special_dates,
            starts=tuple(start for one in answers for start in _starts(one, context.language, now))
            + self._held(),
            appointments=(*map(self._booking, context.upcoming), *_bookings(views)),
            done=tuple(done for one in this_turn for done in _done(one, context)),
            escalated=context.staff_told or any(_is_told(one) for one in answers),
            waiting=any(row.status in ("waiting", "offered") for row in context.waiting),
            secret=self._secret,
            receipts=tuple(one.receipt for one in this_turn if isinstance(one, Change)),
        )

    def _told(self) -> Iterator[str]:
        context = self._context
        yield from (context.contact_name or "", context.profile_name or "", context.ad or "")
        yield from (context.phone or "", context.stated_phone or "")
        if context.place:
            yield context.place.line
        if context.card:
            yield f"{context.card.name} {context.card.phone}"

    def _texts(self, messages: Sequence[BaseMessage]) -> Iterator[str]:
        """What was sent before, and the lines of the facts."""
        context = self._context
        yield from (str(m.text) for m in messages if isinstance(m, AIMessage) and not m.tool_calls)
        organization = context.organization
        yield from filter(None, (organization.emergency, special_days_line(context)))
        yield from organization.instructions
        yield hours_line(context)

    def _booking(self, row: Appointment) -> Booking:
        zone = self._context.organization.zone
        local = row.starts_at.astimezone(zone).replace(tzinfo=None)
        return Booking(row.service, local, row.member, row.attendee or "", row.status)

    def _held(self) -> tuple[Start, ...]:
        """Slots from the waiting list."""
        zone = self._context.organization.zone
        return tuple(
            Start(item.service, item.at.astimezone(zone).replace(tzinfo=None), item.member)
            for row in self._context.waiting
            if row.offer
            for item in row.offer.items
        )


def _service(row: ServiceRow) -> Service:
    price = "" if row.price is None else _plain(row.price)
    return Service(
        row.name,
        f"{price} {row.price_note or ''}".strip(),
        row.duration_minutes,
        tuple(member.name for member in row.members),
    )


def _plain(price: Decimal) -> str:
    """ "140000" or "62.50"."""
    return f"{price.normalize():f}" if price == price.to_integral_value() else f"{price:.2f}"


def _last_of_customer(messages: Sequence[BaseMessage]) -> int:
    places = (
        at for at in range(len(messages) - 1, -1, -1) if isinstance(messages[at], HumanMessage)
    )
    return next(places, -1)


def _answers(messages: Sequence[BaseMessage]) -> Iterator[Answer]:
    for message in messages:
        if isinstance(message, ToolMessage) and message.name:
            yield read_result(message.name, str(message.text))


def _customer(messages: Sequence[BaseMessage]) -> Iterator[str]:
    return (str(message.text) for message in messages if isinstance(message, HumanMessage))


def _entries(answer: Answer) -> Iterator[str]:
    if isinstance(answer, Knowledge):
        for entry in (*answer.entries, *answer.near):
            yield _entry(entry)
        yield from (one.description for one in answer.services if one.description)


def _entry(entry: Entry) -> str:
    return f"{entry.title}\n{entry.content}"


def _said_by(answer: Answer) -> Iterator[str]:
    """The words of a result, and a day with its hours in one line."""
    if isinstance(answer, OpeningHours):
        for day in (
            *(answer.days or ()),
            *(answer.exceptions or ()),
            answer.next_open,
            answer.next_holiday,
        ):
            if isinstance(day, DayHours):
                yield f"{day.label} ({day.date}) {day.hours or day.state}"
        return
    yield from _strings(answer)
    if isinstance(answer, Change) and answer.receipt:
        yield answer.receipt


def _strings(value: object, name: str = "") -> Iterator[str]:
    if name in _NOT_SAID:
        return
    if isinstance(value, str):
        if value:
            yield value
    elif isinstance(value, Struct):
        for key in structs.fields(value):
            yield from _strings(getattr(value, key.name), key.name)
    elif isinstance(value, tuple):
        for item in value:
            yield from _strings(item, name)


def _starts(answer: Answer, language: str, now: datetime) -> Iterator[Start]:
    if isinstance(answer, SlotSearch):
        services = [one.name for one in answer.services]
        for slot in answer.slots:
            yield from _slot(slot, services)
    elif isinstance(answer, Change):
        for slot in answer.slots:
            yield from _slot(slot, [answer.service])
        if answer.to is not None and (at := _read(answer.to.label, language, now)):
            yield Start(answer.proposed.service, at, answer.to.person)


def _slot(slot: Slot, services: Sequence[str]) -> Iterator[Start]:
    at = _moment(slot.date, slot.at)
    if at is None:
        return
    yield Start(services[0] if services else "", at, ", ".join(slot.people))
    for part in slot.parts:
        if part.at:
            yield Start(
                part.service, datetime.combine(at.date(), time.fromisoformat(part.at)), part.person
            )


def _moment(day: str, clock: str) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(day), time.fromisoformat(clock))
    except ValueError:
        return None


def _read(label: str, language: str, now: datetime) -> datetime | None:
    words = lexicon(language)
    if words is None:
        return None
    named = days(label.lower(), words, now, "")
    clocks = hours(label.lower(), words)
    if not named or not clocks:
        return None
    ahead = sorted(named[0].days, key=lambda day: abs((day - now.date()).days))
    minutes = min(clocks[0].minutes, key=lambda minute: not 7 * 60 <= minute < 21 * 60)
    return datetime.combine(ahead[0], time(minutes // 60 % 24, minutes % 60))


def _appointments(answer: Answer) -> Iterator[AppointmentView]:
    if isinstance(answer, (OwnAppointments, Change)):
        yield from answer.appointments
    if isinstance(answer, Change) and isinstance(answer.appointment, AppointmentView):
        yield answer.appointment


def _bookings(views: Sequence[AppointmentView]) -> Iterator[Booking]:
    for view in views:
        if at := _moment(view.date, view.at):
            yield Booking(view.service, at, view.person, view.name or "", view.appointment_status)


def _done(answer: Answer, context: TurnContext) -> Iterator[Done]:
    """What one result changed."""
    if isinstance(answer, Change) and answer.status in _CHANGES:
        at = _read(answer.label, context.language, context.now.replace(tzinfo=None))
        yield Done(_CHANGES[answer.status], answer.service, at, answer.name or "")
    elif isinstance(answer, SlotSearch) and answer.status in _WAITING:
        service = answer.service if isinstance(answer.service, str) else ""
        yield Done("joined", service)
    elif isinstance(answer, WaitLeft) and answer.status in ("left", "declined"):
        yield Done("left", answer.service)
    elif isinstance(answer, Consent) and answer.granted is not None:
        yield Done("consent")
    elif isinstance(answer, NameHeard) and answer.status == "ok":
        yield Done("renamed", name=answer.name)
    elif _is_told(answer):
        yield Done("notified")


def _is_told(answer: Answer) -> bool:
    return isinstance(answer, Escalation) and answer.status in ("notified", "already_notified")
