"""What is read from files of every kind, and what is refused."""

import time
from pathlib import Path

import pytest

from gateway.knowledge.document import LARGEST_FILE, DocumentError
from gateway.knowledge.reading import About, Chunk, read_file
from tests.gateway.knowledge import files


def chunks(path: Path) -> list[tuple[str, str, str]]:
    """(title, content, source) of every part."""
    return [(c["title"], c["content"], c["source"]) for c in read_file(path).chunks]


def refused(path: Path) -> str:
    with pytest.raises(DocumentError) as error:
        read_file(path)
    return str(error.value)


# What is read


def test_markdown_is_split_at_its_headings(tmp_path: Path) -> None:
    path = files.text(
        tmp_path / "guía.md",
        "Bienvenida.\n\n# Precios\n\nDesde 90.000.\n\n## Láser\n\nPor zona.\nSin cita no.\n\n"
        "# Horario\n```\n# no es un título\n```\n",
    )
    assert chunks(path) == [
        ("guía", "Bienvenida.", "guía.md"),
        ("Precios", "Desde 90.000.", "guía.md, Precios"),
        ("Precios – Láser", "Por zona.\nSin cita no.", "guía.md, Precios › Láser"),
        ("Horario", "```\n# no es un título\n```", "guía.md, Horario"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16"])
def test_text_in_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    path = files.text(tmp_path / "aviso-de-mañana.txt", "Señor: acá está la ñ\r\n", encoding)
    assert chunks(path) == [("aviso de mañana", "Señor: acá está la ñ", "aviso-de-mañana.txt")]


def test_a_long_text_is_cut_between_sentences_and_loses_no_word(tmp_path: Path) -> None:
    content = " ".join(f"Esta es la frase número {n}." for n in range(300))
    parts = chunks(files.text(tmp_path / "largo.txt", content))
    assert all(len(text) <= 900 and text.endswith(".") for _, text, _ in parts)
    assert " ".join(text for _, text, _ in parts) == content


def test_a_pdf_knows_its_pages(tmp_path: Path) -> None:
    path = files.pdf(
        tmp_path / "tarifas.pdf", "El masaje dura una hora", "", "La pedi-\ncura incluye esmalte"
    )
    assert chunks(path) == [
        ("tarifas", "El masaje dura una hora", "tarifas.pdf, p. 1"),
        ("tarifas", "La pedicura incluye esmalte", "tarifas.pdf, p. 3"),
    ]


def test_a_pdf_that_only_forbids_printing_is_read(tmp_path: Path) -> None:
    path = files.pdf(tmp_path / "a.pdf", "Texto", password="")
    assert [content for _, content, _ in chunks(path)] == ["Texto"]


def test_word_has_headings_and_tables(tmp_path: Path) -> None:
    path = files.word(
        tmp_path / "manual.docx",
        "# Políticas",
        "## Mascotas",
        "Los perros pequeños entran en su guacal.",
        "## Precios",
        [["Servicio", "Precio"], ["Sauna", "60.000"], ["Turco", ""]],
        "# Final",
    )
    assert chunks(path) == [
        ("Políticas – Mascotas", "Los perros pequeños entran en su guacal.", "manual.docx, Políticas › Mascotas"),
        ("Políticas – Precios", "Servicio: Sauna; Precio: 60.000\nServicio: Turco", "manual.docx, Políticas › Precios"),
    ]  # fmt: skip


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "latin-1"])
def test_a_row_of_a_table_is_an_entry(tmp_path: Path, delimiter: str, encoding: str) -> None:
    rows = [
        ["Tratamiento", "Duración", "Precio"],
        ["Peeling químico", "45 min", "180.000"],
        ["", "", ""],
        ["Hidratación", "", "95.000"],
    ]
    content = "\n".join(delimiter.join(row) for row in rows)
    assert chunks(files.text(tmp_path / "lista.csv", content, encoding)) == [
        ("Peeling químico", "Tratamiento: Peeling químico; Duración: 45 min; Precio: 180.000", "lista.csv, row 2"),
        ("Hidratación", "Tratamiento: Hidratación; Precio: 95.000", "lista.csv, row 4"),
    ]  # fmt: skip


def test_questions_and_answers_are_just_that(tmp_path: Path) -> None:
    content = 'Pregunta;Respuesta\n"¿Hay sauna; y turco?";"Sí, los dos;\ncon toalla"\n'
    [chunk] = chunks(files.text(tmp_path / "faq.csv", content))
    assert chunk == ("¿Hay sauna; y turco?", "Sí, los dos; con toalla", "faq.csv, row 2")


