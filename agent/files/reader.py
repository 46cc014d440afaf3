"""Received files become words: what is taken, and the contract of those who read.

A member reads bytes that were already checked (`open_file`). What comes back is text that a
customer, or a machine looking at a customer's file, produced: it is cleaned here once, so that it
stays one line and cannot pose as anything but words.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from agent.errors import Unreadable
from agent.files.kinds import EXTENSIONS, ogg_seconds, sniff

MOST_BYTES = 10_000_000
"""WhatsApp lets pictures of 5 MB through and voice of 16 MB; a voice note of 10 MB is an hour."""
MOST_SECONDS = 600
"""Of a voice note: what is said in ten minutes no turn could answer."""
MOST_TEXT = {"transcript": 4_000, "description": 1_000, "document": 4_000}
"""Letters that are kept: a message of that length can be answered, and a prompt holds several."""
READABLE = frozenset({"audio", "image", "document"})
"""Kinds of messages whose file may become words."""

_MIMES = frozenset(EXTENSIONS) - {"audio/amr", "video/mp4"}
# Control characters, what turns or hides writing, and the invisible tag letters.
_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    r"\ud800-\udfff\ufff0-\ufffb\U000e0000-\U000e0fff]+"
)
_MOST_MARKS = 30
_BRACKETS = str.maketrans("[]【】〔〕", "()()()")  # brackets are the turn's own marks


class Form(StrEnum):
    """What the text of a file is."""

    TRANSCRIPT = "transcript"
    DESCRIPTION = "description"
    DOCUMENT = "document"


class Reason(StrEnum):
    """Why a file has no words."""

    NO_READER = "no_reader"
    TOO_LARGE = "too_large"
    TOO_LONG = "too_long"
    UNSUPPORTED = "unsupported"
    LOCKED = "locked"
    BLOCKED = "blocked"
    NOTHING = "nothing"
    DAMAGED = "damaged"
    """Other bytes than the provider says were sent."""
    FAILED = "failed"
    LATE = "late"
    """It could not be had in time; read as soon as it comes."""


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A checked file. `kind` is audio, image or document, `mime` what the bytes really are,
    `language` the one that the conversation has so far."""

    content: bytes
    kind: str
    mime: str
    language: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of a file, one line of at most `MOST_TEXT[form]` letters."""

    form: Form
    text: str


class MediaReader(Protocol):
    """Turns files into words."""

    @property
    def kinds(self) -> frozenset[str]:
        """Kinds of which it can read some files at all."""
        ...

    async def read(self, file: MediaFile) -> Reading:
        """Raises Unreadable; its `later` says whether another try may succeed."""
        ...

    async def close(self) -> None:
        """Closes connections."""
        ...


class FirstThatCan:
    """Readers in order: the next one is asked when one has no means for a file."""

    def __init__(self, readers: Sequence[MediaReader]) -> None:
        self._readers = readers
        self.kinds = frozenset().union(*(reader.kinds for reader in readers))

    async def read(self, file: MediaFile) -> Reading:
        for reader in self._readers:
            if file.kind not in reader.kinds:
                continue
            try:
                return await reader.read(file)
            except Unreadable as error:
                if error.reason != Reason.NO_READER:
                    raise
        raise Unreadable(Reason.NO_READER)

    async def close(self) -> None:
        for reader in self._readers:
            await reader.close()


def open_file(content: bytes, kind: str, declared: str | None, language: str) -> MediaFile:
    """The file, if its bytes are of a type that a message of this kind may have.

    A document may hold anything readable: a photo or a recording sent "as a file" is read as what
    it is. Raises Unreadable.
    """
    if len(content) > MOST_BYTES:
        raise Unreadable(Reason.TOO_LARGE)
    mime = sniff(content, declared) or ""
    family = mime.partition("/")[0]
    if mime not in _MIMES or kind not in READABLE:
        raise Unreadable(Reason.UNSUPPORTED)
    really = family if family in ("audio", "image") else "document"
    if kind not in (really, "document"):
        raise Unreadable(Reason.UNSUPPORTED)
    if mime == "audio/ogg" and (ogg_seconds(content) or 0) > MOST_SECONDS:
        raise Unreadable(Reason.TOO_LONG)
    return MediaFile(content, really, mime, language)


def reading(form: Form, text: str, *, cut: bool = False) -> Reading:
    """The cleaned and capped words. `cut`: there was more. Raises Unreadable when none are left."""
    most = MOST_TEXT[form]
    text = " ".join(text.split())
    line = clean(text[: 2 * most])
    cut = cut or len(text) > 2 * most
    if not any(letter.isalnum() for letter in line):
        raise Unreadable(Reason.NOTHING)
    if cut or len(line) > most:
        line = _shortened(line, most - 2) + " …"
    return Reading(form, line)


def _shortened(line: str, most: int) -> str:
    """At most so many letters, and no half word at the end where there are spaces."""
    if len(line) <= most:
        return line
    return line[: most + 1].rpartition(" ")[0] or line[:most]


def _few_marks(text: str) -> str:
    """A letter has at most 30 marks, as in Unicode's Stream-Safe Text Format (UAX 15): the time
    that thousands take to be normalised grows with their square."""
    letters: list[str] = []
    marks = 0
    for letter in text:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks <= _MOST_MARKS:
            letters.append(letter)
    return "".join(letters)


def clean(text: str) -> str:
    """One line of visible letters, without square brackets."""
    seen = _UNSEEN.sub(" ", unicodedata.normalize("NFC", _few_marks(text)))
    return " ".join(seen.translate(_BRACKETS).split())
