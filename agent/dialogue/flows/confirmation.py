"""Confirming that the customer will come."""

from agent.dialogue.flows.consent import ask_consent, consent
from agent.dialogue.flows.failing import offer_human
from agent.dialogue.flows.nothing_booked import nothing_booked
from agent.dialogue.flows.pick import all_meant, ask_which, pick_appointment
from agent.dialogue.flows.theirs import spoken_of
from agent.dialogue.flows.wording import of
from agent.dialogue.tools import confirm_appointment
from agent.dialogue.turn import Steps, Turn, join
from agent.language.readings.coming import answers_later
from agent.tool_results import Change


def confirmation(turn: Turn) -> Steps:
    """What the confirmation node says and does."""
    if turn.pending_question == "consent" and (done := (yield from consent(turn))) is not None:
        return done
    if turn.focus and answers_later(turn.text):
        return turn.say("at_your_service")
    if several := (yield from all_meant(turn, ordered=False)):
        results = []
        for one in several:
            results.append((yield from confirm_appointment(one)))
        return _answer(turn, results[-1])
    appointment = turn.focus or _awaited(turn)
    unclear = turn.pending_question == "which" or spoken_of(turn, ()).other is not None
    if unclear or (not appointment and len(turn.facts.upcoming) > 1):
        picked = yield from pick_appointment(turn, "confirmation", "which_confirm")
        if isinstance(picked, str):
            return picked
        appointment = picked.appointment
    return _answer(turn, (yield from confirm_appointment(appointment or None)))


def _awaited(turn: Turn) -> str:
    """The only one whose confirmation was asked for, "" when the customer has to say which."""
    awaited = [upcoming.id for upcoming in turn.facts.upcoming if upcoming.awaiting]
    return awaited[0] if len(awaited) == 1 and turn.pending_question != "which" else ""


def _answer(turn: Turn, result: Change) -> str:
    status = result.status
    turn.memo.ask = None
    turn.memo.fails = 0
    if status == "confirmed":
        return ask_consent(turn)
    if status == "already_confirmed":
        return turn.say("already_confirmed", label=of(turn.facts.language, result.label))
    if status == "several":
        return ask_which(turn, "confirmation", "which_confirm", result.appointments)
    if status in {"none", "not_found"}:
        return nothing_booked(turn)
    return join(turn.say("trouble"), offer_human(turn))
