"""Providers knock here: trust, parse, store, 2xx. No model and no other service before that."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from fastapi import APIRouter, Request, Response

from agent.errors import NotFound, Unauthorized
from agent.types import Connection, Json
from gateway.channel import Channel, Event
from gateway.connections import Connections
from gateway.inbox import Inbox
from gateway.problems import CredentialMissing, TooLarge

KNOWN_PATHS = {
    "/webhooks/gupshup": "gupshup",
    "/webhook/evolution": "evolution",
    "/webhook/chatwoot": "chatwoot",
    "/webhook/whatsapp": "meta",
    "/api/v1/twilio/webhook": "twilio",
}
"""Addresses that earlier deployments gave to providers. Their token comes in a header or `?token=`."""
_PARSED_IN_PLACE = 1_000_000

Receive = Callable[[Request, str, str | None], Awaitable[Response]]


def webhook_router(
    channels: Mapping[str, Channel], connections: Connections, inbox: Inbox
) -> APIRouter:
    """`POST /webhooks/{channel}/{token}` and the known paths, over the same code."""
    router = APIRouter()

    async def receive(request: Request, name: str, token: str | None) -> Response:
        channel = channels.get(name)
        if channel is None:
            raise NotFound
        body = await read_body(request, channel.max_body_bytes)
        connection = await _connection(request, channel, connections, token)
        payload, events = await _parse(channel, body, request.headers, connection)
        if not channel.belongs_to(payload, connection):
            raise NotFound
        await inbox.receive(connection, events)
        # Gupshup wants an empty body; the others do not mind.
        return Response(status_code=200)

    async def by_token(request: Request) -> Response:
        return await receive(request, request.path_params["channel"], request.path_params["token"])

    # Plain routes: there is nothing for FastAPI to validate, and a third of a request's CPU to save.
    # Evolution appends /<event> when an instance is set to one URL per event.
    for path in ("/webhooks/{channel}/{token}", "/webhooks/{channel}/{token}/{event}"):
        router.add_route(path, by_token, methods=["POST"])
    for path, name in KNOWN_PATHS.items():
        if name in channels:
            router.add_route(path, _known(receive, name), methods=["POST"])
    return router


def _known(receive: Receive, name: str) -> Callable[[Request], Awaitable[Response]]:
    async def by_header(request: Request) -> Response:
        return await receive(request, name, None)

    return by_header


async def read_body(request: Request, most: int) -> bytes:
    """The body, refused as soon as it is known to be larger than `most` bytes."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > most:
        raise TooLarge
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise TooLarge
        parts.append(part)
    return b"".join(parts)


async def _connection(
    request: Request, channel: Channel, connections: Connections, token: str | None
) -> Connection:
    """Unknown tokens and unknown channels get the same answer."""
    token = token or _token_in(request, channel)
    if not token:
        raise Unauthorized
    connection = await connections.find(channel.name, token)
    if connection is None:
        raise NotFound
    return connection


def _token_in(request: Request, channel: Channel) -> str | None:
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and bearer:
        return bearer.strip()
    for header in channel.token_headers:
        if request.headers.get(header):
            return request.headers[header]
    return request.query_params.get("token")


async def _parse(
    channel: Channel, body: bytes, headers: Mapping[str, str], connection: Connection
) -> tuple[Json, list[Event]]:
    if not channel.authentic(body, headers, connection):
        # Without the credential nobody can tell; the provider comes again.
        raise CredentialMissing if connection.unreadable else Unauthorized
    if len(body) <= _PARSED_IN_PLACE:
        payload = channel.decode(body)
    else:  # an inline photo must not hold up everybody else's webhook
        payload = await asyncio.to_thread(channel.decode, body)
    return payload, channel.parse(payload)
