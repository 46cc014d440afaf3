"""Intent detection: what a message asks for, with a confidence from 0 to 1, highest first."""

import re
from functools import lru_cache

from agent.dates.origins import moved_from, moved_from_hour
from agent.language.acts import Expecting, acts_of
from agent.language.context import (
    ABOUT_CANCELLING,
    ABOUT_CONFIRMING,
    ANOTHER,
    ASKS,
    NEGATED,
    QUESTION_HEAD,
)
from agent.language.health_questions import asks_about_pain
from agent.language.intent import Intent
from agent.language.lexicon import PATTERNS
from agent.language.mending import mend
from agent.language.merging import merged
from agent.language.names import introduced_name
from agent.language.people_intents import settle_people
from agent.language.readings.attending import asked_at_work, asks_who_attends
from agent.language.readings.cancelling import asks_whether_cancelled, cancels_on_condition_alone
from agent.language.readings.checking import only_checks
from agent.language.readings.courtesies import blesses, is_courtesy, says_goodbye
from agent.language.readings.extremes import extreme_in
from agent.language.readings.house import Topic, topic_of, without_topics
from agent.language.readings.not_booking import wants_nothing_booked
from agent.language.readings.own_facts import asks_if_booked, asks_if_taken_off, takes_price
from agent.language.readings.pain import (
    denies_symptoms,
    only_supposes_illness,
    without_denied_emergency,
)
from agent.language.readings.shifts import moves_to
from agent.language.readings.wishes import asks_to_be_seen
from agent.language.renaming import settle_renaming
from agent.language.short_answers import looks_like_date, names_position, ordinal, yes_no
from agent.language.text import clauses, plain, sentences, words
from agent.language.waiting_list_words import drops_notice, settle_waiting
from agent.texts import Words, worded

_ABOUT_OWN_APPOINTMENT = (Intent.CANCEL, Intent.RESCHEDULE, Intent.CONFIRM, Intent.LIST)
_TOPICS = frozenset({Intent.PRICE, Intent.HOURS, Intent.LOCATION, Intent.SERVICES})
_SMALL_TALK = frozenset({Intent.GREETING, Intent.GOODBYE, Intent.THANKS})
_SHORT_ANSWER_WORDS = 5
_THANKS_SIGNS = "🙏❤💕💖😊🥰😘🤗"

_NOT_ASKED = frozenset({Intent.HOURS, Intent.LIST})
_NOT_WISHED = frozenset({Intent.BOOK, Intent.RESCHEDULE, Intent.CANCEL, Intent.WAIT, Intent.UNWAIT})
_OF_COMING = {Topic.UNANNOUNCED, Topic.DELAY, Topic.DEPOSIT, Topic.COMPANION, Topic.PETS}

Scores = dict[Intent, float]


@lru_cache(maxsize=2048)
def _intents(
    text: str, expecting: Expecting, owns: bool, _languages: tuple[Words, ...]
) -> tuple[tuple[Intent, float], ...]:
    text = without_denied_emergency(text)
    scores: Scores = {}
    for clause in clauses(text):
        for intent, sure in _of_clause(mend(clause)).items():
            scores[intent] = max(sure, scores.get(intent, 0.0))
    if not words(text) and any(sign in text for sign in _THANKS_SIGNS):
        scores[Intent.THANKS] = 0.8
    if "?" in text and not scores.keys() - _SMALL_TALK:
        scores[Intent.QUESTION] = max(0.7, scores.get(Intent.QUESTION, 0.0))
    settle_waiting(scores, plain(text))
    settle_renaming(scores, plain(text))
    told = frozenset(scores)
    scores = merged(scores, acts_of(text, expecting), owns=owns)
    if Intent.HOURS in scores and extreme_in(text, sure=True):
        scores.pop(Intent.HOURS)  # "el último horario del martes" wishes for a time
    if Intent.OPT_OUT in scores and drops_notice(text):
        scores.pop(Intent.OPT_OUT)
    if asks_if_booked(plain(text), text, owns=owns):
        scores.pop(Intent.BOOK, None)
        scores[Intent.LIST] = 0.9
    if wants_nothing_booked(text):
        scores.pop(Intent.BOOK, None)
        if scores.get(Intent.CANCEL, 1.0) < 0.8:
            scores.pop(Intent.CANCEL)
    if asks_if_taken_off(plain(text), text):
        scores.pop(Intent.CANCEL, None)
    if Intent.PRICE in scores and takes_price(text):
        scores.pop(Intent.PRICE)
    if Intent.CANCEL in scores and cancels_on_condition_alone(text):
        scores.pop(Intent.CANCEL)
    if Intent.CONFIRM in scores and only_checks(text):
        scores.pop(Intent.CONFIRM)  # "só pra confirmar, quais consultas eu tenho?"
        scores[Intent.QUESTION] = max(0.7, scores.get(Intent.QUESTION, 0.0))
    if Intent.HUMAN in scores and wants_no_person(plain(text)):
        scores.pop(Intent.HUMAN)
    if Intent.HUMAN in scores and asks_to_be_seen(plain(text)):
        scores.pop(Intent.HUMAN)
        scores[Intent.BOOK] = max(0.85, scores.get(Intent.BOOK, 0.0))
    if owns and Intent.CANCEL not in scores and _moves(text):
        scores[Intent.RESCHEDULE] = max(0.85, scores.get(Intent.RESCHEDULE, 0.0))
    if Intent.BOT in scores and asks_who_attends(text):
        scores.pop(Intent.BOT)  # "é com a mesma pessoa?", "¿con quién es?"
    settle_people(scores, text, told, owns=owns)
    if is_courtesy(text):
        _settle_courtesy(scores, text)
    _weigh(scores, mend(plain(text)))
    _settle_topic(scores, text, owns=owns)
    if scores.keys() & {Intent.HEALTH, Intent.URGENT} and denies_symptoms(text):
        scores.pop(Intent.HEALTH, None)
        scores.pop(Intent.URGENT, None)
    learned_and_cancels = Intent.URGENT in scores.keys() - told and Intent.CANCEL in scores
    if learned_and_cancels and only_supposes_illness(text):
        scores.pop(Intent.URGENT)
    if Intent.HEALTH in scores and asks_about_pain(text):
        scores.pop(Intent.HEALTH)
        scores[Intent.QUESTION] = 0.85
    return tuple(sorted(scores.items(), key=lambda pair: -pair[1]))


