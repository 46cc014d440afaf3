"""Who attends, and when one's own appointment is or ends: told by the agenda, not by the knowledge base."""

from collections.abc import Iterable, Sequence

from agent.dialogue.flows.own_details import plan_of, tell_own
from agent.dialogue.flows.theirs import none_of_theirs, of_whom, spoken_of
from agent.dialogue.flows.wording import all_of
from agent.dialogue.tools import list_appointments, list_services
from agent.dialogue.turn import Steps, Turn, join
from agent.language import words
from agent.language.name_words import TITLES
from agent.language.readings.attending import (
    asks_for_own_time,
    asks_who_attends,
    asks_who_else,
    asks_who_there_is,
)
from agent.language.readings.own_details import Detail, details_asked, speaks_of_own
from agent.language.readings.own_facts import (
    asks_for_man_or_woman,
    asks_when_it_ends,
    asks_who_does,
)
from agent.language.readings.services import mentioned

_MOST = 6
_TITLE = 3


def of_people_or_own(turn: Turn, question: str) -> Steps:
    """The answer to a question for who attends or when the own appointment is; "" to others."""
    details = details_asked(question)
    lasts = {*details} & {Detail.UNTIL, Detail.LENGTH}
    if lasts and _on_offer(turn) and not speaks_of_own(question):
        return (yield from _lasts(turn))
    if details and speaks_of_own(question) and turn.facts.upcoming:
        return (yield from tell_own(turn, question, details))
    if Detail.WHOM in details and (people := _on_offer(turn)):
        return turn.say("attends_you", people=all_of(turn.facts.language, people))
    if asks_for_own_time(question) and turn.facts.upcoming and not turn.memo.booking.slots:
        return (yield from _own(turn))
    if asks_when_it_ends(question) and (ends := (yield from _ends(turn, question))):
        return ends
    if asks_who_does(question) and (told := (yield from _does(turn, question))):
        return told
    if asks_for_man_or_woman(question):
        turn.unknown = True  # the names are all that is known
        return (yield from _members(turn, question))
    if asks_who_there_is(question):
        return (yield from _members(turn, question, other=asks_who_else(question)))
    if not asks_who_attends(question):
        return ""
    if people := _on_offer(turn):
        return turn.say("attends_you", people=all_of(turn.facts.language, people))
    if turn.facts.upcoming and not mentioned(question, turn.facts.services):
        return (yield from _own(turn, people=True))
    return (yield from _members(turn, question))


def _ends(turn: Turn, question: str) -> Steps:
    """When the appointments ahead end."""
    if not turn.facts.upcoming:
        return ""
    return (yield from tell_own(turn, question, (Detail.UNTIL,)))


def _lasts(turn: Turn) -> Steps:
    """How long what is on offer takes."""
    rows = (yield from list_services()).services
    chosen = [row for row in rows if row.name in plan_of(turn).names and row.duration]
    if len(chosen) == 1:
        return turn.say("lasts", duration=chosen[0].duration)
    return "\n".join(f"• {row.name}: {row.duration}" for row in chosen)


def _does(turn: Turn, question: str) -> Steps:
    """Whether somebody who is named gives the service that is named; "" where one of them is not."""
    about = mentioned(question, turn.facts.services)
    if len(about) != 1:
        return ""
    rows = (yield from list_services()).services
    spoken = set(words(question)) - set(words(about[0]))
    named = [
        one for one in _once(p for row in rows for p in row.professionals) if _is_named(one, spoken)
    ]
    giving = next((row.professionals for row in rows if row.name == about[0]), ())
    if len(named) != 1 or not giving:
        return ""
    turn.memo.topic = about[0]
    if named[0] in giving:
        return turn.say("does_it", person=named[0], service=about[0])
    people = all_of(turn.facts.language, giving[:_MOST])
    return turn.say("does_it_not", person=named[0], service=about[0], people=people)


def _is_named(person: str, spoken: set[str]) -> bool:
    return bool(spoken & {word for word in words(person) if word not in TITLES})


def _on_offer(turn: Turn) -> list[str]:
    plan = plan_of(turn)
    chosen = [slot for slot in plan.slots if slot.slot == plan.slot] or plan.slots
    return _once(name for slot in chosen for name in slot.people)


def _own(turn: Turn, *, people: bool = False) -> Steps:
    listed = (yield from list_appointments()).appointments
    meant = spoken_of(turn, listed, asks=True)
    own = of_whom(listed, meant)[:3]
    if meant.other and not own:
        return none_of_theirs(turn, meant.other, listed)
    if people:
        names = _once(appointment.person for appointment in own)
        return turn.say("attends_you", people=all_of(turn.facts.language, names)) if names else ""
    lines = [", ".join(filter(None, (one.service, one.label))) for one in own]
    if len(lines) == 1:
        return turn.say("one_appointment", appointment=lines[0])
    return join(turn.say("your_appointments"), *(f"• {line}" for line in lines)) if lines else ""


def _members(turn: Turn, question: str, *, other: bool = False) -> Steps:
    """Those who do the service in question, or everybody. `other`: besides those on offer."""
    rows = (yield from list_services()).services
    about = mentioned(question, turn.facts.services) or turn.memo.booking.names
    chosen = [row for row in rows if row.name in about] or rows
    if len(about) > 1 and not other and all(row.professionals for row in chosen):
        return join(*(f"{row.name}: {_named(turn, row.professionals)}." for row in chosen[:_MOST]))
    names = _once(name for row in chosen for name in row.professionals)
    spoken = set(words(question))
    shown = _on_offer(turn) if other else []
    left = [
        name for name in names if name not in shown and not (other and spoken & _own_words(name))
    ]
    if not left:
        return turn.say("nobody_else") if names else ""
    return turn.say("team", people=all_of(turn.facts.language, left[:_MOST]))


def _named(turn: Turn, people: Sequence[str]) -> str:
    return all_of(turn.facts.language, _once(people)[:_MOST])


def _own_words(name: str) -> set[str]:
    """The words of a professional's name that are not their title."""
    return {word for word in words(name) if len(word) > _TITLE}


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(name for name in names if name))
