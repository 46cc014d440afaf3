"""The kinds of words that dates and times are made of, the same for every language."""

from collections.abc import KeysView
from dataclasses import dataclass
from enum import StrEnum, auto


class Kind(StrEnum):
    """What a word or phrase means to the grammar. The comment says what its value is."""

    RELATIVE = auto()  # days from today
    NOW = auto()
    WEEKDAY = auto()  # ISO weekday
    MONTH = auto()  # 1 to 12
    NUMBER = auto()  # the number; name "digits", "word" or "article"
    ORDINAL = auto()  # n, or -1 for the last
    SUFFIX = auto()  # the th of 24th
    DATE = auto()  # numeric; name is the cluster as written
    CLOCK = auto()  # minutes since midnight; name is the cluster as written
    DETERMINER = auto()
    DAY_WORD = auto()  # "el día", "dia"
    ON = auto()
    OF = auto()
    IN = auto()
    UNIT = auto()  # name: minute, hour, day, workday, week, month, quarter, year
    AMOUNT = auto()  # how many, in words that are no number: "a couple of"; 0 for "a few"
    LENGTH = auto()  # minutes of "media hora", or how many of the unit in its name
    THIS = auto()
    NEXT = auto()
    NEXT_AFTER = auto()  # follows the noun: "que viene"; 1: "after next"
    LAST_AFTER = auto()  # follows the noun: "pasado"
    WEEK = auto()  # weeks from this one
    WEEKEND = auto()  # -1 plain or this, 1 next, -2 the last one
    MONTH_OFFSET = auto()  # months from this one
    MONTH_PART = auto()  # name: start, middle, end, first, last
    HOLIDAY = auto()  # name: the rule of holidays.py
    FROM_NOW = auto()  # "from" of "a week from today"; name "hence": from now without more words
    SINCE = auto()
    UNTIL = auto()
    BETWEEN = auto()
    TO = auto()
    AND = auto()
    OR = auto()
    AT = auto()
    THE_HOUR = auto()  # "las", which is an hour only in company
    AFTER = auto()
    BEFORE = auto()
    PLUS = auto()  # minutes past: "y media"
    MINUS = auto()  # minutes to: "menos cuarto"; 0 when a number follows
    QUARTER = auto()  # minutes of a word before "to" or "past"
    TO_HOUR = auto()
    PAST_HOUR = auto()
    MERIDIEM = auto()  # name: am or pm
    PART = auto()  # name: a Part, or dawn; value: its stretch (mentions.LATE, MIDDLE)
    TODAY_PART = auto()  # the same, and it is today's
    HOUR_MARK = auto()  # name: "h" or "hour"
    NOON = auto()
    MIDNIGHT = auto()
    FILLER = auto()  # "más o menos"; value 1: some minutes more, "y pico"
    COMPANY = auto()  # who comes along; name: together, we_are or of_us
    NOT = auto()
    INSTEAD = auto()
    COMMA = auto()
    STOP = auto()
    DASH = auto()
    COUNTED = auto()  # a noun that makes the number before it a quantity
    LABEL = auto()  # a noun that makes the number after it an address, id or option
    QUANTITY = auto()  # a number that is no date
    WORD = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Entry:
    """A meaning in a lexicon. A `weak` one needs company, since it is a common word too."""

    kind: Kind
    value: int = 0
    name: str = ""
    weak: bool = False


class Symbol:
    """A word or phrase of a text: what it may mean, and its place in the original characters."""

    __slots__ = ("_meanings", "end", "start", "word")

    def __init__(self, entries: tuple[Entry, ...], word: str, start: int, end: int) -> None:
        self._meanings = {entry.kind: entry for entry in entries}
        self.word = word
        self.start = start
        self.end = end

    @property
    def kinds(self) -> KeysView[Kind]:
        """Everything it may be."""
        return self._meanings.keys()

    def get(self, kind: Kind) -> Entry | None:
        """What this means as a `kind`, or None."""
        return self._meanings.get(kind)

    def has(self, *kinds: Kind) -> bool:
        """Whether it may be any of `kinds`."""
        return not self._meanings.keys().isdisjoint(kinds)

    def has_all(self, *kinds: Kind) -> bool:
        """Whether it may be every one of `kinds`."""
        return self._meanings.keys() >= set(kinds)

    def number(self, kind: Kind) -> int:
        """The value of a meaning that is known to be there."""
        return self._meanings[kind].value

    def name(self, kind: Kind) -> str:
        """The name of a meaning, empty when there is none."""
        entry = self._meanings.get(kind)
        return entry.name if entry else ""

    def is_weak(self) -> bool:
        """Whether every meaning needs company."""
        return all(entry.weak for entry in self._meanings.values())

    def turned_into(self, kind: Kind) -> "Symbol":
        """The same words with another meaning."""
        return Symbol((Entry(kind),), self.word, self.start, self.end)


NOTHING = Symbol((Entry(Kind.END),), "", 0, 0)

# Small words in a row; a text of nothing else must not be read again from every place.
_LONGEST_SKIP = 6


class Symbols:
    """A text as symbols; reading past either end, or what is taken, yields NOTHING."""

    def __init__(self, items: list[Symbol]) -> None:
        self.items = items
        self._taken = bytearray(len(items))

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, place: int) -> Symbol:
        if 0 <= place < len(self.items) and not self._taken[place]:
            return self.items[place]
        return NOTHING

    def take(self, first: int, last: int) -> None:
        """Hides symbols [first, last) from the readers that follow."""
        for place in range(max(first, 0), min(last, len(self.items))):
            self._taken[place] = 1

    def skip(self, place: int, *kinds: Kind) -> int:
        """The first place from `place` on that is none of `kinds`, within a phrase's length."""
        for _ in range(_LONGEST_SKIP):
            if not self[place].has(*kinds):
                break
            place += 1
        return place
