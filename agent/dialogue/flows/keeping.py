"""Giving up a move, and moving to "the same hour": both compare with the present appointment."""

import re
from collections.abc import Generator

from agent.dates.corrections import corrects
from agent.dialogue.flows.dates import bounds
from agent.dialogue.flows.slots import agreeing
from agent.dialogue.memo import Plan
from agent.dialogue.tools import resolve_date
from agent.dialogue.turn import Call, Turn
from agent.language import fold, looks_like_date, plain
from agent.tool_results import Answer
from agent.tool_views import AppointmentView, Slot

_READ = 300
_OWN = (
    r"(?:(?:con |com |with )?(?:(?:la|el|lo|a|o|the|one|hora|horario|cita|consulta|slot|time) )*"
    r"(?:mi|mia|mio|meu|minha|my|mine|(?:que|one|i) (?:ya |ja |already )?(?:tengo|tenia|tenho|tinha|have|had))(?= |$))"
)
_AS_IT_WAS = (
    r"(?:asi (?:como|mismo)|(?:tal )?(?:como|cual|donde) (?:esta\w*|era|quedo|ya esta\w*)|(?:do jeito|como|onde) (?:que )?(?:esta\w*|ta|tava|era|ficou)"
    r"|quieta|quieto|as (?:it )?(?:is|was)|(?:how|where|the way) it (?:is|was)|as originally)"
)
_MOVING = (
    r"(?:muev\w*|mover\w*|mov[ai]\w*|cambi\w*|pas(?:es?|arla|arlo|en)|corr(?:as?|an|erla)|toques?|reagend\w*|mud(?:a|e|ar)\w*|mex\w+|remarc\w*|tro(?:c|qu)\w+"
    r"|alter\w*|move|change|reschedule|touch|switch)"
)
# What can only mean the appointment's present time.
_STAYS = re.compile(
    rf"\b(?:{_AS_IT_WAS}"
    rf"|(?:no|nao|dont|do not|not|ya no|rather not|never)(?: (?:la|lo|a|it))?(?: (?:la|lo|me|mas|mais|quiero|quero|necesito|voy a|precisa|need to|want to|vale la pena|hace falta|it)){{0,3}} {_MOVING}"
    rf"|(?:me )?(?:quedo|quedarme|quedar|fico|ficar|stay|stick|sigo|continuo|keep(?:ing)?|mantener|manten\w*|conserv\w+|dej\w+|deix\w+|prefiero|prefiro)(?: with)? {_OWN}"
    r"|(?:mantener|mantenerla|mantenla|mantengala|mantengamosla|conservarla|manter|mantem|mantenha)(?= (?:a|o|la|el|asi|assim|mi|por favor)|$))\b"
)
# Of an appointment it means the same; of a time on offer the contrary ("sí, déjala ahí").
_LEAVES = re.compile(
    r"\b(?:dej(?:a|e|en|ar|emos)l[ao]s?|deix[ae](?: (?:a|ela|ele|pra la|para la|assim|isso|tudo|como|quieto))?|deixar|(?:leave|keep) (?:it|that|them|mine|my appointment)"
    r"|no (?:leave|keep)|asi (?:esta|ta) bien|assim (?:esta|ta) bom)(?= |$)"
)
# "Me quedo con el jueves": which one, the day says.
_STICKS = re.compile(
    r"\b(?:(?:me )?(?:quedo|quedarme|quedamos) con|fico com|ficar com|deix[ae]|dej[ae]|dejemos|stay with|stick (?:with|to)|keep"
    r"|mantener|mantem|mantenha|prefiero dejar|mejor dejar|vou de|mesm[oa]|mism[oa]|same|still)\b"
)
_REFUSES_TO_STAY = re.compile(
    r"\b(?:no (?:la |lo )?(?:dej[ae]s?|deje)|no (?:me |la |lo )?(?:quiero|puedo|voy a|sirve)(?: \w+)? (?:dej\w+|qued\w+|mantener)|nao (?:quero|posso|vou|consigo|da pra) (?:ficar|deixar|manter)"
    r"|(?:don'?t|do not|can'?t|cannot|couldn'?t)(?: want to| wanna)? (?:keep|leave|stay|stick)|no (?:me )?(?:quedo|quedaria)(?= ))\b"
)
_ON_OFFER = re.compile(
    r"\b(?:(?:con|com|en|para|a|with|at) (?:es[aeo]|esos|esas|est[ae]|ess[ae]|ese|ahi|that|this)|ness[ea]|nest[ea]|dess[ea]|that (?:one|time)|this one|ahi|(?:por )?ai|there"
    r"|(?:la|el|a|o|the) (?:primer\w*|segund[oa]|tercer\w*|ultim[oa]|first|second|third|last))\b"
)
_NO = re.compile(r"\b(?:no+|nop|nope|nao|nah|not|dont|never)\b")
_PREPOSITION_NO = re.compile(r"\bno\b")
_SAME_HOUR = re.compile(
    r"\b(?:(?:a |en |na |no |n?a )?(?:la |el |o |a |las )?(?:mism[oa]s?|mesm[oa]s?) (?:hora|horas|horario|horita)|(?:at )?(?:the )?same (?:time|hour|slot))\b"
)
_OF_NOW = re.compile(
    r"(?: (?:de (?:ahora|siempre|hoy|agora|sempre|antes)|actual|atual|que (?:tengo|tenia|tenho|tinha|i have)(?: ahora| agora| hoy| now)?|as now|as (?:it is|before)))?"
)

