"""The CRM's tables: what is read of them, and which rows cannot be used."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, TypeVar

from msgspec import Struct, ValidationError, convert
from msgspec.structs import fields

from agent.data.foreign import ForeignDatabase, ForeignUnreadable


class CrmRow(Struct, frozen=True, kw_only=True):
    """A row; a column that a running installation lacks has its default."""


class Organization(CrmRow, frozen=True, kw_only=True):
    id: str
    name: str


class Service(CrmRow, frozen=True, kw_only=True):
    """`is_bookable` and `requires_assessment` (an id) stand only in newer installations."""

    id: str
    name: str
    duration_minutes: float
    description: str | None = None
    price_cop: float | None = None
    is_active: bool | None = True
    is_bookable: bool | None = True
    requires_assessment: Any = None


class Profile(CrmRow, frozen=True, kw_only=True):
    id: str
    first_name: str | None = None
    last_name: str | None = None
    is_active: bool | None = True


class Assignment(CrmRow, frozen=True, kw_only=True):
    member_id: str
    service_id: str


class Day(CrmRow, frozen=True, kw_only=True):
    """A day of the week (0 and 7 are Sunday) of the business or (`member_id`) of a member."""

    id: str
    day_of_week: int
    start_time: time
    end_time: time
    break_start_time: time | None = None
    break_end_time: time | None = None
    is_available: bool | None = True
    member_id: str | None = None


class SpecialDay(CrmRow, frozen=True, kw_only=True):
    id: str
    date: date
    is_available: bool | None = False
    start_time: time | None = None
    end_time: time | None = None
    break_start_time: time | None = None
    break_end_time: time | None = None
    reason: str | None = None
    member_id: str | None = None


class Contact(CrmRow, frozen=True, kw_only=True):
    id: str
    first_name: str | None = None
    last_name: str | None = None
    phone: str | None = None
    country_code: str | None = None
    email: str | None = None
    document_type: str | None = None
    document_number: str | None = None
    birth_date: date | None = None
    gender: str | None = None
    address: str | None = None
    city: str | None = None
    created_at: datetime | None = None


class Note(CrmRow, frozen=True, kw_only=True):
    id: str
    contact_id: str
    note: str
    created_at: datetime | None = None


class Tag(CrmRow, frozen=True, kw_only=True):
    id: str
    name: str


class ContactTag(CrmRow, frozen=True, kw_only=True):
    contact_id: str
    tag_id: str
    created_at: datetime | None = None


class Appointment(CrmRow, frozen=True, kw_only=True):
    """Local times of no zone that is said."""

    id: str
    contact_id: str
    appointment_date: date
    start_time: time
    end_time: time
    status: str
    service_id: str | None = None
    member_id: str | None = None
    notes: str | None = None
    created_at: datetime | None = None


class Chat(CrmRow, frozen=True, kw_only=True):
    id: str
    platform: str
    platform_user_id: str
    contact_id: str | None = None
    bot_enabled: bool | None = True


class Message(CrmRow, frozen=True, kw_only=True):
    id: str
    chat_identity_id: str
    direction: str
    timestamp: datetime
    message: str | None = None
    media_type: str | None = None
    sent_by: str | None = None


R = TypeVar("R", bound=CrmRow)
MOST_ROWS = 500_000


@dataclass
class Crm:
    """One business of the CRM. `damaged`: (table, id, why) of rows that cannot be used; `absent`: tables that are
    not there; `untaken`: how many rows stand in tables that nothing here corresponds to."""

    organization: Organization
    services: list[Service] = field(default_factory=list)
    profiles: list[Profile] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    days: list[Day] = field(default_factory=list)
    member_days: list[Day] = field(default_factory=list)
    special_days: list[SpecialDay] = field(default_factory=list)
    member_special_days: list[SpecialDay] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    contact_tags: list[ContactTag] = field(default_factory=list)
    appointments: list[Appointment] = field(default_factory=list)
    chats: list[Chat] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    damaged: list[tuple[str, str, str]] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    untaken: dict[str, int] = field(default_factory=dict)


_TABLES: tuple[tuple[str, str, type[CrmRow]], ...] = (
    ("services", "services", Service),
    ("profiles", "profiles", Profile),
    ("profiles", "members", Profile),
    ("assignments", "service_assignments", Assignment),
    ("days", "organization_availability", Day),
    ("member_days", "member_availability", Day),
    ("special_days", "organization_special_dates", SpecialDay),
    ("member_special_days", "member_special_dates", SpecialDay),
    ("contacts", "contacts", Contact),
    ("notes", "contact_notes", Note),
    ("tags", "tags", Tag),
    ("contact_tags", "contact_tags", ContactTag),
    ("appointments", "appointments", Appointment),
)
_CHATS: tuple[tuple[str, str, type[CrmRow]], ...] = (
    ("chats", "chat_identities", Chat),
    ("messages", "chat_messages", Message),
)
_OPTIONAL = ("members", "tags", "contact_tags")
_UNTAKEN = (
    "contact_files",
    "contact_authorizations",
    "member_invitations",
    "organization_webhooks",
)


async def read_crm(database: ForeignDatabase, which: str | None, *, with_chats: bool) -> Crm:
    """`which`: the business's name or id there; not needed where there is one only. Raises ForeignUnreadable."""
    columns = await database.columns()
    crm = Crm(await _organization(database, columns, which))
    for part, table, kind in _TABLES + (_CHATS if with_chats else ()):
        if table in columns:
            part_rows = getattr(crm, part)
            part_rows.extend(await _read(database, crm, table, kind, columns[table]))
        elif table not in _OPTIONAL:
            crm.absent.append(table)
    for table in _UNTAKEN:
        if table in columns:
            own = _own(columns[table], crm)
            named = sorted(columns[table])[:1]
            crm.untaken[table] = len(await database.rows(table, named, MOST_ROWS, **own))
    return crm


