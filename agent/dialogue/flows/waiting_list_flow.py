"""The waiting list: joining it for a full day, leaving it, and declining the slot that it brought."""

import re
from collections.abc import Generator

from agent.dialogue.conditions import about_waiting, answers_offer
from agent.dialogue.flows.dates import understand
from agent.dialogue.flows.earlier import asks_to_go_on, keeps_and_waits, still_waits
from agent.dialogue.flows.naming import ask_verbatim, confirmed_name, note_name, record_name
from agent.dialogue.flows.offering import ask_day, offer
from agent.dialogue.flows.search import search, services_of
from agent.dialogue.flows.wording import sentence
from agent.dialogue.memo import AskData, Plan, Wanted, with_token
from agent.dialogue.tools import join_waiting_list, leave_waiting_list
from agent.dialogue.turn import Call, Maybe, Steps, Turn, join
from agent.language import (
    Intent,
    looks_like_date,
    ordinal,
    waiting_intents,
)
from agent.language.waiting_list_words import asks_if_still_waiting, waiting_and_rest
from agent.scheduling.labels import joined
from agent.tool_answers import Answer
from agent.tool_results import SlotSearch

_TAPPED = re.compile(r"^waiting:(?P<slot>\w+):(?P<answer>yes|no)$")
_WAITING_QUESTIONS = frozenset({"wait", "wait_more", "wait_name", "wait_which"})


def accepted(turn: Turn) -> str:
    """The slot from the list that the customer says yes to, "" when they do not."""
    if tapped := _TAPPED.match(turn.choice):
        return tapped["slot"] if tapped["answer"] == "yes" else ""
    offer_ = turn.facts.offered
    return offer_.slot if offer_ and answers_offer(turn) and turn.agrees else ""


def waiting(turn: Turn, plan: Plan) -> Maybe:
    """What is said about the list; None when the message is not about it."""
    tapped = _TAPPED.match(turn.choice)
    if (tapped and tapped["answer"] == "no") or (answers_offer(turn) and turn.agrees is False):
        return (yield from _decline(turn, plan))
    if (
        turn.pending_question in _WAITING_QUESTIONS
        and (reply := (yield from _answered(turn, plan))) is not None
    ):
        return reply
    if turn.pending_question == "which" and (which := (yield from keeps_and_waits(turn))):
        return which
    if not about_waiting(turn):
        return None
    if turn.facts.waiting and asks_if_still_waiting(turn.text) and "?" in turn.text:
        labels = [entry.label for entry in turn.facts.waiting]
        line = turn.say("waiting_for", waits=joined(labels, turn.facts.language))
        return join(line, turn.resume())
    if Intent.UNWAIT in waiting_intents(turn.plain_text):
        return (yield from _leave(turn, ""))
    if not plan.wait and (earlier := (yield from keeps_and_waits(turn))) is not None:
        return earlier
    return (yield from _join(turn, plan))


def _answered(turn: Turn, plan: Plan) -> Maybe:
    """The answer to a question of this flow."""
    data = turn.memo.ask.data if turn.memo.ask else AskData()
    goes_on = turn.pending_question == "wait_more"
    if turn.pending_question == "wait_which":
        position = ordinal(turn.text, len(data.entries))
        return (yield from _leave(turn, data.entries[position])) if position is not None else None
    if turn.pending_question == "wait_name":
        if not note_name(turn):
            turn.memo.name = confirmed_name(turn)
        if not turn.memo.name:
            return ask_verbatim(turn, "wait_name") or None
        return (yield from wait_for(turn, plan))
    if turn.agrees is None:
        return None
    turn.memo.ask = None
    if not turn.agrees:
        turn.memo.booking = Plan()
        return turn.say("off_list" if goes_on else "nothing_then")
    if goes_on and data.appointment:
        return (yield from still_waits(turn, data.appointment))
    if goes_on:
        plan.want(*data.services)
        plan.wait = data.wait
    return (yield from wait_for(turn, plan))


