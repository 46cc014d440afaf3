"""The few phrases for days and times that the test dialogues use."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from agent.language import plain

_WEEKDAYS = {
    "lunes": 0, "martes": 1, "miercoles": 2, "jueves": 3, "viernes": 4, "sabado": 5, "domingo": 6,
    "segunda": 0, "terca": 1, "quarta": 2, "quinta": 3, "sexta": 4,
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5,
    "sunday": 6,
}  # fmt: skip
_TIME = re.compile(
    r"\b(?:a las?|as|at|las) (\d{1,2})(?:[:h.](\d{2}))?h?(?: ?(am|pm))?\b|\b(\d{1,2})(?:[:h](\d{2}))? ?(am|pm|h)\b|\b(\d{1,2})[:h](\d{2})\b"
)
_MORNING = re.compile(
    r"\b(?:(?:por|en|de) la manana|de manha|da manha|in the morning|temprano|morning)\b"
)
_AFTERNOON = re.compile(r"\b(?:(?:por|en|de) la tarde|a tarde|da tarde|de tarde|afternoon|tarde)\b")


@dataclass(frozen=True)
class Understood:
    day: date | None = None
    at: time | None = None
    part: str | None = None
    last: date | None = None
    words: str = ""


@dataclass(frozen=True)
class Found:
    status: str
    readings: tuple[Understood, ...] = ()
    reason: str | None = None


def understand(text: str, now: datetime, known: date | None, *, expecting_time: bool) -> Found:
    """Reads one day and one time, the way the real tool answers."""
    said = plain(text)
    morning, afternoon = bool(_MORNING.search(said)), bool(_AFTERNOON.search(said))
    if "31 de febrero" in said:
        return Found("impossible", reason="no_such_day")
    day = _day(_MORNING.sub(" ", said), now.date())
    last = None
    if "ayer" in said.split():
        return Found("impossible", reason="past")
    if "semana" in said and day is None:
        day = now.date() + timedelta(days=3)
        last = day + timedelta(days=5)
    hour = _hour(said, expecting_time=expecting_time)
    part = "morning" if morning else "afternoon" if afternoon else None
    if hour is None:
        if day is None and part is None:
            return Found("none")
        return Found("ok", (Understood(day, None, part, last, said),))
    number, minute, half = hour
    if number > 23 or minute > 59:
        return Found("impossible", reason="no_such_time")
    at = [time(n, minute) for n in _candidates(number, half or part)]
    on = day or known
    if len(at) > 1:
        return Found("ambiguous", tuple(Understood(on, t, None, on, said) for t in at), "am_or_pm")
    return Found("ok", (Understood(on, at[0], None, on, said),))


def _candidates(hour: int, half: str | None) -> list[int]:
    if half in {"pm", "afternoon"}:
        return [hour % 12 + 12]
    if half in {"am", "morning"} or hour > 12 or hour == 0:
        return [hour]
    if 8 <= hour <= 11:
        return [hour]
    if hour == 7:
        return [7, 19]
    return [hour % 12 + 12]


def _hour(said: str, *, expecting_time: bool) -> tuple[int, int, str | None] | None:
    match = _TIME.search(said)
    if match is None:
        bare = re.fullmatch(r"\D*\b(\d{1,2})\b\D*", said) if expecting_time else None
        return (int(bare.group(1)), 0, None) if bare and " de " not in said else None
    groups = match.groups()
    number = next(int(groups[i]) for i in (0, 3, 6) if groups[i])
    minute = next((int(groups[i]) for i in (1, 4, 7) if groups[i]), 0)
    half = groups[2] or groups[5]
    return number, minute, half if half in {"am", "pm"} else None


def _day(said: str, today: date) -> date | None:
    if re.search(r"\b(?:pasado manana|depois de amanha)\b", said):
        return today + timedelta(days=2)
    if re.search(r"\b(?:manana|amanha|tomorrow)\b", said):
        return today + timedelta(days=1)
    if re.search(r"\b(?:hoy|hoje|today)\b", said):
        return today
    if match := re.search(r"\b(?:el|dia) (\d{1,2})\b(?! de la)", said):
        return today.replace(day=int(match.group(1)))
    for word in reversed(said.split()):
        if word in _WEEKDAYS:
            ahead = (_WEEKDAYS[word] - today.weekday() - 1) % 7 + 1
            return today + timedelta(days=ahead)
    return None
