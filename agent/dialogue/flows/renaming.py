"""Putting right the name on an appointment that stands, or on one that is being made."""

import re
from collections.abc import Generator

from agent.dialogue.flows.consent import ask_consent
from agent.dialogue.flows.failing import clarify, offer_human
from agent.dialogue.flows.naming import ask_again, confirmed_name, heard_name, verbatim_name
from agent.dialogue.flows.other_name import OTHER_WISHES, corrected_to, gives_other_name
from agent.dialogue.flows.pick import pick_appointment
from agent.dialogue.flows.wording import of
from agent.dialogue.memo import as_objects, as_text
from agent.dialogue.turn import Call, Steps, Turn, join
from agent.language import Intent
from agent.language.name_corrections import corrected_name
from agent.language.names import NameReading
from agent.language.renaming import asks_whose_name
from agent.types import Json

Maybe = Generator[Call, Json, "str | None"]

_YES = re.compile(r"(?:si|sip|sii|sim|yes|yep|yeah|claro|dale|sure)\b")
"""A yes that answers; "perfecto", "ok" before a correction only take note of the receipt."""


def renaming(turn: Turn) -> Maybe:
    """What is said about a wrong name; None when the message is not about one."""
    if turn.asked == "rename":
        return (yield from _answered(turn))
    if turn.asked == "which" and turn.memo.ask and turn.memo.ask.node == "appointment":
        return (yield from _rename(turn, as_text(turn.memo.ask.data.get("name"))))
    if not gives_other_name(turn):
        return None
    heard = corrected_to(turn)
    if not turn.facts.upcoming and not turn.memo.booked:
        return _before_booking(turn, heard)
    if asks_whose_name(turn.said) and heard is None:
        return (yield from _tell(turn))
    if turn.asked == "consent" and turn.agrees and _YES.match(turn.said):
        yield Call("record_consent", {"kind": "reminders", "granted": True})
        turn.memo.ask = None
    return (yield from _rename(turn, heard.value if heard else ""))


def _before_booking(turn: Turn, heard: NameReading | None) -> str | None:
    """Nothing is booked yet: the next name counts."""
    turn.memo.name = heard.value if heard and heard.sure else ""
    if turn.memo.booking.slot and turn.asked == "name":
        return None if heard else turn.resume()
    return turn.resume() or None


def _rename(turn: Turn, name: str, appointment: str = "", data: Json | None = None) -> Steps:
    """Changes the name on the appointment that is meant, or asks what is missing for that."""
    kept: Json = {"consent": True} if turn.asked == "consent" else dict(data or {})
    result = yield Call("list_appointments")
    own = as_objects(result.get("appointments"))
    wanted = appointment or turn.focus or as_text(turn.memo.booked.get("appointment"))
    found = next((one for one in own if one.get("appointment") == wanted), None)
    if found is None:
        picked = yield from pick_appointment(turn, "appointment", "which_rename")
        if isinstance(picked, str):
            if turn.asked == "which" and turn.memo.ask:
                turn.memo.ask.data["name"] = name
            return picked
        found = picked
    heard = corrected_to(turn) if name else None
    made = corrected_name(turn.text, as_text(found.get("name")), heard)
    return (yield from _on(turn, found, name if made is None else made, kept))


def _on(turn: Turn, found: Json, name: str, kept: Json) -> Steps:
    data: Json = {"consent": kept.get("consent"), "appointment": found.get("appointment")}
    if not name:
        return turn.ask("rename", "appointment", "ask_right_name", data)
    args: Json = {"name": name, "appointment": as_text(found.get("appointment"))}
    if name == confirmed_name(turn):
        args["confirmed"] = True
    result = yield Call("correct_booking_name", args)
    status = as_text(result.get("status"))
    if status in ("unsure", "invalid_name"):
        return ask_again(turn, "rename", name, result, data)
    if status not in ("renamed", "already_named", "overlaps_own"):
        return join(turn.say("trouble"), offer_human(turn))
    if status == "renamed":
        turn.memo.booked = {"appointment": args["appointment"], "name": name}
    turn.memo.fails = 0
    said = {"already_named": "already_named", "overlaps_own": "name_overlaps"}.get(status)
    return join(turn.say(said, name=name) if said else "", _pick_up(turn, kept))


def _pick_up(turn: Turn, kept: Json) -> str:
    """What the customer was being asked before."""
    if kept.get("consent"):
        return turn.ask("consent", "appointment", "ask_consent")
    if turn.asked in ("rename", "which"):
        turn.memo.ask = None
    return ask_consent(turn) if not turn.memo.ask else turn.resume()


def _answered(turn: Turn) -> Maybe:
    """The right name, after it was asked for."""
    data = dict(turn.memo.ask.data) if turn.memo.ask else {}
    heard = heard_name(turn)
    name = heard.value if heard else confirmed_name(turn) or verbatim_name(turn)
    if name:
        return (yield from _rename(turn, name, as_text(data.get("appointment")), data))
    if turn.has(*OTHER_WISHES, Intent.CONFIRM):
        turn.memo.ask = None
        return None
    if turn.agrees is False and not data.get("name"):
        turn.memo.ask = None
        return turn.say("kept")
    if turn.agrees is False:
        return ask_again(turn, "rename", "", {}, {k: v for k, v in data.items() if k != "name"})
    return (yield from clarify(turn))


def _tell(turn: Turn) -> Steps:
    """In whose name the appointment is."""
    result = yield Call("list_appointments")
    own = as_objects(result.get("appointments"))
    wanted = turn.focus or as_text(turn.memo.booked.get("appointment"))
    found = [one for one in own if one.get("appointment") == wanted] or own
    lines = [
        turn.say(
            "whose_name",
            label=of(turn.facts.language, as_text(one.get("label"))),
            name=as_text(one.get("name")),
        )
        for one in found[:2]
    ]
    if not lines:
        return turn.ask("offer", "appointment", "no_appointments")
    return join(*lines, turn.resume())
