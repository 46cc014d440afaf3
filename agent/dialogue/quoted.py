"""Resuming the dialogue at an earlier reply that the customer quotes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from langchain_core.messages import HumanMessage

from agent.dialogue.memo import Ask, Memo, Plan, Stored, as_object, as_objects, as_text, with_token
from agent.tool_views import Slot

_TOKEN = re.compile(r"[0-9a-f]{20}")


@dataclass(frozen=True)
class Quoted:
    """An earlier reply that is quoted: `newest` of all, the `memo` after it (stored JSON; {} of a
    reply that another model wrote), the times that its buttons offered."""

    newest: bool
    memo: Stored
    slots: tuple[Slot, ...]

    @classmethod
    def read(cls, raw: object) -> Self | None:
        quote = as_object(raw)
        if not quote:
            return None
        slots = [
            Slot(slot=as_text(option.get("id")), label=as_text(option.get("title")))
            for option in as_objects(quote.get("options"))
        ]
        return cls(
            newest=quote.get("newest") is True,
            memo=as_object(quote.get("memo")),
            slots=tuple(slot for slot in slots if _TOKEN.fullmatch(slot.slot)),
        )

    @property
    def then(self) -> Memo:
        """The memo as it stood after it. Of another model's reply the buttons tell what was offered."""
        if self.memo:
            return Memo.read(self.memo)
        slots = with_token(self.slots)
        ask = Ask("slot", "appointment", "which_slot") if slots else None
        return Memo(ask=ask, booking=Plan(slots=slots))


def quotes_in(humans: Sequence[HumanMessage]) -> list[Quoted]:
    """The replies that a turn's messages quote, the last one last; [] when that is only the newest
    reply, which needs no quoting."""
    quotes: list[Quoted] = []
    for message in humans:
        quote = Quoted.read(message.additional_kwargs.get("quote"))
        if quote and quote not in quotes:
            quotes.append(quote)
    return quotes if any(not quote.newest for quote in quotes) else []


def recalled(memo: Memo, quotes: Sequence[Quoted]) -> Memo:
    """The memo as it stood after the quoted reply; what was learned of the customer since then stays.

    Two replies quoted at once are two questions: what both offered is asked about.
    """
    then = quotes[-1].then
    memo.ask, memo.booking, memo.move = then.ask, then.booking, then.move
    memo.topic, memo.fails, memo.lead, memo.escalate = then.topic or memo.topic, 0, "", ""
    if len(quotes) > 1:
        offered = with_token(slot for quote in quotes for slot in quote.then.booking.slots)
        memo.booking.slots, memo.move.slots, memo.booking.slot = offered, [], ""
        memo.ask = Ask("slot", "appointment", "which_slot") if offered else None
    return memo
