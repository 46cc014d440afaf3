"""Where received files are kept: the contract, and the only form that a path can have."""

import re
from collections.abc import Sequence
from typing import ClassVar, Protocol
from uuid import UUID

from agent.files.kinds import EXTENSIONS

_PATH = re.compile(r"media/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/[0-9a-f-]{36}\.[a-z0-9]{1,5}")
LONGEST_LINK_SECONDS = 7 * 24 * 3600
_MIMES = {extension: mime for mime, extension in EXTENSIONS.items() if mime != "text/plain"}


class MediaStore(Protocol):
    """Keeps files under paths that `media_path` made.

    Raises agent.errors.MediaError, not permanent, when the store cannot be reached or refuses.
    """

    name: ClassVar[str]

    async def put(self, path: str, content: bytes) -> None:
        """Keeps a file; the same path again replaces it."""
        ...

    async def get(self, path: str) -> bytes | None:
        """The file, None when it is not there."""
        ...

    async def link(self, path: str, seconds: int) -> str:
        """A URL that shows the file to whoever has it, for so many seconds."""
        ...

    async def delete(self, paths: Sequence[str]) -> set[str]:
        """Deletes files; those of the paths at which there is none any more."""
        ...

    async def tidy(self) -> None:
        """Removes what a `put` that was broken off left behind."""
        ...


def media_path(organization: UUID, message: UUID, mime: str | None) -> str:
    """ "media/<organization>/<message>.ogg": nothing of it comes from a customer."""
    return f"media/{organization}/{message}{EXTENSIONS.get(mime or '', '.bin')}"


def checked_path(path: str) -> str:
    """The path itself. Raises ValueError when `media_path` did not make it."""
    if not _PATH.fullmatch(path):
        raise ValueError("not the path of a received file")
    return path


def served_mime(path: str) -> str:
    """The type under which a file is shown: one that no browser runs, else bare bytes."""
    return _MIMES.get(f".{path.rpartition('.')[2]}", "application/octet-stream")
