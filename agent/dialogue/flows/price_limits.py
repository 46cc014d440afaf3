"""A wish up to a price: the list tells whether it holds, and the booking goes on or not."""

from collections.abc import Callable

from agent.dialogue.flows.asking import parts_of
from agent.dialogue.flows.questions import answer, spoken_of
from agent.dialogue.flows.telling import service_line
from agent.dialogue.memo import Plan
from agent.dialogue.tools import list_services
from agent.dialogue.turn import Maybe, Steps, Turn, join
from agent.language import Intent, intents
from agent.language.readings.price_limits import amount, price_limit
from agent.language.readings.services import mentioned


def wishes_up_to_price(turn: Turn) -> bool:
    """Whether the message wishes for a service up to a price."""
    return not turn.choice and bool(_limited(turn))


def within_price(turn: Turn, go_on: Callable[[Turn], Steps]) -> Maybe:
    """The reply to such a wish; None to another. `go_on`: what booking makes of the rest."""
    limit, service = price_limit(turn.text), _limited(turn)
    if turn.choice or limit is None or not service:
        return None
    rows = (yield from list_services()).services
    row = next((row for row in rows if row.name == service), None)
    price = amount(row.price or "") if row else None
    if row is None or price is None:
        return None
    turn.narrow(limit.rest)
    line = service_line(turn, row)
    if limit.allows(price):
        turn.memo.topic = row.name
        reply = yield from go_on(turn)
        return reply if line in reply else join(line, reply)
    turn.memo.ask, turn.memo.booking = None, Plan()
    others = yield from _others(turn)
    return join(others, line, turn.say("over_the_limit"))


def _limited(turn: Turn) -> str:
    """The service of which the price decides, "" without one."""
    if (limit := price_limit(turn.text)) is None:
        return ""
    named = (
        mentioned(limit.rest, turn.facts.services)
        or mentioned(turn.text, turn.facts.services)
        or spoken_of(turn, limit.rest)
    )
    return next(iter(named), "")


def _others(turn: Turn) -> Steps:
    """The answers to what is asked besides, and is no price."""
    asked_besides = [
        part for part in parts_of(turn, booking=True).questions if Intent.PRICE not in intents(part)
    ]
    return (yield from answer(turn, asked_besides)) if asked_besides else ""
