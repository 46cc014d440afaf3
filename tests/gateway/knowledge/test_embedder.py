"""The embedding service as it is: slow, down, wrong, half an answer. A question never fails with it."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from openai import AsyncOpenAI
from pydantic import SecretStr

from agent.errors import EmbeddingError
from agent.language.encoder import installed
from agent.llm.embeddings import (
    SHIPPED_MARGIN,
    HostedEmbedder,
    ShippedEmbedder,
    embedding_model,
    open_embedder,
)
from agent.settings import Settings
from tests.protocols.openai_embeddings import OpenAIEmbeddings, base64_of, embed


class Watch:
    """A monotonic clock that is moved by hand."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@asynccontextmanager
async def service(
    key: str = "sk-for-tests", watch: Watch | None = None, seconds: float = 60.0
) -> AsyncIterator[tuple[OpenAIEmbeddings, HostedEmbedder]]:
    async with (
        OpenAIEmbeddings() as server,
        AsyncOpenAI(api_key=key, base_url=server.base_url) as client,
    ):
        yield (
            server,
            HostedEmbedder(
                client, "m", question_seconds=seconds, remembered=3, monotonic=watch or Watch()
            ),
        )


def numbers(embedding: str) -> list[float]:
    return [float(number) for number in embedding.strip("[]").split(",")]


async def test_without_a_key_the_shipped_encoder_embeds_where_it_is() -> None:
    async with open_embedder(Settings()) as embedder:
        assert isinstance(embedder, ShippedEmbedder) == installed()
        assert embedding_model(Settings()) == (embedder.model if embedder else None)


@pytest.mark.skipif(not installed(), reason="the sentence encoder is not installed")
async def test_the_shipped_encoder_puts_the_same_meaning_close() -> None:
    embedder = ShippedEmbedder()
    question = await embedder.question("may I bring my puppy?")
    assert question is not None
    assert (question.model, question.margin) == (embedder.model, SHIPPED_MARGIN)
    asked_for = numbers(question.embedding)
    near, far = map(numbers, await embedder.texts(["No pueden entrar perros", "Pagos a cuotas"]))
    products = [sum(a * b for a, b in zip(asked_for, other, strict=True)) for other in (near, far)]
    assert products[0] > products[1] + SHIPPED_MARGIN
    assert await embedder.question("   ") is None


async def test_a_question_is_embedded_once() -> None:
    async with service() as (server, embedder):
        first = await embedder.question("¿Hay sauna?")
        assert first is not None
        assert numbers(first.embedding) == pytest.approx(embed("¿Hay sauna?"), abs=1e-6)
        assert await embedder.question("  ¿hay   SAUNA?") is first
        assert await embedder.question("   ") is None
        assert len(server.requests) == 1
        for n in range(3):
            await embedder.question(f"question {n}")
        assert await embedder.question("¿hay sauna?") is not first


async def test_many_texts_go_in_batches_and_come_back_in_order() -> None:
    async with service() as (server, embedder):
        texts = [f"word{n}" for n in range(300)] + ["x" * 50_000] * 30
        found = await embedder.texts(texts)
        assert [len(batch) for batch in server.asked] == [128, 128, 63, 11]
        assert max(sum(map(len, batch)) for batch in server.asked) <= 120_000
        assert max(len(text) for text in server.texts) == 6_000
        assert numbers(found[299]) == pytest.approx(embed("word299"), abs=1e-6)
        assert await embedder.texts([]) == []


async def test_numbers_instead_of_base64_are_understood() -> None:
    """Some compatible servers ignore the asked encoding; some answer in another order."""
    async with service() as (server, embedder):
        rows = [{"object": "embedding", "index": n, "embedding": [n, 1.0]} for n in (1, 0)]
        server.answer_next(200, {"object": "list", "model": "m", "data": rows, "usage": {}})
        assert await embedder.texts(["a", "b"]) == ["[0,1]", "[1,1]"]


