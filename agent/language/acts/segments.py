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
NEAR = 2.0
"""How much dearer than the cheapest a way of cutting may look in a sketch and still be judged."""
DEAR = 6.0
"""From here on a sentence is cut for all one can tell from a sketch: its clauses are judged at once."""

Judge = Callable[[Sequence[str]], list[Chances]]
"""Gives each text its chances, all in one call."""
Sketch = Callable[[str], Chances]
"""Judges a text much faster and less well."""
Spans = dict[tuple[int, int], Clause]
"""Runs of parts that may be a clause, by the first part and the one after the last."""


@dataclass(frozen=True)
class Judged:
    """A clause and how likely each act is."""

    clause: Clause
    chances: Chances


def judged_clauses(message: str, judge: Judge, sketch: Sketch | None = None) -> list[Judged]:
    """The clauses of a message with their chances, in order.

    A `sketch` saves judging: cuts that look hopeless in it are not judged.
    """
    read = [_Sentence(message, parts, sketch) for parts in sentences(message)]
    chances = _judged([clause for one in read for clause in one.at_once()], judge)
    inner = [clause for one in read for clause in one.inside(chances)]
    chances |= _judged([clause for clause in inner if clause.words not in chances], judge)
    return [
        Judged(clause, chances[clause.words]) for one in read for clause in one.clauses(chances)
    ]


class _Sentence:
    """A sentence, the parts into which it may be cut and the runs of them that are worth judging."""

    def __init__(self, message: str, parts: list[Clause], sketch: Sketch | None) -> None:
        self.whole = joined(message, parts)
        self.sketched = sketch(self.whole.words) if sketch else None
        self._message = message
        self._parts = parts
        self._sketch = sketch
        self._spans: Spans | None = None

    def at_once(self) -> list[Clause]:
        """What is judged first: the whole, and where it will be cut the runs of its parts as well."""
        cut = self.sketched is not None and _cost(self.whole.words, self.sketched) > DEAR
        return [self.whole, *(self.spans().values() if cut and len(self._parts) > 1 else ())]

    def inside(self, chances: dict[str, Chances]) -> list[Clause]:
        """What is judged when the whole is known."""
        return list(self.spans().values()) if self._is_open(chances) else []

    def clauses(self, chances: dict[str, Chances]) -> list[Clause]:
        """The clauses that are taken."""
        if not self._is_open(chances):
            return [self.whole]
        return _best(len(self._parts), self.spans(), chances)

    def spans(self) -> Spans:
        """The runs that are worth judging."""
        if self._spans is None:
            self._spans = _spans(self._message, self._parts)
            if self._sketch is not None:
                self._spans = _worth(len(self._parts), self._spans, self._sketch)
        return self._spans

    def _is_open(self, chances: dict[str, Chances]) -> bool:
        """Whether two clauses may cost less than one, however sure they are."""
        words = self.whole.words
        return len(self._parts) > 1 and _cost(words, chances[words]) > 2 * CUT


def _judged(clauses: Sequence[Clause], judge: Judge) -> dict[str, Chances]:
    texts = list(dict.fromkeys(clause.words for clause in clauses))
    return dict(zip(texts, judge(texts), strict=True)) if texts else {}


def _spans(message: str, parts: list[Clause]) -> Spans:
    """Every run of parts that may be a clause, by its first part and the one after its last."""
    count = len(parts)
    return {
        (left, right): joined(message, parts[left:right])
        for left in range(count)
        for right in range(left + 1, count + 1)
        if right - left <= LONGEST or (left, right) == (0, count)
    }


def _worth(count: int, spans: Spans, sketch: Sketch) -> Spans:
    """The runs that lie on a way of cutting that is nearly the cheapest by a sketch, and the whole."""
    costs = {ends: _cost(clause.words, sketch(clause.words)) for ends, clause in spans.items()}
    before = [0.0] + [math.inf] * count
    for left, right in sorted(spans):
        before[right] = min(before[right], before[left] + costs[left, right])
    after = [math.inf] * count + [0.0]
    for left, right in sorted(spans, reverse=True):
        after[left] = min(after[left], costs[left, right] + after[right])
    most = before[count] + NEAR
    return {
        (left, right): clause
        for (left, right), clause in spans.items()
        if before[left] + costs[left, right] + after[right] <= most or (left, right) == (0, count)
    }


def _best(count: int, spans: Spans, chances: dict[str, Chances]) -> list[Clause]:
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
