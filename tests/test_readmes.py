"""The README in other languages has the commands of the English one."""

import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
COMMANDS = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)


def commands(name: str) -> list[str]:
    return COMMANDS.findall((HOUSE / name).read_text("utf-8"))


@pytest.mark.parametrize("name", ["README.es.md", "README.pt.md"])
def test_the_commands_are_the_same(name: str) -> None:
    assert commands(name) == commands("README.md")
    assert len(commands(name)) == 2
