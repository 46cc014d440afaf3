"""The file of a message that goes out, as its channel takes it: the bytes, or a link that ends."""

from collections.abc import Mapping

import httpx

from agent.clock import Clock
from agent.errors import MediaError
from agent.files.local_store import MediaFiles
from agent.files.store import MediaStore
from agent.settings import Settings
from agent.types import Json, MessageKind, OutboundFile
from gateway.channels.base import Channel
from gateway.channels.sent_files import MOST_BYTES
from gateway.media.places import media_files, media_stores
from gateway.pipeline.delivery import End, Result

_LINK_SECONDS = 3600
"""A provider fetches a file when it takes the message; after that nobody has to."""


class OutgoingFiles:
    """`stores` by name; `links` signs addresses of this gateway, which serves the files of all of them."""

    def __init__(
        self, stores: Mapping[str, MediaStore], links: MediaFiles, settings: Settings
    ) -> None:
        self._stores = stores
        self._links = links
        self._has_address = bool(settings.public_url)

    async def of(self, channel: Channel, kind: str, media: Json) -> OutboundFile | End:
        """`media` is the payload's. An end where it cannot be sent (any more), or not now."""
        files, mime = channel.sent_files, media.get("mime", "")
        if files is None:
            return End(Result.FAILED, f"{channel.name} takes no files")
        if media.get("state") != "stored":
            return End(Result.FAILED, "the file was deleted before it was sent")
        if not files.takes(mime, min(media.get("bytes", 0), MOST_BYTES + 1)):
            return End(Result.FAILED, f"{channel.name} takes no file of this type and size")
        file = OutboundFile(
            kind=MessageKind(kind),
            mime=mime,
            name=media.get("filename") or "file",
            voice=bool(media.get("voice")),
        )
        if files.by_link:
            return await self._by_link(file, media["path"])
        return await self._with_bytes(file, media)

    async def _by_link(self, file: OutboundFile, path: str) -> OutboundFile | End:
        if not self._has_address:
            return End(Result.FAILED, "PUBLIC_URL is not set: the provider cannot fetch the file")
        link = await self._links.link(path, _LINK_SECONDS)
        return OutboundFile(file.kind, file.mime, file.name, file.voice, link=link)

    async def _with_bytes(self, file: OutboundFile, media: Json) -> OutboundFile | End:
        store = self._stores.get(media.get("store", MediaFiles.name))
        if store is None:
            return End(Result.FAILED, "the file is in a store that is not configured any more")
        try:
            content = await store.get(media["path"])
        except MediaError as error:
            return End(Result.WAITS, f"the file: {error}", code="file", scope="message")
        if content is None:
            return End(Result.FAILED, "the file is gone")
        return OutboundFile(file.kind, file.mime, file.name, file.voice, content=content)


def outgoing_files(settings: Settings, http: httpx.AsyncClient, clock: Clock) -> OutgoingFiles:
    """With the places that are configured."""
    return OutgoingFiles(
        media_stores(settings, http, clock), media_files(settings, clock), settings
    )
