"""Two matters in one message, of which one is a booking's: both are seen to, in one reply."""

from collections.abc import Callable

from agent.dialogue.conditions import restates_a_day
from agent.dialogue.flows.asking import parts_of
from agent.dialogue.flows.escalation import health_question
from agent.dialogue.flows.failing import hand_over
from agent.dialogue.flows.health_beside import (
    health_beside_booking,
    in_pain,
    seen_for,
    without_health,
)
from agent.dialogue.flows.naming import heard_name
from agent.dialogue.flows.other_name import correction_and_question
from agent.dialogue.flows.questions import answer
from agent.dialogue.flows.renaming import renaming
from agent.dialogue.memo import Plan, Wanted
from agent.dialogue.routing import of_words
from agent.dialogue.turn import Maybe, Steps, Turn, join
from agent.language import Intent, intents, looks_like_date, sentences
from agent.language.acts import Act, acts_of
from agent.language.readings.coming import asks_whether_late
from agent.language.readings.pain import without_pain

Booking = Callable[[Turn], Steps]
Start = Callable[[Turn, Plan], Steps]


def two_matters(turn: Turn, go_on: Booking, start: Start) -> Maybe:
    """The reply to both; None for a message of one matter. `go_on`: what booking makes of the text,
    `start`: the same for a plan that is new."""
    if in_pain(turn):
        return (yield from _soonest(turn, start))
    if parts := correction_and_question(turn):
        return (yield from _renamed_first(turn, *parts, go_on))
    if head := answer_and_follow_up(turn):
        turn.narrow(head)
        return (yield from _and_person(turn, go_on(turn), "waits for an answer"))
    if not health_beside_booking(turn):
        return None
    turn.narrow(without_health(turn))
    return (yield from _and_person(turn, go_on(turn), "a question for a professional"))


def answer_and_follow_up(turn: Turn) -> str:
    """The answer to our question where the message goes on to say that one of theirs was never answered, ""
    for others: "a las 10, soy Ana. Pero nunca me contestaste si …"."""
    if turn.choice or turn.pending_question not in {"slot", "name"} or not turn.does(Act.FOLLOW_UP):
        return ""
    if restates_a_day(turn):
        return ""
    parts = sentences(turn.text)
    behind = [part for part in parts if follows_up(part)]
    answers = [part for part in parts if part not in behind]
    named = any(heard_name(turn, text=part) for part in answers)
    return "\n".join(answers) if behind and (named or any(map(looks_like_date, answers))) else ""


def follows_up(part: str) -> bool:
    """Whether a sentence says that there was no answer; "I said next week!" repeats what is wanted."""
    return acts_of(part).has(Act.FOLLOW_UP) and not looks_like_date(part)


def _soonest(turn: Turn, start: Start) -> Steps:
    """What is free for somebody in pain; a person is told as well."""
    plan = turn.memo.booking
    asked = parts_of(turn, booking=True).questions
    priced = [one for one in asked if Intent.PRICE in intents(one)]
    for one in priced:
        turn.narrow(turn.text.replace(one, " "))
    if (service := seen_for(turn)) and not plan.wanted:
        plan.want(Wanted(service, service))
    turn.narrow(without_pain(turn.text))
    booking = _with_price(turn, priced, start(turn, plan))
    return (yield from _and_person(turn, booking, "in pain, and wants to be seen"))


def _with_price(turn: Turn, priced: list[str], booking: Steps) -> Steps:
    """What it costs, where that is asked, and what is free."""
    told = (yield from answer(turn, priced, brief=True)) if priced else ""
    free = yield from booking
    return f"{told} {free}" if told and "\n" not in told else join(told, free)


def _and_person(turn: Turn, booking: Steps, reason: str) -> Steps:
    turn.memo.lead = yield from booking
    yield from hand_over("escalation", reason)
    lead, turn.memo.lead = turn.memo.lead, ""
    return lead


def _renamed_first(turn: Turn, correction: str, question: str, go_on: Booking) -> Steps:
    """The name is put right, then the question answered by whose it is."""
    turn.narrow(correction)
    reply = (yield from renaming(turn)) or ""
    turn.narrow(question)
    owner, reason = of_words(turn)
    if health_question(turn):
        owner, reason = "escalation", "a question for a professional"
    if asks_whether_late(question):
        owner, reason = "knowledge", "asks about a rule"
    if owner == "appointment":
        return join(reply, (yield from go_on(turn)))
    turn.memo.lead = reply if owner in {"knowledge", "escalation"} else ""
    yield from hand_over(owner, reason)
    turn.memo.lead = ""
    return reply
