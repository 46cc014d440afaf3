"""What every saver of checkpoints does; and what only the one on Redis has to do."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage
from langgraph.checkpoint.base import BaseCheckpointSaver, ChannelVersions, empty_checkpoint
from langgraph.checkpoint.base.id import uuid6

from agent.checkpoints.redis_or_postgres import Checkpoints
from agent.data.checkpoint_saver import open_saver
from tests.protocols.redis_place import RedisPlace, redis_place
from tests.protocols.redis_server import RedisServer

Saver = BaseCheckpointSaver[str]
DAY = 24 * 3600
CALL = {"name": "check_availability", "args": {"day": None, "at": 9.5}, "id": "c1"}
MESSAGES = [
    HumanMessage("mañana «a las 10» 🙂", id=str(uuid4()), additional_kwargs={"choice": "s:1"}),
    AIMessage("", tool_calls=[CALL], usage_metadata=None, additional_kwargs={"memo": {"a": [1]}}),
    ToolMessage('{"status":"ok"}', tool_call_id="c1", name="check_availability", id="t1"),
    SystemMessage("nota"),
    AIMessage([{"type": "text", "text": "listo"}], name="staff", id="a2"),
]
VALUES = {"messages": MESSAGES, "awaiting": None, "path": ["supervisor", "appointment"]}


@pytest.fixture
async def postgres(database_url: str) -> AsyncIterator[Saver]:
    async with open_saver(database_url, size=2, prepare=True) as opened:
        yield opened


@pytest.fixture(params=["postgresql", "redis", "both", "both without redis"])
async def saver(
    request: pytest.FixtureRequest, postgres: Saver, redis: RedisPlace
) -> AsyncIterator[Saver]:
    if request.param == "postgresql":
        yield postgres
        return
    async with redis.saver() as opened:
        both = Checkpoints(postgres)
        both.redis = opened if request.param == "both" else None
        yield opened if request.param == "redis" else both


def at(thread: str, checkpoint: str | None = None) -> Any:
    configured = {"thread_id": thread, "checkpoint_ns": ""}
    return {"configurable": configured | ({"checkpoint_id": checkpoint} if checkpoint else {})}


async def put(saver: Saver, thread: str, parent: str | None = None, **values: Any) -> str:
    """The id of a new checkpoint of a thread."""
    checkpoint = empty_checkpoint()
    channels = values or VALUES
    versions: ChannelVersions = {n: saver.get_next_version(None, None) for n in channels}
    checkpoint |= {
        "id": str(uuid6(clock_seq=-2)),
        "channel_values": channels,
        "channel_versions": versions,
    }
    metadata: Any = {"source": "loop", "step": 1, "parents": {}}
    config = await saver.aput(at(thread, parent), checkpoint, metadata, versions)
    saved: str = config["configurable"]["checkpoint_id"]
    assert saved == checkpoint["id"]
    return saved


async def values_at(saver: Saver, thread: str, checkpoint: str | None = None) -> Any:
    found = await saver.aget_tuple(at(thread, checkpoint))
    return found and found.checkpoint["channel_values"]


async def test_what_was_put_comes_back(saver: Saver) -> None:
    saved = await put(saver, "one:1")
    assert await values_at(saver, "one:1", saved) == VALUES
    assert await values_at(saver, "one:1", str(uuid6(clock_seq=-2))) is None
    assert await values_at(saver, "one:2", saved) is None
    assert await values_at(saver, "one:2") is None


async def test_an_older_checkpoint_stands_beside_a_newer_one(saver: Saver) -> None:
    first = await put(saver, "one:1", path=["first"])
    second = await put(saver, "one:1", parent=first, path=["second"])
    assert (await values_at(saver, "one:1", first))["path"] == ["first"]
    assert (await values_at(saver, "one:1", second))["path"] == ["second"]
    assert (await values_at(saver, "one:1"))["path"] == ["second"]


async def test_writes_of_a_checkpoint(saver: Saver) -> None:
    saved = await put(saver, "one:1")
    await saver.aput_writes(at("one:1", saved), [("messages", MESSAGES), ("path", [])], "task")
    found = await saver.aget_tuple(at("one:1", saved))
    assert found
    assert found.pending_writes == [("task", "messages", MESSAGES), ("task", "path", [])]


async def test_only_the_last_of_a_thread_is_kept(saver: Saver) -> None:
    ids = [await put(saver, "one:1", path=[str(n)]) for n in range(3)]
    await saver.aput_writes(at("one:1", ids[0]), [("path", [])], "task")
    other = await put(saver, "two:1", path=["other"])
    await saver.aprune(["one:1"], strategy="keep_latest")
    found = [await values_at(saver, "one:1", checkpoint) for checkpoint in ids]
    assert [f and f["path"] for f in found] == [None, None, ["2"]]
    assert await values_at(saver, "two:1", other) is not None


async def test_a_thread_goes_on_wherever_it_can(postgres: Saver) -> None:
    """Written in Redis, then in PostgreSQL while that is gone, then in Redis again."""
    async with RedisServer() as server, redis_place(server.url) as place, place.saver() as redis:
        both = Checkpoints(postgres)
        both.redis = redis
        first = await put(both, "one:1")
        assert await values_at(postgres, "one:1", first) is None, "Redis has it"
        server.lost = True
        assert await values_at(both, "one:1", first) is None, "nobody has it now"
        versions: ChannelVersions = dict.fromkeys(VALUES, "1")
        # Of the graph's values only the path is new: the others stand in Redis alone.
        second = str(uuid6(clock_seq=-2))
        checkpoint = empty_checkpoint()
        checkpoint |= {"id": second, "channel_values": VALUES, "channel_versions": versions}
        metadata: Any = {"source": "loop", "step": 2, "parents": {}}
        await both.aput(at("one:1", first), checkpoint, metadata, {"path": "1"})
        await both.aput_writes(at("one:1", first), [("path", [])], "task")
        await both.aprune(["one:1"])
        assert await values_at(both, "one:1", second) == VALUES
        server.lost = False
        async with place.saver() as again:
            both.redis = again
            assert await values_at(both, "one:1", second) == VALUES, "out of PostgreSQL"
            assert await values_at(both, "one:1", first) == VALUES, "out of Redis"
            third = await put(both, "one:1", parent=second)
            assert await values_at(again, "one:1", third) == VALUES
            await both.adelete_thread("one:1")
            assert await values_at(both, "one:1", second) is None


# Redis only


async def test_every_key_ends_within_14_days(redis: RedisPlace) -> None:
    async with redis.saver() as saver:
        saved = await put(saver, "one:1")
        await saver.aput_writes(at("one:1", saved), [("path", [])], "task")
        await values_at(saver, "one:1", saved)
        await saver.aprune(["one:1"])
    left = await redis.seconds_left()
    assert len(left) == 4, "the checkpoint, the newest's name, a write and the list of writes"
    assert all(key.startswith(f"{redis.deployment}:") for key in left)
    assert all(13.9 * DAY < seconds <= 14 * DAY for seconds in left.values())


async def test_deployments_see_nothing_of_each_other(redis: RedisPlace) -> None:
    async with redis.saver() as ours, redis.saver("-b") as theirs:
        saved = await put(ours, "one:1")
        await ours.aput_writes(at("one:1", saved), [("path", ["ours"])], "task")
        assert await values_at(theirs, "one:1", saved) is None
        assert await values_at(theirs, "one:1") is None
        await put(theirs, "one:1", path=["theirs"])
        await theirs.aprune(["one:1"], strategy="delete")
        assert await values_at(theirs, "one:1") is None
        found = await ours.aget_tuple(at("one:1", saved))
        assert found
        assert (found.checkpoint["channel_values"], len(found.pending_writes or [])) == (VALUES, 1)


async def test_a_checkpoint_that_ends_while_it_is_read_is_gone() -> None:
    async with RedisServer() as server, redis_place(server.url) as place, place.saver() as saver:
        saved = await put(saver, "one:1")
        server.asked.clear()
        server.before = lambda _: server.flush() if server.asked.count("json.get") == 2 else None
        assert await values_at(saver, "one:1", saved) is None


@pytest.mark.parametrize("loss", ["flushed", "of an older library"])
async def test_a_lost_index_is_made_again(redis: RedisPlace, loss: str) -> None:
    async with redis.saver() as saver:
        await put(saver, "one:1")
        await redis.forget()
        if loss != "flushed":  # its documents have fields that this one does not know
            name = f"{redis.deployment}:checkpoint"
            schema = ("SCHEMA", "$.run_id", "AS", "run_id", "TAG")
            command = ("FT.CREATE", name, "ON", "JSON", "PREFIX", "1", f"{name}:", *schema)
            await redis.client.execute_command(*command)  # type: ignore[no-untyped-call]
        ids = [await put(saver, "one:1", path=[str(n)]) for n in range(3)]
        assert await values_at(saver, "one:1") is not None, "needs no index"
        for _ in range(100):  # a real Redis fills a new index in the background
            await saver.aprune(["one:1"])
            found = [await values_at(saver, "one:1", checkpoint) for checkpoint in ids]
            if found[:2] == [None, None]:
                break
        assert [f and f["path"] for f in found] == [None, None, ["2"]]
