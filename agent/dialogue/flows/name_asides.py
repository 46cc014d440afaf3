"""Answers to the question for a name that give no name, or two people for one appointment."""

from agent.dialogue.flows.naming import heard_name, of_others, proposed_name
from agent.dialogue.memo import AskData
from agent.dialogue.turn import Turn, join
from agent.language import Intent, looks_like_date, ordinal, plain
from agent.language.name_asides import aside_of, is_for_somebody_else
from agent.language.name_pairs import two_people
from agent.language.name_runs import judged
from agent.language.name_words import words_of
from agent.language.names import same_person
from agent.language.readings.wishes import wishes_otherwise

_NAME_QUESTIONS = frozenset({"name", "wait_name"})
_CHOOSING = frozenset({"slot", "day", "offer"})


def aside(turn: Turn) -> str | None:
    """The reply to what is said in place of the name; None when it is something else."""
    if turn.pending_question not in _NAME_QUESTIONS or turn.choice:
        return None
    heard = heard_name(turn)
    if heard and (heard.sure or heard.how == "bare"):
        return None
    agrees = turn.agrees if not proposed_name(turn) else None
    kind = aside_of(turn.text, agrees=agrees)
    if kind is None or (kind == "later" and looks_like_date(turn.text) and turn.agrees is False):
        return None
    if kind == "later":
        return turn.say("take_your_time")
    if kind == "me":
        return _own_name(turn)
    if kind == "both":
        return _of_both(turn)
    phrases = {"why": "why_name", "yes": "only_name_missing", "address": "address_no_name"}
    line = turn.say(phrases[kind])
    return join(line, turn.resume()) if kind == "why" else line


def is_aside(turn: Turn) -> bool:
    """Whether the message is one of these, so that it stays where the name was asked for."""
    agrees = turn.agrees if not proposed_name(turn) else None
    return (
        turn.pending_question in _NAME_QUESTIONS and aside_of(turn.text, agrees=agrees) is not None
    )


def _own_name(turn: Turn) -> str:
    """ "Pues yo": whoever writes, where their name is known."""
    turn.memo.booking.party = []
    for name in (turn.facts.customer_name, turn.facts.profile_name):
        own = words_of(name)
        shaped = " ".join(word.raw for word in own) == name
        if own and shaped and judged(own) is not None and (own[0].is_name or len(own) > 1):
            return turn.ask(
                turn.pending_question, "appointment", "confirm_name", AskData(name=name), name=name
            )
    return turn.say("your_own_name")


def _of_both(turn: Turn) -> str | None:
    people = _people(turn)
    if not people:
        return turn.say("one_person")
    name = people[0]
    return turn.ask(
        turn.pending_question, "appointment", "first_for", AskData(name=name), name=name
    )


def note_people(turn: Turn) -> None:
    """Notes which of two it is, two people, or that somebody else comes whose name is missing, in `turn.people`."""
    name_expected = turn.pending_question in _NAME_QUESTIONS
    if turn.choice or not (name_expected or turn.pending_question in _CHOOSING):
        return
    turn.picked = _picked(turn)
    if turn.whom:
        return
    heard = heard_name(turn)
    if heard and heard.how == "comes":
        return
    if pair := two_people(turn.text, of_others(turn)):
        turn.people = (pair[0].value, pair[1].value)
        turn.narrow(f"{turn.text[: pair[0].start]}\n{turn.text[pair[1].end :]}")
    elif (name_expected or heard) and is_for_somebody_else(turn.text):
        turn.people = ()
        if heard:
            turn.narrow(f"{turn.text[: heard.start]}\n{turn.text[heard.end :]}")


def ask_whom(turn: Turn, kind: str = "name") -> str:
    """For whom of the two, or how the person is called who comes."""
    turn.memo.name = ""
    if not turn.people:
        return turn.ask(kind, "appointment", "ask_their_name")
    one, other = turn.people
    data = AskData(people=[one, other])
    return turn.ask(kind, "appointment", "one_of_two", data, one=one, other=other)


def _picked(turn: Turn) -> str:
    """Which of the two people asked about is answered with, "" for none."""
    people = _people(turn)
    if not people:
        return ""
    position = ordinal(turn.text, len(people))
    if position is not None:
        return people[position]
    heard = heard_name(turn)
    answer = heard.value if heard else " ".join(plain(turn.text).split()[-2:])
    matches = [name for name in people if same_person(answer, name)]
    return matches[0] if len(matches) == 1 else ""


def _people(turn: Turn) -> list[str]:
    return turn.memo.ask.data.people if turn.memo.ask else []


def speaks_of_somebody(turn: Turn, *, named: bool) -> bool:
    """Whether a person is told apart with the words of a service, and none is wished for: "Rosita, la
    del masaje". named: the message gives a name."""
    if turn.has(Intent.BOOK) or wishes_otherwise(turn.text):
        return False
    others = of_others(turn)
    return named or any(not w.ordinary and w.folded not in others for w in words_of(turn.text))


def noted(turn: Turn, reply: str) -> str:
    """The reply to a name that came before the choice of a time: it is acknowledged."""
    if (
        turn.pending_question != "slot"
        or not turn.memo.name
        or not turn.agrees
        or turn.people is not None
    ):
        return reply
    return join(turn.say("name_noted", name=turn.memo.name), reply)
