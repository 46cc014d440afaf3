"""What a row of the policy asks about the words alone, where nothing waits: each condition tells one thing."""

from agent.dialogue.conditions import ASKS, TALKS, TASKS, TOPICS, named_services, names_day
from agent.dialogue.flows.asking import asks_for_times, parts_of
from agent.dialogue.turn import Turn
from agent.language import (
    Intent,
    fold,
    intents,
    looks_like_date,
    sentences,
)
from agent.language.readings.another import asks_for_another, says_same_day
from agent.language.readings.cancelling import takes_off
from agent.language.readings.coming import cannot_on
from agent.language.readings.other_times import (
    prefers_another,
    wants_earlier,
    wants_later,
    would_rather,
)
from agent.language.readings.people import turns_a_name_away, turns_somebody_away
from agent.language.readings.services import mentioned, spoken_names, words_for_service
from agent.language.readings.shifts import shift_in
from agent.language.readings.staying import says_same_hour
from agent.language.readings.visits import adds
from agent.language.readings.wishes import wishes_for_something

_OF_DAY = 3
"""Letters that tell weekdays apart, also where they are shortened."""


def keeps_the_day(turn: Turn) -> bool:
    """Another hour on the day of what is booked: "earlier, like 9am same day?", "can we make it 3?"."""
    other_hour = wants_earlier(turn.text) or wants_later(turn.text)
    if looks_like_date(turn.text) and would_rather(turn.text) and not named_services(turn):
        other_hour = other_hour or not asks_for_another(turn.text)
    makes_one = turn.has(Intent.BOOK, Intent.CANCEL, sure=0.8)
    return bool(turn.facts.upcoming) and other_hour and says_same_day(turn.text) and not makes_one


def keeps_the_hour(turn: Turn) -> bool:
    """Another day at the same hour, or so much later or earlier, of what is booked."""
    same = (says_same_hour(turn.text) and looks_like_date(turn.text)) or shift_in(turn.text)
    if _names_one_not_booked(turn):
        return False
    return bool(same and turn.facts.upcoming and not turn.has(Intent.BOOK, Intent.CANCEL, sure=0.8))


def _names_one_not_booked(turn: Turn) -> bool:
    """Whether a service is named that none of their appointments is for."""
    booked = " ".join(one.label for one in turn.facts.upcoming)
    return any(name not in booked for name in named_services(turn))


_SURE_MOVE = 0.8


def leads(intent: Intent, turn: Turn) -> bool:
    """The surest task of the message; where it has none, its surest topic."""
    leading = _leading(turn)
    return leading is intent and not _takes_new_for_move(turn, leading)


def _takes_new_for_move(turn: Turn, leading: Intent | None) -> bool:
    """Whether a service that none of theirs is for is wished for, which the examples hear as a move."""
    unsure = turn.intents.get(Intent.RESCHEDULE, 0.0) < _SURE_MOVE
    return leading is Intent.RESCHEDULE and unsure and _names_one_not_booked(turn)


def _leading(turn: Turn) -> Intent | None:
    tasks = turn.has(*TASKS, sure=0.6)
    for intent, sure in turn.intents.items():
        if (intent in TASKS and sure >= 0.6) or (intent in TOPICS and not tasks):
            return intent
    return None


def asks_and_wishes(turn: Turn) -> bool:
    """A question for a topic, and beside it a service or free times of it are wished for."""
    if _leading(turn) not in TOPICS:
        return False
    return (
        _wishes_besides(turn)
        or _wishes_in_pieces(turn)
        or bool(named_services(turn) and asks_for_times(turn.text))
    )


def _wishes_besides(turn: Turn) -> bool:
    """ "¿Atienden el 25? Quiero una limpieza ese día": a service is wished for in a part of its own, beside a
    question; or a time, of the service that is asked about: "¿cuánto vale la limpieza? Quiero el jueves"."""
    parts = parts_of(turn, booking=True)
    wishes = [part for part in parts.rest if wishes_for_something(part)]
    of_service = any(mentioned(part, turn.facts.services) for part in wishes)
    timed = len(named_services(turn)) == 1 and any(map(looks_like_date, wishes))
    return bool(parts.questions) and (of_service or timed)


def _wishes_in_pieces(turn: Turn) -> bool:
    """ "Cleaning / tues / afternoon / how much": what asks nothing names a service and a day."""
    parts = [part for part in sentences(turn.text) if not intents(part).keys() & set(ASKS)]
    named = any(mentioned(part, turn.facts.services) for part in parts)
    return len(parts) > 1 and named and any(map(looks_like_date, parts))


def names_day_for_own(turn: Turn) -> bool:
    """Names a day or hour, has an appointment, and speaks of no other."""
    other = named_services(turn) or turn.memo.booking.wanted or turn.memo.topic
    prefers = looks_like_date(turn.text) and prefers_another(turn.text)
    rather = prefers and not turn.has(*ASKS, Intent.BOOK)
    return (names_day(turn) or rather) and bool(turn.facts.upcoming) and not other


def cannot_on_own_day(turn: Turn) -> bool:
    """Cannot on the day of an appointment of theirs: "el miércoles no puedo, me salió un viaje"."""
    waits = turn.pending_question not in ("", "human", "consent", "phone")
    cancels = turn.has(Intent.CANCEL, sure=0.6)  # "a de sexta não consigo, cancela só ela"
    day = "" if turn.choice or waits or cancels else cannot_on(turn.text)
    return bool(day) and any(
        fold(one.when)[:_OF_DAY] == day[:_OF_DAY] for one in turn.facts.upcoming
    )


def wishes_service(turn: Turn) -> bool:
    """Wishes for a service of the list, and asks nothing."""
    return bool(named_services(turn)) and wishes_for_something(turn.text) and not turn.has(*ASKS)


def asks_or_talks(turn: Turn) -> bool:
    """A question, small talk, or nothing said."""
    return turn.has(*ASKS, *TALKS) or not turn.plain_text


def adds_service(turn: Turn) -> bool:
    """Names a service of the list as one more, or says who is not to give it."""
    wishes = wishes_for_something(turn.text) or adds(turn.text)
    away = turns_somebody_away(turn.text, portuguese=turn.portuguese)
    return bool(named_services(turn)) and (wishes or away or turns_a_name_away(turn.text))


def takes_off_service(turn: Turn) -> bool:
    """Wants a service taken off what is booked: "remove my cleaning", while none is being booked."""
    if turn.memo.booking.wanted or turn.choice or not takes_off(turn.text):
        return False
    booked = " ".join(one.label for one in turn.facts.upcoming)
    return any(name in booked for name in spoken_names(turn.text, turn.facts.services))


def wishes_unlisted_service(turn: Turn) -> bool:
    """Wishes for what may be a service, which the list does not have."""
    wishes = not turn.intents and wishes_for_something(turn.text)
    return wishes and bool(words_for_service(turn.text))


def names_service(turn: Turn) -> bool:
    """Only names a service of the list."""
    return bool(named_services(turn))
