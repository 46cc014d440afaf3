"""Another time than the one spoken of: later, earlier, another day, another week."""

import re

from agent.language.text import plain

_ANYTHING = (
    r"(?:algo|algum|alguma|alguna|alguno|nada|tem|tens|teria|tiene[ns]?|tienen|hay|habra|anything|something|any|one|slots?|got|have|free)"
    r"(?: (?:un poco|um pouco|a bit|a little|mas|mais|else|uno|una|um|uma|horario|hora))*"
)
_LATER = re.compile(
    r"\b(?:mas tarde|mais tarde|later|ma(?:i)?s tard(?:ecito|ecita|ezinho|inho)|despues de eso|un poco despues|um pouco depois)\b"
    rf"|\b{_ANYTHING} (?:despues|depois|after|afterwards|after that)$"
)
_EARLIER = re.compile(
    r"\b(?:mas temprano|mais cedo|earlier|ma(?:i)?s (?:tempranito|cedinho)|antes de eso|sooner)\b"
    rf"|\b{_ANYTHING} (?:antes|before|before that)$"
)
_TOO = re.compile(
    r"(?:(?:no|nao|uy|ay|eso|isso|ese horario|esa hora|a esa hora|esse horario|essa hora|it|is|its|that|thats|s|es|e|esta|ta|fica"
    r"|queda|me|parece|un poco|um pouco|a bit|bit|a little|way|quedaria) )*(?:muy|demasiado|super|re|muito|too|so) "
    r"(?:(?P<early>temprano|tempranito|cedo|early|soon)|tarde|late)(?: (?:para mi|pra mim|for me|thanks|gracias|obrigad[oa]))?"
)
_OTHER_DAY = re.compile(
    r"\b(?:otro dia|outro dia|another day|different day|otra fecha|outra data)\b"
)
_ANOTHER_OR_NONE = re.compile(
    r"\b(?:otra hora|otro horario|outro horario|outra hora|another time|different time|otras horas"
    r"|otros horarios|outros horarios|other times|mas opciones|otras opciones|mais opcoes"
    r"|(?:no|nao) (?:puedo|posso|consigo|me sirve|me queda|me viene) (?:bien )?(?:a|en|ese|esa|esas|esos|nesse|essa|esse|ninguna|ninguno|nenhum)"
    r"|i cant (?:at|make) that|that doesnt work|none (?:of|work)\w*|ninguna? me (?:sirve|queda|funciona)|nenhum \w+ serve)\b"
)
_WEEKS = re.compile(r"\b(?:semanas?|weeks?)\b")
_OTHER_WEEK = re.compile(
    r"\b(?:(?:otra|outra|other) (?:semana|week)|semana (?:siguiente|seguinte)|following week)\b"
)
_OTHER_TIME = re.compile(
    r"\b(?:mas tarde|mas tardecito|mas temprano|mais tarde|mais cedo|later|earlier|sooner|otro dia"
    r"|outro dia|another day|otra fecha|outra data|otra hora|otro horario|outra hora|outro horario"
    r"|another time|different (?:day|time))\b"
)
_RATHER = re.compile(
    r"\b(?:pero|but|mejor|melhor|prefiero|prefiro|rather|puede ser|podria ser|podemos|se puede"
    r"|seria posible|pode ser|poderia ser|da para|can it be|could it be|can we|could we|make it)\b"
)

_WEEK_AFTER = re.compile(
    r"\b(?:semana (?:siguiente|seguinte|despues|depois)|siguiente semana|(?:the )?week (?:after|later)|following week"
    r"|(?:una|uma) semana (?:despues|depois|mas tarde|mais tarde|mas adelante|pra frente)|ocho dias (?:despues|mas tarde))\b(?! (?:de|del|da|do|of) \w)"
)
_PREFERS = re.compile(
    r"\b(?:prefier\w+|prefir\w+|prefere\w*|rather have|would rather|d rather|id prefer|would prefer|(?:can|could) (?:we|i|you) (?:do|make it|have)(?: \w+){1,4} instead|mejor|melhor|al final|no fim|na verdade|en realidad|actually)\b"
)


def prefers_another(text: str) -> bool:
    """Whether another time is preferred to the one that stands: "al final prefiero a las 4:30"."""
    return bool(_PREFERS.search(plain(text)))


_HOUR_INSTEAD = re.compile(
    r"\b(?P<verb>(?:do|make it|have|try|say|take|for) )(?P<hour>1[0-2]|[1-9])(?= (?:instead|rather)\b)",
    re.IGNORECASE,
)


_MOVED_TO_HOUR = re.compile(
    r"\b(?P<verb>(?:mud[aeo]r?|pass[aeo]r?|remarc\w+|troc[ao]r?|troque|adiant\w+)(?: \w+){0,3}? )(?:pra|para|p) (?P<hour>1\d|[1-9])(?=\s*(?:$|[,.;!?]|(?:e|por|se|pode|da)\b))",
    re.IGNORECASE,
)