def answer(*vectors: Any) -> dict[str, Any]:
    data = [{"object": "embedding", "index": n, "embedding": v} for n, v in enumerate(vectors)]
    return {"object": "list", "model": "m", "data": data, "usage": {}}


FAULTS: dict[str, Callable[[OpenAIEmbeddings], None]] = {
    "hangs": lambda s: s.hang_next(),
    "drops": lambda s: s.drop_next(),
    "half an answer": lambda s: s.half_an_answer_next(),
    "500": lambda s: s.answer_next(500, {"error": {"message": "oops"}}),
    "429": lambda s: s.answer_next(429, {"error": {"message": "slow down"}}),
    "no JSON": lambda s: s.answer_next(200, b"<html>welcome</html>"),
    "another JSON": lambda s: s.answer_next(200, {"hello": "there"}),
    "a list": lambda s: s.answer_next(200, [1, 2]),
    "nothing in it": lambda s: s.answer_next(200, answer()),
    "too many": lambda s: s.answer_next(200, answer([1.0, 0.0], [0.0, 1.0])),
    "no direction": lambda s: s.answer_next(200, answer([0.0, 0.0])),
    "not a number": lambda s: s.answer_next(200, answer([1.0, None])),
    "too large": lambda s: s.answer_next(200, answer([1e9, 0.0])),
    "NaN": lambda s: s.answer_next(200, answer(base64_of([float("nan"), 1.0]))),
    "not base64": lambda s: s.answer_next(200, answer("###")),
    "empty": lambda s: s.answer_next(200, answer([])),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_question_goes_without_and_nobody_waits_again(
    fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    watch = Watch()
    async with service(watch=watch, seconds=1.0 if fault == "hangs" else 60.0) as (
        server,
        embedder,
    ):
        FAULTS[fault](server)
        with caplog.at_level(logging.WARNING):
            assert await embedder.question("secreto de Ana") is None
            assert await embedder.question("otra") is None
        assert len(server.requests) == embedder.failures == 1
        assert [r.name for r in caplog.records] == ["agent.llm.embeddings"]
        assert "secreto" not in caplog.text
        watch.seconds += 31
        embedder._question_seconds = 60.0  # a busy machine takes its time to answer
        assert await embedder.question("secreto de Ana") is not None


async def test_a_wrong_key_is_named(caplog: pytest.LogCaptureFixture) -> None:
    async with service(key="sk-wrong") as (_, embedder):
        assert await embedder.question("x") is None
        assert "refuses OPENAI_API_KEY" in caplog.text
        assert "sk-wrong" not in caplog.text
        with pytest.raises(EmbeddingError, match="refuses OPENAI_API_KEY"):
            await embedder.texts(["x"])


async def test_a_service_that_is_not_there() -> None:
    async with service() as (server, embedder):
        server.close()
        assert await embedder.question("x") is None


async def test_batches_are_tried_again() -> None:
    async with service() as (server, embedder):
        soon = {"retry-after-ms": "1"}
        server.answer_next(429, {"error": {"message": "slow down"}}, headers=soon, times=2)
        server.answer_next(500, {"error": {"message": "oops"}}, headers=soon)
        assert len(await embedder.texts(["a", "b"])) == 2
        server.answer_next(503, {"error": {"message": "oops"}}, headers=soon, times=5)
        with pytest.raises(EmbeddingError, match="answers 503"):
            await embedder.texts(["a"])


async def test_the_settings_are_those_of_the_deployment() -> None:
    async with OpenAIEmbeddings("sk-mine") as server:
        settings = Settings(
            openai_api_key=SecretStr("sk-mine"),
            openai_base_url=server.base_url,
            openai_embedding_model="other-model",
            knowledge_similarity_floor=0.55,
        )
        async with open_embedder(settings) as embedder:
            assert embedder is not None
            meaning = await embedder.question("x")
        assert meaning is not None
        assert (meaning.model, meaning.floor) == ("other-model", 0.55)
        assert server.requests[0].json()["model"] == "other-model"
