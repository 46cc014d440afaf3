"""Whether a name that a model wants to write down is one that the customer gave.

The same for every model: the words must be the customer's own (or their profile's), in a form that
can be a person's name. A name that may be none is asked about before it is written.
"""

import re
from collections.abc import Sequence
from typing import Literal

from langchain_core.messages import BaseMessage, HumanMessage

from agent.context import TurnContext
from agent.language import yes_no
from agent.language.name_runs import judged
from agent.language.name_text import readable
from agent.language.name_words import NOBODY, PARTICLES, Word, spelled, words_of
from agent.language.names import read_name
from agent.language.said_names import names_said
from agent.language.text import fold
from agent.language.whom import for_whom

Standing = Literal["ok", "unsure", "invalid_name"]
MOST_LETTERS = 100
_SHAPE = re.compile(r"[^\W\d_](?:[^\W\d_]|[\s.'’´`‘ªº-])*")
_NOTE = re.compile(r"^(?:\[[^\]]*\]\s*)+")
"""What a message shows instead of words: not said by the customer."""
_CARD = re.compile(r"\[contact: ([^\]\d+]*)")


def weigh_name(
    name: str,
    messages: Sequence[BaseMessage],
    *,
    known_names: Sequence[str | None] = (),
    confirmed: bool = False,
) -> tuple[Standing, str]:
    """How a name stands, and its spelling.

    messages: the thread, the customer's newest ones among them. known: names that are on record for
    them (profile, contact). confirmed: the customer was asked whether it is this name and said yes.
    """
    cleaned = " ".join(name.split())
    own = words_of(cleaned)
    if not _shaped(cleaned, own):
        return "invalid_name", cleaned
    known_names = [*known_names, *_shared_names(messages)]
    earlier, now = _earlier_and_new_texts(messages)
    if not _words(own) <= _words_in([*earlier, *now, *known_names]):
        return "invalid_name", cleaned
    standing = _standing(cleaned, own, [*earlier, *now], known_names)
    if standing == "unsure" and confirmed and _words(own) <= _words_in([*earlier, *known_names]):
        standing = "ok"
    return standing, cleaned if any(word.large for word in own) else spelled(own)


def agrees(context: TurnContext, messages: Sequence[BaseMessage], name: str) -> bool:
    """Whether the customer was asked about this name and says yes. The offline model reads that itself."""
    if context.by_policy:
        return True
    theirs = {n for n, one in enumerate(messages) if isinstance(one, HumanMessage)}
    last = max(theirs, default=0)
    first = next((n for n in range(last, 0, -1) if n - 1 not in theirs), 0)
    question = fold(str(messages[first - 1].text)) if first else ""
    yes = context.choice == "name:yes" or yes_no(context.words) is True
    return yes and fold(" ".join(name.split())) in question


def _shaped(cleaned: str, own: Sequence[Word]) -> bool:
    return bool(own) and len(cleaned) <= MOST_LETTERS and bool(_SHAPE.fullmatch(cleaned))


def _standing(
    cleaned: str, own: list[Word], texts: Sequence[str], known_names: Sequence[str | None]
) -> Standing:
    """By what the customer wrote, where it reads as this name; else by the words alone."""
    if any(word.folded in NOBODY for word in own):
        return "invalid_name"
    # A model writes every name in capitals: they are no evidence here.
    plain = words_of(cleaned.lower())
    verdict = judged(plain)
    on_record = any(_words(own) == _words(words_of(name)) for name in known_names if name)
    # An odd one counts where it is written out as well: "Sal Page", whose profile says the same.
    written = len(own) > 1 and any(fold(cleaned) in fold(text) for text in texts)
    if on_record and (verdict is not None or written):
        return "ok"
    if any(_tells(text, spelled(own)) for text in texts):
        return "ok"
    for text in reversed(texts):
        reading = read_name(text, expected=True)
        if reading and fold(reading.value) == fold(spelled(own)):
            return "ok" if reading.sure else "unsure"
    if verdict is not None:
        return "ok" if verdict else "unsure"
    small = any(word.small and not word.is_name for word in plain if word.folded not in PARTICLES)
    return "invalid_name" if small and not (plain[0].given and plain[0].sure) else "unsure"


def _tells(text: str, name: str) -> bool:
    """Whether it is told whose the name is: "I'm Olivia and he's Dan Reyes", "my husband Dan and I Ana"."""
    names, comes = names_said(text), for_whom(text)
    people = (*names.others, *comes.others)
    every = (names.own, comes.name, *(one.name for one in people))
    return any(fold(one) == fold(name) for one in every)


def _earlier_and_new_texts(messages: Sequence[BaseMessage]) -> tuple[list[str], list[str]]:
    earlier, now = customer_texts(messages)
    return [readable(text) for text in earlier], [readable(text) for text in now]


def customer_texts(messages: Sequence[BaseMessage]) -> tuple[list[str], list[str]]:
    """What the customer said before, and what they say now, oldest first; without notes in brackets."""
    theirs = [n for n, message in enumerate(messages) if isinstance(message, HumanMessage)]
    first = theirs[-1] if theirs else 0
    while first and isinstance(messages[first - 1], HumanMessage):
        first -= 1
    written = [(n, _NOTE.sub("", str(messages[n].text))) for n in theirs]
    return [text for n, text in written if n < first], [text for n, text in written if n >= first]


def _shared_names(messages: Sequence[BaseMessage]) -> list[str]:
    """The names of contacts that they shared, as graphs/received.py notes them."""
    texts = (str(message.text) for message in messages if isinstance(message, HumanMessage))
    notes = (note.group() for text in texts if (note := _NOTE.match(text)))
    return [name.strip() for note in notes for name in _CARD.findall(note)]


def _words(own: Sequence[Word]) -> set[str]:
    return {word.folded for word in own}


def _words_in(texts: Sequence[str | None]) -> set[str]:
    return {word.folded for text in texts if text for word in words_of(text)}
