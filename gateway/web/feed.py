"""One LISTEN per process, fanned out to the open chats."""

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol, Self

CHANNEL = "frontdesk_chat"
_KINDS = frozenset({"message", "turn", "turn_end", "agenda"})

_log = logging.getLogger(__name__)


class Listens(Protocol):
    """The part of agent.data.database.Database that a feed needs."""

    def listen(self, channel: str) -> AbstractAsyncContextManager[AsyncIterator[str]]: ...


class ChangeFeed:
    """Tells subscribers that something of their conversation changed, or in one of their organization's; not
    what.

    Payloads are `{"c": conversation id, "o": organization id, "k": "message" | "turn" | "turn_end" | "agenda"}`. Every subscriber
    is also woken each `poll_seconds`: behind a transaction pooler LISTEN hears nothing and says
    nothing, and whoever was told "poll" simply looks.
    """

    def __init__(self, database: Listens, *, poll_seconds: float = 2.0) -> None:
        self._database = database
        self._poll_seconds = poll_seconds
        self._subscriptions: defaultdict[str, set[_Subscription]] = defaultdict(set)

    @asynccontextmanager
    async def subscribe(self, about: str) -> AsyncIterator[AsyncIterator[str]]:
        """`about`: the id of a conversation or of an organization. Kinds of changes from now on, "poll" when there was none; it never ends by itself."""
        subscription = _Subscription(self._poll_seconds)
        self._subscriptions[about].add(subscription)
        try:
            yield subscription
        finally:
            self._subscriptions[about].discard(subscription)
            if not self._subscriptions[about]:
                del self._subscriptions[about]

    async def run(self, beat: Callable[[], None] = lambda: None) -> None:
        """Listens until it is cancelled; raises DatabaseUnavailable when the connection is lost.

        `beat` is called when it listens, and with everything it hears.
        """
        async with self._database.listen(CHANNEL) as payloads:
            beat()
            # What was notified while nobody listened is gone.
            self._wake_all()
            async for payload in payloads:
                beat()
                self._wake(payload)

    def _wake(self, payload: str) -> None:
        try:
            change = json.loads(payload)
            kind, about = change["k"], (str(change["c"]), str(change.get("o")))
        except (ValueError, TypeError, KeyError):
            _log.warning("the chat feed heard something that is not a change")
            return
        if kind in _KINDS:
            for one in about:
                for subscription in self._subscriptions.get(one, ()):
                    subscription.wake(kind)

    def _wake_all(self) -> None:
        for subscriptions in self._subscriptions.values():
            for subscription in subscriptions:
                subscription.wake("poll")


class _Subscription:
    """Kinds that were not taken yet, each once: however slow its reader, it holds four words."""

    def __init__(self, poll_seconds: float) -> None:
        self._poll_seconds = poll_seconds
        self._kinds: dict[str, None] = {}
        self._awake = asyncio.Event()

    def wake(self, kind: str) -> None:
        self._kinds[kind] = None
        self._awake.set()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> str:
        if not self._kinds:
            try:
                async with asyncio.timeout(self._poll_seconds):
                    await self._awake.wait()
            except TimeoutError:
                return "poll"
        kind = next(iter(self._kinds))
        del self._kinds[kind]
        if not self._kinds:
            self._awake.clear()
        return kind
