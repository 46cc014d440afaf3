"""Public holidays: which countries and regions are known, and their days for each organization."""

import asyncio
import logging
import re
from collections.abc import Sequence
from functools import lru_cache
from uuid import UUID

import holidays

from agent.data.database import Database
from agent.fault_boundary import FaultBoundary
from agent.types import Json

log = logging.getLogger(__name__)

_REMARK = re.compile(r"\s*\([^()]*\)$")
"""What a calendar adds to a name: "(observado)". A customer need not hear it."""
_CODE = re.compile(r"^[A-Z0-9]{1,6}$")


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
def days(country: str, region: str | None, language: str, years: tuple[int, ...]) -> list[Json]:
    """[{day, name}] in order, named in the language where the package has it, else as at home.

    A country or region that the package does not know raises NotImplementedError.
    """
    calendars = holidays.country_holidays(country)
    near = [code for code in calendars.supported_languages if code.split("_")[0] == language]
    named = min(near, default=calendars.default_language)
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
    for wanted in await database.call("holidays_wanted", organization=organization):
        years = tuple(wanted["years"])
        country, region, language = wanted["country"], wanted["region"], wanted["language"]
        dates: list[Json] = []
        # A calendar's mistake must not stop whoever answers customers.
        message = "no public holidays of %s %s"
        with FaultBoundary(log, message, country, region or "", level=logging.WARNING) as fault:
            dates = await asyncio.to_thread(days, country, region, language, years) if years else []
        if fault.error:
            continue
        changed += await database.call(
            "holidays_put", organization=wanted["organization"], holidays=dates
        )
    return changed
