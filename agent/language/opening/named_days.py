"""Days that customers call by a name: Christmas, Good Friday, the holidays of their country."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from dateutil.easter import easter

from agent.dates.calendar import Span
from agent.language import fold
from agent.language.opening.public_holidays import public_holidays, telling_words
from agent.language.text import word_set

Rule = Callable[[int], Span]
"""The days of one year that a name means."""


def _on(month: int, day: int, year: int) -> Span:
    return date(year, month, day), date(year, month, day)


def _nth(month: int, weekday: int, which: int, year: int) -> Span:
    """The `which`-th of that ISO weekday in the month; -1 is the last."""
    begin = date(year, month, 1) if which > 0 else date(year, month + 1, 1) - timedelta(days=7)
    first = begin + timedelta(days=(weekday - begin.isoweekday()) % 7)
    day = first + timedelta(weeks=max(which - 1, 0))
    return day, day


def _from_easter(first: int, last: int, year: int) -> Span:
    sunday: date = easter(year)
    return sunday + timedelta(days=first), sunday + timedelta(days=last)


# In the order in which they are looked for: a longer name before one that is a part of it.
_EVERYWHERE: tuple[tuple[str, Rule], ...] = (
    (
        r"viernes santo|sexta(?: feira)? (?:santa|da paixao)|good friday",
        partial(_from_easter, -2, -2),
    ),
    (
        r"jueves santo|quinta(?: feira)? santa|(?:maundy|holy) thursday",
        partial(_from_easter, -3, -3),
    ),
    (
        r"sabado (?:santo|de aleluia|de gloria)|(?:holy|easter) saturday",
        partial(_from_easter, -1, -1),
    ),
    (r"domingo de ramos|palm sunday", partial(_from_easter, -7, -7)),
    (
        r"lunes de pascua|segunda(?: feira)? de pascoa|easter monday",
        partial(_from_easter, 1, 1),
    ),
    (
        r"domingo de resurreccion|(?:domingo de )?(?:pascuas?|pascoa)|easter(?: sunday)?",
        partial(_from_easter, 0, 0),
    ),
    (r"semana santa|holy week", partial(_from_easter, -7, 0)),
    (
        r"miercoles de ceniza|quarta(?: feira)? de cinzas|ash wednesday",
        partial(_from_easter, -46, -46),
    ),
    (
        r"(?:martes|terca(?: feira)?) de carnaval|terca gorda|mardi gras",
        partial(_from_easter, -47, -47),
    ),
    (r"(?:lunes|segunda(?: feira)?) de carnaval", partial(_from_easter, -48, -48)),
    (r"carnaval(?:es)?|carnival", partial(_from_easter, -50, -47)),
    (
        r"noche ?buena|(?:christmas|xmas) eve|v[ei]speras? d[eo] (?:navidad|natal)",
        partial(_on, 12, 24),
    ),
    (
        r"new years? eve|noche ?vieja|ano viejo|reveillon|fi[nm] d[eo]l? ano|ultimo dia d[eo]l? ano"
        r"|v[ei]speras? d[eo] ano (?:nuevo|novo)",
        partial(_on, 12, 31),
    ),
    (r"ano nuevo|ano novo|new years?(?: day)?", partial(_on, 1, 1)),
    (r"navidad(?:es)?|natal|christmas(?: day)?|xmas(?: day)?", partial(_on, 12, 25)),
    (r"boxing day", partial(_on, 12, 26)),
    (r"(?:dia de )?(?:las )?velitas", partial(_on, 12, 7)),
    (r"san valentin|valentines?(?: day)?", partial(_on, 2, 14)),
    (r"dia dos namorados", partial(_on, 6, 12)),
    (r"dia de la mujer|dia da mulher|womens day", partial(_on, 3, 8)),
    (r"halloween|(?:dia|noche) de (?:las )?brujas", partial(_on, 10, 31)),
)
# These are looked for after the names of the country's own calendar, which may move them.
_WHERE_NOT_MOVED: tuple[tuple[str, Rule], ...] = (
    (r"corpus christi", partial(_from_easter, 60, 60)),
    (r"dia de (?:los )?reyes|reyes magos|dia de reis|three kings(?: day)?", partial(_on, 1, 6)),
    (r"dia d[eo]l? (?:trabaj|trabalh)\w+|may day", partial(_on, 5, 1)),
    (r"todos (?:los|os) santos|all saints(?: day)?", partial(_on, 11, 1)),
    (r"dia de (?:los )?(?:muertos|difuntos)|finados", partial(_on, 11, 2)),
)
_MOTHERS = r"dia de las? (?:madres?|mama)|dia das maes|mothers day"
_FATHERS = r"dia del? (?:los )?(?:padres?|papa)|dia dos pais|fathers day"
_MOTHERS_DAY: dict[str, Rule] = {
    **dict.fromkeys(
        ["AU", "BR", "CA", "CL", "CO", "CU", "DE", "EC", "HN", "IT", "PE", "PR", "US", "UY", "VE"],
        partial(_nth, 5, 7, 2),
    ),
    **dict.fromkeys(["GT", "MX", "SV"], partial(_on, 5, 10)),
    **dict.fromkeys(["AO", "CV", "ES", "MZ", "PT"], partial(_nth, 5, 7, 1)),
    "AR": partial(_nth, 10, 7, 3),
    "BO": partial(_on, 5, 27),
    "CR": partial(_on, 8, 15),
    "DO": partial(_nth, 5, 7, -1),
    "NI": partial(_on, 5, 30),
    "PA": partial(_on, 12, 8),
    "PY": partial(_on, 5, 15),
}
_FATHERS_DAY: dict[str, Rule] = {
    **dict.fromkeys(
        [
            "AR",
            "CA",
            "CL",
            "CO",
            "CR",
            "CU",
            "EC",
            "GB",
            "IE",
            "MX",
            "PA",
            "PE",
            "PR",
            "PY",
            "US",
            "VE",
        ],
        partial(_nth, 6, 7, 3),
    ),
    **dict.fromkeys(["BO", "ES", "HN", "PT"], partial(_on, 3, 19)),
    **dict.fromkeys(["GT", "SV"], partial(_on, 6, 17)),
    "BR": partial(_nth, 8, 7, 2),
    "DO": partial(_nth, 7, 7, -1),
    "NI": partial(_on, 6, 23),
    "UY": partial(_nth, 7, 7, 2),
}
_BY_COUNTRY: tuple[tuple[str, dict[str, Rule]], ...] = (
    (_MOTHERS, _MOTHERS_DAY),
    (_FATHERS, _FATHERS_DAY),
    (r"thanksgiving(?: day)?", {"US": partial(_nth, 11, 4, 4), "CA": partial(_nth, 10, 1, 2)}),
)
_NO_NAMES = word_set(
    "cerrado cerrada cerrados fechado fechada fechados closed abierto aberto open especial especiais special"
    " horario horarios hours dia dias day days festivo festivos feriado feriados holiday holidays"
    " atencion atendimento servicio sabado domingo lunes martes miercoles jueves viernes segunda"
    " terca quarta quinta sexta hoy manana tarde noche hoje amanha noite"
)
"""Words that label a day and do not name it."""
# Before a name: the day before it, or after it.
_EVE = re.compile(
    r"\b(?:v[ei]speras? d[eo]l?|(?:dia|day) (?:antes d[eo]l?|anterior al?|before))(?: \w+)? $"
)
_MORROW = re.compile(
    r"\b(?:dia|day) (?:(?:despues|siguiente) (?:de|al?)|(?:depois|seguinte) (?:d[eoa]|ao?)|after)"
    r"(?: \w+)? $"
)


@dataclass(frozen=True, slots=True)
class Named:
    """The days that a text calls by name, and the text without those names."""

    spans: tuple[Span, ...]
    rest: str


def named_days(
    text: str,
    today: date,
    country: str,
    region: str | None = None,
    own: Mapping[date, str] | None = None,
) -> Named:
    """The next days, today included, that the names in `text` mean in that country. `own`: what
    the business itself calls days of its calendar ("Remodelación")."""
    remaining = _RemainingText(text)
    spans = tuple(
        sorted({*_of_country(remaining, today, country, region), *_own(remaining, own or {})})
    )
    if len(spans) == 2 and re.search(r"\b(?:entre|between|desde|from)\b", remaining.folded):
        spans = ((spans[0][0], spans[1][1]),)
    return Named(spans, remaining.rest)


class _RemainingText:
    """A text as folded words that know where they stand, so that names can be taken out of it."""

    def __init__(self, text: str) -> None:
        self.rest = re.sub(r"['’‘´`]", "", text)
        self._words = [
            (fold(match[0]), match.start(), match.end())
            for match in re.finditer(r"[^\W_]+", self.rest)
        ]

    @property
    def folded(self) -> str:
        return " ".join(word for word, _, _ in self._words)

    def take(self, pattern: str) -> str | None:
        """What stood before the first match, which is then gone from the text; None: no match."""
        folded = self.folded
        match = re.search(rf"\b(?:{pattern})\b", folded)
        if match is None:
            return None
        first = folded[: match.start()].count(" ")
        self._drop(range(first, first + match[0].count(" ") + 1))
        return folded[: match.start()]

    def take_words(self, wanted: frozenset[str]) -> bool:
        """Whether all these words are there; they are then gone."""
        places = [place for place, (word, _, _) in enumerate(self._words) if word in wanted]
        if {self._words[place][0] for place in places} != wanted:
            return False
        self._drop(places)
        return True

    def _drop(self, places: Iterable[int]) -> None:
        gone = set(places)
        for place in gone:
            _, start, end = self._words[place]
            self.rest = self.rest[:start] + " " * (end - start) + self.rest[end:]
        self._words = [word for place, word in enumerate(self._words) if place not in gone]


def _of_country(
    remaining: _RemainingText, today: date, country: str, region: str | None
) -> Iterable[Span]:
    own = [(names, rules[country]) for names, rules in _BY_COUNTRY if country in rules]
    yield from _of_names(remaining, today, (*own, *_EVERYWHERE))
    for words, days in public_holidays(country, region, today.year):
        if remaining.take_words(words):
            yield _next(today, partial(_in_year, days))
    yield from _of_names(remaining, today, _WHERE_NOT_MOVED)


def _own(remaining: _RemainingText, labels: Mapping[date, str]) -> Iterable[Span]:
    """The days of the business's own labels, those of one label from the first to the last."""
    days: dict[frozenset[str], list[date]] = {}
    for day in sorted(labels):
        if words := telling_words(labels[day]) - _NO_NAMES:
            days.setdefault(words, []).append(day)
    for words, label_days in days.items():
        if remaining.take_words(words):
            runs = [
                day for day in label_days if (day - label_days[0]).days == label_days.index(day)
            ]
            yield runs[0], runs[-1]


def _of_names(
    remaining: _RemainingText, today: date, names: Iterable[tuple[str, Rule]]
) -> Iterable[Span]:
    for pattern, rule in names:
        if (before := remaining.take(pattern)) is None:
            continue
        if _EVE.search(before):
            rule = partial(_beside, rule, -1)
        elif _MORROW.search(before):
            rule = partial(_beside, rule, 1)
        yield _next(today, rule)


def _beside(rule: Rule, days: int, year: int) -> Span:
    """The day before (-1) or after (1) what the rule means."""
    day = rule(year)[days > 0] + timedelta(days=days)
    return day, day


def _next(today: date, rule: Rule) -> Span:
    """That of this year, or of the next one when it is over."""
    span = rule(today.year)
    first, last = span if span[1] >= today else rule(today.year + 1)
    return max(first, today), last


def _in_year(days: dict[int, date], year: int) -> Span:
    return days[year], days[year]
