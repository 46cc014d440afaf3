"""The sections of a document, and the error and limits that all document readers share."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from agent.errors import CallerError

LARGEST_FILE = 20_000_000
LARGEST_TEXT = 3_000_000
"""Characters; a thousand pages have about two million."""
_OLD_ENCODINGS = ("cp1252", "mac_roman", "cp850")
"""The likelier first: it is taken where two make as good words."""
_ACCENTED = frozenset("áéíóúüñÁÉÍÓÚÜÑàâêôãõçÀÂÊÔÃÕÇ¿¡ºª°€«»“”‘’–—…·")
_INSIDE_A_WORD = re.compile(r"(?<=[a-z])[^\x00-\x7f\w](?=[a-z])")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


class DocumentError(CallerError):
    """The file cannot be read as a document."""


@contextmanager
def broken_is_refused(message: str) -> Iterator[None]:
    """Around a library that reads a file: whatever it raises becomes a DocumentError."""
    try:
        yield
    except (DocumentError, MemoryError):
        raise
    except Exception as error:  # a broken file makes these libraries fail in any way
        raise DocumentError(message) from error


@dataclass(frozen=True, slots=True)
class Section:
    """A piece of a document that stands together.

    `title` says what it is about, "" when only the document's name does; `place` says where it
    stands ("p. 3", "Prices › Laser", "row 12"), "" for nowhere in particular.
    """

    title: str
    text: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a reader made of a file; `unread` names what it left out, in words for who added it."""

    sections: list[Section]
    unread: tuple[str, ...] = ()


def decoded(content: bytes) -> str:
    """Text of a file in UTF-8, in UTF-16 with its mark, or in an old encoding of Windows, the Mac or
    DOS (that in which its accents make words). Raises DocumentError for what is no text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        if b"\x00" in content:
            raise DocumentError("this is not a text file")
        encoding = "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-16":
            raise DocumentError("this is not a text file") from error
        return max((content.decode(name, "replace") for name in _OLD_ENCODINGS), key=_plausible)


def _plausible(text: str) -> float:
    """How much the signs beyond ASCII are those of our languages' words."""
    foreign = [sign for sign in text if sign > "\x7f"]
    torn = len(_INSIDE_A_WORD.findall(text))
    return sum(sign in _ACCENTED for sign in foreign) - len(foreign) / 2 - torn


def clean(text: str) -> str:
    """Without what a database or a terminal cannot show, with one kind of line end."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    text = _CONTROL.sub("", text).encode("utf-8", "ignore").decode()
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def headed(path: list[str], text: str) -> Section:
    """A section under its headings, outermost first."""
    return Section(title=" – ".join(path[-2:]), text=text, place=" › ".join(path))
