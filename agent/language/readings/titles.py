"""What a text says that may be the title of a time: weekdays and months, dates, hours, and other words."""

import re
from dataclasses import dataclass, field
from functools import cache

from agent.language.text import fold, words
from agent.texts import languages, texts

_CLOCK = re.compile(
    r"\b(?P<hour>\d{1,2})(?:\s?[:h.]\s?(?P<minute>[0-5]\d))?"
    r"(?:\s?(?P<half>[ap])\.?\s?m\b\.?|\s?(?P<sharp>hrs|hs|h)\b)?"
)
_DATE = re.compile(r"\b(?P<one>\d{1,2})[/-](?P<other>\d{1,2})(?:[/-](?P<year>\d{4}|\d{2}))?\b")
_YEAR = re.compile(r"\b20\d\d\b")
_WORD = re.compile(r"\d+|[^\W\d_]+")
_SHORTEST = 3
_AROUND = frozenset(
    [
        "el",
        "la",
        "lo",
        "los",
        "las",
        "l",
        "a",
        "o",
        "as",
        "os",
        "no",
        "na",
        "the",
        "on",
        "at",
        "em",
        "en",
        "de",
        "del",
        "do",
        "da",
        "y",
        "e",
        "para",
        "pra",
        "pro",
        "con",
        "com",
        "with",
        "dia",
        "feira",
        "hs",
        "h",
        "horas",
        "quiero",
        "quero",
        "prefiero",
        "prefiro",
        "me",
        "sirve",
        "serve",
        "queda",
        "quedo",
        "fico",
        "tomo",
        "take",
        "ill",
        "i",
        "want",
        "id",
        "like",
        "that",
        "one",
        "esa",
        "ese",
        "essa",
        "esse",
        "si",
        "sim",
        "yes",
        "ok",
        "okay",
        "dale",
        "listo",
        "vale",
        "bueno",
        "perfecto",
        "perfeito",
        "entonces",
        "entao",
        "porfa",
        "por",
        "favor",
        "please",
        "gracias",
        "thanks",
        "obrigada",
        "obrigado",
        "mejor",
        "melhor",
        "sea",
        "seja",
        "esta",
        "bien",
        "bem",
        "va",
        "vou",
        "then",
    ]
)
_WEEKDAYS = {"thurs": 4, "thur": 4, "tues": 2, "weds": 3}


@dataclass(slots=True)
class Title:
    """What a text says of a time: weekdays and months by every word's meanings, days, hours, names."""

    meanings: list[frozenset[tuple[str, int]]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    dates: list[tuple[int, int]] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    clocks: list[frozenset[str]] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    @property
    def says_enough(self) -> bool:
        """Whether it says more than one thing: a weekday or an hour alone may be meant otherwise."""
        told = (self.meanings, self.numbers, self.dates, self.clocks)
        return sum(len(one) for one in told) > 1 or bool(self.dates)


def read_title(text: str, name: set[str]) -> Title:
    """What the text says of a time, in every language that is spoken. `name`: the customer's (folded
    words), which may stand with it; so may what is said around a title."""
    title, rest = Title(), fold(text)
    for match in _DATE.finditer(rest):
        title.dates.append((int(match["one"]), int(match["other"])))
        title.years += [int(match["year"][-2:])] if match["year"] else []
    rest = _DATE.sub(" ", rest)
    title.years += [int(match.group()[-2:]) for match in _YEAR.finditer(rest)]
    rest = _CLOCK.sub(lambda match: _hour(match, title), _YEAR.sub(" ", rest))
    for word in _WORD.findall(rest):
        if word.isdigit():
            title.numbers.append(int(word))
        elif meanings := _meanings().get(word):
            title.meanings.append(meanings)
        elif word not in _AROUND and word not in name:
            title.others.append(word)
    return title


def _hour(match: re.Match[str], title: Title) -> str:
    """Notes an hour and leaves nothing of it; a bare number is left as it is."""
    if not (match["minute"] or match["half"] or match["sharp"]):
        return match.group()
    hour, minute = int(match["hour"]), match["minute"] or "00"
    hours = {hour, (hour + 12) % 24} if hour <= 12 else {hour}
    if match["half"]:
        hours = {hour % 12 + (12 if match["half"] == "p" else 0)}
    title.clocks.append(frozenset(f"{one:02d}:{minute}" for one in hours))
    return " "


@cache
def _meanings() -> dict[str, frozenset[tuple[str, int]]]:
    """Names of weekdays and months, whole and in short: "mar" is a Tuesday, and March."""
    named: dict[str, set[tuple[str, int]]] = {
        word: {("weekday", day)} for word, day in _WEEKDAYS.items()
    }
    for locale in (texts(language).locale for language in languages()):
        for kind, widths, first in (("weekday", locale.days, 1), ("month", locale.months, 0)):
            for width in ("wide", "abbreviated"):
                for place, name in widths["format"][width].items():
                    word = words(name)[0]
                    named.setdefault(word, set()).add((kind, place + first))
                    if width == "wide":
                        named.setdefault(word[:_SHORTEST], set()).add((kind, place + first))
    return {word: frozenset(meanings) for word, meanings in named.items()}
