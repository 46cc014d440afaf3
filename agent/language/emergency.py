"""Whether a message tells of an emergency, by the sure patterns alone: quick enough to be asked of every one."""

from agent.language.acts.act import Act
from agent.language.acts.sure_words import must_not_miss
from agent.language.readings.pain import denies_symptoms, without_denied_emergency
from agent.language.text import READ_AT_MOST, clauses


def is_emergency(message: str) -> bool:
    """Who calls too often only goes first; the turn itself reads with all that is known."""
    text = without_denied_emergency(message[:READ_AT_MOST])
    told = any(must_not_miss(clause) is Act.EMERGENCY for clause in clauses(text))
    return told and not denies_symptoms(text)
