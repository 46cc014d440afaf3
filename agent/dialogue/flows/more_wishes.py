"""A yes or a choice with another wish in it: what is on offer is seen to first, then the other wish.

"Sí, esa. Y la otra cancélala", "yep book it. then a massage for my wife at ten": the message is cut before
anything of it is read, so that neither part is taken for a piece of the other. What comes behind waits in
the memo (`later`) until nothing is asked of the first any more.
"""

from collections.abc import Generator, Sequence

from agent.dialogue.flows.asking import asks, parts_of
from agent.dialogue.flows.dates import keep_time, note_member
from agent.dialogue.flows.further import last_booked, services_of
from agent.dialogue.flows.keeping import stands
from agent.dialogue.flows.members import people_of
from agent.dialogue.flows.naming import heard_name, of_others
from agent.dialogue.flows.turned_down import leave_out
from agent.dialogue.memo import Plan
from agent.dialogue.turn import Call, Turn
from agent.language import Intent, looks_like_date, names_position, ordinal, yes_no
from agent.language.acts import Act, acts_of
from agent.language.acts.clauses import Clause, sentences
from agent.language.readings.another import (
    answer_and_more,
    asks_also,
    asks_for_another,
    asks_to_make,
    asks_to_move,
    says_same_day,
)
from agent.language.readings.asked import asks_what_else
from agent.language.readings.attending import asks_for_the_same_person
from agent.language.readings.cancelling import cancels_on_condition_alone, says_cancel, says_keep
from agent.language.readings.decisions import holds_back, only_pleads, speaks_of_one_of_several
from agent.language.readings.notes import asks_to_note, passes_word_on
from agent.language.readings.people import same_person, turns_somebody_away
from agent.language.readings.refusing import begins_with_no
from agent.language.readings.services import mentioned
from agent.language.readings.staying import says_same_hour, without_same_hour
from agent.language.readings.taking import joins_on, wants_to_hear_first
from agent.language.whom import for_whom
from agent.tool_answers import Answer
from agent.tool_views import Slot


def note_more(turn: Turn) -> None:
    """Keeps the other wish of a message that takes what is on offer, and narrows it to the answer."""
    if turn.choice or turn.quotes or turn.handed_over or not turn.memo.ask:
        return
    if turn.pending_question == "human":
        _cut(turn, _Offer(turn))
    elif hears_first(turn):
        return
    elif turn.memo.ask.node == "appointment" and turn.pending_question in {"slot", "name"}:
        _cut(turn, _Offer(turn))


def wishes_one_more(turn: Turn) -> bool:
    """Whether what is left of a message wishes for one more appointment."""
    return _Offer(turn).books(turn.text)


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
        if offer.is_taken(head) and offer.asks_apart(rest):
            turn.asides = rest
            turn.narrow(head)
            return
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
        answered = answer_and_more(head)
        named = answered and answered[0] and heard_name(turn, text=answered[1])
        if yes_no(head) is True or named:
            return True
        slots = len(self._plan.slots)
        placed = names_position(head) or ordinal(head, slots) is not None
        return turn.pending_question == "slot" and (placed or looks_like_date(head))

    def is_other(self, rest: str) -> bool:
        """Whether it wishes for something else than what is on offer."""
        if self._turn.pending_question == "human":
            return self._is_of_its_own(rest)
        if asks_to_note(rest) or passes_word_on(rest) or acts_of(rest).has(Act.NOTE):
            return True
        own = not for_whom(rest, others=of_others(self._turn)).others
        if own and self._turn.pending_question == "name" and not says_same_hour(rest):
            return self._changes(rest)  # one more of theirs is noted along with the name
        return self._changes(rest) or self.books(rest)

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

    def books(self, rest: str) -> bool:
        """Whether it wishes for one more: of another service at a time of its own, or for somebody else."""
        turn = self._turn
        named = {*mentioned(rest, turn.facts.services)}
        timed = looks_like_date(rest) or says_same_hour(rest) or says_same_day(rest)
        others = for_whom(rest, others=of_others(turn)).others
        if not named:
            return bool(others) and timed and (asks_also(rest) or asks_for_another(rest))
        return timed and (bool(named - {*self._plan.names}) or bool(others))

    def asks_apart(self, rest: str) -> bool:
        """Whether it is a question that nothing here reads as one: "is car parking available there?"."""
        if (
            self._turn.pending_question != "slot"
            or not rest.rstrip().endswith("?")
            or looks_like_date(rest)
            or asks_what_else(rest)
        ):
            return False
        return not (parts_of(self._turn, booking=True).questions or asks(rest, booking=True))


def with_somebody_else(turn: Turn, plan: Plan) -> bool:
    """Whether somebody else is to give the appointment than at the time that was taken: it is searched for
    at the same time with them, or without who was turned down."""
    taken = [one for one in plan.slots if one.slot == plan.slot] or plan.slots[:1]
    people = people_of(turn, taken, plan.not_with)
    away = turns_somebody_away(turn.text, portuguese=turn.portuguese)
    other = people.wanted and not any(same_person(people.wanted, name) for name in _givers(taken))
    if not (people.refused or away or other):
        return False
    keep_time(plan)
    refused = [*people.refused] or ([*_givers(taken)] if away and not other else [])
    leave_out(plan, refused)
    note_member(turn, plan)
    plan.slot = ""
    return True


def with_the_same(turn: Turn, plan: Plan) -> bool:
    """Whether who gives an appointment now is to give it at the new time, where somebody else is on
    offer: it is searched for with them, at the same time."""
    if turn.choice or not (plan.person and plan.slots and asks_for_the_same_person(turn.text)):
        return False
    if any(same_person(plan.person, name) for name in _givers(plan.slots)):
        return False
    keep_time(plan)
    plan.when["member"] = plan.person
    plan.slot = ""
    return True


def _givers(slots: Sequence[Slot]) -> list[str]:
    return [name for slot in slots for name in slot.people]


def note_when_after(turn: Turn) -> Generator[Call, Answer, None]:
    """Where a wish that comes after a booking begins: "at 10:30", "same time" are of its day."""
    last = yield from last_booked(turn)
    if last is None or not last.date or turn.has(Intent.CANCEL, Intent.RESCHEDULE, sure=0.8):
        return
    plan = turn.memo.booking
    same = says_same_hour(turn.text)
    if same or says_same_day(turn.text) or looks_like_date(turn.text):
        plan.when = {"date_from": last.date, "date_to": last.date}
    if same:
        plan.when |= {"time": last.at}
        turn.narrow(without_same_hour(turn.text))
    plan.stands = stands(last)
    if not mentioned(turn.text, turn.facts.services):
        plan.wanted = services_of(last)
