"""Joining labels of tools into sentences."""

from collections.abc import Sequence

from agent.language import fold
from agent.scheduling.labels import WITH, joined

_OR = {"es": "o", "pt": "ou", "en": "or"}
_SPANISH_DAYS = ("lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo")
_FEMININE_DAYS = ("segunda", "terca", "quarta", "quinta", "sexta")


def listed(language: str, items: Sequence[str]) -> str:
    """ "a, b o c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {_OR[language]} {items[-1]}"


def sentence(clause: str) -> str:
    """A clause as a sentence of its own."""
    clause = clause.strip()
    if not clause:
        return ""
    end = "" if clause[-1] in ".!?…" else "."
    return clause[:1].upper() + clause[1:] + end


def on(language: str, label: str) -> str:
    """A date label with the article it needs after "tengo": "el martes 24 …"."""
    first = fold(label.split(" ")[0].strip(",")) if label else ""
    if language == "es" and first in _SPANISH_DAYS:
        return f"el {label}"
    if language == "pt" and first.split("-")[0] in _FEMININE_DAYS:
        return f"na {label}"
    if language == "pt" and first.split("-")[0] in {"sabado", "domingo"}:
        return f"no {label}"
    return label


def by_whom(language: str, person: str) -> str:
    """ " con Ana" after a time; "" where nobody is named."""
    return f" {WITH[language]} {person}" if person else ""


def of(language: str, label: str) -> str:
    """A date label after "la cita …": "del martes 24 …", "de terça …"."""
    first = fold(label.split(" ")[0].strip(",")) if label else ""
    if language == "es":
        return f"del {label}" if first in _SPANISH_DAYS else f"de {label}"
    if language == "pt":
        return f"de {label}"
    return f"on {label}"


def all_of(language: str, names: Sequence[str]) -> str:
    """ "a, b y c"; "" for none."""
    return joined(names, language) if names else ""
