"""PDF: a section for each page, from its text layer."""

import io
import logging
import re

from gateway.knowledge.document import LARGEST_TEXT, DocumentError, Section, broken_is_refused

_MOST_PAGES = 1_000
_HYPHENATED = re.compile(r"(?<=[^\W\d_])-\n(?=[^\W\d_])")


def read_pdf(content: bytes) -> list[Section]:
    """Raises DocumentError for what is broken, locked, or only pictures of text."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it repairs is not our news
    with broken_is_refused("this PDF is broken"):
        return _pages(content)


def _pages(content: bytes) -> list[Section]:
    from pypdf import PasswordType, PdfReader

    reader = PdfReader(io.BytesIO(content))
    # Many files are encrypted with an empty password, only to forbid printing or copying.
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise DocumentError("this PDF is locked with a password")
    if len(reader.pages) > _MOST_PAGES:
        raise DocumentError(f"this PDF has more than {_MOST_PAGES} pages")
    sections: list[Section] = []
    size = 0
    for number, page in enumerate(reader.pages, 1):
        text = _HYPHENATED.sub("", page.extract_text())
        size += len(text)
        if size > LARGEST_TEXT:
            raise DocumentError("this PDF has too much text")
        if text.strip():
            sections.append(Section(title="", text=text, place=f"p. {number}"))
    if not sections:
        raise DocumentError("this PDF has no text: scanned pages cannot be read")
    return sections
