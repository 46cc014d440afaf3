"""Shows a turn's words while a model writes them: judged as the reply is, a few times a second at most."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from types import TracebackType
from typing import Self

from agent.data.store import Store
from agent.fault_boundary import FaultBoundary
from agent.records import Turn
from gateway.channels.kit.storable import clean_text
from gateway.pipeline.closing import OpenTurn
from gateway.pipeline.guards import judge
from graphs.reply import Outcome

log = logging.getLogger(__name__)

Show = Callable[[str], Awaitable[None]]
"""Is given the reply so far. Whoever reads nothing holds up what follows, and not the turn."""

_GAP_SECONDS = 0.25


class Partials:
    """Around the run of a turn. The newest words replace those that were not shown yet; after the run
    nothing is shown any more."""

    def __init__(self, store: Store, turn: OpenTurn[Turn], show: Show) -> None:
        self._store = store
        self._turn = turn
        self._show = show
        self._text = ""
        self._news = asyncio.Event()
        self._ended = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def release(self, outcome: Outcome) -> bool:
        """Shows the words of `outcome`, if its turn could end with them."""
        if judge(self._turn.row, outcome).action != "ok":
            return False
        self._text = clean_text(outcome.replies[-1]["text"])
        self._news.set()
        return True

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._run())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Not cancelled: half a frame would break the socket.
        self._ended.set()
        self._news.set()

    async def _run(self) -> None:
        # The reply itself comes by its own way.
        message = "turn %s: its words are not shown while they are written"
        with FaultBoundary(log, message, self._turn.id, level=logging.WARNING):
            while await self._next():
                await self._show(self._text)
                await self._pause()

    async def _next(self) -> bool:
        """Waits for words that may be shown. False: there will be none."""
        await self._news.wait()
        self._news.clear()
        return (
            not self._ended.is_set()
            and await self._store.turn_stands(
                self._turn.organization,
                self._turn.conversation,
                turn=self._turn.id,
                token=self._turn.row.token,
            )
            and not self._ended.is_set()
        )

    async def _pause(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(_GAP_SECONDS):
                await self._ended.wait()
