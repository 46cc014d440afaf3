"""Who attends, and when one's own appointment is: told by the agenda, not by the knowledge base."""

import re
from collections.abc import Iterable

from agent.dialogue.flows.services import mentioned
from agent.dialogue.flows.wording import all_of
from agent.dialogue.tools import list_appointments, list_services
from agent.dialogue.turn import Steps, Turn, join
from agent.language import plain

_PEOPLE = (
    r"(?:dentistas?|dentists?|profesional(?:es)?|profissiona(?:l|is)|professionals?|doctor(?:a|es|as|s)?|doutor(?:a|es|as)?"
    r"|medic[oa]s?|especialistas?|terapeutas?|therapists?|esteticistas?|hygienists?|odontolog[oa]s?|barberos?|stylists?)"
)
_WHO_ATTENDS_ME = re.compile(
    r"\b(?:(?:con )?quien(?:es)? (?:(?:me|nos|le|lo|la) )?(?:va a |vaya a )?(?:atiend\w*|atend\w*|hac\w+(?:lo|la)?|seria|me toca|es la cita)"
    r"|con quien (?:es|quede|quedo|voy|tengo)|quem (?:(?:me|nos) )?(?:vai )?(?:(?:me|nos) )?(?:atend\w+|faz|fazer)|com quem (?:e|seria|vai|fica|ficou|sera)"
    r"|who (?:will|would|is going to|ll|s going to|gonna) (?:be )?(?:see\w*|treat\w*|attend\w*|do\w*|help\w*)|whos (?:doing|seeing|treating|it with)"
    r"|who (?:is it|am i|would it be|do i see|will i see|would i see)(?: \w+)* ?(?:with|seeing)?)\b"
)
_WHO_THERE_IS = re.compile(
    rf"\b(?:quien(?:es)? son (?:l[oa]s|sus) {_PEOPLE}|quien(?:es)? (?:atienden|trabajan)|(?:que|cuales|cuantos) (?:son l[oa]s )?{_PEOPLE} (?:hay|tienen|atienden|trabajan|estan)"
    rf"|quien(?:es)? mas (?:hay|atiende\w*|esta\w*|trabaja\w*|tienen|lo hace\w*)|(?:hay|tienen) (?:otr[oa]s?|mas) {_PEOPLE}"
    rf"|quem sao (?:[oa]s )?{_PEOPLE}|quais (?:sao )?(?:[oa]s )?{_PEOPLE}|quem mais (?:tem|ha|atende\w*|trabalha)|tem (?:outr[oa]s?|mais) {_PEOPLE}"
    rf"|who (?:are|is) (?:the|your) {_PEOPLE}|(?:which|what) {_PEOPLE} (?:do|are|work)\w*|who else (?:is|do|does|works?|can)\b|whos else"
    rf"|any other {_PEOPLE}|(?:do you have|is there) (?:another|other) {_PEOPLE})\b"
)
_ELSE = re.compile(r"\b(?:mas|mais|otr[oa]s?|outr[oa]s?|other|another|else)\b")
_OWN_TIME = re.compile(
    r"\b(?:a que horas?|que horas?|que dia|cuando|para cuando|quando|que fecha|what time|when|what day)"
    r" (?:(?:me|nos|la|lo) )?(?:era|es|quedo|quedamos|quede|tocaba|toca|seria|e|ficou|foi|ficamos|was|is|were)"
    r"(?: (?:it|that|again|mesmo|que|la cita|mi cita|a consulta|my appointment|entonces|ent[aã]o|then|la mia|lo mio|o meu|a minha))*$"
)
_MOST = 6


def of_people_or_own(turn: Turn, question: str) -> Steps:
    """The answer to a question for who attends or when the own appointment is; "" to others."""
    plain_text = plain(question)
    if _OWN_TIME.search(plain_text) and turn.facts.upcoming and not turn.memo.booking.slots:
        return (yield from _own(turn))
    if _WHO_THERE_IS.search(plain_text):
        return (yield from _members(turn, question, other=bool(_ELSE.search(plain_text))))
    if not _WHO_ATTENDS_ME.search(plain_text):
        return ""
    if people := _on_offer(turn):
        return turn.say("attends_you", people=all_of(turn.facts.language, people))
    if turn.facts.upcoming and not mentioned(question, turn.facts.services):
        return (yield from _own(turn, people=True))
    return (yield from _members(turn, question))


def _on_offer(turn: Turn) -> list[str]:
    moving = turn.memo.ask and turn.memo.ask.node == "reschedule"
    plan = turn.memo.move if moving else turn.memo.booking
    chosen = [slot for slot in plan.slots if slot.slot == plan.slot] or plan.slots
    return _once(name for slot in chosen for name in slot.people)


def _own(turn: Turn, *, people: bool = False) -> Steps:
    own = (yield from list_appointments()).appointments[:3]
    if people:
        names = _once(appointment.person for appointment in own)
        return turn.say("attends_you", people=all_of(turn.facts.language, names)) if names else ""
    lines = [", ".join(filter(None, (one.service, one.label))) for one in own]
    if len(lines) == 1:
        return turn.say("one_appointment", appointment=lines[0])
    return join(turn.say("your_appointments"), *(f"• {line}" for line in lines)) if lines else ""


def _members(turn: Turn, question: str, *, other: bool = False) -> Steps:
    """Those who do the service in question, or everybody. `other`: besides those on offer."""
    rows = (yield from list_services()).services
    about = mentioned(question, turn.facts.services) or turn.memo.booking.names
    chosen = [row for row in rows if row.name in about] or rows
    names = _once(name for row in chosen for name in row.professionals)
    shown = _on_offer(turn) if other else []
    left = [name for name in names if name not in shown]
    if not left:
        return turn.say("nobody_else") if names else ""
    return turn.say("team", people=all_of(turn.facts.language, left[:_MOST]))


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(name for name in names if name))
