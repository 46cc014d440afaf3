"""What SQL functions answer, as far as it crosses floors (docs/decisions/typed-rows.md).

Instants are aware. Times of day that PostgreSQL writes as text stay text ("15:00", and "24:00" at
midnight, which Python has no value for); `local` is the organization's time, without a zone.
"""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Literal
from uuid import UUID

from msgspec import Struct, field

from agent.errors import UnexpectedAnswer
from agent.types import Json

# Organizations and what they offer


class OrganizationProfile(Struct, frozen=True, kw_only=True):
    """frontdesk.organization_profile: what prompts, tools and texts need of a tenant.

    `hours`: (ISO weekday, opens, closes); `special_dates`: (day, opens, closes, label), without hours
    for a day that is closed. Times are "08:00:00".
    """

    id: UUID
    slug: str
    name: str
    language: str
    tone: str
    formality: str
    emoji: bool
    time_zone: str
    country: str
    currency: str
    address: str | None
    emergency: str | None
    notice_minutes: int
    horizon_days: int
    hours: tuple[tuple[int, str, str], ...]
    special_dates: tuple[tuple[date, str | None, str | None, str | None], ...]
    services: tuple[str, ...]
    holidays: bool
    holiday_region: str | None


class Member(Struct, frozen=True, kw_only=True):
    """Somebody with an agenda of their own."""

    id: UUID
    name: str


class Service(Struct, frozen=True, kw_only=True):
    """frontdesk.service_json. `requires_assessment` is the key of the service that comes first;
    `capacity` how many customers share one start."""

    id: UUID
    key: str
    name: str
    synonyms: tuple[str, ...]
    description: str | None
    duration_minutes: int
    price: Decimal | None
    currency: str
    price_note: str | None
    bookable: bool
    capacity: int
    requires_assessment: str | None
    members: tuple[Member, ...]


class KnowledgeEntry(Struct, frozen=True, kw_only=True):
    """An entry that answers a question. `coverage` is how much of its words it holds, `similarity`
    how near its meaning is; `found_by` what found it."""

    title: str
    content: str
    source: str | None
    score: float
    coverage: float | None
    similarity: float | None
    found_by: Literal["both", "text", "meaning"]


class KnowledgeAnswer(Struct, frozen=True, kw_only=True):
    """knowledge_search: entries, best first, and the services that the question names."""

    entries: tuple[KnowledgeEntry, ...]
    services: tuple[Service, ...]


class OpenSpan(Struct, frozen=True, kw_only=True):
    """Hours of one day as "HH:MM". `next`: they end on the next day."""

    opens: str = field(name="from")
    closes: str = field(name="to")
    next: bool


class OpeningDay(Struct, frozen=True, kw_only=True):
    """`cause` is why the day differs from the week, `holiday` the name of a public one that is kept.
    `away`: the business is open, the member is not there."""

    day: date
    cause: Literal["special", "vacation", "holiday"] | None
    label: str | None
    open: tuple[OpenSpan, ...]
    holiday: str | None
    away: bool


class OpeningDays(Struct, frozen=True, kw_only=True):
    """opening_days. `published`: there are hours at all; `until`: how far the agenda reaches; `next`:
    the next day with hours after the last one that was asked for."""

    published: bool
    until: date
    open_now: bool
    days: tuple[OpeningDay, ...]
    next: OpeningDay | None


# Appointments

AppointmentStatus = Literal["scheduled", "confirmed", "cancelled", "completed", "no_show"]


class AppointmentPart(Struct, frozen=True, kw_only=True):
    """One service of a visit."""

    id: UUID
    service: str
    service_id: UUID
    service_key: str
    member: str
    member_id: UUID
    starts_at: datetime
    ends_at: datetime
    price: Decimal | None
    price_note: str | None
    currency: str


class Appointment(Struct, frozen=True, kw_only=True):
    """frontdesk.appointment_json: an appointment, or a visit of several `parts`, whose first it is.

    `attendee` is whom it is for, where that is not the `contact`; `total` is None while a part has no
    price; `public_token` opens its calendar file.
    """

    id: UUID
    status: AppointmentStatus
    starts_at: datetime
    ends_at: datetime
    service: str
    service_id: UUID
    service_key: str
    member: str
    member_id: UUID
    attendee: str | None
    contact: str | None
    price: Decimal | None
    price_note: str | None
    organization: str
    address: str | None
    currency: str
    time_zone: str
    total: Decimal | None
    public_token: str
    awaiting_confirmation: bool
    parts: tuple[AppointmentPart, ...]


