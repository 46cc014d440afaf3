"""The worker embeds what no command could."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from pydantic import SecretStr

from agent.clock import FixedClock
from agent.data.postgres import PostgresDatabase
from agent.llm.embeddings import open_embedder
from agent.settings import Settings
from gateway.knowledge.indexing import Embeddings
from gateway.pipeline.maintenance import Maintenance
from tests.databases import NOW
from tests.gateway.knowledge.knowledge_base import Base
from tests.protocols.openai_embeddings import OpenAIEmbeddings


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
async def timed(database_url: str, clock: FixedClock) -> AsyncIterator[PostgresDatabase]:
    database = PostgresDatabase(database_url, clock=clock)
    await database.open()
    yield database
    await database.close()


@pytest.fixture
def maintenance(timed: PostgresDatabase, aurora: Base) -> Maintenance:
    aurora.query("delete from frontdesk.maintenance_tasks returning name")
    return Maintenance(timed, [Embeddings(timed, aurora.embedder)])


async def missing(base: Base) -> int:
    found = await base.database.call(
        "knowledge_embeddings_missing",
        organization=base.organization,
        model=base.embedder.model,
        limit=0,
    )
    return int(found["missing"])


async def test_what_was_added_without_a_key_is_embedded_when_there_is_one(
    aurora: Base, sorriso: Base, maintenance: Maintenance, openai: OpenAIEmbeddings
) -> None:
    await aurora.put("sauna.txt", *[(f"Parte {n}", f"Texto {n}") for n in range(300)])
    assert await missing(aurora) > 300
    assert await missing(sorriso) > 0
    await maintenance.run_due()
    assert (await missing(aurora), await missing(sorriso)) == (0, 0)
    assert max(len(texts) for texts in openai.asked) <= 128
    asked = len(openai.asked)
    await maintenance.run_due()
    assert len(openai.asked) == asked
    await aurora.remove("sauna.txt")


async def test_a_service_that_is_down_is_asked_ever_more_rarely(
    aurora: Base, maintenance: Maintenance, openai: OpenAIEmbeddings, clock: FixedClock
) -> None:
    await maintenance.run_due()
    clock.advance(300)
    await aurora.put("turco.txt", ("Turco", "El turco abre los jueves."))
    openai.answer_next(503, times=100)
    asked_at = []
    for minute in range(0, 100, 5):
        before = len(openai.requests)
        await maintenance.run_due()
        if len(openai.requests) > before:
            asked_at.append(minute)
            assert len(openai.requests) == before + 1
        clock.advance(300)
    assert asked_at == [0, 5, 15, 35, 75]
    assert state(aurora) == ("the embedding service answers 503", 5)
    openai.recover()
    clock.advance(3600)
    await maintenance.run_due()
    assert await missing(aurora) == 0
    assert state(aurora) == (None, 0)
    await aurora.remove("turco.txt")


async def test_one_organizations_trouble_is_not_the_others(
    aurora: Base, sorriso: Base, maintenance: Maintenance, openai: OpenAIEmbeddings
) -> None:
    await aurora.put("a.txt", ("Uno", "Uno."))
    await sorriso.put("b.txt", ("Um", "Um."))
    openai.answer_next(400)
    await maintenance.run_due()
    assert sorted([await missing(aurora), await missing(sorriso)])[0] == 0
    assert state(aurora)[0] == "the embedding service answers 400"
    for base, name in ((aurora, "a.txt"), (sorriso, "b.txt")):
        await base.remove(name)


async def test_a_wrong_key_is_said(
    timed: PostgresDatabase, aurora: Base, maintenance: Maintenance, openai: OpenAIEmbeddings
) -> None:
    await aurora.put("c.txt", ("Tres", "Tres."))
    settings = Settings(openai_api_key=SecretStr("sk-other"), openai_base_url=openai.base_url)
    async with open_embedder(settings) as embedder:
        assert embedder is not None
        await Maintenance(timed, [Embeddings(timed, embedder)]).run_due()
    assert state(aurora) == ("the embedding service refuses OPENAI_API_KEY", 1)
    assert await missing(aurora) == 1
    await aurora.remove("c.txt")


def state(base: Base) -> tuple[Any, ...]:
    """The last error, and how often in a row."""
    query: Callable[..., list[tuple[Any, ...]]] = base.query
    return query(
        "select error, failures from frontdesk.maintenance_tasks where name = 'embeddings'"
    )[0]
