"""Tells the log of webhooks that were refused, a line a minute for each reason: anybody may send them."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from agent.errors import CallerError, DatabaseUnavailable
from agent.observability.log_context import event_log, log_context
from agent.types import Connection
from gateway.organizations.slugs import Slugs

events_log = event_log(__name__)

_EVERY_SECONDS = 60.0


class Refusals:
    """Those of this process. What is counted here is bounded by connections and kinds of refusals."""

    def __init__(self, slugs: Slugs) -> None:
        self._slugs = slugs
        self._told: dict[tuple[str, str, str], float] = {}
        self._untold: dict[tuple[str, str, str], int] = {}

    @asynccontextmanager
    async def told(self, channel: str, connection: Connection | None = None) -> AsyncIterator[None]:
        """A request is refused by what is raised inside. `connection`: the one whose token it had."""
        try:
            yield
        except (CallerError, DatabaseUnavailable) as error:
            id = connection.id if connection else None
            slug = await self._slugs.of(connection.organization_id) if connection else None
            with log_context(organization=slug, connection=id):
                self._tell((channel, str(id), type(error).__name__))
            raise

    def _tell(self, key: tuple[str, str, str]) -> None:
        now = time.monotonic()
        if now < self._told.get(key, 0.0):
            self._untold[key] = self._untold.get(key, 0) + 1
            return
        self._told[key] = now + _EVERY_SECONDS
        channel, _, reason = key
        more = self._untold.pop(key, 0)
        events_log.warning("webhook refused", channel=channel, reason=reason, before=more)