class OfferItem(Struct, frozen=True, kw_only=True):
    """One service of an offered slot: who gives it, and when."""

    service_id: UUID
    service: str
    member_id: UUID
    member: str
    at: datetime
    local_text: str = field(name="local")

    @property
    def local(self) -> datetime:
        """The organization's time, naive."""
        return datetime.fromisoformat(self.local_text)


class Offer(Struct, frozen=True, kw_only=True):
    """A start that was offered; `slot` is the token that books it."""

    slot: str
    at: datetime
    local_text: str = field(name="local")
    items: tuple[OfferItem, ...]

    @property
    def local(self) -> datetime:
        """The organization's time, naive."""
        return datetime.fromisoformat(self.local_text)


class AvailableDay(Struct, frozen=True, kw_only=True):
    """Whether a day has free starts ("open"), else why not; `label` says what it is closed for."""

    day: date
    state: Literal["open", "past", "horizon", "closed", "member_off", "too_short", "notice", "full"]
    label: str | None


class FreeStart(Struct, frozen=True, kw_only=True):
    """A start that can be offered."""

    at: datetime
    local_text: str = field(name="local")

    @property
    def local(self) -> datetime:
        """The organization's time, naive."""
        return datetime.fromisoformat(self.local_text)


class Availability(Struct, frozen=True, kw_only=True):
    """availability. `performed`: somebody gives the first service; `until`: how far the agenda of
    these reaches, None while nobody does."""

    hours_published: bool
    performed: bool
    until: date | None = None
    days: tuple[AvailableDay, ...]
    starts: tuple[FreeStart, ...]


StartReason = Literal[
    "no_such_hour", "past", "outside_hours", "break", "service_hours", "nobody_then",
    "member_hours", "ends_too_late", "off_grid", "notice", "horizon", "group_full", "taken",
    "visit", "own_time",
]  # fmt: skip
"""Why a start is not to be had. `own_time`, that it is the appointment's own, is said by tools only."""


class StartRefusal(Struct, frozen=True, kw_only=True):
    """start_refusal. `begins` and `ends` are "HH:MM": of a break, or until when they work then;
    `step` is the minutes of the grid."""

    reason: StartReason
    begins: str | None = field(name="from", default=None)
    ends: str | None = field(name="until", default=None)
    step: int | None = None


class ProposedTime(Struct, frozen=True, kw_only=True):
    """Where an appointment is to move."""

    slot: str
    starts_at: datetime
    member: str
    items: tuple[OfferItem, ...]


ChangeStatus = Literal[
    # It stands so now.
    "booked", "already_booked", "cancelled", "already_cancelled", "moved", "confirmed",
    "already_confirmed", "renamed", "already_named",
    # The customer has to say yes to `proposal` first.
    "proposed",
    # Refused.
    "not_offered", "choose_first", "offer_expired", "proposal_expired", "taken", "needs_name",
    "needs_assessment", "too_many_open", "overlaps_own", "too_late", "none", "several",
    "not_found",
]  # fmt: skip


class AppointmentChange(Struct, frozen=True, kw_only=True):
    """What appointment_book, _cancel, _move, _confirm and _rename answer.

    `appointment`: the changed one, or the one that is in the way. `message`: the organization's own
    words for `too_late`. `limit` and `service`: of `too_many_open` and `needs_assessment`. `services`
    and `wished`: what somebody lost (`taken`, `offer_expired`, …).
    """

    status: ChangeStatus
    appointment: Appointment | None = None
    proposal: str | None = None
    to: ProposedTime | None = None
    message: str | None = None
    limit: int | None = None
    service: UUID | None = None
    services: tuple[UUID, ...] | None = None
    wished: datetime | None = None

    @property
    def subject(self) -> Appointment:
        """`appointment`, where the status promises one."""
        if self.appointment is None:
            raise UnexpectedAnswer(f"{self.status} without an appointment")
        return self.appointment


# The waiting list


class WaitedService(Struct, frozen=True, kw_only=True):
    """A service that somebody waits for."""

    id: UUID
    key: str
    name: str


class WaitingOffer(Struct, frozen=True, kw_only=True):
    """A slot that became free for somebody who waits. `held`: it is kept for them `until` then;
    `last`: nothing was said to the customer since they were asked."""

    slot: str
    at: datetime
    until: datetime
    last: bool
    held: bool
    items: tuple[OfferItem, ...]


