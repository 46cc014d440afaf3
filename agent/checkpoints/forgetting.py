"""Deletes everything that Redis keeps of chats, whatever key it stands under."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from agent.checkpoints.redis_link import RedisLink

_AT_ONCE = 1000


async def forget_chats(
    redis: "RedisLink | None", deployment: str, conversations: Sequence[UUID]
) -> None:
    """Looks at every key of the deployment: threads have the id of their chat in it.

    Raises RedisUnavailable.
    """
    if redis is None or not conversations:
        return
    names = [str(conversation).encode() for conversation in conversations]
    client, cursor = redis.client, 0
    while True:
        at = cursor
        cursor, keys = await redis.run(
            lambda: client.scan(at, match=f"{deployment}:*", count=_AT_ONCE)  # noqa: B023
        )
        theirs = [key for key in map(_bytes, keys) if any(name in key for name in names)]
        if theirs:
            await redis.run(lambda: client.delete(*theirs))  # noqa: B023
        if not cursor:
            return


def _bytes(key: bytes | str) -> bytes:
    return key if isinstance(key, bytes) else key.encode()
