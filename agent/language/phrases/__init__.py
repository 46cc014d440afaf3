"""The offline model's sentences, two modules of data a language (and one each for
names, the waiting list, files, health and the hours of certain days).

A phrase has several wordings. `{name}` is filled in; in Spanish `[tú|usted|vos]` chooses by the
form of address, and `[a|b]` says a to both tú and vos. All languages have the same keys and the
same places to fill (a test holds them to it).
"""

import re
from collections.abc import Mapping

from agent.language.phrases import (
    days,
    en,
    en_visits,
    es,
    es_visits,
    health,
    media,
    names,
    pt,
    pt_visits,
    waiting,
    whose,
)

_SHARED = (
    names.PHRASES,
    waiting.PHRASES,
    media.PHRASES,
    days.PHRASES,
    health.PHRASES,
    whose.PHRASES,
)
BY_LANGUAGE: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    language: {
        key: lines
        for table in (*own, *(t[language] for t in _SHARED))
        for key, lines in table.items()
    }
    for language, own in {
        "es": (es.PHRASES, es_visits.PHRASES),
        "pt": (pt.PHRASES, pt_visits.PHRASES),
        "en": (en.PHRASES, en_visits.PHRASES),
    }.items()
}
_BY_ADDRESS = re.compile(r"\[([^\[\]|]*)\|([^\[\]|]*)(?:\|([^\[\]|]*))?\]")
_TWO_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)")  # a label may end in "p. m."
_PLACE = re.compile(r"\{([a-z_]+)\}")


def variants(language: str, key: str) -> tuple[str, ...]:
    """The wordings of a phrase."""
    return BY_LANGUAGE[language][key]


def render(template: str, address: str, values: Mapping[str, str]) -> str:
    """The wording for one form of address with its places filled (an unknown place stays empty)."""

    def chosen(match: re.Match[str]) -> str:
        tu, usted, vos = match.groups()
        if address == "usted":
            return usted
        return vos if address == "vos" and vos is not None else tu

    worded = _BY_ADDRESS.sub(chosen, template)
    line = _PLACE.sub(lambda match: values.get(match.group(1), ""), worded)
    line = _TWO_STOPS.sub(".", line)
    return line[:1].upper() + line[1:] if template[:1] in "{[" else line


def places(template: str) -> frozenset[str]:
    """The names of the places a wording fills."""
    return frozenset(_PLACE.findall(template))
