"""Sets up what is measured: a PostgreSQL server, and databases with the demo organizations."""

import os
import platform
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psutil

from agent.data import scratch
from agent.data.embedded import remove_embedded, start_embedded
from agent.data.migrate import migrate
from agent.data.postgres import PostgresDatabase
from agent.settings import Settings
from agent.types import Connection, Json
from gateway.access.vault import vault_of
from gateway.channels.connections import Connections
from gateway.demo import FILES
from gateway.organizations import commands
from gateway.organizations.file_schema import OrganizationFile
from gateway.organizations.loading import load


def token_of(variable: str) -> str:
    """The token or key that stands for an environment variable in these databases."""
    return f"{variable.lower().replace('_', '-')}-of-the-bench"


AURORA_TOKEN = token_of("AURORA_GUPSHUP_TOKEN")


@contextmanager
def server(configured: str | None) -> Iterator[tuple[str, Path]]:
    """(URL of a server, folder for other data): `configured`, else an embedded one of its own."""
    with tempfile.TemporaryDirectory(prefix="frontdesk-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if configured is not None:
            yield configured, folder
            return
        try:
            yield start_embedded(folder / "postgres"), folder
        finally:
            remove_embedded(folder / "postgres")


@asynccontextmanager
async def demo_database(server_url: str) -> AsyncIterator[str]:
    """A scratch database with everything migrated and the demo organizations applied."""
    with scratch.scratch_database(server_url) as conninfo:
        migrate(conninfo)
        for file in sorted(FILES.glob("*.yaml")):
            await _apply(conninfo, load(file))
        scratch.execute(conninfo, "vacuum analyze")
        yield conninfo


def settings_over(conninfo: str, folder: Path) -> Settings:
    """Settings for the measuring process: this database, no debounce, the offline model."""
    return Settings.model_validate(
        {
            **Settings(_env_file=None).model_dump(),
            "database_url": conninfo,
            "frontdesk_data_dir": folder,
            "openai_api_key": None,
            "gemini_api_key": None,
            "debounce_seconds": 0.0,
            "log_level": "ERROR",
        }
    )


async def aurora(database: PostgresDatabase, settings: Settings) -> Connection:
    """The demo clinic's Gupshup connection."""
    connection = await Connections(database, settings, vault_of(settings)).find(
        "gupshup", AURORA_TOKEN
    )
    assert connection is not None
    return connection


async def _apply(conninfo: str, file: OrganizationFile) -> None:
    database = PostgresDatabase(conninfo)
    await database.open()
    try:
        plan = await commands.plan(database, file, token_of)
        await commands.apply(database, plan)
    finally:
        await database.close()


def machine(conninfo: str) -> Json:
    """What the numbers depend on; no names."""
    about = scratch.rows(
        conninfo,
        "select current_setting('server_version') as version, current_setting('fsync') as fsync, "
        "current_setting('synchronous_commit') as commit",
    )[0]
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "cores": os.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30),
        "python": platform.python_version(),
        "postgresql": about["version"].split()[0],
        "fsync": about["fsync"],
        "synchronous_commit": about["commit"],
    }
