"""The names of a list in the order in which they resemble some words, in whatever language these are."""

from collections.abc import Sequence

from rapidfuzz.fuzz import token_set_ratio

from agent.language.encoder import encoder
from agent.language.text import fold

_LETTERS = 0.6
"""What letters count beside meaning: "masaje tailandés" is nearer to a massage than meaning alone tells."""


def by_likeness(spoken: str, names: Sequence[str]) -> list[tuple[str, float]]:
    """Each name with its likeness, 0 to 1 and the likest first; by letters alone where no encoder is installed."""
    letters = [token_set_ratio(fold(spoken), fold(name)) / 100 * _LETTERS for name in names]
    model = encoder()
    if model is None or not names:
        scores = letters
    else:
        vectors = model.encode([spoken, *names])
        meaning = (float(one @ vectors[0]) for one in vectors[1:])
        scores = [max(pair) for pair in zip(meaning, letters, strict=True)]
    return sorted(zip(names, scores, strict=True), key=lambda one: -one[1])
