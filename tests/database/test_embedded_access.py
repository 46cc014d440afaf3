"""Who may enter the embedded server: whoever has the password, and nobody else on this machine."""

import json
import os
import shutil
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from agent.databases.embedded import remove_embedded, start_embedded
from agent.databases.embedded_account import account_for, programs
from agent.databases.embedded_server import stop
from agent.errors import OperatorError
from tests.databases import server_folder

_NOBODY = 65534
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="another user can be played by root only")


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


def former(folder: Path, *, running: bool) -> None:
    """Data as earlier versions made them: open to everybody, with a superuser without a password."""
    account = account_for(folder)

    def run(program: str, *arguments: str) -> None:
        where = account.name_of(folder)
        done = account.run(programs(account) / program, *arguments, "-D", where, folder=folder)
        assert done.returncode == 0, done.stdout

    folder.with_name("postgres.password").unlink()
    (folder / "pg_hba.conf").write_text("local all all trust\nhost all all 127.0.0.1/32 trust\n")
    run("pg_ctl", "start", "-w", "-l", "log", "-o", "-h '' -k .")
    with psycopg.connect(f"postgresql://postgres:@/postgres?host={folder}") as connection:
        connection.execute("alter role postgres password null")
    if not running:
        run("pg_ctl", "stop", "-w")


@pytest.mark.parametrize("running", [False, True], ids=["stopped", "left running by a kill"])
def test_data_of_an_earlier_version_are_taken_over(data: Path, running: bool) -> None:
    former(data, running=running)
    (data / ".handle_pids.json").write_text("[999999]")
    url = start_embedded(data)
    assert is_marked(url)
    assert "no password" in refused(make_conninfo(url, password=""))
    assert not (data / ".handle_pids.json").exists()


def test_data_that_an_earlier_version_works_with_are_left_alone(data: Path) -> None:
    former(data, running=True)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as user:
        (data / ".handle_pids.json").write_text(json.dumps([user.pid]))
        with pytest.raises(OperatorError, match=f"process {user.pid}, of an earlier version"):
            start_embedded(data)
        assert is_marked(f"postgresql://postgres:@/postgres?host={data}")
        user.communicate(b"\n")
    assert is_marked(start_embedded(data))


def test_a_lost_password_is_replaced(data: Path) -> None:
    first = start_embedded(data)
    data.with_name("postgres.password").unlink()
    second = start_embedded(data)
    assert is_marked(second)
    assert "authentication failed" in refused(first)


def test_trust_that_was_put_back_is_taken_away(data: Path) -> None:
    """Somebody copies an old pg_hba.conf over it: the next start knows better."""
    code = (
        "import sys; from pathlib import Path; from agent.databases.embedded import start_embedded; "
        "print(start_embedded(Path(sys.argv[1])))"
    )
    command = [sys.executable, "-c", code, str(data)]
    subprocess.run(command, check=True, capture_output=True, cwd=Path(__file__).parents[2])
    (data / "pg_hba.conf").write_text("local all all trust\n")
    assert "no password" in refused(make_conninfo(start_embedded(data), password=""))


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
