"""The languages that can be spoken, which are the folders there are: read once, at the first word.

This is the one place that knows them. Whoever takes a language from outside holds it against
`languages()`; whoever writes in one that lost its folder writes in the `closest`.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from pathlib import Path

from agent.texts.loading import load
from agent.texts.texts import Texts
from agent.texts.words import Words

FOLDER = Path(str(files("agent"))) / "language"
_DEFAULT = "en"
_other: ContextVar[Mapping[str, Texts] | None] = ContextVar("other texts", default=None)


def texts(language: str) -> Texts:
    """The texts of a language, of the `closest` one where it has none."""
    spoken = _spoken()
    return spoken.get(language) or spoken[closest(language)]


def languages() -> tuple[str, ...]:
    """The codes of the languages that can be spoken, as their folders are named."""
    return tuple(_spoken())


def worded() -> tuple[Words, ...]:
    """The words of the languages whose folders have them: what is understood beside es, pt and en.
    The same values as long as the same folders are spoken, so that what is made of them can be kept."""
    return tuple(one.words for one in _spoken().values() if one.words)


def words_of(language: str) -> Words | None:
    """The words of the `spoken_form` of a language, where its folder has them."""
    code = spoken_form(language)
    return _spoken()[code].words if code else None


def spoken_form(tag: str) -> str | None:
    """The spoken language that a tag from outside means: "pt-BR" is `pt-br` where that has a folder,
    else `pt` or that of another country; None for a language that is not spoken."""
    code = tag.lower().replace("_", "-")
    spoken = _spoken()
    while code and code not in spoken:
        code = code.rpartition("-")[0]
    return code or next((one for one in spoken if base(one) == base(tag)), None)


def closest(tag: str) -> str:
    """The same, else a language that is spoken: English where it has a folder."""
    return spoken_form(tag) or spoken_form(_DEFAULT) or languages()[0]


def base(tag: str) -> str:
    """The language of a tag, without its script and country: "pt" of "pt-br"."""
    return tag.replace("_", "-").partition("-")[0].lower()


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