def with_hour_marked(text: str) -> str:
    """ "Can we do 5 instead?", "muda pra 11" with the hour said as one: "can we do at 5 instead?"."""
    marked = _HOUR_INSTEAD.sub(lambda match: f"{match['verb']}at {match['hour']}", text)
    return _MOVED_TO_HOUR.sub(lambda match: f"{match['verb']}para as {match['hour']}", marked)


_WEEKDAY = (
    r"(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo|segunda|terca|quarta|quinta|sexta"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
)
_FOR_A_DAY = re.compile(
    rf"\b(?:instead of|stuck with|rather than|en (?:vez|lugar) de(?:l)?|em vez d[aeo]|no lugar d[aeo])(?: (?:on|the|el|a|o|my))* {_WEEKDAY}\b"
    rf"|\b(?:swap|switch) (?:it|that|mine|my \w+)\b.*\b{_WEEKDAY}\b"
)


_GIVEN_UP = re.compile(
    r"[,;]?\s*(?:\bor\s+am\s+i\s+)?\b(?:instead\s+of|stuck\s+with|rather\s+than|en\s+(?:vez|lugar)\s+del?|em\s+vez\s+d[aeo]|no\s+lugar\s+d[aeo])\s+(?:(?:on|the|el|a|o|my)\s+)*"
    r"(?:lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo|segunda|ter[cç]a|quarta|quinta|sexta|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)


def without_day_given_up(text: str) -> str:
    """The text without "instead of Thursday", "or am I stuck with Thursday": that day is no wish."""
    return _GIVEN_UP.sub(" ", text).strip() or text


def exchanges_days(text: str) -> bool:
    """ "Friday lunchtime instead of Thursday", "or am I stuck with Thursday?": one day for another."""
    return bool(_FOR_A_DAY.search(plain(text)))


def wants_later(text: str) -> bool:
    """ "Más tarde", "later"."""
    return bool(_LATER.search(plain(text)))


def wants_earlier(text: str) -> bool:
    """ "Más temprano", "sooner"."""
    return bool(_EARLIER.search(plain(text)))


def too_early_or_late(text: str) -> str:
    """ "early" or "late" of a message that is nothing but "muy temprano para mí", else ""."""
    match = _TOO.fullmatch(plain(text))
    if match is None:
        return ""
    return "early" if match["early"] else "late"


def wants_another_day(text: str) -> bool:
    """ "Otro día"."""
    return bool(_OTHER_DAY.search(plain(text)))


def wants_another_time(text: str) -> bool:
    """ "Otra hora", "más opciones", or that what is on offer does not suit."""
    return bool(_ANOTHER_OR_NONE.search(plain(text)))


def speaks_of_another_time(text: str) -> bool:
    """Whether another day or hour is mentioned at all: "más tarde", "otro día", "another time"."""
    return bool(_OTHER_TIME.search(plain(text)))


def would_rather(text: str) -> bool:
    """ "Mejor …", "¿puede ser …?", "but": what is named along is wanted instead."""
    return bool(_RATHER.search(plain(text)))


def speaks_of_weeks(text: str) -> bool:
    """Whether a week is mentioned."""
    return bool(_WEEKS.search(plain(text)))


def wants_another_week(text: str) -> bool:
    """ "La otra semana", "a semana seguinte"."""
    return bool(_OTHER_WEEK.search(plain(text)))


def says_week_after(text: str) -> bool:
    """ "La semana siguiente", "the week after": counted from the appointment that is spoken of."""
    return bool(_WEEK_AFTER.search(plain(text)))


_NEXT_WEEK = re.compile(
    r"\b(?:semana (?:que viene|q viene|entrante|proxima|que vem|q vem|que entra)|(?:proxima|otra|outra) semana|(?:week after )?next week)\b"
)
_SOONER = re.compile(
    r"\b(?:adelant\w*|antes|mas temprano|mais cedo|adiant\w*|antecip\w*|earlier|sooner|bring (?:it|that) forward|esta semana|essa semana|this week)\b"
)
_DAY_AFTER = re.compile(
    r"\b(?:(?:al|el|para el|pal) dia siguiente|(?:al|el) siguiente dia|(?:n?o|pro|para o|pra o) (?:dia seguinte|outro dia)|(?:un|um) dia (?:despues|depois)|(?:the )?(?:next|following) day|(?:a|one) day (?:later|after))\b"
)


def says_next_week(text: str) -> bool:
    """ "La otra semana", "semana que vem", "next week"."""
    return bool(_NEXT_WEEK.search(plain(text)))


def wants_sooner(text: str) -> bool:
    """Whether an earlier day is wanted in so many words: "adelántala", "this week"."""
    return bool(_SOONER.search(plain(text)))


def says_day_after(text: str) -> bool:
    """ "Al día siguiente", "the next day": counted from the appointment that is spoken of."""
    return bool(_DAY_AFTER.search(plain(text)))
