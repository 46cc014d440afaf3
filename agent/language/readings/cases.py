"""What of a message is a case for a person of the business: their data, or a payment; and what is left of it."""

import re
from dataclasses import dataclass
from typing import Literal

from agent.language.readings.data_rights import data_requests, names_data_rights
from agent.language.readings.payments import has_payment_trouble
from agent.legal_terms import DataRequest

_PIECES = re.compile(
    r"(?<=[.!?;\n])\s*|\s*,\s+|\s+(?=(?:y|e|and|pero|mas|but|además|ademas|tambi[eé]n|tamb[eé]m|also|then|luego|depois|después|despues)\s)",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"^(?:(?:y|e|and|pero|mas|but|además|ademas|tambi[eé]n|tamb[eé]m|also|then|luego|depois|después|despues)\b[\s,]*)+",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Case:
    """`request` is None where it is about data, and not certain what is wanted, and for money."""

    reason: Literal["privacy", "money"]
    request: DataRequest | None = None


MONEY = Case("money")


def cases_in(text: str) -> tuple[Case, ...]:
    """The cases of a message, each once, in a fixed order."""
    requests = [Case("privacy", one) for one in DataRequest if one in data_requests(text)]
    if not requests and names_data_rights(text):
        requests = [Case("privacy")]
    return (*requests, *([MONEY] if has_payment_trouble(text) else []))


def without_cases(text: str) -> str:
    """The rest of a message, without the pieces in which a case stands: "cancela mi cita y borren mis datos"."""
    pieces = [piece for piece in _PIECES.split(text) if piece and piece.strip()]
    left = [piece for piece in pieces if not cases_in(piece)]
    if len(left) == len(pieces):  # it takes several pieces together
        return ""
    return " ".join(_LINK.sub("", piece.strip()) for piece in left).strip(" ,;")
