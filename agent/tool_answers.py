"""The shape that every answer of a tool has, and the answers about what the customer said of themself."""

from typing import TypeVar

from msgspec import Struct

WRITES = frozenset(
    {"booked", "already_booked", "moved", "cancelled", "confirmed", "recorded", "notified",
     "notice_waits", "joined", "declined", "left", "renamed"}
)  # fmt: skip
"""Statuses of tools that changed something: a turn with one of them is never given up as stale."""


class Outcome(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a tool answers. Its fields stand in the order in which a model reads them."""


class Answer(Outcome, frozen=True, kw_only=True):
    """Every result says in `status` what became of the call. `error`: the call itself was wrong."""

    status: str = ""
    error: str = ""


A = TypeVar("A", bound=Answer)


class ToolFault(Answer, frozen=True, kw_only=True):
    """A call that a model wrote wrongly: no such `tools`, or arguments with `problems`."""

    tools: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


class NameHeard(Answer, frozen=True, kw_only=True):
    """resolve_contact_on_booking: the name as it is written, when there is one."""

    name: str = ""


class Consent(Answer, frozen=True, kw_only=True):
    """record_consent: what is recorded."""

    granted: bool | None = None


class PhoneHeard(Answer, frozen=True, kw_only=True):
    """note_phone: what became of the phone that the customer wrote."""


class PlaceHeard(Answer, frozen=True, kw_only=True):
    """note_place: where the home visit is, once it is noted."""

    place: str = ""


class BusinessAnswer(Answer, frozen=True, kw_only=True):
    """ask_business_system: what another program of the business answered, as text. `cut`: it was longer; `tools`:
    those there are, where another one was asked."""

    answer: str = ""
    cut: bool = False
    reason: str = ""
    tools: tuple[str, ...] = ()
