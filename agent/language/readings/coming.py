"""Whether the customer will be there: on time, late, not at all, or told later."""

import re

from agent.language.readings.courtesies import ADDRESSES, BRITISH, wishes_well
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
    r"|\b(?:no|nao|not|cant|cannot|wont|couldnt) (?!(?:se|sei|sure) (?:si|se|if|whether)\b)(?:\w+ ){0,4}?(?:ir|asistir|llegar|venir|comparecer|chegar|vir|come|go|make|attend)\b"
    r"|\b(?:no|nao) (?:voy|vou|ire|irei|llego|alcanzo|asisto)\b"
)
_ANSWERS_LATER = re.compile(
    r"\b(?:confirm\w*|aviso|avisare|digo|respondo|falo|let you know|tell you)\b(?: \w+){0,3}? "
    r"(?:mas tarde|luego|despues|al rato|mais tarde|depois|later)\b"
)
_ASKS_WHETHER_LATE = re.compile(
    r"\b(?:puedo|podria|se puede|puede uno|posso|poderia|can i|could i|may i|what if|what happens if|if (?:i|im|we|were)|si(?: me)?|se eu|e se|que pasa si|solo pregunto|so quero saber)\b"
    r"(?: \w+){0,6}? (?:(?:llegar|llego|llegara|chegar|chego|be|arrive|come|am|im|running|\d+ min\w*)(?: \w+){0,4}? ?(?:(?<!mas )(?<!mais )tarde|late|atrasad[oa]s?|retrasad[oa]s?|(?:min\w*|minutos|rato|poco|pouco) (?:despues|depois|mas|mais))|(?:me )?(?:atras[aoe]r?|retras[aoe]r?|demor[aoe]r?)(?: \w+)?)\b"
)
# "voy a llegar sobre las 5 y cuarto, ¿me cogéis igual?"
_ASKS_WHETHER_STILL = re.compile(
    r"\b(?:(?:voy a|vamos a|vou|iria a) (?:llegar|chegar)|lleg(?:o|are|aria|amos)|cheg(?:o|arei|amos)|(?:ill|i will|im going to|im gonna|might|we will|well) (?:be|get|arrive|come|make it))\b(?: \S+){0,14}? "
    r"(?:(?:me|nos) (?:lo |la )?(?:cog\w+|atien\w+|atend\w+|esper\w+|recib\w+|receb\w+|hac\w+|faz\w*)|still|ainda|todavia|igual|pasa algo|hay (?:algun )?(?:problema|lio)|tem (?:algum )?problema|(?:is )?(?:it|that|thats) (?:ok|okay|alright|fine)|no problem)\b"
)
_POLITE = (
    r"(?:ok|okay|oki|vale|listo|dale|bueno|perfecto|perfeito|perfect|great|genial|excelente|super|claro|si|sim|yes|no|nao|nada|y|e|and|then|valeu|precisa|entonces|entao|pues|muchas|mil|muito|many|so much"
    r"|n|deixa (?:quieto|assim|estar)|deja(?:lo)? asi|(?:leave it|never ?mind)|gracias|obrigad[oa]|valeu|thanks|thank you|thx|ty|adios|chao|chau|bye|tchau|amig[oa]|linda|jaja\w*|kkk+|senorita|all good|all|con gusto|por todo|for everything|a lot"
    r"|ahora si|agora sim|show|blz|beleza|otimo|massa|bacana|then|entao|entonces|listo|ta certo|ta bom|viu|bien|brigad[oa]|(?:que )?(?:(?:tenga[ns]?|pase[ns]?|tenha[m]?) )?(?:(?:un|um|una|uma) )?(?:buen|buena|bom|boa|lindo|linda|feliz|otima|otimo|excelente) (?:finde|fin de semana|fim de semana|semana|lunes|martes|miercoles|jueves|viernes|sabado|domingo|segunda|terca|quarta|quinta|sexta)|have a (?:good|great|nice|lovely) (?:day|one|week|weekend)|vlw|obg|tks|boa (?:noite|tarde)|buenas noches"
    rf"|{ADDRESSES}|{BRITISH})"
)
# "Chego lá amanhã", "ahí estaré el jueves", "I'll be there Tuesday": they come.
_THERE = r"(?:(?:yo |eu )?(?:chego|estarei|estou|vou estar|llego|estare|estoy|voy a estar) (?:la|ai|ahi|alla|alli)|(?:ahi|alla|alli) (?:estare|estoy|llego|voy|nos vemos|estaremos)|(?:ill|i will) (?:be|see you|come) there)"
_FAREWELL = re.compile(
    rf"(?P<before>(?:{_POLITE} )*)(?P<leave>{_THERE}|see (?:you|ya|u)(?: all| guys)?|hasta|ate|nos vemos|te veo|los veo|a gente se ve|catch you)(?P<when> (?:el |la |o |a |on |the |next |this |then |in |en |no |na |nos |de |del |do |da )*(?:\w+ ?){{0,4}})?"
)
_LEAVES_NOW = re.compile(
    rf"(?:{_POLITE} )*(?:ahora si|agora sim)(?: {_POLITE})* (?:gracias|obrigad[oa]|brigad[oa]|valeu|vlw|thanks|chao|chau|tchau|adios|bye)(?: {_POLITE})*"
)
_NOT_LEAVING = re.compile(
    r"\b(?:que horas?|las|as|when|what|cuando|quando|puedo|posso|can|quiero|quero|want|\d{1,2}(?::\d\d| ?(?:am|pm|h)))\b"
)


