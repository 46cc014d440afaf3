"""A file that a recipient sent to the business: fetched, looked at, handed in for a customer."""

from dataclasses import dataclass
from uuid import UUID

from agent.data.database import Database
from agent.errors import MediaError, MediaTooLarge
from agent.files.store import MediaStore
from agent.settings import Settings
from agent.types import Json
from gateway.channels.connections import ConnectionRow
from gateway.media.fetching import Fetching
from gateway.media.handing_in import (
    FileArgument,
    FileRefused,
    Refusal,
    checked,
    hand_in,
    way_of_files,
)

SENDABLE = frozenset({"audio", "image", "video", "document"})
"""Kinds of messages whose file may go on to a customer."""
_TRIES = 3


class _StaffFile(ConnectionRow, frozen=True, kw_only=True):
    """staff_media_get."""

    provider_id: str
    kind: str
    media: Json


@dataclass(frozen=True, slots=True)
class NotPassedOn:
    """Why their file went to nobody; a text of this name says it."""

    why: str


class StaffFiles:
    """Files on their way from a phone of the team to a customer."""

    def __init__(
        self, database: Database, fetching: Fetching, store: MediaStore, settings: Settings
    ) -> None:
        self._database = database
        self._fetching = fetching
        self._store = store
        self._has_address = bool(settings.public_url)

    async def hand_in(
        self, organization: UUID, message: UUID, conversation: UUID, channel: str, attempt: int
    ) -> FileArgument | NotPassedOn:
        """The file of their message, stored for the chat; `channel` is the customer's. A second try stores the same
        file again. Raises MediaError where a later try may do it, and DatabaseUnavailable."""
        row = await self._database.find(
            _StaffFile, "staff_media_get", organization=organization, message=message
        )
        if row is None:
            return NotPassedOn("not_fetched")
        try:
            files = way_of_files(channel, has_address=self._has_address)
            content, declared = await self._fetching.content(
                organization, row, row.provider_id, row.media
            )
            file = checked(
                content,
                declared,
                row.media.get("filename"),
                files,
                voice=bool(row.media.get("voice")),
            )
            await hand_in(self._database, self._store, organization, conversation, message, file)
        except FileRefused as error:
            return NotPassedOn(error.why.value)
        except MediaTooLarge:
            return NotPassedOn(Refusal.SIZE.value)
        except MediaError as error:
            if error.permanent or attempt + 1 >= _TRIES:
                return NotPassedOn("not_fetched")
            raise
        return file.argument(message)
