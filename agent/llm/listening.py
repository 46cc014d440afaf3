"""Who hears a model's words while it writes them.

It travels in a context variable beside the turn's ledger (agent/llm/calls.py), and for the same reason.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol


class Listener(Protocol):
    """Hears the answers of one call of a chain of models; tries that failed are among them."""

    def begins(self) -> None:
        """An answer begins, from nothing: what was heard before is not its beginning."""

    def hears(self, text: str) -> None:
        """All words of the answer so far. Not called any more once the answer calls a tool."""

    @property
    def passed_on(self) -> bool:
        """Whether somebody was shown words of the answer that is heard now."""


_current: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def heard_by(listener: Listener | None) -> Iterator[None]:
    """Models that are asked inside are heard, where they can write piece by piece."""
    token = _current.set(listener)
    try:
        yield
    finally:
        _current.reset(token)


def current_listener() -> Listener | None:
    """None: an answer is wanted whole."""
    return _current.get()
