"""Asks MCP servers of businesses: within seconds, within a size, with rests for those that do not answer."""

import asyncio
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from importlib import import_module
from uuid import UUID

from agent.clock import Clock
from agent.errors import BusinessSystemError
from agent.records.organizations import BusinessServer
from gateway.access.environment import TenantEnvironment
from gateway.channels.kit.public_address import Resolver, resolve

log = logging.getLogger(__name__)

SECONDS = 8.0
"""For a whole question. A customer waits, and so does a worker's place."""
MOST_BYTES = 200_000
"""Of everything that a server sends for one question."""
_FAILURES, _REST = 2, timedelta(minutes=1)
"""Questions in a row without an answer, and how long nobody asks after them."""
_MOST_AT_ONCE = 4
"""Questions of one organization at the same time in one process."""


class McpServers:
    """BusinessSystems over MCP. `allow_private`: any address, port and plain HTTP (development only)."""

    def __init__(
        self,
        environment: TenantEnvironment,
        clock: Clock,
        *,
        allow_private: bool = False,
        resolver: Resolver = resolve,
        seconds: float = SECONDS,
    ) -> None:
        self._environment = environment
        self._clock = clock
        self._allow_private = allow_private
        self._resolver = resolver
        self._seconds = seconds
        self._failures: dict[tuple[UUID, str], tuple[int, datetime]] = {}
        self._running: dict[UUID, int] = {}

    async def ask(
        self, organization: UUID, server: BusinessServer, tool: str, arguments: Mapping[str, str]
    ) -> str:
        """Raises BusinessSystemError."""
        key = (organization, server.url)
        failures, since = self._failures.get(key, (0, self._clock.now()))
        running = self._running.get(organization, 0)
        rests = failures >= _FAILURES and self._clock.now() < since + _REST
        if rests or running >= _MOST_AT_ONCE:
            raise BusinessSystemError("resting")
        self._running[organization] = running + 1
        try:
            answer = await self._answer(organization, server, tool, arguments)
        except BusinessSystemError as error:
            self._failures[key] = (failures + 1, self._clock.now())
            log.warning("a business's own system gave no answer: %s", error.reason)
            raise
        finally:
            self._end(organization)
        self._failures.pop(key, None)
        return answer

    def _end(self, organization: UUID) -> None:
        self._running[organization] -= 1
        if not self._running[organization]:
            del self._running[organization]

    async def _answer(
        self, organization: UUID, server: BusinessServer, tool: str, arguments: Mapping[str, str]
    ) -> str:
        token = await self._environment.secret(organization, server.token_env)
        if server.token_env and token is None:
            raise BusinessSystemError(
                "refused"
            )  # the variable is gone, or never was this business's
        # The SDK takes a second to import: in a thread, so that nobody else waits for it.
        sdk = await asyncio.to_thread(import_module, "gateway.business_systems.mcp_call")
        guard = sdk.Guard(server.url, MOST_BYTES, self._resolver, self._allow_private)
        answer: str = await sdk.ask_server(guard, token, tool, arguments, self._seconds)
        return answer
