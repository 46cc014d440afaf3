"""Days and times as the front desk says them: "martes 24 de noviembre, 3:00 p. m."."""

from datetime import date, datetime, time
from functools import lru_cache

from babel.dates import format_date

from agent.texts import Texts, texts

# "7:30" may be the evening's; "07:30" is the morning's for everybody.
_FIRST_PLAIN_HOUR = 8


def day_label(
    d: date, language: str, *, today: date | None = None, with_year: bool | None = None
) -> str:
    """ "martes 24 de noviembre", "terça, 24/11" or "Tue Nov 24".

    The year is added when `with_year`, or by default when it is not that of `today`.
    """
    year = with_year if with_year is not None else today is not None and d.year != today.year
    return _day(d, texts(language), year)


@lru_cache(maxsize=1024)
def _day(d: date, spoken: Texts, year: bool) -> str:
    pattern = spoken.line("labels.day.with_year" if year else "labels.day.plain")
    label = format_date(d, pattern, locale=spoken.locale)
    return label.replace(spoken.line("labels.day.cut"), "", 1)


def time_label(t: time, language: str, country: str | None) -> str:
    """ "3:00 p. m.", "15:00", "15h30" or "3:00 pm"; `country` is an ISO 3166 code."""
    spoken = texts(language)
    return _time(t, spoken, (country or "").upper() in spoken.lines("labels.time.countries_24"))


@lru_cache(maxsize=4096)
def _time(t: time, spoken: Texts, in_24: bool) -> str:
    minute = f"{t.minute:02d}"
    if spoken.line("labels.time.at_12", hour="", minute="", half="") and not in_24:
        half = spoken.line("labels.time.pm" if t.hour >= 12 else "labels.time.am")
        hour = str((t.hour - 1) % 12 + 1)
        return spoken.line("labels.time.at_12", hour=hour, minute=minute, half=half)
    hour = f"{t.hour:02d}" if t.hour < _FIRST_PLAIN_HOUR else str(t.hour)
    sharp = "" if t.minute else spoken.line("labels.time.at_24_sharp", hour=hour, minute=minute)
    return sharp or spoken.line("labels.time.at_24", hour=hour, minute=minute)


def slot_label(
    local: datetime, language: str, country: str | None, today: date | None = None
) -> str:
    """ "martes 24 de noviembre, 3:00 p. m.", "terça, 24/11, às 15h" or "Tue Nov 24, 3:00 pm"."""
    at = time_label(local.time(), language, country)
    day = day_label(local.date(), language, today=today)
    return texts(language).line("labels.slot", day=day, time=at)
