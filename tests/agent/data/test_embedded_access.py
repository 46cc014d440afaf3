"""Who may enter the embedded server: whoever has the password, and nobody else on this machine."""

import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import psutil
import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from agent.data.embedded import remove_embedded, start_embedded
from agent.data.embedded_account import account_for, programs
from agent.errors import OperatorError
from tests.agent.data.embedded_data import (
    copy,
    data,
    empty,
    home,
    is_marked,
    made,
    mark,
    refused,
    socket_of,
)  # fmt: skip

__all__ = ["data", "empty", "home", "made"]

_NOBODY = 65534
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="another user can be played by root only")


def modes(folder: Path) -> dict[Path, int]:
    return {one: one.stat().st_mode for one in (folder, *folder.parents)}


def by_another_user(code: str, *arguments: object) -> str:
    """What a program of somebody else says; it uses the system's libraries only."""
    program = "/usr/bin/python3" if Path("/usr/bin/python3").exists() else sys.executable
    done = subprocess.run(
        [program, "-I", "-c", code, *map(str, arguments)],
        user=_NOBODY, group=_NOBODY, extra_groups=[], cwd="/", capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout.strip() or done.stderr.strip().splitlines()[-1]


LIST = "import os, sys; print(os.listdir(sys.argv[1]))"
READ = "import sys; print(open(sys.argv[1]).read())"
CONNECT = (
    "import socket, sys; s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); print('inside')"
)


def test_nobody_enters_without_the_password(data: Path) -> None:
    url = start_embedded(data)
    password = str(conninfo_to_dict(url)["password"])
    assert len(password) == 64
    assert "no password" in refused(make_conninfo(url, password=""))
    assert "authentication failed" in refused(url, password=password[::-1])
    assert "authentication failed" in refused(url, user="frontdesk_app")
    assert "authentication failed" in refused(url, user="postgres", password="postgres")
    with psycopg.connect(url) as connection:
        kept = connection.execute("select rolpassword from pg_authid where rolname = 'postgres'")
        assert str(kept.fetchone()).startswith("('SCRAM-SHA-256$4096:")
        assert connection.execute("show listen_addresses").fetchone() == ("",)


def test_only_its_owner_reads_what_lies_there(data: Path) -> None:
    start_embedded(data)
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert stat.S_IMODE(data.parent.stat().st_mode) == 0o700
    for file in data.parent.iterdir():
        assert not stat.S_IMODE(file.stat().st_mode) & 0o077, file


@as_root
def test_another_user_of_this_machine_is_kept_out(data: Path) -> None:
    url = start_embedded(data)
    data.parent.parent.chmod(0o711)
    data.parent.chmod(0o755)  # somebody opened what lies above
    for code, place in (
        (LIST, data),
        (READ, data / "pg_hba.conf"),
        (READ, data.with_name("postgres.password")),
        (CONNECT, socket_of(url)),
    ):
        assert "PermissionError" in by_another_user(code, place), place


@as_root
def test_root_opens_no_folder_to_others(home: Path) -> None:
    deep = home / "a" / "b" / "postgres"
    deep.parent.mkdir(parents=True, mode=0o700)
    deep.parent.chmod(0o700)
    installed = programs(account_for(deep))
    before = modes(deep.parent), modes(installed)
    url = start_embedded(deep)
    try:
        assert deep.stat().st_uid != 0, "PostgreSQL does not run as root"
        mark(url)
        assert (modes(deep.parent), modes(installed)) == before
    finally:
        remove_embedded(deep)
    assert (modes(deep.parent), modes(installed)) == before


@as_root
def test_roots_data_stay_those_of_their_owner(home: Path) -> None:
    """`sudo frontdesk …` over somebody's data leaves them a folder that they can go on with."""
    home.parent.chmod(0o755)
    folder = home / "data"
    folder.mkdir(mode=0o700)
    os.chown(folder, _NOBODY, _NOBODY)
    (folder / "postgres").mkdir(mode=0o700)
    os.chown(folder / "postgres", _NOBODY, _NOBODY)
    start_embedded(folder / "postgres")
    try:
        assert {one.stat().st_uid for one in folder.iterdir()} == {_NOBODY}
    finally:
        remove_embedded(folder / "postgres")


def test_the_socket_of_a_long_path_is_as_private(home: Path, made: Path) -> None:
    data = home / ("long" * 30) / "postgres"
    copy(made, data)
    url = start_embedded(data)
    place = socket_of(url).parent
    try:
        assert is_marked(url)
        assert place != data
        assert stat.S_IMODE(place.stat().st_mode) == 0o700
        assert place.stat().st_uid == data.stat().st_uid
        if os.geteuid() == 0:
            assert "PermissionError" in by_another_user(CONNECT, socket_of(url))
            assert "PermissionError" in by_another_user(LIST, place)
        assert start_embedded(data) == url
    finally:
        remove_embedded(data)
    assert not place.exists()


@pytest.mark.parametrize("length", [89, 90, 93, 108])
def test_a_path_of_any_length_is_reached(home: Path, made: Path, length: int) -> None:
    data = home / ("x" * (length - len(str(home)) - 10)) / "postgres"
    assert len(str(data)) == length
    copy(made, data)
    try:
        with psycopg.connect(start_embedded(data)) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
    finally:
        remove_embedded(data)


def test_what_an_interrupted_start_left_is_no_hindrance(empty: Path) -> None:
    data = empty
    half = data.with_name("postgres.new")
    half.mkdir(parents=True)
    (half / "base").mkdir()
    data.with_name("postgres.password").write_text("of a server that was never made")
    mark(start_embedded(data))
    assert not half.exists()


def test_something_else_in_its_place_is_not_touched(empty: Path) -> None:
    data = empty
    data.mkdir(parents=True)
    (data / "letter.txt").write_text("dear")
    with pytest.raises(OperatorError, match="holds something else"):
        start_embedded(data)
    assert (data / "letter.txt").read_text() == "dear"


def test_postgresqls_own_variables_change_nothing(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "PGPORT": "1", "PGHOST": "/nowhere", "PGDATA": "/nowhere", "PGUSER": "x",
        "PGPASSWORD": "x", "PGDATABASE": "x",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    assert is_marked(start_embedded(data))


def test_a_note_of_a_process_number_that_somebody_else_has_now(data: Path) -> None:
    """After a crash of the machine the server's number may be another program's."""
    start_embedded(data)
    lines = (data / "postmaster.pid").read_text().splitlines()
    account = account_for(data)
    done = account.run(
        programs(account) / "pg_ctl", "stop", "-m", "immediate", "-D", account.name_of(data),
        folder=data,
    )  # fmt: skip
    assert done.returncode == 0
    (data / "postmaster.pid").write_text("\n".join([str(os.getppid()), *lines[1:]]) + "\n")
    assert is_marked(start_embedded(data))


def test_a_server_answers_on_no_port(data: Path) -> None:
    url = start_embedded(data)
    pid = int((data / "postmaster.pid").read_text().splitlines()[0])
    assert not psutil.Process(pid).net_connections("inet")
    with socket.socket(socket.AF_UNIX) as link:
        link.connect(str(socket_of(url)))


def test_whoever_stops_on_the_way_in_is_not_waited_for_long(data: Path) -> None:
    """A server that is told to stop waits for those who are showing their password."""
    with psycopg.connect(start_embedded(data)) as connection:
        row = connection.execute("show authentication_timeout").fetchone()
    assert row == ("10s",)
