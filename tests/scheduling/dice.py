"""Choices for random worlds, each with a theme that makes some rule matter more."""

from typing import TypeVar

T = TypeVar("T")
THEMES = ("plain", "gaps", "groups", "resources", "limits")
BYTES = 800
"""Enough for every choice of a world."""


class Dice:
    """Choices read from random bytes, two each; after their end always the first choice.

    The simplest choice comes first everywhere. hypothesis would copy draws of its own from place
    to place and try few really different worlds; of one string of bytes it makes a new one every
    time, and still finds a simpler one by making bytes zero.
    """

    def __init__(self, random: bytes) -> None:
        self._random = iter(random)
        self.theme = self.one(THEMES)

    def number(self, low: int, high: int) -> int:
        """Both ends included."""
        found = next(self._random, 0) * 256 + next(self._random, 0)
        return low + found % (high - low + 1)

    def one(self, values: tuple[T, ...]) -> T:
        return values[self.number(0, len(values) - 1)]

    def some_of(self, values: tuple[T, ...], most: int) -> tuple[T, ...]:
        """One to `most` of them in any order."""
        left = list(values)
        count = min(self.number(1, most), len(left))
        return tuple(left.pop(self.number(0, len(left) - 1)) for _ in range(count))

    def rarely(self, one_in: int = 6, unless: str = "") -> bool:
        """True once in so many draws, or two times of three where it is the world's theme."""
        if self.theme == unless:
            return self.number(0, 2) > 0
        return self.number(0, one_in - 1) == one_in - 1

    def maybe(self, values: tuple[T, ...], one_in: int = 6, unless: str = "") -> T | None:
        """Mostly none, more often where it is the theme."""
        return self.one(values) if self.rarely(one_in, unless) else None
