"""How often the provider gets things wrong."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weather:
    """How likely each mistake of the provider is, from 0 to 1; `down`: it refuses everything (503)."""

    busy: float = 0.0
    """429 with Retry-After; not taken."""
    error: float = 0.0
    """5xx; every second time it was taken."""
    hang_up: float = 0.0
    """Closes without an answer; every second time it was taken."""
    hang: float = 0.0
    """Never answers; every second time it was taken."""
    half: float = 0.0
    """Taken, and the answer breaks off."""
    slow: float = 0.0
    """Taken, and answered after up to three seconds."""
    silent: float = 0.0
    """Taken, and no event tells of it."""
    late: float = 0.0
    """Events come seconds later."""
    repeated: float = 0.0
    """Events come twice, and in the wrong order."""
    foreign: float = 0.0
    """Beside a send, an event about another program's message in the same chat."""
    down: bool = False
    hanging: frozenset[str] = frozenset()
    """Apps and instances for which nothing is answered."""
    refusing: frozenset[str] = frozenset()
    """Those whose every message gets a 429."""


CALM = Weather()
ROUGH = Weather(
    busy=0.02, error=0.02, hang_up=0.02, hang=0.004, half=0.01, slow=0.05, silent=0.005, late=0.04,
    repeated=0.2, foreign=0.1,
)  # fmt: skip
