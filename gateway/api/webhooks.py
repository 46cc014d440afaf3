"""The webhook routes: authenticate, parse, store, answer 2xx; no model is called before that."""

import time
from collections.abc import Awaitable, Callable, Mapping

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse
from starlette.exceptions import HTTPException

from agent.errors import NotFound, Unauthorized
from agent.types import Connection
from gateway.access.bodies import read_body
from gateway.access.clients import address_of
from gateway.access.limits import RateLimits
from gateway.access.problems import Forbidden, SlowDown
from gateway.access.public_chat import count_message
from gateway.api.webhook_refusals import Refusals
from gateway.channels.base import Channel, WebhookRequest
from gateway.channels.connections import Connections
from gateway.organizations.slugs import Slugs
from gateway.pipeline.deliveries import Deliveries
from gateway.pipeline.inbox import Inbox

KNOWN_PATHS = {
    "/webhooks/gupshup": "gupshup",
    "/webhook/evolution": "evolution",
    "/webhook/chatwoot": "chatwoot",
    "/webhook/whatsapp": "meta",
    "/api/v1/twilio/webhook": "twilio",
}
"""Addresses that earlier deployments gave to providers. Their token comes in a header or `?token=`."""

WRONG_TOKENS = "30/minute"
"""Wrong tokens that one address may try before it gets 429."""
SUSPECT_LOOKUPS = "20/second"
"""Looks into the database for an address beyond that. A right token is never refused because of what
else comes from its address, unless that is a flood; one that this process knows, not even then."""
_MOST_SUSPECTS = 10_000

Receive = Callable[[Request, str, str | None], Awaitable[Response]]


def webhook_router(
    channels: Mapping[str, Channel],
    connections: Connections,
    inbox: Inbox,
    limits: RateLimits,
    public_url: str | None,
    slugs: Slugs,
) -> APIRouter:
    """`POST /webhooks/{channel}/{token}` and the known paths, over the same code; `GET` where a
    provider asks first whether the address is ours."""
    router = APIRouter()
    tokens = Tokens(connections, limits)
    deliveries = Deliveries(connections, inbox)
    refusals = Refusals(slugs)

    async def opened(request: Request, name: str, token: str | None) -> tuple[Channel, Connection]:
        channel = channels.get(name)
        if channel is None:
            raise NotFound
        if request.method != "POST" and not channel.verifies:
            raise HTTPException(405, headers={"Allow": "POST"})
        async with refusals.told(name):
            return channel, await tokens.connection(request, channel, token)

    async def receive(request: Request, name: str, token: str | None) -> Response:
        channel, connection = await opened(request, name, token)
        if request.method != "POST":
            return _handshake(request, channel, connection)
        if channel.token_is_public and (wait := await count_message(limits, request)):
            raise SlowDown(wait)
        body = await read_body(request, channel.max_body_bytes)
        called = WebhookRequest(body, request.headers, _called(request, public_url))
        async with refusals.told(name, connection):
            await deliveries.take(called, channel, connection, address_of(request))
        content, media_type = channel.acknowledgement
        return Response(content, status_code=200, media_type=media_type)

    async def by_token(request: Request) -> Response:
        return await receive(request, request.path_params["channel"], request.path_params["token"])

    # Plain routes: there is nothing for FastAPI to validate, and a third of a request's CPU to save.
    # Evolution appends /<event> when an instance is set to one URL per event.
    for path in ("/webhooks/{channel}/{token}", "/webhooks/{channel}/{token}/{event}"):
        router.add_route(path, by_token, methods=["GET", "POST"])
    for path, name in KNOWN_PATHS.items():
        if name in channels:
            router.add_route(path, _without_token(receive, name), methods=["GET", "POST"])
    return router


def _without_token(receive: Receive, name: str) -> Callable[[Request], Awaitable[Response]]:
    async def by_header(request: Request) -> Response:
        return await receive(request, name, None)

    return by_header


class Tokens:
    """Finds the connection of a request's token, and slows down who tries wrong ones."""

    def __init__(self, connections: Connections, limits: RateLimits) -> None:
        self._connections = connections
        self._limits = limits
        self._suspects: dict[str, float] = {}
        self._all_until = 0.0

    async def connection(self, request: Request, channel: Channel, token: str | None) -> Connection:
        """Unknown tokens and unknown channels get the same answer.

        Raises Unauthorized, NotFound, SlowDown and DatabaseUnavailable.
        """
        token = token or _token_in(request, channel)
        if not token:
            raise Unauthorized
        if (self._suspects or self._all_until) and not self._connections.was_right(
            channel.name, token
        ):
            await self._hold_back(address_of(request))
        connection = await self._connections.find(channel.name, token)
        if connection is None:
            await self._count_wrong(address_of(request))
            raise NotFound
        return connection

    async def _hold_back(self, address: str) -> None:
        if time.monotonic() < max(self._suspects.get(address, 0.0), self._all_until):
            wait = await self._limits.hit("suspect", address, SUSPECT_LOOKUPS)
            if wait:
                raise SlowDown(wait)

    async def _count_wrong(self, address: str) -> None:
        wait = await self._limits.hit("wrong-token", address, WRONG_TOKENS)
        if wait:
            self._suspect(address, time.monotonic(), wait)
            raise SlowDown(wait)

    def _suspect(self, address: str, now: float, seconds: float) -> None:
        """None is forgotten for another: where there are too many, everybody is one."""
        if len(self._suspects) >= _MOST_SUSPECTS:
            self._suspects = {one: until for one, until in self._suspects.items() if until > now}
        if len(self._suspects) < _MOST_SUSPECTS:
            self._suspects[address] = now + seconds
        else:
            self._all_until = now + seconds


def _token_in(request: Request, channel: Channel) -> str | None:
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and bearer:
        return bearer.strip()
    for header in channel.token_headers:
        if request.headers.get(header):
            return request.headers[header]
    return request.query_params.get("token")


def _handshake(request: Request, channel: Channel, connection: Connection) -> Response:
    """The provider asks whether this address is ours. Raises Forbidden."""
    answer = channel.handshake(request.query_params, connection)
    if answer is None:
        raise Forbidden
    return PlainTextResponse(answer)


def _called(request: Request, public_url: str | None) -> str:
    """The address that the provider called: behind a proxy the request itself shows another one."""
    path = request.scope.get("raw_path") or request.url.path.encode()
    query = request.scope.get("query_string") or b""
    base = public_url or f"{request.url.scheme}://{request.url.netloc}"
    return base.rstrip("/") + (path + (b"?" + query if query else b"")).decode("latin-1")
