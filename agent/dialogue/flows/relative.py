"""Days and hours relative to those under discussion: "la otra", "a outra semana", "the last one"."""

import re
from datetime import date, timedelta

from agent.dialogue.flows.dates import Reading, days_of, only_day
from agent.dialogue.memo import Plan
from agent.dialogue.turn import Turn
from agent.tool_views import Bounds, Slot

_WEEK = timedelta(days=7)
_OTHER_WEEK = re.compile(
    r"\b(?:(?:otra|outra|other) (?:semana|week)|semana (?:siguiente|seguinte)|following week)\b"
)
_LAST = re.compile(
    r"\b(?:(?:la|el|a|o|the|na|no) ultim[oa]|(?:the )?last)(?: (?:cita|turno|vaga|horario|espacio|cupo|consulta|one|slot|appointment|time|opening))?"
    r"(?: (?:que (?:haya|hay|tengas?|tenga|tiver|tenha)|disponibl?e|disponivel|libre|livre|available|you have))?"
    r" (?:del?|do|da|de la|en|em|na|no|el|of|of the|on|for|that)? ?(?:mismo |esse |ese |that |este )?"
    r"(?:dia|day|lunes|martes|miercoles|jueves|viernes|sabado|domingo|segunda|terca|quarta|quinta|sexta|hoy|hoje|manana|amanha"
    r"|today|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|tarde|manha|afternoon|morning)\b"
)


def wants_last(turn: Turn) -> bool:
    """Whether the last free start of a day is wanted: "la última que haya el miércoles"."""
    return bool(_LAST.search(turn.plain_text))


def last_of(turn: Turn, slots: list[Slot], *, exact: bool) -> list[Slot]:
    """The last of a day's slots where that is wanted, else all of them. A search spreads what it
    finds over the day, from its first start to its last."""
    one_day = len({slot.date for slot in slots}) == 1
    return slots[-1:] if one_day and exact and wants_last(turn) else slots


def other_week(turn: Turn, plan: Plan, read: Reading) -> Bounds | None:
    """The days of "não esta, a outra semana", the week after that of the offer; None when it is not
    said."""
    days = sorted(days_of(plan))
    first, last = read.when.get("date_from", ""), read.when.get("date_to", "")
    if not (days and first < last and _OTHER_WEEK.search(turn.plain_text)):
        return None
    if not first <= days[0] <= days[-1] <= last:
        return None
    begin = date.fromisoformat(first)
    monday = begin - timedelta(days=begin.weekday()) + _WEEK
    return {"date_from": f"{monday}", "date_to": f"{monday + _WEEK - timedelta(days=1)}"}


def day_of_last(turn: Turn, plan: Plan, read: Reading) -> Bounds | None:
    """The day whose last free start is wanted, as bounds; None when none is."""
    if not wants_last(turn) or read.refused or read.status not in ("ok", "none"):
        return None
    day = read.when.get("date_from") or only_day(plan)
    return {"date_from": day, "date_to": day} if day else None
