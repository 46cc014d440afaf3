"""Tells a customer what staff did with their appointment: in their chat and language, as receipts do."""

from typing import Literal
from uuid import UUID

from agent.organization import Organization
from agent.records import Appointment
from agent.scheduling.receipts import render_cancellation, render_receipt
from gateway.console.agenda.store import AgendaStore
from gateway.console.visit import Visit
from gateway.pipeline.guards import may_send_text
from gateway.pipeline.staff_agenda import CustomerChat

Kind = Literal["booked", "moved", "cancelled"]
OUTCOMES = ("told", "already_told", "opted_out", "no_chat", "window")
"""Of telling; each has its words in console.toml."""


async def tell(visit: Visit, store: AgendaStore, appointment: UUID, kind: Kind) -> str:
    """One of OUTCOMES, or not_found."""
    opened = await store.opened(appointment, looks_again=True)
    if opened is None:
        return "not_found"
    chat = await visit.deps.database.find(
        CustomerChat,
        "cancellation_chat",
        organization=visit.staff.organization,
        appointment=appointment,
    )
    if chat is None:
        return "no_chat"
    if not chat.opted_out and not may_send_text(chat.channel, chat.last_inbound_at, chat.now):
        return "window"
    text = _text(visit, chat, opened.appointment, kind)
    return (await store.tell(appointment, kind, text)).status


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