def _join(turn: Turn, plan: Plan) -> Steps:
    """Joins the list for the day that the message names, else for the one that was full just now."""
    if not plan.wait and turn.memo.move.wait:
        wait = turn.memo.move.wait
        plan.want(*turn.memo.move.wanted)
        plan.wait = wait
    waits, rest = waiting_and_rest(turn.text)
    read = yield from understand(turn, Plan(), text=waits or None)
    if waits and looks_like_date(rest):
        yield from _note_instead(turn, plan, rest)
    if read.status == "ok":
        plan.wait = {key: value for key, value in plan.wait.items() if key == "member"} | read.when
    # A service that is missing is asked for as in a booking.
    plan.waits = not plan.wanted
    return (yield from wait_for(turn, plan)) if plan.wanted else ""


def _note_instead(turn: Turn, plan: Plan, rest: str) -> Generator[Call, Answer, None]:
    """Keeps the other day that is wanted beside the waiting, to be offered next: "y si no, el 19"."""
    read = yield from understand(turn, Plan(), text=rest)
    if read.status == "ok" and plan.wanted:
        one = plan.wanted[0]
        turn.memo.further = [read.when | {"service": one.query, "name": one.name or one.query}]


def _instead(turn: Turn) -> Steps:
    """Times of the day that was wanted beside the waiting, "" where none was."""
    if not turn.memo.further:
        return ""
    when, *turn.memo.further = turn.memo.further
    bounds = {key: when[key] for key in when if key not in ("service", "name")}
    plan = turn.memo.booking = Plan(when=bounds, wanted=[Wanted(when["service"], when["name"])])
    return (yield from search(turn, plan))


def wait_for(turn: Turn, plan: Plan) -> Steps:
    """Joins with what the plan would wait for, once the days and the name are known."""
    plan.waits = not plan.wait.get("date_from")
    if plan.waits:
        return ask_day(turn, plan)
    if question := (yield from record_name(turn, "wait_name")):
        return question
    result = yield from join_waiting_list(services_of(plan) | plan.wait)
    line = _joined(turn, plan, result)
    waits = result.status in {"joined", "already_waiting"}
    return join(line, (yield from _instead(turn))) if waits else line


def _joined(turn: Turn, plan: Plan, result: SlotSearch) -> str:
    status = result.status
    turn.memo.fails = 0
    if status == "needs_name":
        return turn.ask("wait_name", "appointment", "ask_wait_name")
    if status in {"available", "unavailable"} and with_token(result.slots):
        free, plan.when = status == "available", dict(plan.wait)
        lead = turn.say("free_after_all") if free else sentence(result.reason_label)
        return offer(turn, plan, result.slots, lead, exact=result.exact)
    turn.memo.ask = None
    if status in {"joined", "already_waiting"}:
        turn.memo.booking, turn.memo.name = Plan(), ""
        key = "on_list" if status == "joined" else "already_on_list"
        return turn.say(key, wait=f"{result.service}, {result.label}")
    if status == "unavailable":
        return join(sentence(result.reason_label), ask_day(turn, plan))
    if status == "too_many":
        return turn.say("too_many_waits", limit=str(result.limit or ""))
    return turn.say("cannot_wait")


def _decline(turn: Turn, plan: Plan) -> Steps:
    """No to the slot that the list brought: the next one gets it; does this one go on waiting?

    "" when the message goes on ("no, mejor el jueves").
    """
    result = yield from leave_waiting_list(None)
    turn.memo.fails, turn.memo.ask = 0, None
    if not turn.choice and looks_like_date(turn.text):
        if result.service_key and not plan.wanted:
            plan.want(Wanted(result.service_key))
        return ""
    if result.status != "declined" or result.again is None:
        return turn.say("nothing_then")
    again = result.again
    if again.earlier_than:
        return asks_to_go_on(turn, again.earlier_than, "declined_earlier")
    services = [Wanted(key) for key in (again.service, *again.and_then) if key]
    data = AskData(services=services, wait=again.bounds)
    return turn.ask("wait_more", "appointment", "declined", data)


def _leave(turn: Turn, entry: str) -> Steps:
    result = yield from leave_waiting_list(entry or None)
    turn.memo.fails = 0
    if result.status == "several":
        entries = result.entries[:5]
        data = AskData(entries=[one.waiting for one in entries])
        lines = [f"• {one.service}, {one.label}" for one in entries]
        return join(turn.ask("wait_which", "appointment", "which_wait", data), *lines)
    turn.memo.ask = None
    return turn.say("off_list" if result.status in {"left", "declined"} else "not_on_list")
