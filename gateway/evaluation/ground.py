"""A database of its own with businesses in it, for measurements and evaluations."""

import tempfile
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from uuid import UUID

from agent.data import scratch
from agent.data.embedded import remove_embedded, start_embedded
from agent.data.migrate import migrate
from agent.data.postgres import PostgresDatabase
from agent.language.encoder import installed
from agent.llm.embeddings import ShippedEmbedder
from gateway.knowledge.indexing import embed_missing
from gateway.organizations import commands
from gateway.organizations.file_schema import OrganizationFile


def token_of(variable: str) -> str:
    """The token or key that stands for an environment variable in these databases."""
    return f"{variable.lower().replace('_', '-')}-of-the-bench"


@contextmanager
def server(configured: str | None) -> Iterator[tuple[str, Path]]:
    """(URL of a server, folder for other data): `configured`, else an embedded one of its own."""
    with tempfile.TemporaryDirectory(prefix="frontdesk-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if configured is not None:
            yield configured, folder
            return
        try:
            yield start_embedded(folder / "postgres"), folder
        finally:
            remove_embedded(folder / "postgres")


@asynccontextmanager
async def database_of(server_url: str, files: Iterable[OrganizationFile]) -> AsyncIterator[str]:
    """A scratch database with everything migrated and these organizations applied."""
    with scratch.scratch_database(server_url) as conninfo:
        migrate(conninfo)
        for file in files:
            await _apply(conninfo, file)
        scratch.execute(conninfo, "vacuum analyze")
        yield conninfo


async def _apply(conninfo: str, file: OrganizationFile) -> None:
    database = PostgresDatabase(conninfo)
    await database.open()
    try:
        plan = await commands.plan(database, file, token_of)
        await commands.apply(database, plan)
        await _embed(database, plan.organization)
    finally:
        await database.close()


async def _embed(database: PostgresDatabase, organization: UUID) -> None:
    """What a worker does by and by, with the encoder that is shipped."""
    if installed():
        await embed_missing(database, ShippedEmbedder(), organization, lambda done, total: None)
