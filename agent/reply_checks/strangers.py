"""Names and numbers that nothing gives: of people and insurers, of receipts, of places in a queue."""

import re
from collections.abc import Iterator
from functools import cache

from agent.language.text import fold
from agent.reply_checks.evidence import Kind, Problem
from agent.reply_checks.ground import Ground, folded_words
from agent.reply_checks.lexicon import Lexicon
from agent.reply_checks.reply import ReplyText

_NAMED = r"[A-ZÁÉÍÓÚÑÂÊÔÃÕÇ][\w&'áéíóúüñâêôãõç]{3,}"
_NUMBER = re.compile(
    r"(?<!\w)(?:n(?:[º°]|\.\s?[º°]|ro\.?|úm\.?|o\.)|n[uú]mero|number|c[oó]digo|code|folio|ticket|protocolo|ref\w{0,7}\.?|id|#)"
    r"(?:\s(?:is|es|é|da \w+ \w+ é))?:?\s?(?P<token>[a-z]{0,8}[-/]?(?=[\w/-]*\d)[\w/-]{3,})(?![\w/-])(?!\s?\d)"
)
_WORLD = frozenset(
    [
        "navidad",
        "nochebuena",
        "natal",
        "christmas",
        "year",
        "boxing",
        "easter",
        "pascua",
        "santa",
        "semana",
        "carnaval",
        "carnival",
        "whatsapp",
        "instagram",
        "google",
        "maps",
        "facebook",
        "zoom",
        "messenger",
        "uber",
        "english",
        "spanish",
        "portuguese",
    ]
)
"""Names that are everybody's."""


def strangers(reply: ReplyText, ground: Ground) -> Iterator[Problem]:
    """The first of each sort."""
    for look in (_names, _numbers, _queues, _persons):
        if problem := next(look(reply, ground), None):
            yield problem


def _names(reply: ReplyText, ground: Ground) -> Iterator[Problem]:
    """After "with", "we take": who gives a service or pays for it has to be known."""
    lexicon = ground.lexicon
    calendar = {*lexicon.get("day.weekdays"), *lexicon.get("day.months"), *_WORLD}
    for match in _led(lexicon).finditer(reply.text):
        word = fold(match["name"]).removesuffix("'s")
        if word in ground.words or word in calendar or match["name"].lower() in calendar:
            continue
        if any(_is_form_of(word, other) for other in ground.words):
            continue
        clause = reply.clause(match.start())
        if clause.is_question or reply.matches("mood.quotes", reply.clause_at(match.start())):
            continue
        yield reply.problem(Kind.NAME, *match.span("name"))


def _is_form_of(word: str, other: str) -> bool:
    """ "Sarita" of Sara, "Botox" of botox: the first letters are the same."""
    return len(other) > 3 and word[:4] == other[:4]


@cache
def _led(lexicon: Lexicon) -> re.Pattern[str]:
    lead = lexicon.text("name.lead")
    return re.compile(rf"(?<![\w@])(?i:{lead})\s(?P<name>{_NAMED})(?![\w@.]*[@/]|\w)")


def _numbers(reply: ReplyText, ground: Ground) -> Iterator[Problem]:
    """Of a case, a receipt or a code: only code of ours gives them."""
    for match in _NUMBER.finditer(reply.lower):
        token = match["token"]
        if sum(letter.isdigit() for letter in token) < 2:
            continue
        is_given = all(
            word in ground.words or (word.isdigit() and word in ground.digits)
            for word in folded_words(token)
        )
        if not is_given and "?" not in reply.clause_at(match.start()):
            yield reply.problem(Kind.RECEIPT, *match.span())


def _queues(reply: ReplyText, ground: Ground) -> Iterator[Problem]:
    """That somebody is the second on a list, which nothing tells."""
    for match in ground.lexicon.pattern("change.place").finditer(reply.lower):
        if not any(match.group() in text for text in ground.own_texts):
            yield reply.problem(Kind.CHANGE, *match.span())


def _persons(reply: ReplyText, ground: Ground) -> Iterator[Problem]:
    """That a person writes here."""
    for match in ground.lexicon.pattern("name.human").finditer(reply.lower):
        if not reply.matches("mood.not", reply.lower[max(0, match.start() - 6) : match.start()]):
            yield reply.problem(Kind.NAME, *match.span())
