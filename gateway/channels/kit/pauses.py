"""Growing pauses between tries."""

import random
from collections.abc import Iterator

from gateway.channels.base import Pauses


def growing(pauses: Pauses) -> Iterator[float]:
    """Seconds, about twice as many each time, and not the same for all who wait."""
    pause = pauses.first
    while True:
        yield pause * random.uniform(0.75, 1.25)
        pause = min(pause * 2, pauses.longest)
