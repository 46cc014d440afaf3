"""A yes or a choice with another wish in it: what is on offer is seen to first, then the other wish.

"Sí, esa. Y la otra cancélala", "yep book it. then a massage for my wife at ten": the message is cut before
anything of it is read, so that neither part is taken for a piece of the other. What comes behind waits in
the memo (`later`) until nothing is asked of the first any more.
"""

from agent.dialogue.flows.asking import asks, parts_of
from agent.dialogue.flows.further import last_booked
from agent.dialogue.flows.keeping import stands
from agent.dialogue.flows.naming import heard_name, of_others
from agent.dialogue.memo import Plan
from agent.dialogue.turn import Call, Turn
from agent.language import Intent, looks_like_date, names_position, ordinal, yes_no
from agent.language.acts.clauses import Clause, sentences
from agent.language.readings.another import asks_to_make, asks_to_move
from agent.language.readings.cancelling import cancels_on_condition_alone, says_cancel, says_keep
from agent.language.readings.decisions import holds_back, only_pleads, speaks_of_one_of_several
from agent.language.readings.refusing import begins_with_no
from agent.language.readings.services import mentioned
from agent.language.readings.staying import says_same_hour, without_same_hour
from agent.language.readings.taking import joins_on, wants_to_hear_first
from agent.language.whom import for_whom
from agent.tool_answers import Answer

from collections.abc import Generator

OF_AN_OFFER = frozenset({"slot", "name", "attendee", "place"})
"""Questions on the way from an offer to a booking, through which another wish is kept."""


def note_more(turn: Turn) -> None:
    """Keeps the other wish of a message that takes what is on offer, and narrows it to the answer."""
    if turn.choice or turn.quotes or turn.handed_over or not turn.memo.ask:
        return
    if turn.pending_question == "human":
        _cut(turn, _Offer(turn))
    elif turn.memo.ask.node == "appointment" and turn.pending_question in {"slot", "name"}:
        if hears_first(turn):
            return
        _cut(turn, _Offer(turn))


def hears_first(turn: Turn) -> bool:
    """Makes a yes that depends on something that is asked for none: what is asked for is left."""
    parts = [one for sentence in sentences(turn.text) for one in sentence]
    if turn.pending_question != "slot" or len(parts) < 2 or yes_no(parts[0].words) is not True:
        return False
    rest = turn.text[parts[1].start :]
    if not wants_to_hear_first(rest):
        return False
    turn.narrow(rest)
    turn.agrees = None
    return True


def _cut(turn: Turn, offer: "_Offer") -> None:
    for begins, part in _parts(turn.text):
        head, rest = turn.text[: part.start].strip(" ,;"), turn.text[part.start :]
        if not head or not (begins or joins_on(rest)):
            continue
        if offer.is_taken(head) and offer.is_other(rest):
            turn.memo.later = "\n".join(filter(None, (turn.memo.later, rest)))
            turn.narrow(head)
            return


def _parts(text: str) -> list[tuple[bool, Clause]]:
    """Where a message may be cut, and whether a sentence begins there."""
    return [(i == 0, one) for sentence in sentences(text) for i, one in enumerate(sentence)]


class _Offer:
    """What a part of the message does with what is on offer."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn
        self._plan = turn.memo.booking

    def is_taken(self, head: str) -> bool:
        """Whether it takes what is on offer, or gives the name that is asked for, and nothing else."""
        turn = self._turn
        if "?" in head or holds_back(head) or only_pleads(head) or says_cancel(head):
            return False
        if begins_with_no(head, portuguese=turn.portuguese):
            return False
        if turn.pending_question == "name":
            return heard_name(turn, text=head) is not None
        if yes_no(head) is True:
            return True
        slots = len(self._plan.slots)
        placed = names_position(head) or ordinal(head, slots) is not None
        return turn.pending_question == "slot" and (placed or looks_like_date(head))

    def is_other(self, rest: str) -> bool:
        """Whether it wishes for something else than what is on offer."""
        if self._turn.pending_question == "human":
            return self._is_of_its_own(rest)
        return self._changes(rest) or self._books(rest) or self._asks_apart(rest)

    def _is_of_its_own(self, rest: str) -> bool:
        wishes = asks_to_make(rest) or looks_like_date(rest)
        named = mentioned(rest, self._turn.facts.services)
        return (bool(named) and wishes) or self._changes(rest)

    def _changes(self, rest: str) -> bool:
        """Whether it cancels or moves an appointment that stands."""
        turn = self._turn
        if not turn.facts.upcoming or holds_back(rest) or "?" in rest:
            return False
        if says_cancel(rest) and not (says_keep(rest) or cancels_on_condition_alone(rest)):
            return True
        if not asks_to_move(rest):
            return False
        other = {*mentioned(rest, turn.facts.services)} - {*self._plan.names}
        return bool(other) or speaks_of_one_of_several(rest)

    def _books(self, rest: str) -> bool:
        """Whether it wishes for one more: of another service at a time of its own, or for somebody else."""
        turn = self._turn
        named = {*mentioned(rest, turn.facts.services)}
        timed = looks_like_date(rest) or says_same_hour(rest)
        if not named:
            return False
        others = for_whom(rest, others=of_others(turn)).others
        return timed and (bool(named - {*self._plan.names}) or bool(others))

    def _asks_apart(self, rest: str) -> bool:
        """Whether it is a question that nothing here reads as one: "is car parking available there?"."""
        if not rest.rstrip().endswith("?") or looks_like_date(rest):
            return False
        return not (parts_of(self._turn, booking=True).questions or asks(rest, booking=True))


def note_when_after(turn: Turn) -> Generator[Call, Answer, None]:
    """Begins the plan of a wish that comes after a booking: "at 10:30", "same time" are of its day."""
    turn.memo.booking = Plan()
    last = yield from last_booked(turn)
    if last is None or not last.date or turn.has(Intent.CANCEL, Intent.RESCHEDULE, sure=0.8):
        return
    plan = turn.memo.booking
    same = says_same_hour(turn.text)
    if same or looks_like_date(turn.text):
        plan.when = {"date_from": last.date, "date_to": last.date}
    if same:
        plan.when |= {"time": last.at}
        turn.narrow(without_same_hour(turn.text))
    plan.stands = stands(last)
