"""How much may come from one address where everybody may write: the token of a chat page is public.

Far more than people at one address write, and far less than fills a database.
"""

from starlette.requests import HTTPConnection

from gateway.access.clients import address_of
from gateway.access.limits import RateLimits

MESSAGES = "240/minute"
SOCKETS = "240/minute"
LOOKS = "1200/minute"
"""Pages with the chat in them; a browser asks for its script every five minutes."""


async def count_message(limits: RateLimits, connection: HTTPConnection) -> float | None:
    """One more message; the seconds to wait when that is too many."""
    return await limits.hit("chat-message", address_of(connection), MESSAGES)


async def count_socket(limits: RateLimits, connection: HTTPConnection) -> float | None:
    """One more opened chat, also with a wrong token; the seconds to wait when that is too many."""
    return await limits.hit("chat-socket", address_of(connection), SOCKETS)


async def count_look(limits: RateLimits, connection: HTTPConnection) -> float | None:
    """One more page of a site that has the chat, also with a wrong token; as the others."""
    return await limits.hit("chat-look", address_of(connection), LOOKS)
