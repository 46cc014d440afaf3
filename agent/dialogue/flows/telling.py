"""What the business wrote, as a message tells it: the part of an entry that answers, a service in a line."""

import re
from collections.abc import Sequence

from agent.dialogue.flows.wording import sentence
from agent.dialogue.turn import Turn
from agent.language import close, words
from agent.language.detect import language_of
from agent.language.near_names import by_likeness
from agent.language.wanted import name_of
from agent.texts import base
from agent.tool_views import ServiceView

EXCERPT = 260
"""Letters of an entry that are told."""
_MARKUP = re.compile(r"^[#>*\-•\s]+|\*\*|__", re.MULTILINE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_AGAIN = 60
"""The same once it was told: what of it answers is enough."""


def service_line(turn: Turn, service: ServiceView) -> str:
    """Name, price and duration of a service as far as they are known."""
    name, price, duration = service.name, service.price, service.duration
    if not price:
        turn.unknown = True
        line = turn.say("no_price", service=name)
        line = f"{line} {turn.say('lasts', duration=duration)}" if duration else line
    else:
        line = f"{name}: {price}" + (f", {duration}." if duration else ".")
    return f"{line} {turn.say('at_home')}" if service.home_visit else line


def excerpt(content: str, question: str, most: int = EXCERPT) -> str:
    """The part of an entry that answers, short enough for a message."""
    content = _MARKUP.sub("", content).strip()
    if len(content) <= most:
        return content
    parts = [part.strip() for part in _SENTENCE.split(content) if part.strip()]
    keywords = [word for word in words(question) if len(word) > 3]
    fitting = _fitting(parts, question, keywords)
    ranked = sorted(range(len(parts)), key=lambda i: (-fitting[i], i))
    picked: list[int] = []
    for index in ranked:
        if not picked or sum(len(parts[k]) for k in picked) + len(parts[index]) <= most:
            picked.append(index)
        if len(picked) == 2:
            break
    chosen = " ".join(parts[index] for index in sorted(picked))
    return (
        sentence(chosen) if len(chosen) <= 2 * most else chosen[: 2 * most].rsplit(" ", 1)[0] + "…"
    )


def _fitting(parts: Sequence[str], question: str, keywords: Sequence[str]) -> list[float]:
    """How well each sentence answers: by its words, or by its meaning where a question in another language
    shares none."""
    by_words = [float(shared(part, keywords)) for part in parts]
    if any(by_words):
        return by_words
    likeness = dict(by_likeness(question, parts))
    return [likeness[part] for part in parts]


def told_of(turn: Turn, content: str, question: str, most: int = EXCERPT) -> str:
    """The excerpt; of one that was told a moment ago only what answers the question."""
    text = excerpt(content, question, most)
    again = any(text in reply for reply in turn.replies)
    answers = shared(text, [word for word in words(question) if len(word) > 3])
    return excerpt(content, question, _AGAIN) if text and again and answers else text


def shared(part: str, keywords: Sequence[str]) -> int:
    """How many of the words stand in a text."""
    part_words = words(part)
    return sum(any(close(word, spoken) for spoken in part_words) for word in keywords)


def noting_language(turn: Turn, line: str, written: str) -> str:
    """A line of the answer; noted with its language where what the business has `written` is in another one
    than the customer's."""
    code = language_of(written, (turn.facts.business, *turn.facts.services))
    if code and base(code) != base(turn.facts.language):
        turn.foreign[line] = code
    return line


def with_leads(turn: Turn, lines: Sequence[str]) -> list[str]:
    """The lines in the customer's language first, then the others with a word on the language that they
    are in: nothing is translated here."""
    others = [line for line in lines if line in turn.foreign]
    if not others:
        return list(lines)
    language = name_of(turn.foreign[others[0]], turn.facts.language)
    lead = turn.say("in_another_language", business=turn.facts.business, language=language)
    return [
        *(line for line in lines if line not in others),
        "\n".join([f"{lead} {others[0]}", *others[1:]]),
    ]
