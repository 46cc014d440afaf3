"""Packed files are opened in a process that may take so much and no more."""

import zipfile
from pathlib import Path

import openpyxl
import pytest

from gateway.knowledge import commands
from gateway.knowledge.apart import read_apart
from gateway.knowledge.document import DocumentError
from gateway.knowledge.reading import read_here
from tests.gateway.knowledge import files

MEMORY = 250_000_000


SHARED = (
    '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def repeated(path: Path) -> Path:
    """A workbook of some kilobytes, each cell of which is the same long text: gigabytes when read."""
    openpyxl.Workbook().save(path)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    cells = '<c t="s"><v>0</v></c>' * 40
    parts |= {
        "[Content_Types].xml": parts["[Content_Types].xml"].replace("</Types>", SHARED),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>{"long " * 6000}</t></si></sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{f"<row>{cells}</row>" * 250}'
        "</sheetData></worksheet>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    assert path.stat().st_size < 100_000
    return path


def test_what_is_read_apart_is_what_is_read_here(tmp_path: Path) -> None:
    made = files.word(tmp_path / "a.docx", "# Precios", "Láser axila 140", [["a", "b"], ["1", "2"]])
    content = made.read_bytes()
    assert read_apart(".docx", content) == read_here(".docx", content)
    [document] = commands.read_files([made])
    assert document.chunks[0]["title"] == "Precios"


def test_a_file_that_unpacks_to_gigabytes_ends_its_process_only(tmp_path: Path) -> None:
    content = repeated(tmp_path / "a.xlsx").read_bytes()
    with pytest.raises(DocumentError, match="too much memory or time"):
        read_apart(".xlsx", content, memory=MEMORY)


def test_a_refusal_comes_back_in_its_own_words(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 broken")
    with pytest.raises(DocumentError, match=r"^a\.pdf: this PDF is broken$"):
        commands.read_files([tmp_path / "a.pdf"])


def test_nothing_of_our_environment_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also not what would make it load other code."""
    (tmp_path / "docx.py").write_text("raise SystemExit(3)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    content = files.word(tmp_path / "a.docx", "Hola").read_bytes()
    assert read_apart(".docx", content).sections[0].text == "Hola"
