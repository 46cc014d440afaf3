"""The buttons under a confirmation request, and what comes back when one is tapped."""

from collections.abc import Mapping
from dataclasses import dataclass

from agent.types import Json

_PREFIX = "confirm"
_TITLES: Mapping[str, Mapping[str, str]] = {
    "es": {"yes": "Sí", "no": "No", "move": "Mover"},
    "pt": {"yes": "Sim", "no": "Não", "move": "Remarcar"},
    "en": {"yes": "Yes", "no": "No", "move": "Move"},
}
ANSWERED_BY: Mapping[str, str] = {
    "yes": "confirmation",
    "no": "cancellation",
    "move": "reschedule",
}
"""The node that an answer is for."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A tapped answer about an appointment (its id, as the button had it): yes, no or move."""

    appointment: str
    said: str


def answer_options(appointment: str, language: str) -> list[Json]:
    """The buttons: {id, title}."""
    return [
        {"id": f"{_PREFIX}:{appointment}:{said}", "title": title}
        for said, title in _TITLES[language].items()
    ]


def read_answer(choice: str | None) -> Answer | None:
    """What was tapped; None when it is no answer to a confirmation request."""
    prefix, _, rest = (choice or "").partition(":")
    appointment, _, said = rest.rpartition(":")
    known = prefix == _PREFIX and appointment and said in ("yes", "no", "move")
    return Answer(appointment, said) if known else None
