"""Records as SQL functions answer them, for tests without a database: plausible, with what differs."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from agent.organization import Organization
from agent.records import (
    Appointment,
    OrganizationProfile,
    WaitingQuestion,
)

ID = "00000000-0000-0000-0000-000000000001"


def profile(**changed: Any) -> dict[str, Any]:
    """An organization's profile as JSON."""
    return {
        "id": ID,
        "slug": "aurora",
        "name": "Clínica Aurora",
        "language": "es",
        "tone": "",
        "formality": "tu",
        "emoji": False,
        "time_zone": "America/Bogota",
        "country": "CO",
        "currency": "COP",
        "address": "Carrera 13",
        "emergency": None,
        "notice_minutes": 60,
        "horizon_days": 60,
        "hours": [],
        "special_dates": [],
        "holidays": True,
        "holiday_region": None,
        "services": [],
        **changed,
    }


def organization(**changed: Any) -> Organization:
    """The organization of `profile`."""
    return Organization.from_profile(msgspec.convert(profile(**changed), OrganizationProfile))


def appointment(*parts: tuple[str, str, str], **changed: Any) -> Appointment:
    """`parts`: service, member and start (ISO)."""
    rows = [
        {
            "id": str(UUID(int=number)),
            "service": service,
            "service_id": ID,
            "service_key": "key",
            "member": member,
            "member_id": ID,
            "starts_at": start,
            "ends_at": start,
            "price": None,
            "price_note": None,
            "currency": "COP",
        }
        for number, (service, member, start) in enumerate(parts, 1)
    ]
    row = {
        **rows[0],
        "status": "scheduled",
        "attendee": "Ana Pérez",
        "contact": "Ana Pérez",
        "organization": "Clínica Aurora",
        "address": None,
        "time_zone": "America/Bogota",
        "total": None,
        "public_token": "0" * 32,
        "awaiting_confirmation": False,
        "parts": rows,
    }
    return msgspec.convert({**row, **changed}, Appointment)


def waiting_question(
    at: datetime, until: datetime, *items: tuple[str, str], name: str | None
) -> WaitingQuestion:
    """`items`: service and member of the slot that became free."""
    rows = [
        {
            "service_id": ID,
            "service": service,
            "member_id": ID,
            "member": member,
            "at": at,
            "local": f"{at:%Y-%m-%dT%H:%M}",
        }
        for service, member in items
    ]
    question = {
        "status": "ask",
        "again": False,
        "entry": ID,
        "conversation": ID,
        "language": "es",
        "name": name,
        "slot": "abc",
        "at": at,
        "until": until,
        "items": rows,
        "chat": {"channel": "web", "settings": {}, "last_inbound_at": None},
        "organization": profile(),
    }
    return msgspec.convert(question, WaitingQuestion)
