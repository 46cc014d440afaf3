"""What the offline model remembers between its calls.

The memo is a small JSON object that travels in `AIMessage.additional_kwargs["memo"]`. It is read
back from stored conversations, so anything that does not have the right shape is dropped.
"""

from dataclasses import dataclass, field
from typing import Any, Self

from agent.types import Json

PART_KEYS = ("service", "with", "time", "at")
SLOT_KEYS = ("slot", "label", "day", "time", "date", "at", "with")
WHEN_KEYS = ("date_from", "date_to", "time", "part", "not_before", "not_after", "member")
MOST_SLOTS = 5
MOST_REFUSED = 20
MOST_SERVICES = 4
"""How many services one visit can have."""


@dataclass
class Ask:
    """The question that waits for the customer's answer.

    `again` is the phrase that asks it anew after a digression; `data` belongs to the kind.
    """

    kind: str
    node: str
    again: str = ""
    values: Json = field(default_factory=dict)
    data: Json = field(default_factory=dict)

    @classmethod
    def read(cls, raw: Any) -> Self | None:
        if not isinstance(raw, dict) or not (raw.get("kind") and raw.get("node")):
            return None
        return cls(
            kind=str(raw["kind"]),
            node=str(raw["node"]),
            again=str(raw.get("again") or ""),
            values={key: str(value) for key, value in as_object(raw.get("values")).items()},
            data=as_object(raw.get("data")),
        )


@dataclass(frozen=True)
class Wanted:
    """A service of a visit: what the tools are asked for (a key or the customer's words), its name."""

    said: str
    name: str = ""


@dataclass
class Plan:
    """An appointment in the making: a booking, or the new time of a move.

    `wanted` are its services in order (more than one: a visit), `when` the other arguments of
    check_availability, `slots` what was offered last, `slot` what the customer chose. `stands` is the
    local start of the appointment that moves ("2026-12-03 15:00"), `wished` the days that were asked
    for when others had to be offered. `wait` are the
    arguments to wait for a full day with; `waits`: the customer asked for that. `without` and
    `not_with` are the starts (texts of agent.dates.Exclusion) and people that they refused. `either`
    are the days or hours that they left the choice between: bounds of a search, and a label.
    """

    wanted: list[Wanted] = field(default_factory=list)
    when: Json = field(default_factory=dict)
    slots: list[Json] = field(default_factory=list)
    slot: str = ""
    appointment: str = ""
    label: str = ""
    stands: str = ""
    wished: Json = field(default_factory=dict)
    wait: Json = field(default_factory=dict)
    waits: bool = False
    without: list[str] = field(default_factory=list)
    not_with: list[str] = field(default_factory=list)
    either: list[Json] = field(default_factory=list)

    @classmethod
    def read(cls, raw: Any) -> Self:
        found = as_object(raw)
        return cls(
            wanted=_read_wanted(found.get("wanted")),
            when=read_when(found.get("when")),
            slots=read_slots(found.get("slots")),
            slot=as_text(found.get("slot")),
            appointment=as_text(found.get("appointment")),
            label=as_text(found.get("label")),
            stands=as_text(found.get("stands")),
            wished=read_when(found.get("wished")),
            wait=read_when(found.get("wait")),
            waits=found.get("waits") is True,
            without=_texts(found.get("without")),
            not_with=_texts(found.get("not_with")),
            either=_read_either(found.get("either")),
        )

    @property
    def names(self) -> list[str]:
        """What the services are called, as far as it is known."""
        return [wanted.name for wanted in self.wanted if wanted.name]

    def want(self, *services: Wanted) -> None:
        """Other services than before: what was offered for those counts no more."""
        self.wanted = list(services)
        self.slots, self.slot, self.wait = [], "", {}


