"""Whether 12/3 is 12 March or December 3: what the business's country and the language tell."""

from enum import StrEnum
from functools import lru_cache

from babel import Locale, localedata
from babel.languages import get_official_languages

from agent.texts import texts


class DateOrder(StrEnum):
    """How numeric dates are written; where OPEN, a date that may be two is asked about."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    OPEN = "open"


def date_order(language: str, country: str | None) -> DateOrder | None:
    """The order that a customer who writes `language` to a business in `country`
    (ISO 3166) has in mind; OPEN when language and country disagree, None without a country.

    The customs are CLDR's. An American in Bogotá may write either, as may a Canadian at home. Where
    a language at large has the day first (Spanish, Portuguese), its speakers write so wherever they live.
    """
    return _date_order(texts(language).locale.language, (country or "").upper())


@lru_cache(maxsize=256)
def _date_order(language: str, territory: str) -> DateOrder | None:
    official = get_official_languages(territory, de_facto=True)
    if not official:
        return None
    orders = {_of_locale(f"{spoken}_{territory}") for spoken in official} - {None}
    orders.add(_of_locale(f"{language}_{territory}") or DateOrder.OPEN)
    if _of_locale(language) is DateOrder.DAY_FIRST:
        orders -= {DateOrder.OPEN}
        orders.add(DateOrder.DAY_FIRST)
    return orders.pop() if len(orders) == 1 else DateOrder.OPEN


def _of_locale(name: str) -> DateOrder | None:
    """The order of that locale's short dates, or None when CLDR does not know it."""
    if not localedata.exists(name):
        return None
    letters = [c for c in Locale.parse(name).date_formats["short"].pattern if c in "dMy"]
    first = {"d": DateOrder.DAY_FIRST, "M": DateOrder.MONTH_FIRST}
    return first.get(letters[0], DateOrder.OPEN)
