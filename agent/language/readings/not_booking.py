"""Nothing is to be booked: "no me agendes nada", "don't book anything", "no quiero otra cita"."""

import re

from agent.language.text import clauses, plain

_NOTHING_BOOKED = re.compile(
    r"\b(?:(?:no|nao|not|dont|do not|ni|nem|never|nunca) (?:(?:me|te|lo|la|nos|a|o|please|actually) )*"
    r"(?:book|schedule|reserve|agend(?:es|e|en|ar)|reserv(?:es|e|en|ar)|apart(?:es|e)|marqu(?:e|es|em)|marcar)"
    r"(?: (?:me|anything|nothing|any|another|nada|otra|ninguna|mais|outra|nenhuma|more|it)\b)*"
    r"|(?:no|nao|not|dont) (?:\w+ ){0,2}(?:quiero|quero|want|need|necesito|preciso)(?: de)? (?:otra|ninguna|mais uma|mais|outra|another|any(?: more)?|one more)"
    r" (?:cita|citas|consulta|turno|hora|horario|appointment|appointments|booking|nenhuma)"
    r"|already booked|ya esta (?:agendad|reservad)[ao]|ja esta (?:marcad|agendad)[ao])\b"
)
_OTHER_TIME = re.compile(
    r"\b(?:a las|las|at|as|el|on|na|no|para|for|con|with|com|antes|before|despues|after|depois|tan|so|tao)\b"
)


def wants_nothing_booked(text: str) -> bool:
    """Whether a clause says so, and names no day, hour or person that it is only about ("no me agendes a las 8")."""
    spoken = (plain(clause) for clause in clauses(text))
    matches = ((one, _NOTHING_BOOKED.search(one)) for one in spoken)
    return any(match and not _OTHER_TIME.search(one[match.end() :]) for one, match in matches)
