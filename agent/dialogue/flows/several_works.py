"""Several works in one message that answers no question: "cancel my cleaning and book a check-up".

The message is cut before anything of it is read, so that the day of one is not taken for the day of the
other. What comes behind waits in the memo (`later`) until nothing is asked of the first any more.
"""

from enum import StrEnum

from agent.dialogue.flows.asking import only_polite
from agent.dialogue.flows.naming import of_others
from agent.dialogue.flows.rules import is_of_rule
from agent.dialogue.turn import Turn
from agent.language import Intent, intents, looks_like_date
from agent.language.acts import Act, acts_of
from agent.language.acts.clauses import sentences
from agent.language.readings.another import (
    asks_for_another,
    asks_to_make,
    asks_to_move,
    keeps_the_standing_one,
)
from agent.language.readings.asked import opens_question
from agent.language.readings.cancelling import (
    cancels_on_condition_alone,
    says_cancel,
    says_keep,
)
from agent.language.readings.decisions import holds_back
from agent.language.readings.services import mentioned
from agent.language.readings.taking import joins_on, without_joint
from agent.language.renaming import puts_it_under
from agent.language.whom import for_whom

_BETWEEN = frozenset({"", "consent", "phone"})
"""Questions after a booking, which leave other matters free."""
_SURE = 0.5
_OWN = 0.8


class _Work(StrEnum):
    BOOK = "book"
    CANCEL = "cancel"
    MOVE = "move"
    LIST = "list"
    RULE = "rule"
    """Asks under which conditions one may cancel or move."""
    RENAME = "rename"


def note_works(turn: Turn) -> None:
    """Keeps what else is to be done for later, and narrows the message to the first of it."""
    busy = turn.pending_question not in _BETWEEN
    if busy or turn.choice or turn.quotes or turn.handed_over:
        return
    for sentence in sentences(turn.text):
        for place, part in enumerate(sentence):
            head, rest = turn.text[: part.start].strip(" ,;"), turn.text[part.start :]
            if head and (place == 0 or joins_on(rest)) and _are_apart(turn, head, rest):
                _keep(turn, without_joint(rest))
                turn.narrow(head)
                return


def _keep(turn: Turn, rest: str) -> None:
    """What is only asked is answered in the same reply."""
    if _work_in(turn, rest) is _Work.RULE:
        turn.asides = rest
    else:
        turn.memo.later = rest


def _are_apart(turn: Turn, head: str, rest: str) -> bool:
    """Whether the two parts each want something of their own."""
    first, second = _work_in(turn, head), _work_in(turn, _first_matter(rest))
    if second is _Work.RENAME and not only_polite(head):
        return True
    if first is None or second is None or first is second or holds_back(rest):
        return False
    if _Work.RULE in (first, second) or {first, second} == {_Work.LIST, _Work.BOOK}:
        return True
    if _Work.BOOK not in (first, second):
        return False  # two changes are told apart where one of them is done
    if keeps_the_standing_one(rest):
        return False
    named, then = ({*mentioned(one, turn.facts.services)} for one in (head, rest))
    others = of_others(turn)
    whose, theirs = (for_whom(one, others=others).others for one in (head, rest))
    return bool(then - named) or bool(whose) != bool(theirs) or _wants_one_more(first, rest)


def _wants_one_more(first: _Work, rest: str) -> bool:
    """Whether a move goes on with a further appointment: "pásala al martes y dame otra el jueves". One that
    is given up for another is moved."""
    return first is _Work.MOVE and asks_for_another(rest)


def _first_matter(rest: str) -> str:
    """The sentence with which the rest begins."""
    return next(
        (rest[: one[-1].start + len(one[-1].words)] for one in sentences(rest) if one), rest
    )


def _work_in(turn: Turn, text: str) -> _Work | None:
    """What a part wants, None for what is none of these."""
    if is_of_rule(text):
        return _Work.RULE
    if says_keep(text) or cancels_on_condition_alone(text):
        return None
    if turn.facts.upcoming and puts_it_under(text):
        return _Work.RENAME
    if says_cancel(text):
        return _Work.CANCEL
    acts, scores = acts_of(text), intents(text)
    named = mentioned(text, turn.facts.services)
    moves = acts.has(Act.MOVE) or Intent.RESCHEDULE in scores or named or looks_like_date(text)
    if (
        turn.facts.upcoming and moves and asks_to_move(without_joint(text))
    ):  # "de paso" moves nothing
        return _Work.MOVE
    asks = "?" in text or opens_question(text)  # "tengo una cita el jueves" only tells of one
    if asks and scores.get(Intent.LIST, 0.0) >= _OWN:
        return _Work.LIST
    return _Work.BOOK if _books(turn, text, bool(named)) else None


def _books(turn: Turn, text: str, named: bool) -> bool:
    if acts_of(text).has(Act.BOOK) or intents(text).get(Intent.BOOK, 0.0) >= _SURE:
        return True
    others = for_whom(text, others=of_others(turn)).others
    return named and (asks_to_make(text) or bool(others) or looks_like_date(text))
