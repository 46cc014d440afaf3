"""What the offline model remembers between its calls.

The memo is a small JSON object that travels in `AIMessage.additional_kwargs["memo"]`. It is read
back from stored conversations, so anything that does not have the right shape is dropped.
"""

from dataclasses import dataclass, field
from typing import Any, Self

from agent.types import Json

SLOT_KEYS = ("slot", "label", "day", "time", "date", "at", "with")
WHEN_KEYS = ("date_from", "date_to", "time", "part", "not_before", "not_after", "member")
MOST_SLOTS = 5


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


@dataclass
class Plan:
    """An appointment in the making: a booking, or the new time of a move.

    `service` is what check_availability is asked for (a key, a name or the customer's words),
    `when` its other arguments, `slots` what was offered last, `slot` what the customer chose. `wait`
    are the arguments to wait for a full day with; `waits`: the customer asked for that.
    """

    service: str = ""
    service_name: str = ""
    when: Json = field(default_factory=dict)
    slots: list[Json] = field(default_factory=list)
    slot: str = ""
    queue: list[str] = field(default_factory=list)
    appointment: str = ""
    label: str = ""
    wait: Json = field(default_factory=dict)
    waits: bool = False

    @classmethod
    def read(cls, raw: Any) -> Self:
        found = as_object(raw)
        return cls(
            service=as_text(found.get("service")),
            service_name=as_text(found.get("service_name")),
            when=read_when(found.get("when")),
            slots=read_slots(found.get("slots")),
            slot=as_text(found.get("slot")),
            queue=[as_text(name) for name in as_list(found.get("queue"))][:3],
            appointment=as_text(found.get("appointment")),
            label=as_text(found.get("label")),
            wait=read_when(found.get("wait")),
            waits=found.get("waits") is True,
        )


@dataclass
class Memo:
    """The dialogue's state.

    `said` counts the uses of each phrase, so that they vary; `lead` is what a node leaves to be
    said by the node it hands the turn to.
    """

    ask: Ask | None = None
    booking: Plan = field(default_factory=Plan)
    move: Plan = field(default_factory=Plan)
    topic: str = ""
    name: str = ""
    fails: int = 0
    consent_asked: bool = False
    escalate: str = ""
    address: str = ""
    language: str = ""
    lead: str = ""
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
            fails=fails if isinstance(fails, int) else 0,
            consent_asked=found.get("consent_asked") is True,
            escalate=as_text(found.get("escalate")),
            address=as_text(found.get("address")),
            language=as_text(found.get("language")),
            lead=as_text(found.get("lead")),
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
    if isinstance(value, Memo | Plan | Ask):
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


def read_when(raw: Any) -> Json:
    found = as_object(raw)
    return {key: as_text(found[key]) for key in WHEN_KEYS if as_text(found.get(key))}


def read_slots(raw: Any) -> list[Json]:
    """The slots that have a token, each with every key as text ("" for none)."""
    slots = [{key: as_text(item.get(key)) for key in SLOT_KEYS} for item in as_objects(raw)]
    return [slot for slot in slots if slot["slot"]][:MOST_SLOTS]
