"""A service named for its place in time, or because it stands already, and not as a wish.

"Logo depois da limpeza", "la limpieza ya está", "right before my massage".
"""

import re
from collections.abc import Collection

from agent.language.readings.services import Mention, named, place_of
from agent.language.text import words

AFTER, BEFORE, STANDS = "after", "before", "stands"
_THE = r"(?: (?:la|el|los|las|mi|a|o|as|os|minha|meu|the|my|that|de la|del|otra))*"
_AFTER = re.compile(
    rf"\b(?:(?:despues|luego|enseguida|seguida|depois|logo apos|apos|a continuacion) (?:de|del|da|do|que|a)|apos|after|following){_THE}$"
)
_BEFORE = re.compile(rf"\b(?:antes (?:de|del|da|do|que)|before){_THE}$")
_HAVE = re.compile(
    rf"\b(?:ya|ja|already)(?: (?:la|lo|a|o|i|we|me))* (?:tengo|tenemos|tenho|temos|have|got|agende|reserve|marquei|agendei|reservei|booked|esta|ta)(?: (?:agendad[ao]|marcad[ao]|reservad[ao]|booked))?{_THE}$"
    rf"|\b(?:i|we)(?: ve| have)? already(?: have| got| booked)?{_THE}$"
)
_STANDS = re.compile(
    r"^(?:facial |dental )?(?:(?:la |lo |a |o |i |it |is |es |e )*)(?:ya|ja|already|is already|s already)\b(?: (?:la|lo|a|o|me|se|i))*"
    r" ?(?:esta|ta|quedo|ficou|tengo|tenho|tava|estaba|booked|set|done|there|have|agend\w+|reserv\w+|marc\w+|marqu\w+)?"
)


def place_said(before: str, after: str) -> str:
    """AFTER, BEFORE or STANDS of a service from the few folded words `before` and `after` its name; ""
    when it is wished for."""
    if _AFTER.search(before):
        return AFTER
    if _BEFORE.search(before):
        return BEFORE
    return STANDS if _HAVE.search(before) or _STANDS.match(after) else ""


_PARTS = re.compile(r"[.,;!?\n]+")
_BARE_NO = re.compile(r"\W*(?:no+|nao|não|nop|nope)\W*", re.I)
_AROUND = 5
_HOURS = re.compile(r"(\d+) ?h")
_MINUTES = re.compile(r"(\d+) ?min")


def landmarks_in(text: str, services: tuple[str, ...], owned: Collection[str]) -> dict[str, str]:
    """Of the `owned` ones among the `services` those that a text names without wanting them, and how."""
    spoken = words(text)
    mentions = named(text, services).wanted
    places = {one.name: _place(spoken, one) for one in mentions if one.name in owned}
    return {name: how for name, how in places.items() if how}


def _place(spoken: list[str], mention: Mention) -> str:
    first = place_of(mention, spoken)
    end = first + len(mention.query.split())
    before, after = spoken[max(0, first - _AROUND) : first], spoken[end : end + _AROUND]
    return place_said(" ".join(before), " ".join(after))


def without_standing(text: str, services: tuple[str, ...], owned: Collection[str]) -> str:
    """The text without what is said of an appointment that stands: of "no, la limpieza ya está a las 9,
    solo la evaluación a las 10" the second only."""
    parts = [part for part in _PARTS.split(text) if part.strip()]
    left = [part for part in parts if STANDS not in landmarks_in(part, services, owned).values()]
    if len(left) > 1:
        left = [part for part in left if not _BARE_NO.fullmatch(part)]
    return ". ".join(part.strip() for part in left) if left else text


def minutes_in(duration: str) -> int:
    """Of a label such as "45 min", "1 hora", "1 h 30 min"; 0 of none."""
    hours, minutes = _HOURS.search(duration), _MINUTES.search(duration)
    return (int(hours[1]) * 60 if hours else 0) + (int(minutes[1]) if minutes else 0)
