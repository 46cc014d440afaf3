"""Several services of a visit: one more, another instead, only one, which first, this or that."""

import re
from collections.abc import Sequence

from agent.dates.origins import moved_from
from agent.language.readings.services import Mention, named, place_of
from agent.language.short_answers import looks_like_date
from agent.language.text import clauses, words

_ADDS = re.compile(
    r"\b(?:tambien|ademas|de paso|junto con|agreg\w+|anad\w+|suma\w*|inclu[iy]\w*"
    r"|tambem|alem disso|junto com|adicion\w+|acrescent\w+|also|as well|too|add|plus|along with)\b"
)
_GOES_ON = re.compile(r"^(?:y|e|and|plus)\b")
_INSTEAD = re.compile(
    r"\b(?:mejor|prefiero|en vez|en lugar|cambi\w+|melhor|prefiro|em vez|troc\w+|rather|instead)\b"
)
_SWAP = (
    r"(?:cambi\w+|troc\w+|troqu\w+|switch\w*|swap\w*|chang\w+|reemplaz\w+|substitu\w+|replace\w*)"
)
_SWAPS = re.compile(rf"\b(?:{_SWAP}|en vez|en lugar|em vez|no lugar|instead|rather than|sino)\b")
_LEFT_ALONE = re.compile(
    r"\b(?:no|nao|dont|do not)(?: (?:me|la|lo|las|los|a|o|esa|ese|essa|esse|it|that))* (?:toqu\w*|muev\w*|mex\w*|mov\w*|cambi\w*|mud\w*|touch|move|change)\b|\b(?:dej\w+|deix\w+|leave|keep)\b"
)
_SWAPS_FOR = re.compile(
    rf"\b{_SWAP}(?: \w+){{0,4}}? (?:por|pel[oa]|for|into) (?:una?|uma?|el|la|o|a|an|the)\b"
)
_CHANGES_IT = rf"(?:{_SWAP}|mud[ae]\w*|pas[ae]\w*|pon(?:la|ga|gala|me|lo)\w*|convert\w*|convier\w*|turn|put|make|que sea|seja)"
_INTO = re.compile(
    rf"\b{_CHANGES_IT}(?: \w+){{0,5}}? (?:por|pel[oa]|for|into|to|a|al|para|pra|pro)(?: (?:una?|uma?|el|la|o|a|an|the))?$"
    r"|\bmake (?:it|that|mine|this)(?: an?)?$"
)
"""What stands right before the service that another is to become."""
_INSTEAD_OF_THAT = re.compile(
    r"\b(?:en (?:vez|lugar) de (?:es[ao]|est[ao]|la que tengo|lo que tengo)|em vez (?:d(?:iss[oa]|ess[ae]|el[ae]))|no lugar (?:d(?:iss[oa]|ess[ae]|el[ae]))|(?:instead|rather than|in place) of (?:that|it|this|mine)|rather than (?:that|it))\b"
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

_FRAGMENTS = re.compile(r"[,;!?\n]+|[.:](?!\d)|\b(?:y|e|and|pero|but)\b", re.I)
_BOTH = re.compile(
    r"(?:(?:no|nao|si|sim|yes|quiero|quero|i want) )*(?:las dos|los dos|as duas|os dois|both|amb[oa]s)(?: (?:cosas|coisas|things|of them))?"
)
_HEAD = re.compile(r"^(?P<head>[^,;!?\n]+?)[.,;!?\n]*\s+(?P<rest>(?:y|e|and)\b.*)$", re.S | re.I)


def each_with_its_time(text: str, names: tuple[str, ...]) -> list[tuple[Mention, str]]:
    """The services of a text that each have a day or hour of their own, with the words about it:
    "limpieza el jueves a las 10 y la láser el viernes a las 3"; [] where they do not."""
    groups: list[tuple[Mention, list[str]]] = []
    ahead: list[str] = []
    for fragment in _FRAGMENTS.split(text):
        mentioned = named(fragment, names)
        mentions = [one for one in mentioned.wanted if one.name]
        if len(mentions) > 1 or (mentioned.refused and not mentions):
            if mentions:
                return []
            continue
        if mentions and not (groups and groups[-1][0].name == mentions[0].name):
            groups.append((mentions[0], ahead))
            ahead = []
        if mentions or (
            looks_like_date(fragment) and not _BOTH.fullmatch(" ".join(words(fragment)))
        ):
            (groups[-1][1] if groups else ahead).append(fragment)
    told = [(mention, " ".join(parts)) for mention, parts in groups]
    alone = len({mention.name for mention, _ in told}) == len(told) > 1
    return told if alone and all(looks_like_date(when) for _, when in told) else []


def one_more_service(
    text: str, names: tuple[str, ...], planned: Sequence[str]
) -> tuple[str, str, Mention] | None:
    """An answer, and another service with a day of its own behind it: ("Jorge Palacio", "y la láser del
    viernes?", the láser)."""
    match = _HEAD.match(text.strip())
    if match is None or not looks_like_date(match["rest"]) or looks_like_date(match["head"]):
        return None
    mentions = [one for one in named(match["rest"], names).wanted if one.name]
    if len(mentions) != 1 or mentions[0].name in planned:
        return None
    return match["head"].strip(" ."), match["rest"], mentions[0]


def adds(text: str) -> bool:
    """Whether the services named are added to those planned ("y también cejas")."""
    parts = clauses(text)
    added = any(_ADDS.search(part) or _GOES_ON.match(part) for part in parts)
    return added and not any(_INSTEAD.search(part) for part in parts)


def is_instead(text: str) -> bool:
    """Whether what is named comes in the place of something else: "mejor", "en vez de"."""
    return bool(_INSTEAD.search(" ".join(words(text))))


def swapped_for(text: str, names: tuple[str, ...], booked: str) -> Mention | None:
    """The service that is to come in the place of the `booked` one ("cámbiame el masaje por el
    drenaje", "it's a cleaning I need, not the check-up"); None where the text swaps nothing."""
    mentions = named(text, names)
    others = [one for one in mentions.wanted if one.name != booked]
    spoken_of = {one.name for one in mentions.wanted} | mentions.refused
    plain_text = " ".join(words(text))
    denied = booked in mentions.refused and not (_LEFT_ALONE.search(plain_text) or moved_from(text))
    swaps = booked in spoken_of and (_SWAPS.search(plain_text) or denied)
    if len(others) != 1 or adds(text):
        return None
    into = _becomes(text, others[0]) or _INSTEAD_OF_THAT.search(plain_text)
    return others[0] if swaps or into or _SWAPS_FOR.search(plain_text) else None


def _becomes(text: str, other: Mention) -> bool:
    """ "Cámbiala a masaje", "change it to a massage", "make it a massage"."""
    spoken = words(text)
    return bool(_INTO.search(" ".join(spoken[: place_of(other, spoken)])))


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
