"""What staff do with the agenda, apart from the command line's words."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct, field

from agent.data.database import Database
from agent.errors import NotFound, OperatorError
from agent.organization import Organization
from agent.places import Place
from agent.records import Appointment, AppointmentStatus, OrganizationProfile
from agent.scheduling.receipts import render_cancellation
from gateway.organizations.rows import organization_id
from gateway.pipeline.guards import may_send_text

_CLOSED = {
    "cancelled": "cancelled",
    "completed": "completed",
    "no_show": "recorded as missed",
}
WHY_NOT_TOLD = {
    "no_chat": "there is no chat with the customer in which frontdesk could write",
    "opted_out": "the customer asked not to be written to",
    "window": "their last message is more than 24 hours old, so the channel takes no free text",
}
"""Why a customer cannot be told."""


class AgendaRow(Struct, frozen=True, kw_only=True):
    """An appointment as staff list them; `local` and `until` are local times, "2026-11-24T15:00".
    `awaits_confirmation`: the customer was
    asked to confirm. `customer` is in whose name it is; where that is somebody else than the customer, `contact`
    wrote, and is `relation` (people.relation) to them. `stated_phone`: what they wrote themselves, where no provider
    told a phone. `place`: where a home visit is."""

    id: UUID
    visit: UUID | None
    local: str
    until: str
    service: str
    member: str
    customer: str | None
    contact: str | None
    relation: str | None
    phone: str | None
    stated_phone: str | None
    status: AppointmentStatus
    place: Place | None = None
    awaits_confirmation: bool = field(name="asked")


class Agenda(Struct, frozen=True, kw_only=True):
    """agenda_list; `members` are the keys of those there are, when the one asked for is not."""

    status: Literal["ok", "no_member"]
    appointments: list[AgendaRow] = []
    members: tuple[str, ...] = ()


class AgendaEvent(Struct, frozen=True, kw_only=True):
    """Something that happened to an appointment; times are local, as in AgendaRow. `name`: who of staff did it in the
    console."""

    local: str
    kind: str
    actor: str
    name: str | None = None
    channel: str | None
    moved_from: str | None = field(name="from")
    moved_to: str | None = field(name="to")
    from_member: str | None
    to_member: str | None


class AgendaNote(Struct, frozen=True, kw_only=True):
    """What the customer asked to have noted, in their words."""

    text: str
    at: datetime


class AgendaStory(Struct, frozen=True, kw_only=True):
    """An appointment and its events, oldest first."""

    appointment: Appointment
    phone: str | None
    stated_phone: str | None
    notes: tuple[AgendaNote, ...]
    local: str
    until: str
    events: tuple[AgendaEvent, ...]


class _Closed(Struct, frozen=True, kw_only=True):
    """appointment_close; `was`: what it is `already`."""

    status: Literal["completed", "no_show", "cancelled", "already", "not_begun", "not_found"]
    was: AppointmentStatus | None = field(name="is", default=None)
    appointment: Appointment | None = None


class CustomerChat(Struct, frozen=True, kw_only=True):
    """cancellation_chat: where the customer would be told."""

    conversation: UUID
    language: str | None
    channel: str
    opted_out: bool
    last_inbound_at: datetime | None
    now: datetime
    organization: OrganizationProfile


class _Notice(Struct, frozen=True, kw_only=True):
    """cancellation_tell."""

    status: Literal["told", "already_told", "no_chat", "opted_out", "not_cancelled"]


class Refused(OperatorError):
    """The agenda does not allow this; nothing was changed."""


@dataclass(frozen=True, slots=True)
class CancellationNotice:
    """How telling a customer went: told, already_told or a key of WHY_NOT_TOLD. `channel` of the chat."""

    status: str
    channel: str | None = None


async def day_list(
    database: Database, slug: str, first: date | None, last: date | None, member: str | None
) -> list[AgendaRow]:
    """Appointments that begin on these local days (None: today).

    Raises NotFound for an unknown business or member, Refused for days in the wrong order.
    """
    if first and last and last < first:
        raise Refused(f"{last} lies before {first}")
    agenda = await database.fetch(
        Agenda,
        "agenda_list",
        organization=await organization_id(database, slug),
        **{"from": first, "to": last},
        member=member,
    )
    if agenda.status == "no_member":
        keys = ", ".join(f"`{key}`" for key in agenda.members)
        raise NotFound(f"`{slug}` has no member `{member}`; there are {keys}")
    return agenda.appointments


async def history(database: Database, appointment: UUID) -> AgendaStory:
    """An appointment and its events. Raises NotFound."""
    organization = await _tenant(database, appointment)
    return await database.fetch(
        AgendaStory, "appointment_events_list", organization=organization, appointment=appointment
    )


async def erase_notes(database: Database, appointment: UUID) -> int:
    """Erases all notes of the appointment's customer; how many there were. Raises NotFound."""
    organization = await _tenant(database, appointment)
    count = await database.find(
        int, "notes_erase", organization=organization, appointment=appointment
    )
    return count or 0


async def close(database: Database, appointment: UUID, status: str) -> Appointment:
    """Completes, misses or cancels an appointment (its whole visit); the row afterwards.

    Raises NotFound, or Refused with the reason in words.
    """
    organization = await _tenant(database, appointment)
    closed = await database.fetch(
        _Closed,
        "appointment_close",
        organization=organization,
        appointment=appointment,
        status=status,
    )
    if closed.status == "already" and closed.was:
        raise Refused(f"the appointment is already {_CLOSED[closed.was]}; nothing was changed")
    if closed.status == "not_begun":
        raise Refused(f"the appointment has not begun yet, so it cannot be {_CLOSED[status]}")
    if closed.appointment is None:
        raise NotFound(f"there is no appointment {appointment}")
    return closed.appointment


async def is_cancelled(database: Database, appointment: UUID) -> bool:
    """Whether it is cancelled by now. Raises NotFound."""
    return (await history(database, appointment)).appointment.status == "cancelled"


async def tell_of_cancellation(database: Database, appointment: UUID) -> CancellationNotice:
    """Queues the notice of a cancellation in the customer's chat and language, once."""
    organization = await _tenant(database, appointment)
    chat = await database.find(
        CustomerChat, "cancellation_chat", organization=organization, appointment=appointment
    )
    if chat is None:
        return CancellationNotice("no_chat")
    if not chat.opted_out and not may_send_text(chat.channel, chat.last_inbound_at, chat.now):
        return CancellationNotice("window", chat.channel)
    row = (await history(database, appointment)).appointment
    notice = await database.fetch(
        _Notice,
        "cancellation_tell",
        organization=organization,
        appointment=appointment,
        text=_text(row, chat),
    )
    return CancellationNotice(notice.status, chat.channel)


def _text(row: Appointment, chat: CustomerChat) -> str:
    organization = Organization.from_profile(chat.organization)
    return render_cancellation(
        row,
        organization=organization,
        language=chat.language or organization.language,
        today=chat.now.astimezone(organization.zone).date(),
    )


async def _tenant(database: Database, appointment: UUID) -> UUID:
    tenant = await database.find(UUID, "appointment_tenant", appointment=appointment)
    if tenant is None:
        raise NotFound(f"there is no appointment {appointment}")
    return tenant
