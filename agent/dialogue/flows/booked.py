"""After a booking was tried: what a refusal is told as, and what comes next after one that stands."""

from agent.dialogue.flows.consent import ask_consent
from agent.dialogue.flows.each_person import each_stand
from agent.dialogue.flows.failing import offer_human
from agent.dialogue.flows.further import go_on
from agent.dialogue.flows.phone import ask_phone
from agent.dialogue.flows.recall import ask_recalls
from agent.dialogue.memo import Plan
from agent.dialogue.turn import Steps, Turn, join
from agent.tool_results import Change


def refused(turn: Turn, plan: Plan, result: Change) -> str:
    """What is said where the database refuses the booking for good."""
    plan.slot = ""
    if result.status == "too_many_open":
        turn.memo.booking = Plan()
        turn.memo.drop_further()
        turn.memo.ask = None
        limit, service = str(result.limit or ""), result.service
        return turn.say("too_many_of" if service else "too_many_open", limit=limit, service=service)
    if result.status == "too_many_today":
        turn.memo.booking = Plan()
        turn.memo.drop_further()
        return join(turn.say("too_many_today", limit=str(result.limit or "")), offer_human(turn))
    if result.status == "overlaps_own":
        line = turn.say("overlaps_own", label=result.label)
        plan.slots = []
        return join(line, turn.ask("day", "appointment", "ask_day"))
    return join(turn.say("trouble"), offer_human(turn))


def after_booking(turn: Turn, result: Change) -> Steps:
    """After a booking: the question for a phone, else that about reminders, where one is open.

    The receipt is sent by code, so that there may be nothing left to say.
    """
    name = result.name or turn.memo.name or turn.facts.customer_name
    member = turn.memo.booking.when.get("member", "")
    turn.memo.booked = {"appointment": result.id, "service": result.service, "name": name}
    if turn.memo.booking.each:
        turn.memo.each_booked.append(result.id)
    turn.memo.name, turn.memo.own_name, turn.memo.topic = "", "", ""
    turn.memo.booked |= {"member": member} if member else {}
    turn.memo.booking, turn.memo.ask = Plan(), None
    if (more := (yield from go_on(turn))) is not None:
        return more
    summary = yield from each_stand(turn)
    if turn.memo.later:  # what else was wished for comes first
        return summary
    return join(summary, (yield from ask_phone(turn)) or ask_consent(turn) or ask_recalls(turn))
