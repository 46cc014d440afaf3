"""Authenticates API callers by the deployment's API_KEY or by a key of one organization.

A route's guard runs before its body is read: a stranger cannot make the gateway parse anything.
"""

import hashlib
import hmac
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from fastapi.routing import APIRoute

from agent.data.database import Database
from agent.errors import NotFound, Unauthorized
from agent.settings import Settings
from gateway.access import api_keys
from gateway.access.bodies import with_body_up_to
from gateway.access.clients import address_of
from gateway.access.limits import RateLimits
from gateway.access.problems import Forbidden, SlowDown

MOST_BYTES = 4_000_000
"""More than the longest body that these routes take."""
WRONG_KEYS = "30/minute"
"""Keys that one address may try in vain. A right key is answered whatever its address did."""


@dataclass(frozen=True, slots=True)
class Caller:
    """`organization` None: the deployment's own key, which may act for every organization."""

    organization: UUID | None = None

    def must_be(self, organization: UUID) -> None:
        """Raises NotFound for another organization: exactly what an unknown one gets."""
        if self.organization not in (None, organization):
            raise NotFound


class Callers:
    """Knows callers by `Authorization: Bearer`."""

    def __init__(self, settings: Settings, database: Database, limits: RateLimits) -> None:
        self._own = _digest(settings.api_key.get_secret_value()) if settings.api_key else None
        self._rate = settings.api_key_rate
        self._database = database
        self._limits = limits

    async def identify(self, request: Request, scope: str) -> Caller:
        """Raises Unauthorized, Forbidden (the key lacks the scope) and SlowDown."""
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        key = given.strip() if scheme.lower() == "bearer" else ""
        if self._own and hmac.compare_digest(_digest(key), self._own):
            return Caller()
        api_key = await api_keys.find(self._database, key)
        if api_key is None:
            await self._count("wrong-key", address_of(request), WRONG_KEYS)
            raise Unauthorized
        await self._count("api-key", str(api_key.id), self._rate)
        if scope not in api_key.scopes:
            raise Forbidden
        return Caller(api_key.organization)

    async def _count(self, name: str, key: str, limit: str) -> None:
        wait = await self._limits.hit(name, key, limit)
        if wait:
            raise SlowDown(wait)


def guarded(callers: Callers, scope: str) -> type[APIRoute]:
    """Routes that only callers with `scope` reach; `caller_of(request)` tells who it is."""

    class Guarded(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            inside = super().get_route_handler()

            async def handle(request: Request) -> Response:
                request.state.caller = await callers.identify(request, scope)
                return await inside(with_body_up_to(request, MOST_BYTES))

            return handle

    return Guarded


def caller_of(request: Request) -> Caller:
    """Who the guard let in."""
    caller: Caller = request.state.caller
    return caller


def _digest(key: str) -> bytes:
    """Of one length, so that comparing takes the same time for every key."""
    return hashlib.sha256(key.encode("utf-8", "replace")).digest()
