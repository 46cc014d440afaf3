"""An appointment stays as it is, or keeps its hour: "déjala como está", "a la misma hora"."""

import re

from agent.language.text import fold, plain

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
_IS_AS_IT_WAS = re.compile(rf"\b{_AS_IT_WAS}(?= |$)")
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
_SAME_HOUR_OF_NOW = re.compile(_SAME_HOUR.pattern + _OF_NOW.pattern)
_OF_TWO_CLAUSES = re.compile(r"[.,;!?\n]+|\b(?:pero|but|mas|e|y|and)\b", re.I)
_ONE_STAYS = re.compile(
    r"\b(?:dej[ae]\w*|deix[ae]\w*|queda\w*|se queda|fica\w*|mantem\w*|mantien\w*|manten\w*|quiet[oa]|igual|stays?|leave|keep"
    r"|(?:no|nao|not|dont|doesnt|do not|n)(?: (?:las?|los?|as?|os?|me|se|need|have|to|want|precisa|hace falta))* (?:muev\w*|mov\w*|mex\w*|cambi\w*|mud\w*|toqu\w*|change|move|touch))\b"
)
_THE_OTHER = re.compile(
    r"\b(?:(?:la|el|a|o|the) (?:otr[oa]|outr[oa]|other)|as outras|los otros|las otras)\b"
)


def speaks_of_the_other(text: str) -> bool:
    """Whether it is about the other one of two: "y la otra cancélala"."""
    return bool(_THE_OTHER.search(plain(text)))


def says_same_hour(text: str) -> bool:
    """Whether the new time is to have the hour of the present appointment."""
    return bool(_SAME_HOUR.search(plain(text)))


def without_same_hour(text: str) -> str:
    """The text (folded) without "a la misma hora (de ahora)", which names no day of its own."""
    return _SAME_HOUR_OF_NOW.sub(" ", fold(text)).strip()


def stays_as_it_is(text: str, *, agrees: bool, portuguese: bool) -> bool:
    """Whether the words leave an appointment as it is. `agrees`: it is a yes, which with "leave it" may
    as well take what is on offer."""
    if _REFUSES_TO_STAY.search(fold(text)):
        return False
    takes = agrees and not denies(text, portuguese=portuguese)
    return bool(_STAYS.search(plain(text)) or (_leaves(text) and not takes))


def says_as_it_was(text: str) -> bool:
    """ "Fica como está, no dia 10": whatever is on offer for that day, the present time is meant."""
    return bool(_IS_AS_IT_WAS.search(plain(text))) and not _REFUSES_TO_STAY.search(fold(text))


def leaves_as_it_is(text: str) -> bool:
    """The same where it is asked whether to cancel: there "isso, deixe como está" can mean nothing else,
    also when it begins with a yes."""
    stays = _STAYS.search(plain(text)) or _leaves(text)
    return bool(stays) and not _REFUSES_TO_STAY.search(fold(text))


def sticks_to_one(text: str) -> bool:
    """Whether it is to be left at some time, which a day or an hour beside it tells."""
    if _REFUSES_TO_STAY.search(fold(text)):
        return False
    plain_text = plain(text)
    return bool(_leaves(text) or _STAYS.search(plain_text) or _STICKS.search(plain_text))


def leaves_it_on_offer(text: str, *, portuguese: bool) -> bool:
    """Whether it is to be left at the time on offer: "sí, déjala a esa hora"."""
    plain_text = plain(text)
    left = _LEAVES.search(plain_text) or _STICKS.search(plain_text)
    return bool(left and _ON_OFFER.search(plain_text) and not denies(text, portuguese=portuguese))


def denies(text: str, *, portuguese: bool) -> bool:
    """Whether there is a "no" in it; in Portuguese that word is a preposition, too."""
    plain_text = plain(text)
    return bool(_NO.search(_PREPOSITION_NO.sub("", plain_text) if portuguese else plain_text))


def parts_that_stay(text: str) -> list[str]:
    """The parts of a message which say that something stays: "el masaje déjalo quieto"."""
    parts = (part for part in _OF_TWO_CLAUSES.split(text) if part.strip())
    return [part for part in parts if _ONE_STAYS.search(plain(part))]


def _leaves(text: str) -> bool:
    plain_text = plain(text)
    return bool(_LEAVES.search(plain_text)) and not _ON_OFFER.search(plain_text)


def the_other_stays(text: str) -> bool:
    """Whether it is the other appointment that stays: "sí. la otra no la toques"."""
    return any(_THE_OTHER.search(plain(part)) for part in parts_that_stay(text))
