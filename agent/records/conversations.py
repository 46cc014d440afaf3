"""Chats, messages, turns and what their customers were not told yet, as SQL functions answer."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from agent.places import Place
from agent.records.appointments import Appointment
from agent.records.organizations import OrganizationProfile
from agent.records.visit_questions import VisitQuestion
from agent.records.waiting_list import WaitingEntry
from agent.types import Json


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


ConversationState = Literal[
    "active", "waiting_for_customer", "waiting_for_staff", "idle", "expired", "closed"
]
"""frontdesk.chat_states: what a conversation waits for, or how it ended."""


class Chat(Struct, frozen=True, kw_only=True):
    """One customer's chat at one connection. `greeted`: in the last twelve hours."""

    display_name: str | None
    phone: str | None
    language: str | None
    greeted: bool
    first_turn: bool
    opted_out: bool
    contact_id: UUID | None


PhoneStanding = Literal["unneeded", "unknown", "stated", "declined"]
"""Whether a customer may be asked for a phone: only while it is unknown. Unneeded: the provider told one,
or the channel reaches them."""


class Contact(Struct, frozen=True, kw_only=True):
    """The customer as the business knows them. `stated_phone`: what they wrote themselves, where no
    provider told a phone."""

    name: str | None
    phone: str | None
    stated_phone: str | None


class Person(Struct, frozen=True, kw_only=True):
    """Somebody under a contact, for whom they book. `relation`: what they are to the contact
    (people.relation), None where nobody said."""

    id: UUID
    name: str
    relation: str | None


class Utterance(Struct, frozen=True, kw_only=True):
    """What a customer said in one turn. `words`: a digest of them, in which all numbers are alike; `letters`:
    how many there are of them; `gap`: seconds since the last was said before it by anybody."""

    words: str
    letters: int
    gap: float | None


class LastVisit(Struct, frozen=True, kw_only=True):
    """What a customer came for last: services by name, in their order; `member` None where several gave it."""

    at: datetime
    services: tuple[str, ...]
    member: str | None


class OpenCall(Struct, frozen=True, kw_only=True):
    """A call for a person that the customer knows of and that nobody answered: `name` of who has it."""

    since: datetime
    name: str | None


class EarlierMatter(Struct, frozen=True, kw_only=True):
    """What was done in an earlier conversation. `starts` is the appointment's local time, `reason` why a person
    was called."""

    at: datetime
    what: Literal["booked", "moved", "confirmed", "cancelled", "called"]
    service: str | None
    starts: str | None
    reason: str | None


class Memory(Struct, frozen=True, kw_only=True):
    """frontdesk.memory_of: the last `matters`, oldest first; `summary`: a hosted model's, of what customers wrote."""

    matters: tuple[EarlierMatter, ...] = ()
    summary: str | None = None


class RatingAwaited(Struct, frozen=True, kw_only=True):
    """frontdesk.rating_awaited: the question about a visit (`id` of its rating) that waits for an answer, and the `seq`
    of its message. `asks`: for the rating, or why it was low."""

    id: UUID
    seq: int
    asks: Literal["rating", "why"]


class Turn(Struct, frozen=True, kw_only=True, tag_field="status", tag="begin"):
    """A turn that began, with all that its run needs.

    `missed` was said since the last turn without an answer of ours, `late` are files that were read
    after their turn. `tries` counts turns of these messages that were lost, `superseded` those that
    newer messages overtook; `token` fences: a later turn makes this one's commit void.
    `checkpoint_id` is "thread/checkpoint" of the last committed one. `recent_turns` and `recent_pauses` are those
    of the last five minutes, and those of the last two hours in which a loop was spoken of. `utterances` are the
    customer's of the last two hours, oldest first, when there were several turns in them. `renewed_after`: when the last was
    said in a conversation that was over when these messages came, so that they begin it anew; None: it goes on. `visit_questions` were asked before visits that are ahead, the newest first; `asks_before_visits`: some service has such questions.
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
    recent_pauses: int = 0
    utterances: tuple[Utterance, ...] = ()
    renewed_after: datetime | None = None
    memory: Memory = Memory()
    organization: OrganizationProfile
    chat: Chat
    contact: Contact | None
    phone_standing: PhoneStanding
    reminder_consent: Literal["granted", "refused", "unavailable"] | None
    recall_consent: Literal["granted", "refused"] | None = None
    staff_told: bool
    open_call: OpenCall | None = None
    people: tuple[Person, ...] = ()
    upcoming: tuple[Appointment, ...]
    last_visit: LastVisit | None = None
    waiting: tuple[WaitingEntry, ...]
    rating: RatingAwaited | None = None
    visit_questions: tuple[VisitQuestion, ...] = ()
    asks_before_visits: bool = False


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
    """The customer's name, and the phone that they wrote themselves."""

    name: str | None
    stated_phone: str | None


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


class RatingPut(Struct, frozen=True, kw_only=True):
    """rating_put. `known`: it was answered before. `link`: where who is content may say so."""

    status: Literal["rated", "known", "not_found"]
    rating: int | None = None
    link: str | None = None


class RatingWords(Struct, frozen=True, kw_only=True):
    """rating_words: of which visit, and how it was rated."""

    status: Literal["kept", "not_found"]
    rating: int | None = None
    services: tuple[str, ...] = ()
    at: datetime | None = None


class PhoneRecord(Struct, frozen=True, kw_only=True):
    """stated_phone_set. `known`: nothing was kept, because the provider told a phone."""

    status: Literal["noted", "declined", "known", "not_found"]


class PersonChosen(Struct, frozen=True, kw_only=True):
    """person_choose: whom the next booking is for, by `name`."""

    status: Literal["ok", "not_found"]
    name: str | None = None


class NoteRecord(Struct, frozen=True, kw_only=True):
    """note_put. `known`: it was noted before."""

    status: Literal["noted", "known", "not_found"]


class PlaceRecord(Struct, frozen=True, kw_only=True):
    """place_note. `unknown`: the customer was visited nowhere before."""

    status: Literal["noted", "unknown"]
    place: Place | None = None


class EscalationResult(Struct, frozen=True, kw_only=True):
    """escalation_open. `notice_waits`: the notice is kept, but nothing can be sent to staff now. `due`: by
    when the law wants a case answered."""

    status: Literal["notified", "already_notified", "notice_waits", "no_recipient", "not_found"]
    escalation: UUID | None = None
    due: date | None = None


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


class ReachedCeiling(Struct, frozen=True, kw_only=True):
    """usage_ceiling: the organization's, or the `sender`'s; `first`: nobody was told of it yet."""

    day: date
    kind: Literal["spend", "calls"]
    sender: bool
    first: bool

    @property
    def setting(self) -> str:
        """The variable that sets it."""
        name = {"spend": "DAILY_SPEND_USD", "calls": "DAILY_MODEL_CALLS"}[self.kind]
        return f"SENDER_{name}" if self.sender else name


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
