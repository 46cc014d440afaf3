"""The real parts, made fast: one embedded PostgreSQL per test process, a database per test.

The environment is cleaned before anything reads it, and nothing may leave the machine.
"""

import gc
import logging
import os
import tempfile
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

# A superuser's URL of another PostgreSQL (15 or later) to run the suite on.
_OTHER_SERVER = os.environ.get("TEST_DATABASE_URL")
# A Redis 8, or one with the modules JSON and search, to run the tests of checkpoints in Redis on as
# well. Keys and indexes that begin with "test-" are made and removed there.
_OTHER_REDIS = os.environ.get("TEST_REDIS_URL")

for _name in list(os.environ):
    if _name.endswith(("_API_KEY", "_TOKEN", "_URL", "_SECRET_KEY")) or _name.startswith(
        (
            "OPENAI",
            "GEMINI",
            "LANGFUSE",
            "SUPABASE",
            "GUPSHUP",
            "DEBOUNCE",
            "REDIS",
            "AURORA",
            "SORRISO",
        )
    ):
        del os.environ[_name]
# Nobody's own data folder is used, whatever a test forgets to configure.
_data = tempfile.TemporaryDirectory(prefix="frontdesk-data-", ignore_cleanup_errors=True)
os.environ.pop("FRONTDESK_DATA_DIR", None)
os.environ["XDG_DATA_HOME"] = _data.name
os.environ.pop("http_proxy", None)
os.environ.pop("https_proxy", None)

import pytest  # noqa: E402
from hypothesis import settings  # noqa: E402
from hypothesis.internal.conjecture import providers  # noqa: E402

from agent.data.embedded import remove_embedded, start_embedded  # noqa: E402
from tests.databases import NOW, SECRETS, Server, forget, make_fast, prepare, server_folder  # noqa: E402
from tests.durations import durations, longest_first  # noqa: E402
from tests.loopback import stay_on_loopback  # noqa: E402
from tests.sampled import keep_some  # noqa: E402

os.environ.update(SECRETS)

# The suite gives the same answer every time; HYPOTHESIS_PROFILE=search looks for new examples.
settings.register_profile("suite", derandomize=True, deadline=None, database=None)
settings.register_profile("search", deadline=None, max_examples=2000)
_profile = os.environ.get("HYPOTHESIS_PROFILE", "suite")
settings.load_profile(_profile)
if _profile == "suite":
    # The library also draws constants that stand in our source: in whatever is imported by now. Its
    # examples would be others with each folder that is run, and with each change of any module.
    providers._get_local_constants = lambda: providers._local_constants

stay_on_loopback()
gc.disable()  # until everything is collected: what is imported meanwhile stays to the end


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--sampled", action="store_true", help="every second case of long lists")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The files that take longest come first: in the end no process is left alone with one."""
    if config.getoption("sampled"):
        config.hook.pytest_deselected(items=keep_some(items))
    longest_first(items)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    durations.add(report)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):
        durations.write()


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: no need to look through it for garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """PostgreSQL with a migrated template in which both demo organizations stand."""
    if _OTHER_SERVER:
        yield prepare(_OTHER_SERVER)
        forget(_OTHER_SERVER)
        return
    with server_folder() as folder:
        yield prepare(make_fast(start_embedded(folder / "postgres")))
        remove_embedded(folder / "postgres")


@pytest.fixture(scope="session")
async def pools(server: Server) -> AsyncIterator[None]:
    """Closed before the server stops."""
    from tests.front import keep_pools

    async with keep_pools():
        yield


@pytest.fixture(scope="session")
def supabase_server() -> Iterator[Server]:
    """The same on a server with Supabase's roles, where nobody of ours is a superuser."""
    from tests.supabase_project import project_server

    with project_server() as server:
        yield server


_TRACING = ("langfuse", "opentelemetry", "agent.observability")


@pytest.fixture
def caplog(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """What this test logs: a thread that sends another test's traces may still be trying, because
    the libraries' ending has no limit of time."""
    older = {thread.ident for thread in threading.enumerate()} - {threading.get_ident()}

    def belongs(record: logging.LogRecord) -> bool:
        return record.thread not in older or not record.name.startswith(_TRACING)

    caplog.handler.addFilter(belongs)
    yield caplog
    caplog.handler.removeFilter(belongs)


@pytest.fixture
def database_url(server: Server, pools: None) -> Iterator[str]:
    """A database with the demo organizations as they are at first."""
    with server.lent() as url:
        yield url


@pytest.fixture
def empty_database_url(server: Server) -> Iterator[str]:
    """A fresh database without any table."""
    with server.database(template="template1") as url:
        yield url


@pytest.fixture(
    params=[None, *([_OTHER_REDIS] if _OTHER_REDIS else [])],
    ids=lambda url: "given-redis" if url else "stand-in",
)
async def redis(request: pytest.FixtureRequest) -> AsyncIterator[Any]:
    """A Redis that can keep checkpoints."""
    from tests.protocols.redis_place import redis_place

    async with redis_place(request.param) as place:
        yield place


@pytest.fixture
async def front(database_url: str, tmp_path: Path) -> AsyncIterator[Any]:
    """The whole front desk over a fresh database, Friday 20 November 2026, 10:00 in Bogotá."""
    from tests.front import Front, open_front

    opened: Front
    async with open_front(database_url, tmp_path, NOW) as opened:
        yield opened
