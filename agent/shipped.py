"""Finds data files that are shipped beside the code: migrations, demo organizations, pinned lists.

In a checkout they are folders at its top. A built package holds the same folders in
`frontdesk_files`, beside `agent` (setup.py).
"""

from pathlib import Path

_TOP = Path(__file__).parents[1]
PACKAGE = "frontdesk_files"


def shipped(folder: str) -> Path:
    """Where the files of this top-level folder are. Whether it exists is not looked at."""
    packed = _TOP / PACKAGE
    return (packed if packed.is_dir() else _TOP) / folder
