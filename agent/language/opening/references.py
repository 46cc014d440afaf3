"""Days that are named by what was told before: "ese día", and a weekday that goes on from a date."""

import re
from datetime import date, timedelta

from agent.language import fold

_MONTHS = re.findall(
    r"\w+",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
)
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "lunes segunda monday",
            "martes terca tuesday",
            "miercoles quarta wednesday",
            "jueves quinta thursday",
            "viernes sexta friday",
            "sabado saturday",
            "domingo sunday",
        ),
        1,
    )
    for name in names.split()
}
_WEEKDAY = re.compile(
    r"\b(?:(?:el|o|no|na|on|the|that|that same|ese|esse|nesse|essa|nessa)\s+)?"
    r"(lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo|segunda|ter[cç]a|quarta|quinta|sexta"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?:[- ]feira)?\b",
    re.IGNORECASE,
)
# A weekday that says itself which one it is, or that is every week's.
_SETTLED = re.compile(
    r"\d|\b(?:proxim[oa]|siguiente|seguinte|next|this|est[ea]|que viene|que vem|los|aos|nos|as|todos?"
    r"|todas?|cada|every|santo|santa|semana|week)\b"
)
_THAT_DAY = re.compile(
    r"\b(?:en\s+|on\s+)?(?:n?ess?e|aquel|n?aquele|that|el\s+mismo|n?o\s+mesmo|the\s+same)"
    r"\s+(?:mismo\s+|mesmo\s+|same\s+)?(?:d[ií]a|day)\b",
    re.IGNORECASE,
)
_A_WEEK = 7


def says_that_day(words: str) -> bool:
    """Whether a question is for the day under discussion ("¿a qué hora cierran ese día?")."""
    return bool(_THAT_DAY.search(words))


def on_that_day(words: str, day: date) -> str:
    """`words` with that day's date where they only point to it."""
    return _THAT_DAY.sub(_written(day), words)


def going_on(words: str, told: date, today: date) -> str:
    """`words` with the date of the weekday that follows the day told last: "¿y el sábado?" after
    the 25th of December is the 26th. Of the days just ahead a weekday is the coming one."""
    weekdays = _WEEKDAY.findall(words)
    if len(weekdays) != 1 or _SETTLED.search(fold(words)):
        return words
    number = _WEEKDAYS[fold(weekdays[0])]
    day = told + timedelta(days=(number - told.isoweekday()) % _A_WEEK)
    ahead = (told - today).days >= _A_WEEK
    same_week = day.isocalendar()[:2] == told.isocalendar()[:2]
    return _WEEKDAY.sub(_written(day), words) if ahead or same_week else words


def _written(day: date) -> str:
    return f"{day.day} de {_MONTHS[day.month - 1]} de {day.year}"
