"""How old a child is who is to be seen, and from what age on a business sees anybody."""

import re

from agent.language.text import plain

_CHILD = re.compile(
    r"\b(?:hij|filh|sobrin|niet|net[oa]|herman|irma|nin[oa]|nen[ea]|menin|crianca|bebe|chic[oa]|menor|son\b|daughter|nephew|niece|grand"
    r"|kid|boy|girl|child|baby|ella|ele|ela|she|he\b)\w*"
)
_AGE = re.compile(
    r"(?<!hace )(?<!ha )(?<!for )\b(\d{1,2}) (?:anos|anitos|aninhos|years?(?: old)?|yo)\b(?! ago| atras)"
)
_CHILD_OF = re.compile(
    r"\b(?:hij|filh|sobrin|niet|net)[oa]s?(?: \w+)? de (\d{1,2})\b(?! (?:a|am|pm|h|horas|de|anos|dias|meses)\b)"
)
_LEAST = re.compile(
    r"\b(?:desde (?:los|os)|a partir (?:de|dos)(?: los| os)?|mayores de|maiores de|from(?: age| the age of)?|over|minim[ao] (?:de|es|is))"
    r" (\d{1,2})\b"
)
_ADULT = 18


def childs_age(text: str) -> int | None:
    """The age below 18 that a text tells of a child; None where it tells none."""
    spoken = plain(text)
    match = (_AGE.search(spoken) if _CHILD.search(spoken) else None) or _CHILD_OF.search(spoken)
    return int(match[1]) if match and int(match[1]) < _ADULT else None


def least_age(text: str) -> int | None:
    """The age from which on somebody is seen, by what a business wrote; None where it says none."""
    match = _LEAST.search(plain(text))
    return int(match[1]) if match else None
