"""What a message wants when it speaks of somebody else: their appointment, or one for them."""

import re
from collections.abc import Set

from agent.language.intent import Intent
from agent.language.whom import for_whom
from agent.language.whose import moves_somebodys, whose

_CHANGES = frozenset({Intent.CANCEL, Intent.RESCHEDULE, Intent.CONFIRM, Intent.RENAME, Intent.BOOK})
_ASKS = frozenset({Intent.HOURS, Intent.QUESTION})
_ASKS_OR_PRICE = _ASKS | {Intent.PRICE}
_SURE = 0.9
_WISHED = 0.85
_SUPPOSED = re.compile(r"\b(?:si|se|if|caso) (?=\w+ \w)[^,.;?!\n]*")


def settle_people(scores: dict[Intent, float], text: str, told: Set[Intent], *, owns: bool) -> None:
    """Mends the scores of a message. told: the intents that its words named; owns: the customer has
    appointments."""
    wishes = for_whom(text)
    supposed = bool(scores.keys() & _ASKS_OR_PRICE) and supposes_company(text)
    if (
        wishes.several
        and not supposed
        and not scores.keys() & (_CHANGES | {Intent.HUMAN, Intent.COMPLAINT})
    ):
        # "Could my husband and I both come in for checkups?"
        scores[Intent.BOOK] = _WISHED
    if not owns:
        return
    if not scores.keys() & {Intent.CANCEL, Intent.RENAME} and moves_somebodys(text):
        scores[Intent.RESCHEDULE] = max(_SURE, scores.get(Intent.RESCHEDULE, 0.0))
        if Intent.BOOK not in told:
            scores.pop(Intent.BOOK, None)
    if not scores.keys() & _CHANGES and scores.keys() & _ASKS and whose(text).other:
        # "¿A qué hora es la de mi hija?" asks for no opening hours.
        scores[Intent.LIST] = _SURE
        for intent in _ASKS:
            scores.pop(intent, None)
    elif Intent.RESCHEDULE in scores and Intent.RESCHEDULE not in told and wishes.others:
        # "Outra limpeza pra minha filha": one more, not another time for what there is.
        scores[Intent.BOOK] = max(scores.pop(Intent.RESCHEDULE), scores.get(Intent.BOOK, 0.0))


def supposes_company(text: str) -> bool:
    """Whether that several come is only supposed: "¿hay descuento si vamos dos?"."""
    return for_whom(text).several and not for_whom(_SUPPOSED.sub(" ", text.lower())).several
