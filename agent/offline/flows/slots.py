"""Finding the offered slot that a customer means."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agent.language import fold, ordinal, plain, words
from agent.types import Json

_HOURS = {
    word: hour
    for hour, names in enumerate(
        (
            "",
            "una uma one",
            "dos duas two",
            "tres three",
            "cuatro quatro four",
            "cinco five",
            "seis six",
            "siete sete seven",
            "ocho oito eight",
            "nueve nove nine",
            "diez dez ten",
            "once onze eleven",
            "doce doze twelve",
        )
    )
    for word in names.split()
}
_NUMBER = rf"(?:\d{{1,2}}|{'|'.join(_HOURS)})"
_MERIDIAN = r"(?:\s*(am|pm|a m|p m))?"
_TIMES = (
    re.compile(
        rf"\b(?:a las|a la|las|as|at|la de las|el de las)\s+({_NUMBER})(?:[:.h ](\d{{2}}))?\b{_MERIDIAN}"
    ),
    re.compile(rf"\b(\d{{1,2}})[:.h](\d{{2}})\b{_MERIDIAN}"),
    re.compile(r"\b(\d{1,2})()\s*(am|pm|a m|p m)\b"),
    re.compile(
        r"\b(\d{1,2})() (?:de la|da|in the) (?:manana|tarde|noche|manha|noite|morning|afternoon)\b"
    ),
    re.compile(r"\b(\d{1,2})() ?(?:h|hs|hrs|horas|oclock)\b"),
)
_HALF = re.compile(r"\b(?:y|e) (?:media|meia|trinta|treinta)\b|\bthirty\b")
_QUARTER = re.compile(r"\by cuarto\b")
_AFTERNOON = re.compile(
    r"\b(?:de la tarde|da tarde|de la noche|da noite|in the (?:afternoon|evening)|tarde)\b"
)
_MORNING = re.compile(r"\b(?:de la manana|da manha|in the morning)\b")
_WEEKDAYS = {
    word: number
    for number, names in enumerate(
        (
            "lunes monday mon",
            "martes tuesday tue tues terca",
            "miercoles wednesday wed quarta",
            "jueves thursday thu thurs quinta",
            "viernes friday fri sexta",
            "sabado saturday sat",
            "domingo sunday sun",
        )
    )
    for word in names.split()
}
_OTHER_WEEK = re.compile(
    r"\b(?:otr[oa]|proxim[oa]|siguiente|next|que viene|que vem|outr[oa]|seguinte|following|en ocho)\b"
)
# Said along with a time or a weekday, these decide; only the date tool can read them.
_SAYS_MORE = re.compile(
    r"\b(?:hoy|manana|pasado|hoje|amanha|today|tomorrow|semana|week|mes|month|tarde|noche|noite|manha"
    r"|morning|afternoon|evening|temprano|cedo|early|late|mediodia|antes|despues|depois|before|after"
    r"|a partir|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre"
    r"|diciembre|janeiro|fevereiro|marco|maio|junho|julho|setembro|outubro|novembro|dezembro|\d+ de)\b"
)
_HALF_SAID = re.compile(
    r"\b(?:de la|da|in the|at) (?:manana|tarde|noche|manha|noite|morning|afternoon)\b"
)
_DAY_NUMBER = re.compile(r"\b(?:el|dia|del|the|on the|no dia) (\d{1,2})(?:st|nd|rd|th)?\b(?![:.h])")
_WITH = re.compile(
    r"\b(?:con|com|with)\s+(?:la\s+|el\s+|a\s+|o\s+|dra?\.?\s+|doctora?\s+)*([A-ZÁÉÍÓÚÑ][\w]+)"
)


@dataclass(frozen=True)
class Time:
    """A time as said: `afternoon` is None where it can be either half of the day."""

    hour: int
    minute: int
    afternoon: bool | None

    def fits(self, at: str) -> bool:
        """Whether a slot at "HH:MM" can be meant."""
        hour, _, minute = at.partition(":")
        if not (hour.isdigit() and minute.isdigit()) or int(minute) != self.minute:
            return False
        if self.afternoon is None and self.hour <= 12:
            return int(hour) % 12 == self.hour % 12
        meant = self.hour + 12 if self.afternoon and self.hour < 12 else self.hour
        return int(hour) == meant


def said_time(text: str) -> Time | None:
    """The time in "a las 4", "16:30", "3 y media de la tarde", "at 5 pm"; else None."""
    said = plain(text)
    for pattern in _TIMES:
        if match := pattern.search(said):
            break
    else:
        return None
    number, minutes, *rest = match.groups()
    hour = _HOURS.get(number) or int(number)
    minute = int(minutes) if minutes else 0
    if not minutes and _HALF.search(said):
        minute = 30
    elif not minutes and _QUARTER.search(said):
        minute = 15
    if hour > 23 or minute > 59:
        return None
    return Time(hour, minute, _half_of_day(said, rest[0] if rest else None))


def _half_of_day(said: str, meridian: str | None) -> bool | None:
    if meridian:
        return meridian.startswith("p")
    if _MORNING.search(said):
        return False
    return True if _AFTERNOON.search(said) else None


def said_member(text: str, slots: Sequence[Json] = ()) -> str:
    """The person of "con Ana": one of the slots' own, or a name written large."""
    said = words(text)
    people = [part["with"] for slot in slots for part in slot.get("parts") or [slot]]
    for person in people if {"con", "com", "with"} & set(said) else []:
        if words(person)[:1] and words(person)[0] in said:
            return str(person)
    match = _WITH.search(text)
    return match.group(1) if match else ""


