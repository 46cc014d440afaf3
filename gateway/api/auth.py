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
from starlette.requests import HTTPConnection

from agent.data.database import Database
from agent.errors import CallerError, NotFound, Unauthorized
from agent.settings import Settings
from gateway.access import api_keys
from gateway.access.bodies import with_body_up_to
from gateway.access.clients import address_of
from gateway.access.limits import RateLimits
from gateway.access.problems import Forbidden, SlowDown
from gateway.organizations.rows import list_organizations

MOST_BYTES = 4_000_000
"""More than the longest body that these routes take."""
WRONG_KEYS = "30/minute"
"""Keys that one address may try in vain. A right key is answered whatever its address did."""


class OrganizationNeeded(CallerError):
    """This key acts for every organization, so the call has to name one: organization_id."""


@dataclass(frozen=True, slots=True)
class Caller:
    """`organization` None: the deployment's own key, which may act for every organization. `label`
    tells people which key it was, `key` is its prefix, which may be shown."""

    organization: UUID | None = None
    label: str = "API_KEY of the deployment"
    key: str | None = None

    def must_be(self, organization: UUID) -> None:
        """Raises NotFound for another organization: exactly what an unknown one gets."""
        if self.organization not in (None, organization):
            raise NotFound

    async def acts_for(self, named: UUID | None, database: Database) -> UUID:
        """The organization that a call is about: the key's own; for the deployment's key the one that
        is `named`, which it need not be where there is only one.

        Raises NotFound, and OrganizationNeeded.
        """
        if self.organization is not None:
            self.must_be(named or self.organization)
            return self.organization
        there = [row.id for row in await list_organizations(database)]
        if named is None and len(there) != 1:
            raise OrganizationNeeded
        if named is not None and named not in there:
            raise NotFound
        return named or there[0]


class Callers:
    """Knows callers by `Authorization: Bearer`."""

    def __init__(self, settings: Settings, database: Database, limits: RateLimits) -> None:
        self._own = _digest(settings.api_key.get_secret_value()) if settings.api_key else None
        self._rate = settings.api_key_rate
        self._database = database
        self._limits = limits

    async def identify(self, request: HTTPConnection, scope: str) -> Caller:
        """Raises Unauthorized, Forbidden (the key lacks the scope) and SlowDown."""
        return await self.of_key(bearer(request) or "", address_of(request), scope)

    async def of_key(self, key: str, address: str, scope: str | None) -> Caller:
        """The same for a key that came in another way; `scope` None: any will do."""
        if self._own and hmac.compare_digest(_digest(key), self._own):
            return Caller()
        api_key = await api_keys.find(self._database, key)
        if api_key is None:
            await self._count("wrong-key", address, WRONG_KEYS)
            raise Unauthorized
        await self._count("api-key", str(api_key.id), self._rate)
        if scope is not None and scope not in api_key.scopes:
            raise Forbidden
        return Caller(api_key.organization, api_key.label, api_key.prefix)

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


def bearer(connection: HTTPConnection) -> str | None:
    """The key in `Authorization: Bearer`; None without that header."""
    scheme, _, given = connection.headers.get("authorization", "").partition(" ")
    return given.strip() if scheme.lower() == "bearer" else None


def caller_of(request: Request) -> Caller:
    """Who the guard let in."""
    caller: Caller = request.state.caller
    return caller


def _digest(key: str) -> bytes:
    """Of one length, so that comparing takes the same time for every key."""
    return hashlib.sha256(key.encode("utf-8", "replace")).digest()
