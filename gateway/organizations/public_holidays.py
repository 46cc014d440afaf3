"""Public holidays: which countries and regions are known, and their days for each organization."""

import asyncio
import logging
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TypedDict
from uuid import UUID

import holidays
from msgspec import Struct

from agent.data.database import Database
from agent.errors import DatabaseUnavailable
from agent.fault_boundary import FaultBoundary
from agent.texts import base

log = logging.getLogger(__name__)

_REMARK = re.compile(r"\s*\([^()]*\)$")
"""What a calendar adds to a name: "(observado)". A customer need not hear it."""
_NOT_NOW = (DatabaseUnavailable,)
_CODE = re.compile(r"^[A-Z0-9]{1,6}$")


class Holiday(TypedDict):
    """A row of `holidays_put`; `day` is ISO."""

    day: str
    name: str


class _Calendar(Struct, frozen=True, kw_only=True):
    """holidays_wanted: the calendar of an organization. No years: it keeps no holidays any more."""

    organization: UUID
    country: str
    region: str | None
    language: str
    years: tuple[int, ...]


def regions(country: str) -> dict[str, str] | None:
    """Codes and names of the regions with holidays of their own; None: no such country is known.

    A region without a name of its own stands with its code.
    """
    try:
        calendar = holidays.country_holidays(country)
    except NotImplementedError:
        return None
    codes = {code: code for code in calendar.subdivisions if _CODE.match(code)}
    names = {code: name for name, code in calendar.subdivisions_aliases.items() if code in codes}
    return codes | names


@lru_cache(maxsize=512)
def days(country: str, region: str | None, language: str, years: tuple[int, ...]) -> list[Holiday]:
    """[{day, name}] in order, named in the language where the package has it, else as at home.

    A country or region that the package does not know raises NotImplementedError.
    """
    calendars = holidays.country_holidays(country)
    near = [code for code in calendars.supported_languages if base(code) == base(language)]
    exact = [code for code in near if code.replace("_", "-").lower() == language]
    named = min(exact or near, default=calendars.default_language)
    calendar = holidays.country_holidays(country, subdiv=region, years=years, language=named)
    return [
        {"day": day.isoformat(), "name": _joined(calendar.get_list(day))}
        for day in sorted(calendar)
        if day.year in years
    ]


def _joined(names: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(_REMARK.sub("", name) for name in names))


async def write_holidays(database: Database, organization: UUID | None = None) -> int:
    """Brings the public holidays of this organization, or of all, up to date.

    Returns how many days changed. What cannot be computed any more stays as it is.
    """
    changed = 0
    calendars = await database.fetch(list[_Calendar], "holidays_wanted", organization=organization)
    for calendar in calendars:
        years = calendar.years
        country, region, language = calendar.country, calendar.region, calendar.language
        # A calendar's mistake must not stop whoever answers customers, nor the other calendars.
        message = "no public holidays of %s %s"
        with FaultBoundary(
            log, message, country, region or "", level=logging.WARNING, passes=_NOT_NOW
        ):
            dates = await asyncio.to_thread(days, country, region, language, years) if years else []
            changed += await database.fetch(
                int, "holidays_put", organization=calendar.organization, holidays=dates
            )
    return changed
