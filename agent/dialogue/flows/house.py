"""Answers about the ways of the house: entries found under the business's own words, and services."""

from collections.abc import Generator, Sequence

from agent.dialogue.flows.telling import EXCERPT, noting_language, service_line, told_of
from agent.dialogue.tools import keep_unanswered, list_services, search_knowledge
from agent.dialogue.turn import Call, Steps, Turn, join
from agent.language import Intent, intents
from agent.language.readings.house import Topic, is_for_children, tells_of
from agent.language.readings.house_money import named_beyond
from agent.texts import languages, texts
from agent.tool_answers import Answer
from agent.tool_views import ServiceView

_QUERY = 300
_MOST = 3


def of_house(turn: Turn, question: str, topic: Topic, *, most: int = EXCERPT) -> Steps:
    """What the business tells of the topic in at most so many letters; "" where it tells nothing, which is
    kept for staff."""
    rows = yield from _services(topic)
    lines = [service_line(turn, row) for row in rows[:_MOST]]
    if len(rows) == 1 and rows[0].bookable:
        turn.memo.topic = rows[0].name
    if lines and topic is Topic.AT_HOME:
        return join(*lines)
    about_services = intents(question).keys() & {Intent.SERVICES, Intent.PRICE}
    entry = "" if lines and about_services else (yield from _entry(turn, question, topic, most))
    if not entry and topic in _INSTEAD:
        entry = yield from _entry(turn, question, _INSTEAD[topic], most)
        entry = entry and f"{entry} {turn.say('not_known_partly')}"
        turn.unknown = True
    if not entry and not lines:
        turn.near = ()
        yield from keep_unanswered(question[:_QUERY])
    return noting_language(turn, join(entry, *lines), entry)


_INSTEAD = {Topic.INSTALLMENTS: Topic.PAYMENT}
"""What is told where nothing is written of a topic; the topic itself stays unknown."""


def _services(topic: Topic) -> Generator[Call, Answer, Sequence[ServiceView]]:
    """The services that are for it."""
    if topic not in (Topic.AT_HOME, Topic.CHILDREN):
        return ()
    rows = (yield from list_services()).services
    if topic is Topic.AT_HOME:
        return [row for row in rows if row.home_visit]
    return [row for row in rows if is_for_children(f"{row.name} {row.description or ''}")]


def _entry(turn: Turn, question: str, topic: Topic, most: int) -> Steps:
    codes = dict.fromkeys((turn.facts.language, *languages()))
    wordings = [w for code in codes for w in texts(code).lines(f"knowledge.topics.{topic}")]
    for query in (question[:_QUERY], *wordings):
        result = yield from search_knowledge(query, keep=False)
        for entry in (*result.entries, *result.near):
            if tells_of(topic, f"{entry.title}. {entry.content}"):
                beyond = named_beyond(question, entry.content)
                turn.unknown = turn.unknown or bool(beyond)
                more = turn.say("only_listed", name=beyond) if beyond else ""
                return " ".join(
                    filter(None, (told_of(turn, entry.content, query, most=most), more))
                )
    return ""
