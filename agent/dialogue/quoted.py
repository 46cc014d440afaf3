"""Taking up the dialogue where a quoted reply left it: what is quoted is what is meant."""

import re
from collections.abc import Sequence

from langchain_core.messages import HumanMessage

from agent.dialogue.memo import Ask, Memo, Plan, as_object, as_objects, as_text, read_slots
from agent.types import Json

_TOKEN = re.compile(r"[0-9a-f]{20}")


def quotes_in(humans: Sequence[HumanMessage]) -> list[Json]:
    """The replies that a turn's messages quote, the last one last; [] when that is only the newest
    reply, which needs no quoting."""
    found: list[Json] = []
    for message in humans:
        quote = as_object(message.additional_kwargs.get("quote"))
        if quote and quote not in found:
            found.append(quote)
    return found if any(quote.get("newest") is not True for quote in found) else []


def recalled(memo: Memo, quotes: Sequence[Json]) -> Memo:
    """The memo as it stood after the quoted reply; what was learned of the customer since then stays.

    Two replies quoted at once are two questions: what both offered is asked about.
    """
    quote = quotes[-1]
    then = _of(quote)
    memo.ask, memo.booking, memo.move = then.ask, then.booking, then.move
    memo.topic, memo.fails, memo.lead, memo.escalate = then.topic or memo.topic, 0, "", ""
    if len(quotes) > 1:
        offered = [slot for quote in quotes for slot in _of(quote).booking.slots]
        memo.booking.slots, memo.move.slots, memo.booking.slot = read_slots(offered), [], ""
        memo.ask = Ask("slot", "appointment", "which_slot") if offered else None
    return memo


def _of(quote: Json) -> Memo:
    return Memo.read(quote.get("memo")) if quote.get("memo") else _of_options(quote)


def _of_options(quote: Json) -> Memo:
    """Of a reply that another model wrote the buttons tell which times were on offer."""
    shown = [
        {"slot": as_text(option.get("id")), "label": as_text(option.get("title"))}
        for option in as_objects(quote.get("options"))
    ]
    slots = read_slots([slot for slot in shown if _TOKEN.fullmatch(slot["slot"])])
    ask = Ask("slot", "appointment", "which_slot") if slots else None
    return Memo(ask=ask, booking=Plan(slots=slots))
