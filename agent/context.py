"""The context of one run of the graph; tools read tenant, customer and clock here, not from arguments."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from langchain_core.messages import BaseMessage

from agent.business_systems import BusinessSystems
from agent.clock import Clock
from agent.data.store import Store
from agent.llm.embeddings import Embedder
from agent.llm.listening import Listener
from agent.organization import Organization
from agent.places import Place
from agent.records import Appointment, LastVisit, Memory, OpenCall, Person, WaitingEntry
from agent.types import Sent


@dataclass(frozen=True, slots=True)
class Card:
    """A contact that the customer shared, as far as it could be read; the phone as it was written."""

    name: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class TurnContext:
    """One turn of one conversation of one organization.

    `contact_name` is the customer's name as they gave it, `profile_name` the one of their profile
    at the provider. `phone` is what the provider told, `stated_phone` what the customer wrote where it told
    none, and `phone_standing` whether they may be asked for one (agent.records.PhoneStanding). `reminder_consent` is unknown, granted, refused, or unavailable
    where no reminder would reach them. `unreadable` is the kind
    of a message of this turn that could not be read (audio, image, …), `unreadable_reason` why
    (agent.files.reader.Reason) and `unreadable_before` how many turns of late had the same trouble.
    `shown` is the kind of a file of this turn that was looked at (image, document). `ad` is the title of the
    advertisement that the customer came from with this turn. `place` is a location and `card` a contact that they
    shared in it. `people`: for whom the customer books, beside themself. `waiting`: what the customer
    waits for and is offered. `renewed`: the conversation
    before was over, and begins anew; `memory`: what is known of it. `staff_told`: a person was called and
    has not answered yet. `visit_question`: one that code asked before a visit and that is not answered. `public_url`: the gateway's address in the
    internet, without which no receipt has a link. `sent`: what the customer wrote or spoke in this
    turn, and when each message was sent. `focus` is the
    appointment that the customer was just asked to confirm or reminded of, and that this message
    may answer. `choice` is the id of an option that they tapped. `business` asks the business's
    own systems; None where they are not to be asked. Without `embedder` the knowledge
    base is searched by full text alone. `listen` makes who hears the answer to these messages while
    it is written; None where nobody does. `by_policy`: the tool is called by the offline model, which reads the
    customer's words itself.
    """

    organization: Organization
    conversation_id: UUID
    turn_id: UUID
    store: Store
    clock: Clock
    language: str
    channel: str
    contact_name: str | None = None
    profile_name: str | None = None
    phone: str | None = None
    stated_phone: str | None = None
    phone_standing: str = "unneeded"
    reminder_consent: str = "unknown"
    recall_consent: str = "unknown"
    greeted: bool = False
    first_turn: bool = True
    renewed: bool = False
    memory: Memory = field(default_factory=Memory)
    people: tuple[Person, ...] = ()
    upcoming: tuple[Appointment, ...] = ()
    last_visit: LastVisit | None = None
    waiting: tuple[WaitingEntry, ...] = ()
    staff_told: bool = False
    open_call: OpenCall | None = None
    visit_question: str = ""
    unreadable: str | None = None
    unreadable_reason: str | None = None
    unreadable_before: int = 0
    shown: str | None = None
    ad: str | None = None
    place: Place | None = None
    card: Card | None = None
    public_url: str | None = None
    focus: UUID | None = None
    sent: tuple[Sent, ...] = ()
    choice: str | None = None
    business: BusinessSystems | None = None
    embedder: Embedder | None = None
    listen: Callable[[Sequence[BaseMessage]], Listener] | None = None
    by_policy: bool = False

    @property
    def words(self) -> str:
        """The customer's own words of this turn, a message a line."""
        return "\n".join(message.words for message in self.sent if message.words)

    @property
    def now(self) -> datetime:
        """The organization's local time."""
        return self.clock.now().astimezone(self.organization.zone)
