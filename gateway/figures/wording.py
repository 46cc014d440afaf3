"""Figures in words of a language: numbers, shares, money and durations."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from babel.dates import format_skeleton
from babel.numbers import format_currency, format_decimal, format_percent

from agent.texts import texts

_SECONDS_OF_A_MINUTE = 60


def count(value: float, language: str) -> str:
    """ "1.250"."""
    return _decimal(value, "#,##0.###", language)


def decimal(value: float, language: str) -> str:
    """ "4,6"."""
    return _decimal(value, "#,##0.0", language)


def dollars(value: float, language: str) -> str:
    """ "US$ 3,20"."""
    return f"US$ {_decimal(value, '#,##0.00', language)}"


@lru_cache(maxsize=8192)
def _decimal(value: float, pattern: str, language: str) -> str:
    return str(format_decimal(value, pattern, locale=texts(language).locale))


def share_of(part: float, whole: float, language: str) -> str:
    """ "85 %"; of nothing it is "—"."""
    if not whole:
        return "—"
    return str(format_percent(part / whole, locale=texts(language).locale))


def difference(share: float, language: str) -> str:
    """ "+12 %"."""
    pattern = "+#,##0 %;-#,##0 %"
    return str(format_percent(share, pattern, locale=texts(language).locale))


def amounts(money: Mapping[str, float], language: str) -> Iterable[str]:
    """ "COP 450.000" for each currency."""
    for currency, amount in sorted(money.items()):
        pattern = "¤¤ #,##0" if amount == int(amount) else "¤¤ #,##0.00"
        locale = texts(language).locale
        yield str(format_currency(amount, currency, pattern, locale=locale, currency_digits=False))


def duration(seconds: float | None, language: str) -> str:
    """ "41 s", "5 min"; "—" where there is none."""
    if seconds is None:
        return "—"
    if seconds < 2 * _SECONDS_OF_A_MINUTE:
        return f"{count(seconds, language)} s"
    return f"{count(round(seconds / _SECONDS_OF_A_MINUTE), language)} min"


@lru_cache(maxsize=4096)
def short_day(day: date, language: str) -> str:
    """ "vie, 20 nov"."""
    return str(format_skeleton("MMMEd", day, locale=texts(language).locale))
