"""Fetches, reads and stores received files; the worker runs this while the debounce waits.

The words come first: a customer waits for them, nobody waits for the copy. A turn waits for the
words, bounded (migrations/functions/media.sql).
"""

import logging
from typing import Literal
from uuid import UUID

from agent.data.database import Database
from agent.errors import (
    DatabaseUnavailable,
    MediaDamaged,
    MediaError,
    MediaNotTaken,
    MediaTooLarge,
    Unreadable,
)
from agent.fault_boundary import FaultBoundary
from agent.files.kinds import EXTENSIONS, is_program, sniff
from agent.files.reader import READABLE, Form, MediaReader, Reason, open_file
from agent.files.store import MediaStore, media_path
from agent.language.emergency import is_emergency
from agent.settings import Settings
from agent.types import Json
from gateway.channels.connections import PARKING, ConnectionRow, Connections
from gateway.media.fetching import CredentialUnreadable, Fetching

log = logging.getLogger(__name__)

TRIES_IN_TIME = 3
"""Tries (now, and after 3 and 12 seconds) until the turn goes on without the file's words."""


MOST_TRIES = 12
"""More than the queue makes after errors: what comes so often has killed whoever ran it."""


class ReceivedFile(ConnectionRow, frozen=True, kw_only=True):
    """media_get: a received file and the connection that it came through. `media` is what its message
    says of it: where it is, in a provider's words and ours; None for a message without one. `state`
    and `reason` are what came of reading it."""

    provider_id: str | None
    kind: str
    media: Json | None
    state: Literal["read", "unread"] | None
    reason: str | None
    language: str


class ReceivedMedia:
    """One file after the other, each as often as the queue calls for it."""

    def __init__(
        self,
        database: Database,
        connections: Connections,
        fetching: Fetching,
        reader: MediaReader,
        store: MediaStore,
        settings: Settings,
    ) -> None:
        self._database = database
        self._connections = connections
        self._fetching = fetching
        self._reader = reader
        self._store = store
        self._settings = settings

    async def fetch(self, organization: UUID, message: UUID, attempt: int = 0) -> None:
        """The `attempt`-th try (from 0). Raises MediaError when a later one may do what is left.

        A file at which it fails otherwise, or at which processes die, is not tried again: the turn
        goes on without it.
        """
        if attempt < MOST_TRIES:
            # Whatever a stranger's file sets off, nobody waits for it.
            failure = "the file of message %s cannot be handled"
            with FaultBoundary(log, failure, message, passes=(MediaError, DatabaseUnavailable)):
                await self._fetch(organization, message, attempt)
                return
        reading = {"state": "unread", "reason": str(Reason.FAILED)}
        about = {"organization": organization, "message": message}
        await self._database.call("media_text_put", **about, reading=reading)
        failed = {"state": "failed", "error": "it cannot be handled"}
        await self._database.call("media_put", **about, result=failed)

    async def _fetch(self, organization: UUID, message: UUID, attempt: int) -> None:
        row = await self._database.find(
            ReceivedFile, "media_get", organization=organization, message=message
        )
        if row is None or not row.media:
            return
        work = _Received(self._database, organization, message, row, row.media)
        if work.media.get("state") == "deleted":
            await self._drop(work.media)
            if row.state is None:
                await work.unread(Reason.FAILED)
            return
        if work.wants_words and (reason := self._hopeless(work)):
            await work.unread(reason)
        if work.media.get("state") == "failed" or work.done:
            return
        try:
            content, mime = await self._content(work)
            if is_program(content):
                raise MediaNotTaken("refused: a program")
        except CredentialUnreadable as error:
            await self._park(work, error)
            return
        except MediaError as error:
            await work.not_fetched(error, last=attempt + 1 >= TRIES_IN_TIME)
            if error.permanent:
                return
            raise
        again = await self._read(work, content, mime, last=attempt + 1 >= TRIES_IN_TIME)
        await self._keep(work, content, mime)
        if again:
            raise MediaError("not read yet", permanent=False)

    async def _park(self, work: "_Received", error: MediaError) -> None:
        """The turn goes on without the file, and the file waits for the operator, as replies do."""
        waits = await self._database.fetch(
            bool, "media_park", organization=work.organization, message=work.message, **PARKING
        )
        if not waits:
            error = MediaError(str(error), permanent=True)
        await work.not_fetched(error, last=True)
        await self._connections.tell_staff(work.organization, work.row.connection)

    def _hopeless(self, work: "_Received") -> Reason | None:
        """Why nobody needs to wait for this file, where that is known without it."""
        if work.media.get("state") == "failed":
            return Reason.TOO_LARGE if "large" in work.media.get("error", "") else Reason.FAILED
        if work.row.kind not in READABLE:
            return Reason.UNSUPPORTED
        return None if work.row.kind in self._reader.kinds else Reason.NO_READER

    async def _content(self, work: "_Received") -> tuple[bytes, str | None]:
        if work.media.get("state") == "stored":
            content = await self._store.get(work.media["path"])
            if content is None:
                raise MediaError("the kept file is gone", permanent=True)
            return content, work.media.get("mime")
        return await self._fetching.content(
            work.organization, work.row, work.row.provider_id, work.media
        )

    async def _read(
        self, work: "_Received", content: bytes, mime: str | None, *, last: bool
    ) -> bool:
        """Puts the words, or why there are none; true when it should be tried again."""
        if not work.wants_words:
            return False
        try:
            file = open_file(content, work.row.kind, mime, work.row.language)
            reading = await self._reader.read(file)
        except Unreadable as error:
            if error.later and not last:
                return True
            log.info("the file of message %s is not read: %s", work.message, error.reason)
            await work.unread(error.reason)
        else:
            spoken = reading.form is Form.TRANSCRIPT
            urgent = spoken and is_emergency(reading.text)
            words = {"form": reading.form.value, "text": reading.text, "urgent": urgent}
            await work.read(words)
        return False

    async def _keep(self, work: "_Received", content: bytes, mime: str | None) -> None:
        if work.media.get("state") == "stored":
            return
        really = sniff(content, mime)
        place = {
            "store": self._store.name,
            "path": media_path(work.organization, work.message, really),
        }
        if not await work.record(place):  # deleted while it was fetched
            return
        await self._store.put(place["path"], content)
        told = really if really in EXTENSIONS else mime
        about = {"state": "stored", "bytes": len(content), "mime": told}
        if not await work.record(place | about):
            await self._drop(place)

    async def _drop(self, media: Json) -> None:
        """A file that was deleted while it was put must not stay."""
        if media.get("store") == self._store.name and media.get("path"):
            await self._store.delete([media["path"]])


