"""What of a message is a case for a person of the business: their data, or a payment; and what is left of it."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from agent.language.readings.data_rights import data_requests, names_data_rights
from agent.language.readings.payments import has_payment_trouble
from agent.language.readings.pieces import pieces, put_together
from agent.legal_terms import DataRequest


@dataclass(frozen=True)
class Case:
    """`request` is None where it is about data, and not certain what is wanted, and for money."""

    reason: Literal["privacy", "money"]
    request: DataRequest | None = None


MONEY = Case("money")


@lru_cache(maxsize=512)  # the policy, the flow and the tool ask it of one message
def cases_in(text: str) -> tuple[Case, ...]:
    """The cases of a message, each once, in a fixed order."""
    requests = [Case("privacy", one) for one in DataRequest if one in data_requests(text)]
    if not requests and names_data_rights(text):
        requests = [Case("privacy")]
    return (*requests, *([MONEY] if has_payment_trouble(text) else []))


def without_cases(text: str) -> str:
    """The rest of a message, without the pieces in which a case stands: "cancela mi cita y borren mis datos"."""
    parts = pieces(text)
    left = [piece for piece in parts if not cases_in(piece)]
    # It may take several pieces together.
    return "" if len(left) == len(parts) else put_together(left)
