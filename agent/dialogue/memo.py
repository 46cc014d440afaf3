"""What the offline model remembers between its calls.

The memo is a small JSON object that travels in `AIMessage.additional_kwargs["memo"]`. It is read
back from stored conversations, so anything that does not have the right shape is dropped.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import msgspec

from agent.tool_views import Bounds, ServiceView, Slot, VisitPart

Stored = Mapping[str, object]
"""An object of stored JSON, of which nothing is known yet."""
WHEN_KEYS = ("date_from", "date_to", "time", "part", "not_before", "not_after", "member")
MOST_SLOTS = 5
MOST_REFUSED = 20
MOST_GUESTS = 2
"""How many people can be booked for at once."""
MOST_SERVICES = 4
"""How many services one visit can have."""
MOST_FURTHER = 12
"""How many further appointments wait while one is made."""


@dataclass(frozen=True)
class Wanted:
    """A service of a visit: what the tools are asked for (a key or the customer's words), its name."""

    query: str
    name: str = ""


@dataclass(frozen=True)
class Guest:
    """Somebody for whom an appointment is made: one of the contact's people by their id in `person`, or whoever
    has this `relation` and `name`, as far as they are known. `writer`: the customer themself."""

    relation: str = ""
    name: str = ""
    person: str = ""
    writer: bool = False


@dataclass(frozen=True)
class Queued:
    """An appointment for `guest` that is offered when the one before it is booked: its services, the bounds of
    its search, and whether it comes at the same hour (`together`) or right after (`in_turn`); `follows`: it has no
    day of its own, and comes on the one that is taken."""

    wanted: tuple[Wanted, ...]
    guest: Guest
    when: Bounds = field(default_factory=dict)
    together: bool = False
    in_turn: bool = False
    follows: bool = False

    @classmethod
    def read(cls, raw: Stored) -> Self:
        guests = _read_party([raw.get("guest")])
        return cls(
            tuple(_read_wanted(raw.get("wanted"))),
            guests[0] if guests else Guest(),
            read_when(raw.get("when")),
            raw.get("together") is True,
            raw.get("in_turn") is True,
            raw.get("follows") is True,
        )


@dataclass
class AskData:
    """What a question is about, by its kind.

    place: the address of the last visit that was proposed (`about`), or what may be one (`name`).
    name, wait_name, rename: the `name` to be confirmed, or the two `people` of whom it is one; of a rename also its `appointment`, and
    whether the `consent` to reminders is still to be asked for. service: the `options` shown, and its
    `place` in a visit. member: the `members` named; `refuse`: whom the customer does *not* want was
    asked. human: what it is `about`. which: the `appointments` listed (ids), and the message that wanted something of one. cancel: the `proposal`,
    its `appointment`, the `services` of it and when it `stands`; where one of them alone is asked about, that
    one (`options`) and what stays (`about`). wait_which: the `entries` listed.
    entry: the titles of knowledge (`entries`) one of which may answer what was asked (`about`).
    wait_more: the `services` and the `wait` of the entry that was declined.
    attendee: the `attendees`: appointments, and whom each is for as far as it is known.
    """

    name: str = ""
    people: list[str] = field(default_factory=list)
    appointment: str = ""
    consent: bool = False
    options: list[ServiceView] = field(default_factory=list)
    place: int | None = None
    members: list[str] = field(default_factory=list)
    refuse: bool = False
    about: str = ""
    appointments: list[str] = field(default_factory=list)
    proposal: str = ""
    services: list[Wanted] = field(default_factory=list)
    stands: str = ""
    entries: list[str] = field(default_factory=list)
    wait: Bounds = field(default_factory=dict)
    attendees: list[dict[str, str]] = field(default_factory=list)

    @classmethod
    def read(cls, raw: object) -> Self:
        fields = as_object(raw)
        place = fields.get("place")
        return cls(
            name=as_text(fields.get("name")),
            people=_texts(fields.get("people")),
            appointment=as_text(fields.get("appointment")),
            consent=fields.get("consent") is True,
            options=[
                ServiceView(service=as_text(one.get("service")), name=as_text(one.get("name")))
                for one in as_objects(fields.get("options"))
            ],
            place=place if isinstance(place, int) else None,
            members=_texts(fields.get("members")),
            refuse=fields.get("refuse") is True,
            about=as_text(fields.get("about")),
            appointments=_texts(fields.get("appointments")),
            proposal=as_text(fields.get("proposal")),
            services=_read_wanted(fields.get("services")),
            stands=as_text(fields.get("stands")),
            entries=_texts(fields.get("entries")),
            wait=read_when(fields.get("wait")),
            attendees=[_read_texts(one) for one in as_objects(fields.get("attendees"))],
        )


@dataclass
class Ask:
    """The question that waits for the customer's answer.

    `again` is the phrase that asks it anew after a digression, `values` what stands in it.
    """

    kind: str
    node: str
    again: str = ""
    values: dict[str, str] = field(default_factory=dict)
    data: AskData = field(default_factory=AskData)

    @classmethod
    def read(cls, raw: object) -> Self | None:
        if not isinstance(raw, dict) or not (raw.get("kind") and raw.get("node")):
            return None
        return cls(
            kind=str(raw["kind"]),
            node=str(raw["node"]),
            again=str(raw.get("again") or ""),
            values={key: str(value) for key, value in as_object(raw.get("values")).items()},
            data=AskData.read(raw.get("data")),
        )


@dataclass
class Plan:
    """An appointment in the making: a booking, or the new time of a move.

    `wanted` are its services in order (more than one: a visit), `when` the other arguments of
    check_availability, `slots` what was offered last, `slot` what the customer chose. `stands` is the
    local start of the appointment that moves ("2026-12-03 15:00"), `wished` the days that were asked
    for when others had to be offered. `wait` are the
    arguments to wait for a full day with; `waits`: the customer asked for that. `without` and
    `not_with` are the starts (texts of agent.dates.Exclusion) and people that they refused. `either`
    are the days or hours that they left the choice between: bounds of a search, and a label. `pick`:
    of all that is free the earliest or the latest is wanted. `again`: it is one more beside an
    appointment that stands, of the same services. `swaps`: the name of the service that an appointment was
    for, which is to become another; `person`: who gives the one that moves.
    `party`: for whom it is, empty: for the customer; of two `in_turn`: one after the other. `each`: it is one of
    several that are each for somebody of their own, so that the offer says for whom.
    """

    wanted: list[Wanted] = field(default_factory=list)
    when: Bounds = field(default_factory=dict)
    slots: list[Slot] = field(default_factory=list)
    slot: str = ""
    appointment: str = ""
    label: str = ""
    stands: str = ""
    wished: Bounds = field(default_factory=dict)
    wait: Bounds = field(default_factory=dict)
    waits: bool = False
    without: list[str] = field(default_factory=list)
    not_with: list[str] = field(default_factory=list)
    either: list[Bounds] = field(default_factory=list)
    pick: str = ""
    party: list[Guest] = field(default_factory=list)
    in_turn: bool = False
    again: bool = False
    swaps: str = ""
    person: str = ""
    each: bool = False

    @classmethod
    def read(cls, raw: object) -> Self:
        fields = as_object(raw)
        return cls(
            wanted=_read_wanted(fields.get("wanted")),
            when=read_when(fields.get("when")),
            slots=read_slots(fields.get("slots")),
            slot=as_text(fields.get("slot")),
            appointment=as_text(fields.get("appointment")),
            label=as_text(fields.get("label")),
            stands=as_text(fields.get("stands")),
            wished=read_when(fields.get("wished")),
            wait=read_when(fields.get("wait")),
            waits=fields.get("waits") is True,
            without=_texts(fields.get("without")),
            not_with=_texts(fields.get("not_with")),
            either=_read_either(fields.get("either")),
            pick=as_text(fields.get("pick")),
            party=_read_party(fields.get("party")),
            in_turn=fields.get("in_turn") is True,
            again=fields.get("again") is True,
            swaps=as_text(fields.get("swaps")),
            person=as_text(fields.get("person")),
            each=fields.get("each") is True,
        )

    @property
    def names(self) -> list[str]:
        """What the services are called, as far as it is known."""
        return [wanted.name for wanted in self.wanted if wanted.name]

    @property
    def guest(self) -> Guest:
        """For whom it is, of two the first: the customer where nobody is named."""
        return self.party[0] if self.party else Guest(writer=True)

    def want(self, *services: Wanted) -> None:
        """Other services than before: what was offered for those counts no more."""
        self.wanted = list(services)
        self.slots, self.slot, self.wait = [], "", {}

    def want_words(self, words: str) -> None:
        """A service in the customer's words, unless one is wanted already."""
        if words and not self.wanted:
            self.want(Wanted(words))

    def drop(self, *services: Wanted) -> None:
        """Without some of its services, unless nothing else is planned."""
        left = [one for one in self.wanted if one not in services]
        if left and len(left) < len(self.wanted):
            self.want(*left)


@dataclass
class Memo:
    """The dialogue's state.

    `booked` is what was booked last in this conversation: {appointment, service, name, member (where
    one was asked for)}; `moved` the id of the appointment that was moved last. `further` are the bounds
    of appointments that are wanted after the one that is being made, of another service with its `service`
    (query) and `name`, `recurring` the days from one to
    the next of a row of them, and how many are left where that was said ({days, left}). `queue` are the
    appointments of other people that were wished for along with it, `each_booked` the ids of those that are booked.
    `own_name`: how the customer is called who books for somebody else.
    `phone_offered`: they wrote a phone that is not noted yet. `phrase_uses` counts the uses of each phrase, so that they vary; `lead` is what a node leaves to be
    said by the node it hands the turn to, `rest` the part of the message that is left for that node (""
    the whole), `later` the wish that is seen to when the change that waits is decided; `hours` the question for opening hours that was just
    answered, which "¿y el domingo?" goes on with, `told_day` the last day (ISO) that it was told of.
    """

    ask: Ask | None = None
    booking: Plan = field(default_factory=Plan)
    move: Plan = field(default_factory=Plan)
    topic: str = ""
    name: str = ""
    own_name: str = ""
    booked: dict[str, str] = field(default_factory=dict)
    moved: str = ""
    further: list[Bounds] = field(default_factory=list)
    recurring: dict[str, str] = field(default_factory=dict)
    queue: list[Queued] = field(default_factory=list)
    each_booked: list[str] = field(default_factory=list)
    fails: int = 0
    consent_asked: bool = False
    recalls_asked: bool = False
    phone_asked: bool = False
    phone_offered: bool = False
    escalate: str = ""
    address: str = ""
    language: str = ""
    lead: str = ""
    aside: str = ""
    rest: str = ""
    later: str = ""
    hours: str = ""
    told_day: str = ""
    phrase_uses: dict[str, int] = field(default_factory=dict)

    @classmethod
    def read(cls, raw: object) -> Self:
        fields = as_object(raw)
        fails = fields.get("fails")
        return cls(
            ask=Ask.read(fields.get("ask")),
            booking=Plan.read(fields.get("booking")),
            move=Plan.read(fields.get("move")),
            topic=as_text(fields.get("topic")),
            name=as_text(fields.get("name")),
            own_name=as_text(fields.get("own_name")),
            booked=_read_texts(fields.get("booked")),
            moved=as_text(fields.get("moved")),
            further=[_read_further(one) for one in as_objects(fields.get("further"))][
                :MOST_FURTHER
            ],
            recurring=_read_texts(fields.get("recurring")),
            queue=[Queued.read(one) for one in as_objects(fields.get("queue"))][:MOST_FURTHER],
            each_booked=_texts(fields.get("each_booked")),
            fails=fails if isinstance(fails, int) else 0,
            consent_asked=fields.get("consent_asked") is True,
            recalls_asked=fields.get("recalls_asked") is True,
            phone_asked=fields.get("phone_asked") is True,
            phone_offered=fields.get("phone_offered") is True,
            escalate=as_text(fields.get("escalate")),
            address=as_text(fields.get("address")),
            language=as_text(fields.get("language")),
            lead=as_text(fields.get("lead")),
            aside=as_text(fields.get("aside")),
            rest=as_text(fields.get("rest")),
            later=as_text(fields.get("later")),
            hours=as_text(fields.get("hours")),
            told_day=as_text(fields.get("told_day")),
            phrase_uses={
                str(key): count
                for key, count in as_object(fields.get("phrase_uses")).items()
                if isinstance(count, int)
            },
        )

    def drop_further(self) -> None:
        """Nothing more is wanted after the appointment that was being made."""
        self.further, self.recurring, self.queue, self.later = [], {}, [], ""

    def write(self) -> dict[str, object]:
        """The memo as JSON, without what is empty."""
        return {key: value for key, value in _bare(self).items() if value}


def _bare(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_bare(item) for item in value]
    if isinstance(value, msgspec.Struct):
        return msgspec.json.decode(msgspec.json.encode(value))
    if isinstance(value, Memo | Plan | Ask | AskData | Wanted | Guest | Queued):
        fields = {name: _bare(getattr(value, name)) for name in value.__dataclass_fields__}
        return {name: content for name, content in fields.items() if _says(content)}
    return value


def _says(content: Any) -> bool:
    """Whether it is not empty; the first place of a visit is 0."""
    return bool(content) or (content == 0 and content is not False)


def as_object(raw: object) -> Stored:
    return dict(raw) if isinstance(raw, dict) else {}


def as_list(raw: object) -> list[object]:
    return list(raw) if isinstance(raw, list) else []


def as_text(raw: object) -> str:
    return raw if isinstance(raw, str) else ""


def as_objects(raw: object) -> list[Stored]:
    return [item for item in as_list(raw) if isinstance(item, dict)]


def _read_texts(raw: object) -> dict[str, str]:
    return {str(key): as_text(value) for key, value in as_object(raw).items()}


def _texts(raw: object) -> list[str]:
    return [text for text in map(as_text, as_list(raw)) if text][:MOST_REFUSED]


def read_when(raw: object) -> Bounds:
    """The bounds of a search that an object from outside has."""
    fields = as_object(raw)
    return {key: as_text(fields[key]) for key in WHEN_KEYS if as_text(fields.get(key))}


def _read_further(raw: Stored) -> Bounds:
    own = {key: as_text(raw.get(key)) for key in ("service", "name") if as_text(raw.get(key))}
    return read_when(raw) | own


def _read_either(raw: object) -> list[Bounds]:
    wishes = [read_when(one) | {"label": as_text(one.get("label"))} for one in as_objects(raw)]
    return [one for one in wishes if len(one) > 1][:MOST_SLOTS]


def with_token(slots: Iterable[Slot]) -> list[Slot]:
    """The slots that can be taken, at most as many as are remembered."""
    return [slot for slot in slots if slot.slot][:MOST_SLOTS]


def read_slots(raw: object) -> list[Slot]:
    """The same of slots from a stored conversation."""
    return with_token(map(_read_slot, as_objects(raw)))


_SLOT_TEXTS = ("slot", "label", "short", "day", "time", "date", "at")


def _read_slot(item: Stored) -> Slot:
    texts = {key: as_text(item.get(key)) for key in _SLOT_TEXTS}
    parts = (
        VisitPart(
            service=as_text(part.get("service")),
            person=as_text(part.get("with")),
            time=as_text(part.get("time")),
            at=as_text(part.get("at")),
        )
        for part in as_objects(item.get("parts"))[:MOST_SERVICES]
    )
    return Slot(**texts, person=as_text(item.get("with")), parts=tuple(parts))


def _read_party(raw: object) -> list[Guest]:
    guests = [
        Guest(
            relation=as_text(one.get("relation")),
            name=as_text(one.get("name")),
            person=as_text(one.get("person")),
            writer=one.get("writer") is True,
        )
        for one in as_objects(raw)
    ]
    return guests[:MOST_GUESTS]


def _read_wanted(raw: object) -> list[Wanted]:
    wanted = [
        Wanted(as_text(o.get("query") or o.get("said")), as_text(o.get("name")))
        for o in as_objects(raw)  # "said": the key in memos that were stored before
    ]
    return [one for one in wanted if one.query][:MOST_SERVICES]