def intents(text: str, expecting: Expecting = Expecting.NOTHING, *, owns: bool = True) -> Scores:
    """The intentions in `text` with a confidence from 0 to 1, the surest first; may be empty.

    `expecting`: what was asked last; `owns`: whether the customer has appointments.
    """
    return dict(_intents(text, expecting, owns, worded()))


def _moves(text: str) -> bool:
    if moved_from(text) or moved_from_hour(text):
        return True
    return moves_to(text) and looks_like_date(text)


def _settle_courtesy(scores: Scores, text: str) -> None:
    """Thanks and leave ask nothing: the "k" of "k thanks" is no "que"."""
    scores.pop(Intent.QUESTION, None)
    if blesses(text):
        scores[Intent.THANKS] = max(0.9, scores.get(Intent.THANKS, 0.0))
    if says_goodbye(text) and Intent.CONFIRM not in scores:
        scores[Intent.GOODBYE] = max(0.9, scores.get(Intent.GOODBYE, 0.0))


def _settle_topic(scores: Scores, text: str, *, owns: bool) -> None:
    """A question about the ways of the house ("¿atienden niños?", "posso levar meu marido?") asks for no
    opening hours and for nobody's appointment."""
    topics = {topic_of(sentence) for sentence in sentences(text)} - {None}
    if any(map(asked_at_work, sentences(text))):
        scores[Intent.HOURS] = 0.95
        scores.pop(Intent.LIST, None)
    if not topics:
        return
    rest = without_topics(text)
    remaining = intents(rest, owns=owns) if rest else {}
    for intent in _NOT_ASKED | (_NOT_WISHED if topics & _OF_COMING else frozenset()):
        if intent in scores and intent not in remaining:
            scores.pop(intent)
    sure = 0.6 if scores.keys() & _TOPICS else 0.9
    scores[Intent.QUESTION] = max(sure, scores.get(Intent.QUESTION, 0.0))


def _of_clause(clause: str) -> Scores:
    scores: Scores = {}
    for intent, sure, pattern in PATTERNS:
        match = pattern.search(clause)
        if match and not _negated(intent, clause, match):
            scores[intent] = max(sure, scores.get(intent, 0.0))
    if ABOUT_CONFIRMING.search(clause):
        scores.pop(Intent.CONFIRM, None)
        scores[Intent.QUESTION] = 0.8
    if ABOUT_CANCELLING.search(clause):
        scores.pop(Intent.CANCEL, None)
        scores[Intent.QUESTION] = 0.9
    if ASKS.search(clause):
        scores[Intent.QUESTION] = max(0.85, scores.get(Intent.QUESTION, 0.0))
    elif QUESTION_HEAD.search(clause):
        scores[Intent.QUESTION] = max(0.6, scores.get(Intent.QUESTION, 0.0))
    _settle_clause(scores, clause)
    return scores


def _negated(intent: Intent, clause: str, match: re.Match[str]) -> bool:
    if intent in {Intent.OPT_OUT, Intent.COMPLAINT, Intent.HUMAN} or match.group().startswith(
        "no "
    ):
        return False
    return bool(NEGATED.search(clause[: match.start()]))


