"""The feed tells whoever is concerned, forgets nobody, and works without LISTEN."""

import asyncio
import json
from contextlib import suppress

from gateway.web.feed import ChangeFeed
from tests.gateway.web.page_app import listening
from tests.gateway.web.stand_in import Notifications

CHAT = "11111111-1111-4111-8111-111111111111"
OTHER = "22222222-2222-4222-8222-222222222222"
NEVER = 3600.0


def change(conversation: str, kind: str) -> str:
    return json.dumps({"c": conversation, "k": kind})


async def test_only_the_conversation_is_told() -> None:
    notifications = Notifications()
    feed = ChangeFeed(notifications, poll_seconds=NEVER)
    async with listening(feed), feed.subscribe(CHAT) as mine, feed.subscribe(CHAT) as tab:
        assert await anext(mine) == "poll"  # the look after a (re)connection
        assert await anext(tab) == "poll"
        notifications.notify(change(OTHER, "message"))
        notifications.notify(change(CHAT, "turn"))
        assert await anext(mine) == "turn"
        assert await anext(tab) == "turn"


async def test_nonsense_is_passed_over() -> None:
    notifications = Notifications()
    feed = ChangeFeed(notifications, poll_seconds=NEVER)
    async with listening(feed), feed.subscribe(CHAT) as changes:
        assert await anext(changes) == "poll"
        for payload in ("", "[]", "{", "7", '{"c": 1}', change(CHAT, "drop table")):
            notifications.notify(payload)
        notifications.notify(change(CHAT, "message"))
        assert await anext(changes) == "message"


async def test_a_slow_reader_holds_each_kind_once() -> None:
    notifications = Notifications()
    feed = ChangeFeed(notifications, poll_seconds=NEVER)
    async with listening(feed), feed.subscribe(CHAT) as slow, feed.subscribe(CHAT) as quick:
        assert await anext(slow) == "poll"
        for _ in range(5_000):
            notifications.notify(change(CHAT, "message"))
            notifications.notify(change(CHAT, "turn"))
        notifications.notify(change(CHAT, "turn_end"))
        while await anext(quick) != "turn_end":
            pass
        assert [await anext(slow) for _ in range(3)] == ["message", "turn", "turn_end"]
        waiting = asyncio.ensure_future(anext(slow))
        await asyncio.sleep(0)
        assert not waiting.done()
        waiting.cancel()
        with suppress(asyncio.CancelledError):
            await waiting


async def test_a_lost_connection_is_made_again_and_everybody_looks() -> None:
    notifications = Notifications()
    notifications.refused = 2
    feed = ChangeFeed(notifications, poll_seconds=NEVER)
    async with listening(feed), feed.subscribe(CHAT) as changes:
        assert await anext(changes) == "poll"
        notifications.lose()
        assert await anext(changes) == "poll"
        notifications.notify(change(CHAT, "message"))
        assert await anext(changes) == "message"


async def test_without_listen_everybody_looks_by_themselves() -> None:
    feed = ChangeFeed(Notifications(), poll_seconds=0.001)
    async with feed.subscribe(CHAT) as changes:
        assert [await anext(changes) for _ in range(3)] == ["poll", "poll", "poll"]


async def test_nothing_is_kept_of_those_who_left() -> None:
    feed = ChangeFeed(Notifications(), poll_seconds=NEVER)
    async with feed.subscribe(CHAT), feed.subscribe(CHAT):
        assert len(feed._subscriptions[CHAT]) == 2
    assert not feed._subscriptions
