"""Which frontdesk this is."""

from functools import cache
from importlib import metadata


@cache
def version() -> str:
    """That of the installed package, which takes milliseconds to read."""
    return metadata.version("frontdesk")
