"""Customers in a CSV file: which column is which, and what of each row can be taken."""

import csv
import io
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from agent.errors import OperatorError
from agent.phones import told

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("nombre", "nombre completo", "cliente", "paciente", "nome", "nome completo", "name", "full name", "customer"),
    "phone": ("telefono", "celular", "movil", "whatsapp", "telefone", "phone", "mobile", "phone number"),
    "email": ("correo", "correo electronico", "e-mail", "email"),
    "note": ("nota", "notas", "observaciones", "observacoes", "note", "notes"),
}  # fmt: skip
"""Titles as they are compared: small letters without accents."""
_LONGEST = {"name": 120, "note": 500}


@dataclass(frozen=True)
class Customers:
    """`columns`: field to title. `rows`: what can be taken. `refused`: "line 3: why"."""

    columns: dict[str, str]
    rows: list[dict[str, str | None]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def read_customers(content: bytes, country: str) -> Customers:
    """`country` (ISO) is that of local numbers. Raises OperatorError when there is no column of phones."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise OperatorError("the file is not UTF-8; save it as CSV UTF-8") from error
    first = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=max(",;\t", key=first.count))
    columns = _columns(list(reader.fieldnames or []))
    if "phone" not in columns:
        raise OperatorError("no column of phones; title it phone, telefono or telefone")
    customers = Customers(columns)
    phones: set[str] = set()
    try:
        for row in reader:
            _take(customers, phones, row, country, reader.line_num)
    except csv.Error as error:
        raise OperatorError(f"line {reader.line_num}: {error}") from error
    return customers


def _columns(titles: list[str]) -> dict[str, str]:
    columns: dict[str, str] = {}
    for title in titles:
        for name, words in COLUMNS.items():
            if _plain(title) in words:
                columns.setdefault(name, title)
    return columns


def _take(
    customers: Customers, phones: set[str], row: dict[str, str], country: str, line: int
) -> None:
    cells = {k: _cell(row.get(title)) for k, title in customers.columns.items()}
    phone = told(cells["phone"] or "", country)
    long = [k for k, limit in _LONGEST.items() if len(cells.get(k) or "") > limit]
    if phone is None:
        customers.refused.append(f"line {line}: no phone that exists")
    elif phone in phones:
        customers.refused.append(f"line {line}: the phone of an earlier line")
    elif long:
        customers.refused.append(f"line {line}: too long: {', '.join(long)}")
    else:
        phones.add(phone)
        empty = dict.fromkeys(COLUMNS)
        customers.rows.append({**empty, **cells, "phone": phone})


def _cell(text: str | None) -> str | None:
    return " ".join((text or "").replace("\0", "").split()) or None


def _plain(title: str) -> str:
    letters = unicodedata.normalize("NFD", title.strip().lower())
    return "".join(one for one in letters if not unicodedata.combining(one))
