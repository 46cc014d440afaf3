"""Word documents: a section for each heading, tables row by row with the names of their columns."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gateway.knowledge.document import (
    Contents,
    DocumentError,
    Section,
    broken_is_refused,
    headed,
)
from gateway.knowledge.packages import check_package
from gateway.knowledge.word_blocks import Paragraph, Table, blocks, elements

if TYPE_CHECKING:
    from docx.document import Document

_MOST_PARAGRAPHS = 30_000
"""Those of tables too; a thousand pages have about 20,000, and each costs a fifth of a
millisecond."""
_HEADING = re.compile(r"^heading (\d)$", re.IGNORECASE)
_LEFT_OUT: Mapping[str, str] = {
    "word/media/": "pictures",
    "word/charts/": "charts",
    "word/diagrams/": "diagrams",
    "word/embeddings/": "embedded files",
}
_NOTES = ("/footnotes", "/endnotes")


def read_docx(content: bytes) -> Contents:
    """Raises DocumentError for what is no document of Word 2007 or later."""
    parts = check_package(content, "Word document", ".docx")
    import docx

    with broken_is_refused("this Word document is broken"):
        document = docx.Document(io.BytesIO(content))
        if sum(1 for _ in elements(document.element.body, "p")) > _MOST_PARAGRAPHS:
            raise DocumentError(f"this Word document has more than {_MOST_PARAGRAPHS} paragraphs")
        return Contents(list(_sections(document)), tuple(_unread(parts)))


def _unread(parts: Sequence[str]) -> Iterator[str]:
    for folder, what in _LEFT_OUT.items():
        if count := sum(part.startswith(folder) for part in parts):
            yield f"{what} ({count})"


@dataclass(slots=True)
class _Open:
    """The section that is being read: its headings, outermost first, and its lines."""

    path: list[str]
    lines: list[str]

    def closed(self) -> Iterator[Section]:
        if text := "\n".join(self.lines).strip():
            yield headed(self.path, text)


def _sections(document: "Document") -> Iterator[Section]:
    # Asked once: python-docx looks through all styles for every paragraph.
    styles = {str(style.style_id): str(style.name) for style in document.styles}
    section = _Open([], [])
    for block in blocks(document.element.body):
        level = _level(block, styles) if isinstance(block, Paragraph) else 0
        if level:
            yield from section.closed()
            section = _Open([*section.path[: level - 1], block.text.strip()], [])
        elif isinstance(block, Table):
            section.lines += _rows(block)
        else:
            section.lines.append(block.text)
    section.lines += _notes(document)
    yield from section.closed()


def _notes(document: "Document") -> Iterator[str]:
    """Footnotes and endnotes, after the text they belong to."""
    from docx.oxml import parse_xml

    for relation in document.part.rels.values():
        if relation.reltype.endswith(_NOTES) and not relation.is_external:
            root = parse_xml(relation.target_part.blob)
            for note in (*elements(root, "footnote"), *elements(root, "endnote")):
                yield from (block.text for block in blocks(note) if block.text.strip())


def _level(paragraph: Paragraph, styles: Mapping[str, str]) -> int:
    """1 to 9 for a heading (1 for the title, too), 0 for other paragraphs."""
    name = styles.get(paragraph.style, "")
    if not name or not paragraph.text.strip():
        return 0
    heading = _HEADING.match(name)
    return int(heading[1]) if heading else int(name.lower() == "title")


def _rows(table: Table) -> Iterator[str]:
    """Each row as "column: cell; …"; a table of one row or column as it stands."""
    rows = [[cell.strip().replace("\n", " ") for cell in row] for row in table.rows]
    if len(rows) < 2 or len(rows[0]) < 2 or not all(rows[0]):
        yield from (" | ".join(dict.fromkeys(filter(None, row))) for row in rows)
        return
    names = rows[0]
    for row in rows[1:]:
        yield "; ".join(f"{name}: {cell}" for name, cell in zip(names, row, strict=False) if cell)
