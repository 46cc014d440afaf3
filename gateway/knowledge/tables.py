"""Tables of any kind of file: a section for each row, its cells with the names of their columns."""

import re
from collections.abc import Iterator, Sequence

from gateway.knowledge.document import DocumentError, Section

MOST_ROWS = 5_000
_QUESTION = frozenset({"question", "questions", "pregunta", "preguntas", "pergunta", "perguntas"})
_ANSWER = frozenset({"answer", "answers", "respuesta", "respuestas", "resposta", "respostas"})
_NUMBER = re.compile(r"^\W*[\d.,\s]+\W*$")
_LONGEST_NAME = 60
_MOST_TITLES = 5
Row = tuple[int, list[str]]
"""Its number in the file, from 1, and its cells."""


def sections_of(rows: Sequence[Sequence[str]], sheet: str = "") -> Iterator[Section]:
    """A table of questions and answers becomes just these. `sheet` names the table in its file.

    Lines of one cell above the names of the columns are the table's title. Raises DocumentError.
    """
    numbered = [(number, list(row)) for number, row in enumerate(rows, 1) if any(row)]
    if len(numbered) > MOST_ROWS:
        raise DocumentError(f"this table has more than {MOST_ROWS} rows")
    titles, numbered = _titles(_without_empty_columns(numbered))
    names: list[str] = []
    if len(numbered) > 1 and _is_header(numbered[0][1]):
        names, numbered = numbered[0][1], numbered[1:]
    heading = " – ".join(titles)
    if heading and not numbered:
        yield Section(heading, heading, _place(sheet, 1))
    for number, row in numbered:
        yield _section(_place(sheet, number), heading, names, row)


def _place(sheet: str, number: int) -> str:
    return f"{sheet}, row {number}" if sheet else f"row {number}"


def _without_empty_columns(rows: Sequence[Row]) -> list[Row]:
    """Spreadsheets and their exports end lines with separators that separate nothing."""
    width = max((len(row) for _, row in rows), default=0)
    full = [any(column < len(row) and row[column] for _, row in rows) for column in range(width)]
    return [
        (number, [cell for cell, has in zip(row, full, strict=False) if has])
        for number, row in rows
    ]


def _titles(rows: list[Row]) -> tuple[list[str], list[Row]]:
    """Lines of a single cell above a table of several columns."""
    width = max((sum(map(bool, row)) for _, row in rows), default=0)
    count = 0
    while width > 1 and count < min(_MOST_TITLES, len(rows) - 1) and _is_alone(rows[count][1]):
        count += 1
    return [row[0] for _, row in rows[:count]], rows[count:]


def _is_alone(row: Sequence[str]) -> bool:
    return bool(row) and bool(row[0]) and not any(row[1:])


def _is_header(row: Sequence[str]) -> bool:
    """Names of columns are there, differ, are short, and are neither numbers nor questions."""
    folded = [cell.casefold() for cell in row]
    return len(set(folded)) == len(row) and all(
        cell and len(cell) <= _LONGEST_NAME and not _NUMBER.match(cell) and not cell.endswith("?")
        for cell in row
    )


def _section(place: str, heading: str, names: Sequence[str], row: Sequence[str]) -> Section:
    folded = [name.casefold() for name in names]
    question = next((i for i, name in enumerate(folded) if name in _QUESTION), None)
    answer = next((i for i, name in enumerate(folded) if name in _ANSWER), None)
    cells = list(row) + [""] * (len(names) - len(row))
    if question is not None and answer is not None and cells[question] and cells[answer]:
        return Section(cells[question], cells[answer], place)
    named = [
        f"{names[i]}: {cell}" if i < len(names) else cell for i, cell in enumerate(cells) if cell
    ]
    title = next(filter(None, cells))
    return Section(f"{heading} – {title}" if heading else title, "; ".join(named), place)
