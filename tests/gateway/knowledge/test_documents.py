"""Documents beside the organization's file: kept, changed in part, removed, each for its own tenant."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from agent.data.postgres import PostgresDatabase
from agent.errors import NotFound
from gateway.organizations import commands
from gateway.organizations.loading import loads
from tests.gateway.knowledge.setting import Base
from tests.gateway.organizations.conftest import DEMO, secret
from tests.protocols.openai_embeddings import OpenAIEmbeddings

A, B, C = ("Uno", "El xilófono está en la sala"), ("Dos", "La marimba suena"), ("Tres", "El arpa")


async def test_the_same_document_again_changes_nothing(aurora: Base) -> None:
    assert await aurora.put("a.txt", A, B) == {
        "status": "added", "added": 2, "removed": 0, "kept": 0,
    }  # fmt: skip
    before = aurora.parts("a.txt"), await aurora.documents()
    again = await aurora.put("a.txt", A, B)
    assert again == {"status": "unchanged", "added": 0, "removed": 0, "kept": 2}
    assert (aurora.parts("a.txt"), await aurora.documents()) == before


async def test_only_what_changed_is_replaced_and_embedded_again(
    aurora: Base, openai: OpenAIEmbeddings
) -> None:
    await aurora.put("b.txt", A, B)
    await aurora.embed()
    (kept, _, _), (gone, _, _) = aurora.parts("b.txt")
    openai.asked.clear()
    assert await aurora.put("b.txt", C, A) == {
        "status": "changed", "added": 1, "removed": 1, "kept": 1,
    }  # fmt: skip
    assert [row[1:] for row in aurora.parts("b.txt")] == [(C[1], 1), (A[1], 2)]
    assert kept in {row[0] for row in aurora.parts("b.txt")}
    assert gone not in {row[0] for row in aurora.parts("b.txt")}
    assert await aurora.embed() == 1
    assert openai.texts == ["Tres\nEl arpa"]
    assert await aurora.embed() == 0


async def test_the_same_words_twice_are_one_part(aurora: Base) -> None:
    assert (await aurora.put("c.txt", A, B, A))["added"] == 2
    assert [row[1] for row in aurora.parts("c.txt")] == [A[1], B[1]]


async def test_a_removed_document_is_not_found_any_more(aurora: Base) -> None:
    await aurora.put("d.txt", ("Balneario", "El balneario abre al alba"))
    await aurora.embed()
    question = "¿a qué hora abre el balneario?"
    assert [e["source"] for e in await aurora.found(question)] == ["d.txt, part 1"]
    assert await aurora.remove("d.txt") == {"removed": 1}
    assert await aurora.found(question) == await aurora.worded(question) == []
    with pytest.raises(NotFound):
        await aurora.remove("d.txt")
    embedded = aurora.query(
        "select count(*) from knowledge_embeddings e left join knowledge_base k on k.id = e.entry_id "
        "where k.id is null"
    )
    assert embedded == [(0,)]


async def test_adding_the_same_file_at_the_same_moment(aurora: Base) -> None:
    results = await asyncio.gather(*(aurora.put("e.txt", A, B, C) for _ in range(8)))
    assert sorted(r["status"] for r in results) == ["added"] + ["unchanged"] * 7
    assert len(aurora.parts("e.txt")) == 3
    versions = await asyncio.gather(*(aurora.put("e.txt", A, (str(n), "x")) for n in range(8)))
    assert {r["status"] for r in versions} == {"changed"}
    assert len(aurora.parts("e.txt")) == 2


async def test_half_a_document_is_not_kept(aurora: Base) -> None:
    with pytest.raises(Exception, match="not-null"):
        await aurora.put("f.txt", A, ("Nada", None))  # type: ignore[arg-type]
    assert "f.txt" not in [d["name"] for d in await aurora.documents()]
    assert not aurora.parts("f.txt")


async def test_there_is_an_end_to_it(aurora: Base) -> None:
    many = [(str(n), "x") for n in range(20_001)]
    assert (await aurora.put("g.txt", *many))["status"] == "too_many"
    assert not aurora.parts("g.txt")


# Tenants


async def test_another_tenants_documents_are_never_found(aurora: Base, sorriso: Base) -> None:
    await aurora.put("secreto.txt", ("Contrabajo", "El contrabajo cuesta 900 perros"))
    await aurora.embed()
    for question in ("contrabajo", "perro"):
        assert "secreto.txt, part 1" in [e["source"] for e in await aurora.found(question)]
        assert "secreto.txt, part 1" not in [e["source"] for e in await sorriso.found(question)]
    assert "secreto.txt" not in [d["name"] for d in await sorriso.documents()]
    with pytest.raises(NotFound):
        await sorriso.remove("secreto.txt")


async def test_both_tenants_may_have_a_document_of_one_name(aurora: Base, sorriso: Base) -> None:
    await aurora.put("igual.txt", A)
    await sorriso.put("igual.txt", A, B)
    assert len(aurora.parts("igual.txt")) == 1
    assert len(sorriso.parts("igual.txt")) == 2
    await sorriso.remove("igual.txt")
    assert len(aurora.parts("igual.txt")) == 1


async def test_a_tenant_cannot_embed_anothers_entries(aurora: Base, sorriso: Base) -> None:
    await aurora.put("h.txt", ("Uno", "oboe"))
    missing = await aurora.database.call(
        "knowledge_embeddings_missing", organization=aurora.organization, model="other", limit=1000
    )
    rows = [{"entry": e["id"], "hash": e["hash"], "embedding": "[1,0]"} for e in missing["entries"]]
    kept = await sorriso.database.call(
        "knowledge_embeddings_put", organization=sorriso.organization, model="other", rows=rows
    )
    assert kept == 0


# The organization's file


async def test_applying_the_file_leaves_documents_alone(
    aurora: Base, database: PostgresDatabase, demos: dict[str, UUID]
) -> None:
    await aurora.put("i.txt", ("Clavecín", "El clavecín suena los viernes"))
    file = (DEMO / "aurora.yaml").read_bytes()
    plan = await commands.plan(database, loads(file), secret)
    assert plan.changes == []
    assert "clavecín" not in (await commands.export(database, "aurora")).lower()
    changed = file.replace(b"title: Parqueadero", b"title: Parqueaderos")
    plan = await commands.plan(database, loads(changed), secret)
    assert plan.changes
    await commands.apply(database, plan)
    assert [e["title"] for e in await aurora.worded("clavecín")] == ["Clavecín"]
    await commands.apply(database, await commands.plan(database, loads(file), secret))
    assert [e["title"] for e in await aurora.worded("clavecín")] == ["Clavecín"]


async def test_a_changed_entry_of_the_file_is_embedded_again(
    aurora: Base, database: PostgresDatabase, openai: OpenAIEmbeddings
) -> None:
    await aurora.embed()
    file = (DEMO / "aurora.yaml").read_bytes()
    changed = file.replace(b"El edificio tiene parqueadero", b"El edificio tiene reembolso")
    await commands.apply(database, await commands.plan(database, loads(changed), secret))
    openai.asked.clear()
    assert await aurora.embed() == 1
    assert "reembolso" in openai.texts[0]
    question = "¿me devuelven la plata?"
    assert "Parqueadero" in [e["title"] for e in await aurora.found(question)]
    await commands.apply(database, await commands.plan(database, loads(file), secret))
    assert "Parqueadero" not in [e["title"] for e in await aurora.found(question)]


async def test_documents_follow_the_organizations_language(
    sorriso: Base, database: PostgresDatabase, query: Callable[..., list[tuple[Any, ...]]]
) -> None:
    await sorriso.put("j.txt", ("Booking", "We are walking with our guests"))
    stem = "select search @@ 'walk'::tsquery from knowledge_base where title = 'Booking'"
    assert query(stem) == [(False,)]
    file = (DEMO / "sorriso.yaml").read_bytes()
    english = file.replace(b"language: pt", b"language: en").replace(b"formality: voce", b"")
    await commands.apply(database, await commands.plan(database, loads(english), secret))
    assert query(stem) == [(True,)]
    await commands.apply(database, await commands.plan(database, loads(file), secret))
    assert query(stem) == [(False,)]
