"""Whether a consent is the customer's own: their yes to the question for it, in a message that was sent."""

from msgspec.structs import replace

from agent.context import TurnContext
from agent.language.consent_answers import speaks_of_reminding
from agent.language.readings.deciding import Decided, Decision
from agent.language.readings.recalling import asks_about_recalls, refuses_recalls, wants_recalls
from agent.language.readings.reminding import asks_about_reminders, decides_on_reminders
from agent.records import Exchange
from agent.tool_answers import Consent
from tools.kit.exchange import Matter, Messages, decided

_YES, _NO = "consent:yes", "consent:no"
_KIND = "consent"
"""Of the offline model's question."""
_GRANTED = {Decision.YES: True, Decision.NO: False}


async def gate_consent(context: TurnContext, kind: str, *, granted: bool) -> Consent | None:
    """The answer to a consent, or to a refusal of it, that the customer did not give; else None."""
    if kind == "recall":
        return await _gate_recalls(context, granted=granted)
    exchange = await context.store.recent_exchange(
        context.organization.id, context.conversation_id, context.turn_id
    )
    verdict = decided(_asked_in_words(exchange), Matter((_YES,), _taps, _reads, _beside))
    told = _GRANTED.get(verdict.decision)
    if told is granted or (context.by_policy and not verdict.plain):
        return None
    if told is not None:
        return Consent(status="refused_by_customer", granted=told)
    return Consent(status="needs_tap") if granted else None


async def _gate_recalls(context: TurnContext, *, granted: bool) -> Consent | None:
    """The same for being invited to come again: said in so many words, or a yes or no to that question."""
    if wants_recalls(context.words) or refuses_recalls(context.words):
        told = wants_recalls(context.words)
        return None if told is granted else Consent(status="refused_by_customer", granted=told)
    if context.by_policy or not granted:
        return None
    if (context.choice or "").startswith("recalls:"):
        return None if context.choice == "recalls:yes" else Consent(status="refused_by_customer")
    exchange = await context.store.recent_exchange(
        context.organization.id, context.conversation_id, context.turn_id
    )
    messages = tuple(
        replace(one, shown=(*one.shown, "recalls:yes"))
        if one.direction == "outbound" and asks_about_recalls(one.text)
        else one
        for one in exchange.messages
    )
    verdict = decided(
        replace(exchange, messages=messages), Matter(("recalls:yes",), _taps, _reads, _beside)
    )
    return None if verdict.decision is Decision.YES else Consent(status="needs_tap")


def _taps(choice: str) -> Decision | None:
    return {_YES: Decision.YES, _NO: Decision.NO}.get(choice)


def _reads(words: str, about: Messages) -> Decided:
    return decides_on_reminders(words)


def _beside(words: str, own: bool) -> Decided:
    """Nobody asked just now: a no is always heard, a yes may be to something else."""
    if not (own or speaks_of_reminding(words)):
        return Decided(Decision.NOTHING)
    told = decides_on_reminders(words)
    heard = told.decision is Decision.NO and told.plain
    return told if heard else Decided(Decision.NOTHING)


def _asked_in_words(exchange: Exchange) -> Exchange:
    """The exchange, in which a message that asks in words shows the button, too."""
    messages = tuple(
        replace(one, shown=(*one.shown, _YES))
        if one.direction == "outbound" and (one.asks == _KIND or asks_about_reminders(one.text))
        else one
        for one in exchange.messages
    )
    return replace(exchange, messages=messages)
