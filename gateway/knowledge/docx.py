"""Word documents: a section for each heading, tables row by row with the names of their columns."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from gateway.knowledge.document import DocumentError, Section, broken_is_refused, headed

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph

_MOST_PARTS = 2_000
_LARGEST_PARTS = 100_000_000
"""Bytes of all parts unpacked: a small file can hold endless zeros."""
_LARGEST_XML = 40_000_000
"""Bytes of all parts but pictures: as a tree they take twenty times as much."""
_MOST_PARAGRAPHS = 30_000
"""Those of tables too; a thousand pages have about 20,000, and each costs a fifth of a
millisecond."""
_HEADING = re.compile(r"^heading (\d)$", re.IGNORECASE)


def read_docx(content: bytes) -> list[Section]:
    """Raises DocumentError for what is no document of Word 2007 or later."""
    _check_package(content)
    import docx

    with broken_is_refused("this Word document is broken"):
        document = docx.Document(io.BytesIO(content))
        if _paragraphs(document) > _MOST_PARAGRAPHS:
            raise DocumentError(f"this Word document has more than {_MOST_PARAGRAPHS} paragraphs")
        return list(_sections(document))


def _check_package(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            if len(parts) > _MOST_PARTS or sum(p.file_size for p in parts) > _LARGEST_PARTS:
                raise DocumentError("this Word document is too large when unpacked")
            texts = [part for part in parts if part.filename.endswith((".xml", ".rels"))]
            if sum(part.file_size for part in texts) > _LARGEST_XML:
                raise DocumentError("this Word document has too much text; split the file")
            for part in texts:
                if b"<!DOCTYPE" in package.read(part):
                    raise DocumentError("this Word document declares entities, which none needs")
    except (zipfile.BadZipFile, zipfile.LargeZipFile, RuntimeError, OSError, EOFError) as error:
        raise DocumentError("this is not a Word document (.docx)") from error
    except (NotImplementedError, ValueError) as error:
        raise DocumentError("this Word document is broken") from error


def _paragraphs(document: "Document") -> int:
    from docx.oxml.ns import qn

    return sum(1 for _ in document.element.body.iter(qn("w:p")))


def _sections(document: "Document") -> Iterator[Section]:
    from docx.table import Table

    # Asked once: `paragraph.style` looks through all styles for every paragraph.
    styles = {str(style.style_id): str(style.name) for style in document.styles}
    path: list[str] = []
    lines: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            lines += _rows(block)
        elif level := _level(block, styles):
            if text := "\n".join(lines).strip():
                yield headed(path, text)
            path, lines = [*path[: level - 1], block.text.strip()], []
        else:
            lines.append(block.text)
    if text := "\n".join(lines).strip():
        yield headed(path, text)


def _level(paragraph: "Paragraph", styles: Mapping[str, str]) -> int:
    """1 to 9 for a heading (1 for the title, too), 0 for other paragraphs."""
    name = styles.get(paragraph.paragraph_format.element.style or "", "")
    if not name or not paragraph.text.strip():
        return 0
    heading = _HEADING.match(name)
    return int(heading[1]) if heading else int(name.lower() == "title")


def _rows(table: "Table") -> Iterator[str]:
    """Each row as "column: cell; …"; a table of one row or column as it stands."""
    rows = [[cell.text.strip().replace("\n", " ") for cell in row.cells] for row in table.rows]
    if len(rows) < 2 or len(rows[0]) < 2 or not all(rows[0]):
        yield from (" | ".join(dict.fromkeys(filter(None, row))) for row in rows)
        return
    names = rows[0]
    for row in rows[1:]:
        yield "; ".join(f"{name}: {cell}" for name, cell in zip(names, row, strict=False) if cell)
