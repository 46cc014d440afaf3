"""Excel workbooks: a section for each row of each sheet, as people see the cells."""

import io
import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from gateway.knowledge.document import Contents, DocumentError, Section, broken_is_refused
from gateway.knowledge.packages import check_package
from gateway.knowledge.tables import MOST_ROWS, sections_of

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_MOST_COLUMNS = 200
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|([$€£¥ ])')
"""Words and signs of a format that stand beside the number."""
_WIDTHS = re.compile(r"_.|\*.|\[(?!\$)[^\]]*\]")
"""Room that is kept free, signs that fill it, and colours."""
_MIDNIGHT = time()
_NUMBERS = (int, float, Decimal)


def read_xlsx(content: bytes) -> Contents:
    """Raises DocumentError for what is no workbook of Excel 2007 or later."""
    parts = check_package(content, "Excel workbook", ".xlsx")
    from openpyxl import load_workbook

    with broken_is_refused("this Excel workbook is broken"), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of formats and extensions that are not needed to read
        shown = load_workbook(io.BytesIO(content), data_only=True)
        unread = [*_unread(parts, shown), *_not_computed(content, shown)]
        sections = [section for sheet in _sheets(shown) for section in _sections(sheet)]
    return Contents(sections, tuple(unread))


def _sheets(workbook: "Workbook") -> Iterator["Worksheet"]:
    yield from (sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible")


def _unread(parts: list[str], workbook: "Workbook") -> Iterator[str]:
    hidden = [sheet.title for sheet in workbook.worksheets if sheet.sheet_state != "visible"]
    if hidden:
        yield f"hidden sheets ({', '.join(hidden)})"
    for folder, what in (("xl/media/", "pictures"), ("xl/charts/", "charts")):
        if count := sum(part.startswith(folder) for part in parts):
            yield f"{what} ({count})"


def _not_computed(content: bytes, shown: "Workbook") -> Iterator[str]:
    """Formulas whose results the program that wrote the file did not keep."""
    from openpyxl import load_workbook

    written = load_workbook(io.BytesIO(content))
    empty = [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in _sheets(written)
        for row in sheet.iter_rows(max_row=MOST_ROWS, max_col=_MOST_COLUMNS)
        for cell in row
        if cell.data_type == "f" and shown[sheet.title][cell.coordinate].value is None
    ]
    if empty:
        yield f"formulas without a result ({', '.join(empty[:5])}{' …' if len(empty) > 5 else ''})"


def _sections(sheet: "Worksheet") -> Iterator[Section]:
    if sheet.max_row > MOST_ROWS:
        raise DocumentError(f"the sheet {sheet.title} has more than {MOST_ROWS} rows")
    if sheet.max_column > _MOST_COLUMNS:
        raise DocumentError(f"the sheet {sheet.title} has more than {_MOST_COLUMNS} columns")
    merged = _merged(sheet)
    rows = [
        [
            " ".join(_shown(merged.get((row, column), cell)).split())
            for column, cell in enumerate(cells, 1)
        ]
        for row, cells in enumerate(sheet.iter_rows(min_row=1, min_col=1), 1)
    ]
    yield from sections_of(rows, sheet.title)


def _merged(sheet: "Worksheet") -> dict[tuple[int, int], Any]:
    """Which cell stands for the cells below it that were merged with it. What goes over columns is
    mostly a title and stays where it is."""
    first: dict[tuple[int, int], Any] = {}
    for area in sheet.merged_cells.ranges:
        if area.min_col == area.max_col:
            top = sheet.cell(area.min_row, area.min_col)
            first |= {(row, area.min_col): top for row in range(area.min_row + 1, area.max_row + 1)}
    return first


def _shown(cell: "Cell") -> str:
    """A cell's value as Excel shows it, nearly: percentages, money, dates and times in plain form."""
    value, form = cell.value, str(cell.number_format or "General")
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "✓" if value else "✗"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d" if value.time() == _MIDNIGHT else "%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    return _number(float(value), form.split(";")[0]) if isinstance(value, _NUMBERS) else str(value)


def _number(value: float, form: str) -> str:
    form = _WIDTHS.sub("", form)
    before, after = _around(form)
    if "%" in form:
        return f"{before}{_digits(value * 100, form)}%{after}"
    return f"{before}{_digits(value, form)}{after}"


def _digits(value: float, form: str) -> str:
    """As many decimals as the format shows; all that there are where it does not say."""
    plain = _LITERAL.sub("", form)
    if "0" not in plain:
        return f"{value:.10g}"
    decimals = len(re.sub(r"[^0#]", "", plain.split(".")[1])) if "." in plain else 0
    return f"{value:,.{decimals}f}" if "," in plain else f"{value:.{decimals}f}"


def _around(form: str) -> tuple[str, str]:
    """Signs and words before and after the number."""
    digits = re.search(r"[0#?]", form)
    if form == "General" or not digits:
        return "", ""
    last = max(match.end() for match in re.finditer(r"[0#?]", form))
    return _literals(form[: digits.start()]), _literals(form[last:])


def _literals(part: str) -> str:
    return "".join(next(filter(None, match.groups()), "") for match in _LITERAL.finditer(part))
