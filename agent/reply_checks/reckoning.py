"""Amounts that nothing gives as they are, but that follow from amounts that something gives."""

import itertools
import re
from collections.abc import Iterable, Sequence

from agent.reply_checks.ground import Ground
from agent.reply_checks.quantities import Quantity, amounts, percents
from agent.reply_checks.reply import ReplyText

_PIECE = re.compile(r"[;\n]|(?<=\w{3})\.\s|,\s")
_MOST = 6
"""So many amounts of a reply are added up; a chat's answer has fewer."""


def near(worth: float, others: Iterable[float]) -> bool:
    """Whether it is one of them, but for what rounding does."""
    return any(abs(worth - other) < 0.01 * max(1.0, other * 0.001) for other in others)


def adds_up(
    one: Quantity, true: Sequence[Quantity], counts: frozenset[int], prices: Iterable[float] = ()
) -> bool:
    """Whether it is a sum or a difference of other amounts of the reply that are true themselves.

    `counts`: how many times each may be meant; `prices`: what they are compared with, where the words compare."""
    worths = [min(other.values) for other in true if other.start != one.start][:_MOST]
    reached = set()
    for size in range(2, len(worths) + 1):
        for some in itertools.combinations(worths, size):
            reached.add(sum(some))
            reached |= {sum(some) + (n - 1) * each for n in counts if n <= 4 for each in some}
    reached |= {abs(a - b) for a, b in itertools.combinations(worths, 2)}
    reached |= {abs(price - worth) for price in prices for worth in worths}
    return any(near(worth, reached) for worth in one.values)


def for_several(ground: Ground, counts: frozenset[int]) -> frozenset[float]:
    """What two services cost together for so many people."""
    whole = [worth for own in ground.prices.values() for worth in own]
    pairs = itertools.combinations(whole, 2)
    return frozenset(n * (a + b) for a, b in pairs for n in counts if n <= 4)


def lowered(ground: Ground, prices: Iterable[float]) -> frozenset[float]:
    """What is left of these prices after what some text of the business takes off, in money or per cent."""
    lexicon = ground.lexicon
    cheaper = lexicon.pattern("discount.words")
    pieces = (piece for text in ground.own_texts for piece in _PIECE.split(text))
    texts = [piece for piece in pieces if cheaper.search(piece)]
    off = {worth for text in texts for one in amounts(text, lexicon) for worth in one.values}
    shares = {worth for text in texts for one in percents(text, lexicon) for worth in one.values}
    prices = tuple(prices)
    return frozenset(
        {price - part for price in prices for part in off if part < price}
        | {price * (1 - share / 100) for price in prices for share in shares}
    )


def saved(reply: ReplyText, ground: Ground, counts: frozenset[int]) -> frozenset[float]:
    """How much less a bundle costs than its parts one by one."""
    whole = [worth for own in ground.prices.values() for worth in own]
    bundles = {*ground.text_amounts, *whole}
    times = {n for n in reply.shares if n <= 24}
    apart = {n * price for n in times for price in whole} | for_several(ground, counts)
    return frozenset(much - one for much in apart for one in bundles if much > one)