@dataclass
class Memo:
    """The dialogue's state.

    `booked` is what was booked last in this conversation: {appointment, name}.
    `said` counts the uses of each phrase, so that they vary; `lead` is what a node leaves to be
    said by the node it hands the turn to; `hours` the question for opening hours that was just
    answered, which "¿y el domingo?" goes on with, `told_day` the last day (ISO) that it was told of.
    """

    ask: Ask | None = None
    booking: Plan = field(default_factory=Plan)
    move: Plan = field(default_factory=Plan)
    topic: str = ""
    name: str = ""
    booked: Json = field(default_factory=dict)
    fails: int = 0
    consent_asked: bool = False
    escalate: str = ""
    address: str = ""
    language: str = ""
    lead: str = ""
    hours: str = ""
    told_day: str = ""
    said: dict[str, int] = field(default_factory=dict)

    @classmethod
    def read(cls, raw: Any) -> Self:
        found = as_object(raw)
        fails = found.get("fails")
        return cls(
            ask=Ask.read(found.get("ask")),
            booking=Plan.read(found.get("booking")),
            move=Plan.read(found.get("move")),
            topic=as_text(found.get("topic")),
            name=as_text(found.get("name")),
            booked=as_object(found.get("booked")),
            fails=fails if isinstance(fails, int) else 0,
            consent_asked=found.get("consent_asked") is True,
            escalate=as_text(found.get("escalate")),
            address=as_text(found.get("address")),
            language=as_text(found.get("language")),
            lead=as_text(found.get("lead")),
            hours=as_text(found.get("hours")),
            told_day=as_text(found.get("told_day")),
            said={
                str(key): count
                for key, count in as_object(found.get("said")).items()
                if isinstance(count, int)
            },
        )

    def write(self) -> Json:
        """The memo as JSON, without what is empty."""
        return {key: value for key, value in _bare(self).items() if value}


def _bare(value: Any) -> Any:
    if isinstance(value, list):
        return [_bare(item) for item in value]
    if isinstance(value, Memo | Plan | Ask | Wanted):
        fields = {name: _bare(getattr(value, name)) for name in value.__dataclass_fields__}
        return {name: content for name, content in fields.items() if content}
    return value


def as_object(raw: Any) -> Json:
    return dict(raw) if isinstance(raw, dict) else {}


def as_list(raw: Any) -> list[Any]:
    return list(raw) if isinstance(raw, list) else []


def as_text(raw: Any) -> str:
    return raw if isinstance(raw, str) else ""


def as_objects(raw: Any) -> list[Json]:
    return [item for item in as_list(raw) if isinstance(item, dict)]


def _texts(raw: Any) -> list[str]:
    return [text for text in map(as_text, as_list(raw)) if text][:MOST_REFUSED]


def read_when(raw: Any) -> Json:
    found = as_object(raw)
    return {key: as_text(found[key]) for key in WHEN_KEYS if as_text(found.get(key))}


def _read_either(raw: Any) -> list[Json]:
    found = [read_when(one) | {"label": as_text(one.get("label"))} for one in as_objects(raw)]
    return [one for one in found if len(one) > 1][:MOST_SLOTS]


def read_slots(raw: Any) -> list[Json]:
    """The slots that have a token, each with every key as text ("" for none), a visit's with parts."""
    slots = [_read_slot(item) for item in as_objects(raw)]
    return [slot for slot in slots if slot["slot"]][:MOST_SLOTS]


def _read_slot(item: Json) -> Json:
    slot: Json = {key: as_text(item.get(key)) for key in SLOT_KEYS}
    parts = [{key: as_text(part.get(key)) for key in PART_KEYS} for part in parts_of(item)]
    return {**slot, "parts": parts} if parts else slot


def parts_of(raw: Json) -> list[Json]:
    """The services of a visit, in a slot or an appointment; [] when it is a single service."""
    return as_objects(raw.get("parts"))[:MOST_SERVICES]


def _read_wanted(raw: Any) -> list[Wanted]:
    found = [Wanted(as_text(o.get("said")), as_text(o.get("name"))) for o in as_objects(raw)]
    return [wanted for wanted in found if wanted.said][:MOST_SERVICES]
