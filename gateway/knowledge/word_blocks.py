"""Paragraphs and tables of a Word document as a reader sees them, wherever they stand.

python-docx leaves out what stands in content controls, insertions that nobody accepted yet, text boxes
and tables inside of cells. Here everything that is shown is read, and what is marked as deleted is not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHOICES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DELETED = frozenset({f"{_WORD}{name}" for name in ("del", "moveFrom", "delText", "instrText")})
_SIGNS = {f"{_WORD}tab": "\t", f"{_WORD}br": "\n", f"{_WORD}cr": "\n", f"{_WORD}noBreakHyphen": "-"}
_BOX = f"{_WORD}txbxContent"
_MOST_DEPTH = 60
"""Elements inside of each other; a table in a box in a table takes about thirty."""
Element = Any
"""Of lxml, which has no types."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`style` is its id."""

    text: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; a cell that spans columns or rows stands in each of them."""

    rows: list[list[str]]

    @property
    def text(self) -> str:
        return "\n".join(" | ".join(dict.fromkeys(filter(None, row))) for row in self.rows)


def elements(root: Element, name: str) -> Iterator[Element]:
    """Every element of this name in the text, at any depth."""
    yield from root.iter(f"{_WORD}{name}")


def blocks(parent: Element, depth: int = 0) -> Iterator[Paragraph | Table]:
    """What stands in a body, a cell, a box or a note, in its order."""
    for child in _shown(parent, depth):
        if child.tag == f"{_WORD}p":
            yield Paragraph(_text(child, depth + 1), _style(child))
            for box in _boxes(child, depth + 1):
                yield from blocks(box, depth + 1)
        elif child.tag == f"{_WORD}tbl":
            yield Table(list(_rows(child, depth + 1)))
        elif _holds_blocks(child):
            yield from blocks(child, depth + 1)


def _holds_blocks(element: Element) -> bool:
    names = ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")
    return element.tag in {f"{_WORD}{name}" for name in names}


def _shown(parent: Element, depth: int) -> Iterator[Element]:
    """Children that are not deleted; of alternatives the first. Raises ValueError when things stand in
    each other without end."""
    if depth > _MOST_DEPTH:
        raise ValueError("elements stand too deep in each other")
    for child in parent:
        if child.tag == f"{_CHOICES}AlternateContent":
            chosen = child.find(f"{_CHOICES}Choice")
            if chosen is None:
                chosen = child.find(f"{_CHOICES}Fallback")
            if chosen is not None:
                yield from _shown(chosen, depth + 1)
        elif isinstance(child.tag, str) and child.tag not in _DELETED:
            yield child


def _text(element: Element, depth: int) -> str:
    parts: list[str] = []
    for child in _shown(element, depth):
        if child.tag == f"{_WORD}t":
            parts.append(child.text or "")
        elif child.tag in _SIGNS:
            parts.append(_SIGNS[child.tag])
        elif child.tag != _BOX:
            parts.append(_text(child, depth + 1))
    return "".join(parts)


def _boxes(element: Element, depth: int) -> Iterator[Element]:
    """Text boxes that are anchored in a paragraph; those inside of a box come with the box."""
    for child in _shown(element, depth):
        if child.tag == _BOX:
            yield child
        else:
            yield from _boxes(child, depth + 1)


def _style(paragraph: Element) -> str:
    style = paragraph.find(f"{_WORD}pPr/{_WORD}pStyle")
    return "" if style is None else str(style.get(f"{_WORD}val", ""))


def _rows(table: Element, depth: int) -> Iterator[list[str]]:
    above: list[str] = []
    for row in _named(table, "tr", depth):
        if row.find(f"{_WORD}trPr/{_WORD}del") is None:
            above = _cells(row, above, depth)
            yield above


def _cells(row: Element, above: list[str], depth: int) -> list[str]:
    cells: list[str] = []
    for cell in _named(row, "tc", depth):
        merged = cell.find(f"{_WORD}tcPr/{_WORD}vMerge")
        goes_on = merged is not None and merged.get(f"{_WORD}val", "continue") == "continue"
        place = len(cells)
        text = above[place] if goes_on and place < len(above) else _of_cell(cell, depth)
        cells += [text] * _span(cell)
    return cells


def _of_cell(cell: Element, depth: int) -> str:
    return "\n".join(block.text for block in blocks(cell, depth + 1) if block.text.strip())


def _span(cell: Element) -> int:
    """Over how many columns it goes."""
    span = cell.find(f"{_WORD}tcPr/{_WORD}gridSpan")
    told = "" if span is None else span.get(f"{_WORD}val", "")
    return max(1, min(int(told), 100)) if told.isdigit() else 1


def _named(parent: Element, name: str, depth: int) -> Iterator[Element]:
    """Rows of a table or cells of a row, also inside of content controls."""
    for child in _shown(parent, depth):
        if child.tag == f"{_WORD}{name}":
            yield child
        elif _holds_blocks(child):
            yield from _named(child, name, depth + 1)
