"""Questions for who attends, who there is, and when one's own appointment is."""

import re

from agent.language.text import plain

_PEOPLE = (
    r"(?:dentistas?|dentists?|profesional(?:es)?|profissiona(?:l|is)|professionals?|doctor(?:a|es|as|s)?|doutor(?:a|es|as)?"
    r"|medic[oa]s?|especialistas?|terapeutas?|therapists?|esteticistas?|hygienists?|odontolog[oa]s?|barberos?|stylists?)"
)
_WHO_ATTENDS_ME = re.compile(
    r"\b(?:(?:con )?quien(?:es)? (?:(?:me|nos|le|lo|la) )?(?:va a |vaya a )?(?:atiend\w*|atend\w*|hac\w+(?:lo|la)?|seria|me toca|es la cita)"
    r"|(?:^|\b(?:es|seria|sera|fica|e|ficou|vai ser|va a ser|quedo|quedaria) )(?:con|com) (?:quien|quem)$|con quien (?:es|quede|quedo|voy|tengo)|quem (?:(?:me|nos) )?(?:vai )?(?:(?:me|nos) )?(?:atend\w+|faz|fazer)|com quem (?:e|seria|vai|fica|ficou|sera)"
    r"|who (?:does|do|performs|gives|makes)|who (?:will|would|is going to|ll|s going to|gonna) (?:be )?(?:see\w*|treat\w*|attend\w*|do\w*|help\w*)|whos (?:doing|seeing|treating|it with)"
    r"|who (?:is it|am i|would it be|do i see|will i see|would i see)(?: \w+)* ?(?:with|seeing)?"
    r"|who(?:s| is)? (?:that|this|mine|it|the appointment)(?: \w+)? with|is (?:that|this|it|mine)(?: one)? (?:with|w) |(?:thats|its|that is|it is) (?:with|w) (?:\w+ ){1,3}(?:right|yeah|yes|correct)"
    r"|(?:quem|(?:dra?|doutora?|dentista|pessoa|profissional) (?:q|que)) (?:e que )?(?:vai|vem) (?:me |nos )?atend\w*|(?:es|seria|quedo|quedaria|e|seria|ficou) (?:con|com) (?:\w+ ){1,3}(?:o|ou) )"
)
# "¿Y es con Camila?", "é com a Renata?"
_WITH_SOMEBODY = re.compile(
    r"^(?:(?:y|e|and|entonces|entao|so|pero|mas|but|ok|gracias|obrigad[oa]|thanks) )*(?:(?:la cita|a consulta|esa|essa|it|mine|la mia|a minha) )?"
    r"(?:es|seria|sera|quedo|quedaria|ficou|fica|vai ser|va a ser|e|is it|its|is that|will it be|would it be|is mine|will i be)"
    r" (?:con|com|with) (?!(?:cita|tarjeta|cartao|card|efectivo|dinheiro|cash|descuento|desconto|anestesia|anestesico|factura|iva|hora|horario|mi|meu|minha|my|cuant|quant)\w*\b)(?:(?:la|el|a|o|dra?|doctora?|doutora?|dr) )*(?:\w+ )?\w+$"
)
_WHO_THERE_IS = re.compile(
    rf"\b(?:quien(?:es)? son (?:l[oa]s|sus) {_PEOPLE}|quien(?:es)? (?:atienden|trabajan)|(?:que|cuales|cuantos) (?:son l[oa]s )?{_PEOPLE} (?:hay|tienen|atienden|trabajan|estan)"
    rf"|quien(?:es)? mas (?:hay|atiende\w*|esta\w*|trabaja\w*|tienen|(?:lo |la )?hac\w+)|(?:hay|tienen) (?:otr[oa]s?|mas) {_PEOPLE}"
    rf"|quem sao (?:[oa]s )?{_PEOPLE}|quais (?:sao )?(?:[oa]s )?{_PEOPLE}|quem mais (?:tem|ha|atende\w*|trabalha|faz\w*)|tem (?:outr[oa]s?|mais) {_PEOPLE}"
    rf"|who (?:are|is) (?:the|your) {_PEOPLE}|(?:which|what) {_PEOPLE} (?:do|are|work)\w*|who else (?:is|do|does|works?|can)\b|whos else|(?:any(?:one|body)|some(?:one|body)) (?:else|other) (?:than|besides|apart from|but)|(?:alguien|alguna|otra persona) (?:mas |mais )?(?:aparte|ademas|que no sea) |alguem (?:mais )?alem"
    rf"|any other {_PEOPLE}|(?:do you have|is there) (?:another|other) {_PEOPLE})\b"
)
_ELSE = re.compile(r"\b(?:mas|mais|otr[oa]s?|outr[oa]s?|other|another|else)\b")
_DAY = (
    r"(?:lunes|martes|miercoles|jueves|viernes|sabados?|domingos?|segundas?|tercas?|quartas?|quintas?|sextas?"
    r"|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|hoy|hoje|today|manana|amanha|tomorrow|fines? de semana|weekends?)"
)
_AT_WORK = re.compile(
    r"^(?:(?:y|e|and|solo|so|just|hola|oi|hi|ok|vale|no) )*(?P<asks>(?:quiero|queria|quisiera|quero|i want to|want to|wanted to) (?:saber|know) (?:si|se|if) |(?:sabes|sabe) (?:si|se) )?"
    r"(?:does |is )?(?:(?:el|la|o|a|dr|dra|doctor|doctora|doutor|doutora) )*(?P<who>(?!(?:se|me|que|quien|quem|alguien|alguem|hay|tem|they|you|it|there|cuando|quando|donde|onde|como|vcs|voces|ustedes)\b)[a-z]{3,}(?: [a-z]{3,})?)"
    rf" (?:trabaja|atiende|esta|viene|trabalha|atende|vem|works?|working|in|there)\b(?: (?:los|el|en|la|las|no|na|nos|nas|aos|os|as|a|on|this|every|de|por))* {_DAY}\b"
)
_EVERY_ES = re.compile(
    r"\blos (?=(?:lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo))", re.IGNORECASE
)
_PLURAL_ES = re.compile(r"(?<=\bel )(?P<day>s[aá]bado|domingo)s\b", re.IGNORECASE)
_EVERY_EN = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days\b", re.IGNORECASE)
_EVERY_PT = re.compile(
    r"\b(?:nas|às|as|aos|nos) (?P<day>segunda|ter[cç]a|quarta|quinta|sexta|s[aá]bado|domingo)s(?:-feiras)?\b",
    re.IGNORECASE,
)
_MINE = re.compile(
    r"\b(?:mi|mis|meu|minha|my|quiero (?!saber)|quero (?!saber)|cita|turno|consulta|appointment|hora)\b"
)
_OWN_TIME = re.compile(
    r"\b(?:a que horas?|que horas?|que dia|cuando|para cuando|quando|que fecha|what time|when|what day)"
    r" (?:(?:me|nos|la|lo) )?(?:era|es|quedo|quedamos|quede|tocaba|toca|seria|e|ficou|foi|ficamos|was|is|were)"
    r"(?: (?:it|that|again|mesmo|que|la cita|mi cita|a consulta|my appointment|entonces|ent[aã]o|then|la mia|lo mio|o meu|a minha))*$"
)


