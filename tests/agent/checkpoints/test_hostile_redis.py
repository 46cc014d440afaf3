"""What others wrote into Redis: nothing of it is run, and the checkpoint counts as gone."""

import base64
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import ormsgpack
import pytest

from agent.checkpoints.redis_saver import RedisSaver
from tests.agent.checkpoints.test_checkpoint_savers import at, put, values_at
from tests.protocols.redis_place import RedisPlace

MODULE = "planted_module"


@pytest.fixture
def mark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that exists as soon as something planted was run."""
    found = tmp_path / "mark"
    (tmp_path / f"{MODULE}.py").write_text(
        "import dataclasses, pathlib\n"
        f"pathlib.Path({str(found)!r}).touch()\n"
        "@dataclasses.dataclass\nclass Planted:\n    field: str = ''\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, MODULE, raising=False)
    return found


def was_run(mark: Path) -> bool:
    return mark.exists()


@pytest.fixture
async def saver(redis: RedisPlace) -> AsyncIterator[RedisSaver]:
    async with redis.saver() as opened:
        yield opened


def constructor(*name: str, lc: int = 2, **about: Any) -> dict[str, Any]:
    return {"lc": lc, "type": "constructor", "id": list(name)} | about


def envelopes(mark: Path) -> dict[str, Any]:
    touch = f"touch {mark}"
    return {
        "system": constructor("os", "system", args=[touch]),
        "system-lc1": constructor("os", "system", lc=1, kwargs={"command": touch}),
        "popen": constructor("subprocess", "Popen", kwargs={"args": ["touch", str(mark)]}),
        "import": constructor(MODULE, "Planted", kwargs={"field": "x"}),
        "path": constructor("pathlib", "Path", args=["/etc/passwd"]),
        "secret": {"lc": 1, "type": "secret", "id": ["AURORA_GUPSHUP_API_KEY"]},
        "no-name": constructor(),
        "odd-name": {"lc": 2, "type": "constructor", "id": {"a": 1}},
        "not-fields": constructor("langchain", "schema", "messages", "HumanMessage", kwargs=[]),
        "no-content": constructor("langchain", "schema", "messages", "ToolMessage", kwargs={}),
        "model": constructor("langchain", "chat_models", "openai", "ChatOpenAI", lc=1, kwargs={}),
        "inside": {"a": [{"b": constructor("os", "system", args=[touch])}]},
        "inside-message": constructor(
            "langchain", "schema", "messages", "HumanMessage",
            lc=1, kwargs={"content": constructor("os", "system", args=[touch])},
        ),
    }  # fmt: skip


@pytest.mark.parametrize("name", envelopes(Path("x")))
async def test_a_planted_value_is_not_built(
    redis: RedisPlace, saver: RedisSaver, mark: Path, name: str
) -> None:
    saved = await put(saver, "one:1")
    planted = envelopes(mark)[name]
    (key,) = [k for k in await redis.keys() if ":checkpoint:" in k]
    await redis.client.json().set(key, "$.checkpoint.channel_values.path", planted)
    assert await values_at(saver, "one:1", saved) is None
    assert not was_run(mark)
    assert MODULE not in sys.modules


def blobs(mark: Path) -> dict[str, tuple[str, bytes]]:
    call = ormsgpack.packb(("os", "system", f"touch {mark}"))
    return {
        "msgpack": ("msgpack", ormsgpack.packb(ormsgpack.Ext(0, call))),
        "pickle": ("pickle", b"cos\nsystem\n(Vtouch " + str(mark).encode() + b"\ntR."),
        "json": ("json", b'{"lc":2,"type":"constructor","id":["os","system"],"args":["true"]}'),
        "cut-off": ("json", b'{"a": [1, 2'),
        "unknown": ("yaml", b"a: 1"),
    }


@pytest.mark.parametrize("name", blobs(Path("x")))
async def test_a_planted_write_is_not_built(
    redis: RedisPlace, saver: RedisSaver, mark: Path, name: str
) -> None:
    saved = await put(saver, "one:1")
    await saver.aput_writes(at("one:1", saved), [("path", [])], "task")
    kind, blob = blobs(mark)[name]
    (key,) = [k for k in await redis.keys() if ":checkpoint_write:" in k]
    document = {"type": kind, "blob": base64.b64encode(blob).decode()}
    await redis.client.json().merge(key, "$", document)
    found = await saver.aget_tuple(at("one:1", saved))
    read = [value for _, _, value in (found.pending_writes or [])] if found else []
    assert all(isinstance(value, (str, list, tuple, type(None))) for value in read)
    assert not was_run(mark)


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"checkpoint": {}},
        {"checkpoint": {"channel_values": {"path": []}}},
        {"checkpoint": "text"},
        {"checkpoint": {"channel_values": [1]}, "metadata": "{"},
        [],
        7,
        {"a": "x" * 100_000},
    ],
)
async def test_a_value_of_another_shape_is_no_checkpoint(
    redis: RedisPlace, saver: RedisSaver, document: Any
) -> None:
    saved = await put(saver, "one:1")
    (key,) = [k for k in await redis.keys() if ":checkpoint:" in k]
    await redis.client.json().set(key, "$", document)
    assert await values_at(saver, "one:1", saved) is None
    assert await values_at(saver, "one:1") is None


async def test_a_key_of_another_type_is_no_checkpoint(redis: RedisPlace, saver: RedisSaver) -> None:
    saved = await put(saver, "one:1")
    other = await put(saver, "one:2")
    (key,) = [k for k in await redis.keys() if k.endswith(saved)]
    await redis.client.set(key, "text")
    assert await values_at(saver, "one:1", saved) is None
    assert await values_at(saver, "one:2", other) is not None, "Redis is not left alone for it"
