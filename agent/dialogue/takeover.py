"""Taking over a conversation from another model, which left no memo.

What that model said lies in the thread, and what it did in the tools' results. Only a question that
these make certain is taken as still waiting: a "yes" must never book what the customer did not see.
"""

from collections.abc import Sequence

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from agent.authorship import OFFLINE, answered_by
from agent.dialogue.memo import (
    Ask,
    AskData,
    Memo,
    Plan,
    Stored,
    Wanted,
    as_list,
    as_text,
    read_when,
    with_token,
)
from agent.dialogue.results import Result, results_of
from agent.tool_results import Change, SlotSearch
from agent.tool_views import Slot

_DONE = frozenset(
    {"booked", "already_booked", "moved", "cancelled", "confirmed", "recorded", "joined",
     "declined", "left", "renamed", "notified", "already_notified", "notice_waits", "no_recipient"}
)  # fmt: skip


def memo_before(thread: Sequence[BaseMessage]) -> Memo:
    """The memo at the end of `thread`: the newest one, and what other models replied since."""
    for position in range(len(thread) - 1, -1, -1):
        message = thread[position]
        if isinstance(message, AIMessage) and "memo" in message.additional_kwargs:
            return _since(Memo.read(message.additional_kwargs["memo"]), thread[position + 1 :])
    return _since(Memo(), thread)


def done_by_another(results: Sequence[Result]) -> Result | None:
    """The newest change that another model made in this turn before it stopped answering."""
    theirs = (result for result in reversed(results) if result.foreign)
    return next((result for result in theirs if result.answer.status in _DONE), None)


def _since(memo: Memo, later: Sequence[BaseMessage]) -> Memo:
    replies = [p for p, message in enumerate(later) if _is_reply_of_another(message)]
    if not replies:
        return memo
    memo.ask, memo.fails, memo.lead, memo.escalate = None, 0, "", ""
    memo.aside = ""
    memo.booking, memo.move = Plan(), Plan()
    reply = str(later[replies[-1]].text)
    if "?" in reply:
        _read_question(memo, reply, _exchange(later[: replies[-1]]))
    return memo


def _is_reply_of_another(message: BaseMessage) -> bool:
    if not isinstance(message, AIMessage) or message.tool_calls or not str(message.text).strip():
        return False
    return answered_by(message) not in (None, OFFLINE)


def _exchange(thread: Sequence[BaseMessage]) -> Sequence[BaseMessage]:
    """What follows the last message of the customer."""
    humans = [p for p, message in enumerate(thread) if isinstance(message, HumanMessage)]
    return thread[humans[-1] + 1 :] if humans else thread


def _read_question(memo: Memo, reply: str, exchange: Sequence[BaseMessage]) -> None:
    """What the reply asks, as far as the last tool before it tells."""
    results = results_of(exchange)
    if not results:
        return
    last = results[-1]
    answer = last.answer
    if last.tool == "check_availability" and isinstance(answer, SlotSearch):
        _offered(memo, reply, last.args, answer)
    elif last.tool == "book_appointment" and answer.status == "needs_name":
        memo.booking.slot = as_text(last.args.get("slot"))
        memo.ask = Ask("name", "appointment", "ask_full_name")
    elif last.tool == "book_appointment" and answer.status == "needs_place":
        memo.booking.slot = as_text(last.args.get("slot"))
        last_place = answer.place if isinstance(answer, Change) else ""
        memo.ask = Ask("place", "appointment", "ask_place", data=AskData(about=last_place))
    elif (
        last.tool == "cancel_appointment"
        and isinstance(answer, Change)
        and answer.status == "proposed"
    ):
        data = AskData(proposal=answer.proposal, appointment=answer.proposed.appointment)
        memo.ask = Ask("cancel", "cancellation", "clarify_cancel", data=data)


def _offered(memo: Memo, reply: str, args: Stored, search: SlotSearch) -> None:
    """Puts the times that the reply names on offer; without any, a time can still be tapped."""
    slots = [slot for slot in with_token(search.slots) if _named(slot, reply)]
    moved = as_text(args.get("appointment"))
    plan = Plan(
        wanted=_wanted(search),
        when=read_when(args),
        slots=slots,
        appointment=moved,
        without=[text for text in map(as_text, as_list(args.get("exclude"))) if text],
        not_with=[name for name in map(as_text, as_list(args.get("not_with"))) if name],
    )
    node = "reschedule" if moved else "appointment"
    if moved:
        memo.move = plan
    else:
        memo.booking = plan
    if slots:
        memo.ask = Ask("slot", node, "which_slot_move" if moved else "which_slot")


def _named(slot: Slot, reply: str) -> bool:
    by_label = bool(slot.label) and slot.label in reply
    named = [part for part in (slot.day, slot.time) if part and part in reply]
    return by_label or len(named) == 2


def _wanted(search: SlotSearch) -> list[Wanted]:
    """The services as the tool named them."""
    services = [Wanted(view.service, view.name) for view in search.services]
    return [wanted for wanted in services if wanted.query]
