"""Being invited to come again: whether that is wanted, and what an invitation is answered with."""

import re

from agent.dialogue.memo import Guest, Plan, Wanted
from agent.dialogue.tools import leave_waiting_list, record_consent
from agent.dialogue.turn import Maybe, Turn
from agent.language import looks_like_date
from agent.language.readings.recalling import refuses_recalls, wants_recalls

_TAPPED = re.compile(
    r"^recall:(?P<service>[^:]+)(?::(?P<person>[0-9a-f-]{36}))?:(?P<answer>yes|no|stop)$"
)
_CONSENT = "recalls"
"""The kind of the question whether invitations are welcome, and of its buttons."""


def about_recalls(turn: Turn) -> bool:
    """Whether the message says something about being invited, and is no answer to an invitation."""
    if _tapped(turn) == "stop" or turn.choice.startswith(f"{_CONSENT}:"):
        return True
    return _withdraws(turn) or (not turn.choice and wants_recalls(turn.text))


def takes_invitation(turn: Turn) -> bool:
    """A yes to an invitation, or a day that suits."""
    if tapped := _tapped(turn):
        return tapped == "yes"
    if turn.pending_question != "recall" or turn.choice or turn.agrees is False:
        return False
    return bool(turn.agrees) or looks_like_date(turn.text)


def turns_invitation_down(turn: Turn) -> bool:
    """A no to it, for this time."""
    if tapped := _tapped(turn):
        return tapped == "no"
    return turn.pending_question == "recall" and turn.agrees is False


def answers_consent(turn: Turn) -> bool:
    """A yes or no to the question whether invitations are welcome."""
    return turn.pending_question == _CONSENT and turn.agrees is not None


def invited_to(turn: Turn) -> Plan | None:
    """The appointment that somebody takes up an invitation for: its service, and whom of theirs it is for."""
    if not takes_invitation(turn):
        return None
    if tapped := _TAPPED.match(turn.choice):
        return Plan(wanted=[Wanted(tapped["service"])], party=_whom(turn, tapped["person"]))
    services = turn.memo.ask.data.services if turn.memo.ask else []
    return Plan(wanted=services[:1], party=turn.memo.booking.party) if services else None


def _whom(turn: Turn, person: str | None) -> list[Guest]:
    """Who of the customer's people a button names; somebody else's are not there."""
    return [
        Guest(one.relation or "", one.name, one.id)
        for one in turn.facts.people
        if person and one.id == person
    ]


def recall(turn: Turn) -> Maybe:
    """What is said about invitations; None when the message is not about them, or takes one up."""
    if _withdraws(turn) or _tapped(turn) == "stop":
        offered = turn.facts.offered
        if offered and offered.due:
            yield from leave_waiting_list(None)
        return (yield from _record(turn, granted=False))
    if answers_consent(turn) or turn.choice.startswith(f"{_CONSENT}:"):
        granted = turn.choice == f"{_CONSENT}:yes" if turn.choice else bool(turn.agrees)
        return (yield from _record(turn, granted=granted))
    if turns_invitation_down(turn):
        turn.memo.ask, turn.memo.fails = None, 0
        return turn.say("recall_not_now")
    if not turn.choice and wants_recalls(turn.text):
        return (yield from _record(turn, granted=True))
    return None


def ask_recalls(turn: Turn) -> str:
    """The question whether invitations are welcome, once, after a booking of what one is invited for; "" where it is
    known, or where they do not want reminders either."""
    facts = turn.facts
    if facts.recall_consent != "unknown" or turn.memo.recalls_asked:
        return ""
    if facts.reminder_consent in ("refused", "unavailable"):
        return ""
    if turn.memo.booked.get("service") not in facts.recalls:
        return ""
    turn.memo.recalls_asked = True
    return turn.ask(_CONSENT, "appointment", "ask_recalls")


def _tapped(turn: Turn) -> str:
    tapped = _TAPPED.match(turn.choice)
    return tapped["answer"] if tapped else ""


def _withdraws(turn: Turn) -> bool:
    offered = turn.facts.offered
    was_invited = turn.pending_question in ("recall", _CONSENT) or bool(
        offered and offered.due and offered.last
    )
    return not turn.choice and refuses_recalls(turn.text, invited=was_invited)


def _record(turn: Turn, *, granted: bool) -> Maybe:
    turn.memo.ask, turn.memo.fails = None, 0
    recorded = yield from record_consent(granted=granted, kind="recall")
    if recorded.status == "no_contact":
        return turn.say("recalls_on_nothing" if granted else "recalls_off")
    if recorded.status != "recorded":
        return turn.say("trouble")
    return turn.say("recalls_on" if granted else "recalls_off")