def _settle_clause(scores: Scores, clause: str) -> None:
    """Drops intents that only share a noun with another: "cambiar la cita" books no appointment."""
    own = [intent for intent in _ABOUT_OWN_APPOINTMENT if intent in scores]
    if own and not (ANOTHER.search(clause) and scores.get(Intent.BOOK, 0.0) > 0.9):
        scores.pop(Intent.BOOK, None)
    if Intent.RESCHEDULE in scores and scores.get(Intent.CANCEL, 0.0) < 0.9:
        scores.pop(Intent.CANCEL, None)
    if Intent.LIST in scores and len(own) > 1:
        scores.pop(Intent.LIST)
    if Intent.LIST in scores or Intent.RESCHEDULE in scores:
        scores.pop(Intent.HOURS, None)
    if (
        Intent.BOOK in scores
        and scores[Intent.BOOK] >= 0.8
        and scores.get(Intent.HOURS, 0.0) <= 0.9
    ):
        scores.pop(Intent.HOURS, None)
    if Intent.BOT in scores:
        scores.pop(Intent.HUMAN, None)
    if Intent.PRICE in scores and scores.get(Intent.BOOK, 0.0) < 0.7:
        scores.pop(Intent.BOOK, None)
    if Intent.OPT_OUT in scores:
        for intent in _ABOUT_OWN_APPOINTMENT:
            scores.pop(intent, None)


_NO_PERSON = re.compile(
    r"\b(?:no|nao|dont|not)(?: \w+){0,2}? (?:necesito|preciso|quiero|quero|hace falta|precisa|need|want)(?: \w+){0,4}? (?:una persona|un humano|humano|asesor\w*|atendente|pessoa|alguien|alguem|human|person|anyone|someone|anybody|nadie|ninguem)\b"
)


_HOW_MANY_COME = re.compile(
    r"\b(?:para|pra|for|solo|so|just|only|somos|es|e)(?: \w+){0,4} (?:una|uma|one|1) (?:sola |so |single )?(?:persona|pessoa|person)\b(?! (?:real|de verdad|de verdade|que|del equipo|da equipe))"
)
"""How many come: "solo para mi hermana, una persona"."""


def wants_no_person(plain_text: str) -> bool:
    """Whether a person is turned down, or only said how many come, and none is called."""
    return bool(_NO_PERSON.search(plain_text) or _HOW_MANY_COME.search(plain_text))


_OFFERED = re.compile(r"\b(tiene[ns]?|hay|acepta[ns]?|recibe[ns]?|tem|aceitam?|have|accept)\b")
"""Asks what the business has ("hola, ¿tienen parqueadero?"), over folded text."""


def _weigh(scores: Scores, plain_text: str) -> None:
    """Adjusts the scores by what only the whole message shows."""
    if Intent.CANCEL in scores and asks_whether_cancelled(plain_text):
        scores.pop(Intent.CANCEL)
        scores[Intent.LIST] = 0.9
    if Intent.RESCHEDULE in scores and scores.get(Intent.CANCEL, 1.0) < 0.9:
        scores.pop(Intent.CANCEL)
    if Intent.CANCEL in scores and Intent.BOOK in scores and ANOTHER.search(plain_text):
        scores[Intent.RESCHEDULE] = max(scores.pop(Intent.CANCEL), scores.pop(Intent.BOOK))
    if Intent.BOOK in scores:
        for intent in (Intent.URGENT, Intent.HEALTH):
            if scores.get(intent, 1.0) < 0.8:
                scores[intent] = 0.3
    if Intent.QUESTION in scores and scores.keys() & _TOPICS:
        scores[Intent.QUESTION] = min(scores[Intent.QUESTION], 0.6)
    short = len(plain_text.split()) <= 3 and not _OFFERED.search(plain_text)
    if Intent.GREETING in scores and Intent.QUESTION in scores and short:  # "hola, ¿qué tal?"
        scores.pop(Intent.QUESTION)


def is_answer(text: str) -> bool:
    """Whether the message can be the answer to a question that was just asked.

    True for yes and no, a position, a day or a time, a name, or a few words that say nothing
    else. False when it carries an intention of its own; a flow may then still claim it.
    """
    scores = intents(text)
    wants = {intent for intent, sure in scores.items() if sure >= 0.5} - _SMALL_TALK
    agrees = yes_no(text)
    if agrees is not None and not wants - {Intent.BOOK, Intent.CONFIRM}:
        return True
    dated = looks_like_date(text) or names_position(text) or ordinal(text, 5) is not None
    if dated and not wants - {Intent.BOOK, Intent.QUESTION}:
        return not (Intent.QUESTION in wants and "?" in text and len(words(text)) > 6)
    if introduced_name(text) is not None:
        return not wants - {Intent.BOOK}
    return (
        not wants and not _only_small_talk(scores) and 0 < len(words(text)) <= _SHORT_ANSWER_WORDS
    )


def _only_small_talk(scores: Scores) -> bool:
    return bool(scores) and not scores.keys() - _SMALL_TALK
