"""Whether a message gives another name for what was just booked."""

from collections.abc import Iterator

from agent.dates.corrections import ends_of_marks
from agent.dialogue.flows.naming import heard_name
from agent.dialogue.memo import as_text
from agent.dialogue.turn import Turn
from agent.language import Intent, yes_no
from agent.language.hour_names import hour_names
from agent.language.name_corrections import corrects_booked
from agent.language.names import NameReading
from agent.language.readings.beside import splits_before_question
from agent.language.readings.services import mentioned
from agent.language.renaming import puts_it_under

OTHER_WISHES = (Intent.BOOK, Intent.WAIT, Intent.RESCHEDULE, Intent.CANCEL)


def corrected_to(turn: Turn) -> NameReading | None:
    """The name that the message gives, what follows "perdón", "I meant" before the rest."""
    for begin in reversed(ends_of_marks(turn.text)):
        rest = turn.text[begin:]
        if rest.strip() and (heard := heard_name(turn, expected=True, text=rest)):
            return heard
    return heard_name(turn, expected=True)


def correction_and_question(turn: Turn) -> tuple[str, str] | None:
    """A correction of the booked name and the question behind it: "me equivoqué, es Ana Gil. ¿Y cuánto
    dura?"; None where the message is not both."""
    booked = as_text(turn.memo.booked.get("name"))
    if not booked or turn.choice or turn.pending_question not in ("", "consent", "phone"):
        return None
    return next(_corrections(turn, booked), None)


def _corrections(turn: Turn, booked: str) -> Iterator[tuple[str, str]]:
    for head, rest in splits_before_question(turn.text):
        heard = heard_name(turn, expected=True, text=head)
        if mentioned(head, turn.facts.services):
            continue
        if corrects_booked(head, booked, heard, consent_pending=False, agrees=yes_no(head)):
            yield head, rest


def names_an_hour(turn: Turn) -> bool:
    """Whether the message tells whose the appointment of an hour is ("o das 10h é da Lúcia"), and takes no
    time on offer by that."""
    if turn.choice or not turn.facts.upcoming or turn.has(*OTHER_WISHES, sure=0.8):
        return False
    on_offer = [*turn.memo.booking.slots, *turn.memo.move.slots] if turn.memo.ask else []
    names = hour_names(turn.text)
    return bool(names) and not any(
        one.is_at(slot.at) for one in names for slot in on_offer if slot.at
    )


def puts_under_name(turn: Turn) -> bool:
    """Whether an appointment that stands is to be in another name, and none is in the making."""
    busy = turn.choice or turn.memo.booking.wanted or turn.memo.booking.slots
    if busy or not turn.facts.upcoming or turn.has(*OTHER_WISHES, sure=0.8):
        return False
    return puts_it_under(turn.text)


def gives_other_name(turn: Turn) -> bool:
    """Whether the message corrects the booked name, in so many words or by giving another one right
    after the booking."""
    if turn.has(Intent.RENAME) or names_an_hour(turn) or puts_under_name(turn):
        return True
    booked = as_text(turn.memo.booked.get("name"))
    if not booked or turn.has(*OTHER_WISHES) or mentioned(turn.text, turn.facts.services):
        return False
    if turn.pending_question not in ("", "consent") or turn.choice:
        return False
    heard = corrected_to(turn)
    if heard and len(heard.value.split()) == 1 and turn.has(Intent.THANKS):
        return False
    return corrects_booked(
        turn.text,
        booked,
        heard,
        consent_pending=turn.pending_question == "consent",
        agrees=turn.agrees,
    )
