"""Whether a message tells which services, or which appointments, are whose."""

from agent.dialogue.flows.naming import of_others
from agent.dialogue.memo import MOST_GUESTS
from agent.dialogue.turn import Turn
from agent.language import Intent, looks_like_date
from agent.language.each_service import (
    EachService,
    each_service,
    swaps_people,
    swaps_places,
    times_apart,
)
from agent.language.hour_names import hour_people
from agent.language.people_intents import supposes_company
from agent.language.whom import ForWhom

_OTHER_TASKS = (Intent.CANCEL, Intent.RESCHEDULE, Intent.LIST, Intent.CONFIRM)
_ASKS = (Intent.PRICE, Intent.HOURS, Intent.LOCATION, Intent.SERVICES, Intent.QUESTION)
_ABOUT_OWN = frozenset({"cancel", "which", "phone", "human"})


def note_each(turn: Turn) -> bool:
    """Keeps in `turn.each` which services are whose; False where the message tells it neither of several people
    nor of what is booked or being booked."""
    if turn.each is None and not _is_elsewhere(turn):
        each = each_service(turn.text, turn.facts.services, of_others(turn))
        several = len(each.parts) > 1 and each.of_several
        if several and _side_by_side(turn, each):
            turn.comes = _both(each)
        elif several or _of_one(turn, each):
            turn.each = each
    return turn.each is not None or turn.comes is not None


def _side_by_side(turn: Turn, each: EachService) -> bool:
    """Whether it is two people with one service, who come together (flows/party.py)."""
    kinds = {part.services for part in each.parts}
    return (
        len(each.parts) == MOST_GUESTS
        and len(kinds) == 1
        and not times_apart(turn.text, each.parts)
    )


def _both(each: EachService) -> ForWhom:
    others = tuple(part.who for part in each.parts if part.who is not None)
    writer = any(part.who is None for part in each.parts)
    return ForWhom(others, writer, each.own, len(each.parts), each.spans)


def _is_elsewhere(turn: Turn) -> bool:
    if turn.choice or turn.pending_question in _ABOUT_OWN:
        return True
    asks = turn.has(*_ASKS) and not turn.has(Intent.BOOK)
    is_question = asks and ("?" in turn.text or supposes_company(turn.text))
    return turn.has(*_OTHER_TASKS, sure=0.8) or is_question


def _of_one(turn: Turn, each: EachService) -> bool:
    """ "El masaje es de mi mamá", of one that stands or is being made."""
    if len(each.parts) != 1 or not each.parts[0].is_told or looks_like_date(turn.text):
        return False
    [part] = each.parts
    planned = set(turn.memo.booking.names)
    return all(
        one.name in planned or any(_begins(own.label, one.name) for own in turn.facts.upcoming)
        for one in part.services
    )


def _begins(label: str, service: str) -> bool:
    return bool(service) and service in label


def tells_of_each(turn: Turn) -> bool:
    """Tells whose each of several services is, or an appointment that stands."""
    return note_each(turn)


def puts_people_right(turn: Turn) -> bool:
    """Says that the people of what is booked are the wrong ones: "están al revés", "the 2:30 one is for my husband"."""
    return says_swapped(turn) or tells_hours(turn)


def says_swapped(turn: Turn) -> bool:
    """ "Están al revés", with appointments of two people; or "swap us", where both are for the same."""
    people = {one.person for one in turn.facts.upcoming}
    alike = len({one.label.partition(",")[0] for one in turn.facts.upcoming}) == 1
    told = swaps_people(turn.text) or (alike and swaps_places(turn.text))
    return not turn.choice and len(people) > 1 and told


def tells_hours(turn: Turn) -> bool:
    """Whom the appointment of an hour is for, by what they are to the customer; takes no time on offer by that."""
    if turn.choice or not turn.facts.upcoming or turn.has(*_OTHER_TASKS, Intent.BOOK, sure=0.8):
        return False
    on_offer = [*turn.memo.booking.slots, *turn.memo.move.slots] if turn.memo.ask else []
    people = hour_people(turn.text, of_others(turn))
    related = any(one.who is not None and one.who.relation for one in people)
    return related and not any(
        one.hour.is_at(slot.at) for one in people for slot in on_offer if slot.at
    )