class _Received:
    """What the database knows of one file, and is told of it."""

    def __init__(
        self,
        database: Database,
        organization: UUID,
        message: UUID,
        row: ReceivedFile,
        media: Json,
    ) -> None:
        self.organization = organization
        self.message = message
        self.row = row
        self.media = media
        self._database = database
        self.wants_words = row.state is None or row.reason == Reason.LATE

    @property
    def done(self) -> bool:
        return self.media.get("state") == "stored" and not self.wants_words

    async def read(self, words: Json) -> None:
        await self._put("media_text_put", reading={"state": "read", **words})

    async def unread(self, reason: str) -> None:
        self.wants_words = False
        await self._put("media_text_put", reading={"state": "unread", "reason": str(reason)})

    async def not_fetched(self, error: MediaError, *, last: bool) -> None:
        """Lets the turn go on without the file, for good or until it comes."""
        if self.wants_words and error.permanent:
            await self.unread(_reason(error))
        elif self.row.state is None and last:
            await self.unread(Reason.LATE)
        if error.permanent and self.media.get("state") != "stored":
            await self.record({"state": "failed", "error": str(error)})

    async def record(self, result: Json) -> bool:
        """False when the file was deleted meanwhile."""
        return await self._put("media_put", result=result)

    async def _put(self, function: str, **args: Json) -> bool:
        done = await self._database.find(
            bool, function, organization=self.organization, message=self.message, **args
        )
        return bool(done)


def _reason(error: MediaError) -> Reason:
    if isinstance(error, MediaTooLarge):
        return Reason.TOO_LARGE
    if isinstance(error, MediaNotTaken):
        return Reason.UNSUPPORTED
    return Reason.DAMAGED if isinstance(error, MediaDamaged) else Reason.FAILED
