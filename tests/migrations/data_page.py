"""docs/data.md: every table, what it is for and who writes it, and one diagram of what refers to what.

Written from `migrations/`: what a table is for stands above it in its file, and a function writes what its
text inserts into, updates or deletes from. The references are the catalogue's. To write it anew:

    python -m tests.migrations.data_page
"""

import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from agent.data.embedded import remove_embedded, start_embedded
from agent.data.functions import read_functions
from agent.data.migrate import MIGRATIONS, migrate, read_tables
from agent.data.scratch import rows, scratch_database

PAGE = MIGRATIONS.parent / "docs" / "data.md"
_TABLE = re.compile(r"((?:^--.*\n)+)create table ([\w.]+) \(", re.MULTILINE)
_WRITES = re.compile(r"\b(?:insert into|(?<!for )(?<!key )(?<!do )update|delete from) ([\w.]+)")
_REFERENCES = """
select k.conrelid::regclass::text as child, k.confrelid::regclass::text as parent,
    string_agg(a.attname, ' ' order by k.conname, u.place) as columns
from pg_constraint k, unnest(k.conkey) with ordinality u (number, place), pg_attribute a
where k.contype = 'f' and a.attrelid = k.conrelid and a.attnum = u.number
  and k.connamespace = 'public'::regnamespace and k.confrelid <> 'organizations'::regclass
group by 1, 2 order by 2, 1
"""
_INTRODUCTION = """# The data

Every table, what it is for, and which functions write it. Python reads and writes through the functions of
`migrations/functions` only, and a tenant's rows are seen by its own calls only
([tenancy](decisions/tenancy.md)); how the files are applied: [migrations](decisions/migrations.md).

This page is written by `python -m tests.migrations.data_page` from the files and the catalogue; a test fails
when it is not what that would write. Columns stand in `migrations/tables` only, so a new one changes nothing here.

"""
_DIAGRAM = """When two contacts turn out to be one, `contact_rows_move` gives the rows of every table that refers to
contacts to the one that remains.

## What refers to what

Beside `organization_id`, which every table with a tenant has.

"""


@dataclass(frozen=True)
class Table:
    theme: str
    name: str
    purpose: str


def described() -> list[Table]:
    """In the order of the files, with the comment above each."""
    found = []
    for file in read_tables():
        heading = re.split(r"[.:(]", _text(file.text.partition("\n\n")[0]))[0].strip()
        for comment, name in _TABLE.findall(file.text):
            found.append(Table(heading, name, _text(comment)))
    return found


def writers() -> dict[str, list[str]]:
    """Functions by the tables that their text writes."""
    tables = {table.name for table in described()}
    found: dict[str, set[str]] = defaultdict(set)
    for name, text in _bodies():
        for written in _WRITES.findall(text):
            table = written.removeprefix("public.")
            if table in tables:
                found[table].add(name.removeprefix("frontdesk."))
    return {table: sorted(names) for table, names in found.items()}


def page(url: str) -> str:
    """What docs/data.md is to say of a migrated database."""
    written, theme, lines = writers(), "", []
    for table in described():
        if table.theme != theme:
            theme = table.theme
            lines += [
                "",
                f"## {theme}",
                "",
                "| table | what it is for | written by |",
                "|---|---|---|",
            ]
        by = ", ".join(f"`{name}`" for name in written.get(table.name, ()))
        lines.append(f"| `{table.name}` | {table.purpose} | {by} |")
    edges = [
        f'    {edge["parent"]} ||--o{{ {edge["child"]} : "{edge["columns"]}"'
        for edge in rows(url, _REFERENCES)
    ]
    diagram = ["```mermaid", "erDiagram", *edges, "```"]
    return _INTRODUCTION + "\n".join(lines).lstrip() + "\n\n" + _DIAGRAM + "\n".join(diagram) + "\n"


def _text(comment: str) -> str:
    """In one line, with links to the pages that it names."""
    words = " ".join(line.removeprefix("--").strip() for line in comment.splitlines())
    return re.sub(r"docs/(decisions/([\w-]+)\.md)", r"[\2](\1)", words.replace("|", "\\|")).strip()


def _bodies() -> Iterator[tuple[str, str]]:
    for file in read_functions(MIGRATIONS / "functions").files:
        code = re.sub(r"--.*", "", file.text)
        starts = [
            *re.finditer(r"^ *create .*?\b(?:function|procedure) ([\w.]+)\(", code, re.MULTILINE)
        ]
        ends = [start.start() for start in starts[1:]] + [len(code)]
        for start, end in zip(starts, ends, strict=True):
            yield start.group(1), code[start.start() : end]


def _main() -> None:
    with tempfile.TemporaryDirectory(prefix="frontdesk-") as folder:
        server = start_embedded(Path(folder) / "postgres")
        with scratch_database(server) as url:
            migrate(url)
            PAGE.write_text(page(url), "utf-8")
        remove_embedded(Path(folder) / "postgres")


if __name__ == "__main__":
    _main()
