"""Where a home visit is: asked for once the time is chosen, and read from the customer's words or map.

The slot is held meanwhile, as while a name is asked for (migrations/functions/places.sql).
"""

from collections.abc import Generator

from agent.dialogue.flows.naming import NAME_QUESTIONS, heard_name
from agent.dialogue.memo import AskData, Plan
from agent.dialogue.tools import note_place
from agent.dialogue.turn import Call, Steps, Turn
from agent.language import Intent
from agent.language.said_places import (
    corrects_place,
    is_too_long,
    place_within,
    said_place,
    says_same_place,
)
from agent.tool_answers import Answer
from agent.tool_results import Change

Placed = Generator[Call, Answer, bool | str]
"""Ends with True when the place is noted, with a reply, or with False: the message is about something else."""
_OTHER_WISHES = (Intent.HUMAN, Intent.CANCEL, Intent.RESCHEDULE, Intent.COMPLAINT, Intent.OPT_OUT)


def gives_place(turn: Turn) -> bool:
    """Whether the message answers the question for the address for certain."""
    if turn.pending_question != "place" or turn.taps_slot:
        return False
    address = said_place(turn.text)
    return bool(turn.facts.place or (address and address.sure) or says_same_place(turn.text))


def ask_place(turn: Turn, result: Change) -> str:
    """The question, with the place of the last visit where there was one."""
    if not result.place:
        return _ask(turn, "ask_place")
    data = AskData(about=result.place)
    return turn.ask("place", "appointment", "ask_same_place", data, place=result.place)


def take_place(turn: Turn) -> Placed:
    """Takes the answer to the question for the address."""
    if turn.pending_question != "place" or turn.taps_slot:
        return False
    if turn.facts.place:
        return (yield from _noted(turn, None))
    data = turn.memo.ask.data if turn.memo.ask else AskData()
    address = said_place(turn.text)
    if address and address.sure:
        return (yield from _noted(turn, address.text))
    if data.about and (turn.agrees or says_same_place(turn.text)):
        heard = yield from note_place(again=True)
        return True if heard.status == "noted" else _ask(turn, "ask_place")
    if data.name and turn.agrees:
        return (yield from _noted(turn, data.name))
    if turn.agrees is False:
        return _refused(turn, data)
    if is_too_long(turn.text):
        return _ask(turn, "place_too_long")
    if address and not turn.has(*_OTHER_WISHES):
        data = AskData(name=address.text)
        return turn.ask("place", "appointment", "confirm_place", data, place=address.text)
    return False


def place_for_name(turn: Turn) -> Steps:
    """An address that comes where a name was asked for is kept, and the name asked for again; "" for
    anything else."""
    awaited = turn.pending_question in NAME_QUESTIONS and turn.memo.booking.slot
    address = said_place(turn.text) if awaited else None
    if address is None or not address.sure or heard_name(turn) is not None:
        return ""
    yield from note_place(address.text)  # where nobody is visited it is not taken
    return turn.resume()


def place_said_along(turn: Turn) -> Generator[Call, Answer, bool]:
    """Notes an address that stands behind the choice or the name; True when there was one."""
    if turn.pending_question == "place" or not (written := place_within(turn.whole)):
        return False
    return (yield from note_place(written)).status == "noted"


def puts_place_right(turn: Turn) -> bool:
    """Whether the address of a visit that is booked is put right, which the team does."""
    visits = any(
        one.label.startswith(name) for one in turn.facts.upcoming for name in turn.facts.home_visits
    )
    return visits and turn.pending_question != "place" and corrects_place(turn.text)


def _noted(turn: Turn, written: str | None) -> Placed:
    heard = yield from note_place(written)
    return True if heard.status == "noted" else _ask(turn, "ask_place")


def _ask(turn: Turn, key: str) -> str:
    shares = turn.facts.shares_places or key != "ask_place"
    return turn.ask("place", "appointment", key if shares else "ask_place_written")


def _refused(turn: Turn, data: AskData) -> bool | str:
    """A no to what was proposed asks for the address; to the question itself it is asked about once."""
    if data.about or data.name:
        return _ask(turn, "ask_place")
    turn.memo.fails += 1
    if turn.memo.fails < 2:
        return turn.say("place_needed")
    turn.memo.booking, turn.memo.ask, turn.memo.fails = Plan(), None, 0
    return turn.say("nothing_then")
