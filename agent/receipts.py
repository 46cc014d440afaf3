"""Receipts: what a customer is told about an appointment, from its committed row.

A model's words never carry these facts; whatever it writes stands beside the receipt.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from agent.dates.labels import slot_label
from agent.labels import instant, price_label
from agent.organization import Organization

_TITLES: Mapping[str, Mapping[str, str]] = {
    "es": {
        "booked": "Cita agendada",
        "moved": "Cita reprogramada",
        "confirmed": "Cita confirmada",
        "cancelled": "Cita cancelada",
    },
    "pt": {
        "booked": "Consulta agendada",
        "moved": "Consulta remarcada",
        "confirmed": "Consulta confirmada",
        "cancelled": "Consulta cancelada",
    },
    "en": {
        "booked": "Appointment booked",
        "moved": "Appointment moved",
        "confirmed": "Appointment confirmed",
        "cancelled": "Appointment cancelled",
    },
}
_WITH: Mapping[str, str] = {"es": "con", "pt": "com", "en": "with"}
_FOR: Mapping[str, str] = {"es": "A nombre de", "pt": "Em nome de", "en": "For"}
_PRICE: Mapping[str, str] = {"es": "Valor", "pt": "Valor", "en": "Price"}


def render_receipt(
    kind: str,
    appointment: Mapping[str, Any],
    *,
    organization: Organization,
    language: str,
    today: date,
) -> str:
    """`kind`: booked, moved, confirmed or cancelled; `appointment`: frontdesk.appointment_json."""
    local = instant(appointment["starts_at"], organization.zone)
    mark = {"cancelled": "❌ "}.get(kind, "✅ ") if organization.emoji else ""
    lines = [
        f"{mark}*{_TITLES[language][kind]}*",
        f"{appointment['service']} {_WITH[language]} {appointment['member']}",
        slot_label(local, language, organization.country, today),
    ]
    if kind != "cancelled":
        lines += _details(appointment, organization, language)
    return "\n".join(lines)


def _details(
    appointment: Mapping[str, Any], organization: Organization, language: str
) -> list[str]:
    place = ", ".join(part for part in (organization.name, organization.address) if part)
    price = price_label(
        appointment["price"],
        appointment["price_note"],
        currency=organization.currency,
        language=language,
        country=organization.country,
    )
    name = appointment["attendee"] or appointment["contact"]
    return [
        place,
        *([f"{_PRICE[language]}: {price}"] if price else []),
        *([f"{_FOR[language]} {name}"] if name else []),
    ]
