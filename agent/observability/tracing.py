"""The tracing interface that turns use; without a configuration nothing is traced.

What is sent, and what is not: docs/decisions/tracing.md.
"""

import logging
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol
from urllib.parse import urlsplit
from uuid import UUID

from langchain_core.runnables import RunnableConfig

from agent.context import TurnContext
from agent.settings import Settings

log = logging.getLogger(__name__)


class TurnTrace(Protocol):
    """One run of the graph, while it is traced."""

    config: RunnableConfig
    """Goes into the run's config."""

    def ended(self, path: Sequence[str], replies: Sequence[str]) -> None:
        """The run came to an answer: its nodes, and the replies."""


class Tracing(Protocol):
    """Traces turns and scores them. No call waits for a network, and none raises."""

    def turn(self, context: TurnContext, words: str) -> AbstractContextManager[TurnTrace]:
        """Around a run; what the run raises is noted and passes through."""

    def score(self, turn: UUID, **scores: bool) -> None:
        """How a turn ended, as one score a name on its trace."""

    def close(self) -> None:
        """Sends what is left, for at most a few seconds. Blocks."""


class _NoTrace:
    config: RunnableConfig = {}

    def ended(self, path: Sequence[str], replies: Sequence[str]) -> None:
        pass


class NoTracing:
    """Nothing is traced."""

    def turn(self, context: TurnContext, words: str) -> AbstractContextManager[TurnTrace]:
        return nullcontext(_NoTrace())

    def score(self, turn: UUID, **scores: bool) -> None:
        pass

    def close(self) -> None:
        pass


def langfuse_problem(settings: Settings) -> str | None:
    """What is wrong with a configuration of Langfuse; None when it is right or there is none."""
    values = {
        "LANGFUSE_HOST": settings.langfuse_host,
        "LANGFUSE_PUBLIC_KEY": settings.langfuse_public_key,
        "LANGFUSE_SECRET_KEY": settings.langfuse_secret_key,
    }
    missing = [name for name, value in values.items() if not value]
    if len(missing) == len(values):
        return None
    if missing:
        return f"{' and '.join(missing)} is not set: nothing is traced"
    try:
        address = urlsplit(settings.langfuse_host or "")
        right = address.scheme in ("http", "https") and bool(address.hostname) and address.port != 0
    except ValueError:
        right = False
    return None if right else "LANGFUSE_HOST is not a URL (https://…): nothing is traced"


def open_tracing(settings: Settings, *, words: Iterable[str] = ()) -> Tracing:
    """Langfuse when it is configured. A wrong configuration is a warning and traces nothing,
    because customers are answered without it, too.

    `words`: the names of nodes, tools and arguments, which masked traces may show.
    """
    if problem := langfuse_problem(settings):
        log.warning("Langfuse: %s", problem)
        return NoTracing()
    if not settings.langfuse_host:
        return NoTracing()
    # The library takes more than a second to import.
    from agent.observability.langfuse_tracing import open_langfuse

    return open_langfuse(settings, words)
