"""Turning down what was offered by pointing at it: "ese día no", "la primera no", "none of these"."""

import re

from agent.dates.polarity import Polarity, polarities, refuses
from agent.dates.segments import Span
from agent.language.short_answers import looks_like_date, ordinal
from agent.language.text import fold, plain, words

_THAT_DAY = re.compile(
    r"\b(?:(?:ese|este|esos|estos) d[ií]as?|(?:esse|este|esses|nesse|neste) dias?|(?:that|those) days?)\b",
    re.I,
)
_TAKES_AFTER_ALL = re.compile(
    r"\b(?:(?<!eso )(?<!pues )s[ií] (?:puedo|me|sirve|queda|va|esta|tengo)|(?:jueves|lunes|martes|miercoles|viernes|sabado|domingo|feira|segunda|terca|quarta|quinta|sexta|day) (?:si|sim|yes|esta bien|ta bom|is fine|works|is ok|da)"
    r"|sim|mejor|melhor|digo|perdon|alias|actually|rather|instead|bueno|(?<!not )fine|after all|al final|no fim)\b"
)
_BUSY_THEN = re.compile(
    r"\b(?:voy a|voy|tengo|trabajo|estudio|estoy|viajo|salgo|ando|me toca|cuido|juego|entreno|doy|vou|tenho|trabalho|estudo|estou|viajo|saio|dou|jogo|treino|cuido"
    r"|i (?:always )?(?:go|have|work|study|travel|teach|play|take|babysit)|i ?m (?:busy|at|away|out|in|working)|i ?a?m (?:busy|at|away|out|in|working|travell?ing|flying|on (?:holiday|vacation|leave))|ive got)"
    r"(?! (?:libre|livre|free|tiempo|tempo|time|disponib\w+|la (?:manana|tarde) libre|a (?:manha|tarde) livre))\b"
)
_THAT_TIME = re.compile(
    r"\b(?:(?:a |en )?(?:esa|esas|ese|esos) (?:hora|horas|horario|horarios)|(?:n?esse|n?essa|n?esses) (?:hor[aá]rio|hora|hor[aá]rios)"
    r"|(?:at )?(?:that|those) (?:times?|hours?|slots?)|(?:ese|esa|esse|essa|that one|ninguno|ninguna|nenhum|nenhuma))\b",
    re.I,
)
_PARTS = re.compile(r"[,;.!\n]+|\b(?:pero|sino|mas|mejor|melhor|but|better|rather)\b", re.I)
_BARE = re.compile(
    r"(?:(?:no|nao|uy|ay|hm+|pero|but|sorry|lo siento|desculpa|that|it|this|these|those|eso|esa|ese|isso|esse|essa|i|yo|eu|im afraid) )*"
    r"(?:no (?:me )?(?:sirven?|quedan?(?: bien)?|puedo|da|va|convienen?|alcanzo|llego)|nao (?:da|posso|consigo|servem?|rola|vai dar|vou conseguir)"
    r"|(?:wont|doesnt|dont|isnt|not|will not|does not)(?: (?:gonna|going to))? (?:work|do)(?:ing)?"
    r"|(?:cant|cannot)(?: (?:do|make))?(?: (?:it|that|this|those|these|any of (?:them|those|these)))?"
    r"|(?:ningun[oa]?|nenhuma?)(?: (?:de )?(?:d?(?:ess|est|el)[aeo]s?))?(?: (?:me )?(?:sirve|serve|queda|va|da|funciona))?"
    r"|none(?: of (?:these|those|them))?(?: (?:work|works|do|suit me))?)(?: (?:for me|para mi|pra mim|gracias|thanks|obrigad[oa]))?"
)
"""Nothing but a refusal, which is of all that is on offer."""
_OF_A_REFUSAL = frozenset(
    [
        "no",
        "nao",
        "not",
        "me",
        "sirve",
        "serve",
        "puedo",
        "posso",
        "da",
        "quiero",
        "quero",
        "queda",
        "bien",
        "gusta",
        "gosto",
        "work",
        "works",
        "doesnt",
        "cant",
        "i",
        "isnt",
        "conviene",
        "va",
        "viene",
        "nunca",
        "mejor",
        "melhor",
        "la",
        "el",
        "a",
        "o",
        "gracias",
        "the",
        "one",
    ]
)
_WORD = re.compile(r"\w+")


def points_at_day_or_time(text: str) -> bool:
    """ "Ese día", "a esa hora"."""
    return bool(_THAT_DAY.search(text) or _THAT_TIME.search(text))


def refuses_that_day(text: str, *, portuguese: bool) -> bool:
    """ "Ese día no puedo"."""
    return _refuses_at(_THAT_DAY, text, portuguese=portuguese)


def refuses_that_time(text: str, *, portuguese: bool) -> bool:
    """ "A esa hora no"."""
    return _refuses_at(_THAT_TIME, text, portuguese=portuguese)


def takes_after_all(text: str) -> bool:
    """Whether a day that is turned down may be meant all the same: "mejor", "sí puedo"."""
    return bool(_TAKES_AFTER_ALL.search(plain(text)))


def is_busy_then(text: str) -> bool:
    """Whether it says what else the customer does at that time: "tengo clase", "I'm at work"."""
    return bool(_BUSY_THEN.search(plain(text)))


