"""That a certain person will call, write or come: no tool arranges it, whoever was told."""

import re
from collections.abc import Iterator
from functools import cache

from agent.language.given_names import GIVEN_NAMES
from agent.language.text import fold
from agent.reply_checks.evidence import Kind, Problem
from agent.reply_checks.ground import Ground
from agent.reply_checks.lexicon import Lexicon
from agent.reply_checks.reply import ReplyText
from agent.reply_checks.sentences import denied

_NAME = r"[A-ZÁÉÍÓÚÑÂÊÔÃÕÇ][\w'áéíóúüñâêôãõç]+"


def persons(reply: ReplyText, ground: Ground) -> Iterator[Problem]:
    """What no text of the business says, too."""
    for pattern in _acting(ground.lexicon):
        for match in pattern.finditer(reply.text):
            clause = reply.clause(match.start("act"))
            before = reply.lower[clause.start : match.start()]
            if clause.is_question or denied(before, ground.lexicon):
                continue
            if reply.matches("mood.quotes", before) or not _is_person(match, reply, ground):
                continue
            if any(match.group().lower() in text for text in ground.own_texts):
                continue
            yield reply.problem(Kind.PROMISE, *match.span())
            return


@cache
def _acting(lexicon: Lexicon) -> tuple[re.Pattern[str], ...]:
    """The person before the act and, where a language has it so, after it."""
    acts, article = lexicon.text("promise.acts"), lexicon.text("promise.the")
    title = rf"(?i:{article})\s(?i:{lexicon.text('promise.persons')})"
    who = rf"(?P<article>(?i:{article})\s)?(?P<name>{_NAME})|(?P<title>{title})"
    first = rf"(?<![\w@])(?:{who})(?:\s{_NAME})?(?:'s)?\s?(?P<act>(?i:{acts}))(?!\w)"
    last = rf"(?<![\w@])(?P<act>(?i:{acts}))\s(?:{who})(?!\w)"
    patterns = [first, last] if lexicon.get("promise.acts_lead") else [first]
    return tuple(map(re.compile, patterns))


def _is_person(match: re.Match[str], reply: ReplyText, ground: Ground) -> bool:
    """A title, a name of the staff, or what is written as a name where other words are not."""
    if match["title"]:
        return True
    word, lower = fold(match["name"]), match["name"].lower()
    if word in ground.staff_words:
        return True
    if lower in (ground.lexicon.get("promise.nobody") or "").split():
        return False
    starts = reply.text[: match.start("name")].rstrip(" \"'¡¿*—–-")[-1:] in ("", *".!?…\n:")
    return bool(match["article"]) or not starts or word in GIVEN_NAMES