async def _organization(
    database: ForeignDatabase, columns: dict[str, frozenset[str]], which: str | None
) -> Organization:
    if not {"id", "name"} <= columns.get("organizations", frozenset()):
        raise ForeignUnreadable("there is no table `organizations` of such a CRM in this schema")
    rows = await database.rows("organizations", ("id", "name"), MOST_ROWS)
    there = [Organization(id=str(row["id"]), name=str(row["name"])) for row in rows]
    chosen = [one for one in there if which in (None, one.id, one.name)]
    if len(chosen) != 1:
        names = ", ".join(f"{one.name} ({one.id})" for one in there) or "none"
        raise ForeignUnreadable(f"say with --from-organization which one: {names}")
    return chosen[0]


def _own(columns: frozenset[str], crm: Crm) -> dict[str, str]:
    """Of the table's rows those of the business, where the table says whose they are."""
    return {"organization_id": crm.organization.id} if "organization_id" in columns else {}


async def _read(
    database: ForeignDatabase, crm: Crm, table: str, kind: type[R], columns: frozenset[str]
) -> list[R]:
    wanted = {one.name: one.required for one in fields(kind)}
    lacking = [name for name, required in wanted.items() if required and name not in columns]
    if lacking:
        raise ForeignUnreadable(f"the table `{table}` has no column {', '.join(lacking)}")
    rows = await database.rows(table, columns & wanted.keys(), MOST_ROWS, **_own(columns, crm))
    return list(_usable(crm, table, kind, rows))


def _usable(crm: Crm, table: str, kind: type[R], rows: list[dict[str, object]]) -> Iterator[R]:
    for row in rows:
        texts = {
            k: str(v) if v is not None and (k == "id" or k.endswith("_id")) else v
            for k, v in row.items()
        }
        try:
            yield convert(texts, kind, strict=False)
        except ValidationError as error:
            crm.damaged.append((table, str(row.get("id", "?")), str(error)))
