"""Days and times as the front desk says them: "martes 24 de noviembre, 3:00 p. m."."""

from datetime import date, datetime, time
from functools import lru_cache

from babel.dates import format_date

# Where people write 15:00; elsewhere in the same language they write 3:00 p. m.
_DAY_OF_24_HOURS = {"es": {"ES", "AR", "UY"}, "en": {"GB", "IE"}}
# "7:30" may be the evening's; "07:30" is the morning's for everybody.
_FIRST_PLAIN_HOUR = 8


def day_label(
    d: date, language: str, *, today: date | None = None, with_year: bool | None = None
) -> str:
    """ "martes 24 de noviembre", "terça, 24/11" or "Tue Nov 24".

    The year is added when `with_year`, or by default when it is not that of `today`.
    """
    year = with_year if with_year is not None else today is not None and d.year != today.year
    return _day(d, _spoken(language), year)


@lru_cache(maxsize=1024)
def _day(d: date, spoken: str, year: bool) -> str:
    if spoken == "es":
        return format_date(d, "EEEE d 'de' MMMM" + (" 'de' y" if year else ""), locale="es")
    if spoken == "pt":
        weekday = format_date(d, "EEEE", locale="pt_BR").removesuffix("-feira")
        return f"{weekday}, {d:%d/%m/%Y}" if year else f"{weekday}, {d:%d/%m}"
    return format_date(d, "EEE MMM d" + (", y" if year else ""), locale="en_US")


def time_label(t: time, language: str, country: str | None) -> str:
    """ "3:00 p. m.", "15:00", "15h30" or "3:00 pm"; `country` is an ISO 3166 code."""
    spoken = _spoken(language)
    hour = f"{t.hour:02d}" if t.hour < _FIRST_PLAIN_HOUR else str(t.hour)
    if spoken == "pt":
        return f"{hour}h{t.minute:02d}" if t.minute else f"{hour}h"
    if (country or "").upper() in _DAY_OF_24_HOURS[spoken]:
        return f"{hour}:{t.minute:02d}"
    half = ("a. m.", "p. m.") if spoken == "es" else ("am", "pm")
    return f"{(t.hour - 1) % 12 + 1}:{t.minute:02d} {half[t.hour >= 12]}"


def slot_label(
    local: datetime, language: str, country: str | None, today: date | None = None
) -> str:
    """ "martes 24 de noviembre, 3:00 p. m.", "terça, 24/11, às 15h" or "Tue Nov 24, 3:00 pm"."""
    at = time_label(local.time(), language, country)
    link = ", às " if _spoken(language) == "pt" else ", "
    return day_label(local.date(), language, today=today) + link + at


def _spoken(language: str) -> str:
    """The language of the label; English for those without a form of their own."""
    short = language[:2].lower()
    return short if short in ("es", "pt") else "en"
