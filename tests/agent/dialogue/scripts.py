"""Scripted dialogues: what the customer says, what each reply must contain, what must be true after."""

from dataclasses import dataclass, field
from typing import Any

from tests.agent.dialogue.clinic import Clinic
from tests.agent.dialogue.dialogue import Dialogue

Turn = tuple[str, str]
"""What is said, and words of the reply separated by "|" ("!" before one that must not occur)."""


@dataclass(frozen=True)
class Script:
    """`own` are appointments the customer has, `booked` (service, start) of all that live after."""

    id: str
    turns: tuple[Turn, ...]
    booked: tuple[tuple[str, str], ...] = ()
    language: str = "es"
    name: str = ""
    own: tuple[tuple[str, str], ...] = ()
    awaiting: bool = False
    booked_for: str = ""
    escalated: tuple[str, ...] = ()
    consent: str | None = None
    clinic: dict[str, Any] = field(default_factory=dict)


def play(script: Script) -> Dialogue:
    """Runs the script and asserts what it says."""
    clinic = Clinic(script.language, customer_name=script.name, **script.clinic)
    for service, start in script.own:
        clinic.put(service, start, awaiting=script.awaiting)
    chat = Dialogue(clinic)
    for said, wanted in script.turns:
        reply = chat.say(*said.split(" || "))
        for part in filter(None, wanted.split("|")):
            if part.startswith("!"):
                assert part[1:] not in reply, (said, reply)
            else:
                assert part in reply or part in " ".join(chat.receipts), (said, reply)
    assert tuple((key, start) for key, start, _ in clinic.booked()) == script.booked
    assert tuple(notice["reason"] for notice in clinic.escalations) == script.escalated
    if script.booked_for:
        assert {name for _, _, name in clinic.booked()} == {script.booked_for}
    if script.consent is not None:
        assert clinic.consent == script.consent
    return chat
