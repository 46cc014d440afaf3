"""What everything that is booked costs together: "¿cuánto es todo?"."""

from collections.abc import Sequence

from agent.dialogue.flows.telling import service_line
from agent.dialogue.memo import Memo, Wanted
from agent.dialogue.tools import list_appointments, list_services
from agent.dialogue.turn import Steps, Turn, join
from agent.language.readings.asking import asks_for_total
from agent.language.readings.services import mentioned


def _queued(memo: Memo) -> list[Wanted]:
    return [wanted for wish in memo.queue for wanted in wish.wanted]


def _each(turn: Turn, names: Sequence[str]) -> Steps:
    """The price of each that is being booked: a list has prices as words, which are not added up."""
    rows = {row.name: row for row in (yield from list_services()).services}
    return join(*(service_line(turn, rows[name]) for name in dict.fromkeys(names) if name in rows))


def total_of_own(turn: Turn, question: str) -> Steps:
    """The sum of the appointments ahead, and of how many; "" to another question, or where it is unknown."""
    if not asks_for_total(question) or mentioned(question, turn.facts.services):
        return ""
    in_the_making = [
        one.name for one in (*turn.memo.booking.wanted, *_queued(turn.memo)) if one.name
    ]
    standing = [one.label.partition(",")[0] for one in turn.facts.upcoming]
    if len(in_the_making) > 1 or (in_the_making and standing):
        return (yield from _each(turn, [*standing, *in_the_making]))
    if not (turn.facts.upcoming or turn.memo.booked):
        return ""
    own = yield from list_appointments()
    if not own.total:
        return ""
    count = len(own.appointments)
    if count == 1:
        return turn.say("sum_of_one", total=own.total, service=own.appointments[0].service)
    return turn.say("sum_of_all", total=own.total, count=str(count))
