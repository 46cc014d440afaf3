"""How long a command waits for what happens elsewhere."""

import time
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """`seconds` in all, `pause` seconds between two looks."""

    seconds: float = 90.0
    pause: float = 2.0

    def looks(self) -> Iterator[None]:
        """At least once, and until the time is over."""
        ends = time.monotonic() + self.seconds
        yield None
        while time.monotonic() < ends:
            yield None
