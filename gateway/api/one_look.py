"""A look that many ask for is made once for all of them, and is good for a moment."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class OneLook(Generic[T]):
    """`latest()` is the answer of `look`, at most `seconds` old. Who asks while a look is on its way
    waits for that one: however many ask, one at a time is made."""

    def __init__(self, look: Callable[[], Awaitable[T]], seconds: Callable[[], float]) -> None:
        self._look = look
        self._seconds = seconds
        self._running: asyncio.Task[T] | None = None
        self._ended_at = 0.0

    async def latest(self) -> T:
        """Raises what `look` raises; that is not kept."""
        if self._running is None or self._is_over(self._running):
            self._running = asyncio.create_task(self._timed())
        return await asyncio.shield(self._running)

    async def _timed(self) -> T:
        try:
            return await self._look()
        finally:
            self._ended_at = time.monotonic()

    def _is_over(self, task: "asyncio.Task[T]") -> bool:
        if not task.done():
            return False
        failed = task.cancelled() or task.exception() is not None
        return failed or time.monotonic() - self._ended_at >= self._seconds()
