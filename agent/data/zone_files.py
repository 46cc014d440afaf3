"""The embedded PostgreSQL reads the time zones that Python reads: those of the pinned `tzdata`.

Its package brings data of its own, which are as old as its release. A PostgreSQL that is not ours
is only compared (gateway/organizations/zones.py).
"""

import filecmp
import os
import shutil
import tempfile
from contextlib import suppress
from importlib.resources import files
from pathlib import Path


def lay_pinned_zones(programs: Path) -> None:
    """Replaces the zone files of the server whose programs lie in this folder where they differ.

    Where the installation may not be written it stays as it is: a zone in use that then differs is
    refused when the gateway starts. A running server reads the new files in its next sessions.
    """
    folder = programs.parent / "share" / "postgresql" / "timezone"
    if folder.is_dir():
        with suppress(OSError):
            lay_zones(pinned_zones(), folder)


def pinned_zones() -> Path:
    """The folder of the pinned zone files."""
    return Path(str(files("tzdata"))) / "zoneinfo"


def lay_zones(pinned: Path, folder: Path) -> int:
    """Makes the zone files below `folder` those of `pinned`; returns how many were replaced.

    Raises OSError where that is not allowed. Each file is replaced as a whole, never written into:
    package managers share files between installations, and servers may be reading.
    """
    names = (pinned.parent / "zones").read_text("utf-8").split()
    replaced = 0
    for name in names:
        source, target = pinned / name, folder / name
        if target.exists() and filecmp.cmp(source, target):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace(source, target)
        replaced += 1
    return replaced


def _replace(source: Path, target: Path) -> None:
    handle, path = tempfile.mkstemp(dir=target.parent, prefix=".zone-")
    os.close(handle)
    try:
        # With its time, by which the next comparison is quick.
        shutil.copy2(source, path)
        Path(path).chmod(0o644)
        Path(path).replace(target)
    except OSError:
        Path(path).unlink(missing_ok=True)
        raise
