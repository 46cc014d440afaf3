"""What `rehearsal_show` answers."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from agent.llm.calls import AnsweredCall
from agent.types import Json


class ToolRun(Struct, frozen=True, kw_only=True):
    """A tool with the arguments that a model wrote, and its result."""

    name: str
    args: Json = {}
    result: object = None

    @property
    def outcome(self) -> str:
        """Its status in one word, "" where it has none."""
        status = self.result.get("status") if isinstance(self.result, dict) else None
        return str(status or "")


class TurnInside(Struct, frozen=True, kw_only=True):
    """What ran in a turn. `ms`: how long; `vetoes`: words of a model that a guard kept, each with why."""

    status: str
    ms: float | None
    nodes: list[str]
    tools: list[ToolRun]
    models: list[AnsweredCall]
    vetoes: list[list[str]]

    @property
    def tokens(self) -> int:
        """Read and written by hosted models."""
        return sum(one["input_tokens"] + one["output_tokens"] for one in self.models)


class PlayedMessage(Struct, frozen=True, kw_only=True):
    """A message of a talk; the first answer of a turn carries what happened in it."""

    id: UUID
    by: Literal["inbound", "outbound"]
    text: str
    options: list[Json]
    at: datetime
    turn: TurnInside | None
