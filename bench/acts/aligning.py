"""Finds which clause of a message of several acts does which, so that fragments are learned, too."""

import math
from collections.abc import Iterator, Sequence

from agent.language.acts.act import Act
from agent.language.acts.clauses import Clause, joined, sentences
from agent.language.acts.heads import Chances
from agent.language.acts.segments import Judge
from bench.acts.examples import Example


def clauses_of(example: Example, judge: Judge, acts: Sequence[Act]) -> list[Example]:
    """The clauses of a message, one for each of its acts in order: the likeliest way to cut it.

    Empty when it has fewer parts than acts. `acts` are those of the judge's chances.
    """
    parts = [part for sentence in sentences(example.text) for part in sentence]
    if len(parts) < len(example.acts):
        return []
    spans = {
        (left, right): joined(example.text, parts[left:right])
        for left in range(len(parts))
        for right in range(left + 1, len(parts) + 1)
    }
    judged = judge([clause.words for clause in spans.values()])
    chances = dict(zip(spans, judged, strict=True))
    wanted = [list(acts).index(act) for act in example.acts]
    cuts = _likeliest(len(parts), wanted, chances)
    return list(_examples(example, spans, cuts))


def _likeliest(parts: int, wanted: list[int], chances: dict[tuple[int, int], Chances]) -> list[int]:
    """Where the clauses end, so that each does what is wanted of it."""
    costs: dict[tuple[int, int], tuple[float, list[int]]] = {(0, 0): (0.0, [0])}
    for number, act in enumerate(wanted):
        for right in range(number + 1, parts + 1):
            ways = (
                (costs[number, left][0] - math.log(chances[left, right].acts[act] or 1e-9), left)
                for left in range(number, right)
                if (number, left) in costs
            )
            cost, left = min(ways, default=(math.inf, 0))
            if cost < math.inf:
                costs[number + 1, right] = (cost, [*costs[number, left][1], right])
    return costs[len(wanted), parts][1]


def _examples(
    example: Example, spans: dict[tuple[int, int], Clause], cuts: list[int]
) -> Iterator[Example]:
    for act, left, right in zip(example.acts, cuts, cuts[1:], strict=False):
        yield Example(spans[left, right].words, (act,), example.language)
