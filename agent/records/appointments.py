"""Appointments, free starts, offers and changes, as SQL functions answer."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from msgspec import Struct, field

from agent.errors import UnexpectedAnswer
from agent.places import Place

AppointmentStatus = Literal["scheduled", "confirmed", "cancelled", "completed", "no_show"]


class AppointmentPart(Struct, frozen=True, kw_only=True):
    """One service of a visit; `at_customer`: it is given at the customer's place."""

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
    at_customer: bool = False


class Appointment(Struct, frozen=True, kw_only=True):
    """frontdesk.appointment_json: an appointment, or a visit of several `parts`, whose first it is.

    `attendee` is in whose name it is, `person` who that is among the contact's people and `relation` what they
    are to the contact (None: it is for the `contact`, or nobody said); `total` is None while a part has no
    price; `public_token` opens its calendar file; `moved_from` is when it began before the customer moved
    it within the last day; `place` is where a home visit is.
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
    person: UUID | None = None
    relation: str | None = None
    price: Decimal | None
    price_note: str | None
    organization: str
    address: str | None
    place: Place | None = None
    currency: str
    time_zone: str
    total: Decimal | None
    public_token: str
    awaiting_confirmation: bool
    parts: tuple[AppointmentPart, ...]
    moved_from: datetime | None = None


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


class ShownOffer(Offer, frozen=True, kw_only=True):
    """A start that stood in a message to the customer; `appointment`: it was offered to move that one to."""

    appointment: UUID | None


class ShownProposal(Struct, frozen=True, kw_only=True):
    """A change that a message to the customer asked about; `slot`: the time that a move is to."""

    proposal: str
    kind: Literal["cancel", "move"]
    appointment: UUID
    slot: str | None


class ExchangeMessage(Struct, frozen=True, kw_only=True):
    """A message that the customer wrote or was sent. `own`: of the turn that runs; `choice`: the id of what was
    tapped; `quotes`: the id of the message that it answers; `shown`: the ids of its `buttons`, and of times in it; `asks`:
    the kind of the offline model's question."""

    id: UUID
    direction: Literal["inbound", "outbound", "staff"]
    at: datetime
    text: str = ""
    own: bool = False
    choice: str = ""
    quotes: UUID | None = None
    shown: tuple[str, ...] = ()
    buttons: int = 0
    asks: str = ""


class Exchange(Struct, frozen=True, kw_only=True):
    """recent_exchange: the end of a chat as its customer knows it, oldest first, with what was shown in it."""

    messages: tuple[ExchangeMessage, ...]
    offers: tuple[ShownOffer, ...]
    proposals: tuple[ShownProposal, ...]


class AvailableDay(Struct, frozen=True, kw_only=True):
    """Whether a day has free starts ("open"), else why not; `label` says what it is closed for."""

    day: date
    state: Literal[
        "open", "past", "horizon", "closed", "member_off", "too_short", "too_soon", "full"
    ]
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
    "member_hours", "ends_too_late", "off_grid", "too_soon", "horizon", "group_full", "taken",
    "visit", "own_time", "own_other",
]  # fmt: skip
"""Why a start is not to be had. `own_time`, that it is the appointment's own, and `own_other`, that whoever comes has another one then, are said by
tools only."""


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
    "not_offered", "choose_first", "not_shown", "offer_expired", "proposal_expired", "taken", "needs_name", "needs_place",
    "needs_assessment", "too_many_open", "too_many_today", "overlaps_own", "too_late", "none",
    "several", "not_found", "needs_people", "not_held",
]  # fmt: skip


class AppointmentChange(Struct, frozen=True, kw_only=True):
    """What appointment_book, _cancel, _move, _confirm, _rename and attendees_correct answer.

    `appointment`: the changed one, or the one that is in the way. `also`: those that were booked with it, for
    other people. `message`: the organization's own
    words for `too_late`. `limit` and `service`: of `too_many_open`, `too_many_today` and `needs_assessment`. `services`
    and `wished`: what somebody lost (`taken`, `offer_expired`, …). `in_turn`: by several people one after the other.
    `place`: of `needs_place`, where the customer was visited last.
    """

    status: ChangeStatus
    appointment: Appointment | None = None
    also: tuple[Appointment, ...] = ()
    proposal: str | None = None
    to: ProposedTime | None = None
    message: str | None = None
    limit: int | None = None
    service: UUID | None = None
    services: tuple[UUID, ...] | None = None
    wished: datetime | None = None
    in_turn: bool = False
    place: Place | None = None

    @property
    def subject(self) -> Appointment:
        """`appointment`, where the status promises one."""
        if self.appointment is None:
            raise UnexpectedAnswer(f"{self.status} without an appointment")
        return self.appointment
