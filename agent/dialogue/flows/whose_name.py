"""On whose appointment a name is put right: never on another person's than the one who is meant."""

from collections.abc import Generator, Sequence

from agent.dialogue.flows.naming import of_others
from agent.dialogue.flows.pick import ask_which, of_words
from agent.dialogue.flows.theirs import none_of_theirs, of_whom
from agent.dialogue.turn import Call, Turn
from agent.language import words
from agent.language.hour_names import hour_names
from agent.language.renaming import puts_it_under
from agent.language.text import fold
from agent.language.whose import Whose, whose
from agent.tool_answers import Answer
from agent.tool_views import AppointmentView

Meant = Generator[Call, Answer, AppointmentView | str | None]
"""Ends with the appointment, with the reply that asks which, or with None where nothing is booked."""


def told_by_hour(turn: Turn, own: Sequence[AppointmentView]) -> list[tuple[AppointmentView, str]]:
    """Each appointment for whose hour the message tells a name: "la de las 10 ponle Rosa". A first name
    alone is that of whom the customer has an appointment for."""
    pairs = []
    for entry in hour_names(turn.text):
        at_hour = [one for one in own if entry.is_at(one.at)]
        if len(at_hour) == 1:
            pairs.append((at_hour[0], _whole(entry.name, own)))
    return pairs


def _whole(name: str, own: Sequence[AppointmentView]) -> str:
    named = [one.name for one in own if one.name and _first(one.name) == fold(name)]
    return named[0] if len(name.split()) == 1 and named else name


def whose_name(turn: Turn, own: Sequence[AppointmentView], name: str) -> Meant:
    """The appointment whose name is wrong: of whom the message speaks, at which hour, or else whose name is
    most like the new one."""
    left, certain = own, False
    staff = frozenset(word for one in own for word in words(one.person))
    people = tuple(one.name for one in own if one.person_id and one.name)
    text = turn.text.replace(name, " ") if name else turn.text
    # "Ponla a nombre de mi hermana" says whose it is to be, not whose it is.
    goes_over = puts_it_under(turn.text)
    spoken = Whose() if goes_over else whose(text, others=staff | of_others(turn), names=people)
    if spoken.other or spoken.own:
        left, certain = of_whom(own, spoken), True
        if not left and spoken.other and own:
            return none_of_theirs(turn, spoken.other, own)
        left = left or own
    if len(left) > 1 and (timed := (yield from of_words(turn, left, text))):
        left, certain = timed, True
    if not certain and name and (alike := [one for one in own if _alike(one.name or "", name)]):
        left, certain = alike, True
    if len(left) == 1:
        return left[0]
    wanted = turn.focus or turn.memo.booked.get("appointment", "")
    last = next((one for one in left if one.appointment == wanted), None)
    if last and (certain or not _of_several(turn, own)):
        return last
    return ask_which(turn, "appointment", "which_rename", left) if left and not last else last


def _of_several(turn: Turn, own: Sequence[AppointmentView]) -> bool:
    """Whether the appointments are more than one person's."""
    return len({one.person_id for one in own}) > 1


def _alike(booked: str, name: str) -> bool:
    return _first(booked) == _first(name)


def _first(name: str) -> str:
    return fold(name.split(" ")[0]) if name else ""
