"""Taking over a conversation from another model, which left no memo.

What that model said lies in the thread, and what it did in the tools' results. Only a question that
these make certain is taken as still waiting: a "yes" must never book what the customer did not see.
"""

from collections.abc import Sequence

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from agent.authorship import OFFLINE, answered_by
from agent.dialogue.memo import (
    Ask,
    Memo,
    Plan,
    Wanted,
    as_list,
    as_object,
    as_objects,
    as_text,
    read_slots,
    read_when,
)
from agent.dialogue.results import Result, results_of
from agent.types import Json

_DONE = frozenset(
    {"booked", "already_booked", "moved", "cancelled", "confirmed", "recorded", "joined",
     "declined", "left", "renamed", "notified", "already_notified", "notice_waits", "no_recipient"}
)  # fmt: skip


def memo_before(thread: Sequence[BaseMessage]) -> Memo:
    """The memo at the end of `thread`: the newest one, and what was said without one since."""
    for position in range(len(thread) - 1, -1, -1):
        message = thread[position]
        if isinstance(message, AIMessage) and "memo" in message.additional_kwargs:
            return _since(Memo.read(message.additional_kwargs["memo"]), thread[position + 1 :])
    return _since(Memo(), thread)


def done_by_another(results: Sequence[Result]) -> Result | None:
    """The newest thing of this turn that another model did, after which it fell silent."""
    own = (found for found in reversed(results) if found.foreign)
    return next((found for found in own if as_text(found.result.get("status")) in _DONE), None)


def _since(memo: Memo, later: Sequence[BaseMessage]) -> Memo:
    replies = [p for p, message in enumerate(later) if _is_reply_of_another(message)]
    if not replies:
        return memo
    memo.ask, memo.fails, memo.lead, memo.escalate = None, 0, "", ""
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
    status = as_text(last.result.get("status"))
    if last.tool == "check_availability":
        _offered(memo, reply, last)
    elif last.tool == "book_appointment" and status == "needs_name":
        memo.booking.slot = as_text(last.args.get("slot"))
        memo.ask = Ask("name", "appointment", "ask_full_name")
    elif last.tool == "cancel_appointment" and status == "proposed":
        data = {
            "proposal": as_text(last.result.get("proposal")),
            "appointment": as_text(as_object(last.result.get("appointment")).get("appointment")),
        }
        memo.ask = Ask("cancel", "cancellation", "clarify_cancel", data=data)


def _offered(memo: Memo, reply: str, found: Result) -> None:
    """The times that the reply names are on offer. Without any, a time can still be tapped."""
    slots = [slot for slot in read_slots(found.result.get("slots")) if _named(slot, reply)]
    moved = as_text(found.args.get("appointment"))
    plan = Plan(
        wanted=_wanted(found),
        when=read_when(found.args),
        slots=slots,
        appointment=moved,
        without=[text for text in map(as_text, as_list(found.args.get("exclude"))) if text],
        not_with=[name for name in map(as_text, as_list(found.args.get("not_with"))) if name],
    )
    node = "reschedule" if moved else "appointment"
    if moved:
        memo.move = plan
    else:
        memo.booking = plan
    if slots:
        memo.ask = Ask("slot", node, "which_slot_move" if moved else "which_slot")


def _named(slot: Json, reply: str) -> bool:
    by_label = bool(slot["label"]) and slot["label"] in reply
    said = [part for part in (slot["day"], slot["time"]) if part and part in reply]
    return by_label or len(said) == 2


def _wanted(found: Result) -> list[Wanted]:
    """The services as the tool named them."""
    views = as_objects(found.result.get("visit")) or [as_object(found.result.get("service"))]
    known = [Wanted(as_text(view.get("service")), as_text(view.get("name"))) for view in views]
    return [wanted for wanted in known if wanted.said]
