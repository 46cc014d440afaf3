"""What staff do with the agenda, apart from the command line's words."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from agent.data.database import Database
from agent.errors import NotFound, OperatorError
from agent.organization import Organization
from agent.scheduling.receipts import render_cancellation
from agent.types import Json
from gateway.pipeline.guards import may_send_text

_CLOSED = {
    "cancelled": "cancelled",
    "completed": "completed",
    "no_show": "recorded as missed",
}
UNTOLD = {
    "no_chat": "there is no chat with the customer in which frontdesk could write",
    "opted_out": "the customer asked not to be written to",
    "window": "their last message is more than 24 hours old, so the channel takes no free text",
}
"""Why a customer cannot be told."""


class Refused(OperatorError):
    """The agenda does not allow this; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Told:
    """How telling a customer went: told, already_told or a key of UNTOLD. `channel` of the chat."""

    status: str
    channel: str | None = None


async def day_list(
    database: Database, slug: str, first: date | None, last: date | None, member: str | None
) -> list[Json]:
    """Appointments that begin on these local days (None: today), as `agenda_list` answers them.

    Raises NotFound for an unknown business or member, Refused for days in the wrong order.
    """
    if first and last and last < first:
        raise Refused(f"{last} lies before {first}")
    organization = await database.call("organization_find", slug=slug)
    if not organization:
        raise NotFound(f"there is no organization `{slug}`")
    found = await database.call(
        "agenda_list",
        organization=UUID(organization),
        **{"from": first, "to": last},
        member=member,
    )
    if found["status"] == "no_member":
        known = ", ".join(f"`{key}`" for key in found["members"])
        raise NotFound(f"`{slug}` has no member `{member}`; there are {known}")
    appointments: list[Json] = found["appointments"]
    return appointments


async def history(database: Database, appointment: UUID) -> Json:
    """An appointment and its events (`appointment_events_list`). Raises NotFound."""
    organization = await _tenant(database, appointment)
    found: Json = await database.call(
        "appointment_events_list", organization=organization, appointment=appointment
    )
    return found


async def close(database: Database, appointment: UUID, status: str) -> Json:
    """Completes, misses or cancels an appointment (its whole visit); the row afterwards.

    Raises NotFound, or Refused with the reason in words.
    """
    organization = await _tenant(database, appointment)
    result = await database.call(
        "appointment_close", organization=organization, appointment=appointment, status=status
    )
    if result["status"] == "already":
        raise Refused(f"the appointment is already {_said(result['is'])}; nothing was changed")
    if result["status"] == "not_begun":
        raise Refused(f"the appointment has not begun yet, so it cannot be {_said(status)}")
    row: Json = result["appointment"]
    return row


async def is_cancelled(database: Database, appointment: UUID) -> bool:
    """Whether it is cancelled by now. Raises NotFound."""
    found = await history(database, appointment)
    return bool(found["appointment"]["status"] == "cancelled")


async def tell_of_cancellation(database: Database, appointment: UUID) -> Told:
    """Queues the notice of a cancellation in the customer's chat and language, once."""
    organization = await _tenant(database, appointment)
    chat = await database.call(
        "cancellation_chat", organization=organization, appointment=appointment
    )
    if chat is None:
        return Told("no_chat")
    now = datetime.fromisoformat(chat["now"])
    if not chat["opted_out"] and not may_send_text(chat["channel"], chat["last_inbound_at"], now):
        return Told("window", chat["channel"])
    row = (await history(database, appointment))["appointment"]
    told = await database.call(
        "cancellation_tell",
        organization=organization,
        appointment=appointment,
        text=_notice(row, chat, now),
    )
    return Told(told["status"], chat["channel"])


def _notice(row: Json, chat: Json, now: datetime) -> str:
    organization = Organization.from_row(chat["organization"])
    return render_cancellation(
        row,
        organization=organization,
        language=chat["language"] or organization.language,
        today=now.astimezone(organization.zone).date(),
    )


def _said(status: str) -> str:
    return _CLOSED[status]


async def _tenant(database: Database, appointment: UUID) -> UUID:
    found = await database.call("appointment_tenant", appointment=appointment)
    if not found:
        raise NotFound(f"there is no appointment {appointment}")
    return UUID(found)
