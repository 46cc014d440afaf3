"""A real PostgreSQL started from a pip package: the default when nothing is configured.

Whoever wants in needs the password in `<directory>.password`, also on the socket; beside it lie a lock
and the notes of who uses the server. The package gives the programs only: its own way of starting them
trusts every local user and, as root, opens all folders above the data.
"""

import atexit
import os
import shutil
from functools import partial
from pathlib import Path

from agent.data import embedded_server as server
from agent.data import embedded_users as users
from agent.data_folder import make_private
from agent.errors import OperatorError


def start_embedded(directory: Path, *, keep_running: bool = False) -> str:
    """Starts (or finds running) the server whose data lie in `directory`; returns its URL, with the
    password.

    It listens on a Unix socket only, in a folder that nobody else may enter. The server stops when the
    last process that uses it ends normally, unless `keep_running`; after a kill it goes on and is found
    again. A folder that an earlier version made is taken over.

    Raises OperatorError when `directory` cannot be made or used.
    """
    directory = directory.expanduser().absolute()
    try:
        make_private(directory.parent)
    except OSError as error:
        raise OperatorError(f"{directory.parent} cannot be made: set FRONTDESK_DATA_DIR") from error
    try:
        with users.locked(directory):
            url = server.ensure_running(directory)
            if users.enter(directory):
                atexit.register(partial(_leave, directory, os.getpid(), keep_running))
            return url
    except PermissionError as error:
        raise OperatorError(f"{error.filename} belongs to another user") from error


def remove_embedded(directory: Path) -> None:
    """Stops the server whose data lie in `directory`, also one left by a kill, and deletes them.

    Raises OperatorError while another process works with it.
    """
    directory = directory.expanduser().absolute()
    if not directory.parent.is_dir():
        return
    with users.locked(directory):
        if others := users.others(directory):
            raise OperatorError(f"the database is in use by process {others[0]}; stop that first")
        server.stop(directory)
        users.leave(directory)
        shutil.rmtree(directory, ignore_errors=True)
        server.password_file(directory).unlink(missing_ok=True)


def _leave(directory: Path, pid: int, keep_running: bool) -> None:
    """At the end of a process: the last one stops the server."""
    if os.getpid() != pid or not directory.is_dir():  # a fork, or data that are gone
        return
    with users.locked(directory):
        users.leave(directory)
        if not keep_running and not users.others(directory):
            server.stop(directory)
