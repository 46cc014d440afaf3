"""Tells a customer what staff did with their appointment: in their chat and language, as receipts do."""

from typing import Literal
from uuid import UUID

from agent.organization import Organization
from agent.records import Appointment
from agent.scheduling.receipts import render_cancellation, render_receipt
from gateway.console.agenda.other_time import other_time_question
from gateway.console.agenda.records import NoOtherTime
from gateway.console.agenda.store import AgendaStore
from gateway.console.visit import Visit
from gateway.pipeline.guards import may_send_text
from gateway.pipeline.staff_agenda import CustomerChat

Kind = Literal["booked", "moved", "cancelled"]
OUTCOMES = (
    "told",
    "already_told",
    "opted_out",
    "no_chat",
    "window",
    "offered",
    "person",
    "asked",
    "no_time",
)
"""Of telling and of offering another time; each has its words in console.toml."""


async def tell(visit: Visit, store: AgendaStore, appointment: UUID, kind: Kind) -> str:
    """One of OUTCOMES, or not_found."""
    opened = await store.opened(appointment, looks_again=True)
    if opened is None:
        return "not_found"
    chat = await _chat(visit, appointment)
    if chat is None:
        return "no_chat"
    if _window_closed(chat):
        return "window"
    text = _text(visit, chat, opened.appointment, kind)
    return (await store.tell(appointment, kind, text)).status


async def offer_other_time(visit: Visit, store: AgendaStore, appointment: UUID) -> str:
    """Holds another time for somebody whose appointment cannot be kept, and asks them. "offered", or why not."""
    chat = await _chat(visit, appointment)
    if chat is not None and _window_closed(chat):
        return "window"
    other = await store.hold_other_time(appointment)
    if isinstance(other, NoOtherTime):
        return other.why
    question = other_time_question(other, now=visit.deps.clock.now())
    await store.offer(appointment, other.slot, question)
    return "offered"


async def _chat(visit: Visit, appointment: UUID) -> CustomerChat | None:
    return await visit.deps.database.find(
        CustomerChat,
        "cancellation_chat",
        organization=visit.staff.organization,
        appointment=appointment,
    )


def _window_closed(chat: CustomerChat) -> bool:
    return not chat.opted_out and not may_send_text(chat.channel, chat.last_inbound_at, chat.now)


def _text(visit: Visit, chat: CustomerChat, row: Appointment, kind: Kind) -> str:
    organization = Organization.from_profile(chat.organization)
    language = chat.language or organization.language
    today = chat.now.astimezone(organization.zone).date()
    if kind == "cancelled":
        return render_cancellation(row, organization=organization, language=language, today=today)
    return render_receipt(
        kind,
        row,
        organization=organization,
        language=language,
        today=today,
        public_url=visit.deps.settings.public_url,
    )
