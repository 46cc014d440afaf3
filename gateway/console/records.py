"""What the console's SQL functions answer, as types. Times have a zone; `local` is the business's own clock."""

from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from msgspec import Struct, field

from agent.records import ConversationState, LastVisit, Memory
from agent.types import Json


class Rated(Struct, frozen=True, kw_only=True):
    """frontdesk.rating_json: how a customer rated a visit, one to five, and what they say had happened."""

    rating: int
    words: str | None


class Account(Struct, frozen=True, kw_only=True):
    """console_account: who is logged in, and where. `member`: whose agenda is theirs as a professional. `waiting`: chats in which a person was called and
    nobody answered."""

    name: str
    roles: frozenset[str]
    member: str | None
    organization: str
    slug: str
    language: str
    country: str
    time_zone: str
    waiting: int


class Case(Struct, frozen=True, kw_only=True):
    """frontdesk.case_json: a call for a person. It is open; taken with `taken_at` (`owner` is null when somebody
    answers outside of the console); answered with `answered_at`. `told`: a notice of it went out; `steps`: how
    often it went on since (a second notice, the next recipient), and when it goes on if nobody takes it."""

    id: UUID
    reason: str
    request: str | None
    due: date | None
    summary: str
    since: datetime
    owner: UUID | None
    owner_name: str | None
    taken_at: datetime | None
    answered_at: datetime | None
    told: bool
    steps: int
    next_step_at: datetime | None


class LastWords(Struct, frozen=True, kw_only=True):
    """The last message of a chat. `by` as in Message."""

    by: Literal["inbound", "outbound", "staff"]
    kind: str
    text: str
    status: str
    at: datetime


class WaitingCase(Struct, frozen=True, kw_only=True):
    """console_cases, one of them."""

    case: Case
    conversation: UUID
    customer: str | None
    channel: str
    last: LastWords | None


class ChatRow(Struct, frozen=True, kw_only=True):
    """console_chats, one of them. `person`: a person has it; `owner`: who took it in the console."""

    id: UUID
    customer: str | None
    phone: str | None
    channel: str
    at: datetime
    last: LastWords | None
    unread: int
    waits: bool
    person: bool
    state: ConversationState
    owner: UUID | None
    owner_name: str | None
    case: Case | None


class VisitNote(Struct, frozen=True, kw_only=True):
    """What a customer asked to have noted for a visit."""

    text: str
    at: datetime


class Ahead(Struct, frozen=True, kw_only=True):
    """An appointment that stands and is not over."""

    id: UUID
    local: str
    service: str
    member: str


class Chat(Struct, frozen=True, kw_only=True):
    """console_chat. `page`: the customer's id; `name`: None where only a number is known; `writable`: the outbox leads to it; `window_closed`: the provider said so. `settings` are the
    connection's."""

    id: UUID
    customer: str | None
    page: UUID
    name: str | None
    phone: str | None
    stated_phone: str | None
    channel: str
    settings: Json
    connection: str
    language: str | None
    opted_out: bool
    writable: bool
    window_closed: bool
    last_inbound_at: datetime | None
    now: datetime
    person: bool
    owner: UUID | None
    owner_name: str | None
    since: datetime | None
    until: datetime | None
    waits: bool
    state: ConversationState
    cases: tuple[Case, ...]
    notes: tuple[VisitNote, ...]
    appointments: tuple[Ahead, ...]
    memory: Memory
    usual: LastVisit | None


class Message(Struct, frozen=True, kw_only=True):
    """A message of a transcript. `by`: inbound (the customer), outbound (the assistant) or staff, with a `name` where
    it is known. `words`: what a voice note or a file says; `file`: it is kept, `filename`: how it is called; `turn`: that answered it, or said it."""

    seq: int
    id: UUID
    by: Literal["inbound", "outbound", "staff"]
    name: str | None
    text: str
    kind: str
    options: tuple[str | None, ...]
    file: bool
    filename: str | None
    words: str | None
    form: str | None
    status: str
    error: str | None
    deleted: bool
    automatic: bool
    turn: UUID | None
    at: datetime


class Note(Struct, frozen=True, kw_only=True):
    """What one of staff noted for staff."""

    id: UUID
    name: str | None
    text: str
    at: datetime


class ChatEvent(Struct, frozen=True, kw_only=True):
    """What happened beside the words: called (with a reason), taken, taken_over, given_back, closed (the case) or ended (the conversation)."""

    what: str
    name: str | None
    reason: str | None
    at: datetime


class Transcript(Struct, frozen=True, kw_only=True):
    """console_transcript. `more`: there are older messages."""

    messages: tuple[Message, ...]
    notes: tuple[Note, ...]
    events: tuple[ChatEvent, ...]
    more: bool


class KeptFile(Struct, frozen=True, kw_only=True):
    """console_file: where a received file lies."""

    path: str
    store: str


class Visit(Struct, frozen=True, kw_only=True):
    """An appointment that is still to come today. `unconfirmed`: the customer was asked to confirm and has not."""

    id: UUID
    local: str
    until: str
    service: str
    member: str
    customer: str | None
    status: str
    unconfirmed: bool
    conversation: UUID | None


class Day(Struct, frozen=True, kw_only=True):
    """console_day: how many are over, ahead and unconfirmed; `visits` are the first of those ahead, and the first
    unconfirmed ones."""

    over: int
    ahead: int
    unconfirmed: int
    visits: list[Visit]


class Stretch(Struct, frozen=True, kw_only=True):
    """Time without an appointment, by the business's clock."""

    begins: str = field(name="from")
    ends: str = field(name="to")

    @property
    def first(self) -> str:
        """ "10:10": when something could begin in it; forms go by five minutes."""
        begins = datetime.fromisoformat(self.begins)
        return f"{begins + timedelta(minutes=-begins.minute % 5):%H:%M}"


class Gaps(Struct, frozen=True, kw_only=True):
    """console_gaps, one of them: what is free of a member's day."""

    id: UUID
    name: str
    free: tuple[Stretch, ...]


class Outcome(Struct, frozen=True, kw_only=True):
    """What came of an action. With `owned` nothing was done: `owner` has the chat since then, null for somebody who
    answers outside of the console."""

    status: Literal[
        "taken",
        "owned",
        "not_found",
        "closed",
        "already",
        "queued",
        "no_way",
        "noted",
        "given_back",
        "unanswered",
    ]
    owner: UUID | None = None
    name: str | None = None
    since: datetime | None = None
    conversation: UUID | None = None
    message: UUID | None = None
