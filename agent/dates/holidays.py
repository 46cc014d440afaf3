"""Days that are named by their feast: "en Navidad", "antes de Semana Santa", "the day of Thanksgiving"."""

from collections.abc import Callable
from datetime import date, timedelta

from agent.dates import calendar
from agent.dates.calendar import Span
from agent.dates.mentions import DayMention, within_reach
from agent.dates.months import year_at
from agent.dates.symbols import Kind, Symbols

_MONDAY, _THURSDAY, _SUNDAY = 1, 4, 7
_INTRODUCES = (
    Kind.IN, Kind.ON, Kind.DETERMINER, Kind.DAY_WORD, Kind.SINCE, Kind.UNTIL, Kind.AFTER,
    Kind.BEFORE, Kind.BETWEEN, Kind.TO, Kind.OR, Kind.AND, Kind.COMMA, Kind.THIS, Kind.NEXT,
    Kind.WEEKDAY, Kind.STOP, Kind.END, Kind.LAST_AFTER, Kind.THE_HOUR, Kind.DASH,
)  # fmt: skip
# Of what is given, wished or sold for a feast, no day is meant.
_NO_DAY = frozenset(
    [
        "feliz",
        "felices",
        "happy",
        "merry",
        "promo",
        "promocion",
        "promocao",
        "oferta",
        "ofertas",
        "sale",
        "sales",
        "deal",
        "deals",
        "descuento",
        "descuentos",
        "desconto",
        "descontos",
        "regalo",
        "regalos",
        "regalar",
        "presente",
        "presentear",
        "gift",
        "gifts",
        "cena",
        "ceia",
        "fiesta",
        "festa",
        "party",
        "especial",
        "special",
        "combo",
        "pacote",
        "card",
        "bono",
        "tarjeta",
        "cartao",
    ]
)
# "I want to look good for Christmas" names an occasion.
_OCCASION = ("for", "para", "pa", "pra", "pro", "for the", "para el", "pa el", "por")
_LEADS = ("el ", "del ", "al ", "no ", "o ", "do ", "ao ")
# "Em Natal" is a town.
_TOWN = {"natal": ("de", "em", "en", "para", "pra", "a")}


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus' rule)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def _on(month: int, day: int) -> Callable[[int], Span]:
    return lambda year: calendar.day(date(year, month, day))


def _nth(month: int, weekday: int, n: int, later: int = 0) -> Callable[[int], Span]:
    def rule(year: int) -> Span:
        nth_day = calendar.nth_weekday(year, month, weekday, n) or date(year, month, 1)
        return calendar.day(nth_day + timedelta(days=later))

    return rule


def _from_easter(first: int, last: int | None = None) -> Callable[[int], Span]:
    def rule(year: int) -> Span:
        sunday = _easter(year)
        return sunday + timedelta(first), sunday + timedelta(first if last is None else last)

    return rule


RULES: dict[str, tuple[Callable[[int], Span], ...]] = {
    "christmas": (_on(12, 25),),
    "christmas_eve": (_on(12, 24),),
    "boxing_day": (_on(12, 26),),
    "new_year": (_on(1, 1),),
    "new_years_eve": (_on(12, 31),),
    "epiphany": (_on(1, 6),),
    "valentine": (_on(2, 14),),
    "sweethearts": (_on(6, 12),),
    "womens_day": (_on(3, 8),),
    "st_patrick": (_on(3, 17),),
    "labour_day": (_on(5, 1),),
    "labor_day": (_nth(9, _MONDAY, 1),),
    "memorial_day": (_nth(5, _MONDAY, -1),),
    "mlk_day": (_nth(1, _MONDAY, 3),),
    "presidents_day": (_nth(2, _MONDAY, 3),),
    "columbus_day": (_nth(10, _MONDAY, 2),),
    "veterans_day": (_on(11, 11),),
    "juneteenth": (_on(6, 19),),
    "us_independence": (_on(7, 4),),
    "thanksgiving": (_nth(11, _THURSDAY, 4),),
    "black_friday": (_nth(11, _THURSDAY, 4, 1),),
    "cyber_monday": (_nth(11, _THURSDAY, 4, 4),),
    "halloween": (_on(10, 31),),
    "all_saints": (_on(11, 1),),
    "all_souls": (_on(11, 2),),
    "columbus_12": (_on(10, 12),),
    "easter": (_from_easter(0),),
    "good_friday": (_from_easter(-2),),
    "holy_thursday": (_from_easter(-3),),
    "holy_week": (_from_easter(-7, 0),),
    "corpus_christi": (_from_easter(60),),
    "mothers_second_sunday": (_nth(5, _SUNDAY, 2),),
    "mothers_day": (_nth(5, _SUNDAY, 2), _on(5, 10), _nth(5, _SUNDAY, 1), _nth(10, _SUNDAY, 3)),
    "fathers_third_sunday": (_nth(6, _SUNDAY, 3),),
    "fathers_august": (_nth(8, _SUNDAY, 2),),
    "fathers_day": (_nth(6, _SUNDAY, 3), _on(3, 19)),
    "tiradentes": (_on(4, 21),),
    "republic_br": (_on(11, 15),),
}
"""Name -> its days in a year. Where countries differ, each is a reading, and it is asked."""


class HolidayGrammar:
    """Reads feasts off symbols. `alone`: the text has no other words than of dates."""

    def __init__(self, symbols: Symbols, today: date, *, alone: bool) -> None:
        self._s = symbols
        self._today = today
        self._alone = alone

    def read(self, place: int) -> DayMention | None:
        """The feast at `place`, with "next" or "last" before it and its year after it."""
        led = self._s[place].has(Kind.THIS, Kind.NEXT, Kind.ORDINAL)
        at = place + led
        feast = self._s[at].get(Kind.HOLIDAY)
        if feast is None or not (led or self._is_meant(at)):
            return None
        if led and self._s[place].has(Kind.ORDINAL):
            return DayMention(place, at + 1, error="past")
        if self._s[at + 1].has(Kind.LAST_AFTER):
            return DayMention(place, at + 2, error="past")
        year, last = year_at(self._s, self._today, at + 1)
        return self._coming(place, last, feast.name, year)

    def _is_meant(self, place: int) -> bool:
        before, after = self._s[place - 1], self._s[place + 1]
        linked = before.has(Kind.OF, Kind.DETERMINER, Kind.IN, Kind.ON)
        outer = self._s[place - 2] if linked else before
        if {before.word, after.word, outer.word} & _NO_DAY:
            return False
        if not self._alone and before.word in _OCCASION:
            return False
        if before.word in _TOWN.get(self._s[place].word, ()):
            return False
        led = self._s[place].word.startswith(_LEADS)
        return led or self._alone or before.has(*_INTRODUCES)

    def _coming(self, first: int, last: int, name: str, year: int | None) -> DayMention:
        years = (year,) if year else (self._today.year, self._today.year + 1)
        spans = []
        for rule in RULES[name]:
            days = [rule(of) for of in years if 1 <= of < date.max.year]
            spans += [day for day in days if day[1] >= self._today][:1] or days[-1:]
        return within_reach(first, last, self._today, *sorted(set(spans)))
