"""Putting right the name on an appointment that stands, or on one that is being made."""

from collections.abc import Generator

from agent.language import Intent, fold
from agent.language.name_words import words_of
from agent.language.names import NameReading
from agent.language.renaming import asks_whose_name, replaced_word
from agent.offline.flows.consent import ask_consent
from agent.offline.flows.failing import clarify, offer_human
from agent.offline.flows.naming import ask_again, confirmed_name, heard_name, verbatim_name
from agent.offline.flows.pick import pick_appointment
from agent.offline.flows.services import mentioned
from agent.offline.flows.wording import of
from agent.offline.memo import as_objects, as_text
from agent.offline.turn import Call, Steps, Turn, join
from agent.types import Json

Maybe = Generator[Call, Json, "str | None"]

_OTHER_WISHES = (Intent.BOOK, Intent.WAIT, Intent.RESCHEDULE, Intent.CANCEL)


def renaming(turn: Turn) -> Maybe:
    """What is said about a wrong name; None when the message is not about one."""
    if turn.asked == "rename":
        return (yield from _answered(turn))
    if turn.asked == "which" and turn.memo.ask and turn.memo.ask.node == "appointment":
        return (yield from _rename(turn, as_text(turn.memo.ask.data.get("name"))))
    heard = heard_name(turn, asked=turn.has(Intent.RENAME))
    if not _is_about_name(turn, heard):
        return None
    if not turn.facts.upcoming and not turn.memo.booked:
        return _before_booking(turn, heard)
    if asks_whose_name(turn.said) and heard is None:
        return (yield from _tell(turn))
    if turn.asked == "consent" and turn.agrees:
        yield Call("record_consent", {"kind": "reminders", "granted": True})
        turn.memo.ask = None
    return (yield from _rename(turn, heard.value if heard else ""))


def _is_about_name(turn: Turn, heard: NameReading | None) -> bool:
    """Said so; or another name is given right after a booking, in place of the answer asked for."""
    if turn.has(Intent.RENAME):
        return True
    booked = as_text(turn.memo.booked.get("name"))
    if not booked or turn.has(*_OTHER_WISHES) or mentioned(turn.text, turn.facts.services):
        return False
    if _exchanged(turn, booked):
        return True
    if heard is None or heard.how not in ("named", "called", "self"):
        return False
    at_hand = turn.asked == "consent" or (turn.agrees is False and not turn.asked)
    return at_hand and not _same(heard.value, booked)


def _same(heard: str, booked: str) -> bool:
    """Accents that are left out on a phone change no name; accents that are added put it right."""
    heard, booked = heard.casefold(), booked.casefold()
    return heard == booked or (fold(heard) == fold(booked) and heard.isascii())


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
    return (yield from _on(turn, found, _exchanged(turn, as_text(found.get("name"))) or name, kept))


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


def _exchanged(turn: Turn, name: str) -> str:
    """The name with one word of it exchanged ("it's Smith, not Smyth"), "" when none is."""
    change = replaced_word(turn.text)
    if change is None:
        return ""
    wrong, right = change
    own = words_of(name)
    if fold(wrong) not in {word.folded for word in own}:
        return ""
    return " ".join(right.capitalize() if w.folded == fold(wrong) else w.raw for w in own)


def _answered(turn: Turn) -> Maybe:
    """The right name, after it was asked for."""
    data = dict(turn.memo.ask.data) if turn.memo.ask else {}
    heard = heard_name(turn)
    name = heard.value if heard else confirmed_name(turn) or verbatim_name(turn)
    if name:
        return (yield from _rename(turn, name, as_text(data.get("appointment")), data))
    if turn.has(*_OTHER_WISHES, Intent.CONFIRM):
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
