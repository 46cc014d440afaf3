"""The languages that can be spoken: read once, at the first word."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from pathlib import Path

from agent.texts.loading import load
from agent.texts.texts import Texts

FOLDER = Path(str(files("agent"))) / "language"
_other: ContextVar[Mapping[str, Texts] | None] = ContextVar("other texts", default=None)


def texts(language: str) -> Texts:
    """The texts of a language that can be spoken. Raises KeyError."""
    return _spoken()[language]


def languages() -> tuple[str, ...]:
    """The codes of the languages that can be spoken, as their folders are named."""
    return tuple(_spoken())


def shortened(code: str, default: str = "en") -> str:
    """The language of a code such as "pt-BR" if it can be spoken, else `default`."""
    short = code[:2].lower()
    return short if short in _spoken() else default


@contextmanager
def speaking(others: Mapping[str, Texts]) -> Iterator[None]:
    """Within it these are spoken instead of those that are shipped."""
    token = _other.set(others)
    try:
        yield
    finally:
        _other.reset(token)


def _spoken() -> Mapping[str, Texts]:
    return _other.get() or _shipped()


@cache
def _shipped() -> Mapping[str, Texts]:
    return load(FOLDER)
