"""The public holidays of a country by the words of their names, as the package `holidays` has them."""

import re
from datetime import date
from functools import lru_cache

import holidays

from agent.language import LANGUAGES, fold
from agent.language.text import word_set
from agent.texts import base

_SHORTER = (
    (frozenset({"reyes", "magos"}), frozenset({"dia", "reyes"})),
    (frozenset({"zumbi", "consciencia", "negra"}), frozenset({"consciencia", "negra"})),
)
"""Names of calendars that everybody says shorter."""
_REMARK = re.compile(r"\s*\([^()]*\)$")
"""What a calendar adds to a name: "(observado)"."""
_SMALL = word_set("de del la el los las lo do da dos das a o e y the of and s our")
_GENERAL = word_set("dia day nacional national")

Calendar = tuple[tuple[frozenset[str], dict[int, date]], ...]
"""Words of a name, and its day in each year."""


@lru_cache(maxsize=256)
def public_holidays(country: str, region: str | None, year: int) -> Calendar:
    """The public holidays of a country in two years: the words of a name, in every language
    that we understand and the package has, and its days. Names of more words first."""
    try:
        in_package = holidays.country_holidays(country, subdiv=region)
    except NotImplementedError:
        return public_holidays(country, None, year) if region else ()
    days: dict[frozenset[str], dict[int, date]] = {}
    moved: set[tuple[frozenset[str], int]] = set()
    for language in in_package.supported_languages or (None,):
        if language is not None and base(str(language)) not in LANGUAGES:
            continue
        calendar = holidays.country_holidays(
            country, subdiv=region, years=(year, year + 1), language=language
        )
        for day in sorted(calendar):
            for name in calendar.get_list(day):
                bare = _REMARK.sub("", name)
                words = telling_words(bare)
                days_by_year = days.setdefault(words, {})
                # Of the day itself and a day off in its place, the name means the day itself.
                if day.year not in days_by_year or (words, day.year) in moved:
                    days_by_year[day.year] = day
                    moved.discard((words, day.year))
                    if bare != name:
                        moved.add((words, day.year))
    for long, short in _SHORTER:
        days |= {short: days[long]} if long in days else {}
    whole = [
        (w, days_by_year)
        for w, days_by_year in days.items()
        if w and {year, year + 1} <= days_by_year.keys()
    ]
    return tuple(sorted(whole, key=lambda pair: (-len(pair[0]), sorted(pair[0]))))


def telling_words(name: str) -> frozenset[str]:
    """The words by which a name is known: "independencia cartagena", but "dia trabajo"."""
    name_words = re.findall(r"[^\W_]+", fold(name))
    telling = [word for word in name_words if word not in _SMALL]
    rare = [word for word in telling if word not in _GENERAL]
    return frozenset(rare if len(rare) > 1 else telling if rare else ())
