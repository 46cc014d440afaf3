"""A sliding-window limit of the messages of one socket."""

from collections import deque


class RateLimit:
    """At most `most` in any `seconds`. Times are seconds of a monotonic clock."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._taken: deque[float] = deque()

    def wait_at(self, now: float) -> float:
        """0 and one is counted, or the seconds until the next may come."""
        while self._taken and self._taken[0] <= now - self._seconds:
            self._taken.popleft()
        if len(self._taken) < self._most:
            self._taken.append(now)
            return 0.0
        return self._taken[0] + self._seconds - now