class WaitingEntry(Struct, frozen=True, kw_only=True):
    """frontdesk.waiting_json: for what, with whom and when somebody waits; hours are "HH:MM"."""

    id: UUID
    status: Literal["waiting", "offered", "booked", "declined", "expired", "left"]
    services: tuple[WaitedService, ...]
    member: str | None
    first_day: date
    last_day: date
    not_before: str | None
    not_after: str | None
    offer: WaitingOffer | None

    @property
    def bounds(self) -> tuple[time | None, time | None]:
        """The earliest and the latest start, both included; None where it is open."""
        low, high = self.not_before, self.not_after
        return (
            time.fromisoformat(low) if low else None,
            time.fromisoformat(high) if high else None,
        )


class WaitingChange(Struct, frozen=True, kw_only=True):
    """What waiting_join and waiting_leave answer. `free`: it can be had now, so nobody waits;
    `limit`: of `too_many`; `entries`: which one, when there are `several`."""

    status: Literal[
        "joined", "already_waiting", "unreachable", "not_possible", "free", "needs_name",
        "too_many", "declined", "left", "none", "several", "not_found",
    ]  # fmt: skip
    entry: WaitingEntry | None = None
    limit: int | None = None
    entries: tuple[WaitingEntry, ...] = ()


# Conversations


class ReadFile(Struct, frozen=True, kw_only=True):
    """What became of a received file: its `text`, in which `form`, or the `reason` why there is none
    (agent.files.reading.Reason). All None while nobody has read it."""

    state: Literal["read", "unread"] | None
    form: Literal["transcript", "description", "document"] | None
    text: str | None
    reason: str | None


class Message(Struct, frozen=True, kw_only=True):
    """frontdesk.message_json: a message of the inbox or of the outbox.

    `kind` is one of agent.types.MessageKind for what was received; the database takes any. `payload`
    is what was stored with it: of a customer's message what the provider said of it, of ours the
    options, the memo of the dialogue and what it tells of. `sent`: when it left the customer's phone.
    """

    id: UUID
    seq: int
    direction: Literal["inbound", "outbound", "staff"]
    kind: str
    text: str
    payload: Json
    at: datetime
    provider_id: str | None
    sent: datetime
    read: ReadFile | None = None


class QuotedMessage(Struct, frozen=True, kw_only=True):
    """messages_quoted: what the received `message` quotes. `newest`: nothing was said to the customer
    since; `payload`: its memo, options and `about`, where it has them."""

    message: UUID
    id: UUID
    seq: int
    direction: Literal["inbound", "outbound", "staff"]
    text: str
    at: datetime
    newest: bool
    payload: Json


class Chat(Struct, frozen=True, kw_only=True):
    """One customer's chat at one connection. `greeted`: in the last twelve hours."""

    display_name: str | None
    phone: str | None
    language: str | None
    greeted: bool
    first_turn: bool
    opted_out: bool
    contact_id: UUID | None


class Contact(Struct, frozen=True, kw_only=True):
    """The customer as the business knows them."""

    name: str | None
    phone: str | None


class Turn(Struct, frozen=True, kw_only=True, tag_field="status", tag="begin"):
    """A turn that began, with all that its run needs.

    `missed` was said since the last turn without an answer of ours, `late` are files that were read
    after their turn. `tries` counts turns of these messages that were lost, `superseded` those that
    newer messages overtook; `token` fences: a later turn makes this one's commit void.
    `checkpoint_id` is "thread/checkpoint" of the last committed one.
    """

    turn: UUID
    token: int
    tries: int
    messages: tuple[Message, ...]
    missed: tuple[Message, ...]
    late: tuple[Message, ...]
    unread_before: int
    checkpoint_id: str | None
    channel: str
    superseded: int
    untold: bool
    now: datetime
    recent_turns: int
    organization: OrganizationProfile
    chat: Chat
    contact: Contact | None
    reminder_consent: Literal["granted", "refused"] | None
    staff_told: bool
    upcoming: tuple[Appointment, ...]
    waiting: tuple[WaitingEntry, ...]


class NothingPending(Struct, frozen=True, kw_only=True, tag_field="status", tag="none"):
    """There is nothing to answer. `untold`: a change is still to be told."""

    untold: bool


