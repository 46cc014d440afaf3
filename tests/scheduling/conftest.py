"""A database for worlds. Failures inside the comparison are told in full."""

from collections.abc import Iterator

import pytest

from tests.databases import BARE, Server

pytest.register_assert_rewrite("tests.scheduling.comparing")

from tests.scheduling.asking import Asking  # noqa: E402
from tests.scheduling.world import Owner, open_connection  # noqa: E402


@pytest.fixture(scope="module")
def owner(server: Server) -> Iterator[Owner]:
    """The owner's connection to a database without any organization; worlds are rolled back."""
    with server.database(template=BARE) as url, open_connection(url) as connection:
        yield connection


@pytest.fixture
def ask(owner: Owner) -> Asking:
    """Asks model and database, which must agree."""
    return Asking(owner)
