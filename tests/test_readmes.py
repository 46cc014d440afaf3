"""Pages in other languages have the commands of the English ones, and lead to pages that are there."""

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


TRANSLATED = sorted((HOUSE / "docs").glob("[ep][st]/*.md"))
_LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def test_there_are_the_same_pages_in_both() -> None:
    pages = {(page.parent.name, page.name) for page in TRANSLATED}
    names = {
        "calendars.md", "channels.md", "console.md", "first-try.md", "handing-over.md", "import.md", "questions.md",
    }  # fmt: skip
    assert {name for _, name in pages} == names
    assert len(pages) == 2 * len(names)


@pytest.mark.parametrize("page", TRANSLATED, ids=lambda page: f"{page.parent.name}/{page.name}")
def test_a_translated_page_has_the_commands_and_leads_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    sibling = page.parent.parent / {"es": "pt", "pt": "es"}[page.parent.name] / page.name
    assert COMMANDS.findall(text) == COMMANDS.findall(sibling.read_text("utf-8"))
    english = page.parent.parent / page.name
    if english.exists():
        assert COMMANDS.findall(text) == COMMANDS.findall(english.read_text("utf-8"))
    links = _LINK.findall(text)
    assert [link for link in links if not (page.parent / link).exists()] == []
    assert f"../{sibling.parent.name}/{page.name}" in links
