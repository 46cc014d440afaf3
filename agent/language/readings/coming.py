"""Whether the customer will be there: on time, late, not at all, or told later."""

import re

from agent.language.text import plain

_RUNS_LATE = re.compile(
    r"\b(?:(?:llego|llegare|llegaria|voy|estoy|vamos|llegando) (?:\w+ ){0,3}(?:tarde|retrasad[oa]|atrasad[oa])"
    r"|me retras\w+|vou (?:me )?atrasar|estou atrasad[oa]|running late|(?:be|im) (?:\w+ ){0,3}late)\b"
)
# Answers to "¿nos confirmas tu cita?" that are neither yes nor no.
_SEE_YOU = re.compile(
    r"\b(?:nos vemos|te veo|los veo|see you|see ya|a gente se ve|hasta (?:manana|el \w+)"
    r"|ate (?:amanha|la|segunda|terca|quarta|quinta|sexta|sabado))\b"
)
_CANNOT = re.compile(
    r"^(?:sorry )?(?:i )?(?:cant|cannot|can not|wont)(?: (?:sorry|today|tomorrow))*$"
)
_ANSWERS_LATER = re.compile(
    r"\b(?:confirm\w*|aviso|avisare|digo|respondo|falo|let you know|tell you)\b(?: \w+){0,3}? "
    r"(?:mas tarde|luego|despues|al rato|mais tarde|depois|later)\b"
)


def runs_late(text: str) -> bool:
    """ "Voy tarde", "running late"."""
    return bool(_RUNS_LATE.search(plain(text)))


def says_see_you(text: str) -> bool:
    """ "Nos vemos", "see you": an answer to a reminder that says they come."""
    return bool(_SEE_YOU.search(plain(text)))


def cannot_come(text: str) -> bool:
    """Nothing but "I can't"."""
    return bool(_CANNOT.search(plain(text)))


def answers_later(text: str) -> bool:
    """ "te confirmo más tarde": neither a yes nor a wish for a later time."""
    return bool(_ANSWERS_LATER.search(plain(text)))
