"""Which of the possible cuts of a sentence are made: those whose parts are surest of what they do."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from agent.language.acts.clauses import Clause, joined, sentences
from agent.language.acts.heads import Chances

LONGEST = 6
"""Parts that one clause may be put together from, beside a whole sentence."""
CUT = 1.6
"""What a cut costs; what an unsure word costs is the logarithm of how sure its clause is."""

Judge = Callable[[Sequence[str]], list[Chances]]
"""Gives each text its chances, all in one call."""


@dataclass(frozen=True)
class Judged:
    """A clause and how likely each act is."""

    clause: Clause
    chances: Chances


def judged_clauses(message: str, judge: Judge) -> list[Judged]:
    """The clauses of a message with their chances, in order."""
    cut = sentences(message)
    whole = [joined(message, parts) for parts in cut]
    chances = _judged(whole, judge)
    open_ones = [
        parts
        for parts, clause in zip(cut, whole, strict=True)
        if len(parts) > 1 and not _stays_whole(clause, chances)
    ]
    spans = {parts[0]: _spans(message, parts) for parts in open_ones}
    inner = [clause for within in spans.values() for clause in within.values()]
    chances |= _judged([clause for clause in inner if clause.words not in chances], judge)
    return [
        Judged(clause, chances[clause.words])
        for parts, sentence in zip(cut, whole, strict=True)
        for clause in (
            _best(len(parts), spans[parts[0]], chances) if parts[0] in spans else [sentence]
        )
    ]


def _judged(clauses: Sequence[Clause], judge: Judge) -> dict[str, Chances]:
    texts = list(dict.fromkeys(clause.words for clause in clauses))
    return dict(zip(texts, judge(texts), strict=True)) if texts else {}


def _stays_whole(clause: Clause, chances: dict[str, Chances]) -> bool:
    """Whether two clauses cost more than this one, however sure they are."""
    return _cost(clause.words, chances[clause.words]) <= 2 * CUT


def _spans(message: str, parts: list[Clause]) -> dict[tuple[int, int], Clause]:
    """Every run of parts that may be a clause, by its first part and the one after its last."""
    count = len(parts)
    return {
        (left, right): joined(message, parts[left:right])
        for left in range(count)
        for right in range(left + 1, count + 1)
        if right - left <= LONGEST or (left, right) == (0, count)
    }


def _best(
    count: int, spans: dict[tuple[int, int], Clause], chances: dict[str, Chances]
) -> list[Clause]:
    """The runs that cover all parts and cost least together."""
    costs = [0.0] + [math.inf] * count
    before = [0] * (count + 1)
    for (left, right), clause in sorted(spans.items(), key=lambda span: span[0][1]):
        cost = costs[left] + _cost(clause.words, chances[clause.words])
        if cost < costs[right]:
            costs[right], before[right] = cost, left
    ends = [count]
    while ends[-1]:
        ends.append(before[ends[-1]])
    ends.reverse()
    return [spans[left, right] for left, right in pairwise(ends)]


def _cost(words: str, chances: Chances) -> float:
    sure = max(max(chances.acts) * chances.one_clause, 1e-9)
    return CUT - len(words.split()) * math.log(sure)
