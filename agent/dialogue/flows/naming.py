"""In whose name an appointment is booked: read from any message, and confirmed when in doubt."""

import unicodedata
from dataclasses import replace

from agent.dialogue.memo import AskData
from agent.dialogue.tools import resolve_contact
from agent.dialogue.turn import Maybe, Turn
from agent.language import fold, looks_like_date, words
from agent.language.name_forms import is_for_relative
from agent.language.name_text import goes_on, readable
from agent.language.name_words import PARTICLES, spelled, words_of
from agent.language.names import NameReading, read_name, same_person
from agent.language.said_places import is_in_address
from agent.tool_answers import Answer

NAME_QUESTIONS = frozenset({"name", "wait_name", "rename", "attendee"})
"""Questions that a name answers."""
_CHOOSING = frozenset({"slot", "day", "reading", "member", "offer", "wait"})
_MOST_VERBATIM = 4
_TOLD_ALONE = ("bare", "weak")


def heard_name(turn: Turn, *, expected: bool = False, text: str = "") -> NameReading | None:
    """The name that the message (or `text`, a part of it) gives; `expected`: whatever waits, a name may
    be the answer."""
    text = text or turn.text
    heard = read_name(
        text,
        expected=expected or turn.pending_question in NAME_QUESTIONS,
        bare=turn.pending_question in _CHOOSING,
        others=of_others(turn),
    )
    told = heard is not None and heard.how in _TOLD_ALONE
    return None if heard and told and is_in_address(text, heard.start) else heard


def keep_name(turn: Turn) -> NameReading | None:
    """Keeps the name that the message gives for the appointment that is being made, or will be."""
    heard = heard_name(turn)
    if heard and turn.whom:
        # Who comes was said already: "soy Ana" is the writer.
        own = heard.value == turn.memo.own_name
        if turn.memo.name or own or heard.how == "weak":
            return heard if own else None
        turn.memo.name = heard.value
        return heard
    if heard:
        another = heard.how in ("self", "weak") and is_for_relative(turn.text)
        turn.memo.name = "" if another or _is_theirs(turn, heard) else heard.value
    return heard


def note_name(turn: Turn) -> bool:
    """Keeps the name that the message gives and takes it out of the text, so that nothing else is
    read into it ("Domingo", "Abril"). False when there is none."""
    heard = keep_name(turn)
    if heard is None:
        return False
    text = unicodedata.normalize("NFC", turn.text)
    before, after = text[: heard.start], text[heard.end :]
    turn.narrow(f"{before} {after}" if goes_on(after) else f"{before}\n{after.lstrip(' .,;:')}")
    return True


def _is_theirs(turn: Turn, heard: NameReading) -> bool:
    """Whether a customer whose name is known says it again ("soy Ana"): the booking is theirs."""
    own = heard.how in ("self", "weak", "bare") and turn.pending_question not in NAME_QUESTIONS
    return own and same_person(heard.value, turn.facts.customer_name)


def proposed_name(turn: Turn) -> str:
    """The name that the customer was asked to confirm, "" for none."""
    return turn.memo.ask.data.name if turn.memo.ask else ""


def confirmed_name(turn: Turn) -> str:
    """That name after their yes, or where they write it again."""
    name = proposed_name(turn)
    again = bool(name) and fold(name) in fold(turn.text) and turn.agrees is not False
    return name if (turn.agrees or again) and turn.pending_question in NAME_QUESTIONS else ""


def verbatim_name(turn: Turn) -> str:
    """What was said instead of a name the second time, word for word: it will be asked about."""
    if not turn.memo.fails or turn.intents or turn.agrees is not None or "?" in turn.text:
        return ""
    own = words_of(readable(turn.text))
    while own and own[0].folded in PARTICLES:
        own.pop(0)
    small = any(word.small for word in own) and not own[0].sure
    theirs = all(word.folded in of_others(turn) or word.laughs for word in own)
    odd = small or theirs or any(letter.isdecimal() for letter in turn.text)
    if not 1 <= len(own) <= _MOST_VERBATIM or odd or looks_like_date(turn.text):
        return ""
    return spelled(own)


def ask_verbatim(turn: Turn, kind: str) -> str:
    """Asks whether it is really that, "" when what was said cannot be a name."""
    name = verbatim_name(turn)
    return (
        turn.ask(kind, "appointment", "confirm_name", AskData(name=name), name=name) if name else ""
    )


def record_name(turn: Turn, kind: str) -> Maybe:
    """Writes down the name that was given, if one was, else asks about it (None: it stands). `kind` of
    the question when it may be none."""
    name = turn.memo.name
    if not name:
        return None
    sure = name in (confirmed_name(turn), turn.picked)
    party = turn.memo.booking.party
    # Another name than that of whom it was for says nothing of what they are.
    theirs = bool(party) and (not party[0].name or same_person(party[0].name, name))
    relation = party[0].relation if theirs else ""
    if turn.memo.booking.each and not turn.memo.booking.guest.writer:
        relation = relation or "other"
    heard = yield from resolve_contact(name, confirmed=sure, relation=relation)
    if heard.status == "ok":
        return None
    turn.memo.name = ""
    return ask_again(turn, kind, name, heard)


def ask_again(turn: Turn, kind: str, name: str, answer: Answer, data: AskData | None = None) -> str:
    """After a name that a tool did not take: is it really this one, or how is it?"""
    if answer.status == "unsure":
        with_name = replace(data or AskData(), name=name)
        return turn.ask(kind, "appointment", "confirm_name", with_name, name=name)
    return turn.ask(kind, "appointment", "ask_full_name", data)


def of_others(turn: Turn) -> frozenset[str]:
    """Words that name the professionals on offer, the services and the business."""
    slots = [*turn.memo.booking.slots, *turn.memo.move.slots]
    people = [name for slot in slots for name in slot.people]
    return frozenset(
        word
        for name in (*people, *turn.facts.services, turn.facts.business)
        for word in words(name)
    )
