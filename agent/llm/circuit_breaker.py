"""A circuit breaker: after repeated failures a model is not called until a pause has passed."""

from datetime import datetime, timedelta

from agent.clock import Clock


class Circuit:
    """Opens after `most` failures in a row, or one that lasts (a wrong key), for `rest_seconds`.

    After that the circuit is half-open: one call tries it again while the others still skip it; its
    success closes the circuit.
    """

    def __init__(self, clock: Clock, *, most: int = 3, rest_seconds: float = 60.0) -> None:
        self._clock = clock
        self._most = most
        self._rest = timedelta(seconds=rest_seconds)
        self._failures = 0
        self._open_until: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether calls skip it now."""
        return self._open_until is not None and self._clock.now() < self._open_until

    def admits(self) -> bool:
        """Whether this call may try; when it was open, the caller becomes the one that tries."""
        if self._open_until is None:
            return True
        if self.open:
            return False
        self._open_until = self._clock.now() + self._rest
        return True

    def succeeded(self) -> None:
        self._failures, self._open_until = 0, None

    def failed(self, *, lasting: bool = False) -> bool:
        """Counts a failure; true when it opened the circuit just now."""
        was_open = self._open_until is not None
        self._failures += 1
        if lasting or self._failures >= self._most:
            self._open_until = self._clock.now() + self._rest
        return self._open_until is not None and not was_open
