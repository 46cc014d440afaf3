"""The figures of the house, as `python -m bench.house` prints them."""

from collections import Counter
from pathlib import Path

import pytest

from agent import texts
from bench.house import (
    FLOORS,
    LONG_FILE,
    Module,
    arrows,
    broad_excepts,
    languages,
    modules,
    report,
    speaking,
    sql,
)

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def house() -> list[Module]:
    """Every module, read once, by the process that asks and not by each that collects."""
    return modules(ROOT)


def test_no_room_imports_another_that_imports_it(house: list[Module]) -> None:
    between = arrows(house)
    assert len(between) > 100
    inside = [pair for pair in between if len({room.split(".")[0] for room in pair}) == 1]
    assert [pair for pair in inside if pair[::-1] in between] == []


def test_no_file_is_long_and_no_function_stands_twice(house: list[Module]) -> None:
    assert [module.name for module in house if module.lines >= LONG_FILE] == []
    written = sql(ROOT)
    assert written.functions > 350
    assert (written.defined_again, written.dead) == (0, 0)


def test_what_is_printed_is_what_was_counted(house: list[Module]) -> None:
    text = report(ROOT)
    floors = Counter(module.name.split(".")[0] for module in house)
    for floor in FLOORS:
        assert f"  {floor}: {floors[floor]} modules in " in text
    assert f"broad excepts: {len(broad_excepts(house))}\n" in text
    assert languages(ROOT) == {*texts.languages()}
    keyed = speaking(house, languages(ROOT))
    assert f"modules with texts keyed by language: {len(keyed)}\n" in text


def test_a_function_that_is_defined_again_is_seen(tmp_path: Path) -> None:
    folder = tmp_path / "migrations"
    folder.mkdir()
    body = "create or replace function f() returns int language sql as $$\nselect 1\n$$;\n"
    (folder / "1.sql").write_text(body)
    (folder / "2.sql").write_text(f"-- again\n{body}create function g() returns int;\n")
    found = sql(tmp_path)
    assert (found.files, found.functions, found.defined_again, found.dead) == (2, 2, 1, 3)
