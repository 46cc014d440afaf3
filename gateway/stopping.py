"""Graceful shutdown on SIGTERM and SIGINT, with exit code 0.

The first signal asks: what is open is closed in order. A second one ends the process at once, as does
a closing that takes longer than what engines wait for by themselves (30 s). The same signal within a
second is the first one's echo: who stops a process group reaches the process itself and its parent,
and make passes on to its children what it is sent.
"""

import asyncio
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

log = logging.getLogger(__name__)

SIGNALS = (signal.SIGTERM, signal.SIGINT)
LONGEST_STOP_SECONDS = 27.0
ECHO_SECONDS = 1.0


def end_while_loading() -> None:
    """Until `Stopping.listen`: nothing is open yet, so a signal ends the process at once and cleanly.

    Loading takes seconds on a busy machine; a container's first process would not hear SIGTERM at all
    in that time, and SIGINT would end in a traceback of some library.
    """
    for name in SIGNALS:
        signal.signal(name, lambda number, _: os._exit(0 if _runs_on() else 128 + number))


def loaded() -> None:
    """Commands that end by themselves are ended as every program is, but closed."""
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _runs_on() -> bool:
    return bool({"serve", "worker", "demo"} & set(sys.argv[1:2]))


class Stopping:
    """What a signal does: it cancels what `run` runs; before that, SystemExit leaves the running code."""

    def __init__(self) -> None:
        self._requested = False
        self._first: tuple[int, float] = (0, 0.0)
        self._cancel: Callable[[], object] | None = None
        self._held = False

    def listen(self) -> None:
        """From now on signals come here."""
        for name in SIGNALS:
            signal.signal(name, self._on_signal)

    def _on_signal(self, number: int, _: FrameType | None) -> None:
        # Runs between any two lines of the main thread, so it neither logs nor waits.
        now = time.monotonic()
        if self._requested:
            first, at = self._first
            if number == first and now - at < ECHO_SECONDS:
                return
            os._exit(128 + number)
        self._requested, self._first = True, (number, now)
        _limit_closing()
        if self._cancel is not None:
            self._cancel()
        elif not self._held:
            raise SystemExit(0)

    @contextmanager
    def held(self) -> Iterator[None]:
        """For what must not be left half done, as a server that is being started: it ends first."""
        self._held = True
        try:
            yield
        finally:
            self._held = False
        if self._requested:
            raise SystemExit(0)

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        """Runs `work`; a signal cancels it, and that is how it is expected to end."""
        asyncio.run(self._until_requested(work))

    async def _until_requested(self, work: Coroutine[Any, Any, None]) -> None:
        loop = asyncio.get_running_loop()
        task = loop.create_task(work)

        def stop() -> None:
            log.info("closing; a second signal ends at once")
            task.cancel()

        self._cancel = lambda: loop.call_soon_threadsafe(stop)
        if self._requested:
            stop()
        try:
            await task
        except asyncio.CancelledError:
            if not self._requested:
                raise
        finally:
            # Closing has begun, nothing is left to interrupt.
            self._cancel, self._held = None, True


def _limit_closing() -> None:
    timer = threading.Timer(LONGEST_STOP_SECONDS, _cut_short)
    timer.daemon = True
    timer.start()


def _cut_short() -> None:
    log.error("closing took longer than %.0f s; ending now", LONGEST_STOP_SECONDS)
    os._exit(1)
