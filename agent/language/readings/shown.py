"""Which of the times that were shown: "la más tarde de esas", "the earliest one", "a da tarde", "that one"."""

import re

from agent.dates.values import Part
from agent.language.readings.extremes import EARLIEST, LATEST
from agent.language.text import plain

LAST = "last"
"""The one that stands last in the list."""
_OF_THOSE = (
    r"(?:de (?:todas |todos )?(?:es[ao]s|est[ao]s|ell[ao]s|las|los|las que|los que)|d(?:ess|est|el)[aeo]s|dentre (?:ess|est)[ae]s"
    r"|of (?:those|these|them|all|the)|you (?:gave|sent|said|listed)|que (?:me )?(?:dijiste|diste|mandaste|pasaste|ofreciste|mostraste|mandou|passou|falou))"
)
_EARLY = r"(?:mas (?:temprano|tempranito|temprana|pronto|prontito)|(?:mais|bem) (?:cedo|cedinho)|earliest|soonest|mas cercan[oa]|mais proxim[oa])"
_LATE = r"(?:mas (?:tarde|tardecito|tardesito)|mais tarde|latest)"
_LAST = r"(?:ultim[oa]|ultimit[oa]|last)"
_ONE = r"(?:la|el|lo|a|o|the)(?: (?:de|que sea|que es|que seja|que e|da|do|das|dos|hora|horario))?(?: (?:la|lo|las|el|o))?"
_THOSE = re.compile(_OF_THOSE)
_EARLIEST_SHOWN = re.compile(rf"\b{_ONE} {_EARLY}\b|\bearliest (?:one|of)\b")
_LATEST_SHOWN = re.compile(rf"\b{_ONE} {_LATE}\b|\blatest (?:one|of)\b")
_LAST_SHOWN = re.compile(
    rf"\b(?:la|el|a|o|the) {_LAST}(?: (?:one|hora|horario|opcion|opcao))? {_OF_THOSE}"
)
_PART = re.compile(
    r"\b(?:(?:la|el|a|o) (?:(?:de|que (?:es|sea|esta) (?:en|por|a|de)) (?:la|el)|d[ao]|de|que (?:e|seja|fica) (?:da|de|a|na)) (?P<part>manana|manha|tarde|noche|noite|mediodia|meio dia|tardecita|tardinha)"
    r"|the (?P<english>morning|afternoon|evening|midday|noon|lunchtime) (?:one|slot|time))\b"
)
_TOMORROW = re.compile(r"\b(?:la|el) de manana\b")
_PARTS = {
    "manana": Part.MORNING, "manha": Part.MORNING, "morning": Part.MORNING,
    "tarde": Part.AFTERNOON, "afternoon": Part.AFTERNOON, "tardecita": Part.AFTERNOON, "tardinha": Part.AFTERNOON,
    "noche": Part.EVENING, "noite": Part.EVENING, "evening": Part.EVENING,
    "mediodia": Part.MIDDAY, "meio dia": Part.MIDDAY, "midday": Part.MIDDAY, "noon": Part.MIDDAY, "lunchtime": Part.MIDDAY,
}  # fmt: skip
_THAT = re.compile(
    r"\b(?:(?:a |en |con |para |com |na |n?)?(?:es[ae]|est[ae]|ess[ae]|aquell?a) (?:misma |mesma )?(?:hora|horario|cita|dia|opcion|opcao|vaga|espacio)|nesse (?:horario|dia)|(?:that|the same) (?:time|one|slot|hour|day))\b"
)


def speaks_of_those_shown(text: str) -> bool:
    """ "… de esas", "of those", "que me mandaste"."""
    return bool(_THOSE.search(plain(text)))


def place_shown(text: str) -> str:
    """EARLIEST or LATEST by their hour, LAST by its place; "" when it describes none so."""
    plain_text = plain(text)
    if _EARLIEST_SHOWN.search(plain_text):
        return EARLIEST
    if _LATEST_SHOWN.search(plain_text):
        return LATEST
    return LAST if _LAST_SHOWN.search(plain_text) else ""


def part_of_day_shown(text: str) -> str:
    """The part of the day of "la de la tarde", "the morning one"; "" with a number beside it, and of
    "la de mañana", which is tomorrow's."""
    plain_text = plain(text)
    match = None if _TOMORROW.search(plain_text) else _PART.search(plain_text)
    if match is None or any(letter.isdigit() for letter in plain_text):
        return ""
    return _PARTS[match["part"] or match["english"]]


def points_at_shown(text: str) -> bool:
    """ "A esa hora", "that one": what was shown is spoken of."""
    return bool(_THAT.search(plain(text)))
