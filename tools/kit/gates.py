"""What the customer's own words let a model do (docs/decisions/gates.md).

Nothing is booked, moved or cancelled without their choice of what they were shown.
The same for every model. Where the reading is unsure a tap is asked for; the offline model, which is itself
code over the same readings, is then believed.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from agent.context import TurnContext
from agent.language.readings.cancelling import says_cancel
from agent.language.readings.deciding import Decided, Decision, decides_on_cancelling, says_no
from agent.records import Exchange, ShownOffer, ShownProposal
from agent.scheduling.labels import appointment_view
from agent.scheduling.reminder_buttons import read_answer
from agent.tool_answers import Answer, Outcome
from agent.tool_results import NeedsTap, RefusedByCustomer
from agent.types import MOVES_NOT
from tools.kit.chosen_slots import decides_on_slot, turns_down_slot
from tools.kit.exchange import Matter, Messages, Verdict, decided
from tools.kit.offers import slot_view


async def gate_booking(context: TurnContext, slot: str) -> Outcome | None:
    """The answer to a booking that the customer did not choose; None where they did, or where the database tells
    why it cannot be booked."""
    exchange = await _exchange(context)
    offer = _offer(exchange, slot)
    if offer is None:
        return None
    verdict = decided(exchange, _of_slot(context, exchange, offer))
    return _refusal(context, verdict, lambda: _tap_slot(context, offer))


async def gate_move(context: TurnContext, slot: str | None, proposal: str | None) -> Outcome | None:
    """The same for a move: to a time that was offered for this appointment, or by a proposal."""
    if slot is None and proposal is None:
        return None
    exchange = await _exchange(context)
    if proposal is not None:
        return _gate_proposal(context, exchange, proposal, "move")
    offer = _offer(exchange, slot or "")
    if offer is None or offer.appointment is None:
        return None  # it becomes a proposal
    verdict = decided(exchange, _of_slot(context, exchange, offer))
    return _refusal(context, verdict, lambda: _tap_slot(context, offer))


async def gate_cancelling(context: TurnContext, proposal: str) -> Outcome | None:
    """The same for a cancellation by a proposal."""
    return _gate_proposal(context, await _exchange(context), proposal, "cancel")


def gate_confirming(context: TurnContext) -> Outcome | None:
    """The answer to a confirmation where the newest words say that they do not come; else None."""
    tapped = read_answer(context.choice)
    taken = tapped.decision == "yes" if tapped else not says_no(context.words)
    if taken or context.by_policy:
        return None
    return RefusedByCustomer(status="refused_by_customer")


async def _exchange(context: TurnContext) -> Exchange:
    return await context.store.recent_exchange(
        context.organization.id, context.conversation_id, context.turn_id
    )


def _gate_proposal(
    context: TurnContext, exchange: Exchange, proposal: str, kind: str
) -> Outcome | None:
    one = next((one for one in exchange.proposals if one.proposal == proposal), None)
    if one is None or one.kind != kind:
        return None
    verdict = decided(exchange, _of_proposal(context, exchange, one))
    refusal = _refusal(context, verdict, lambda: _tap_proposal(context, one))
    if isinstance(refusal, RefusedByCustomer) and (context.by_policy or not verdict.own):
        return Answer(status="proposal_withdrawn")
    return refusal


def _refusal(context: TurnContext, verdict: Verdict, tap: Callable[[], Outcome]) -> Outcome | None:
    if verdict.decision is Decision.YES:
        return None
    if context.by_policy and (verdict.open or not verdict.plain):
        return None
    if verdict.open:
        return tap()
    return RefusedByCustomer(status="refused_by_customer")


def _of_slot(context: TurnContext, exchange: Exchange, offer: ShownOffer) -> Matter:
    def taps(choice: str) -> Decision | None:
        if choice in _ids(offer.slot):
            return Decision.YES
        others = {one for shown in exchange.offers for one in _ids(shown.slot)}
        refuses = choice in (MOVES_NOT, f"waiting:{offer.slot}:no")
        return Decision.NO if refuses or choice in others else None

    def reads(words: str, about: Messages) -> Decided:
        return decides_on_slot(context, words, offer, _listed(exchange, about, offer))

    def beside(words: str, own: bool) -> Decided:
        return turns_down_slot(context, words, offer, own=own)

    return Matter(_ids(offer.slot), taps, reads, beside)


def _of_proposal(context: TurnContext, exchange: Exchange, one: ShownProposal) -> Matter:
    offer = _offer(exchange, one.slot or "")

    def taps(choice: str) -> Decision | None:
        told = {f"{one.proposal}:yes": Decision.YES, f"{one.proposal}:no": Decision.NO}
        return told.get(choice)

    def reads(words: str, about: Messages) -> Decided:
        if offer is not None:
            return decides_on_slot(context, words, offer, [offer])
        return decides_on_cancelling(words)

    def beside(words: str, own: bool) -> Decided:
        return _tells_to(words, alone=len(exchange.proposals) == 1 and offer is None)

    return Matter(_ids(one.proposal), taps, reads, beside)


def _tells_to(words: str, *, alone: bool) -> Decided:
    """What words do with a proposal that answer something else: "ah bueno, entonces cancélala" needs no question
    where there is but one."""
    tells = alone and says_cancel(words) and decides_on_cancelling(words).decision is Decision.YES
    return Decided(Decision.YES if tells else Decision.UNSURE)


def _ids(token: str) -> tuple[str, ...]:
    """As frontdesk.ids_of."""
    return token, f"{token}:yes", f"waiting:{token}:yes"


def _listed(exchange: Exchange, about: Messages, mine: ShownOffer) -> Sequence[ShownOffer]:
    """The times that messages show, in their order: those with buttons, where there are any. A time that was found
    twice is one, and `mine` where it is that."""
    by_id = {one: offer for offer in exchange.offers for one in _ids(offer.slot)}
    listed = [
        offer
        for message in about
        for one in message.shown[: message.buttons or None]
        if (offer := by_id.get(one))
    ]
    return list({_start(offer): offer for offer in [*listed, *_same(mine, listed)]}.values())


def _same(mine: ShownOffer, listed: Sequence[ShownOffer]) -> list[ShownOffer]:
    return [mine] if any(_start(mine) == _start(offer) for offer in listed) else []


def _start(offer: ShownOffer) -> tuple[datetime, tuple[UUID, ...]]:
    return offer.at, tuple(item.member_id for item in offer.items)


def _offer(exchange: Exchange, slot: str) -> ShownOffer | None:
    return next((offer for offer in exchange.offers if offer.slot == slot), None)


def _tap_slot(context: TurnContext, offer: ShownOffer) -> NeedsTap:
    return NeedsTap(status="needs_tap", slots=(slot_view(context, offer),))


def _tap_proposal(context: TurnContext, one: ShownProposal) -> NeedsTap:
    return NeedsTap(
        status="needs_tap", proposal=one.proposal, label=_label(context, one.appointment)
    )


def _label(context: TurnContext, appointment: UUID) -> str:
    organization = context.organization
    own = next((row for row in context.upcoming if row.id == appointment), None)
    if own is None:
        return ""
    return appointment_view(
        own,
        zone=organization.zone,
        language=context.language,
        country=organization.country,
        today=context.now.date(),
    ).label
