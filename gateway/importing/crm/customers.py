"""Customers of the CRM with their notes, appointments and chats, as customers_import takes them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from agent.phones import canonical, told
from gateway.importing.account import Account
from gateway.importing.crm.items import (
    AppointmentItem,
    ChatItem,
    CustomerItem,
    MessageItem,
    NoteItem,
)
from gateway.importing.crm.rows import Appointment, Chat, Contact, Crm, Message
from gateway.importing.crm.setup import Setup

STATUSES = {
    "programada": "scheduled",
    "confirmada": "confirmed",
    "en_curso": "confirmed",
    "completada": "completed",
    "cancelada": "cancelled",
    "no_asistio": "no_show",
}
_LIVE = ("scheduled", "confirmed")
_LONGEST_NOTE = 500
_LONGEST_TEXT = 20_000
_DETAILS = ("document_type", "document_number", "birth_date", "gender", "address", "city")


@dataclass(frozen=True)
class Choices:
    """`service` and `member`: keys for appointments that name none. `connection`: where chats go, and its channel.
    `details`: whether documents, birthdays and addresses are kept as a note. `country`: of local phones."""

    country: str
    zone: str
    service: str | None = None
    member: str | None = None
    connection: str | None = None
    channel: str | None = None
    details: bool = False


@dataclass(frozen=True)
class Blocked:
    """Time of a member that is taken by an appointment without a service (local times)."""

    member: str
    starts: str
    ends: str


def customers(
    crm: Crm, setup: Setup, choices: Choices, account: Account
) -> tuple[list[CustomerItem], list[Blocked]]:
    """Every contact with what hangs on it; beside them the times of appointments that are for no service."""
    parts = _Parts(crm, setup, choices, account)
    phones: dict[str, str] = {}
    rows = []
    for contact in crm.contacts:
        phone = told(contact.phone or "", contact.country_code or choices.country)
        phone = phone or told(contact.phone or "")
        if phone is None:
            account.remarks.append(
                f"customers: {_who(contact)}: no phone that exists; taken without one"
            )
        elif phone in phones:
            account.remarks.append(
                f"customers: {_who(contact)}: has the phone of {phones[phone]}; taken as a person of theirs"
            )
        else:
            phones[phone] = _who(contact)
        rows.append(parts.of(contact, phone))
    parts.orphans({one.id for one in crm.contacts})
    return rows, parts.blocked


def _who(contact: Contact) -> str:
    """Not their name: what is printed may be kept."""
    return contact.id[:8]


class _Parts:
    """What hangs on a contact, looked up by it."""

    def __init__(self, crm: Crm, setup: Setup, choices: Choices, account: Account) -> None:
        self._crm, self._setup, self._choices, self._account = crm, setup, choices, account
        self.blocked: list[Blocked] = []
        self._appointments: dict[str, list[Appointment]] = defaultdict(list)
        self._notes: dict[str, list[NoteItem]] = defaultdict(list)
        self._chats: dict[str, list[Chat]] = defaultdict(list)
        self._messages: dict[str, list[Message]] = defaultdict(list)
        for appointment in crm.appointments:
            self._appointments[appointment.contact_id].append(appointment)
        for message in crm.messages:
            self._messages[message.chat_identity_id].append(message)
        for chat in crm.chats:
            self._chats[chat.contact_id or ""].append(chat)
        self._collect_notes()
        self._clashing = _clashes(crm.appointments, account)

    def _collect_notes(self) -> None:
        names = {tag.id: tag.name for tag in self._crm.tags}
        for note in self._crm.notes:
            self._notes[note.contact_id].append(_note(note.id, note.note, note.created_at))
        for tag in self._crm.contact_tags:
            if tag.tag_id in names:
                text = f"#{names[tag.tag_id]}"
                self._notes[tag.contact_id].append(
                    _note(f"tag:{tag.contact_id}:{tag.tag_id}", text, tag.created_at)
                )

    def of(self, contact: Contact, phone: str | None) -> CustomerItem:
        name = " ".join(
            f"{contact.first_name or ''} {contact.last_name or ''}".replace("\0", "").split()
        )
        return {
            "key": contact.id,
            "name": name[:120] or None,
            "phone": phone,
            "email": (contact.email or "").strip()[:254] or None,
            "at": _instant(contact.created_at),
            "notes": [*filter(self._fits, self._notes[contact.id]), *self._details(contact)],
            "appointments": [
                row for one in self._appointments[contact.id] if (row := self._appointment(one))
            ],
            "chats": [item for one in self._chats[contact.id] if (item := self._chat(one, phone))],
        }

    def orphans(self, contacts: set[str]) -> None:
        """What belongs to nobody who is there."""
        for owner, rows in self._appointments.items():
            for one in rows if owner not in contacts else ():
                self._account.leave_out("appointments", _which(one), "its customer is not there")
        for owner, chats in self._chats.items():
            for chat in chats if owner not in contacts else ():
                self._account.leave_out("chats", chat.id[:8], "it has no customer")

    def _fits(self, note: NoteItem) -> bool:
        if 0 < len(note["text"]) <= _LONGEST_NOTE:
            return True
        if note["text"]:
            self._account.leave_out(
                "notes", note["key"][:8], f"longer than {_LONGEST_NOTE} letters"
            )
        return False

    def _details(self, contact: Contact) -> Iterator[NoteItem]:
        details = {name: getattr(contact, name) for name in _DETAILS}
        text = " · ".join(f"{name}: {value}" for name, value in details.items() if value)[
            :_LONGEST_NOTE
        ]
        if text and self._choices.details:
            yield _note(f"details:{contact.id}", text, contact.created_at)
        elif text:
            self._account.count("documents, birthdays, addresses", "left_out")

    def _appointment(self, row: Appointment) -> AppointmentItem | None:
        service = self._setup.services.get(row.service_id or "") or self._choices.service
        member = self._setup.members.get(row.member_id or "") or self._choices.member
        status = STATUSES.get(row.status)
        starts, ends = (
            f"{row.appointment_date}T{row.start_time}",
            f"{row.appointment_date}T{row.end_time}",
        )
        if row.id in self._clashing:
            return None
        if status is None:
            return self._left_out(row, f"unknown status {row.status!r}")
        if member is None:
            return self._left_out(row, "nobody is named for it; name somebody with --member")
        if service is None:
            if status in _LIVE and row.start_time < row.end_time:
                self.blocked.append(Blocked(member, starts, ends))
            return self._left_out(
                row, "no service is named for it (--service); its time is kept as taken"
            )
        return {
            "key": row.id,
            "service": service,
            "member": member,
            "starts": starts,
            "ends": ends,
            "status": status,
            "at": _instant(row.created_at),
        }

    def _left_out(self, row: Appointment, why: str) -> AppointmentItem | None:
        self._account.leave_out("appointments", _which(row), why)
        return None

    def _chat(self, chat: Chat, phone: str | None) -> ChatItem | None:
        if chat.platform.lower() != "whatsapp":
            self._account.leave_out(
                "chats", chat.id[:8], f"of {chat.platform}; only WhatsApp's are taken"
            )
            return None
        number = canonical(chat.platform_user_id) or phone
        if number is None or self._choices.connection is None:
            self._account.leave_out("chats", chat.id[:8], "no phone that it is with")
            return None
        messages = sorted(self._messages[chat.id], key=lambda one: (one.timestamp, one.id))
        return {
            "key": chat.id,
            "connection": self._choices.connection,
            "addresses": [_address(chat, number, self._choices.channel), f"+{number}"],
            "silent": chat.bot_enabled is False,
            "messages": [_message(one) for one in messages],
        }


def _address(chat: Chat, number: str, channel: str | None) -> str:
    """As the channel's provider writes it."""
    digits = "".join(c for c in chat.platform_user_id if c.isdigit()) or number
    return f"{digits}@s.whatsapp.net" if channel == "evolution" else digits


