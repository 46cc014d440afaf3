"""The buttons under a confirmation request, and what comes back when one is tapped."""

from collections.abc import Mapping
from dataclasses import dataclass

from agent.texts import texts
from agent.types import Option

_PREFIX = "confirm"
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
    decision: str


def answer_options(appointment: str, language: str) -> list[Option]:
    """The buttons."""
    return [
        Option(
            f"{_PREFIX}:{appointment}:{answer}", texts(language).line(f"reminders.button.{answer}")
        )
        for answer in ANSWERED_BY
    ]


def read_answer(choice: str | None) -> Answer | None:
    """What was tapped; None when it is no answer to a confirmation request."""
    prefix, _, rest = (choice or "").partition(":")
    appointment, _, answer = rest.rpartition(":")
    valid = prefix == _PREFIX and appointment and answer in ANSWERED_BY
    return Answer(appointment, answer) if valid else None
