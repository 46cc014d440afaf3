"""The embedded server itself: made, closed to everybody without the password, started and stopped.

The callers hold the lock of its folder.
"""

import os
import secrets
import shlex
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg

from agent.data import embedded_users as users
from agent.data.embedded_account import Account, account_for, programs, version
from agent.data.zone_files import lay_pinned_zones
from agent.errors import OperatorError

_ACCESS = "# Nobody enters without a password. Written by frontdesk.\nlocal all all scram-sha-256\n"
_PORT = 5432
"""Part of the socket's name; no port is opened."""
_LONGEST_SOCKET = 103
"""Bytes of a socket's path: what macOS takes, Linux takes four more."""
_START_SECONDS = 120
_SETTINGS = "-c unix_socket_permissions=0700 -c authentication_timeout=10s"
"""The server stops only when nobody is on the way in any more, and a client that was interrupted there
may hold its end: by default for a minute. Ours wait for ten seconds themselves (deadlines.py)."""


def ensure_running(directory: Path) -> str:
    """The URL of the server in `directory`, made and started if need be.

    Raises OperatorError when the data are of another version, in use by an earlier one, or damaged.
    """
    account = account_for(directory)
    lay_pinned_zones(programs(account))
    if not (directory / "PG_VERSION").exists():
        _create(directory, account)
    elif (existing := (directory / "PG_VERSION").read_text("utf-8").strip()) != str(version()):
        raise OperatorError(f"{directory} is of PostgreSQL {existing}, and {version()} is here")
    if not password_file(directory).exists():
        return _take_over(directory, account)
    if not _is_ready(directory):
        _start(directory, account)
    return _url(directory, password_file(directory).read_text("utf-8").strip())


def stop(directory: Path) -> None:
    """Ends the server, its connections too. Nothing happens when it does not run."""
    if (pid := _postmaster(directory)) is not None:
        account = account_for(directory)
        done = account.run(
            programs(account) / "pg_ctl", "stop", "-w", "-m", "fast",
            "-D", account.name_of(directory), folder=directory,
        )  # fmt: skip
        if done.returncode != 0 and psutil.pid_exists(pid):
            raise OperatorError(f"PostgreSQL (process {pid}) does not stop")
    if (note := _socket_note(directory)).exists():
        shutil.rmtree(note.read_text("utf-8"), ignore_errors=True)
        note.unlink()


def password_file(directory: Path) -> Path:
    """Of the superuser `postgres`; readable for the owner of the data folder alone."""
    return directory.with_name(f"{directory.name}.password")


