"""Files that staff hand in for a customer: looked at, and stored with a row before the first byte."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypedDict
from uuid import UUID

from agent.data.database import Database
from agent.errors import CallerError
from agent.files.kinds import EXTENSIONS, is_program, sniff
from agent.files.store import MediaStore, media_path
from gateway.channels.registry import channel_classes
from gateway.channels.sent_files import MOST_BYTES, SentFiles, kind_of

_LONGEST_NAME = 120
# What no name of a file has anywhere, and what turns writing.
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f/\\\\:*?\"<>|]+")


class Refusal(StrEnum):
    """Why a file does not go out; a text of this name says it."""

    EMPTY = "empty"
    TYPE = "type"
    SIZE = "size"
    CHANNEL = "channel"
    """The channel takes no files."""
    ADDRESS = "address"
    """Its provider fetches files from this gateway, which has no PUBLIC_URL."""
    WINDOW = "window"
    """Only a template may be sent to this customer now."""


class FileRefused(CallerError):
    """This file cannot be sent."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why)
        self.why = why


class FileArgument(TypedDict):
    """A file as chat_answer and staff_answer take it."""

    id: UUID
    kind: str
    mime: str
    bytes: int
    filename: str
    voice: bool


@dataclass(frozen=True, slots=True)
class HandedFile:
    """A file that may be sent; `name` is the sender's, made harmless."""

    content: bytes = field(repr=False)
    mime: str
    name: str
    voice: bool = False

    def argument(self, id: UUID) -> FileArgument:
        return {
            "id": id,
            "kind": kind_of(self.mime).value,
            "mime": self.mime,
            "bytes": len(self.content),
            "filename": self.name,
            "voice": self.voice,
        }


def way_of_files(channel: str, *, has_address: bool) -> SentFiles:
    """What may be sent over a channel. Raises FileRefused where that is nothing. `has_address`: PUBLIC_URL is set."""
    traits = channel_classes().get(channel)
    files = traits.sent_files if traits else None
    if files is None:
        raise FileRefused(Refusal.CHANNEL)
    if files.by_link and not has_address:
        raise FileRefused(Refusal.ADDRESS)
    return files


def checked(
    content: bytes, declared: str | None, name: str | None, files: SentFiles, *, voice: bool = False
) -> HandedFile:
    """The file by what its bytes are, whatever its sender calls it. Raises FileRefused."""
    if not content:
        raise FileRefused(Refusal.EMPTY)
    mime = sniff(content, declared)
    if mime is None or is_program(content) or mime not in files.most_bytes:
        raise FileRefused(Refusal.TYPE)
    if not files.takes(mime, min(len(content), MOST_BYTES + 1)):
        raise FileRefused(Refusal.SIZE)
    return HandedFile(content, mime, _named(name, mime), voice and mime == "audio/ogg")


async def hand_in(
    database: Database,
    store: MediaStore,
    organization: UUID,
    conversation: UUID,
    id: UUID,
    file: HandedFile,
) -> bool:
    """Stores it for a chat; False: there is no such chat. Raises MediaError and DatabaseUnavailable."""
    path = media_path(organization, id, file.mime)
    about = {"organization": organization, "conversation": conversation}
    exists = await database.fetch(
        bool, "file_hand_in", **about, file=id, store=store.name, path=path
    )
    if exists:
        await store.put(path, file.content)
    return exists


def _named(name: str | None, mime: str) -> str:
    """At most 120 letters, and the ending of what the file is."""
    ending = EXTENSIONS[mime]
    stem = " ".join(_UNSAFE.sub(" ", name or "").split()).strip(". ")
    stem = stem.rpartition(".")[0] or stem
    return (stem[:_LONGEST_NAME].strip(". ") or "file") + ending
