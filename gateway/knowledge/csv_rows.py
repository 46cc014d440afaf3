"""CSV: a section for each row, its cells with the names of their columns."""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence

from gateway.knowledge.document import DocumentError, Section, decoded

_MOST_ROWS = 5_000
_DELIMITERS = ";\t|,"
"""In this order where two do as well: a comma also stands inside of sentences."""
_LOOKED_AT = 20_000
_QUESTION = frozenset({"question", "questions", "pregunta", "preguntas", "pergunta", "perguntas"})
_ANSWER = frozenset({"answer", "answers", "respuesta", "respuestas", "resposta", "respostas"})
_NUMBER = re.compile(r"^\W*[\d.,\s]+\W*$")
_LONGEST_NAME = 60


def read_csv(content: bytes) -> list[Section]:
    """A table of questions and answers becomes just these. Raises DocumentError."""
    text = decoded(content)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error as error:
        raise DocumentError(f"this is not a table of comma-separated values: {error}") from error
    rows = [[" ".join(cell.split()) for cell in row] for row in rows]
    numbered = [(number, row) for number, row in enumerate(rows, 1) if any(row)]
    if len(numbered) > _MOST_ROWS:
        raise DocumentError(f"this table has more than {_MOST_ROWS} rows")
    if len(numbered) > 1 and _is_header(numbered[0][1]):
        names, numbered = numbered[0][1], numbered[1:]
    else:
        names = []
    return [_section(number, names, row) for number, row in numbered]


def _delimiter(text: str) -> str:
    """The separator by which most of the first lines have as many cells as each other."""

    def agreeing(delimiter: str) -> int:
        rows = csv.reader(io.StringIO(text[:_LOOKED_AT], newline=""), delimiter=delimiter)
        widths = Counter(len(row) for row in rows if len(row) > 1)
        return max(widths.values(), default=0)

    return max(_DELIMITERS, key=agreeing)


def _is_header(row: Sequence[str]) -> bool:
    """Names of columns are there, differ, are short, and are neither numbers nor questions."""
    folded = [cell.casefold() for cell in row]
    return len(set(folded)) == len(row) and all(
        cell and len(cell) <= _LONGEST_NAME and not _NUMBER.match(cell) and not cell.endswith("?")
        for cell in row
    )


def _section(number: int, names: Sequence[str], row: Sequence[str]) -> Section:
    folded = [name.casefold() for name in names]
    question = next((i for i, name in enumerate(folded) if name in _QUESTION), None)
    answer = next((i for i, name in enumerate(folded) if name in _ANSWER), None)
    cells = list(row) + [""] * (len(names) - len(row))
    place = f"row {number}"
    if question is not None and answer is not None and cells[question] and cells[answer]:
        return Section(cells[question], cells[answer], place)
    named = [
        f"{names[i]}: {cell}" if i < len(names) else cell for i, cell in enumerate(cells) if cell
    ]
    return Section(next(filter(None, cells)), "; ".join(named), place)
