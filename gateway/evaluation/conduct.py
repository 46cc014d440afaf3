"""What is wrong with a reply whoever it is for: checks that hold for all customers."""

import re
from collections.abc import Sequence

from agent.language import LANGUAGES, detect, fold
from gateway.evaluation.simulated import Heard

_INTERNAL = re.compile(
    r"[0-9a-f]{20}|[0-9a-f]{8}-[0-9a-f]{4}-|[{}]|\b(?:traceback|null|none|undefined|json"
    r"|(?:book|cancel|confirm|reschedule|list)_appointments?|check_availability|knowledge_search"
    r"|resolve_\w+|escalate_to_human|record_consent|hand_over|system prompt)\b",
    re.IGNORECASE,
)
_MOST_LINES = 16
_NOT_UNDERSTOOD = re.compile(
    r"no (?:te |le |lo |la )?(?:entendi|estoy entendiendo|reconoci)|perdon, no|nao entendi|desculpa, nao"
    r"|didnt (?:get|understand|catch)|sorry, i"
)
_APPOINTMENT = re.compile(r"^\W*\*?(?:cita|consulta|appointment)", re.IGNORECASE)


def faults(
    language: str, message: str, replies: Sequence[Heard], before: Sequence[Heard]
) -> list[str]:
    """What is wrong with the replies to one message; `before` are those of the turn before."""
    if not replies:
        return ["no answer"]
    text = "\n".join(reply.text for reply in replies)
    wrong: list[str] = []
    if _INTERNAL.search(text):
        wrong.append("shows what is internal")
    if other := _other_language(language, replies):
        wrong.append(f"speaks {other}")
    if text.count("\n") >= _MOST_LINES:
        wrong.append("too long")
    if text and text == "\n".join(reply.text for reply in before):
        wrong.append("the same reply again")
    return wrong


def not_understood(replies: Sequence[Heard]) -> bool:
    """Whether the desk written that it did not understand."""
    return any(_NOT_UNDERSTOOD.search(fold(reply.text)) for reply in replies)


def _other_language(language: str, replies: Sequence[Heard]) -> str:
    """The language of a longer reply that is not the customer's. Receipts name what the business wrote
    in its own, and are left out."""
    for reply in replies:
        prose = "\n".join(line for line in reply.text.split("\n") if not line.startswith("•"))
        if len(prose.split()) < 8 or _APPOINTMENT.match(prose):
            continue
        spoken = detect(prose, language)
        if spoken in LANGUAGES and spoken != language:
            return spoken
    return ""
