"""Where a message can be cut, so that each part does one thing: sure cuts, and possible ones.

A full stop cuts. A comma, an "and", a word that opens a question or a wish *may* cut: whether it
does is decided by what the parts would mean (segments.py). Every part keeps its place in the message.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from agent.language.greetings import HELLO
from agent.language.words_from_data import anywhere

READ_AT_MOST = 1_500
"""Characters of a message that are read."""
MOST_PARTS = 24
"""Possible cuts beyond this are not made: the rest of the sentence is one part."""


@dataclass(frozen=True)
class Clause:
    """A part of a message: its words as they were written, and where they begin in it."""

    words: str
    start: int


_TITLES = "".join(
    rf"(?<!\b{title})"
    for title in [
        "dr",
        "dra",
        "sr",
        "sra",
        "srta",
        "mr",
        "mrs",
        "ms",
        "av",
        "prof",
        "lic",
        "num",
        "tel",
    ]
)
_SURE = re.compile(
    rf"[\n;!?…]+|\.{{2,}}|{_TITLES}(?<!\b[a-z])(?<!\d)\.(?=\s|$)|(?<=\d)\.(?=\s*$|\s+[a-z])|(?=[¿¡])|\s[-–—]\s"
)
_AND = (
    r"y|e|and|pero|but|mas|porem|aunque|ademas|tambien|tambem|also|plus|luego|entonces|entao|then|so|ah"
    r"|oh|oye|oiga|por cierto|btw|by the way|aparte|a proposito|alias|otra cosa|outra coisa|sino|que pena"
    r"|perdon|disculp\w+|desculp\w+|sorry"
)
_QUESTION = (
    r"(?:a |en |de |em |para |pra |por |hasta |ate )?(?:cuant[oa]s?|quant[oa]s?|cual(?:es)?|qua(?:l|is)|donde|onde|aonde|cuando"
    r"|quando|quien(?:es)?|quem|que (?:hora|horas|hr|dias?|horarios?|precio|servicios?|valor|incluye|tal|hay|tienen|tem))"
    r"|como (?:llego|llegar|hago|puedo|funciona|chego|chegar|faco|pago|se)|how|what|whats|where|when|which|who"
    r"|tienen|tienes|tenes|tiene|tem|voces|vcs|hay|hacen|haces|aceptan|aceitam|atienden|atendem|manejan|fazem|queda|fica"
    r"|do (?:you|i)|does|are (?:you|there)|is (?:there|it|that)|can (?:i|you|we)|could (?:i|you|we)|will (?:it|you)"
    r"|se puede|puedo|puede[ns]?|podria[ns]?|posso|pode[ms]?|poderia[ms]?|da pra|sera que|duele|doi"
)
_WISH = (
    r"quiero|quisiera|necesito|me gustaria|queria|quero|gostaria|preciso|precisava|busco|deseo|i (?:want|need|would)"
    r"|id like|i'?d like|i am looking|im looking|me (?:agend|da[sn]?|regala|pued|puede|pode|marca|avisa|confirm)\w*|agend\w+|resery?v\w+"
    r"|cancel\w+|cambi\w+|remarc\w+|pasame|prefiero|prefiro|mejor|melhor|can't|cant|no (?:puedo|voy|me|la|lo|es|quiero|tengo)"
    r"|nao (?:posso|vou|me|e|quero|tenho|consigo)|ya no|ja nao|i (?:can|cannot|don|dont|won|wont|have|am|m|was)|i'(?:m|ve|ll|d)"
)
_SAYS = (
    r"soy|sou|me llamo|me chamo|mi nombre|meu nome|my name|es para|e para|e pra|it'?s for|a nombre|estoy|estou|tengo|tenho"
    r"|me (?:duele|arde|dolio|salio)|anot\w+|note|please note|gracias|muchas gracias|mil gracias|muito obrigad[oa]|obrigad[oa]|thanks"
    r"|thank you|thx|valeu|chao|chau|tchau|bye|adios|saludos|somos|vamos|mi (?:mama|hij[oa]|espos[oa]|numero|cel\w*)"
    r"|meu (?:numero|filho|marido)|minha (?:mae|filha|esposa)|my (?:number|son|daughter|wife|husband|mom|mum)"
)
_TIMES = (
    r"(?:para|pra|el|la|na|no|on|this|next|by|este|esta|nesta|neste|desde|a partir) (?:el |la |este |proxim[oa] |next )?"
    r"(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo|manana|hoy|hoje|amanha|segunda|terca|quarta|quinta|sexta"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|today|week|semana|tarde|finde|weekend)"
    r"|a las|as \d|at \d|despues de|depois d[aeo]s?|after|before|antes d[eao]s?|menos|menos el|except|anything but|exceto"
)
_OPENERS = (
    rf"(?:{HELLO}|buen dia|buenos dias|buenas(?: tardes| noches)?|bom dia|boa (?:tarde|noite)"
    r"|good (?:morning|afternoon|evening)|si|sim|yes|ok|okay|okey|dale|listo|vale|claro|perfecto|perfeito|perfect|sure|no|nao"
    r"|gracias|obrigad[oa]|thanks|thank you|bueno|beleza|great)"
)
_MAYBE = re.compile(
    rf"(?<!\d),|,(?!\d)|[()\U0001F300-\U0001FAFF☀-➿]+|\s(?=(?:{_AND}|{_QUESTION}|{_WISH}|{_SAYS}|{_TIMES})\b)"
    rf"|(?<=\s)(?=¿)|(?:(?<=^)|(?<=\s)){_OPENERS}\s+(?=\w)"
)


def level(text: str) -> str:
    """`text` in small letters without accents, as long as it was: places stay what they are."""
    return "".join(unicodedata.normalize("NFD", letter.lower())[0] for letter in text)


def sentences(message: str) -> list[list[Clause]]:
    """The sentences of a message, each as the parts into which it may be cut, in order.

    Reads `READ_AT_MOST` characters; parts without a letter, digit or sign are left out.
    """
    leveled = level(message[:READ_AT_MOST])
    opens = anywhere("talk.opens_a_clause")
    cut = [_parts(message, leveled, left, right, opens) for left, right in _spans(_SURE, leveled)]
    return [parts for parts in cut if parts]


def joined(message: str, parts: list[Clause]) -> Clause:
    """Neighbouring parts as one, with what stood between them."""
    end = parts[-1].start + len(parts[-1].words)
    return Clause(message[parts[0].start : end], parts[0].start)


def _spans(
    pattern: re.Pattern[str], text: str, start: int = 0, end: int = -1
) -> list[tuple[int, int]]:
    """Where the stretches lie that end with a match each."""
    end = len(text) if end < 0 else end
    ends = [match.end() for match in pattern.finditer(text, start, end)]
    return list(pairwise(sorted({start, *ends, end})))


def _parts(
    message: str, leveled: str, start: int, end: int, opens: re.Pattern[str] | None
) -> list[Clause]:
    """`opens`: what may open a clause besides, in languages that are data."""
    spans = _spans(_MAYBE, leveled, start, end)
    if opens:
        before = {match.start() for match in opens.finditer(leveled, start, end)}
        cuts = sorted({start, end, *before, *(right for _, right in spans)})
        spans = list(pairwise(cuts))
    if len(spans) > MOST_PARTS:
        spans = [*spans[: MOST_PARTS - 1], (spans[MOST_PARTS - 1][0], end)]
    parts = (_clause(message, left, right) for left, right in spans)
    return [
        part
        for part in parts
        if any(not letter.isspace() and letter not in ".,-–—()" for letter in part.words)
    ]


def _clause(message: str, start: int, end: int) -> Clause:
    written = message[start:end]
    return Clause(written.strip(" \t\n,"), start + len(written) - len(written.lstrip(" \t\n,")))
