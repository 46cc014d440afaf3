"""Fetches received files. The worker runs this while the debounce waits."""

import asyncio
import base64
import binascii
import mimetypes
from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

import httpx

from agent.database import Database
from agent.errors import MediaError
from agent.settings import Settings
from agent.types import Connection, Json
from gateway.channel import Channel
from gateway.connections import Connections
from gateway.media import MediaDownloader

_MOST_BYTES = 10_000_000


class ReceivedMedia:
    """Stores a message's file under `<data>/media/<organization>/<message>.<ext>`."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        connections: Connections,
        http: httpx.AsyncClient,
        downloader: MediaDownloader,
        settings: Settings,
    ) -> None:
        self._database = database
        self._channels = channels
        self._connections = connections
        self._http = http
        self._downloader = downloader
        self._settings = settings

    async def fetch(self, organization: UUID, message: UUID) -> None:
        """Fetches once. Raises MediaError when a later try may succeed."""
        row = await self._database.call("media_get", organization=organization, message=message)
        if row is None or not row["media"] or row["media"].get("state"):
            return
        connection = await self._connections.of_row(row, organization)
        try:
            content, mime = await self._content(row, connection)
        except MediaError as error:
            if not error.permanent:
                raise
            result: Json = {"state": "failed", "error": str(error)}
        else:
            path = await asyncio.to_thread(self._keep, organization, message, content, mime)
            result = {"state": "stored", "path": path, "bytes": len(content), "mime": mime}
        await self._database.call(
            "media_put", organization=organization, message=message, result=result
        )

    async def _content(self, row: Json, connection: Connection) -> tuple[bytes, str | None]:
        media, channel = row["media"], self._channels[row["channel"]]
        mime = media.get("mime")
        if media.get("inline_base64"):
            return _decoded(media["inline_base64"]), mime
        if media.get("url"):
            hosts = channel.media_hosts or self._own_hosts(channel)
            found = await self._downloader.download(media["url"], hosts)
            return found.content, mime or found.mime
        if connection.unreadable:
            raise MediaError(connection.unreadable, permanent=False)
        content = await channel.fetch_inline(row["provider_id"], connection, self._http)
        if content is None:
            raise MediaError("the provider does not have the file", permanent=True)
        if len(content) > _MOST_BYTES:
            raise MediaError("the file is too large", permanent=True)
        return content, mime

    def _own_hosts(self, channel: Channel) -> tuple[str, ...]:
        """A self-hosted provider serves files from where its API is."""
        host = httpx.URL(channel.base_url).host
        return (host,) if host else ()

    def _keep(self, organization: UUID, message: UUID, content: bytes, mime: str | None) -> str:
        ending = mimetypes.guess_extension((mime or "").split(";")[0].strip()) or ".bin"
        path = Path("media") / str(organization) / f"{message}{ending}"
        target = self._settings.data_dir / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        return str(path)


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text.partition(",")[2] if text.startswith("data:") else text)
    except (binascii.Error, ValueError) as error:
        raise MediaError("the file is not base64", permanent=True) from error
