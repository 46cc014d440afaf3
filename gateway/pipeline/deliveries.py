"""What one webhook request brings: proven, divided by connection, parsed and stored."""

import asyncio
import logging
from typing import NoReturn

from agent.errors import NotFound, Unauthorized
from agent.types import Connection
from gateway.access.problems import CredentialMissing
from gateway.channels.base import Channel, Part, WebhookRequest
from gateway.channels.connections import Connections
from gateway.pipeline.inbox import Inbox

log = logging.getLogger(__name__)

_PARSED_IN_PLACE = 1_000_000


class Deliveries:
    """Takes requests whose token was right."""

    def __init__(self, connections: Connections, inbox: Inbox) -> None:
        self._connections = connections
        self._inbox = inbox

    async def take(
        self, request: WebhookRequest, channel: Channel, connection: Connection, client: str
    ) -> None:
        """Stores what the request brings, each part for its connection. `client`: the address from
        which it came, which is a visitor's where the channel's token is public.

        Raises Unauthorized (it does not come from the provider), CredentialMissing (nobody can tell
        now), MalformedPayload, NotFound (nothing in it is for a number that is known here) and
        DatabaseUnavailable. Parts are stored one after the other; a provider that comes again after
        a fault brings all of them, and what is there already is not stored twice.
        """
        if not channel.authentic(request, connection):
            await self._refuse(connection)
        large = len(request.body) > _PARSED_IN_PLACE  # must not hold up everybody else's webhook
        payload = (
            await asyncio.to_thread(channel.decode, request.body)
            if large
            else (channel.decode(request.body))
        )
        parts = [
            (owner, channel.parse(part.payload))
            for part in channel.parts(payload, connection)
            if (owner := await self._owner(request, channel, connection, part))
        ]
        if not parts:
            raise NotFound
        for owner, events in parts:
            await self._inbox.receive(owner, events, client if channel.token_is_public else None)

    async def _owner(
        self,
        request: WebhookRequest,
        channel: Channel,
        connection: Connection,
        part: Part,
    ) -> Connection | None:
        """Whose a part is. Another connection than the address's takes only what its own
        credentials prove, so that no tenant can be given messages by another's key."""
        if part.name == connection.name:
            return connection if channel.belongs_to(part.payload, connection) else None
        named = await self._connections.named(channel.name, part.name)
        proven = [one for one in named if channel.authentic(request, one)]
        if len(proven) == 1 and channel.belongs_to(part.payload, proven[0]):
            return proven[0]
        log.warning("a webhook of %s has a part for a number that is not known", channel.name)
        return None

    async def _refuse(self, connection: Connection) -> NoReturn:
        if connection.unreadable:
            # Without the credential nobody can tell; the provider comes again.
            await self._connections.tell_staff(connection.organization_id, connection.id)
            raise CredentialMissing
        raise Unauthorized
