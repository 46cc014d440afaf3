"""Embedded servers to look at: a made one that is copied, and what is seen of it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from agent.data.embedded import remove_embedded, start_embedded
from agent.data.embedded_server import stop
from tests.databases import server_folder


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder that is open for its owner alone, in one that everybody may enter."""
    with server_folder() as folder:
        folder.chmod(0o711)
        (folder / "home").mkdir(mode=0o700)
        yield folder / "home"


@pytest.fixture
def empty(home: Path) -> Iterator[Path]:
    """Where a server's data may lie; it is removed at the end."""
    folder = home / "data" / "postgres"
    yield folder
    remove_embedded(folder)


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """A stopped server with a mark and a password, to be copied: to make one takes a second or two."""
    with server_folder() as folder:
        mark(start_embedded(folder / "postgres"))
        stop(folder / "postgres")
        yield folder
        remove_embedded(folder / "postgres")


@pytest.fixture
def data(made: Path, empty: Path) -> Path:
    """A server of one's own that does not run."""
    copy(made, empty)
    return empty


def copy(made: Path, data: Path) -> None:
    data.parent.mkdir(mode=0o700, parents=True)
    data.parent.chmod(0o700)
    shutil.copytree(made / "postgres", data)
    shutil.copy(made / "postgres.password", data.parent)
    owner = (made / "postgres").stat()
    for one in (data, *data.rglob("*")) if os.geteuid() == 0 else ():
        os.chown(one, owner.st_uid, owner.st_gid)


def mark(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create table mark (n integer)")


def is_marked(url: str) -> bool:
    with psycopg.connect(url) as connection:
        return connection.execute("select to_regclass('mark')").fetchone() == ("mark",)


def socket_of(url: str) -> Path:
    about = conninfo_to_dict(url)
    return Path(str(about["host"])) / f".s.PGSQL.{about['port']}"


def refused(url: str, **changed: str) -> str:
    with pytest.raises(psycopg.OperationalError) as caught:
        psycopg.connect(make_conninfo(url, **changed))
    return str(caught.value)