Decision = Generator[Call, Answer, bool]


def says_same_hour(turn: Turn) -> bool:
    """Whether the new time is to have the hour of the present appointment."""
    return bool(_SAME_HOUR.search(turn.plain_text))


def without_same_hour(text: str) -> str:
    """The text without "a la misma hora (de ahora)", which names no day of its own."""
    return re.sub(_SAME_HOUR.pattern + _OF_NOW.pattern, " ", fold(text)).strip()


def stands(appointment: AppointmentView) -> str:
    """When an appointment begins, as a plan remembers it ("2026-12-03 15:00")."""
    return f"{appointment.date} {appointment.at}".strip()


def says_it_stays(turn: Turn) -> bool:
    """Whether the words leave an appointment as it is, whatever day or hour they name."""
    plain_text = plain(turn.text)
    if _REFUSES_TO_STAY.search(fold(turn.text)):
        return False
    leaves = _LEAVES.search(plain_text) and not _ON_OFFER.search(plain_text)
    return bool(_STAYS.search(plain_text) or (leaves and not (turn.agrees and not _denies(turn))))


def leaves_as_it_is(text: str) -> bool:
    """The same where it is asked whether to cancel: there "isso, deixe como está" can mean nothing else,
    also when it begins with a yes."""
    plain_text = plain(text)
    leaves = _LEAVES.search(plain_text) and not _ON_OFFER.search(plain_text)
    return bool(_STAYS.search(plain_text) or leaves) and not _REFUSES_TO_STAY.search(fold(text))


def takes_offer(turn: Turn, plan: Plan) -> Slot | None:
    """The only time on offer, when the appointment is to be left there: "sí, déjala a esa hora"."""
    plain_text = plain(turn.text)
    left = _LEAVES.search(plain_text) or _STICKS.search(plain_text)
    if not left or not _ON_OFFER.search(plain_text) or _denies(turn) or looks_like_date(turn.text):
        return None
    return plan.slots[0] if len(plan.slots) == 1 else None


def _denies(turn: Turn) -> bool:
    plain_text = plain(turn.text)
    return bool(_NO.search(_PREPOSITION_NO.sub("", plain_text) if turn.portuguese else plain_text))


def takes_back(turn: Turn, plan: Plan) -> Decision:
    """Whether the message leaves the appointment as it is. With a day or an hour it does when these
    are its own and no time on offer has them."""
    plain_text = plain(turn.text)
    if turn.choice or _SAME_HOUR.search(plain_text):
        return False
    if not looks_like_date(turn.text):
        return says_it_stays(turn)
    leaves = _LEAVES.search(plain_text) and not _ON_OFFER.search(plain_text)
    if _REFUSES_TO_STAY.search(fold(turn.text)):
        return False
    if not (leaves or _STAYS.search(plain_text) or _STICKS.search(plain_text)):
        return False
    day, _, at = plan.stands.partition(" ")
    if not at:
        return False
    own = Slot(slot="own", date=day, at=at)
    result = yield from resolve_date(turn.text[:_READ], expecting_time=True, day=day, offered=[day])
    readings = [bounds(reading) for reading in result.readings]
    if not readings:
        return says_it_stays(turn)
    meant = [when for when in readings if agreeing([own], when)]
    on_offer = [when for when in meant if "date_from" in when and agreeing(plan.slots, when)]
    return bool(meant) and (not on_offer or (_denies(turn) and not corrects(turn.text)))
