"""The walks in README.md name files that a message and a booking really enter, and few of them."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from tests.databases import NOW
from tests.front import open_front

ROOT = Path(__file__).parents[1]
MOST = 25
"""Files that a reader can be asked to open for one walk."""
_NAMED = re.compile(r"\b((?:gateway|graphs|tools|agent|migrations)/[\w/.-]+\.(?:py|sql|toml))")
_LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)\s]*)?\)")
NOT_HERE = {
    "tools/kit/no_offers.py": "only when nothing is free",
    "tools/kit/reasons.py": "the same",
    "graphs/nodes/appointment.py": "a node is data; its functions stand in graphs/node.py",
    "gateway/pipeline/worker.py": "a test runs the queue's jobs itself, one after the other",
}


def walk(title: str) -> set[str]:
    """The files in the drawing under this heading."""
    text = (ROOT / "README.md").read_text("utf-8")
    drawing = text.split(f"## {title}\n", 1)[1].split("```mermaid", 1)[1].split("```", 1)[0]
    return set(_NAMED.findall(drawing))


@contextmanager
def entered() -> Iterator[set[str]]:
    """The project's files whose functions are called in this thread meanwhile."""
    files: set[str] = set()

    def note(frame: FrameType, event: str, _: Any) -> None:
        if event == "call":
            files.add(frame.f_code.co_filename)

    inside: set[str] = set()
    sys.setprofile(note)
    try:
        yield inside
    finally:
        sys.setprofile(None)
        inside |= {
            str(Path(file).relative_to(ROOT)) for file in files if file.startswith(str(ROOT))
        }


@pytest.mark.parametrize("title", ["How one message walks", "How a booking walks"])
def test_a_walk_names_files_that_exist_and_no_more_than_a_reader_opens(title: str) -> None:
    named = walk(title)
    assert {file for file in named if not (ROOT / file).is_file()} == set()
    assert 10 < len(named) <= MOST


async def test_a_message_and_a_booking_enter_every_file_that_is_named(
    database_url: str, tmp_path: Path
) -> None:
    async with open_front(database_url, tmp_path, NOW) as front:
        customer = front.customer()
        with entered() as files:
            await customer.say("Hola, quiero una cita de limpieza facial para mañana en la tarde")
            await customer.say("la primera")
            assert "Cita agendada" in await customer.say("Ana Pérez")
    named = walk("How one message walks") | walk("How a booking walks")
    python = {file for file in named if file.endswith(".py")}
    assert python - files == NOT_HERE.keys()


def test_links_between_pages_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in _LINK.findall(page.read_text("utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []
