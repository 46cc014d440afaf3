"""Who keeps an appointment and wants an earlier time: "si se libera algo antes me avisas"."""

import re

from agent.language.text import plain

_WHAT = (
    r"(?:algo|alguna?|algun|nada|una?|otra?|cup\w+|horas?|horario\w*|espacio\w*|hueco\w*|lugar|citas?|turnos?|vagas?"
    r"|lugares|consultas?|alguma|algum|uma?|outra?|encaixe|vez|antes"
    r"|anything|something|one|any|slots?|spots?|openings?|appointments?|times?|it)"
)
# Behind "antes" an article alone is none: "antes escríbeme un poema".
_THING = (
    r"(?:algo|nada|cup\w+|horas?|horario\w*|espacio\w*|hueco\w*|lugar|lugares|citas?|turnos?|vagas?|consultas?|encaixe"
    r"|anything|something|slots?|spots?|openings?|appointments?)"
)
_BEFORE = r"(?:antes|mas temprano|mas pronto|mas cerca|mais cedo|mais perto|earlier|sooner|before (?:that|then))"
_EARLIER = re.compile(
    rf"\b{_WHAT}(?: (?!que\b)\w+){{0,3}}? {_BEFORE}\b"
    rf"|\b{_BEFORE}(?: (?!d[aeo]l?\b|que\b)\w+){{0,3}}? {_THING}\b"
    r"|\b(?:adelantar(?:la|me|lo)?|adelant(?:an|en|as|e)|adiantar|antecipar|move (?:me|it) up|bump me up)\b"
)
# "Avísame un día antes", "remind me an hour before": a reminder.
_AHEAD = re.compile(
    r"\b(?:dias?|noches?|horas?|semanas?|minutos?|noites?|days?|nights?|hours?|weeks?|minutes?) antes\b"
)


def wants_earlier(text: str) -> bool:
    """Whether something before what they have is spoken of; beside a wish to be told it is one to keep what they have."""
    spoken = _AHEAD.sub(" ", plain(text))
    return bool(_EARLIER.search(spoken))
