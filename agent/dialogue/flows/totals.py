"""What everything that is booked costs together: "¿cuánto es todo?"."""

from agent.dialogue.tools import list_appointments
from agent.dialogue.turn import Steps, Turn
from agent.language.readings.asking import asks_for_total
from agent.language.readings.services import mentioned


def total_of_own(turn: Turn, question: str) -> Steps:
    """The sum of the appointments ahead, and of how many; "" to another question, or where it is unknown."""
    if not asks_for_total(question) or mentioned(question, turn.facts.services):
        return ""
    if not (turn.facts.upcoming or turn.memo.booked):
        return ""
    own = yield from list_appointments()
    if not own.total:
        return ""
    count = len(own.appointments)
    if count == 1:
        return turn.say("sum_of_one", total=own.total, service=own.appointments[0].service)
    return turn.say("sum_of_all", total=own.total, count=str(count))
