"""What one of staff asks of the desk by WhatsApp: words that are commands, and questions about the agenda.

Only whole messages are commands: what else they write is nobody's to interpret.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from agent.language.text import fold, plain

Command = Literal["take", "reply", "back", "cancel", "customer", "cases"]
Question = Literal["agenda", "gaps", "who"]

_COMMANDS: dict[Command, frozenset[str]] = {
    "take": frozenset(
        [
            "atiendo yo",
            "yo atiendo",
            "atiendo",
            "lo atiendo yo",
            "la atiendo yo",
            "lo atiendo",
            "la atiendo",
            "lo tomo",
            "la tomo",
            "tomar",
            "yo",
            "eu atendo",
            "atendo",
            "atendo eu",
            "deixa comigo",
            "ill take it",
            "i take it",
            "take",
            "take it",
            "mine",
            "on it",
        ]
    ),
    "reply": frozenset(["responder", "responde", "contestar", "responder le", "reply", "answer"]),
    "back": frozenset(
        [
            "devolver al bot",
            "devolver",
            "devuelvelo",
            "devolver ao bot",
            "devolve",
            "back to the bot",
            "back",
            "give back",
            "listo devolver",
        ]
    ),
    "cancel": frozenset(["cancelar", "cancela", "no enviar", "nao enviar", "cancel", "never mind"]),
    "customer": frozenset(
        [
            "cliente",
            "soy cliente",
            "como cliente",
            "sou cliente",
            "customer",
            "as a customer",
            "im a customer",
            "client",
        ]
    ),
    "cases": frozenset(
        [
            "casos",
            "pendientes",
            "quien espera",
            "pendentes",
            "quem espera",
            "cases",
            "waiting",
            "who is waiting",
            "whos waiting",
        ]
    ),
}
_TEAM = frozenset({"equipo", "equipe", "team", "staff"})
_GAPS = re.compile(
    r"(?:que |quais? |any |what )?(?:huecos?|cupos?|espacios?|disponibilidad|libres?|vagas?|horarios? livres?|livres?"
    r"|gaps?|openings?|free(?: slots?| time)?)\b(?P<rest>.*)"
)
_AGENDA = re.compile(
    r"(?:la |mi |a |minha |the |my )?(?:agenda|citas|turnos|consultas|appointments|schedule|calendar)\b(?P<rest>.*)"
)
_DAY_ALONE = re.compile(
    r"(?:hoy|manana|pasado manana|hoje|amanha|depois de amanha|today|tomorrow|the day after tomorrow)"
)
_WHO = re.compile(r"(?:y )?(?:quien es|de quien es|quem e|de quem e|who is|whos|whose is)\b.*")
_FEWEST_DIGITS = 4
_SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class StaffQuestion:
    """`rest`: the words beside the kind of question, folded (a day, a name); `digits` of a number."""

    kind: Question
    rest: str = ""
    digits: str = ""


def is_team_word(text: str) -> bool:
    """Whether a recipient who wrote as a customer is one of staff again."""
    return plain(text[:40]) in _TEAM


def command(text: str) -> Command | None:
    """The command that the whole message is."""
    words = plain(text[:80])
    return next((name for name, forms in _COMMANDS.items() if words in forms), None)


def number(text: str) -> int | None:
    """The number that the whole message is: a line of the list that was shown."""
    bare = text.strip().rstrip(".)")
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) == 1 else None


def question(text: str) -> StaffQuestion | None:
    """What is asked about the agenda, free time, or whose number it is."""
    words, digits = plain(text[:200]), re.sub(r"\D", "", text[:200])
    if _WHO.fullmatch(words) and len(digits) >= _FEWEST_DIGITS:
        return StaffQuestion("who", digits=digits)
    if match := _GAPS.fullmatch(words):
        return StaffQuestion("gaps", match["rest"].strip())
    if match := _AGENDA.fullmatch(words):
        return StaffQuestion("agenda", match["rest"].strip())
    return StaffQuestion("agenda", words) if _DAY_ALONE.fullmatch(words) else None


def named(text: str, names: Mapping[str, str]) -> str | None:
    """The key of the one whose name (`names` by key) stands in the text, whole or a part of it; None when nobody's
    does, or those of several."""
    matches = all_named(text, names)
    return matches[0] if len(matches) == 1 else None


def all_named(text: str, names: Mapping[str, str]) -> list[str]:
    """The keys of those whose names stand in the text; of several with one name in common, whoever more of it fits."""
    words = set(plain(text).split())
    shared = {key: words & name_words(name) for key, name in names.items()}
    matches = {key: parts for key, parts in shared.items() if parts}
    return [
        key
        for key, parts in matches.items()
        if not any(parts < other for other in matches.values())
    ]


def name_words(name: str) -> frozenset[str]:
    """The parts of a name by which somebody is called."""
    parts = fold(name).split()
    return frozenset(part for part in parts if len(part.strip(".")) >= _SHORTEST_NAME)