def test_a_table_without_names_of_columns(tmp_path: Path) -> None:
    content = "Sauna,60.000\nTurco,70.000\n"
    assert [c for _, c, _ in chunks(files.text(tmp_path / "a.csv", content))] == [
        "Sauna; 60.000",
        "Turco; 70.000",
    ]
    # A comma inside of the only line says nothing where semicolons separate.
    assert [c for _, c, _ in chunks(files.text(tmp_path / "b.csv", "Parqueo;Sí, gratis\n"))] == [
        "Parqueo; Sí, gratis"
    ]


def test_what_a_database_cannot_keep_is_left_out(tmp_path: Path) -> None:
    path = files.text(tmp_path / "a.md", "# A\x1b[31mB\n\nuno\x07 dos\u00a0tres\n")
    assert chunks(path) == [("A[31mB", "uno dos tres", "a.md, A[31mB")]


def test_the_same_file_is_read_the_same(tmp_path: Path) -> None:
    path = files.word(tmp_path / "a.docx", "# Uno", "Texto " * 400)

    def read() -> tuple[About, list[Chunk]]:
        document = read_file(path)
        return document.about, document.chunks

    assert read() == read()


# What is refused


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.pdf", "a.docx", "a.csv"])
@pytest.mark.parametrize("content", [b"", b"  \n\n\t "])
def test_an_empty_file(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert refused(path) == f"{name}: there is no text in it"


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.csv", "a.pdf", "a.docx"])
def test_something_else_under_a_documents_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"\x7fELF\x02\x01\x00\x00" + bytes(range(256)) * 20)
    assert refused(path).startswith(f"{name}: this ")


def test_unknown_kinds_and_missing_files(tmp_path: Path) -> None:
    assert "these can: .md, .markdown, .txt" in refused(files.text(tmp_path / "a.exe", "x"))
    assert "No such file" in refused(tmp_path / "nothing.pdf")
    (tmp_path / "folder.md").mkdir()
    assert "directory" in refused(tmp_path / "folder.md")


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    assert refused(path) == "a.txt: larger than 20 MB"


def test_too_much_text_and_too_many_rows(tmp_path: Path) -> None:
    assert "too much text" in refused(files.text(tmp_path / "a.txt", "palabra " * 400_000))
    assert "more than 5000 rows" in refused(files.text(tmp_path / "a.csv", "a,b\n" * 5001))
    assert "field larger" in refused(files.text(tmp_path / "b.csv", "a,b\n" + "x" * 200_000))


def test_pdfs_that_cannot_be_read(tmp_path: Path) -> None:
    assert "locked with a password" in refused(files.pdf(tmp_path / "a.pdf", "x", password="s"))
    assert "scanned pages" in refused(files.pdf(tmp_path / "b.pdf", "", ""))
    whole = files.pdf(tmp_path / "c.pdf", "x " * 200).read_bytes()
    for part in (whole[: len(whole) // 2], b"%PDF-1.7\n" + b"\xff" * 500, b"%PDF-1.4\n%%EOF"):
        (tmp_path / "d.pdf").write_bytes(part)
        assert refused(tmp_path / "d.pdf").startswith("d.pdf: ")


def test_a_word_document_that_unpacks_to_far_more(tmp_path: Path) -> None:
    path = files.word_with(tmp_path / "a.docx", "word/document.xml", b" " * 120_000_000)
    assert path.stat().st_size < 1_000_000
    assert refused(path) == "a.docx: this Word document is too large when unpacked"
    path = files.word_with(tmp_path / "b.docx", "word/document.xml", b" " * 50_000_000)
    assert refused(path) == "b.docx: this Word document has too much text; split the file"


def test_a_word_document_of_endless_paragraphs(tmp_path: Path) -> None:
    xml = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:body>{'<w:p/>' * 30_001}</w:body></w:document>"
    )
    path = files.word_with(tmp_path / "a.docx", "word/document.xml", xml.encode())
    assert refused(path) == "a.docx: this Word document has more than 30000 paragraphs"


def test_a_long_word_document_is_read_in_seconds(tmp_path: Path) -> None:
    """Its styles are looked at once, not once a paragraph, which took seven milliseconds each."""
    path = files.word(tmp_path / "a.docx", *["Texto"] * 1_000)
    begun = time.process_time()
    assert len(chunks(path)) == 7
    assert time.process_time() - begun < 3


@pytest.mark.parametrize("entity", ['"ha "', 'SYSTEM "file:///etc/passwd"'])
def test_a_word_document_that_declares_entities(tmp_path: Path, entity: str) -> None:
    xml = (
        f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a {entity}>]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>"
    )
    path = files.word_with(tmp_path / "a.docx", "word/document.xml", xml.encode())
    assert "declares entities" in refused(path)


@pytest.mark.parametrize("part", ["word/document.xml", "[Content_Types].xml", "_rels/.rels"])
def test_a_word_document_with_a_broken_part(tmp_path: Path, part: str) -> None:
    path = files.word_with(tmp_path / "a.docx", part, b"<w:document><w:body>")
    assert refused(path) == "a.docx: this Word document is broken"
