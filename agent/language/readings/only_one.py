"""Whether only one of two people comes after all: "no son dos, es una para Lucía", "just me"."""

import re

from agent.language.short_answers import looks_like_date
from agent.language.text import fold

_ALONE = (
    r"(?: (?:cita|persona|pessoa|horario|person|appointment))?"
    r"(?=$|[,.!]| (?:para|pra|pro|for|de|of|please|por favor|porfa|porfis)\b)"
)
"""Behind "just one": not "just one question"."""
_COUNTS = re.compile(
    r"\bno (?:son|eran|somos|seriamos|vamos) (?:para )?(?:las |los )?(?:dos|2)\b(?: citas| personas)?"
    r"|\b(?:es|era|seria) (?:solo |solamente )?(?:una|uno|1)(?: sola| solo)?(?: cita| persona)?(?=$|[,.]| para\b| no mas)"
    rf"|\b(?:una sola|uno solo|solo una|solo uno|solamente una|nada mas una|una nada mas)\b{_ALONE}"
    r"|\bnao (?:sao|eram|somos|seriam|vamos) (?:para |pra )?(?:as |os )?(?:duas|dois|2)\b(?: pessoas| horarios)?"
    rf"|\b(?:uma so|um so|so uma|so um|apenas uma?|somente uma?)\b{_ALONE}"
    rf"|\b(?:just|only) (?:one|1)\b{_ALONE}|\bone of (?:them|us|the two)\b|\bnot (?:two|both|2)\b"
)
_ONLY = r"\b(?:solo|solamente|nada mas|unicamente|so|apenas|somente|just|only)"
_FOR = r"(?: (?:es|era|seria|vai ser|its?))?(?: (?:para|pa|pra|pro|p|for))"
_WRITER = re.compile(
    rf"{_ONLY}(?:(?:{_FOR})? (?:mi|mim|me|yo|eu|myself)\b(?! \w)|(?: voy| vou|,)? (?:yo|eu|me)\b)"
    r"|\b(?:una|uno|uma|um|one),? (?:para|pra|for) (?:mi|mim|me)\b(?! \w)"
)
_FOR_SOMEBODY = re.compile(
    rf"{_ONLY}{_FOR} (?P<who>\w+)|{_ONLY} (?:va|vai|vem|viene) (?P<comes>\w+)"
)
_TAKES_BACK = re.compile(
    r"^\W*(?:(?:no|nao|nope|not|wait|espera|perdon|perdona|disculpa|desculpa|sorry|actually|mejor|melhor|na verdade"
    r"|en realidad|oops|ops)\b[\W_]*)+"
)


def only_one(text: str) -> bool:
    """Whether it says so of two who were to come: "solo para el jueves" is about the day."""
    spoken = fold(text)
    somebody = _FOR_SOMEBODY.search(spoken)
    if somebody and not looks_like_date(spoken[somebody.start() :]):
        return True
    return bool(_COUNTS.search(spoken) or _WRITER.search(spoken))


def only_the_writer(text: str) -> bool:
    """Whether the one who comes is the customer."""
    return bool(_WRITER.search(fold(text)))


def without_count(text: str) -> str:
    """`text` (folded) without the no that it begins with and the words that count: they refuse no time."""
    left = _TAKES_BACK.sub("", fold(text))
    for pattern in (_COUNTS, _WRITER):
        left = pattern.sub(" ", left)
    return left.strip(" ,.")
