"""What an import did or would do: counts of every kind, and what was left out and why."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Result = Literal["added", "changed", "same", "left_out"]
RESULTS: tuple[Result, ...] = ("added", "changed", "same", "left_out")
_TITLES = ("new", "changed", "as it was", "left out")


@dataclass
class Account:
    """`remarks`: what was taken, but not quite as it was there."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def count(self, kind: str, result: Result) -> None:
        self.counts.setdefault(kind, Counter())[result] += 1

    def add(self, kind: str, **counts: int) -> None:
        """Several at once; a kind of which there is nothing has no line."""
        if any(counts.values()):
            self.counts.setdefault(kind, Counter()).update(counts)

    def leave_out(self, kind: str, which: str, why: str) -> None:
        self.count(kind, "left_out")
        self.left_out.append(f"{kind}: {which}: {why}")

    @property
    def changes(self) -> int:
        return sum(one["added"] + one["changed"] for one in self.counts.values())

    def table(self) -> Iterator[str]:
        """A line a kind, with a title; then what deserves a word."""
        width = max((len(kind) for kind in self.counts), default=0) + 2
        yield "".join([" " * width, *(title.rjust(11) for title in _TITLES)])
        for kind, counts in self.counts.items():
            cells = (str(counts[result]).rjust(11) for result in RESULTS)
            yield "".join([kind.ljust(width), *cells])
