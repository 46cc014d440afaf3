"""Sets up what is measured: a PostgreSQL server, and databases with the demo organizations."""

import os
import platform
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from pathlib import Path

import psutil

from agent.data import scratch
from agent.data.postgres import PostgresDatabase
from agent.settings import Settings
from agent.types import Connection, Json
from gateway.access.vault import vault_of
from gateway.channels.connections import Connections
from gateway.demo import FILES
from gateway.evaluation.ground import database_of, server, token_of
from gateway.organizations.loading import load

__all__ = ["AURORA_TOKEN", "aurora", "demo_database", "machine", "server", "settings_over"]

AURORA_TOKEN = token_of("AURORA_GUPSHUP_TOKEN")


def demo_database(server_url: str) -> AbstractAsyncContextManager[str]:
    """A scratch database with everything migrated and the demo organizations applied."""
    return database_of(server_url, map(load, sorted(FILES.glob("*.yaml"))))


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
