"""A reply under check: its text, cut once, and what stands around a place in it."""

import re
from functools import cache, cached_property

from agent.reply_checks.evidence import Kind, Problem
from agent.reply_checks.ground import Ground
from agent.reply_checks.lexicon import Lexicon
from agent.reply_checks.numbers import value, words_pattern
from agent.reply_checks.sentences import MOST_LETTERS, Clause, clauses, conditional

_PARTS = re.compile(r"[;:](?=\s)")
"""Marks that part a sentence as "but" does."""


@cache
def _number(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w.,:/$])(?:\d{{1,2}}|{words_pattern(lexicon)})(?=x\b|[^\w.,:/]|[.,](?!\d)|$)"
    )


class ReplyText:
    """`lower` is what patterns are matched against; every place is the same in `text`."""

    def __init__(self, text: str, ground: Ground) -> None:
        self.text = (
            text[:MOST_LETTERS].replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ")
        )
        lower = self.text.lower()
        self.lower = lower if len(lower) == len(self.text) else self.text
        self.ground = ground

    @cached_property
    def clauses(self) -> list[Clause]:
        return clauses(self.text, self.lower, self.ground.lexicon)

    def problem(self, kind: Kind, start: int, end: int) -> Problem:
        """With the words of the reply."""
        return Problem(kind, self.text[start:end].strip()[:120])

    def clause(self, at: int) -> Clause:
        """The one that a place lies in."""
        inside = (one for one in self.clauses if one.start <= at < one.end)
        return next(inside, Clause(0, len(self.lower), (0, len(self.lower)), False))

    def segment(self, clause: Clause) -> str:
        """The clause with those beside it that no contrast and no full stop parts from it."""
        start, end = clause.sentence
        contrast = self.ground.lexicon.pattern("mood.contrast")
        parts = (
            *contrast.finditer(self.lower, start, end),
            *_PARTS.finditer(self.lower, start, end),
        )
        cuts = [start, *(m.start() for m in parts), end]
        first = max(cut for cut in cuts if cut <= clause.start)
        last = min((cut for cut in cuts if cut > clause.start), default=end)
        return self.lower[first : max(last, clause.end)]

    def clause_at(self, at: int) -> str:
        one = self.clause(at)
        return self.lower[one.start : one.end]

    def sentence_at(self, at: int) -> str:
        start, end = self.clause(at).sentence
        return self.lower[start:end]

    def without(self, path: str) -> str:
        """The lower text without the words at `path`."""
        return self.ground.lexicon.pattern(path).sub(" ", self.lower)

    def matches(self, path: str, text: str) -> bool:
        """Whether the language's words at `path` occur in a text."""
        return bool(self.ground.lexicon.pattern(path).search(text))

    def counts_at(self, at: int) -> frozenset[int]:
        """How many times something may be meant there: the small numbers of the sentence, and of the customer."""
        return self._counts(self.sentence_at(at), *self.ground.customer_texts[-2:])

    @cached_property
    def shares(self) -> frozenset[int]:
        """Into how many parts the business's own texts let an amount be divided."""
        return self._counts(*self.ground.own_texts)

    def _counts(self, *texts: str) -> frozenset[int]:
        lexicon = self.ground.lexicon
        pattern = _number(lexicon)
        read = (value(match.group(), lexicon) for text in texts for match in pattern.finditer(text))
        return frozenset(int(number) for number in read if 2 <= number <= 24)

    def is_theirs(self, at: int) -> bool:
        """Whether the clause denies, asks, sets a condition or repeats the customer's words."""
        one, text = self.clause(at), self.clause_at(at)
        return (
            one.is_question
            or self.matches("mood.not", text)
            or self.matches("mood.quotes", text)
            or conditional(text, self.ground.lexicon)
        )

    def services_at(self, at: int) -> frozenset[str]:
        """The services that are spoken of there: those named in the clause, else before, else by the
        customer last."""
        one = self.clause(at)
        start, end = one.sentence
        for text in (
            self.lower[one.start : at],
            self.lower[start : one.start],
            self.lower[at : one.end],
            self.lower[:start],
            *self.ground.customer_texts[-1:],
            self.lower[one.end : end],
        ):
            if named := self.ground.services_in(text):
                return named
        return frozenset()
