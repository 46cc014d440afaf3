"""By which day a business has to answer what a customer asks about their data: the table is legal_terms.toml."""

import calendar
import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Literal

from msgspec import Struct, convert

_TABLE = Path(__file__).with_suffix(".toml")
_SATURDAY = 5


class DataRequest(StrEnum):
    """What a customer wants done with their data."""

    ERASE = "erase"
    COPY = "copy"


class Term(Struct, frozen=True, forbid_unknown_fields=True):
    """One of the three."""

    days: int = 0
    working_days: int = 0
    months: int = 0


class Law(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What holds in a country. `law` is its name, None where none is known; `source` says where it
    stands, `checked` how far that was looked up."""

    copy: Term
    erase: Term
    law: str | None = None
    source: str
    checked: Literal["text", "told", "memory"]
    countries: tuple[str, ...] = ()


def law_of(country: str) -> Law:
    """The law of a country (ISO 3166), a default where none is known."""
    laws = _laws()
    return laws.get(country, laws["default"])


def due_on(country: str, request: DataRequest | None, day: date) -> date:
    """The last day for the answer to a request of that `day`, which does not count itself; the earlier
    one where it is not certain what is wanted.

    Public holidays count as working days, so that the day is never later than the law's.
    """
    if request is None:
        return min(due_on(country, one, day) for one in DataRequest)
    law = law_of(country)
    term = law.erase if request is DataRequest.ERASE else law.copy
    if term.months:
        return _months_after(day, term.months)
    if term.working_days:
        return _working_days_after(day, term.working_days)
    return day + timedelta(term.days)


@cache
def _laws() -> Mapping[str, Law]:
    read = convert(tomllib.loads(_TABLE.read_text("utf-8")), dict[str, Law])
    shared = {country: law for law in read.values() for country in law.countries}
    return {**read, **shared}


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def _working_days_after(day: date, count: int) -> date:
    while count:
        day += timedelta(1)
        count -= day.weekday() < _SATURDAY
    return day
