"""The ledger of one turn's model calls: time left, tokens used, and models that were given up.

It travels in a context variable, because what LangChain passes to a model is also what it shows to
tracers, and a turn's ledger does not belong there.
"""

import logging
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from decimal import Decimal
from typing import TypedDict

from agent.errors import DatabaseUnavailable

log = logging.getLogger(__name__)


class AnsweredCall(TypedDict):
    """An answer, as the turn's trace shows it."""

    node: str
    model: str
    input_tokens: int
    output_tokens: int


class UsageRow(AnsweredCall):
    """An answer, as `usage_put` takes it; `cost_usd` is a decimal number as text."""

    cached_input_tokens: int
    cost_usd: str | None


class FailedCall(TypedDict):
    """A model that was given up, and why."""

    model: str
    why: str


class ModelTrace(TypedDict, total=False):
    """Which models answered, which were given up, and why words of theirs were not said, as the turn's
    trace keeps it."""

    models: list[AnsweredCall]
    model_failures: list[FailedCall]
    vetoes: list[list[str]]


@dataclass(frozen=True, slots=True)
class Veto:
    """Words of a model that were not said, and what was wrong with them."""

    text: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Usage:
    """One answer. `input_tokens` includes the cached ones; `cost_usd` None: no price is known."""

    node: str
    model: str
    input_tokens: int = 0
    cached_input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: Decimal | None = None

    def row(self) -> UsageRow:
        """As `usage_put` takes it."""
        return {
            "node": self.node,
            "model": self.model,
            "input_tokens": self.input_tokens,
            "cached_input_tokens": self.cached_input_tokens,
            "output_tokens": self.output_tokens,
            "cost_usd": None if self.cost_usd is None else str(self.cost_usd),
        }


Put = Callable[[list[UsageRow]], Awaitable[None]]


class ModelCalls:
    """The ledger of a turn that may take `seconds`; `put` writes used tokens down at once."""

    def __init__(
        self,
        seconds: float = float("inf"),
        put: Put | None = None,
        *,
        offline_only: bool = False,
    ) -> None:
        self.offline_only = offline_only
        self.seconds = seconds
        self._ends = time.monotonic() + seconds
        self._reserve = 0.1 * seconds if seconds != float("inf") else 0.0
        self._put = put
        self._unwritten: list[UsageRow] = []
        self._given_up: set[str] = set()
        self.answered: list[AnsweredCall] = []
        self.failed: list[FailedCall] = []
        self.vetoes: list[Veto] = []

    @property
    def seconds_left(self) -> float:
        """Time for calls; a tenth of the turn is kept for the offline model and the tools."""
        return self._ends - time.monotonic() - self._reserve

    def asks(self, model: str) -> bool:
        """Whether this turn still asks the model."""
        return not self.offline_only and model not in self._given_up

    def give_up(self, model: str, why: str) -> None:
        """The model is not asked again in this turn: its time is spent once, and one model answers."""
        self._given_up.add(model)
        self.failed.append({"model": model, "why": why})

    def veto(self, text: str, problems: Sequence[str]) -> None:
        """Keeps words that were not said for who looks after the desk."""
        self.vetoes.append(Veto(text, tuple(problems)))

    @property
    def trace(self) -> ModelTrace:
        """What of this stands in the turn's trace."""
        shown: ModelTrace = {}
        if self.answered:
            shown["models"] = self.answered
        if self.failed:
            shown["model_failures"] = self.failed
        if self.vetoes:
            shown["vetoes"] = [list(one.problems) for one in self.vetoes]
        return shown

    async def note(self, usage: Usage) -> None:
        """Writes an answer's tokens down before it is used: they are paid for, whatever follows."""
        row = usage.row()
        self.answered.append(
            {
                "node": usage.node,
                "model": usage.model,
                "input_tokens": usage.input_tokens,
                "output_tokens": usage.output_tokens,
            }
        )
        self._unwritten.append(row)
        await self.write()

    async def write(self) -> None:
        """Writes what is not written yet; without a database it is tried again with the next."""
        rows, self._unwritten = self._unwritten, []
        if not rows or self._put is None:
            return
        try:
            await self._put(rows)
        except DatabaseUnavailable:
            self._unwritten = rows + self._unwritten
            log.warning("the usage of %s model calls could not be written yet", len(rows))

    @contextmanager
    def entered(self) -> Iterator["ModelCalls"]:
        """Makes this the ledger of every model call inside, in whatever task."""
        token = _current.set(self)
        try:
            yield self
        finally:
            _current.reset(token)


_current: ContextVar[ModelCalls | None] = ContextVar("model_calls", default=None)


def current_calls() -> ModelCalls:
    """The turn's ledger; outside of a turn one that nobody reads."""
    return _current.get() or ModelCalls()
