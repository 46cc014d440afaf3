"""PDF: a section for each page, from its text layer and the fields of its forms."""

import io
import logging
from collections.abc import Iterator
from typing import Any

from gateway.knowledge.document import (
    LARGEST_TEXT,
    Contents,
    DocumentError,
    Section,
    broken_is_refused,
)
from gateway.knowledge.hyphens import join_lines

_MOST_PAGES = 1_000
_MOST_FIELDS = 2_000
_NAMED = 8
"""Pages that are named one by one."""


def read_pdf(content: bytes) -> Contents:
    """Raises DocumentError for what is broken, locked, or only pictures of text."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it repairs is not our news
    with broken_is_refused("this PDF is broken"):
        return _pages(content)


def _pages(content: bytes) -> Contents:
    from pypdf import PasswordType, PdfReader

    reader = PdfReader(io.BytesIO(content))
    # Many files are encrypted with an empty password, only to forbid printing or copying.
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise DocumentError("this PDF is locked with a password")
    if len(reader.pages) > _MOST_PAGES:
        raise DocumentError(f"this PDF has more than {_MOST_PAGES} pages")
    texts = list(_texts(reader.pages))
    pages = join_lines(texts)
    sections = [
        Section(title="", text=text, place=f"p. {number}")
        for number, text in enumerate(pages, 1)
        if text.strip()
    ]
    if not sections:
        raise DocumentError("this PDF has no text: scanned pages cannot be read")
    return Contents(sections, tuple(_unread(pages)))


def _unread(pages: list[str]) -> Iterator[str]:
    empty = [str(number) for number, text in enumerate(pages, 1) if not text.strip()]
    if empty:
        more = " …" if len(empty) > _NAMED else ""
        yield f"pages without text, perhaps scanned ({', '.join(empty[:_NAMED])}{more})"


def _texts(pages: Any) -> Iterator[str]:
    size = 0
    for page in pages:
        text = "\n".join(filter(None, (page.extract_text(), *_fields(page))))
        size += len(text)
        if size > LARGEST_TEXT:
            raise DocumentError("this PDF has too much text")
        yield text


def _fields(page: Any) -> Iterator[str]:
    """What was filled in on the page, as "name: value"; pypdf's text leaves it out."""
    annotations = page.get("/Annots")
    annotations = annotations.get_object() if annotations is not None else []
    for count, reference in enumerate(annotations):
        if count >= _MOST_FIELDS:
            return
        field = reference.get_object()
        if field.get("/Subtype") == "/Widget" and (value := _value(field)):
            name = _inherited(field, "/TU") or _inherited(field, "/T")
            yield f"{name}: {value}" if name else value


def _value(field: Any) -> str:
    value = _inherited(field, "/V")
    kind = _inherited(field, "/FT")
    if value is None or kind not in {"/Tx", "/Ch", "/Btn"}:
        return ""
    if kind == "/Btn":
        return "✓" if str(value) not in {"/Off", ""} else ""
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return str(value).strip()


def _inherited(field: Any, key: str) -> Any:
    """Of the field itself, or of the one it is a part of."""
    for _ in range(8):
        if (value := field.get(key)) is not None:
            return value.get_object() if hasattr(value, "get_object") else value
        parent = field.get("/Parent")
        if parent is None:
            return None
        field = parent.get_object()
    return None
