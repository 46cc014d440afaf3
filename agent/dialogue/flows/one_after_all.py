"""Two were to come, and only one does: the same day and service are looked up for that one."""

import unicodedata

from agent.dialogue.flows.dates import merge, understand
from agent.dialogue.flows.naming import heard_name, of_others
from agent.dialogue.flows.party import is_party
from agent.dialogue.flows.search import search
from agent.dialogue.flows.whom import guest_of
from agent.dialogue.memo import Guest
from agent.dialogue.turn import Steps, Turn
from agent.language import fold, words
from agent.language.names import same_person
from agent.language.readings.only_one import only_one, only_the_writer, without_count
from agent.language.whom import for_whom, without_names, without_spans


def note_fewer(turn: Turn) -> bool:
    """Keeps who of the two it is; False for a message that is not about that."""
    plan = turn.memo.booking
    if turn.choice or not is_party(turn) or not only_one(turn.text):
        return False
    left, named = _who(turn)
    plan.party = [left] if left else []
    plan.in_turn, plan.slot, plan.slots = False, "", []
    turn.memo.name = "" if left is None or left.writer else left.name
    turn.fewer = turn.whom = True
    turn.narrow(without_count(named))
    return True


def for_the_one(turn: Turn) -> Steps:
    """Offers what is free for the one who comes."""
    plan = turn.memo.booking
    read = yield from understand(turn, plan)
    merge(plan, read.when)
    return (yield from search(turn, plan))


def _who(turn: Turn) -> tuple[Guest | None, str]:
    """The one who comes, None where the message does not tell, and the text without their name."""
    party, text = turn.memo.booking.party, unicodedata.normalize("NFC", turn.text)
    if only_the_writer(text):
        return _own(turn), text
    heard = for_whom(text, others=of_others(turn))
    if len(heard.others) == 1:
        return guest_of(turn, heard.others[0]), without_names(text, heard)
    spoken = set(words(text))
    named = [one for one in party if one.name and fold(one.name).split(" ")[0] in spoken]
    if len(named) == 1:
        return named[0], text
    name = heard_name(turn, expected=True, text=text)
    if name and not same_person(name.value, turn.facts.customer_name):
        of = next((one for one in party if not one.name and not one.writer), Guest())
        guest = Guest(of.relation, name.value)
        return guest, without_spans(text, [(name.start, name.end)])
    return None, text


def _own(turn: Turn) -> Guest | None:
    """The writer: as a guest only where others of the same wish are booked, too."""
    return Guest(writer=True, name=turn.facts.customer_name) if turn.memo.booking.each else None
