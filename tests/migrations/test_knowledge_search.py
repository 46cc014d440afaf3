"""What a question finds, and what it must not find."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from agent.clock import FixedClock
from agent.data.postgres import PostgresDatabase
from tests.migrations.questions import AURORA, SORRISO

Query = Callable[..., list[tuple[Any, ...]]]
TABLE = [("aurora", *row) for row in AURORA] + [("sorriso", *row) for row in SORRISO]


@pytest.mark.parametrize(("slug", "question", "title"), TABLE)
async def test_finds_what_answers_and_nothing_else(
    database: PostgresDatabase, demos: dict[str, UUID], slug: str, question: str, title: str | None
) -> None:
    found = await database.call(
        "knowledge_search", organization=demos[slug], conversation=None, query=question
    )
    best = [e["title"] for e in found["entries"] if e["score"] == found["entries"][0]["score"]]
    if title is None:
        assert (found["entries"], found["services"]) == ([], [])
    else:
        assert title in best


async def search(database: PostgresDatabase, organization: UUID, text: str, **args: Any) -> Any:
    return await database.call(
        "knowledge_search", organization=organization, conversation=None, query=text, **args
    )


async def test_best_first_and_not_more_than_asked_for(
    database: PostgresDatabase, demos: dict[str, UUID]
) -> None:
    many = await search(database, demos["aurora"], "depilación láser", limit=20)
    scores = [e["score"] for e in many["entries"]]
    assert len(scores) > 2
    assert scores == sorted(scores, reverse=True)
    one = await search(database, demos["aurora"], "depilación láser", limit=1)
    assert one["entries"] == many["entries"][:1]


async def test_the_last_word_may_be_unfinished(
    database: PostgresDatabase, demos: dict[str, UUID]
) -> None:
    found = await search(database, demos["aurora"], "parquea")
    assert found["entries"][0]["title"] == "Parqueadero"


async def test_a_named_service_comes_with_all_that_describes_it(
    database: PostgresDatabase, demos: dict[str, UUID]
) -> None:
    found = await search(database, demos["aurora"], "¿cuánto vale la LIMPIEZA de CUTIS?")
    [service] = found["services"]
    assert service["key"] == "limpieza-facial"
    assert service["price"] == 140000
    assert service["currency"] == "COP"
    assert [m["name"] for m in service["members"]] == ["Camila Rojas", "Laura Méndez"]


async def test_a_name_inside_another_word_names_no_service(
    database: PostgresDatabase, demos: dict[str, UUID]
) -> None:
    assert (await search(database, demos["aurora"], "multifaciales"))["services"] == []


@pytest.mark.parametrize(
    "text", ["", "   ", "¿?", "'; drop table x --", "\\", "a\\'b", "🙂", "de la", "x" * 5000]
)
async def test_strange_questions_find_nothing_and_break_nothing(
    database: PostgresDatabase, demos: dict[str, UUID], text: str
) -> None:
    found = await search(database, demos["sorriso"], text)
    assert (found["entries"], found["services"]) == ([], [])


async def test_nothing_of_another_tenant_is_found(
    database: PostgresDatabase, demos: dict[str, UUID]
) -> None:
    assert (await search(database, demos["sorriso"], "nequi"))["entries"] == []
    assert (await search(database, uuid4(), "parqueadero"))["entries"] == []


async def test_an_unanswered_question_is_kept_once_a_local_day(
    database_url: str, demos: dict[str, UUID], query: Query
) -> None:
    clock = FixedClock(datetime(2026, 11, 23, 4, 30, tzinfo=UTC))  # still the 22nd in Bogotá
    database = PostgresDatabase(database_url, clock=clock)
    await database.open()
    for text in ("¿Tatúan gatos siderales?", "tatuan gatos  siderales"):
        await search(database, demos["aurora"], text)
    clock.advance(3600)
    await search(database, demos["aurora"], "¿Tatúan gatos siderales?")
    await search(database, demos["aurora"], "¿tienen parqueadero?")
    await database.close()
    rows = query(
        "select question, asked_at from knowledge_gaps where asked_at between %s and %s order by 2",
        datetime(2026, 11, 23, 4, tzinfo=UTC),
        datetime(2026, 11, 23, 6, tzinfo=UTC),
    )
    assert [r[0] for r in rows] == ["¿Tatúan gatos siderales?"] * 2
    assert [r[1].hour for r in rows] == [4, 5]


async def test_a_gap_names_its_conversation_and_none_is_kept_of_one_that_is_not_there(
    database: PostgresDatabase, demos: dict[str, UUID], query: Query
) -> None:
    [(conversation,)] = query(
        "insert into chat_identities (organization_id, connection_id, address) "
        "select organization_id, id, 'fictitious' from platform_connections "
        "where organization_id = %s limit 1 returning id",
        demos["aurora"],
    )
    for slug in ("aurora", "sorriso"):
        await database.call(
            "knowledge_search",
            organization=demos[slug],
            conversation=conversation,
            query="zzyzx quux",
        )
    rows = query(
        "select organization_id, chat_identity_id from knowledge_gaps where question = 'zzyzx quux'"
    )
    # For the other tenant it is as if it had been erased: nothing of it is written down.
    assert dict(rows) == {demos["aurora"]: conversation}
