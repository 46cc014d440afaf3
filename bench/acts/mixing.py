"""Puts two examples into one, so that a head learns to be unsure of a clause that does two things."""

from collections.abc import Sequence

import numpy as np

from bench.acts.examples import Example

PAIRS = 0.35
"""Pairs for each example."""
_JOINS = {
    "es": (", ", " y ", " ", " pero "),
    "pt": (", ", " e ", " ", " mas "),
    "en": (", ", " and ", " ", " but "),
}


def pairs_of(clauses: Sequence[Example]) -> list[Example]:
    """Pairs of clauses of one language that do different things; the same for the same clauses."""
    dice = np.random.default_rng(11)
    pairs = []
    for language in sorted({one.language for one in clauses}):
        own = [one for one in clauses if one.language == language]
        for left, right in dice.integers(0, len(own), (int(PAIRS * len(own)), 2)).tolist():
            joins = _JOINS.get(language, (", ", " "))
            join = joins[int(dice.integers(0, len(joins)))]
            if own[left].acts != own[right].acts:
                acts = (*own[left].acts, *own[right].acts)
                pairs.append(
                    Example(f"{own[left].text.rstrip('.')}{join}{own[right].text}", acts, language)
                )
    return pairs
