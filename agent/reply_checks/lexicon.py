"""The words of one language as this room reads them: words/<code>.toml, compiled once."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

FOLDER = Path(str(files("agent"))) / "reply_checks" / "words"
_NEVER = re.compile(r"(?!)")
_NUMBERED = (
    ("number", "words"),
    ("duration", "units"),
    ("day", "weekdays"),
    ("day", "months"),
    ("day", "feasts"),
)
"""Lists of words with what they count: "una=1 dos=2"."""


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """`words` is the file; patterns are made of its lists on first use and kept."""

    language: str
    words: Mapping[str, Any]

    def get(self, path: str) -> Any:
        """What stands at "section.key"; None where this language has nothing there."""
        value: Any = self.words
        for key in path.split("."):
            value = value.get(key) if isinstance(value, Mapping) else None
        return value

    def text(self, path: str) -> str:
        """A regular expression that is one text; one that never matches where there is none."""
        return self.get(path) or "(?!)"

    def pattern(self, path: str) -> re.Pattern[str]:
        """Any of the expressions of a list, as whole words."""
        return _pattern(self, path)


@cache
def _pattern(lexicon: Lexicon, path: str) -> re.Pattern[str]:
    value = lexicon.get(path)
    if not value:
        return _NEVER
    return whole_words([value] if isinstance(value, str) else value)


def whole_words(expressions: Iterable[str]) -> re.Pattern[str]:
    """Any of these, not as a part of a longer word."""
    return re.compile(rf"(?<![\w@])(?:{'|'.join(expressions)})(?!\w)")


def longest_first(words: Iterable[str]) -> str:
    """An alternation in which no word hides a longer one."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def lexicon(language: str) -> Lexicon | None:
    """Of a language or the one that it is a form of ("pt-br"); None where the room has no words of it."""
    file = FOLDER / f"{language.partition('-')[0].lower()}.toml"
    if not file.is_file():
        return None
    words = tomllib.loads(file.read_text("utf-8"))
    for section, key in _NUMBERED:
        words[section][key] = _numbered(words[section][key])
    return Lexicon(file.stem, words)


def _numbered(text: str) -> dict[str, int]:
    pairs = (item.split("=") for item in text.split())
    return {word.replace("_", " "): int(number) for word, number in pairs}