_SAME_PERSON = re.compile(
    r"\b(?:(?:la|el|a|o|the)? ?(?:mism[oa]|mesm[oa]|same) (?:persona|pessoa|person|doctor\w*|doutor\w*|dra?|profesional|profissional|chica|moca|dentist\w*|therapist|lady|girl|guy|one|senora|muchach[oa]|mujer|senhora|mulher|menina|rapaz|woman|man|especialista|terapeuta)"
    r"|(?:sigue|seguiria|continua|still|e ainda|ainda e|sera)(?: \w+){0,2} (?:con|com|with) (?:la |el |a |o )?(?:dra?|doctor\w*|doutor\w*|ella|el|ela|ele|her|him|\w+)|(?:is|be|will) (?:it |that )?still (?:be )?(?:with )?(?:dr|doctor|her|him))\b"
)


def asked_at_work(text: str) -> str:
    """Of whom it is asked whether they work on a day ("¿Paula trabaja los viernes?"), "" where it is not:
    for their hours, not for a time."""
    spoken = plain(text)
    match = _AT_WORK.search(spoken)
    if match is None or _MINE.search(spoken):
        return ""
    return match["who"] if "?" in text or match["asks"] else ""


def next_such_day(text: str) -> str:
    """The question for one day where it is for every week: "los viernes" as "el viernes"."""
    spoken = _PLURAL_ES.sub(lambda match: match["day"], _EVERY_ES.sub("el ", text))
    spoken = _EVERY_EN.sub(lambda match: match[0][:-1], spoken)
    return _EVERY_PT.sub(lambda match: match["day"], spoken)


def asks_for_own_time(question: str) -> bool:
    """ "¿A qué hora era?"."""
    return bool(_OWN_TIME.search(plain(question)))


def asks_who_there_is(question: str) -> bool:
    """ "¿Quiénes son los dentistas?", "who else is there?"."""
    return bool(_WHO_THERE_IS.search(plain(question)))


def asks_who_else(question: str) -> bool:
    """Whether such a question is for others than those on offer."""
    return bool(_ELSE.search(plain(question)))


def asks_who_attends(question: str) -> bool:
    """ "¿Quién me atiende?"."""
    spoken = plain(question)
    with_somebody = "?" in question and _WITH_SOMEBODY.search(spoken)
    return bool(
        _WHO_ATTENDS_ME.search(spoken) or with_somebody or asks_for_the_same_person(question)
    )


def asks_for_the_same_person(text: str) -> bool:
    """ "¿Sigue siendo con la misma?", "is it still Dr Lee?"."""
    return bool(_SAME_PERSON.search(plain(text)))
