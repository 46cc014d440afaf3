"""What customers say in a language, as data: agent/language/<code>/words.toml.

A language with this file is understood and not only spoken: days and hours, yes and no, places in a
list, names. es, pt and en keep theirs in code. Keys are in docs/add-a-language.md.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Phrases = tuple[str, ...]
Meaning = tuple[str, int, str]
"""A kind of word (agent.dates.symbols), its value and its name."""
FILE = "words"
_COUNTED_FROM = {"number": 0}
"""What the first of a list counts; 1 where nothing stands."""
_ARTICLE = "article"
"""What a word for 1 is that is mostly an article: a table of its own beside the list of numbers."""
KEYS = frozenset(
    [
        "answers.yes",
        "answers.no",
        "answers.neither",
        "answers.polite",
        "answers.yes_then_more",
        "answers.no_then_more",
        "positions.in_order",
        "positions.last",
        "positions.around",
        "talk.greetings",
        "talk.thanks",
        "talk.opens_a_clause",
        "wishes.book",
        "wishes.hours",
        "names.introduces",
        "names.called",
        "names.i_am",
        "names.beside",
        "language.tells",
    ]
)
"""The tables beside `dates` and `dates_beside`."""


@dataclass(frozen=True, eq=False)
class Words:
    """The words of a language, as they were written. Two are the same only if they are one."""

    code: str
    dates: Mapping[Meaning, Phrases]
    beside_dates: Mapping[str, Phrases]
    """What refuses, excepts or takes back, by the English words that do."""
    lists: Mapping[str, tuple[Phrases, ...]] = field(default_factory=dict)
    """By key (`answers.yes`): items in order, each with its forms."""

    def of(self, key: str) -> Phrases:
        """All forms of a key, none where the file does not have it."""
        if key not in KEYS:
            raise KeyError(key)
        return tuple(form for forms in self.lists.get(key, ()) for form in forms)

    def in_order(self, key: str) -> tuple[Phrases, ...]:
        """The items of a key that is a list, each with its forms."""
        if key not in KEYS:
            raise KeyError(key)
        return self.lists.get(key, ())

    def every(self) -> Iterator[str]:
        """Every phrase of the file."""
        for phrases in (*self.dates.values(), *self.beside_dates.values()):
            yield from phrases
        for items in self.lists.values():
            for forms in items:
                yield from forms


def read_words(code: str, content: Mapping[str, Any]) -> Words:
    """The words of a file's content. Raises ValueError, which names the key."""
    tables = dict(content)
    dates = dict(_meanings(_table("dates", tables.pop("dates", {}))))
    beside = {
        english: _forms(f"dates_beside.{english}", phrases)
        for english, phrases in _table("dates_beside", tables.pop("dates_beside", {})).items()
    }
    lists = {}
    for name, table in tables.items():
        for key, value in _table(name, table).items():
            if f"{name}.{key}" not in KEYS:
                raise ValueError(f"{name}.{key}: no such key of words")
            lists[f"{name}.{key}"] = _items(f"{name}.{key}", value)
    return Words(code, dates, beside, lists)


def _table(name: str, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ValueError(f"{name}: not a table")
    return value


def _meanings(dates: Mapping[str, Any]) -> Iterator[tuple[Meaning, Phrases]]:
    """`weekday = ["lunes|lun", …]` counts, and "" leaves one out; `at = "a las"` has no value;
    `part.morning` and `part."1 afternoon"` have a name, a value or both."""
    for kind, value in dates.items():
        if isinstance(value, list):
            first = _COUNTED_FROM.get(kind, 1)
            for place, item in enumerate(value, start=first):
                if item != "":
                    yield (kind, place, ""), _forms(f"dates.{kind}", item)
        elif kind == _ARTICLE:
            yield ("number", 1, _ARTICLE), _forms(f"dates.{kind}", value)
        elif isinstance(value, Mapping):
            for key, forms in value.items():
                number, name = _value_and_name(key)
                yield (kind, number, name), _forms(f"dates.{kind}.{key}", forms)
        else:
            yield (kind, 0, ""), _forms(f"dates.{kind}", value)


def _value_and_name(key: str) -> tuple[int, str]:
    first, _, rest = key.partition(" ")
    if first.lstrip("-").isdecimal():
        return int(first), rest
    return 0, key


def _items(key: str, value: Any) -> tuple[Phrases, ...]:
    if isinstance(value, list):
        return tuple(_forms(key, item) for item in value)
    return (_forms(key, value),)


def _forms(key: str, value: Any) -> Phrases:
    if not isinstance(value, str):
        raise ValueError(f"{key}: neither a text nor a list of texts")
    forms = tuple(form.strip() for form in value.replace("\n", " ").split("|"))
    if not all(forms):
        raise ValueError(f"{key}: nothing stands between two bars")
    return forms
