"""What the customer's newest words refuse, which no tool offers and none books."""

from collections.abc import Sequence
from datetime import date

from agent.context import TurnContext
from agent.dates import Resolution, excluded, resolve
from agent.dates.order import date_order
from agent.language import read_first
from agent.language.sent_at import sent_time
from agent.tool_results import RefusedByCustomer


def understood(
    context: TurnContext,
    text: str,
    *,
    expecting_time: bool = False,
    day: date | None = None,
    offered: Sequence[date] = (),
) -> Resolution:
    """The one reading of days and hours in a customer's words."""
    language, country = context.language, context.organization.country
    return resolve(
        text,
        context.now,
        languages=read_first(text, language),
        hours=context.organization.hours,
        expecting_time=expecting_time,
        day_hint=day,
        sent=sent_time(text, context.sent, context.now),
        order=date_order(language, country),
        offered=offered,
    )


def refused_now(context: TurnContext) -> list[str]:
    """The exclusions of this turn's words, as texts."""
    return [str(one) for one in understood(context, context.words).refused]


async def refused_by_customer(context: TurnContext, slot: str | None) -> RefusedByCustomer | None:
    """The answer to a write for a slot whose very time this turn's words refuse; else None.

    A tap is no word: who taps a time wants it.
    """
    if not slot or slot == context.choice:
        return None
    # The answer to an offer: a lone "las 3 no" is an hour.
    refused = understood(context, context.words, expecting_time=True).refused
    if not refused:
        return None
    items = await context.store.offer_items(context.organization.id, context.conversation_id, slot)
    if not items or not excluded(items[0].local, refused):
        return None
    return RefusedByCustomer(
        status="refused_by_customer",
        refused=tuple(map(str, refused)),
    )
