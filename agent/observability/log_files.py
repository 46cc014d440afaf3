"""The log files of a machine: each process has its own, they turn over, and old ones are deleted."""

import os
import socket
from collections.abc import Iterator
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path

from agent.data_folder import make_private

_LARGEST = 10_000_000
"""Bytes of a file; with the one before it, twice as many of a process."""
_MOST_FILES = 20
"""What stopped processes leave behind, with the files of those that run."""


def open_log_file(folder: Path, process: str) -> RotatingFileHandler:
    """A file for this process alone, for nobody else to read. Raises OSError."""
    make_private(folder)
    _delete_oldest(folder)
    # Containers that share a folder all have the number 1.
    name = f"{process}-{socket.gethostname()}-{os.getpid()}.jsonl"
    handler = _PrivateFile(folder / name, maxBytes=_LARGEST, backupCount=1, encoding="utf-8")
    handler.namer = lambda rotated: f"{rotated.removesuffix('.1').removesuffix('.jsonl')}.1.jsonl"
    return handler


def log_files(folder: Path) -> list[Path]:
    """Those of all processes, the one written to last comes last."""
    return sorted(folder.glob("*.jsonl"), key=_changed)


def _changed(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:  # another process deleted it meanwhile
        return 0.0


def _delete_oldest(folder: Path) -> None:
    for file in log_files(folder)[: -(_MOST_FILES - 1)]:
        with suppress(OSError):
            file.unlink()


class _PrivateFile(RotatingFileHandler):
    """For its owner alone from the first moment; what cannot be written (a full disk) is left out."""

    def _open(self):  # type: ignore[no-untyped-def]
        return open(
            self.baseFilename,
            self.mode,
            encoding=self.encoding,
            opener=lambda path, flags: os.open(path, flags, 0o600),
        )

    def handleError(self, record: object) -> None:  # noqa: N802 (the name is the base class's)
        """Standard error has the line, too; a traceback for each would fill it."""


def lines_of(files: list[Path]) -> Iterator[str]:
    """Every line of these, file by file; a file that cannot be read is left out."""
    for file in files:
        with suppress(OSError), file.open(encoding="utf-8", errors="replace") as opened:
            yield from opened
