"""Days and hours that are circumstances: an occasion, the end of work, the two ends of a busy time."""

import re
from collections.abc import Sequence

_OCCASIONS = (
    r"(?:wedding|birthday|party|trip|flight|graduation|exam|holidays?|vacation|boda|cumple(?:años)?|fiesta|viaje|vuelo|graduaci[oó]n|examen|vacaciones"
    r"|casamento|anivers[aá]rio|festa|viagem|voo|formatura|prova|f[eé]rias)"
)
_BEFORE_OCCASION = re.compile(
    rf"\b(?:before|antes d(?:e|el|o|a))(?: (?:my|our|the|mi|nuestr[ao]|la|el|los|las|meu|minha|o|a|um|uma|\w+['’]s)){{0,2}} {_OCCASIONS}(?: \w+)?,?"
    r"(?: (?:on|el|del|no|na|em|en|de|do|is|es|é|que|the|dia|d[ií]a))*\s*$",
    re.IGNORECASE,
)
_IS_OCCASION = re.compile(
    rf"\b{_OCCASIONS}(?:['’]?s|s)?(?: (?:is|es|será|é|vai ser|on|this|el|este|no|na|neste|nesta)){{0,3}} *$",
    re.IGNORECASE,
)
_SOMETHING_AFTER = re.compile(
    r"\b(?:algo|hay|tienen|tienes|ten[eé]s|tem|anything|something|any time|have|got)(?: \w+){0,2} (?:despu[eé]s|luego|depois|after(?: that| then)?|later)\s*(?:de eso|disso)?\s*(?:[?.!,]|$)",
    re.IGNORECASE,
)
_OR = re.compile(r"\s*(?:h|hs|hrs|horas)?\s*,?\s*(?:o|ou|or|u)\s*", re.IGNORECASE)


def denies_itself(words: str) -> bool:
    """Whether the words of an hour hold their own "not": "not before 10", "no antes de las 3"."""
    return bool(re.match(r"(?:not|no|n[aã]o) ", words, re.IGNORECASE))


def comes_before_occasion(text: str, start: int) -> bool:
    """Whether what stands at `start` is the day of an occasion before which something is wished: "before
    my wedding on the 12th"."""
    return bool(_BEFORE_OCCASION.search(text[:start]))


def is_day_of_occasion(text: str, start: int) -> bool:
    """Whether what stands at `start` is the day of an occasion: "friday? i have a wedding saturday"."""
    return bool(_IS_OCCASION.search(text[:start]))


def wishes_for_after(text: str, end: int) -> bool:
    """Whether "something after" is wished behind what ends at `end`: "salgo a las 6, ¿tenés algo
    después?"."""
    return bool(_SOMETHING_AFTER.search(text[end:]))


def stand_apart(text: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether the first two of these places are tied by an "or": "después de las 4 o antes de las 9"."""
    return len(spans) == 2 and bool(_OR.fullmatch(text[spans[0][1] : spans[1][0]]))


def joined_by_or(text: str, start: int, end: int) -> bool:
    """Whether an "or" stands in that stretch, so that what it joins are alternatives."""
    return bool(
        re.search(r"\b(?:o|u|ou|or|e se|y si|si no|sen[aã]o|otherwise)\b", text[start:end], re.I)
    )
