"""Whether a customer asks about the last time that they came: when it was, what for, with whom."""

import re

from agent.language.text import plain

_OCCASION = (
    r"(?:cita|turno|consulta|sesion|sessao|visita|reserva|appointment|appt|visit|session|booking)"
)
_OWN = rf"\b(?:mi|minha|my) (?:ultim[oa]|last|previous) {_OCCASION}\b|\b(?:mi|minha) {_OCCASION} (?:anterior|pasada|passada)\b"
_TIME = r"(?:la |a |da |na |en la |de la )?(?:ultima vez|vez pasada|vez passada)|last time"
_CAME = (
    r"(?:fui|vine|estuve|me (?:hice|hicieron|hizo|atendio|atendieron|toco|atendeu|atenderam)|tuve|vim|estive"
    r"|(?:eu )?(?:fiz|fui|vim)|i (?:have|get|do|see|come|came|go|was|had|got)|(?:did|saw|treated|attended|helped) (?:me|my)|fue|foi)"
)
_ASKS = re.compile(
    rf"\b(?:cuando|cual|que dia|con quien|quien|quando|qual|com quem|quem|when|which|what|who)\b.{{0,20}}(?:{_OWN})"
    rf"|\b(?:cuando|que dia|con quien|quien|(?<!\blo )que|quando|com quem|quem|when|what|who)\b.{{0,15}}\b{_CAME}\b.{{0,15}}\b(?:{_TIME})\b"
    rf"|\b(?:{_TIME})\b.{{0,25}}\b(?:cuando|que dia|con quien|quien|(?<!\blo )que(?= me| fue)|quando|com quem|quem|when|what|who)\b.{{0,15}}\b{_CAME}\b"
    r"|\bcuando fue la ultima vez\b|\bquando foi a ultima vez\b|\bwhen (?:was i|did i|were we) (?:there |here )?last\b"
)
_WISHES = re.compile(
    r"\b(?:quier[oa]|quero|quisiera|queria|gustaria|want|like|need|necesito|preciso|dame|me das|me da|agend\w+|marca\w*|reserv[ae]\w*|book\w*"
    r"|puedo|posso|podria|poderia|can i|could i|mism[oa]s?|mesm[oa]s?|same|igual|again|otra vez|outra vez)\b"
)
_OF_OTHERS = re.compile(
    r"\b(?:de mi|de mis|d[ao] (?:minha|meu)|my \w+ last|(?:for|of) my)\b|\b(?:hablamos|falamos|quedamos|ficamos|talk|agree)\b"
)


def asks_about_last_visit(text: str) -> bool:
    """Of the customer's own; "lo que me hice la última vez" is a wish, and "¿qué me hice…?" none."""
    heard = plain(text)
    if _WISHES.search(heard) or _OF_OTHERS.search(heard):
        return False
    # "O que fiz da última vez" is a wish as well, if nobody asks it.
    return bool(_ASKS.search(heard)) and ("?" in text or not heard.startswith("o que "))
