"""Choosing among what is offered: any of them, either, none, no longer wanted."""

import re

from agent.language.text import plain

_ANY = re.compile(
    r"\b(?:cualquier\w*|(?:el|la|lo|cuando|a la hora) que (?:sea|quieras|puedas|tengas?|haya|prefieras)"
    r"|(?:me )?da (?:igual|lo mismo)|es igual|me es indiferente|cuando (?:sea|puedan?)|tanto faz|qualquer\w*"
    r"|o que (?:for|tiver)|any(?: of them| one| time)?|whichever|whatever|either|doesnt matter|dont mind|i dont care"
    r"|lo antes posible|cuanto antes|lo mas pronto|o quanto antes|mais cedo possivel|asap|as soon as possible|soonest)\b"
)
_NO_FIRST = re.compile(r"^\W*(?:no+|nop|nope|n[aã]o)\s*[,.;!]+\s*", re.IGNORECASE)
"""A "no" to what was offered before a wish: "no, la segunda"."""
_BEGINS_WITH_NO = re.compile(r"^(?:que )?(?:no+|nop|nope|nao)\b")
_OR = re.compile(r"\b(?:o|u|ou|or)\b")
_GIVES_UP = re.compile(
    r"\b(?:ya no (?:quiero|necesito|me interesa)|olvidal[oa]|olvidalo|olvidate|dejal[oa]|dejemos|dejemoslo"
    r"|no gracias|never ?mind|forget it|no thanks?|no thank you|deixa (?:pra la|para la|assim)"
    r"|nao quero mais|nao obrigad[oa]|esquece|por ahora no|ahora no|agora nao|not now|not anymore)\b"
)
_POLITE = (
    r"(?:por favor|porfa|please|pls|thanks|gracias|obrigad[oa]|ok|bueno|pues|si|sim|yes|ah|mm+|hm+|entonces|entao|me|te|then|is|are|de|of|a|o|la|el"
    r"|esta bien|ta bom|sirve|sirven|serve|servem|funciona|va bien|queda bien|works?|fine|good|great|will do|would do|para mi|pra mim|for me|da|des[ts]?[ae]s|es[ao]s|ess[ae]s|est[ae]s"
    r"|ell[ao]s|del[ae]s|them|those|these|horario|hora|horarios|horas|um|uma|uno|una|one|tu elige|escolhe|you choose|you pick|no importa|nao importa|lo dejo a tu criterio|d[oa]s)"
)
_ANY_WORDS = (
    r"(?:cualquier[ao]?|cualquiera (?:de|d) (?:es[ao]s|ell[ao]s)|(?:el|la|lo) que (?:sea|quieras|puedas|tengas?|prefieras)|(?:me )?da (?:igual|lo mismo)|me es indiferente|tanto faz"
    r"|qualquer|(?:o|a) que (?:for|preferir|quiser)|any(?: of them| one)?|anyone|whichever|whatever(?: works)?|either|doesnt matter|i dont mind|dont care)"
)
_ANY_ALONE = re.compile(rf"(?:{_POLITE} )*{_ANY_WORDS}(?: {_POLITE})*")
_OF_THE_TWO = r"(?:de (?:las|los|esas|esos) (?:dos|tres)|d?[ao]s (?:dois|duas|tres))"
_EITHER = re.compile(
    rf"\b(?:(?:cualquier\w*|qualquer\w*(?: uma?)?) {_OF_THE_TWO}|(?<!a )(?:las|los) (?:dos|tres) (?:me )?(?:sirven|quedan|van|vienen|funcionan|estan)"
    r"|(?<!as )(?:as duas|os dois) (?:servem|funcionam|dao|ficam|me servem|estao|sao|tao)|amb[oa]s(?! no| nao)"
    r"|(?:either|any)(?: one)?(?: of (?:them|those|these|the two|the three))?(?: (?:is|are|works?|would be|will do|one|day|time)\b| *$)|both (?:work|are|of them|times|days))"
)
_TAKING = (
    r"(?:ok|okay|yes|si|sim|sure|great|perfect|please|pls|thanks|then|ill|i will|take|go with|go for|have|get|want|i want|id like|i d like|book|book me|give me|put me down for|me|reserve"
    r"|quiero|quero|tomo|me quedo|con|fico|com|dame|reservame|agendame|apartame|marca|reserva|agenda|entonces|entao|porfa|por favor|va|dale|is|its|works|good|fine|perfecto|perfeito|esta bien|ta bom|for me)"
)
_THE_HOUR = re.compile(
    rf"(?:{_TAKING} )*(?:the|la|el|las|la de las|el de las|a das|o das|as) (?P<hour>\d{{1,2}})(?: (?:one|slot|o ?clock|o ?clock one))?(?: {_TAKING})*"
)
_NONE = re.compile(
    rf"\b(?:ningun[oa]? {_OF_THE_TWO}|ni (?:el|la) un[oa] ni (?:el|la) otr[oa]|nenhuma? {_OF_THE_TWO}|nem uma? nem outr[oa]"
    r"|neither(?: (?:of|one|works?|day|time)\b| *$)|none of (?:the|those|these|them)(?: two| three)?|not either(?: of)?)\b"
)
_A_NUMBER = re.compile(r"\d")
_LONE_NUMBER = re.compile(r"\W*([3-5])\W*")
"""Of lines, "1" and "2" are what people count by; from three on it may as well be an hour."""
_IF_NOT = r"(?:si no|se nao|if not|otherwise|caso nao)"
_JOINED = re.compile(
    rf"\b(?:(?:o|u|ou|or) (?!sea\b|seja\b|algo\b|asi\b|menos\b|rather\b|mejor\b|melhor\b|mas bien\b|maybe not\b)|{_IF_NOT}\b)"
)
_JOINED_IN_PORTUGUESE = re.compile(
    rf"\b(?:(?:ou|or) (?!seja\b|algo\b|menos\b|rather\b|melhor\b)|{_IF_NOT}\b)"
)


