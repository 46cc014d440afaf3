"""Documents as people have them, made on the spot."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
import openpyxl
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)


def pdf(path: Path, *pages: str, password: str | None = None) -> Path:
    """A PDF with a text layer; an empty page has none, as a scanned one."""
    writer = PdfWriter()
    for text in pages:
        page = writer.add_blank_page(595, 842)
        font = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
                NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
            }
        )
        fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        stream = DecodedStreamObject()
        stream.set_data(_shown(text))
        page[NameObject("/Contents")] = writer._add_object(stream)
    if password is not None:
        writer.encrypt(password, algorithm="AES-256")
    writer.write(path)
    return path


def _shown(text: str) -> bytes:
    lines = [
        line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        for line in text.split("\n")
    ]
    shown = "".join(f"({line}) Tj 0 -16 Td\n" for line in lines if line)
    return f"BT /F1 11 Tf 40 800 Td\n{shown}ET".encode("cp1252")


def word(path: Path, *blocks: str | Sequence[Sequence[str]]) -> Path:
    """A DOCX; "# x" and "## x" are headings, a list of rows is a table."""
    document = docx.Document()
    for block in blocks:
        if not isinstance(block, str):
            table = document.add_table(len(block), len(block[0]))
            for row, cells in zip(table.rows, block, strict=True):
                for cell, text in zip(row.cells, cells, strict=True):
                    cell.text = text
        elif block.startswith("#"):
            marks, _, heading = block.partition(" ")
            document.add_heading(heading, len(marks))
        else:
            document.add_paragraph(block)
    document.save(str(path))
    return path


def word_with(path: Path, part: str, content: bytes) -> Path:
    """A DOCX one of whose parts is replaced."""
    original = io.BytesIO()
    docx.Document().save(original)
    with (
        zipfile.ZipFile(original) as source,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(name, content if name == part else source.read(name))
    return path


def text(path: Path, content: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(content.encode(encoding))
    return path


def word_body(path: Path, body: str, *, notes: str = "") -> Path:
    """A DOCX whose body is this XML, with the usual prefixes; `notes` are those at the foot."""
    made = docx.Document()
    if notes:
        blob = f"<w:footnotes {PREFIXES}>{notes}</w:footnotes>".encode()
        name = PackURI("/word/footnotes.xml")
        part = Part(name, f"{_WORD_TYPE}.footnotes+xml", blob, made.part.package)
        made.part.relate_to(part, f"{_RELATION}/footnotes")
    original = io.BytesIO()
    made.save(original)
    with zipfile.ZipFile(original) as source, zipfile.ZipFile(path, "w") as target:
        for name_ in source.namelist():
            content = source.read(name_)
            if name_ == "word/document.xml":
                content = f"<w:document {PREFIXES}><w:body>{body}</w:body></w:document>".encode()
            target.writestr(name_, content)
    return path


PREFIXES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def run(text: str) -> str:
    """Words of a Word paragraph."""
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def pdf_form(path: Path, text: str, **fields: str) -> Path:
    """A PDF of one page with filled fields."""
    pdf(path, text)
    writer = PdfWriter(clone_from=path)
    page = writer.pages[0]
    annotations = ArrayObject()
    for name, value in fields.items():
        field = DictionaryObject({
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/FT"): NameObject("/Tx"),
            NameObject("/T"): TextStringObject(name),
            NameObject("/V"): TextStringObject(value),
        })  # fmt: skip
        annotations.append(writer._add_object(field))
    page[NameObject("/Annots")] = annotations
    writer.write(path)
    return path


def workbook(path: Path, **sheets: Sequence[Sequence[object]]) -> Path:
    """An XLSX; a cell is a value or (value, number format)."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row, cells in enumerate(rows, 1):
            for column, cell in enumerate(cells, 1):
                value, form = cell if isinstance(cell, tuple) else (cell, "")
                made = sheet.cell(row, column, value)
                made.number_format = form or made.number_format
    book.save(path)
    return path
