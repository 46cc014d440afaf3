"""console_turn, as types: what was recorded of a turn. What a trace of before did not have is empty."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

Ended = Literal["running", "committed", "superseded", "failed", "dropped", "lost"]


class TracedTool(Struct, frozen=True, kw_only=True):
    """A tool that ran: arguments as a model wrote them, its result as it was given."""

    name: str
    args: Mapping[str, object] = {}
    result: object = None


class TracedModel(Struct, frozen=True, kw_only=True):
    """A model that answered in a node."""

    node: str
    model: str


class FailedModel(Struct, frozen=True, kw_only=True):
    """A model that was given up, and why."""

    model: str
    why: str


class Trace(Struct, frozen=True, kw_only=True):
    """turns.trace. `vetoes`: problems of words that were not said ("date: el martes"); `guard`: why nothing was
    sent; `fault`: the kind of the error that ended it, and the tool in which it was raised."""

    nodes: tuple[str, ...] = ()
    tools: tuple[TracedTool, ...] = ()
    models: tuple[TracedModel, ...] = ()
    model_failures: tuple[FailedModel, ...] = ()
    vetoes: tuple[tuple[str, ...], ...] = ()
    guard: str = ""
    fault: str = ""
    failed_tool: str = ""


class Withheld(Struct, frozen=True, kw_only=True):
    """Words that a guard kept back, and why."""

    reason: str
    text: str


class Change(Struct, frozen=True, kw_only=True):
    """What the turn did to an appointment. `local`: when it is now."""

    kind: str
    service: str
    local: str


class TurnSteps(Struct, frozen=True, kw_only=True):
    """`questions`: what the customer had written; `called`: why a person was called."""

    id: UUID
    status: Ended
    began: datetime
    ended: datetime | None
    trace: Trace
    questions: tuple[str, ...]
    withheld: tuple[Withheld, ...]
    changes: tuple[Change, ...]
    called: tuple[str, ...]
