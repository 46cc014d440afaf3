"""A phone by which the business can reach the customer, where the channel tells none.

It is asked for once, after a booking, and understood whenever it is given.
"""

from collections.abc import Generator
from dataclasses import dataclass

from agent.dialogue.flows.consent import ask_consent
from agent.dialogue.tools import note_phone
from agent.dialogue.turn import Call, Steps, Turn, join
from agent.language import Intent, looks_like_date
from agent.language.name_asides import aside_of
from agent.language.readings.services import mentioned
from agent.language.said_phones import gives_no_phone, wants_phone_forgotten
from agent.tool_answers import Answer

_SMALL = frozenset({Intent.THANKS, Intent.GREETING, Intent.GOODBYE})


@dataclass(frozen=True)
class AboutPhone:
    """A line about the phone; `all`: there is nothing else to answer."""

    line: str = ""
    all: bool = False


Told = Generator[Call, Answer, AboutPhone]


def about_phone(turn: Turn) -> bool:
    """Whether the message is nothing but a phone, or takes one back."""
    if turn.choice:
        return False
    given = _shares(turn) or (turn.phone and (_answers(turn) or not turn.text.strip()))
    asks_why = _answers(turn) and aside_of(turn.text) == "why"
    return bool(given) or asks_why or _takes_back(turn)


def ask_phone(turn: Turn) -> Steps:
    """The question, or "" when the answer is known or it was asked before. A phone that was written
    elsewhere in the conversation is noted instead."""
    if turn.facts.customer_phone != "unknown" or turn.memo.phone_asked:
        return ""
    if turn.memo.phone_offered and (yield from note_phone()).status == "noted":
        turn.memo.phone_asked, turn.memo.phone_offered = True, False
        return ""
    turn.memo.phone_asked = True
    return turn.ask("phone", "appointment", "ask_phone")


def phone(turn: Turn) -> Told:
    """Takes the phone that the message gives, or the answer to the question for one."""
    if _takes_back(turn):
        yield from note_phone(declined=True)
        return AboutPhone(_goes_on(turn, turn.say("phone_forgotten")), all=True)
    if turn.phone or _shares(turn):
        return (yield from _given(turn))
    if turn.pending_question != "phone":
        return AboutPhone()
    if not turn.choice and (turn.agrees is False or gives_no_phone(turn.plain_text)):
        return (yield from _declined(turn))
    if aside_of(turn.text) == "why":
        return AboutPhone(join(turn.say("why_phone"), turn.say("which_phone")), all=True)
    if turn.agrees is None and _wants_something_else(turn):
        return AboutPhone()
    return AboutPhone(_once_more(turn, "which_phone"), all=True)


def _given(turn: Turn) -> Told:
    bare = not turn.text.strip() or (_answers(turn) and not _says_more(turn))
    heard = yield from note_phone()
    if heard.status == "not_a_number" and _answers(turn):
        return AboutPhone(_once_more(turn, "phone_again"), all=bare)
    line = {"noted": "phone_noted", "not_a_number": "phone_again", "known": "phone_known"}
    if heard.status == "noted":
        turn.memo.phone_asked, turn.memo.phone_offered = True, False
    key = line.get(heard.status, "")
    if _answers(turn):
        turn.memo.ask, turn.memo.fails = None, 0
    reply = turn.say(key) if key and (bare or heard.status == "noted") else ""
    return AboutPhone(_goes_on(turn, reply) if bare else reply, all=bare)


def _declined(turn: Turn) -> Told:
    yield from note_phone(declined=True)
    turn.memo.ask, turn.memo.fails = None, 0
    line = turn.say("phone_declined")
    if _says_more(turn):
        return AboutPhone(line)
    return AboutPhone(join(line, ask_consent(turn)), all=True)


def _once_more(turn: Turn, key: str) -> str:
    """Asks a second time; after that it goes on without."""
    turn.memo.fails += 1
    if turn.memo.fails < 2:
        return turn.ask("phone", "appointment", key)
    turn.memo.ask, turn.memo.fails = None, 0
    return join(turn.say("phone_skipped"), ask_consent(turn))


def _goes_on(turn: Turn, line: str) -> str:
    """The line, with the question that waits or comes next."""
    return join(line, turn.resume() or (ask_consent(turn) if turn.memo.booked else ""))


def _answers(turn: Turn) -> bool:
    return turn.pending_question == "phone"


def _shares(turn: Turn) -> bool:
    """Whether a contact that was shared answers the question."""
    return _answers(turn) and bool(turn.facts.card_phone)


def _takes_back(turn: Turn) -> bool:
    stated = turn.facts.customer_phone == "stated"
    return stated and not turn.choice and wants_phone_forgotten(turn.plain_text)


def _wants_something_else(turn: Turn) -> bool:
    return bool(turn.choice or turn.intents or _says_more(turn))


def _says_more(turn: Turn) -> bool:
    """Beside a number: a wish or a question, not thanks."""
    return bool(
        turn.intents.keys() - _SMALL
        or looks_like_date(turn.text)
        or mentioned(turn.text, turn.facts.services)
    )