def by_position(text: str, choice: str, slots: Sequence[Json]) -> Json | None:
    """The slot that was tapped, or that "el segundo", "la última", "2" points to."""
    for slot in slots:
        if choice and slot["slot"] == choice:
            return slot
    position = ordinal(text, len(slots))
    if position is None:
        return None
    if (number := words(text)[-1]).isdigit() and (same := _at_hour(int(number), slots)):
        # "3" can be the third or three o'clock: only when both are one slot is it certain.
        return slots[position] if same == [slots[position]] else None
    return slots[position]


def _at_hour(hour: int, slots: Sequence[Json]) -> list[Json]:
    return [slot for slot in slots if Time(hour, 0, None).fits(slot["at"])]


def narrowed(text: str, slots: Sequence[Json]) -> list[Json] | None:
    """The slots that agree with the time, weekday, day and person said; None when none is said."""
    said = plain(text)
    left = list(slots)
    time, member, day = said_time(text), said_member(text, slots), _said_day(said)
    if time:
        left = [slot for slot in left if time.fits(slot["at"])]
    if day:
        left = [slot for slot in left if _on(slot, *day)]
    if member:
        left = [slot for slot in left if fold(member) in fold(slot["with"])]
    return left if time or day or member else None


def says_more(text: str) -> bool:
    """Whether more is said than a time, weekday or person: "mañana a las 9", "el jueves tarde"."""
    said = plain(text)
    if said_time(text):
        said = _HALF_SAID.sub(" ", said)
    return bool(_SAYS_MORE.search(said))


def _said_day(said: str) -> tuple[int | None, int | None] | None:
    """(weekday from Monday = 0, day of the month), or None when no day of this list is said."""
    if _OTHER_WEEK.search(said):
        return None
    named = [_WEEKDAYS[word] for word in said.split() if word in _WEEKDAYS]
    if re.search(r"\bsegunda(?: feira)?\b", said) and re.search(r"\b(?:feira|na|de|dia)\b", said):
        named.append(0)
    number = _DAY_NUMBER.search(said)
    if not named and not number:
        return None
    return (named[-1] if named else None, int(number.group(1)) if number else None)


def _on(slot: Json, weekday: int | None, day: int | None) -> bool:
    try:
        on = date.fromisoformat(slot["date"])
    except ValueError:
        return False
    return (weekday is None or on.weekday() == weekday) and (day is None or on.day == day)


def agreeing(slots: Sequence[Json], when: Json) -> list[Json]:
    """The offered slots inside resolved bounds (dates "YYYY-MM-DD", times "HH:MM")."""
    return [slot for slot in slots if _inside(slot, when)]


def _inside(slot: Json, when: Json) -> bool:
    first, last = when.get("date_from"), when.get("date_to")
    if (first and slot["date"] < first) or (last and slot["date"] > last):
        return False
    if (time := when.get("time")) and slot["at"] != time:
        return False
    if (early := when.get("not_before")) and slot["at"] < early:
        return False
    if (late := when.get("not_after")) and slot["at"] > late:
        return False
    return not (part := when.get("part")) or part_of(slot["at"]) == part


def part_of(at: str) -> str:
    """The part of the day of a time "HH:MM"."""
    if at < "12:00":
        return "morning"
    return "afternoon" if at < "18:00" else "evening"
