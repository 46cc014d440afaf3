"""What a reply claims was done: read clause by clause, so that an honest sentence is none.

"Camila ya está reservada a las 3, pero tengo 2:30" says that a time is taken; "todavía no está
agendada" says that nothing was done; "¿quedó agendada?" asks.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_CLAIMS: Mapping[str, re.Pattern[str]] = {
    "booked": re.compile(
        r"\b(?:qued[oó]|ya est[aá]|ha sido|est[aá]) (?:agendad|reservad|programad)[ao]"
        r"|\b(?:agend[eé]|reserv[eé]) (?:tu|su|la) (?:cita|turno|hora)"
        r"|\b(?:ficou|j[aá] est[aá]|est[aá]|foi) (?:agendad|marcad|reservad)[ao]"
        r"|\b(?:agendei|marquei|reservei) "
        r"|\b(?:is|you'?re|has been|i(?:'ve| have)) (?:now |already )?(?:booked|scheduled)\b",
        re.IGNORECASE,
    ),
    "cancelled": re.compile(
        r"\b(?:qued[oó]|ya est[aá]|ha sido) cancelad[ao]|\bcancel[eé] (?:tu|su|la) (?:cita|turno|hora)"
        r"|\b(?:ficou|foi) (?:cancelad|desmarcad)[ao]|\b(?:cancelei|desmarquei) "
        r"|\b(?:is|has been|i(?:'ve| have)) (?:now |already )?cancell?ed\b",
        re.IGNORECASE,
    ),
    "moved": re.compile(
        r"\b(?:qued[oó]|ya est[aá]|ha sido) (?:reprogramad|reagendad|movid)[ao]"
        r"|\b(?:ficou|foi) (?:remarcad|reagendad)[ao]|\bremarquei "
        r"|\b(?:is|has been|i(?:'ve| have)) (?:now |already )?(?:moved|rescheduled)\b",
        re.IGNORECASE,
    ),
}
_STATE = re.compile(r"\b(?:est[aá]|is)\b", re.IGNORECASE)
"""Only what *is* reserved may be somebody else's; what *quedó*, *ficou*, *has been* was done now."""
_CLAUSE = re.compile(
    r"(?P<text>.+?)(?P<end>[.!?…;\n]+|,?\s+(?=(?:pero|mas|porém|porem|sin embargo|but|however)\b)|$)",
    re.IGNORECASE | re.DOTALL,
)
_NOT = re.compile(
    r"\b(?:no|nunca|tampoco|sin|não|nao|nem|sem|not|never|nothing|isn't|hasn't)(?:\s+\w+){0,2}\s*$",
    re.IGNORECASE,
)
_IF = re.compile(
    r"^\W*(?:si|se|if|once)\b"
    r"|\b(?:cuando|apenas|una vez|hasta que|quando|assim que|depois que|when|until|as soon as)\b",
    re.IGNORECASE,
)
_THEIRS = re.compile(
    r"\b(?:tu|tus|su|para ti|para usted|para vos|a tu nombre|a su nombre|cita|sua|seu|para você"
    r"|para voce|em seu nome|consulta|your|you|for you|you'?re|appointment|booking)\b",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    r"^\W*(?:pero|mas|porém|porem|sin embargo|but|however)\b"
    r"|\d.*\?|\b(?:otr[ao]s?|outr[ao]s?|another|other)\b",
    re.IGNORECASE | re.DOTALL,
)
"""What follows where a time is said to be taken: another one."""


@dataclass(frozen=True, slots=True)
class _Clause:
    text: str
    is_question: bool
    rest: str


def claims(text: str) -> Iterator[str]:
    """booked, cancelled, moved: what the text says was done to an appointment of the customer's."""
    clauses = list(_clauses(text))
    for kind, pattern in _CLAIMS.items():
        if any(_claimed(clause, pattern) for clause in clauses):
            yield kind


def _clauses(text: str) -> Iterator[_Clause]:
    for match in _CLAUSE.finditer(text):
        opened = match["text"].rpartition("¿")[1]
        is_question = bool(opened) or "?" in match["end"]
        yield _Clause(match["text"], is_question, text[match.end() :])


def _claimed(clause: _Clause, pattern: re.Pattern[str]) -> bool:
    if clause.is_question:
        return False
    for match in pattern.finditer(clause.text):
        before = clause.text[: match.start()].rpartition(",")[2]
        if _NOT.search(before) or _IF.search(before):
            continue
        taken = _STATE.search(match[0]) and not _THEIRS.search(clause.text)
        if not (taken and _INSTEAD.search(clause.rest)):
            return True
    return False
