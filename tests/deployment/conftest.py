"""docker-compose.yml with a new .env, and its `db`: roles belong to a whole server."""

from collections.abc import Iterator
from typing import Any

import pytest

from gateway.cli.compose import compose_environment
from tests.deployment.compose import filled_in
from tests.deployment.postgres import ComposeServer, open_db


@pytest.fixture(scope="session")
def env_file() -> str:
    """What `frontdesk deployment env` prints, with the front desk on the REST path."""
    return compose_environment().replace("SUPABASE_URL=\n", "SUPABASE_URL=http://rest:8000\n")


@pytest.fixture(scope="session")
def compose(env_file: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The file with the variables of `env_file` filled in."""
    return filled_in(tmp_path_factory.mktemp("compose"), env_file)


@pytest.fixture(scope="session")
def compose_server(compose: dict[str, Any]) -> Iterator[ComposeServer]:
    """The service `db`."""
    with open_db(compose["services"]["db"]) as server:
        yield server
