"""Received files in the data folder, served by signed links that expire.

A link's token is the path and the hour of its end, signed. It needs no row and ends by itself.
"""

import asyncio
import base64
import binascii
import hashlib
import hmac
import logging
import secrets
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from agent.clock import Clock
from agent.data_folder import make_private
from agent.errors import MediaError, NotFound
from agent.files.store import LONGEST_LINK_SECONDS, checked_path

log = logging.getLogger(__name__)

_LONGEST_TOKEN = 300
_LONGEST_PUT_SECONDS = 3600


class LinkExpired(NotFound):
    """The link has expired."""


class MediaFiles:
    """Files under `folder`. `address` is the gateway's; `key` makes the key of its signatures."""

    name: ClassVar[str] = "files"

    def __init__(self, folder: Path, address: str, key: Callable[[], bytes], clock: Clock) -> None:
        self._folder = folder
        self._unfinished = folder / "media" / ".unfinished"
        self._address = address
        self._key = key
        self._clock = clock

    async def put(self, path: str, content: bytes) -> None:
        try:
            await asyncio.to_thread(self._write, self._folder / checked_path(path), content)
        except OSError as error:
            raise MediaError(f"not kept: {type(error).__name__}", permanent=False) from error

    async def get(self, path: str) -> bytes | None:
        try:
            return await asyncio.to_thread((self._folder / checked_path(path)).read_bytes)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise MediaError(f"not read: {type(error).__name__}", permanent=False) from error

    async def link(self, path: str, seconds: int) -> str:
        return self._address + self.place(path, seconds)

    def place(self, path: str, seconds: int) -> str:
        """The link without the gateway's address, for its own pages."""
        ends = int(self._clock.now().timestamp()) + min(seconds, LONGEST_LINK_SECONDS)
        body = f"{ends}:{checked_path(path)}".encode()
        token = _encoded(body) + "." + _encoded(self._signature(body))
        return f"/media/{token}"

    async def delete(self, paths: Sequence[str]) -> set[str]:
        checked = [checked_path(path) for path in paths]
        return await asyncio.to_thread(lambda: {path for path in checked if self._gone(path)})

    async def tidy(self) -> None:
        await asyncio.to_thread(self._tidy)

    def path_of(self, token: str) -> str:
        """The path that a link's token stands for.

        Raises LinkExpired when its hour has passed, and NotFound when nobody here signed it.
        """
        body, _, signature = token.partition(".")
        try:
            signed, given = _decoded(body), _decoded(signature)
        except (binascii.Error, ValueError):
            raise NotFound from None
        if len(token) > _LONGEST_TOKEN or not hmac.compare_digest(self._signature(signed), given):
            raise NotFound
        ends, _, path = signed.decode().partition(":")
        if self._clock.now().timestamp() >= int(ends):
            raise LinkExpired
        return checked_path(path)

    def _signature(self, body: bytes) -> bytes:
        return hmac.new(self._key(), body, hashlib.sha256).digest()

    def _write(self, target: Path, content: bytes) -> None:
        """Atomic: a reader never sees half a file."""
        make_private(self._folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        self._unfinished.mkdir(exist_ok=True)
        mine = self._unfinished / secrets.token_hex(8)
        try:
            mine.touch(mode=0o600)
            mine.write_bytes(content)
            mine.replace(target)
        finally:
            mine.unlink(missing_ok=True)

    def _gone(self, path: str) -> bool:
        try:
            (self._folder / path).unlink(missing_ok=True)
        except OSError as error:
            log.warning("%s cannot be deleted: %s", path, type(error).__name__)
            return False
        return True

    def _tidy(self) -> None:
        """A partial file that a killed process left behind."""
        oldest = time.time() - _LONGEST_PUT_SECONDS
        for file in self._unfinished.glob("*"):
            with suppress(OSError):
                if file.stat().st_mtime < oldest:
                    file.unlink()


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _decoded(text: str) -> bytes:
    """Raises ValueError unless it is the one way in which these bytes are written."""
    content = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if _encoded(content) != text:
        raise ValueError("another spelling")
    return content
