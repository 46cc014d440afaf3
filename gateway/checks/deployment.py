"""Checks of the Python version and the versions of libraries."""

import platform
import sys
from datetime import date
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

from agent.clock import SystemClock
from agent.settings import Settings
from agent.shipped import shipped
from gateway.checks.finding import Finding

PINNED = shipped("requirements") / "runtime.txt"
# Last days of security fixes: peps.python.org, the release schedule of each version.
_PYTHON_ENDS = {
    (3, 11): date(2027, 10, 31),
    (3, 12): date(2028, 10, 31),
    (3, 13): date(2029, 10, 31),
    (3, 14): date(2030, 10, 31),
}


async def check_python(settings: Settings) -> list[Finding]:
    """Whether Python still gets security fixes."""
    version = platform.python_version()
    ends = _PYTHON_ENDS.get(sys.version_info[:2])
    if ends and ends < SystemClock().now().date():
        text = f"{version} gets no security fixes since {ends}"
        return [Finding("warn", "Python", text, "move to a newer one")]
    return [Finding("ok", "Python", version, brief=f"Python {version}")]


async def check_libraries(settings: Settings, pinned: Path = PINNED) -> list[Finding]:
    """Whether what is installed is what was tested."""
    wanted = read_pins(pinned)
    if not wanted:
        return []
    others = [
        f"{name} {have} instead of {version}"
        for name, version in wanted.items()
        if (have := _installed(name)) and have != version
    ]
    if not others:
        return [Finding("ok", "libraries", "as pinned")]
    text = f"{len(others)} differ from those that were tested: {', '.join(others[:3])}"
    do = f"pip install --no-deps --require-hashes -r {pinned}, then pip check"
    return [Finding("warn", "libraries", text, do)]


def read_pins(file: Path) -> dict[str, str]:
    """Versions by name from a pinned list, of those lines that are meant for this machine; empty
    where there is no list."""
    try:
        text = file.read_text("utf-8")
    except OSError:
        return {}
    lines = (line.rstrip(" \\") for line in text.splitlines() if line[:1].isalnum())
    wanted = (Requirement(line) for line in lines)
    return {
        one.name: str(one.specifier).removeprefix("==")
        for one in wanted
        if one.marker is None or one.marker.evaluate()
    }


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
