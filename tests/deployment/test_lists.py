"""The pinned lists are closed: whatever a pinned library needs is pinned in the same list.

Nothing is resolved when they are installed, so what is missing would be missing. And where pip did
resolve (for an extra, in hash mode), a library that came out later would break a commit of before.
What a library needs is read from what is installed here; the development environment has all lists.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata
from itertools import product

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.deployment.compose import ROOT

REQUIREMENTS = ROOT / "requirements"
LISTS = sorted(file.stem for file in REQUIREMENTS.glob("*.txt"))

_PYTHONS = ("3.11.0", "3.11.14", "3.12.11", "3.13.8", "3.14.0")
_MACHINES = (("linux", "x86_64"), ("linux", "aarch64"), ("darwin", "arm64"))
ENVIRONMENTS = [
    {
        "implementation_name": "cpython",
        "implementation_version": python,
        "os_name": "posix",
        "platform_machine": machine,
        "platform_python_implementation": "CPython",
        "platform_release": "",
        "platform_system": system.capitalize(),
        "platform_version": "",
        "python_full_version": python,
        "python_version": ".".join(python.split(".")[:2]),
        "sys_platform": system,
    }
    for python, (system, machine) in product(_PYTHONS, _MACHINES)
]
"""Every Python and machine that is supported."""

LEAVES = {"async-timeout"}
"""Not installed on this Python, needed on another: by hand known to need nothing there."""


@dataclass
class Walk:
    """What of a list is needed in one environment, and what it lacks."""

    environment: dict[str, str]
    pinned: list[Requirement]
    missing: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    seen: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._pins = {
            canonicalize_name(one.name): one
            for one in self.pinned
            if one.marker is None or one.marker.evaluate(self.environment)
        }

    def need(self, one: Requirement, wanted_by: str) -> None:
        """Follows it through everything that it needs, with its extras."""
        name = canonicalize_name(one.name)
        pin = self._pins.get(name)
        if pin is None or not one.specifier.contains(_version(pin), prereleases=True):
            self.missing.add(f"{one.name}{one.specifier} of {wanted_by}")
            return
        for extra in ("", *sorted(one.extras)):
            if (name, extra) not in self.seen:
                self.seen.add((name, extra))
                self._needs_of(name, extra)

    def _needs_of(self, name: str, extra: str) -> None:
        needs = needs_of(name)
        if needs is None:
            self.unknown.add(name)
        for need in needs or ():
            if need.marker is None or need.marker.evaluate(self.environment | {"extra": extra}):
                self.need(need, name)


@cache
def needs_of(name: str) -> list[Requirement] | None:
    """What an installed library says that it needs, extras included; None when it is not installed."""
    try:
        return [Requirement(need) for need in metadata.requires(name) or []]
    except metadata.PackageNotFoundError:
        return None


@cache
def pins(text: str) -> list[Requirement]:
    """The requirements of a pinned list."""
    return [Requirement(line) for line in re.findall(r"^(\w[^\\\n]*?) *\\?$", text, re.MULTILINE)]


def roots(name: str) -> list[Requirement]:
    """What a list is made for, with the extras."""
    found: list[Requirement] = []
    for line in (REQUIREMENTS / f"{name}.in").read_text().splitlines():
        other = line.removeprefix("-r ").removesuffix(".in")
        found += roots(other) if line.startswith("-r ") else [Requirement(line)]
    return found


def walked(text: str, wanted: list[Requirement]) -> list[Walk]:
    """The list in every environment, from its roots and from everything else that stands in it."""
    walks = []
    for environment in ENVIRONMENTS:
        walk = Walk(environment, pins(text))
        for one in (*wanted, *walk.pinned):
            if one.marker is None or one.marker.evaluate(environment):
                walk.need(one, "the list")
        walks.append(walk)
    return walks


@pytest.mark.parametrize("name", LISTS)
def test_everything_that_a_list_needs_stands_in_it(name: str) -> None:
    walks = walked((REQUIREMENTS / f"{name}.txt").read_text(), roots(name))
    assert not set().union(*(walk.missing for walk in walks))
    assert set().union(*(walk.unknown for walk in walks)) <= LEAVES


@pytest.mark.parametrize("name", LISTS)
def test_nothing_else_stands_in_it(name: str) -> None:
    """A line that nothing needs any more is installed, and has its faults, for nothing."""
    text = (REQUIREMENTS / f"{name}.txt").read_text()
    needed: set[str] = set()
    for environment in ENVIRONMENTS:
        walk = Walk(environment, pins(text))
        for one in roots(name):
            if one.marker is None or one.marker.evaluate(environment):
                walk.need(one, "the list")
        needed |= {name for name, _ in walk.seen}
    supported = {
        canonicalize_name(one.name)
        for one in pins(text)
        if any(one.marker is None or one.marker.evaluate(here) for here in ENVIRONMENTS)
    }
    assert supported == needed


@pytest.mark.parametrize("name", LISTS)
def test_what_is_installed_here_is_what_is_pinned(name: str) -> None:
    """So what is read of the installed libraries is true of the pinned ones."""
    for one in pins((REQUIREMENTS / f"{name}.txt").read_text()):
        if one.marker is None or one.marker.evaluate():
            assert metadata.version(one.name) == _version(one), one.name


@pytest.mark.parametrize("name", [name for name in LISTS if name != "build"])
@pytest.mark.parametrize("dropped", ["psycopg-binary", "psycopg-pool", "requests", "anyio"])
def test_a_line_that_is_missing_is_found(name: str, dropped: str) -> None:
    """Those that only an extra asks for, too."""
    text = (REQUIREMENTS / f"{name}.txt").read_text()
    without = re.sub(rf"^{dropped}==.*\n(?:    --hash.*\n)*", "", text, flags=re.MULTILINE)
    assert without != text
    assert any(dropped in one for walk in walked(without, roots(name)) for one in walk.missing)


def test_a_version_that_a_library_does_not_take_is_found() -> None:
    text = (REQUIREMENTS / "runtime.txt").read_text()
    older = re.sub(r"^pydantic-core==\S+", "pydantic-core==2.0.0", text, flags=re.MULTILINE)
    assert older != text
    assert any(
        "pydantic-core" in one for walk in walked(older, roots("runtime")) for one in walk.missing
    )


def _version(pin: Requirement) -> str:
    return str(pin.specifier).removeprefix("==")
