"""pgvector in its own schema, in public, in Supabase's `extensions`, gone, and never there."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from agent.data.migrate import migrate
from agent.data.postgres import PostgresDatabase
from agent.llm.embeddings import Embedder
from tests.databases import BARE, Server, apply_demo, create_login, execute, rows
from tests.gateway.knowledge.setting import Base

PARTS = ("Sauna", "El sauna abre los martes"), ("Cabina", "La marimba suena en la cabina")


@pytest.fixture
def bare_url(server: Server) -> Iterator[str]:
    with server.database(template=BARE) as url:
        yield url


@asynccontextmanager
async def clinic(url: str, embedder: Embedder) -> AsyncIterator[Base]:
    await apply_demo(url)
    database = PostgresDatabase(url)
    await database.open()
    organization = UUID(await database.call("organization_find", slug="aurora"))

    def query(text: str, *args: object) -> list[tuple[object, ...]]:
        return [tuple(row.values()) for row in rows(url, text, *args)]

    try:
        yield Base(database, organization, embedder, query)
    finally:
        await database.close()


async def answers(base: Base, *, by_meaning: bool) -> None:
    """Documents are kept and found by text, and by meaning only where vectors are."""
    assert (await base.put("a.txt", *PARTS))["added"] == 2
    assert (await base.embed() > 0) is by_meaning
    assert [e["title"] for e in await base.found("¿suena la marimba?")] == ["Cabina"]
    by_other_words = [e["title"] for e in await base.found("do you have a steam room?")]
    assert by_other_words == (["Sauna"] if by_meaning else [])
    listed = await base.database.call(
        "knowledge_list", organization=base.organization, model=base.embedder.model
    )
    assert listed["vectors"] is by_meaning
    assert (await base.remove("a.txt"))["removed"] == 2


@pytest.mark.parametrize("schema", ["public", "extensions"])
async def test_the_extension_stands_where_others_put_it(
    bare_url: str, embedder: Embedder, schema: str
) -> None:
    execute(bare_url, "drop extension vector cascade")
    execute(bare_url, f"create schema if not exists {schema}")
    execute(bare_url, f"revoke all on schema {schema} from public")
    execute(bare_url, f"create extension vector schema {schema}")
    execute(bare_url, "call frontdesk.enable_vectors()")
    async with clinic(bare_url, embedder) as base:
        await answers(base, by_meaning=True)


async def test_an_extension_that_is_dropped_takes_only_the_meaning_away(
    bare_url: str, embedder: Embedder
) -> None:
    async with clinic(bare_url, embedder) as base:
        await answers(base, by_meaning=True)
        execute(bare_url, "drop extension vector cascade")
        await answers(base, by_meaning=False)
        execute(bare_url, "call frontdesk.enable_vectors()")
        await answers(base, by_meaning=True)


async def test_a_server_without_the_extension(empty_database_url: str, embedder: Embedder) -> None:
    with psycopg.connect(empty_database_url) as connection:
        if connection.info.server_version < 180000:
            pytest.skip("only PostgreSQL 18 can be told to look for extensions elsewhere")
    name = conninfo_to_dict(empty_database_url)["dbname"]
    execute(empty_database_url, f"alter database {name} set extension_control_path = '/nowhere'")
    migrate(empty_database_url)
    async with clinic(empty_database_url, embedder) as base:
        await answers(base, by_meaning=False)
        execute(empty_database_url, f"alter database {name} reset extension_control_path")
        execute(empty_database_url, "call frontdesk.enable_vectors()")
        await answers(base, by_meaning=True)


@pytest.fixture
def limited(server: Server) -> Iterator[str]:
    """The URL of an empty database whose owner may not install extensions."""
    role = f"migrator_{uuid4().hex[:8]}"
    with server.database(template="template1") as url:
        name = conninfo_to_dict(url)["dbname"]
        create_login(url, role, "login createrole")
        execute(url, f"grant frontdesk_app, frontdesk_caller to {role} with admin option")
        execute(url, f"alter database {name} owner to {role}")
        execute(url, f"alter schema public owner to {role}")
        try:
            yield make_conninfo(url, user=role)
        finally:
            with psycopg.connect(url, autocommit=True) as connection:
                quoted = sql.Identifier(role)
                connection.execute(sql.SQL("reassign owned by {} to current_user").format(quoted))
                connection.execute(sql.SQL("drop owned by {}").format(quoted))
                connection.execute(sql.SQL("drop role {}").format(quoted))


async def test_a_migrating_role_that_may_not_install_it(limited: str, embedder: Embedder) -> None:
    migrate(limited)
    async with clinic(limited, embedder) as base:
        await answers(base, by_meaning=False)
