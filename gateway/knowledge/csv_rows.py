"""CSV: its separator and its rows."""

import csv
import io
import re
from collections import Counter

from gateway.knowledge.document import Contents, DocumentError, decoded
from gateway.knowledge.tables import sections_of

_DELIMITERS = ";\t|,"
"""In this order where two do as well: a comma also stands inside of sentences."""
_LOOKED_AT = 20_000
_SEPARATOR_LINE = re.compile(r'^"?sep=(.)"?[^\S\n]*\r?(?:\n|$)', re.IGNORECASE)
"""Excel's own first line, which tells the separator and is none of the table."""


def read_csv(content: bytes) -> Contents:
    """Raises DocumentError."""
    text = decoded(content)
    separator = _SEPARATOR_LINE.match(text)
    delimiter = separator[1] if separator else _delimiter(text)
    text = text[separator.end() :] if separator else text
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except (csv.Error, ValueError, TypeError) as error:
        raise DocumentError(f"this is not a table of comma-separated values: {error}") from error
    if separator:
        rows.insert(0, [])  # so that rows are numbered as the file shows them
    return Contents(list(sections_of([[" ".join(cell.split()) for cell in row] for row in rows])))


def _delimiter(text: str) -> str:
    """The separator by which most of the first lines have as many cells as each other."""

    def agreeing(delimiter: str) -> int:
        rows = csv.reader(io.StringIO(text[:_LOOKED_AT], newline=""), delimiter=delimiter)
        widths = Counter(len(row) for row in rows if len(row) > 1)
        return max(widths.values(), default=0)

    return max(_DELIMITERS, key=agreeing)