def _message(row: Message) -> MessageItem:
    """A file is not taken, only that there was one."""
    inbound = row.direction.lower().startswith("in")
    text = (row.message or "").replace("\0", "").strip() or f"[{row.media_type or 'file'}]"
    by: Literal["inbound", "outbound", "staff"] = (
        "inbound" if inbound else "staff" if row.sent_by else "outbound"
    )
    return {"by": by, "text": text[:_LONGEST_TEXT], "at": _instant(row.timestamp)}


def _note(key: str, text: str, at: datetime | None) -> NoteItem:
    return {"key": key, "text": " ".join(text.replace("\0", "").split()), "at": _instant(at)}


def _instant(at: datetime | None) -> str | None:
    """Supabase keeps instants with their zone; one without is UTC's."""
    if at is None:
        return None
    return at.isoformat() if at.tzinfo else f"{at.isoformat()}+00:00"


def _which(row: Appointment) -> str:
    return f"{row.appointment_date} {row.start_time:%H:%M} ({row.id[:8]})"


def _clashes(rows: list[Appointment], account: Account) -> set[str]:
    """Live appointments of one member that overlap an earlier made one of the CRM itself: the first is kept."""
    live = [one for one in rows if STATUSES.get(one.status) in _LIVE and one.member_id]
    made: dict[Any, list[Appointment]] = defaultdict(list)
    clashing: set[str] = set()
    for row in sorted(live, key=lambda one: (_instant(one.created_at) or "", one.id)):
        there = made[row.member_id, row.appointment_date]
        other = next(
            (o for o in there if o.start_time < row.end_time and row.start_time < o.end_time), None
        )
        if other is None:
            there.append(row)
        else:
            clashing.add(row.id)
            account.leave_out(
                "appointments", _which(row), f"overlaps {_which(other)} of the same member"
            )
    return clashing
