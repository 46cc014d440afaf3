"""Correcting the name on an appointment that is booked, or on one that is being booked."""

from collections.abc import Sequence
from dataclasses import replace

from agent.dialogue.flows.consent import ask_consent
from agent.dialogue.flows.failing import clarify, offer_human
from agent.dialogue.flows.further import takes_first
from agent.dialogue.flows.naming import ask_again, confirmed_name, heard_name, verbatim_name
from agent.dialogue.flows.nothing_booked import nothing_booked
from agent.dialogue.flows.other_name import (
    OTHER_WISHES,
    corrected_to,
    gives_other_name,
    names_an_hour,
    puts_under_name,
)
from agent.dialogue.flows.pick import pick_appointment
from agent.dialogue.flows.whose_name import told_by_hour, whose_name
from agent.dialogue.flows.wording import of
from agent.dialogue.memo import AskData
from agent.dialogue.tools import correct_booking_name, list_appointments, record_consent
from agent.dialogue.turn import Maybe, Steps, Turn, join
from agent.language import Intent
from agent.language.name_corrections import corrected_name, same_spelling
from agent.language.names import NameReading
from agent.language.renaming import asks_whose_name, begins_with_yes
from agent.tool_answers import Answer
from agent.tool_views import AppointmentView


def renaming(turn: Turn) -> Maybe:
    """What is said about a wrong name; None when the message is not about one."""
    if turn.pending_question == "rename":
        return (yield from _answered(turn))
    if turn.pending_question == "which" and turn.memo.ask and turn.memo.ask.node == "appointment":
        return (yield from _rename(turn, turn.memo.ask.data.name))
    if not gives_other_name(turn):
        return None
    if names_an_hour(turn) and not turn.has(Intent.RENAME):
        return (yield from _by_hour(turn))
    heard = corrected_to(turn)
    if not turn.facts.upcoming and not turn.memo.booked:
        return _before_booking(turn, heard)
    if asks_whose_name(turn.plain_text) and heard is None:
        return (yield from _tell(turn))
    if turn.pending_question == "consent" and turn.agrees and begins_with_yes(turn.text):
        yield from record_consent(granted=True)
        turn.memo.ask = None
    # "No nome da minha esposa, Ana Ramos": the name was heard where it says for whom.
    told = turn.memo.name if puts_under_name(turn) else ""
    return (yield from _rename(turn, told or (heard.value if heard else "")))


def _by_hour(turn: Turn) -> Maybe:
    """ "O das 10h é da Lúcia"; None where nothing of theirs is at that hour."""
    told = told_by_hour(turn, (yield from list_appointments()).appointments)
    consent = turn.pending_question == "consent"
    return (yield from _each(turn, told, consent=consent)) if told else None


def _before_booking(turn: Turn, heard: NameReading | None) -> str | None:
    """Nothing is booked yet: the next name counts."""
    turn.memo.name = heard.value if heard and heard.sure else ""
    if turn.memo.name and takes_first(turn):
        return None
    nothing_planned = not (turn.memo.ask or turn.memo.booking.wanted or heard)
    if nothing_planned and turn.has(Intent.RENAME):
        return nothing_booked(turn)
    if turn.memo.booking.slot and turn.pending_question == "name":
        return None if heard else turn.resume()
    return turn.resume() or None


def _rename(turn: Turn, name: str, data: AskData | None = None) -> Steps:
    """Changes the name on the appointment that is meant, or asks what is missing for that."""
    data = data or AskData()
    consent = turn.pending_question == "consent" or data.consent
    own = (yield from list_appointments()).appointments
    if not data.appointment and (told := told_by_hour(turn, own)):
        return (yield from _each(turn, told, consent=consent))
    meant = next((one for one in own if one.appointment == data.appointment), None)
    if meant is None and len(own) == 1 and puts_under_name(turn):
        meant = own[0]  # "no nome da minha esposa" says whose it is to be, not whose it is
    if meant is None and turn.pending_question != "which":
        spoken = yield from whose_name(turn, own, name)
        if isinstance(spoken, str):
            return spoken
        meant = spoken
    if meant is None:
        picked = yield from pick_appointment(turn, "appointment", "which_rename")
        if isinstance(picked, str):
            if turn.pending_question == "which" and turn.memo.ask:
                turn.memo.ask.data.name = name
            return picked
        meant = picked
    heard = corrected_to(turn) if name else None
    made = corrected_name(turn.text, meant.name or "", heard)
    return (yield from _on(turn, meant, name if made is None else made, consent=consent))


def _each(turn: Turn, told: Sequence[tuple[AppointmentView, str]], *, consent: bool) -> Steps:
    """Puts several names right, each on the appointment of its hour; those that are right already stay."""
    wrong = [(one, name) for one, name in told if not same_spelling(name, one.name or "")]
    reply = ""
    for one, name in wrong or told[:1]:
        reply = yield from _on(turn, one, name, consent=consent)
    return reply


def _on(turn: Turn, meant: AppointmentView, name: str, *, consent: bool) -> Steps:
    """`consent`: the question for reminders still waits."""
    data = AskData(consent=consent, appointment=meant.appointment)
    if not name:
        return turn.ask("rename", "appointment", "ask_right_name", data)
    result = yield from correct_booking_name(
        name, meant.appointment, confirmed=name == confirmed_name(turn)
    )
    status = result.status
    if status in ("unsure", "invalid_name"):
        return ask_again(turn, "rename", name, result, data)
    if status not in ("renamed", "already_named", "overlaps_own"):
        return join(turn.say("trouble"), offer_human(turn))
    if status == "renamed":
        turn.memo.booked = {"appointment": meant.appointment, "name": name}
    turn.memo.fails = 0
    key = {"already_named": "already_named", "overlaps_own": "name_overlaps"}.get(status)
    return join(turn.say(key, name=name) if key else "", _pick_up(turn, consent=consent))


def _pick_up(turn: Turn, *, consent: bool) -> str:
    """What the customer was being asked before."""
    if consent:
        return turn.ask("consent", "appointment", "ask_consent")
    if turn.pending_question in ("rename", "which"):
        turn.memo.ask = None
    return ask_consent(turn) if not turn.memo.ask else turn.resume()


def _answered(turn: Turn) -> Maybe:
    """The right name, after it was asked for."""
    data = turn.memo.ask.data if turn.memo.ask else AskData()
    heard = heard_name(turn)
    name = heard.value if heard else confirmed_name(turn) or verbatim_name(turn)
    if name:
        return (yield from _rename(turn, name, data))
    if turn.has(*OTHER_WISHES, Intent.CONFIRM):
        turn.memo.ask = None
        return None
    if turn.agrees is False and not data.name:
        turn.memo.ask = None
        return turn.say("kept")
    if turn.agrees is False:
        return ask_again(turn, "rename", "", Answer(), replace(data, name=""))
    return (yield from clarify(turn))


def _tell(turn: Turn) -> Steps:
    """In whose name the appointment is."""
    own = (yield from list_appointments()).appointments
    wanted = turn.focus or turn.memo.booked.get("appointment", "")
    meant = [one for one in own if one.appointment == wanted] or own
    lines = [
        turn.say(
            "whose_name",
            label=of(turn.facts.language, one.label),
            name=one.name or "",
        )
        for one in meant[:2]
    ]
    if not lines:
        return nothing_booked(turn)
    return join(*lines, turn.resume())
