"""Whether somebody asks about reminders, and what an answer to that question says."""

from agent.language.consent_answers import (
    accepts_reminders,
    refuses_reminders,
    speaks_of_reminding,
)
from agent.language.readings.another import answer_and_more
from agent.language.readings.coming import cannot_come
from agent.language.readings.deciding import Decided, Decision, only_agrees
from agent.language.readings.staying import denies
from agent.language.short_answers import yes_no
from agent.language.text import sentences


def asks_about_reminders(text: str) -> bool:
    """Whether a question of a message of ours is about reminders: "¿Quieres que te lo recordemos?"."""
    questions = (part for part in sentences(text) if "?" in part)
    return any(map(speaks_of_reminding, questions)) or (
        text.rstrip().endswith("?") and speaks_of_reminding(text.rstrip().splitlines()[-1])
    )


def decides_on_reminders(text: str) -> Decided:
    """Of the answer to that question. A wish that nobody asked about is no answer: it is asked about."""
    if accepts_reminders(text) or only_agrees(text):
        return Decided(Decision.YES, plain=True)
    denied, agrees = denies(text, portuguese=False), yes_no(text)
    # "Yes, just no promos" denies something else.
    if denied and speaks_of_reminding(text) and agrees is not True and "?" not in text:
        return Decided(Decision.NO, plain=True)
    if agrees is False:
        plainly = refuses_reminders(text)
        return Decided(Decision.NO if plainly else Decision.UNSURE, plain=plainly)
    if agrees:
        unsure = denied or cannot_come(text)
        return Decided(Decision.UNSURE if unsure else Decision.YES)
    if parts := answer_and_more(text):
        return Decided(Decision.YES if parts[0] else Decision.NO)
    return Decided(Decision.UNSURE if speaks_of_reminding(text) else Decision.NOTHING)