class TurnNotDue(Struct, frozen=True, kw_only=True, tag_field="status", tag="not_due"):
    """The customer may still be writing, or a file is being read."""

    seconds: float


class TurnBusy(Struct, frozen=True, kw_only=True, tag_field="status", tag="busy"):
    """Another process answers this chat."""


class PersonAnswers(Struct, frozen=True, kw_only=True, tag_field="status", tag="person"):
    """A person of the business has this chat. `untold`: a change is still to be told."""

    untold: bool


NoTurn = NothingPending | TurnNotDue | TurnBusy | PersonAnswers


class BareOrganization(Struct, frozen=True, kw_only=True):
    """What is needed to apologize for it."""

    id: UUID
    name: str
    language: str


class BareChat(Struct, frozen=True, kw_only=True):
    """What is needed to tell whose chat it is, and in which language to write."""

    display_name: str | None
    phone: str | None
    language: str | None


class BareContact(Struct, frozen=True, kw_only=True):
    """The customer's name."""

    name: str | None


class BareTurn(Struct, frozen=True, kw_only=True, tag_field="status", tag="begin"):
    """A turn that is only begun to be given up: nothing that customers or models wrote is in it."""

    turn: UUID
    token: int
    tries: int
    organization: BareOrganization
    chat: BareChat
    contact: BareContact | None


class TurnCommit(Struct, frozen=True, kw_only=True):
    """turn_commit: whether the reply goes out (`messages` are its ids). `fenced`: another turn took
    over; `superseded`: newer messages came, so this one counts for nothing; `person`: only receipts."""

    status: Literal["committed", "superseded", "fenced", "person"]
    messages: tuple[UUID, ...] = ()


class ConsentRecord(Struct, frozen=True, kw_only=True):
    """consent_record; `granted` as it stands now, None without a contact."""

    status: Literal["recorded", "no_contact"]
    granted: bool | None = None


class EscalationResult(Struct, frozen=True, kw_only=True):
    """escalation_open. `notice_waits`: the notice is kept, but nothing can be sent to staff now."""

    status: Literal["notified", "already_notified", "notice_waits", "no_recipient", "not_found"]
    escalation: UUID | None = None


class ModelUsage(Struct, frozen=True, kw_only=True):
    """What model calls of a day took, in total or of one `model`."""

    day: date
    model: str | None
    turns: int
    calls: int
    input_tokens: int
    cached_input_tokens: int
    output_tokens: int
    cost_usd: float
    unpriced_calls: int


class UsageDay(ModelUsage, frozen=True, kw_only=True):
    """usage_day: the total, and each model, dearest first."""

    models: tuple[ModelUsage, ...]


class UsageTotal(Struct, frozen=True, kw_only=True):
    """usage_put: what the organization's day has cost so far."""

    day: date
    cost_usd: float


class UntoldChange(Struct, frozen=True, kw_only=True):
    """A change of which the customer was not told yet; `change` is the key under which it counts as
    told. An appointment's has the `appointment`, the waiting list's its `entry`, a consent `granted`."""

    change: str
    kind: Literal[
        "booked", "moved", "cancelled", "confirmed", "renamed", "consent", "joined", "declined",
        "left",
    ]  # fmt: skip
    turn: UUID
    granted: bool | None
    appointment: Appointment | None
    entry: WaitingEntry | None


class UntoldChanges(Struct, frozen=True, kw_only=True):
    """changes_untold, oldest first, and in which language they are told."""

    organization: OrganizationProfile
    language: str
    changes: tuple[UntoldChange, ...]


# Messages of our own accord


class SendingChat(Struct, frozen=True, kw_only=True):
    """Where a message of our own accord would go. `settings` are the connection's, in its channel's
    own words; `last_inbound_at` opens the provider's window for free text."""

    channel: str
    settings: Json
    last_inbound_at: datetime | None


class WaitingQuestion(Struct, frozen=True, kw_only=True, tag_field="status", tag="ask"):
    """waiting_claim: whom to ask next whether they take a slot that became free. `again`: it was
    claimed before, and nobody knows whether the customer was asked."""

    again: bool
    entry: UUID
    conversation: UUID
    language: str
    name: str | None
    slot: str
    at: datetime
    until: datetime
    items: tuple[OfferItem, ...]
    chat: SendingChat
    organization: OrganizationProfile


class NobodyToAsk(Struct, frozen=True, kw_only=True, tag_field="status", tag="idle"):
    """waiting_claim: nothing became free for anybody who waits."""
