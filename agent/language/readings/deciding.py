"""What an answer says to one thing that was proposed: yes, no, something else, or nothing that is certain.

For what cannot be undone: a yes is only what can be nothing else. Whoever asks wants a tap for the rest.
"""

from dataclasses import dataclass
from enum import StrEnum

from agent.dates.corrections import corrects
from agent.language.intent import Intent
from agent.language.intents import intents
from agent.language.readings.cancelling import (
    asks_for_a_new_one,
    cancels_on_condition_alone,
    says_cancel,
    says_keep,
    would_move,
)
from agent.language.readings.choices import begins_with_no, no_longer_wants
from agent.language.readings.coming import cannot_come, says_see_you
from agent.language.readings.other_times import (
    speaks_of_another_time,
    wants_another_time,
    wants_earlier,
    wants_later,
    would_rather,
)
from agent.language.readings.staying import leaves_as_it_is, leaves_it_on_offer
from agent.language.short_answers import bare_yes_no, looks_like_date, yes_no
from agent.language.text import clauses, plain, word_set, words
from agent.language.words_from_data import words_in

_POINTING = word_set("""si sip sii sim yes yep yeah ok okay dale listo claro bueno vale va perfecto beleza blz sure esa ese eso essa esse isso esta este
    la lo el a o las los the that this it one misma mismo mesma mesmo cita consulta appointment turno por favor porfa please
    gracias obrigado obrigada thanks you thank muchas muito senora senor senorita amiga amigo pues entonces entao ya ja fine
    confirmo seguro segura certeza com hagale hazlo adelante pode puede puedes go ahead do""")
"""Words beside a yes that add nothing to it."""


class Decision(StrEnum):
    """What an answer does with what was proposed."""

    YES = "yes"
    NO = "no"
    ANOTHER = "another"
    """Something else is wished for in its place."""
    UNSURE = "unsure"
    """It may be an answer; which one only a tap tells."""
    NOTHING = "nothing"
    """It speaks of something else."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision, and whether the words can mean nothing else."""

    decision: Decision
    plain: bool = False


def only_agrees(text: str) -> bool:
    """Whether it is a yes with nothing beside it that could change it."""
    if bare_yes_no(text) is True:
        return True
    around = _POINTING | words_in("answers.polite")
    return yes_no(text) is True and all(word in around for word in words(text))


def says_no(text: str) -> bool:
    """Whether it says no to an appointment that was asked about: "no", "no puedo ir", "cancélala"."""
    return (
        bare_yes_no(text) is False
        or cannot_come(text)
        or (says_cancel(text) and not says_keep(text) and "?" not in text)
    )


def decides_on_cancelling(text: str) -> Decided:
    """Of the answer to "shall it be cancelled?"."""
    if refusal := _keeps(text):
        return refusal
    if only_agrees(text):
        return Decided(Decision.YES, plain=True)
    if cancels_on_condition_alone(text):
        return Decided(Decision.UNSURE)
    agrees, wish = yes_no(text), _wish(text)
    tells = says_cancel(text) and "?" not in text
    if wish and not (agrees and tells):
        return Decided(Decision.UNSURE if agrees else Decision.ANOTHER)
    if tells and (agrees is not None or intents(text).get(Intent.CANCEL, 0.0) >= 0.8):
        return Decided(Decision.YES)
    if agrees:
        return Decided(Decision.YES if cannot_come(text) else Decision.UNSURE)
    if agrees is False or begins_with_no(text):
        unsure = cannot_come(text) or says_cancel(text)
        return Decided(Decision.UNSURE if unsure else Decision.NO)
    return _beside(text)


def decides_on_time(text: str) -> Decided:
    """Of the answer to "shall it be this time?", apart from the days and hours in it."""
    if leaves_it_on_offer(text, portuguese=False):
        return Decided(Decision.YES)  # "sí, déjala ahí"
    if no_longer_wants(text) and not looks_like_date(text):
        unsure = yes_no(text) is True
        return Decided(Decision.UNSURE if unsure else Decision.NO, plain=not unsure)
    if only_agrees(text):
        return Decided(Decision.YES, plain=True)
    agrees = yes_no(text)
    if agrees is False or begins_with_no(text):
        return Decided(Decision.NO, plain=bare_yes_no(text) is False)
    if agrees:
        return Decided(Decision.UNSURE if _changes_time(text) else Decision.YES)
    return _beside(text)


def _keeps(text: str) -> Decided | None:
    parts = clauses(text)
    keeps = any(map(says_keep, parts)) or leaves_as_it_is(text)
    if not keeps:
        return Decided(Decision.NO, plain=True) if bare_yes_no(text) is False else None
    both = any(says_cancel(part) and not says_keep(part) for part in parts)
    return Decided(Decision.UNSURE) if both else Decided(Decision.NO, plain=True)


def _wish(text: str) -> bool:
    """Whether something else is wished for in place of cancelling: another time, another appointment."""
    return (
        would_move(text)
        or asks_for_a_new_one(text)
        or says_see_you(text)
        or (looks_like_date(text) and (corrects(text) or not says_cancel(text)))
        or max(intents(text).get(one, 0.0) for one in (Intent.RESCHEDULE, Intent.BOOK)) >= 0.8
    )


def _changes_time(text: str) -> bool:
    """Whether what follows the yes may change it: "sí, pero más tarde"."""
    readings = (
        speaks_of_another_time,
        wants_another_time,
        wants_earlier,
        wants_later,
        would_rather,
        cannot_come,
    )
    return any(reads(text) for reads in readings) or "?" in text


def _beside(text: str) -> Decided:
    """Of words that neither agree nor refuse."""
    scores = {intent for intent, sure in intents(text).items() if sure >= 0.8}
    if scores & {Intent.RESCHEDULE, Intent.CANCEL}:
        return Decided(Decision.ANOTHER)
    asks = "?" in text or scores - {Intent.BOOK, Intent.CONFIRM}
    return Decided(Decision.NOTHING if asks or not plain(text) else Decision.UNSURE)
