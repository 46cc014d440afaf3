"""Answering questions from the knowledge base and the service list, and from nothing else."""

import re
from collections.abc import Sequence

from agent.dialogue.flows.opening_hours import goes_on, hours_of_days
from agent.dialogue.flows.turned_down import points_at_offer
from agent.dialogue.flows.who_attends import of_people_or_own
from agent.dialogue.flows.wording import all_of, sentence
from agent.dialogue.memo import Wanted
from agent.dialogue.tools import list_services, search_knowledge
from agent.dialogue.turn import Steps, Turn, join
from agent.language import Intent, close, intents, looks_like_date, sentences, words, yes_no
from agent.language.readings.asking import (
    asks_for_duration,
    asks_for_free_times,
    asks_price_alone,
    is_faint_yes,
    questions_joined,
    speaks_of_holidays,
)
from agent.language.readings.people import wants_somebody_else
from agent.language.readings.services import mentioned
from agent.tool_results import Knowledge
from agent.tool_views import ServiceView

_MOST_QUESTIONS = 3
_MOST_LISTED = 5
_QUERY = 300
_EXCERPT = 260
_TOPICS = (Intent.PRICE, Intent.HOURS, Intent.LOCATION, Intent.SERVICES)
_MARKUP = re.compile(r"^[#>*\-•\s]+|\*\*|__", re.MULTILINE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


def asks(text: str, *, booking: bool) -> bool:
    """Whether a sentence is a question for the knowledge base rather than a step of a booking."""
    scores = intents(text)
    if any(scores.get(topic, 0.0) >= 0.8 for topic in _TOPICS):
        return True
    if scores.get(Intent.QUESTION, 0.0) < 0.6 or yes_no(text) is not None:
        return False
    own = (Intent.BOOK, Intent.CANCEL, Intent.RESCHEDULE, Intent.LIST, Intent.CONFIRM, Intent.HUMAN,
           Intent.WAIT, Intent.UNWAIT)  # fmt: skip
    step = booking and (looks_like_date(text) or wants_somebody_else(text))
    return not any(intent in scores for intent in own) and not step


def asks_for_times(text: str) -> bool:
    """Whether a question goes on to ask for free times on a day."""
    parts = [part for whole in sentences(text) for part in questions_joined(whole)]
    return len(parts) > 1 and any(map(_wants_times, parts))


def _wants_times(part: str) -> bool:
    scores = intents(part)
    about_topic = any(scores.get(topic, 0.0) >= 0.8 for topic in _TOPICS)
    return not about_topic and looks_like_date(part) and asks_for_free_times(part)


def _apart(text: str) -> list[str]:
    """The sentences of a message, and apart from each the times that it wishes for besides."""
    pieces: list[str] = []
    for whole in sentences(text):
        parts = questions_joined(whole)
        split = len(parts) > 1 and any(map(_wants_times, parts))
        pieces += parts if split else [whole]
    return pieces


def digression(turn: Turn) -> Steps:
    """Answers the questions in a message of a flow and takes them out of the turn's text."""
    parts = _apart(turn.text)
    wished = [part for part in parts if len(parts) > 1 and _wants_times(part)]
    questions = [
        part
        for part in parts
        if part not in wished and (asks(part, booking=True) or goes_on(turn, part))
    ]
    if not questions or turn.choice or points_at_offer(turn, turn.memo.booking):
        return ""
    besides = "\n".join(part for part in parts if part not in questions)
    named = mentioned(turn.text if wished else besides, turn.facts.services)
    if len(named) == 1 and not turn.memo.booking.wanted:
        turn.memo.booking.want(Wanted(named[0], named[0]))
    rest = [part for part in parts if part not in questions or Intent.BOOK in intents(part)]
    rest = [part for part in rest if not _only_polite(part)]
    reply = yield from answer(turn, questions, brief=bool(rest))
    priced = any(Intent.PRICE in intents(part) for part in questions)
    # "perfecto, ¿cuánto cuesta?" decides nothing yet; "sí, ¿cuánto cuesta?" does.
    turn.narrow("\n".join(p for p in rest if not (priced and is_faint_yes(p))))
    return reply


def unanswered(turn: Turn) -> bool:
    """Whether the message has a question besides what its node did."""
    own = {Intent.BOOK, Intent.CANCEL, Intent.RESCHEDULE, Intent.LIST, Intent.CONFIRM}
    parts = sentences(turn.whole)
    return len(parts) > 1 and any(
        asks(part, booking=True) and not intents(part).keys() & own for part in parts
    )


def _only_polite(text: str) -> bool:
    scores = intents(text)
    if looks_like_date(text):
        return False  # "hey, not Monday"
    return bool(scores) and not scores.keys() - {Intent.GREETING, Intent.THANKS, Intent.GOODBYE}


def answer(turn: Turn, questions: Sequence[str], *, brief: bool = False) -> Steps:
    """One answer for each of up to three questions; that some have none is mentioned once.

    `brief`: the flow has more to say, and names the next free days by itself."""
    lines: dict[str, str] = {}
    unknown = False
    parts = [part for question in questions for part in questions_joined(question)]
    brief = brief or len(parts) > 1
    for question in list(dict.fromkeys(parts))[:_MOST_QUESTIONS]:
        line = yield from _one(turn, question, brief)
        unknown = unknown or not line
        if line:
            lines.setdefault(_told(line), line)
    replies = list(lines.values())
    if unknown:
        turn.unknown = True
        replies.append(turn.say("not_known_partly" if replies else "not_known"))
    return join(*replies)


def _told(line: str) -> str:
    """What two answers are compared by: the list in it, else all of it."""
    listed = [row for row in line.splitlines() if row.startswith("•")]
    return "\n".join(listed) or line


def _one(turn: Turn, question: str, brief: bool) -> Steps:
    scores = intents(question)
    if Intent.SERVICES in scores and Intent.PRICE not in scores:
        return (yield from services(turn))
    wants_hours, general = scores.get(Intent.HOURS, 0.0) > 0.8 or goes_on(turn, question), False
    if wants_hours:
        general = speaks_of_holidays(question) and not looks_like_date(question)
        day_hours = "" if general else (yield from hours_of_days(turn, question, brief=brief))
        if day_hours:
            return day_hours
        wants_hours = not general
    if wants_hours and turn.facts.hours:
        turn.memo.hours, turn.told_hours = question[:_QUERY], True
        return turn.say("hours", hours=turn.facts.hours)
    if line := (yield from of_people_or_own(turn, question)):
        return line
    query = _query(turn, question)
    if query == question[:_QUERY] and asks_price_alone(question):
        return (yield from services(turn, key="prices"))
    result = yield from search_knowledge(query)
    if query != question[:_QUERY] and not (_of_service(question) or result.entries):
        # Only the service under discussion was matched, which the question is not about.
        result = yield from search_knowledge(question[:_QUERY])
    line = worded(turn, question, result)
    if not line and general:
        line = yield from hours_of_days(turn, question, brief=brief)
    if not line and Intent.PRICE in scores:
        return (yield from services(turn, key="prices"))
    return line


def _query(turn: Turn, question: str) -> str:
    """The question, with the service that is being spoken of when it names none."""
    about = all_of(turn.facts.language, turn.memo.booking.names) or turn.memo.topic
    about = about or (own_service(turn) if _of_service(question) else "")
    named = any(
        close(part, spoken)
        for name in turn.facts.services
        for part in words(name)
        if len(part) > 3
        for spoken in words(question)
    )
    short = len(words(question)) <= 6
    return (question if named or not about or not short else f"{about}: {question}")[:_QUERY]


def own_service(turn: Turn) -> str:
    """The service that was booked last, or that of the only appointment ahead."""
    if booked := turn.memo.booked.get("service"):
        return booked
    labels = [appointment.label for appointment in turn.facts.upcoming]
    if len(labels) != 1:
        return ""
    return next((name for name in turn.facts.services if labels[0].startswith(name)), "")


def worded(turn: Turn, question: str, result: Knowledge) -> str:
    """The answer that a knowledge_search result holds, "" when it holds none."""
    named = result.services
    if len(named) == 1:
        turn.memo.topic = named[0].name if named[0].bookable else ""
    if named and (_of_service(question) or not result.entries):
        return join(*(service_line(turn, service) for service in named[:3]))
    for entry in result.entries:
        if text := excerpt(entry.content, question):
            return text
    return ""


def _of_service(question: str) -> bool:
    """Whether a question is for what the list of services tells: price or duration."""
    return Intent.PRICE in intents(question) or asks_for_duration(question)


def service_line(turn: Turn, service: ServiceView) -> str:
    """Name, price and duration of a service as far as they are known."""
    name, price, duration = service.name, service.price, service.duration
    if not price:
        turn.unknown = True
        line = turn.say("no_price", service=name)
        return f"{line} {turn.say('lasts', duration=duration)}" if duration else line
    return f"{name}: {price}" + (f", {duration}." if duration else ".")


def services(turn: Turn, key: str = "services") -> Steps:
    """The services of the business, at most five."""
    everything = (yield from list_services()).services
    listed = everything[:_MOST_LISTED]
    if not listed:
        return ""
    if len(everything) > len(listed):
        key = f"{key}_some"
    turn.listed = True
    lines = [
        _priced(service) if key.startswith("prices") else f"• {service.name}" for service in listed
    ]
    return join(turn.say(key), *lines)


def _priced(service: ServiceView) -> str:
    return f"• {service.name}" + (f": {service.price}" if service.price else "")


def excerpt(content: str, question: str) -> str:
    """The part of an entry that answers, short enough for a message."""
    content = _MARKUP.sub("", content).strip()
    if len(content) <= _EXCERPT:
        return content
    parts = [part.strip() for part in _SENTENCE.split(content) if part.strip()]
    keywords = [word for word in words(question) if len(word) > 3]
    ranked = sorted(range(len(parts)), key=lambda i: (-_shared(parts[i], keywords), i))
    picked: list[int] = []
    for index in ranked:
        if not picked or sum(len(parts[k]) for k in picked) + len(parts[index]) <= _EXCERPT:
            picked.append(index)
        if len(picked) == 2:
            break
    chosen = " ".join(parts[index] for index in sorted(picked))
    return (
        sentence(chosen)
        if len(chosen) <= 2 * _EXCERPT
        else chosen[: 2 * _EXCERPT].rsplit(" ", 1)[0] + "…"
    )


def _shared(part: str, keywords: Sequence[str]) -> int:
    part_words = words(part)
    return sum(any(close(word, spoken) for spoken in part_words) for word in keywords)
