"""Members of a room know its kit and nothing else of each other: the contract names all of them."""

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHARED = {"__init__", "base", "registry", "connections", "kit", "sent_files", "setup", "trace"}


def contracts() -> dict[str, list[str]]:
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
    return {c["name"]: c.get("modules", []) for c in tools["importlinter"]["contracts"]}


@pytest.mark.parametrize(
    ("folder", "contract"),
    [
        ("gateway/channels", "Channels share their kit and nothing else of each other"),
        ("tools", "Tools share their kit and nothing else of each other"),
    ],
)
def test_every_member_is_bound(folder: str, contract: str) -> None:
    found = {path.stem for path in (ROOT / folder).iterdir() if not path.name.startswith("__py")}
    package = folder.replace("/", ".")
    assert set(contracts()[contract]) == {f"{package}.{name}" for name in found - SHARED}