def any_will_do(text: str) -> bool:
    """Whether any choice will do, whatever else is said."""
    return bool(_ANY.search(plain(text)))


def hour_taken(text: str) -> int | None:
    """The number of "the 11", "i'll take the 9", "la de las 10", which takes a time by its hour; None for
    anything else."""
    match = _THE_HOUR.fullmatch(plain(text))
    return int(match["hour"]) if match else None


def is_any_alone(text: str) -> bool:
    """Whether the whole message is that any of them will do."""
    return bool(_ANY_ALONE.fullmatch(plain(text)))


def either_will_do(text: str) -> bool:
    """ "Las dos me sirven", "either works"."""
    return bool(_EITHER.search(plain(text)))


def none_will_do(text: str) -> bool:
    """ "Ninguna de las dos", "neither"."""
    return bool(_NONE.search(plain(text)))


def joins_by_or(text: str, *, portuguese: bool) -> bool:
    """Whether an "or" stands between two things: "el lunes o el martes". In Portuguese "o" is an
    article."""
    pattern = _JOINED_IN_PORTUGUESE if portuguese else _JOINED
    return bool(pattern.search(plain(text)))


def names_alternatives(text: str) -> bool:
    """Whether an "or" stands between what is named."""
    return bool(_OR.search(plain(text)))


def no_longer_wants(text: str) -> bool:
    """Whether what is being arranged is given up: "olvídalo", "deixa pra lá"."""
    return bool(_GIVES_UP.search(plain(text)))


def begins_with_no(text: str) -> bool:
    """ "No, …", "NOOO …", "não …", "que no, …"."""
    return bool(_BEGINS_WITH_NO.search(plain(text)))


def without_leading_no(text: str) -> str:
    """The text after a "no, …" that turns down what was offered before a wish."""
    return _NO_FIRST.sub("", text)


def has_number(text: str) -> bool:
    """Whether there is a digit in it."""
    return bool(_A_NUMBER.search(plain(text)))


def line_or_hour_number(text: str) -> int:
    """The only thing said, a number that can be a line's or an hour's; 0 when it is something else."""
    match = _LONE_NUMBER.fullmatch(text)
    return int(match[1]) if match else 0
