"""Threads of an erased customer are deleted in Redis, under whatever key they stand."""

from uuid import uuid4

import pytest

from agent.checkpoints.forgetting import forget_chats
from agent.checkpoints.redis_link import RedisLink
from agent.errors import RedisUnavailable
from tests.agent.checkpoints.test_checkpoint_savers import at, put
from tests.protocols.redis_place import RedisPlace


async def keys_with(link: RedisLink, name: str) -> list[bytes]:
    return [key async for key in link.client.scan_iter("*") if name.encode() in key]


async def test_the_threads_of_one_chat(redis: RedisPlace) -> None:
    gone, stays = uuid4(), uuid4()
    async with redis.saver() as saver:
        for chat in (gone, stays):
            for _ in range(2):
                thread = f"{chat}:{uuid4()}"
                checkpoint = await put(saver, thread)
                await saver.aput_writes(at(thread, checkpoint), [("messages", ["x"])], "task")
    link = RedisLink(redis.url, redis.deployment)
    assert await keys_with(link, str(gone))
    await forget_chats(link, redis.deployment, [gone])
    assert await keys_with(link, str(gone)) == []
    assert len(await keys_with(link, str(stays))) > 2
    await link.close()


async def test_without_redis_nothing_is_asked() -> None:
    await forget_chats(None, "frontdesk", [uuid4()])


async def test_a_redis_that_is_away_is_told(redis: RedisPlace) -> None:
    link = RedisLink("redis://127.0.0.1:1", redis.deployment)
    with pytest.raises(RedisUnavailable):
        await forget_chats(link, redis.deployment, [uuid4()])
    await link.close()
