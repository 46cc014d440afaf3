"""Questions about the rule of cancelling and moving: "¿hasta cuándo puedo cancelar?", "what if I can't?"."""

import re

from agent.language.text import plain

_CHANGES = (
    r"(?:cancel\w*|anul\w*|desmarc\w*|cambi\w*|mov\w+|muev\w*|reprogram\w*|reagend\w*|remarc\w*|mud[ao]\w*|mudar|pasar(?:la|lo)|aplaz\w*|correr(?:la|lo)"
    r"|reschedul\w*|chang\w+|postpon\w*|falt\w+|no (?:ir|asistir|puedo ir|poder ir)|nao (?:ir|puder ir|poder ir|puder|conseguir ir)|miss it|no show|cant (?:make it|come|go))"
)
_CHANGING = re.compile(rf"\b{_CHANGES}\b")
# How far ahead, at what cost: only a rule answers that.
_LIMIT = re.compile(
    r"\b(?:hasta (?:cuando|que (?:hora|dia|momento))|con (?:cuant[oa]s?|que) (?:\w+ )?(?:tiempo|anticipacion|antelacion|horas|dias)|cuant[oa]s? (?:tiempo|horas|dias)? ?antes|ate (?:quando|que (?:horas?|dia))|com (?:quant[oa]s?|que) (?:\w+ )?(?:tempo|antecedencia|horas|dias)|quant[oa]s? (?:tempo|horas|dias)? ?antes"
    r"|how (?:late|early|far|long|soon|much notice|many hours|many days)|until when|till when|by when|what(?:s| is) (?:the|your) (?:policy|deadline|rule)"
    r"|(?:politica|regla|regra|norma|plazo|prazo|policy|deadline|rules?|cutoff|multa|penalidad\w*|penalizacion|penalty|fee|recargo|taxa)|(?:que|to|que te) (?:pagar|pay) (?:algo|nada|alguna? \w+|anything|something|a fee)|pago algo|pago nada|(?:me |se )?(?:cobran|cobra|cobram|charge\w*))\b"
)
# "Can I cancel the day before?": how near to it one still may.
_HOW_NEAR = re.compile(
    r"\b(?:(?:can|could|may|am i able to|is it ok(?:ay)? to|do i get to)|(?:se )?(?:puedo|puede|podria|podemos)|posso|pode|poderia|da para|da pra|da)\b"
    r"(?: \w+){0,4}? (?:cancel\w*|anul\w*|desmarc\w*|call it off)\b(?: \w+){0,4}? "
    r"(?:(?:the|a|one|un|el|um|o) (?:day|dia|night|noche|noite) (?:before|antes|anterior)|un dia antes|(?:el|la|na|no) (?:dia|vespera|noche) (?:anterior|antes)|na vespera|el mismo dia|no mesmo dia|(?:on )?the same day|same day|last minute|(?:a|de) ultima hora|em cima da hora"
    r"|(?:(?:\d+|un|una|uma|one|two|dos|duas|few|pocas|poucas) )?(?:hours?|horas?|days?|dias?) (?:before|antes))\b"
)
# "What if I have to …": a case that may come.
_IN_CASE = re.compile(
    r"\b(?:(?:y |e |and |pero |mas |but |so )?(?:si|se|if|what if|que (?:pasa|pasaria|sucede|ocurre) si|o que acontece se|e se|what happens if)"
    r" (?:(?:yo|eu|i|me|ya|algo|luego|despues|depois|later|un dia|ese dia|by chance|acaso|al final) )*"
    r"(?:toca|tengo que|tuviera que|necesito|necesitara|llego a|llegara a|quiero luego|quisiera|debo|no puedo|no pudiera|no alcanzo|precis\w+|tenho que|tiver que|tiver de|nao (?:puder|conseguir|der)|need to|have to|had to|cant|cannot|want to))\b"
)
_ABOUT = re.compile(
    r"cancel|anul|desmarc|cambi|mover|mueve|reprogram|reagend|remarc|mudar|reschedul|change|move",
    re.IGNORECASE,
)


def speaks_of_changing(text: str) -> bool:
    """Whether cancelling, moving or not coming is mentioned."""
    return bool(_CHANGING.search(plain(text)))


def asks_for_limits(text: str) -> bool:
    """How far ahead, or at what cost."""
    plain_text = plain(text)
    near = _HOW_NEAR.search(plain_text) and "?" in text
    return bool(_LIMIT.search(plain_text) or near)


def supposes_a_case(text: str) -> bool:
    """ "And if I can't come?"."""
    return bool(_IN_CASE.search(plain(text)))


def tells_of_changing(line: str) -> bool:
    """Whether a line of the business (not of a customer) is about cancelling or moving."""
    return bool(_ABOUT.search(line))
