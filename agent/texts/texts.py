"""The texts of one language, by key."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from babel import Locale

from agent.texts.filling import fill, render
from agent.texts.words import Words
from agent.types import Json

Plural = Mapping[str, str]
"""A text by the plural categories of Unicode CLDR; "other" is always there."""
Entry = str | tuple[str, ...] | Plural


@dataclass(frozen=True, eq=False)
class Texts:
    """`code` is the folder's name. A key that is not there is a KeyError: loading saw to it that every
    language has the same ones."""

    code: str
    entries: Mapping[str, Entry]
    words: Words | None = None
    """What customers say in it, where the folder says that."""

    @cached_property
    def locale(self) -> Locale:
        """Whose names of days and whose numbers are written."""
        return Locale.parse(self.line("language.locale"))

    def line(self, key: str, /, **values: str) -> str:
        """One text with its places filled, each of which needs a value."""
        entry = self.entries[key]
        if not isinstance(entry, str):
            raise KeyError(key)
        return fill(entry, values)

    def lines(self, key: str) -> tuple[str, ...]:
        """A list: the wordings of a reply, the lines of a notice, words, days from Monday on."""
        entry = self.entries[key]
        if not isinstance(entry, tuple):
            raise KeyError(key)
        return entry

    def filled(self, key: str, /, **values: str) -> tuple[str, ...]:
        """All items of a list with their places filled."""
        return tuple(fill(item, values) for item in self.lines(key))

    def line_of(self, key: str, place: int, /, **values: str) -> str:
        """One item of a list with its places filled; `place` counts from 0."""
        return fill(self.lines(key)[place], values)

    def addressed(self, key: str, address: str, /, **values: str) -> str:
        """One text as a sentence to a customer, for a form of address: tu, usted, vos, …"""
        entry = self.entries[key]
        if not isinstance(entry, str):
            raise KeyError(key)
        return render(entry, address, values)

    def counted(self, key: str, number: int, /, **values: str) -> str:
        """The form of a text that stands with this number."""
        entry = self.entries[key]
        if isinstance(entry, (str, tuple)):
            raise KeyError(key)
        form = entry.get(self.locale.plural_form(number), entry["other"])
        return fill(form, values)

    def has(self, key: str) -> bool:
        """Whether there is such a text."""
        return key in self.entries

    def nested(self, name: str) -> Json:
        """All texts below a name, as they stand in the file."""
        tree: Json = {}
        for key, entry in self.entries.items():
            if key.startswith(f"{name}."):
                *tables, last = key.removeprefix(f"{name}.").split(".")
                inside = tree
                for table in tables:
                    inside = inside.setdefault(table, {})
                inside[last] = entry
        return tree
