"""What the SQL functions of customers answer, as types. Times have a zone; `local` is the business's own clock."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from agent.records import ConversationState, LastVisit, Memory
from gateway.console.records import Case, LastWords, Rated
from gateway.people.finding import Ahead
from gateway.people.outside import Erasure

KINDS = ("reminders", "recall", "review", "news")
"""What a customer may agree to, as contact_authorizations.kind has it."""
RELATIONS = (
    "daughter", "son", "mother", "father", "wife", "husband", "partner", "sister", "brother", "grandmother",
    "grandfather", "granddaughter", "grandson", "aunt", "uncle", "niece", "nephew", "cousin", "mother_in_law",
    "father_in_law", "child", "friend", "boss", "other",
)  # fmt: skip
"""What somebody may be to a contact, as people.relation has it."""


class CustomerVisit(Struct, frozen=True, kw_only=True):
    """An appointment of a customer. `name`: whom it is for, when that is somebody else."""

    id: UUID
    local: str
    until: str
    service: str
    member: str
    status: str
    over: bool
    name: str | None
    conversation: UUID | None
    rated: Rated | None = None


class CustomerRow(Struct, frozen=True, kw_only=True):
    """console_customers, one of them. `people`: names of those for whom they book; `chat`: their newest;
    `waits`: a person was called and nobody answered."""

    id: UUID
    name: str | None
    phone: str | None
    stated_phone: str | None
    channels: tuple[str, ...]
    people: tuple[str, ...]
    next: CustomerVisit | None
    last: CustomerVisit | None
    chat: UUID | None
    waits: bool
    opted_out: bool
    at: datetime


class CustomerChat(Struct, frozen=True, kw_only=True):
    """A chat of theirs. `marketing_stopped`: no advertisements, as they told the provider."""

    id: UUID
    channel: str
    connection: str
    phone: str | None
    name: str | None
    language: str | None
    at: datetime | None
    state: ConversationState
    last: LastWords | None
    opted_out_at: datetime | None
    marketing_stopped: bool


class PersonUnder(Struct, frozen=True, kw_only=True):
    """Somebody for whom a contact books."""

    id: UUID
    name: str
    relation: str | None


class CustomerNote(Struct, frozen=True, kw_only=True):
    """A note; `name`: who of staff wrote it, None where the customer said so. `conversation`: it is of a chat."""

    id: UUID
    text: str
    at: datetime
    name: str | None
    conversation: UUID | None = None


class ConsentGiven(Struct, frozen=True, kw_only=True):
    """What a customer agreed to or refused: in their own `words`, or as `name` of staff wrote it down (`source`)."""

    kind: str
    granted: bool
    at: datetime
    name: str | None
    source: str | None
    conversation: UUID | None
    words: str | None


class CustomerFile(Struct, frozen=True, kw_only=True):
    """A received file that is still there."""

    message: UUID
    conversation: UUID
    kind: str
    mime: str | None
    words: str | None
    at: datetime


class CustomerCase(Struct, frozen=True, kw_only=True):
    """A call for a person in one of their chats; `over`: closed, or by itself after a time."""

    case: Case
    closed_at: datetime | None
    over: bool
    conversation: UUID


class CustomerPage(Struct, frozen=True, kw_only=True):
    """console_customer. `contact`: None for a chat whose customer has none yet; `named`: the contact's own name;
    `past_more`: there are older visits; `waiting`: wishes on the waiting list."""

    id: UUID
    contact: UUID | None
    name: str | None
    named: str | None
    phone: str | None
    stated_phone: str | None
    email: str | None
    language: str | None
    since: datetime
    chats: tuple[CustomerChat, ...]
    people: tuple[PersonUnder, ...]
    ahead: tuple[CustomerVisit, ...]
    past: tuple[CustomerVisit, ...]
    past_more: bool
    notes: tuple[CustomerNote, ...]
    internal: tuple[CustomerNote, ...]
    consents: tuple[ConsentGiven, ...]
    memory: Memory
    usual: LastVisit | None
    files: tuple[CustomerFile, ...]
    cases: tuple[CustomerCase, ...]
    waiting: int


class CustomerAct(Struct, frozen=True, kw_only=True):
    """What came of an act: done, or why not. `taken`: somebody else has this name."""

    status: Literal["renamed", "taken", "noted", "removed", "recorded", "not_found"]


class SnapshotChat(Struct, frozen=True, kw_only=True):
    id: UUID
    channel: str
    phone: str | None
    name: str | None


class SnapshotPerson(Struct, frozen=True, kw_only=True):
    name: str
    relation: str | None


class SnapshotConsent(Struct, frozen=True, kw_only=True):
    kind: str
    granted: bool
    at: datetime


class Snapshot(Struct, frozen=True, kw_only=True):
    """frontdesk.customer_snapshot: what a merge brings together; `past`, `internal`, `waiting`: how many."""

    id: UUID
    name: str | None
    called: str | None
    phone: str | None
    stated_phone: str | None
    email: str | None
    since: datetime
    chats: tuple[SnapshotChat, ...]
    people: tuple[SnapshotPerson, ...]
    ahead: tuple[CustomerVisit, ...]
    past: int
    notes: tuple[str, ...]
    internal: int
    consents: tuple[SnapshotConsent, ...]
    waiting: int


class Merge(Struct, frozen=True, kw_only=True):
    """customers_compare and customers_merge. With ok or changed, `after` is what remains of the two; with overlap,
    `appointments` are those that would; with merged, `customer` is who remains."""

    status: Literal[
        "ok", "changed", "overlap", "same", "two_phones", "two_users", "busy", "merged", "not_found"
    ]
    one: Snapshot | None = None
    other: Snapshot | None = None
    after: Snapshot | None = None
    digest: str = ""
    appointments: tuple[CustomerVisit, ...] = ()
    customer: UUID | None = None


class ErasureView(Struct, frozen=True, kw_only=True):
    """customer_erasure. `rows`: how many go, by table; `appointments` are ahead; `kept_times`: how many times of
    appointments stay."""

    name: str | None
    rows: Mapping[str, int]
    appointments: tuple[Ahead, ...]
    kept_times: int


class ErasedCustomer(Struct, frozen=True, kw_only=True):
    """customer_erase. Without `erasure` the form was sent before."""

    status: Literal["erased", "mistyped", "not_found", "busy", "appointments"]
    erasure: Erasure | None = None
    counts: Mapping[str, int] = {}
    cancelled: tuple[Ahead, ...] = ()
