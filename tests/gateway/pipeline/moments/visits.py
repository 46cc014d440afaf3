"""Visits of customers with a chat at a provider, what staff say of them, and what was written afterwards."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tests.agenda import Client
from tests.bookings.clinic_rules import BROWS, CAMILA
from tests.front import Front
from tests.gateway.pipeline.reminders.reminded_customers import at, guest, until

TUESDAY = at("2026-11-24T15:00")
OVER = at("2026-11-24T15:30")
"""When it ends: the brows take half an hour."""
LINK = "https://example.org/review"


async def booked(front: Front, start: datetime = TUESDAY, **about: Any) -> tuple[Client, UUID]:
    ana = await guest(front, **about)
    return ana, await ana.booked(BROWS, CAMILA, start)


async def closed(front: Front, appointment: UUID, status: str = "completed") -> None:
    """Staff say what became of it."""
    done = await front.container.database.call(
        "appointment_close",
        organization=front.organization("aurora"),
        appointment=appointment,
        status=status,
    )
    assert done["status"] == status, done


async def came(front: Front, **about: Any) -> tuple[Client, UUID]:
    """A customer whose visit is over and was marked at its end."""
    ana, appointment = await booked(front, **about)
    await until(front, OVER)
    await closed(front, appointment)
    return ana, appointment


def moments(front: Front, kind: str) -> list[tuple[str, str, str | None]]:
    """(local due time, status, reason) of the rows of a kind."""
    found = front.rows(
        "select to_char(r.due_at at time zone o.time_zone, 'DD HH24:MI') as due, r.status, r.reason "
        "from reminders r join organizations o on o.id = r.organization_id where r.kind = %s "
        "order by r.due_at, r.created_at",
        kind,
    )
    return [(row["due"], row["status"], row["reason"]) for row in found]


def written(front: Front, kind: str) -> list[str]:
    """Texts of a kind that a provider took, in order."""
    found = front.rows(
        "select m.body from chat_messages m join reminders r on r.message_id = m.id "
        "where r.kind = %s and m.status = 'sent' order by m.seq",
        kind,
    )
    return [row["body"] for row in found]
