"""Health beside an appointment: the one is for a professional, the other goes on."""

from agent.dialogue.flows.naming import heard_name
from agent.dialogue.turn import Turn
from agent.language import (
    Intent,
    asks_about_health,
    intents,
    looks_like_date,
    names_position,
    sentences,
    yes_no,
)
from agent.language.acts import Act
from agent.language.readings.asking import is_tag
from agent.language.readings.pain import (
    assessment_among,
    speaks_of_pain,
    wishes_to_be_seen,
    without_pain,
)
from agent.language.readings.services import mentioned
from agent.language.readings.wishes import wishes_for_something

_ANSWERED = frozenset({"slot", "day", "reading", "name", "offer", "service"})


def health_beside_booking(turn: Turn) -> bool:
    """Whether a sentence asks about health and the others book or choose."""
    if turn.choice or turn.has(Intent.CANCEL, Intent.RESCHEDULE, Intent.HEALTH, Intent.URGENT):
        return False
    if not any(_asks(turn, part) for part in sentences(turn.text)):
        return False
    rest = without_health(turn)
    return bool(rest) and (_answers(turn, rest) or _wishes(turn, rest))


def in_pain(turn: Turn) -> bool:
    """Whether the writer is in pain and wants to be seen for it: that is offered, and a person called."""
    if turn.choice or turn.has(Intent.CANCEL, Intent.RESCHEDULE, sure=0.8):
        return False
    if not speaks_of_pain(turn.whole):
        return False
    # Whoever is in pain and asks if it is open means to come.
    asks_when = turn.has(Intent.HOURS) or turn.does(Act.ASK_TIMES)
    return asks_when or turn.has(Intent.BOOK, sure=0.8) or wishes_to_be_seen(turn.whole)


def seen_for(turn: Turn) -> str:
    """The service that somebody in pain names, else the one with which people are looked at first; ""
    when there is neither."""
    named = mentioned(without_pain(turn.text), turn.facts.services)
    return named[0] if len(named) == 1 else assessment_among(turn.facts.services)


def without_health(turn: Turn) -> str:
    """The message without its questions about health."""
    parts = sentences(turn.text)
    return "\n".join(part for part in parts if not (_asks(turn, part) or is_tag(part)))


def _asks(turn: Turn, part: str) -> bool:
    named = "?" in part and bool(mentioned(part, turn.facts.services))
    return "?" in turn.whole and asks_about_health(part, treatment=named)


def _answers(turn: Turn, rest: str) -> bool:
    ask = turn.memo.ask
    if ask is None or ask.node != "appointment" or ask.kind not in _ANSWERED:
        return False
    given = heard_name(turn, text=rest) is not None or names_position(rest)
    return yes_no(rest) is True or given or looks_like_date(rest)


def _wishes(turn: Turn, rest: str) -> bool:
    if not mentioned(rest, turn.facts.services):
        return False
    return looks_like_date(rest) or wishes_for_something(rest) or Intent.BOOK in intents(rest)
