"""Addresses that customers write when they are asked where a home visit is: "Calle 10 # 5-20, apto 301".

An address is text of the customer's, kept as it was written. What is read here is only whether a message
is one: by a word that addresses begin with, or by how numbers stand in it.
"""

import re
from dataclasses import dataclass

from agent.language.short_answers import looks_like_date, yes_no
from agent.places import MOST_LETTERS

_FEWEST, _SHORT = 5, 3
"""Letters of an address; of an abbreviation, which alone is no evidence."""
_LEAD = re.compile(
    r"^(?:(?:hola|buenas|hi|hello|oi|ol[aá]|s[ií]|sim|yes|yeah|ok|okay|claro|listo|dale|bueno|bien|perfecto|perfeito|no|n[aã]o|mejor|melhor"
    r"|gracias|obrigad[oa]|thanks|pues|entonces|ent[aã]o|ah|mira|te paso|le paso|anota|anote|toma|segue|here it is|pode|isso|j[aá]\s+(?:te\s+)?(?:falei|disse)|ya\s+(?:te\s+|se\s+)?(?:l[ao]\s+)?(?:dije|di|puse|mand[eé])|eu\s+(?:falei|disse)|(?:like|as)\s+i\s+said|i\s+(?:already\s+)?(?:said|told\s+you)|repito|te\s+dije)\b[\s,.:;!👍🙂-]*)+",
    re.IGNORECASE,
)
_INTRODUCES = re.compile(
    r"^(?:(?:la|mi|nuestra|esta|the|my|our|o|a|meu|minha|nosso)\s+)?(?:nueva\s+|nov[oa]\s+|new\s+)?(?:direcci[oó]n|endere[cç]o|address|ubicaci[oó]n|localiza[cç][aã]o)"
    r"(?:\s+(?:es|é|e|is|queda|fica|ser[ií]a))?\s*[:=,]?\s*(?:(?:en|em|na|no|at|in)\s+)?"
    r"|^(?:es|é|is|it['’]?s|queda|quedo|fica|est[aá]|vivo|estoy|moro|estou|resido|i\s+live|i['’]?m|i\s+am|sería|seria)\s+(?:ubicad[oa]\s+)?(?:en|em|na|no|at|in|on)\s+"
    r"|^(?:it['’]?s|it\s+is|es|é)\s+(?=\d)"
    r"|^(?:en|em|na|no|at|in)\s+(?=(?:la|el|las|los|a|o|the|mi|minha|meu|my)\b)"
    r"|^(?:ahora|agora|now)\s+(?:vivo|estoy|moro|estou|i\s+live)\s+(?:en|em|na|no|at|in|on)\s+",
    re.IGNORECASE,
)
_TRAIL = re.compile(
    r"[\s,.;]*\b(?:por\s+favor|porfa(?:vor)?|gracias|muchas\s+gracias|(?:muito\s+)?obrigad[oa]|thanks|thank\s+you|please|pls)\b[\s.!🙏]*$",
    re.IGNORECASE,
)
_WORD = (
    r"(?:calle|cll?|carrera|cra|kra|kr|cr|avenida|av|avda|ave|diagonal|dg|diag|transversal|tv|transv|autopista|circular|pasaje|psje|jir[oó]n|jr"
    r"|callej[oó]n|cerrada|calzada|boulevard|bulevar|blvd|camino|ruta|vereda|v[ií]a|plaza|parque|manzana|mz|lote|lt|casa|edificio|edif|torre|bloque|bl"
    r"|interior|int|apto|apartamento|apartaestudio|ap|apt|depto|departamento|dpto|piso|oficina|of|local|conjunto|urbanizaci[oó]n|urb|unidad|barrio|bo|colonia|col"
    r"|sector|fraccionamiento|residencial|condominio|finca|hotel|hostal|cl[ií]nica|hospital"
    r"|rua|r|travessa|alameda|al|pra[cç]a|largo|rodovia|rod|estrada|estr|quadra|qd|bairro|condom[ií]nio|pr[eé]dio|ed|andar|n[uú]mero|s[ií]tio|ch[aá]cara|sala|cep"
    r"|street|st|avenue|road|rd|drive|dr|lane|ln|court|ct|place|pl|square|sq|highway|hwy|parkway|way|building|bldg|suite|ste|unit|floor|flat|house|block)"
)
_BEGINS = re.compile(
    rf"^(?:(?:la|el|las|los|a|o|the|mi|minha|meu|my|una|un)\s+)?(?P<word>{_WORD})\b\.?",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"^(?:apt\.?\s*)?\d{1,6}[a-z]?\s+(?:[\w.'’-]+\s+){1,4}?(?:street|st|avenue|ave|road|rd|drive|dr|lane|ln|boulevard|blvd|court|ct|place|pl|square|sq|way|terrace|highway|hwy|parkway)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?:#|n[º°o]\.?|nro\.?|num\.?)\s*\d|\b\d{1,4}[a-z]?\s*-\s*\d{1,4}\b|,\s*\d{1,5}\b",
    re.IGNORECASE,
)
_NAME_BEHIND = re.compile(
    r"[\s,.;]+(?=(?:ela|ele|ella|[eé]l|she|he|o\s+nome|su\s+nombre|her\s+name|his\s+name|se\s+(?:ll|ch)ama|a\s+nombre\s+de|em\s+nome\s+de)\b)",
    re.IGNORECASE,
)
_CUTS = re.compile(r"[,.;:!\n]+\s*|\s+(?:y|e|and)\s+(?:(?:la|el|o|a|the)\s+)?")
_LATER = re.compile(
    r"\b(?:luego|ahorita|despu[eé]s|m[aá]s\s+tarde|en\s+un\s+(?:momento|rato)|ya\s+te|no\s+(?:la|lo)?\s*(?:s[eé]|tengo|recuerdo)|depois|j[aá]\s+te|daqui\s+a\s+pouco|n[aã]o\s+(?:sei|tenho)"
    r"|later|in\s+a\s+(?:minute|moment|sec)|don['’]?t\s+(?:know|have))\b",
    re.IGNORECASE,
)
_NAMES_TOO = frozenset({"dr", "ed", "al"})
"""Short for a street, and as well for a title or a name."""
_SAME = re.compile(
    r"\b(?:la|el|a|o|the)?\s*(?:mism[oa]|mesm[oa]|same)(?:\s+(?:de\s+siempre|direcci[oó]n|lugar|sitio|endere[cç]o|place|address|one|casa))?\b|\bla\s+de\s+siempre\b|\bo\s+de\s+sempre\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SaidPlace:
    """The address in a message, as it was written, on one line. `sure`: it reads as one by itself; else it
    may be one, which is asked about."""

    text: str
    sure: bool


def said_place(text: str) -> SaidPlace | None:
    """The address that the answer to "where?" gives; None for a question, a no, or something else."""
    if "?" in text or "¿" in text:
        return None
    written = _without_frame(one_line(text))
    if not _FEWEST <= len(written) <= MOST_LETTERS or not any(map(str.isalpha, written)):
        return None
    if _reads_as_one(written):
        return SaidPlace(written, sure=True)
    if len(written.split()) < 2 or _LATER.search(text) or _is_a_time(text):
        return None
    return None if yes_no(text) is not None else SaidPlace(written, sure=False)


def is_in_address(text: str, start: int) -> bool:
    """Whether what begins at `start` belongs to an address: "Vila Mariana" of "Rua Azul 15, Vila Mariana";
    not "Ana Gil" of "Ana Gil, Calle 10 # 5-20"."""
    address = said_place(text)
    if address is None or not address.sure:
        return False
    before = text[:start]
    street = _BEGINS.match(_without_frame(one_line(text))) or _ENGLISH.match(address.text)
    named = street and street.group().rstrip(".").casefold() not in _NAMES_TOO
    return any(map(str.isdigit, before)) or bool(named)


def place_within(text: str) -> str:
    """The address that ends a message which says something else first, as it was written: "o nome dela é
    Neide, rua Azul 15 apto 4"; "" where none does."""
    for cut in _CUTS.finditer(text):
        rest = _NAME_BEHIND.split(text[cut.end() :], maxsplit=1)[0]
        street = _BEGINS.match(_without_frame(one_line(rest))) or _ENGLISH.match(rest)
        if street and (address := said_place(rest)) and address.sure:
            return address.text
    return ""


_CORRECTS_PLACE = re.compile(
    r"\b(?:direcci[oó]n|endere[cç]o|address|domicilio)\b.*\b(?:mal|errad[oa]|equivocad[oa]|wrong|corr[ie]g\w*|corrij\w*|cambi\w*|mud[ae]\w*|troc\w*|arrum\w*|chang\w*|fix\w*|ficou|qued[oó]|no\s+es|n[aã]o\s+[eé]|is\s+not|isn['’]?t)\b"
    r"|\b(?:corr[ie]g\w*|corrij\w*|cambi\w*|mud[ae]\w*|troc\w*|arrum\w*|chang\w*|fix\w*|wrong|correct\w*)\b.{0,30}\b(?:direcci[oó]n|endere[cç]o|address|domicilio)\b",
    re.IGNORECASE | re.DOTALL,
)
_NOT_BUT_THERE = re.compile(
    r"^\W*(?:no|n[aã]o|nop|nope|perd[oó]n|desculpa|sorry|ops|oops|corrijo)\b[\s,.:;]+(?:(?:es|[eé]|it['’]?s|is)\s+)?(?:(?:en|em|na|no|at|a|la|o|el)\s+)*",
    re.IGNORECASE,
)


def corrects_place(text: str) -> bool:
    """Whether an address that was given is put right: "no, es la calle 5 # 4-20", "o endereço ficou errado"."""
    if _CORRECTS_PLACE.search(text):
        return True
    no = _NOT_BUT_THERE.match(text)
    address = said_place(text[no.end() :]) if no else None
    return address is not None and address.sure


def is_too_long(text: str) -> bool:
    """Whether it is more than an address can be kept of."""
    return len(_without_frame(one_line(text))) > MOST_LETTERS


def says_same_place(text: str) -> bool:
    """ "A la misma", "the same address": where they were visited before."""
    return bool(_SAME.search(text)) and len(text.split()) <= 8 and not any(map(str.isdigit, text))


def one_line(text: str) -> str:
    """The lines of a text as one, parted by commas."""
    lines = (" ".join(line.split()).strip(" ,;") for line in text.splitlines())
    return ", ".join(line for line in lines if line)


def _is_a_time(text: str) -> bool:
    """Whether a day or hour is meant; numbers alone ("12-34") can be a house's."""
    bare = re.sub(r"\d", "", text)
    named = any(len(word) > _SHORT for word in bare.split())
    return looks_like_date(text) and (looks_like_date(bare) or not named)


def _without_frame(line: str) -> str:
    """Without what people say around an address."""
    line = _TRAIL.sub("", _LEAD.sub("", line))
    return _INTRODUCES.sub("", line).strip(" ,;:-")


def _reads_as_one(written: str) -> bool:
    digits = any(map(str.isdigit, written))
    parts = [part.strip() for part in written.split(",")]
    beginnings = [match["word"] for part in parts if (match := _BEGINS.match(part))]
    if beginnings and (digits or (len(written.split()) > 2 and max(map(len, beginnings)) > _SHORT)):
        return True
    if _ENGLISH.match(written):
        return True
    words = sum(part.isalpha() and len(part) > 2 for part in re.split(r"[\s,.-]+", written))
    return bool(_NUMBERED.search(written)) and words >= 1 and not looks_like_date(written)
