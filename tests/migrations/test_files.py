"""What may stand in `migrations/`: each function once, as it is, and no file that nobody can read."""

import re
from collections import Counter
from pathlib import Path

import pytest

from agent.data.functions import FIRST, LAST, File, read_functions
from agent.data.migrate import MIGRATIONS, read_tables

TABLES = read_tables()
FUNCTIONS = read_functions(MIGRATIONS / "functions").files
FILES = [*TABLES, *FUNCTIONS]
ROUTINE = r"(?:function|procedure|aggregate)"


def code(text: str) -> str:
    """Without comments."""
    return re.sub(r"--.*", "", text)


def test_every_sql_file_is_one_of_tables_or_of_functions() -> None:
    files = {str(file.relative_to(MIGRATIONS)) for file in MIGRATIONS.rglob("*.sql")}
    assert files == {file.name for file in FILES}
    assert FUNCTIONS[0].name.endswith(FIRST)
    assert FUNCTIONS[-1].name.endswith(LAST)


def test_no_function_is_defined_twice() -> None:
    counts = Counter(name for file in FILES for name in file.defined())
    assert [name for name, count in counts.items() if count > 1] == []
    assert len(counts) > 350


@pytest.mark.parametrize("file", FUNCTIONS, ids=lambda file: file.name)
def test_functions_can_be_applied_again(file: File) -> None:
    """Nothing that fails the second time, and nothing that only counts the first time."""
    text = code(file.text)
    definitions = re.findall(rf"^create or replace {ROUTINE} ", text, re.MULTILINE)
    assert len(definitions) == len(file.defined()), "each begins a line, with its name in it"
    assert not re.findall(rf"^create {ROUTINE} ", text, re.MULTILINE)
    assert not re.findall(r"^create (?!or replace )\w+", text, re.MULTILINE)
    assert not re.findall(r"^drop (?!\w+ if exists )", text, re.MULTILINE)
    assert not re.findall(r"^(alter|update|insert|delete|comment) ", text, re.MULTILINE)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_source_is_patched(file: File) -> None:
    assert not re.findall(r"pg_get_functiondef|prosrc|rename to", code(file.text))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_one_theme_a_file_that_can_be_read(file: File) -> None:
    assert file.text.startswith("-- "), "says what it is for"
    assert file.text.count("\n") < 500
    assert [line for line in file.text.splitlines() if len(line) > 120 or "\t" in line] == []


def test_rights_are_settled_in_one_place() -> None:
    rights = r"\b(grant|revoke|row level security|owner to|create policy)\b"
    elsewhere = [
        (file.name, found)
        for file in FILES
        if not file.name.endswith((LAST, "0001_foundation.sql", "embeddings.sql"))
        for found in re.findall(rights, code(file.text))
    ]
    assert elsewhere == []


def test_every_inner_function_is_used() -> None:
    """By another function, a trigger or a table; one of the contract is called by Python (test_calls.py)."""
    everything = "\n".join(code(file.text) for file in FILES)
    inner = [name for file in FILES for name in file.defined() if name.startswith("frontdesk.")]
    unused = [name for name in inner if len(re.findall(rf"{re.escape(name)}\b", everything)) < 2]
    assert unused == []


def test_later_tables_begin_above_the_first_state() -> None:
    """What a database of the old numbering is taken to have is below 0100; see docs/decisions/migrations.md."""
    numbers = [Path(file.name).name[:4] for file in TABLES]
    assert len(set(numbers)) == len(numbers)
    assert [n for n in numbers if n < "0100"] == [f"{n:04}" for n in range(1, 11)]
