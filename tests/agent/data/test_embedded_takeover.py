"""Data of an earlier version, whose server trusted everybody, and passwords that got lost."""

import json
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from agent.data.embedded import start_embedded
from agent.data.embedded_account import account_for, programs
from agent.errors import OperatorError
from tests.agent.data.embedded_data import data, empty, home, is_marked, made, refused

__all__ = ["data", "empty", "home", "made"]


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
        "import sys; from pathlib import Path; from agent.data.embedded import start_embedded; "
        "print(start_embedded(Path(sys.argv[1])))"
    )
    command = [sys.executable, "-c", code, str(data)]
    subprocess.run(command, check=True, capture_output=True, cwd=Path(__file__).parents[3])
    (data / "pg_hba.conf").write_text("local all all trust\n")
    assert "no password" in refused(make_conninfo(start_embedded(data), password=""))
