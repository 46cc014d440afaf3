"""A time that is taken of those on offer, and a question beside it: "la de las 10, ¿y eso duele?"."""

import re
from dataclasses import dataclass

from agent.language.acts import acts_of
from agent.language.acts.clauses import sentences
from agent.language.intent import Intent
from agent.language.intents import intents
from agent.language.readings.asked import ASKING, asks_back, asks_to_know, opens_question
from agent.language.readings.choices import names_alternatives
from agent.language.readings.house import topic_of
from agent.language.readings.own_details import details_asked
from agent.language.readings.rules import asks_for_limits, speaks_of_changing, supposes_a_case
from agent.language.short_answers import looks_like_date, names_position
from agent.language.text import plain

_BARE_NUMBER = re.compile(r"\b\d{1,2}\b")
_ENDS_A_PART = re.compile(r"[.,;!\n…)]\s*$")
_GOES_ON = re.compile(r"(?:y|e|and|pero|mas|but)\b")
_TASKS = (Intent.CANCEL, Intent.RESCHEDULE, Intent.WAIT, Intent.HUMAN)
_TOPICS = (Intent.PRICE, Intent.LOCATION, Intent.HOURS, Intent.SERVICES)
_SURE = 0.8
_LONGEST_PICK = 12


@dataclass(frozen=True)
class PickAndQuestion:
    """The words that take a time, and those that ask."""

    pick: str
    question: str


def pick_and_question(text: str) -> PickAndQuestion | None:
    """The two parts of such a message; None for another. Whether the time is on offer is not looked at."""
    if "?" not in text:
        return None
    parts = [part for sentence in sentences(text) for part in sentence]
    for part in parts[1:]:
        head, rest = text[: part.start], text[part.start :].strip()
        apart = _ENDS_A_PART.search(head) or _GOES_ON.match(plain(rest))
        if apart and _picks(head.strip(" ,")) and _asks(rest):
            return PickAndQuestion(head.strip(" ,"), rest)
    question, mark, rest = text.rpartition("?")
    if rest.strip() and _picks(rest.strip()) and _asks(question + mark):
        return PickAndQuestion(rest.strip(), question + mark)
    return None


def _picks(text: str) -> bool:
    spoken = plain(text)
    if {"?", "¿"} & {*text} or not spoken or len(spoken.split()) > _LONGEST_PICK:
        return False
    if names_alternatives(spoken.partition(" ")[2]):  # "o primeiro" begins with no "or"
        return False
    scores = intents(text)
    if any(scores.get(task, 0.0) >= _SURE for task in _TASKS):
        return False
    return names_position(text) or looks_like_date(text) or bool(_BARE_NUMBER.search(spoken))


def _asks(text: str) -> bool:
    """Whether it asks the business something, and for no time."""
    if "?" not in text or asks_back(text):
        return False
    if topic_of(text) or details_asked(text) or _is_of_rule(text):
        return True
    scores = intents(text)
    if any(scores.get(task, 0.0) >= _SURE for task in (*_TASKS, Intent.BOOK)):
        return False
    if any(scores.get(topic, 0.0) >= _SURE for topic in _TOPICS):
        return True
    if looks_like_date(text) or names_position(text):
        return False
    return opens_question(text) or asks_to_know(text) or acts_of(text).has(*ASKING)


def _is_of_rule(text: str) -> bool:
    return speaks_of_changing(text) and (asks_for_limits(text) or supposes_a_case(text))
