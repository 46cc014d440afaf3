"""Fetches the file of a message, from wherever its channel says that it is."""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from uuid import UUID

import httpx

from agent.errors import MediaDamaged, MediaError, MediaTooLarge
from agent.files.reader import MOST_BYTES
from agent.types import Json
from gateway.channels.base import Channel, FileLocation
from gateway.channels.connections import ConnectionRow, Connections
from gateway.media.download import MediaDownloader


class CredentialUnreadable(MediaError):
    """The provider cannot be asked for the file: its stored credential cannot be read."""


class Fetching:
    """Over the connection that a message came through."""

    def __init__(
        self,
        channels: Mapping[str, Channel],
        connections: Connections,
        http: httpx.AsyncClient,
        downloader: MediaDownloader,
    ) -> None:
        self._channels = channels
        self._connections = connections
        self._http = http
        self._downloader = downloader

    async def content(
        self, organization: UUID, row: ConnectionRow, provider_id: str | None, media: Json
    ) -> tuple[bytes, str | None]:
        """The bytes, and the type that is told of them. `media` is what was stored of `Media`. A file that is not
        the one that was sent is asked for once more at once: the sender can only be asked for it in time.

        Raises CredentialUnreadable and MediaError.
        """
        try:
            return await self._content(organization, row, provider_id, media)
        except MediaDamaged:
            return await self._content(organization, row, provider_id, media)

    async def _content(
        self, organization: UUID, row: ConnectionRow, provider_id: str | None, media: Json
    ) -> tuple[bytes, str | None]:
        channel, mime = self._channels[row.channel], media.get("mime")
        if media.get("inline_base64"):
            return _decoded(media["inline_base64"]), mime
        if media.get("url") and not channel.files_need_key:
            return await self._download(FileLocation(media["url"]), row, media)
        connection = await self._connections.of_row(row, organization)
        if connection.unreadable:
            raise CredentialUnreadable(connection.unreadable, permanent=False)
        if channel.files_need_key:
            location = await channel.locate_file(media, connection, self._http)
            if location is None:
                raise MediaError("the provider does not have the file", permanent=True)
            return await self._download(location, row, media)
        content = None
        if provider_id is not None:
            content = await channel.fetch_inline(provider_id, connection, self._http)
        if content is None:
            raise MediaError("the provider does not have the file", permanent=True)
        return _taken(content), mime

    async def _download(
        self, location: FileLocation, row: ConnectionRow, media: Json
    ) -> tuple[bytes, str | None]:
        hosts = self._channels[row.channel].file_hosts(row.settings)
        file = await self._downloader.download(location.url, hosts, location.headers)
        for told in (media.get("sha256"), location.sha256):
            if (digest := _digest(told)) and hashlib.sha256(file.content).digest() != digest:
                raise MediaDamaged("the file is not the one that was sent", permanent=True)
        return file.content, media.get("mime") or file.mime


def _digest(told: str | None) -> bytes | None:
    """A SHA-256 in base64 or in hex; None for what is neither."""
    try:
        digest = (
            bytes.fromhex(told or "") if len(told or "") == 64 else base64.b64decode(told or "")
        )
    except ValueError:
        return None
    return digest if len(digest) == hashlib.sha256().digest_size else None


def _decoded(text: str) -> bytes:
    try:
        content = base64.b64decode(text.partition(",")[2] if text.startswith("data:") else text)
    except (binascii.Error, ValueError) as error:
        raise MediaError("the file is not base64", permanent=True) from error
    return _taken(content)


def _taken(content: bytes) -> bytes:
    """Raises MediaTooLarge."""
    if len(content) > MOST_BYTES:
        raise MediaTooLarge("the file is too large")
    return content
