"""The server of a connection that is not the deployment's, for providers that one hosts oneself.

A business's file may name one (`settings: {base_url: …}`), and must not be able to make us call
inside our own network: there, only what the operator names is called (PROVIDER_PRIVATE_HOSTS, and the
deployment's own base URL).
"""

from urllib.parse import urlsplit

from agent.errors import SendError
from agent.settings import is_address
from agent.types import Connection, Json
from gateway.channels.base import Channel
from gateway.channels.kit.http_send import not_configured
from gateway.channels.kit.public_address import Resolver, is_public, resolve


def written_base_url(settings: Json, default: str) -> str | None:
    """The base URL in a connection's settings, else the default; None when it is no address."""
    own = settings.get("base_url") or default
    return own.rstrip("/") if isinstance(own, str) and is_address(own) else None


async def server_of(connection: Connection, channel: Channel, resolver: Resolver = resolve) -> str:
    """The base URL to call for this connection, without a slash at the end.

    Raises SendError ("not_configured") for what is no address, or one of ours that the operator did
    not name.
    """
    url = written_base_url(connection.settings, channel.base_url)
    if url is None:
        raise not_configured("the base URL of the connection is not an address")
    if url == channel.base_url or _named(url, channel):
        return url
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme != "https":
        raise not_configured("a connection's own server is called over https only")
    try:
        addresses = await resolver(host, parts.port or 443)
    except (OSError, UnicodeError) as error:
        raise SendError(
            "the server's name has no address", permanent=False, code="unreachable"
        ) from error
    if not addresses or not all(is_public(address) for address in addresses):
        raise not_configured(
            "the connection's server is in our own network and not in PROVIDER_PRIVATE_HOSTS"
        )
    return url


def _named(url: str, channel: Channel) -> bool:
    """Whether the operator named its host, with its port or for all ports."""
    parts = urlsplit(url)
    return not channel.private_hosts.isdisjoint(
        {(parts.hostname or "").lower(), parts.netloc.rpartition("@")[2].lower()}
    )