def _create(directory: Path, account: Account) -> None:
    """Made beside its place and moved there, so that it is whole or not there."""
    new = directory.with_name(f"{directory.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    password_file(directory).unlink(missing_ok=True)
    new.mkdir(mode=0o700)
    account.own(new)
    done = account.run(
        programs(account) / "initdb", "--auth=reject", "--encoding=utf8", "-U", "postgres",
        "-D", account.name_of(new), folder=new, seconds=_START_SECONDS,
    )  # fmt: skip
    if done.returncode != 0:
        shutil.rmtree(new, ignore_errors=True)
        raise OperatorError(f"PostgreSQL cannot make its data in {directory}: {_end(done.stdout)}")
    try:
        new.rename(directory)
    except OSError as error:
        raise OperatorError(f"{directory} holds something else; move it away") from error


def _take_over(directory: Path, account: Account) -> str:
    """Gives the superuser a new password while nobody can connect: of data that were just made, that
    an earlier version made without one, or whose password was lost.

    It is written down last. Whatever breaks before, the next start does it all again.
    """
    if others := users.others(directory):
        raise OperatorError(
            f"process {others[0]}, of an earlier version, uses {directory}; stop that first"
        )
    stop(directory)
    password = secrets.token_hex(32)
    account.run(
        programs(account) / "postgres", "--single", "-D", account.name_of(directory), "postgres",
        folder=directory, typed=f"alter role postgres password '{password}'\n",
        seconds=_START_SECONDS,
    )  # fmt: skip
    _start(directory, account)
    url = _url(directory, password)
    try:
        psycopg.connect(url, connect_timeout=10).close()
    except psycopg.OperationalError as error:
        raise OperatorError(f"PostgreSQL in {directory} takes no password: {error}") from error
    _write_down(password_file(directory), password)
    (directory / ".handle_pids.json").unlink(missing_ok=True)
    return url


def _start(directory: Path, account: Account) -> None:
    directory.chmod(0o700)
    _require_passwords(directory)
    if _postmaster(directory) is None:
        (directory / "postmaster.pid").unlink(missing_ok=True)  # or its number is taken by another
        place = account.name_of(directory)
        socket = "." if _fits(directory) else shlex.quote(str(_socket_folder(directory, account)))
        done = account.run(
            programs(account) / "pg_ctl", "start", "-w", "-t", str(_START_SECONDS), "-l", "log",
            "-o", f"-h '' -p {_PORT} -k {socket} {_SETTINGS}", "-D", place,
            folder=directory, seconds=_START_SECONDS + 10,
        )  # fmt: skip
        if done.returncode != 0:
            raise OperatorError(
                f"PostgreSQL does not start: {_end(_log(directory) or done.stdout)}"
            )
    _wait_until_ready(directory)


def _wait_until_ready(directory: Path) -> None:
    """One that another process began to start may still be repairing itself after a crash."""
    deadline = time.monotonic() + _START_SECONDS
    while not _is_ready(directory):
        if _postmaster(directory) is None or time.monotonic() > deadline:
            raise OperatorError(f"PostgreSQL does not start; {directory / 'log'} says why")
        time.sleep(0.05)


def _require_passwords(directory: Path) -> None:
    """Also in data of an earlier version, or in a copy of them."""
    file = directory / "pg_hba.conf"
    if file.read_text("utf-8") != _ACCESS:
        # The folder is the server's: root follows no link that stands there.
        descriptor = os.open(file, os.O_WRONLY | os.O_TRUNC | os.O_NOFOLLOW)
        with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
            opened.write(_ACCESS)


def _is_ready(directory: Path) -> bool:
    lines = _postmaster_lines(directory)
    return _postmaster(directory) is not None and len(lines) > 7 and lines[7].strip() == "ready"


def _postmaster(directory: Path) -> int | None:
    """The process id of the server, None when it does not run. After a crash of the machine the
    number may belong to something else."""
    lines = _postmaster_lines(directory)
    with suppress(ValueError, IndexError, psutil.NoSuchProcess):
        process = psutil.Process(int(lines[0]))
        if process.status() != psutil.STATUS_ZOMBIE and process.name().startswith("postgres"):
            return int(process.pid)
    return None


def _postmaster_lines(directory: Path) -> list[str]:
    try:
        return (directory / "postmaster.pid").read_text("utf-8").splitlines()
    except FileNotFoundError:
        return []


def _url(directory: Path, password: str) -> str:
    note = _socket_note(directory)
    folder = note.read_text("utf-8") if note.exists() else str(directory)
    return f"postgresql://postgres:{password}@/postgres?host={quote(folder)}&port={_PORT}"


def _fits(folder: Path) -> bool:
    return len(os.fsencode(folder / f".s.PGSQL.{_PORT}")) <= _LONGEST_SOCKET


def _socket_note(directory: Path) -> Path:
    """Says where the socket is when it is not in the data."""
    return directory.with_name(f"{directory.name}.socket")


def _socket_folder(directory: Path, account: Account) -> Path:
    """A new folder with a short path, for the server's user alone. Its name cannot be foreseen, so
    nobody can put one of theirs there."""
    short = tempfile.gettempdir()
    folder = Path(
        tempfile.mkdtemp(prefix="frontdesk-", dir=short if _fits(Path(short, "x" * 20)) else "/tmp")  # noqa: S108
    )
    account.own(folder)
    _write_down(_socket_note(directory), str(folder))
    return folder


def _write_down(file: Path, text: str) -> None:
    """For its owner alone; whole or not at all."""
    new = file.with_name(f"{file.name}.new")
    new.unlink(missing_ok=True)
    descriptor = users.open_private(new)
    with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
        opened.write(text)
    new.replace(file)


def _log(directory: Path) -> str:
    try:
        return (directory / "log").read_text("utf-8", errors="replace")
    except OSError:
        return ""


def _end(text: str) -> str:
    return " ".join(text.strip().splitlines()[-2:])
