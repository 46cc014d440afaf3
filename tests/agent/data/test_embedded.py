"""The embedded server: started, found again, removed."""

import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from agent.data.embedded import remove_embedded
from agent.errors import OperatorError
from tests.databases import server_folder

ROOT = Path(__file__).parents[3]
START = (
    "import sys; from pathlib import Path; from agent.data.embedded import start_embedded; "
    "print(start_embedded(Path(sys.argv[1])), flush=True); sys.stdin.readline()"
)


def _user_of(folder: Path) -> subprocess.Popen[str]:
    """Another process that works with the server in `folder`; ends when its input does."""
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", START, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def _url(user: subprocess.Popen[str]) -> str:
    assert user.stdout
    return user.stdout.readline().strip()


def test_data_in_use_are_not_removed_and_after_it_a_new_start_is_empty() -> None:
    with server_folder() as parent:
        folder = parent / "postgres"
        user = _user_of(folder)
        with psycopg.connect(_url(user), autocommit=True) as connection:
            connection.execute("create table mark (n integer)")
        with pytest.raises(OperatorError, match=f"process {user.pid}"):
            remove_embedded(folder)
        user.communicate("\n", timeout=30)

        again = _user_of(folder)
        with psycopg.connect(_url(again), autocommit=True) as connection:
            assert connection.execute("select to_regclass('mark')").fetchone() == ("mark",)
        again.kill()  # its server goes on
        again.communicate()
        remove_embedded(folder)
        assert not folder.exists()

        fresh = _user_of(folder)
        with psycopg.connect(_url(fresh), autocommit=True) as connection:
            assert connection.execute("select to_regclass('mark')").fetchone() == (None,)
        fresh.communicate("\n", timeout=30)


def test_commands_that_start_at_the_same_moment_share_one_server() -> None:
    with server_folder() as parent:
        folder = parent / "postgres"
        users = [_user_of(folder) for _ in range(3)]
        urls = {_url(user) for user in users}
        assert len(urls) == 1
        with psycopg.connect(urls.pop(), autocommit=True) as connection:
            first = (folder / "postmaster.pid").read_text().split()[0]
            users.pop().communicate("\n", timeout=30)
            killed = users.pop()
            killed.kill()
            killed.communicate()
            connection.execute("create table mark (n integer)")
            late = _user_of(folder)
            assert _url(late)
            assert (folder / "postmaster.pid").read_text().split()[0] == first
            late.communicate("\n", timeout=30)
            connection.execute("insert into mark values (1)")
        users.pop().communicate("\n", timeout=30)
        assert not (folder / "postmaster.pid").exists(), "the last one stops it"
