"""Nothing of a document is lost in silence: it is read, or named as not read."""

import datetime
import zipfile
from pathlib import Path

import openpyxl
import pytest

from gateway.knowledge.document import DocumentError
from gateway.knowledge.hyphens import join_lines
from gateway.knowledge.reading import read_file
from tests.gateway.knowledge import files
from tests.gateway.knowledge.files import run


def contents(path: Path) -> list[str]:
    return [chunk["content"] for chunk in read_file(path).chunks]


# Word


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (f"<w:p>{run('Vale ')}<w:sdt><w:sdtContent>{run('9.000')}</w:sdtContent></w:sdt>{run(' la hora')}</w:p>",
         "Vale 9.000 la hora"),
        (f"<w:sdt><w:sdtContent><w:p>{run('En un control')}</w:p></w:sdtContent></w:sdt>", "En un control"),
        (f"<w:p>{run('Vale ')}<w:del><w:r><w:delText>8.000</w:delText></w:r></w:del><w:ins>{run('9.000')}</w:ins></w:p>",
         "Vale 9.000"),
        (f"<w:p><w:moveFrom>{run('antes')}</w:moveFrom><w:moveTo>{run('después')}</w:moveTo></w:p>", "después"),
        (f"<w:p>{run('Fuera')}<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
         f"<w:txbxContent><w:p>{run('En la caja')}</w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice>"
         f"<mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p>{run('En la caja')}</w:p></w:txbxContent>"
         "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>", "Fuera\nEn la caja"),
        (f"<w:p><w:hyperlink>{run('un enlace')}</w:hyperlink><w:r><w:tab/></w:r>"
         f"<w:smartTag>{run('Bogotá')}</w:smartTag></w:p>", "un enlace\tBogotá"),
        (f"<w:p>{run('segunda')}<w:r><w:noBreakHyphen/></w:r>{run('feira')}</w:p>", "segunda-feira"),
    ],
    ids=["control", "control-of-blocks", "tracked", "moved", "box", "link", "hyphen"],
)  # fmt: skip
def test_word_is_read_as_it_is_shown(tmp_path: Path, body: str, text: str) -> None:
    assert contents(files.word_body(tmp_path / "a.docx", body)) == [text]


def cell(text: str, properties: str = "", inside: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{run(text)}</w:p>{inside}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def test_tables_of_word_are_read_with_all_that_stands_in_them(tmp_path: Path) -> None:
    inner = f"<w:tbl>{row(cell('axila'), cell('90'))}</w:tbl>"
    table = "".join(
        (
            row(cell("Servicio"), cell("Precio"), cell("Nota")),
            row(cell("Láser", "<w:vMerge w:val='restart'/>", inner), cell("100"), cell("por zona")),
            row(cell("", "<w:vMerge/>"), cell("140"), cell("dos zonas")),
            row(cell("Cejas"), cell("incluido", "<w:gridSpan w:val='2'/>")),
            row(cell("Viejo"), cell("1"), cell(""), properties="<w:del/>"),
            f"<w:sdt><w:sdtContent>{row(cell('Facial'), cell('80'), cell(''))}</w:sdtContent></w:sdt>",
        )
    )
    [text] = contents(files.word_body(tmp_path / "a.docx", f"<w:tbl>{table}</w:tbl>"))
    assert text.split("\n") == [
        "Servicio: Láser axila | 90; Precio: 100; Nota: por zona",
        "Servicio: Láser axila | 90; Precio: 140; Nota: dos zonas",
        "Servicio: Cejas; Precio: incluido; Nota: incluido",
        "Servicio: Facial; Precio: 80",
    ]


def test_notes_at_the_foot_of_a_word_document_are_read(tmp_path: Path) -> None:
    note = f"<w:footnote><w:p>{run('Solo con tarjeta.')}</w:p></w:footnote>"
    path = files.word_body(tmp_path / "a.docx", f"<w:p>{run('Diez cuotas')}</w:p>", notes=note)
    assert contents(path) == ["Diez cuotas\nSolo con tarjeta."]


def test_word_elements_in_each_other_without_end_are_refused(tmp_path: Path) -> None:
    deep = "<w:sdt><w:sdtContent>" * 200 + "</w:sdtContent></w:sdt>" * 200
    with pytest.raises(DocumentError, match="broken"):
        read_file(files.word_body(tmp_path / "a.docx", deep))


def test_pictures_in_word_are_named_as_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    made = files.word(path, "Texto")
    with zipfile.ZipFile(made, "a") as package:
        package.writestr("word/media/image1.png", b"x")
        package.writestr("word/media/image2.png", b"x")
    assert read_file(made).unread == ("pictures (2)",)


# Tables


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ("Servicio;Precio;\nUñas;30;\n", ["Servicio: Uñas; Precio: 30"]),
        ("Tarifas 2027;;\nSede norte;;\nServicio;Precio;Con socio\nUñas;30;25\n",
         ["Servicio: Uñas; Precio: 30; Con socio: 25"]),
        ("sep=,\nServicio,Precio\nUñas,30\n", ["Servicio: Uñas; Precio: 30"]),
        ('"sep=|"\nServicio|Precio\nUñas|30\n', ["Servicio: Uñas; Precio: 30"]),
        (";Servicio;Precio\n;Uñas;30\n", ["Servicio: Uñas; Precio: 30"]),
        ("Solo una columna\nUñas\nCejas\n", ["Solo una columna: Uñas", "Solo una columna: Cejas"]),
    ],
    ids=["trailing", "titles", "sep", "quoted-sep", "leading", "one-column"],
)  # fmt: skip
def test_tables_as_programs_export_them(tmp_path: Path, content: str, rows: list[str]) -> None:
    assert contents(files.text(tmp_path / "a.csv", content)) == rows


