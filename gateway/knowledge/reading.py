"""Splits a file into the parts that are embedded and searched."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from gateway.knowledge.csv_rows import read_csv
from gateway.knowledge.document import (
    LARGEST_FILE,
    LARGEST_TEXT,
    Contents,
    DocumentError,
    Section,
    clean,
)
from gateway.knowledge.docx import read_docx
from gateway.knowledge.markdown import read_markdown, read_text
from gateway.knowledge.pdf import read_pdf
from gateway.knowledge.xlsx import read_xlsx

_PART = 900
"""Characters of a part at most. Parts do not overlap: a change then touches as few as possible."""
_MOST_PARTS = 5_000
_LONGEST_TITLE = 200
_LONGEST_PLACE = 300
_READERS: dict[str, tuple[str, Callable[[bytes], Contents]]] = {
    ".md": ("markdown", read_markdown),
    ".markdown": ("markdown", read_markdown),
    ".txt": ("text", read_text),
    ".pdf": ("pdf", read_pdf),
    ".docx": ("docx", read_docx),
    ".csv": ("csv", read_csv),
    ".xlsx": ("xlsx", read_xlsx),
}


_PACKED = frozenset({".pdf", ".docx", ".xlsx"})
Reader = Callable[[str, bytes], Contents]


class About(TypedDict):
    """The file itself."""

    name: str
    kind: str
    sha256: str
    size: int


class Chunk(TypedDict):
    """A part of it; `source` says where it stands."""

    title: str
    content: str
    source: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file as `knowledge_document_put` takes it: `about` and `chunks`. `unread` names what is in the
    file and not in these."""

    about: About
    chunks: list[Chunk]
    unread: tuple[str, ...] = ()


def read_here(kind: str, content: bytes) -> Contents:
    """What a file with this end of its name holds. Raises DocumentError."""
    contents = _READERS[kind][1](content)
    _refuse_endless(contents)
    return contents


def read_file(path: Path, packed: Reader = read_here) -> Document:
    """`packed` opens the kinds that unpack to more than they are: here, or apart (apart.py).

    Raises DocumentError, whose text names the file and the reason.
    """
    try:
        return _read(path, packed)
    except DocumentError as error:
        raise DocumentError(f"{path.name}: {error}") from error
    except OSError as error:
        raise DocumentError(f"{path.name}: {error.strerror or 'cannot be read'}") from error


def _read(path: Path, packed: Reader) -> Document:
    end = path.suffix.lower()
    if end not in _READERS:
        raise DocumentError(f"not a kind of file that can be read; these can: {known_kinds()}")
    if len(path.name) > _LONGEST_TITLE or not path.name.isprintable():
        raise DocumentError("give the file a shorter name of letters and digits")
    if path.stat().st_size > LARGEST_FILE:
        raise DocumentError(f"larger than {LARGEST_FILE // 1_000_000} MB")
    content = path.read_bytes()
    reader = packed if end in _PACKED else read_here
    contents = reader(end, content) if content.strip() else Contents([])
    chunks = [chunk for section in contents.sections for chunk in _chunks(path, section)]
    if not chunks:
        raise DocumentError("there is no text in it")
    if len(chunks) > _MOST_PARTS:
        raise DocumentError(f"more than {_MOST_PARTS} parts; split the file")
    digest = hashlib.sha256(content).hexdigest()
    about: About = {
        "name": path.name,
        "kind": _READERS[end][0],
        "sha256": digest,
        "size": len(content),
    }
    return Document(about, chunks, contents.unread)


def _refuse_endless(contents: Contents) -> None:
    if sum(len(section.text) for section in contents.sections) > LARGEST_TEXT:
        most = f"{LARGEST_TEXT // 1_000_000} million characters"
        raise DocumentError(f"too much text (more than {most}); split the file")


def known_kinds() -> str:
    """The ends of file names that can be read."""
    return ", ".join(_READERS)


def _chunks(path: Path, section: Section) -> Iterator[Chunk]:
    name = path.stem.replace("_", " ").replace("-", " ")
    title = " ".join(clean(section.title).split())[:_LONGEST_TITLE] or name
    place = " ".join(clean(section.place).split())[:_LONGEST_PLACE]
    source = f"{path.name}, {place}" if place else path.name
    for text in _split(clean(section.text)):
        yield {"title": title, "content": text, "source": source}


def _split(text: str) -> Sequence[str]:
    """At paragraphs, then lines, then sentences, then words, as few cuts as possible."""
    if len(text) <= _PART:
        return [text] if text else []
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        ["\n\n", "\n", r"(?<=[.!?…])\s", " ", ""],
        keep_separator="end",
        is_separator_regex=True,
        chunk_size=_PART,
        chunk_overlap=0,
    )
    return [part.strip() for part in splitter.split_text(text) if part.strip()]
