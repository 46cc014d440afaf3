"""Which processes use an embedded server, so that the last one stops it.

Each holds a lock on a file named after its process id. The operating system lets go of it whatever
way the process ends, so a process that was killed, or another one that got its number, counts for none.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_held: dict[Path, int] = {}
"""Open files of this process, by the server's folder."""


@contextmanager
def locked(directory: Path) -> Iterator[None]:
    """One process at a time starts, joins, leaves or removes the server of `directory`.

    Raises PermissionError when the folder above it belongs to somebody else.
    """
    file = open_private(_beside(directory, "lock"))
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)


def enter(directory: Path) -> bool:
    """Notes that this process uses the server; whether that is new."""
    if directory in _held and _note(directory, os.getpid()).exists():
        return False
    leave(directory)  # what a fork took over from its parent
    folder = _beside(directory, "users")
    if not folder.is_dir():
        folder.mkdir(mode=0o700)
        give_to_owner_of(folder.parent, folder)
    file = open_private(_note(directory, os.getpid()))
    fcntl.flock(file, fcntl.LOCK_EX)
    _held[directory] = file
    return True


def leave(directory: Path) -> None:
    """Takes the note back."""
    if (file := _held.pop(directory, None)) is not None:
        _note(directory, os.getpid()).unlink(missing_ok=True)
        os.close(file)


def others(directory: Path) -> list[int]:
    """Other living processes that use the server; the notes of dead ones are removed."""
    folder = _beside(directory, "users")
    noted = sorted(int(one.name) for one in folder.glob("[0-9]*")) if folder.is_dir() else []
    users = [pid for pid in noted if pid != os.getpid() and _is_held(_note(directory, pid))]
    return users + _of_earlier_version(directory)


def open_private(file: Path) -> int:
    """A descriptor of the file, which is made if it is missing, for its owner alone."""
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    give_to_owner_of(file.parent, descriptor)
    return descriptor


def give_to_owner_of(folder: Path, made: Path | int) -> None:
    """What root makes in somebody's folder is theirs, so that they can go on without root."""
    if os.geteuid() == 0:
        about = folder.stat()
        os.chown(made, about.st_uid, about.st_gid)


def _is_held(note: Path) -> bool:
    try:
        file = os.open(note, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        note.unlink(missing_ok=True)
        return False
    finally:
        os.close(file)


def _of_earlier_version(directory: Path) -> list[int]:
    """Living processes of a version that noted its users' numbers in the data themselves."""
    noted: object = []
    with suppress(OSError, ValueError):
        noted = json.loads((directory / ".handle_pids.json").read_text("utf-8"))
    pids = noted if isinstance(noted, list) else []
    return [pid for pid in pids if isinstance(pid, int) and pid != os.getpid() and _lives(pid)]


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _note(directory: Path, pid: int) -> Path:
    return _beside(directory, "users") / str(pid)


def _beside(directory: Path, what: str) -> Path:
    return directory.with_name(f"{directory.name}.{what}")
