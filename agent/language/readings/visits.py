"""Several services of a visit: one more, another instead, only one, which first, this or that."""

import re
from collections.abc import Sequence

from agent.language.readings.services import Mention, place_of
from agent.language.text import clauses, words

_ADDS = re.compile(
    r"\b(?:tambien|ademas|de paso|junto con|agreg\w+|anad\w+|suma\w*|inclu[iy]\w*"
    r"|tambem|alem disso|junto com|adicion\w+|acrescent\w+|also|as well|too|add|plus|along with)\b"
)
_GOES_ON = re.compile(r"^(?:y|e|and|plus)\b")
_INSTEAD = re.compile(
    r"\b(?:mejor|prefiero|en vez|en lugar|cambi\w+|melhor|prefiro|em vez|troc\w+|rather|instead)\b"
)
_ALONE = {
    "es": re.compile(r"\b(?:solo|solamente|unicamente|nada mas|nomas)\b"),
    "pt": re.compile(r"\b(?:so|somente|apenas)\b"),
    "en": re.compile(r"\b(?:only|just)\b"),
}
_OR = {"es": ("o", "u"), "pt": ("ou",), "en": ("or",)}
# What stands right before a service and tells its place among the others.
_FIRST = re.compile(r"\b(?:primero|antes|primeiro|first|before that)(?: \w+)?$")
_AFTER_IT = re.compile(
    r"\b(?:despues|luego) (?:de|del)(?: la| el| los| las)?$|\bdepois (?:de|da|do)(?: uma?)?$"
    r"|\bafter(?: the| an?| my)?$"
)
_BEFORE_IT = re.compile(r"\bantes (?:de|del|da|do)(?: la| el| los| las)?$|\bbefore(?: the| an?)?$")


def adds(text: str) -> bool:
    """Whether the services named are added to those planned ("y también cejas")."""
    parts = clauses(text)
    added = any(_ADDS.search(part) or _GOES_ON.match(part) for part in parts)
    return added and not any(_INSTEAD.search(part) for part in parts)


def is_instead(text: str) -> bool:
    """Whether what is named comes in the place of something else: "mejor", "en vez de"."""
    return bool(_INSTEAD.search(" ".join(words(text))))


def says_only(text: str, language: str) -> bool:
    """ "Solo", "just": `language` (a code of LANGUAGES) tells whose word it is."""
    alone = _ALONE.get(language)
    return bool(alone and alone.search(" ".join(words(text))))


def only_one(spoken_words: list[str], mentions: Sequence[Mention], language: str) -> Mention | None:
    """The service that alone is wanted of those named: "é só a manutenção, já uso aparelho"."""
    alone = _ALONE.get(language)
    for mention in mentions if alone else ():
        place = place_of(mention, spoken_words)
        if alone and alone.search(" ".join(spoken_words[max(0, place - 2) : place])):
            return mention
    return None


def comes_first(spoken_words: list[str], mention: Mention) -> bool:
    """Whether a "primero" stands right before the service."""
    return bool(_FIRST.search(_before(spoken_words, mention)))


def either_of(spoken_words: list[str], mentions: Sequence[Mention], language: str) -> bool:
    """Whether an "or" stands between the services; `language` as in says_only."""
    joints = (_before(spoken_words, mention).split()[-2:] for mention in mentions[1:])
    between = _OR.get(language, ())
    return any(word in between for joint in joints for word in joint)


def in_order(spoken_words: list[str], mentions: list[Mention]) -> list[Mention]:
    """In the order in which they are wanted: as named, unless "primero", "después de" say otherwise."""
    order = list(mentions)
    for n, mention in enumerate(mentions):
        before = _before(spoken_words, mention)
        if n and _AFTER_IT.search(before):
            order.remove(mention)
            order.insert(order.index(mentions[n - 1]), mention)
        elif n and _FIRST.search(before) and not _BEFORE_IT.search(before):
            order.remove(mention)
            order.insert(0, mention)
        elif not n and _BEFORE_IT.search(before) and len(mentions) > 1:
            order.remove(mention)
            order.insert(1, mention)
    return order


def _before(spoken_words: list[str], mention: Mention) -> str:
    """The few words before a service."""
    place = place_of(mention, spoken_words)
    return " ".join(spoken_words[max(0, place - 4) : place])