_THEY_ARE_BUSY = re.compile(
    r"\b(?:she|he|they|my \w+|ella|ellos|el|ela|ele|eles|mi \w+|minha \w+|meu \w+)\b(?: \w+){0,3}? (?:has|have|works?|is (?:busy|away|out|working)|cant|cannot|tiene|tienen|trabaja|tem|trabalha|(?:no|nao) (?:puede|pode|consegue))\b(?! (?:libre|livre|free|tiempo|tempo|time))"
)
_CONTRASTS = re.compile(r"[.;!?\n]+")


def without_busy(text: str) -> str:
    """The text without a sentence that only says what somebody else does on its day, where another one
    names a day: "Tuesday she has puja. Thursday is possible?"."""
    parts = [part for part in _CONTRASTS.split(text) if part.strip()]
    told = [part for part in parts if looks_like_date(part)]
    busy = [part for part in told if _THEY_ARE_BUSY.search(plain(part))]
    if len(told) < 2 or len(busy) != 1 or busy[0] == told[-1]:
        return text
    return text.replace(busy[0], " ", 1)


def only_refuses(text: str) -> bool:
    """Nothing but a refusal, which is of all that is on offer."""
    return bool(_BARE.fullmatch(plain(text)))


def refused_place(text: str, among: int, *, portuguese: bool) -> int | None:
    """The place in a list of `among` that "la primera no" refuses; none of "no, la segunda", which
    wants it."""
    rest = _besides_refusing(text)
    position = ordinal(f"la {rest[0]}", among) if len(rest) == 1 else None
    if position is None:
        return None
    place = next((m for m in _WORD.finditer(text) if fold(m.group()) == rest[0]), None)
    spans = [Span(*place.span(), "place")] if place else []
    return position if spans and _denied(text, spans, portuguese=portuguese) else None


def place_for_another(text: str, among: int, *, portuguese: bool) -> tuple[int, int] | None:
    """The places of "a primeira não, a segunda": the one that is refused, the one that is wanted."""
    parts = [part for part in _PARTS.split(text) if part.strip()]
    if len(parts) != 2:
        return None
    refused = [_place_refused_in(part, among, portuguese=portuguese) for part in parts]
    for one, two in ((0, 1), (1, 0)):
        unwanted = refused[one]
        if unwanted is None or refused[two] is not None:
            continue
        # Beside another place "segunda" is one too, and no Monday.
        wanted = ordinal(f"la {parts[two].strip()}", among)
        if wanted is not None and wanted != unwanted:
            return unwanted, wanted
    return None


def _place_refused_in(part: str, among: int, *, portuguese: bool) -> int | None:
    if not refuses(part, portuguese=portuguese):
        return None
    rest = _besides_refusing(part)
    return ordinal(f"la {rest[0]}", among) if len(rest) == 1 else None


def _besides_refusing(text: str) -> list[str]:
    return [word for word in words(text) if word not in _OF_A_REFUSAL]


def _refuses_at(pattern: re.Pattern[str], text: str, *, portuguese: bool) -> bool:
    spans = [Span(*match.span(), "that") for match in pattern.finditer(text)]
    return _denied(text, spans, portuguese=portuguese)


def _denied(text: str, spans: list[Span], *, portuguese: bool) -> bool:
    return Polarity.REFUSED in polarities(text, spans, portuguese=portuguese)[0]


_NO_PROBLEM = (
    r"(?: ?,)? (?:hay|tem|ha|es|e) (?:ningun |nenhum )?(?:problema|lio|drama)|,? ?(?:problem\w*|worries|importa|te preocupes|se preocupe|faz mal|pasa nada)"
    r"|,? ?(?:gracias|obrigad[oa]|thanks|thank you|hace falta|precisa|necessario|need|hay apuro|rush)"
)
_BEGINS_WITH_NO = re.compile(rf"^\W*(?:no+|nono|nop|nope|nao+|nah)\b(?!{_NO_PROBLEM})")
_NO_AND_STOP = re.compile(r"^\W*(?:no+|nono|nop|nope|n[aã]o+|nah)\s*[,.;:!]", re.IGNORECASE)
_PREPOSITION = re.compile(r"^\W*no\b(?!\s*[,.;:!]|\s+no\b)", re.IGNORECASE)
_PUTS_RIGHT = re.compile(
    r"\b(?:es|era|eran|e|tiene que ser|tem que ser|tem q ser|deb\w+ ser|its|it is|it was|it has to be|should be|supposed to be|(?:te |les |le )?dije|(?:te |les )?pedi|(?:eu )?(?:disse|pedi|falei|quis|queria|quero)"
    r"|quise|quiero|queria|i (?:said|meant|asked|want\w*|need\w*)|mejor|melhor|tiene que|(?:que )?sea|seja|sino|rather|instead|not)\b"
)


def begins_with_no(text: str, *, portuguese: bool) -> bool:
    """Whether a clear no stands at the beginning ("no!! …", "nope, …"), which takes nothing whatever
    follows; "no problem" and the Portuguese "no sábado" are none."""
    if portuguese and _PREPOSITION.match(text):
        return False
    return bool(_BEGINS_WITH_NO.match(fold(text)))


def puts_right(text: str, *, portuguese: bool) -> bool:
    """Whether a no at the beginning is followed by what was meant: "NO, es el miércoles, el martes no
    puedo"."""
    no = begins_with_no(text, portuguese=portuguese) and _NO_AND_STOP.match(text)
    if not no or "?" in text:
        return False
    rest = text[no.end() :]
    return bool(_PUTS_RIGHT.search(plain(rest))) or refuses(rest, portuguese=portuguese)
