"""The console's words for one reader: their language, the business's clock, and how long ago something was."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_timedelta

from agent.dates.labels import day_label, time_label
from agent.texts import texts

_REASON = "notices.person_needed.reason"
_TINTS = 5
_TWO_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)")
"""A sentence that ends with "p. m." has one stop."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What templates say; `zone` and `country` are the business's."""

    language: str
    country: str | None
    zone: ZoneInfo
    now: datetime

    def t(self, key: str, /, **values: str) -> str:
        """A text of console.toml."""
        return _TWO_STOPS.sub(".", texts(self.language).line(f"console.{key}", **values))

    def n(self, key: str, number: int) -> str:
        """The same for a number, which is its place {count}."""
        return texts(self.language).counted(f"console.{key}", number, count=str(number))

    def named(self, table: str, name: str) -> str:
        """What a name of our code is called in a table of console.toml; a name that has no words stands as it is."""
        spoken = texts(self.language)
        key = f"console.{table}.{name.replace(',', '').replace(' ', '_')}"
        return spoken.line(key) if name and spoken.has(key) else name.replace("_", " ")

    def reason(self, reason: str | None, request: str | None = None) -> str:
        """Why a person was called, as notices say it."""
        spoken = texts(self.language)
        worded = (one for one in (request, reason) if one and spoken.has(f"{_REASON}.{one}"))
        return spoken.line(f"{_REASON}.{next(worded, 'other')}")

    def clock(self, at: datetime) -> str:
        """ "3:05 p. m.", by the business's clock."""
        return time_label(at.astimezone(self.zone).time(), self.language, self.country)

    def local_clock(self, local: str) -> str:
        """The same of a local time as SQL writes it: "2026-11-20T15:05"."""
        return time_label(datetime.fromisoformat(local).time(), self.language, self.country)

    def brief_clock(self, local: str) -> str:
        """The same where its place says whether it is morning: "3:05"."""
        return self.local_clock(local).split()[0]

    def hour(self, clock: str) -> str:
        """The same of "15:05"."""
        return time_label(time.fromisoformat(clock), self.language, self.country)

    def local_day(self, local: str) -> str:
        return self.day(datetime.fromisoformat(local).date())

    def day(self, day: date) -> str:
        """Today, yesterday, or its date."""
        today = self.now.astimezone(self.zone).date()
        if day == today:
            return self.t("today")
        if (today - day).days == 1:
            return self.t("yesterday")
        return day_label(day, self.language, today=today)

    def short_day(self, day: date) -> str:
        """ "lun 24": the head of a column."""
        return format_date(day, "EEE d", locale=texts(self.language).locale)

    def full_day(self, day: date) -> str:
        """With its weekday, whenever it is."""
        return day_label(day, self.language, today=self.now.astimezone(self.zone).date())

    def day_inside(self, day: date) -> str:
        """The same inside of a sentence: "hoy"."""
        label, words = self.day(day), (self.t("today"), self.t("yesterday"))
        return label.lower() if label in words else label

    def date_of(self, local: str) -> date:
        return datetime.fromisoformat(local).date()

    def day_of(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def moment(self, at: datetime) -> str:
        """The clock of today, the day of before."""
        day = self.day_of(at)
        return self.clock(at) if day == self.day_of(self.now) else self.day(day)

    def waited(self, since: datetime) -> str:
        """ "desde hace 12 minutos": how long something lasts."""
        age = self.now - since
        if age < timedelta(minutes=1):
            return self.t("chat.just_now")
        locale = texts(self.language).locale
        lasting = format_timedelta(age, granularity="minute", threshold=1.2, locale=locale)
        return self.t("chat.since", time=lasting)


def initials(name: str | None) -> str:
    """Two letters for a picture; digits of a number are none."""
    words = [word for word in (name or "").split() if word[0].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"


def tint(name: str | None) -> int:
    """Which of the pictures' colours a name has, always the same one."""
    return sum(map(ord, name or "")) % _TINTS


def places() -> Mapping[str, object]:
    """Functions for templates that need no reader."""
    return {"initials": initials, "tint": tint}