def test_the_title_of_a_table_stands_over_its_rows(tmp_path: Path) -> None:
    path = files.text(tmp_path / "a.csv", "Tarifas 2027;;\nServicio;Precio\nUñas;30\n")
    [chunk] = read_file(path).chunks
    assert (chunk["title"], chunk["source"]) == ("Tarifas 2027 – Uñas", "a.csv, row 3")


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "cp850", "utf-8", "utf-16"])
@pytest.mark.parametrize(
    "words", ["Depilación; mañana, ¿cuánto?", "Sobrancelha às terças: preço à vista", "Uñas 30 €"]
)
def test_old_encodings_are_told_by_the_words(tmp_path: Path, encoding: str, words: str) -> None:
    if encoding == "cp850" and "€" in words:
        pytest.skip("DOS has no euro")
    assert contents(files.text(tmp_path / "a.txt", words, encoding)) == [words]


# Excel


def test_a_workbook_is_read_as_its_cells_are_shown(tmp_path: Path) -> None:
    path = files.workbook(
        tmp_path / "lista.xlsx",
        Precios=[
            ["Lista 2027"],
            ["Servicio", "Precio", "Descuento", "Desde", "Hora", "Dura", "Niños"],
            ["Uñas", (30000, '_-"$"* #,##0_-'), (0.15, "0%"), datetime.date(2027, 1, 4),
             datetime.time(15, 30), datetime.timedelta(minutes=90), True],
            ["Cejas", (12.5, '0.00 "€"'), (0.125, "[Red]0.0%"), datetime.datetime(2027, 1, 4, 9, 0),
             None, None, False],
        ],
        Preguntas=[["Pregunta", "Respuesta"], ["¿Hay wifi?", "Sí"]],
    )  # fmt: skip
    chunks = read_file(path).chunks
    assert [chunk["content"] for chunk in chunks] == [
        "Servicio: Uñas; Precio: $30,000; Descuento: 15%; Desde: 2027-01-04; Hora: 15:30; Dura: 1:30; Niños: ✓",
        "Servicio: Cejas; Precio: 12.50 €; Descuento: 12.5%; Desde: 2027-01-04 09:00; Niños: ✗",
        "Sí",
    ]
    assert [chunk["source"] for chunk in chunks][1:] == [
        "lista.xlsx, Precios, row 4", "lista.xlsx, Preguntas, row 2",
    ]  # fmt: skip


def test_merged_cells_and_hidden_sheets_of_a_workbook(tmp_path: Path) -> None:
    path = files.workbook(
        tmp_path / "a.xlsx",
        Hoja=[["Zona", "Servicio", "Precio"], ["Cara", "Láser", 10], [None, "Peeling", 20]],
        Costos=[["Interno", "no se cuenta"]],
    )
    book = openpyxl.load_workbook(path)
    book["Hoja"].merge_cells("A2:A3")
    book["Costos"].sheet_state = "hidden"
    book.save(path)
    document = read_file(path)
    assert [chunk["content"] for chunk in document.chunks] == [
        "Zona: Cara; Servicio: Láser; Precio: 10", "Zona: Cara; Servicio: Peeling; Precio: 20",
    ]  # fmt: skip
    assert document.unread == ("hidden sheets (Costos)",)


def test_formulas_without_a_result_are_named(tmp_path: Path) -> None:
    path = files.workbook(tmp_path / "a.xlsx", Hoja=[["Servicio", "Precio"], ["Uñas", "=1+1"]])
    document = read_file(path)
    assert [chunk["content"] for chunk in document.chunks] == ["Servicio: Uñas"]
    assert document.unread == ("formulas without a result (Hoja!B2)",)


@pytest.mark.parametrize("content", [b"no workbook", b"PK\x03\x04 half of one"])
def test_something_else_under_a_workbooks_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(DocumentError, match="this is no Excel workbook"):
        read_file(tmp_path / "a.xlsx")


def test_a_workbook_of_endless_rows(tmp_path: Path) -> None:
    path = files.workbook(tmp_path / "a.xlsx", Hoja=[["x"]] * 5_001)
    with pytest.raises(DocumentError, match="more than 5000 rows"):
        read_file(path)


# PDF


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("das nove na quarta-\nfeira", "das nove na quarta-feira"),
        ("o pré-\nnatal", "o pré-natal"),
        ("o agen-\ndamento", "o agendamento"),
        ("la depi-\nlación", "la depilación"),
        ("um guarda-roupa; o guarda-\nroupa", "um guarda-roupa; o guarda-roupa"),
        ("para agendar: agendar-\nse", "para agendar: agendar-se"),
        ("a agen-\nda", "a agenda"),
        ("the follow-up and the follow-\nup", "the follow-up and the follow-up"),
        ("de 8-\n12", "de 8-\n12"),
        ("uno -\ndos", "uno -\ndos"),
    ],
)
def test_a_word_that_a_line_divides_is_whole(text: str, joined: str) -> None:
    assert join_lines([text]) == [joined]


def test_fields_of_a_form_are_read(tmp_path: Path) -> None:
    path = files.pdf_form(tmp_path / "a.pdf", "Precio del corte:", precio="25.000 pesos", nada="")
    assert contents(path) == ["Precio del corte:\n\nprecio: 25.000 pesos"]


def test_scanned_pages_between_others_are_named(tmp_path: Path) -> None:
    document = read_file(files.pdf(tmp_path / "a.pdf", "Uno", "", "Tres", ""))
    assert document.unread == ("pages without text, perhaps scanned (2, 4)",)