_WEEKDAY = r"(?P<day{n}>lunes|martes|miercoles|jueves|viernes|sabado|domingo|segunda|terca|quarta|quinta|sexta|monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?: feira)?"
_UNABLE = (
    r"(?:(?:ya )?(?:no|nao) (?:puedo|podre|voy a poder|alcanzo|me (?:va a )?(?:sirve|servir|queda|da)|posso|poderei|vou (?:poder|conseguir)|consigo|vai dar|da mais|da)"
    r"|(?:i )?(?:cant|cannot|wont be able|am not able|im not able)(?: to| do| make)?|(?:doesnt|wont|isnt going to|not going to) work)"
)
_ENDS = r"(?=$| (?:ir|asistir|venir|mas|ya|mais|anymore|any more|make it|do it|come|it|me|nos|porque|pq|pues|because|cause|cos|por|tengo|tenho|salgo|surgi\w+|salio|something|sorry|perdon|disculpa\w*|desculpa\w*|to)\b)"
_CANNOT_ON = re.compile(
    rf"\b{_WEEKDAY.format(n=1)}(?: \w+){{0,3}}? {_UNABLE}{_ENDS}|\b{_UNABLE}(?: (?:ir|asistir|venir|come|make it|it))?(?: (?:el|la|na|no|a|on|this|este|esta|proximo))* {_WEEKDAY.format(n=2)}"
)


def cannot_on(text: str) -> str:
    """The folded weekday on which the customer says that they cannot: "el miércoles no puedo"; "" for none."""
    match = _CANNOT_ON.search(plain(text))
    return (match["day1"] or match["day2"]) if match else ""


def asks_whether_late(text: str) -> bool:
    """ "¿Puedo llegar 10 minutos tarde?": a question about the rule, which moves nothing."""
    spoken = plain(text)
    still = "?" in text and bool(_ASKS_WHETHER_STILL.search(spoken))
    return still or bool(_ASKS_WHETHER_LATE.search(spoken))


def takes_leave_until(text: str) -> bool:
    """Nothing but thanks and a farewell until a day: "gracias, hasta el miércoles", "see you on the
    15th"."""
    if (_LEAVES_NOW.fullmatch(plain(text)) and "?" not in text) or wishes_well(text):
        return True
    match = _FAREWELL.fullmatch(plain(text))
    if match is None or "?" in text or _NOT_LEAVING.search(match["when"] or ""):
        return False
    return bool(match["before"]) or match["leave"] not in ("hasta", "ate")


def runs_late(text: str) -> bool:
    """ "Voy tarde", "running late"."""
    return bool(_RUNS_LATE.search(plain(text)))


def says_see_you(text: str) -> bool:
    """ "Nos vemos", "see you": an answer to a reminder that says they come."""
    return bool(_SEE_YOU.search(plain(text)))


def cannot_come(text: str) -> bool:
    """Whether its writer says that they will not come, whatever it begins with; also "I can't" alone."""
    return bool(_CANNOT.search(plain(text)))


def answers_later(text: str) -> bool:
    """ "te confirmo más tarde": neither a yes nor a wish for a later time."""
    return bool(_ANSWERS_LATER.search(plain(text)))
