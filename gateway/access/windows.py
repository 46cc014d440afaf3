"""Fixed windows in which a process counts, in bounded memory and without ever forgetting a running one.

Whoever can use many keys (addresses, names that they type) could otherwise push the windows of others
out, and begin anew with each push.
"""

from array import array
from collections import OrderedDict
from collections.abc import Iterator

from agent.clock import Clock

MOST_WINDOWS = 10_000
"""Of each kind, counted one by one. Keys beyond that are counted together with a few others."""
_ROWS, _CELLS = 4, 65_536


class Windows:
    """`count("login:20-60", digest, 60)`: a window opens with the first count of its key."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kinds: dict[str, _Kind] = {}

    def count(self, kind: str, digest: bytes, seconds: int) -> tuple[int, float]:
        """How many there were in the running window, this one included, and its seconds left.

        `kind` is one of few: what is limited, and how. `digest`: 16 evenly distributed bytes.
        """
        counted = self._kinds.setdefault(kind, _Kind(seconds))
        return counted.count(digest, self._clock.now().timestamp())


class _Kind:
    """The windows of one limit. All are equally long, so the first that opened is the first to end."""

    def __init__(self, seconds: int) -> None:
        self._seconds = seconds
        self._windows: OrderedDict[bytes, tuple[int, float]] = OrderedDict()
        self._shared: _Shared | None = None
        self._shared_until = 0.0

    def count(self, digest: bytes, now: float) -> tuple[int, float]:
        count, ends = self._windows.get(digest, (0, 0.0))
        if not self._runs(ends, now):
            self._windows.pop(digest, None)
            if not self._has_room(now):
                return self._count_shared(digest, now)
            count, ends = self._seen_shared(digest, now), now + self._seconds
        self._windows[digest] = (count + 1, ends)
        return count + 1, ends - now

    def _count_shared(self, digest: bytes, now: float) -> tuple[int, float]:
        if self._shared is None or not self._runs(self._shared_until, now):
            self._shared = _Shared()
            self._shared_until = now + self._seconds
        return self._shared.add(digest), self._shared_until - now

    def _seen_shared(self, digest: bytes, now: float) -> int:
        if self._shared is not None and self._runs(self._shared_until, now):
            return self._shared.seen(digest)
        self._shared = None
        return 0

    def _has_room(self, now: float) -> bool:
        while len(self._windows) >= MOST_WINDOWS:
            first, (_, ends) = next(iter(self._windows.items()))
            if self._runs(ends, now):
                return False
            del self._windows[first]
        return True

    def _runs(self, ends: float, now: float) -> bool:
        return 0 < ends - now <= self._seconds  # neither over, nor was the clock put back


class _Shared:
    """A count-min sketch: a key's count is the least of its cells, which others may have raised and
    nobody lowered."""

    def __init__(self) -> None:
        self._rows = [array("I", bytes(_CELLS * array("I").itemsize)) for _ in range(_ROWS)]

    def add(self, digest: bytes) -> int:
        for row, cell in self._cells(digest):
            row[cell] += 1
        return self.seen(digest)

    def seen(self, digest: bytes) -> int:
        return min(row[cell] for row, cell in self._cells(digest))

    def _cells(self, digest: bytes) -> Iterator[tuple["array[int]", int]]:
        for number, row in enumerate(self._rows):
            yield row, int.from_bytes(digest[2 * number : 2 * number + 2]) % _CELLS
