"""What the reading of a message answers."""

from dataclasses import dataclass
from enum import StrEnum

from agent.language.acts.act import Act


class By(StrEnum):
    """What an act was told by."""

    WORDS = "words"
    """A short answer or a pattern that leaves nothing open."""
    HEAD = "head"
    """Learned from examples: never enough to cancel, move or consent on."""


@dataclass(frozen=True)
class ActFound:
    """An act, how sure it is (0 to 1), the customer's own words for it and where they begin."""

    act: Act
    sure: float
    words: str
    start: int
    by: By = By.HEAD


@dataclass(frozen=True)
class NotUnderstood:
    """Words whose act is open, with the likeliest acts to ask between; none where nothing was read."""

    words: str
    start: int
    likeliest: tuple[ActFound, ...] = ()


@dataclass(frozen=True)
class ActsRead:
    """The acts of a message in the order of its words, and the words that were not understood."""

    acts: tuple[ActFound, ...] = ()
    not_understood: tuple[NotUnderstood, ...] = ()

    def has(self, *wanted: Act) -> bool:
        """Whether one of these was said."""
        return any(one.act in wanted for one in self.acts)

    def without(self, act: Act) -> "ActsRead":
        """The same, but for one of them."""
        return ActsRead(tuple(one for one in self.acts if one.act is not act), self.not_understood)

    def first(self, *wanted: Act) -> ActFound | None:
        """The first of these that was said."""
        return next((one for one in self.acts if one.act in wanted), None)
