"""Booking, cancelling, moving, confirming and listing the customer's own appointments.

Every change needs the customer's choice in a later message than the offer or proposal; the
SQL functions check that, not the prompt.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from langgraph.prebuilt import ToolRuntime

from agent.context import TurnContext
from agent.dates.labels import slot_label
from agent.records import Appointment, AppointmentChange
from agent.scheduling.criteria import SearchCriteria
from agent.scheduling.labels import appointment_view, price_label
from agent.scheduling.receipts import render_party, render_receipt
from agent.tool_answers import Answer, NameHeard, Outcome
from agent.tool_results import (
    AlreadyNamed,
    AppointmentList,
    Changed,
    ChangeRefused,
    PlaceNeeded,
    Proposed,
    SlotGone,
    StandsSo,
    WhichAppointment,
)
from agent.tool_views import MoveTo, WholeAppointment
from tools.kit import offers
from tools.kit.answering import tool
from tools.kit.cut_offs import too_late
from tools.kit.gates import gate_booking, gate_cancelling, gate_confirming, gate_move
from tools.kit.party import Guest, read_party
from tools.kit.people import SELF, chosen, theirs_of
from tools.kit.refused import refused_by_customer
from tools.kit.said_names import agrees, weigh_name

Runtime = ToolRuntime[TurnContext, Any]


@tool
async def book_appointment(
    slot: str,
    runtime: Runtime,
    person: str | None = None,
    people: list[Guest] | None = None,
) -> Outcome:
    """Book a time that was offered in an earlier message and that the customer has chosen.

    slot: its token; that of a visit books all its services. person: for whom, by the id in `people`, or "self"; somebody
    new by resolve_contact_on_booking before. people: of an offer for two, both: {"person": id or "self"} or {"name":
    theirs, "relation": to the customer}; "self" with a name while the customer's is unknown.
    """
    context = runtime.context
    refused = await refused_by_customer(context, slot) or await gate_booking(context, slot)
    if refused:
        return refused
    if person and not await chosen(context, person):
        return Answer(status="unknown_person")
    party = read_party(context, runtime.state["messages"], people) if people else None
    if isinstance(party, NameHeard):
        return party
    result = await context.store.book_appointment(*_where(context), slot=slot, party=party)
    if result.status in ("booked", "already_booked"):
        return _done(context, result, "booked")
    if result.status in ("taken", "offer_expired"):
        return await _others(context, result, people=len(people or ()))
    if result.status == "overlaps_own":
        return _overlap(context, result)
    if result.status == "needs_place":
        last_place = result.place.line if result.place else ""
        return PlaceNeeded(status="needs_place", place=last_place)
    # The limit, or the assessment, of one service.
    service = await _name(context, result.service) if result.service else ""
    return ChangeRefused(status=result.status, limit=result.limit, service=service)


@tool
async def cancel_appointment(
    runtime: Runtime,
    appointment: str | None = None,
    proposal: str | None = None,
    only: str | None = None,
) -> Outcome:
    """Cancel an appointment of this customer, in two steps.

    First with its id (none: the only one, or the one in `focus`): it answers a proposal; ask about it. After their yes
    with that proposal. only: the one service of a visit that is to go, as it is called in parts.
    """
    context = runtime.context
    identifier = _uuid(appointment)
    if appointment and identifier is None:
        return Answer(status="not_found")
    if proposal is not None and (refused := await gate_cancelling(context, proposal)):
        return refused
    if proposal is None:
        identifier = identifier or context.focus
        theirs = None if identifier else theirs_of(context)
        if theirs is not None and len(theirs) != 1:
            return _which(context, theirs)
        identifier = theirs[0].id if theirs else identifier
    result = await context.store.cancel_appointment(
        *_where(context), appointment=identifier, proposal=proposal, only=only
    )
    return await _proposed_or_done(context, result, "cancelled")


@tool
async def reschedule_appointment(
    runtime: Runtime,
    appointment: str | None = None,
    slot: str | None = None,
    proposal: str | None = None,
) -> Outcome:
    """Move an appointment of this customer to another time.

    slot: what the customer chose. Offered for this appointment it is moved at once, else this answers a proposal: ask,
    and after their yes call again with that.
    """
    context = runtime.context
    identifier = _uuid(appointment)
    if appointment and identifier is None:
        return Answer(status="not_found")
    refused = await refused_by_customer(context, slot) or await gate_move(context, slot, proposal)
    if refused:
        return refused
    theirs = None if identifier or proposal or slot else theirs_of(context)
    if theirs is not None and len(theirs) != 1:
        return _which(context, theirs)
    identifier = theirs[0].id if theirs else identifier
    result = await context.store.move_appointment(
        *_where(context), appointment=identifier, slot=slot, proposal=proposal
    )
    if result.status in ("taken", "offer_expired"):
        return await _others(context, result)
    if result.status == "overlaps_own":
        return _overlap(context, result)
    return await _proposed_or_done(context, result, "moved")


@tool
async def confirm_appointment(runtime: Runtime, appointment: str | None = None) -> Outcome:
    """Confirm that the customer will come (without an id: the one that was asked about)."""
    context = runtime.context
    identifier = _uuid(appointment)
    if appointment and identifier is None:
        return Answer(status="not_found")
    if refused := gate_confirming(context):
        return refused
    identifier = identifier or context.focus
    theirs = None if identifier else theirs_of(context)
    if theirs is not None and len(theirs) != 1:
        return _which(context, theirs)
    identifier = theirs[0].id if theirs else identifier
    result = await context.store.confirm_appointment(*_where(context), appointment=identifier)
    return await _proposed_or_done(context, result, "confirmed")


@tool
async def correct_booking_name(
    name: str, runtime: Runtime, appointment: str | None = None, confirmed: bool = False
) -> Outcome:
    """Put right the name under which an upcoming appointment of this customer stands.

    name: the whole right name, in their own words; confirmed: after their yes to it. Without an id: the only one.
    """
    context = runtime.context
    identifier = _uuid(appointment)
    if appointment and identifier is None:
        return Answer(status="not_found")
    messages = runtime.state["messages"]
    standing, spelled = weigh_name(
        name,
        messages,
        known_names=_names_on_record(context),
        confirmed=confirmed and agrees(context, messages, name),
    )
    if standing != "ok":
        return NameHeard(status=standing, name=spelled if standing == "unsure" else "")
    result = await context.store.rename_appointment(
        *_where(context), name=spelled, appointment=identifier or context.focus
    )
    if result.status == "overlaps_own":
        return _overlap(context, result)
    if result.status == "already_named":
        label = _view(context, result.subject).label
        return AlreadyNamed(status="already_named", name=spelled, label=label)
    return await _proposed_or_done(context, result, "renamed")


def _names_on_record(context: TurnContext) -> list[str | None]:
    rows = [name for row in context.upcoming for name in (row.attendee, row.contact)]
    people = [one.name for one in context.people]
    return [context.profile_name, context.contact_name, *people, *rows]


@tool
async def list_appointments(runtime: Runtime, person: str | None = None) -> Outcome:
    """The customer's upcoming appointments and those of their people, soonest first.

    person: only that one's, by the id in `people`, or "self". was: when it began before they moved it of late.
    """
    context = runtime.context
    rows = await context.store.upcoming(context.organization.id, context.conversation_id)
    if person:
        wanted = "" if person == SELF else person
        rows = [row for row in rows if str(row.person or "") == wanted]
    views = tuple(_view(context, row) for row in rows)
    return AppointmentList(
        status="ok" if views else "none", appointments=views, total=_total(context, rows)
    )


def _total(context: TurnContext, rows: Sequence[Appointment]) -> str:
    """What all appointments cost; "" while one has no price, or they are paid in several currencies."""
    prices, currencies = [row.total for row in rows], {row.currency for row in rows}
    if None in prices or len(currencies) != 1:
        return ""
    place = context.organization.country
    total = sum(price for price in prices if price is not None)
    [currency] = currencies
    return (
        price_label(total, None, currency=currency, language=context.language, country=place) or ""
    )


def _where(context: TurnContext) -> tuple[UUID, UUID, UUID]:
    """Organization, conversation and turn, as every change is told them."""
    return context.organization.id, context.conversation_id, context.turn_id


async def _name(context: TurnContext, service: UUID) -> str:
    rows = await context.store.services(context.organization.id)
    return next((row.name for row in rows if row.id == service), "")


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _view(context: TurnContext, row: Appointment) -> WholeAppointment:
    return appointment_view(
        row,
        zone=context.organization.zone,
        language=context.language,
        country=context.organization.country,
        today=context.now.date(),
    )


async def _own(context: TurnContext) -> tuple[WholeAppointment, ...]:
    rows = await context.store.upcoming(context.organization.id, context.conversation_id)
    return tuple(_view(context, row) for row in rows)


def _which(context: TurnContext, theirs: Sequence[Appointment]) -> Outcome:
    """Of several appointments of the person who is spoken of; that they have none."""
    if not theirs:
        return Answer(status="none_of_theirs")
    views = tuple(_view(context, row) for row in theirs)
    return WhichAppointment(status="several", appointments=views)


def _overlap(context: TurnContext, result: AppointmentChange) -> StandsSo:
    view = _view(context, result.subject)
    return StandsSo(status="overlaps_own", label=view.label, service=view.service)


def _done(context: TurnContext, result: AppointmentChange, kind: str) -> Changed:
    """A change that stands in the database, with the receipt that code writes about it."""
    row = result.subject
    view = _view(context, row)
    receipt = _receipt_of_party(context, result) or render_receipt(
        kind,
        row,
        organization=context.organization,
        language=context.language,
        today=context.now.date(),
        public_url=context.public_url,
    )
    return Changed(
        status=result.status,
        appointment=view.appointment,
        label=view.label,
        service=view.service,
        person=view.person,
        name=view.name,
        receipt=receipt,
        also=tuple(str(one.id) for one in result.also),
        ask_phone=kind == "booked" and context.phone_standing == "unknown",
    )


def _receipt_of_party(context: TurnContext, result: AppointmentChange) -> str:
    """One receipt where several people were booked at once, else ""."""
    if not result.also:
        return ""
    return render_party(
        [result.subject, *result.also],
        organization=context.organization,
        language=context.language,
        today=context.now.date(),
        public_url=context.public_url,
    )


async def _proposed_or_done(context: TurnContext, result: AppointmentChange, kind: str) -> Outcome:
    status = result.status
    if status == kind:
        return _done(context, result, kind)
    if status == "several":
        return WhichAppointment(status="several", appointments=await _own(context))
    if status == "too_late":
        return too_late(context, result)
    if status == "proposed":
        return _proposal(context, result)
    if result.appointment and status.startswith("already"):
        view = _view(context, result.subject)
        return StandsSo(status=status, label=view.label, service=view.service)
    return Answer(status=status)


def _proposal(context: TurnContext, result: AppointmentChange) -> Proposed:
    to = None
    if result.to:
        label = _slot_label(context, result.to.starts_at.astimezone(context.organization.zone))
        to = MoveTo(slot=result.to.slot, label=label, person=result.to.member)
    return Proposed(
        status="proposed",
        proposal=result.proposal or "",
        appointment=_view(context, result.subject),
        to=to,
    )


def _slot_label(context: TurnContext, local: datetime) -> str:
    country = context.organization.country
    return slot_label(local, context.language, country, context.now.date())


async def _others(context: TurnContext, result: AppointmentChange, *, people: int = 0) -> SlotGone:
    """New times near the wished one for whoever lost it, offered in this turn; what may be waited for."""
    moved = result.appointment
    visit = offers.Visit.moving(moved) if moved else offers.Visit(result.services or ())
    if people > 1:
        visit = offers.Visit((result.services or ())[:1]).for_two(in_turn=result.in_turn)
    near = await offers.find_offers(context, visit, _near(context, result))
    return SlotGone(status=result.status, slots=near.slots, can_wait=near.can_wait)


def _near(context: TurnContext, result: AppointmentChange) -> SearchCriteria:
    if result.wished is None or result.wished <= context.now:
        return SearchCriteria()
    wished = result.wished.astimezone(context.organization.zone)
    return SearchCriteria(first=wished.date(), last=wished.date(), at=wished.time())
