"""Filling texts: `{name}` is a place, `[tú|usted|vos]` chooses by the form of address.

`[a|b]` says a to both tú and vos. Languages that do not tell forms of address apart have none.
"""

import re
from collections.abc import Mapping

_BY_ADDRESS = re.compile(r"\[([^\[\]|]*)\|([^\[\]|]*)(?:\|([^\[\]|]*))?\]")
_TWO_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)")  # a label may end in "p. m."
_PLACE = re.compile(r"\{([a-z_]+)\}")
_BRACKET = re.compile(r"[\[\]{}|]")


def places(template: str) -> frozenset[str]:
    """The names of the places a text fills."""
    return frozenset(_PLACE.findall(template))


def is_whole(template: str) -> bool:
    """Whether every bracket belongs to a place or to a choice of address."""
    rest = _PLACE.sub("", _BY_ADDRESS.sub("", template)) if _BRACKET.search(template) else ""
    return not _BRACKET.search(rest)


def fill(template: str, values: Mapping[str, str]) -> str:
    """The text with its places filled. Raises KeyError for a place without a value."""
    return _PLACE.sub(lambda match: values[match.group(1)], template)


def addressed(template: str, address: str) -> str:
    """The text for one form of address: tu, usted or vos; any other is spoken to as tu is."""

    def chosen(match: re.Match[str]) -> str:
        tu, usted, vos = match.groups()
        if address == "usted":
            return usted
        return vos if address == "vos" and vos is not None else tu

    return _BY_ADDRESS.sub(chosen, template)


def render(template: str, address: str, values: Mapping[str, str]) -> str:
    """A sentence for one form of address (an unknown place stays empty), its first letter a capital
    where it begins with a place, and with one full stop where a value brought its own."""
    worded = addressed(template, address)
    line = _PLACE.sub(lambda match: values.get(match.group(1), ""), worded)
    line = _TWO_STOPS.sub(".", line)
    return line[:1].upper() + line[1:] if template[:1] in "{[" else line
