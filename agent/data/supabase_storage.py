"""Received files in a private bucket of Supabase, through its Storage API.

Source: the reference of Supabase Storage (buckets, objects, signed URLs) and its error codes.
"""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import ClassVar

import httpx
from storage3 import AsyncStorageClient
from storage3.exceptions import StorageApiError
from storage3.utils import StorageException

from agent.errors import MediaError
from agent.files.reader import MOST_BYTES
from agent.files.store import LONGEST_LINK_SECONDS, checked_path, served_mime

_GONE = ("404", "NoSuchKey", "NoSuchBucket", "not_found", "Bucket not found")
_TAKEN = ("409", "Duplicate", "ResourceAlreadyExists", "BucketAlreadyExists")


class SupabaseMediaStore:
    """`url` is the project's, `key` its service role's; `http` must bring a timeout.

    The bucket is made when it is first needed. One that is public is refused: whoever guesses a
    path could read customers' files.
    """

    name: ClassVar[str] = "supabase"

    def __init__(self, url: str, key: str, bucket: str, http: httpx.AsyncClient) -> None:
        headers = {"apikey": key, "Authorization": f"Bearer {key}"}
        self._storage = AsyncStorageClient(
            f"{url.rstrip('/')}/storage/v1/", headers, http_client=http
        )
        self._bucket = bucket
        self._ready = False
        self._looking = asyncio.Lock()

    async def put(self, path: str, content: bytes) -> None:
        with _own_errors():
            await self._prepare()
            await self._storage.from_(self._bucket).upload(
                checked_path(path),
                content,
                {"content-type": served_mime(path), "cache-control": "0", "upsert": "true"},
            )

    async def get(self, path: str) -> bytes | None:
        try:
            with _own_errors():
                content = await self._storage.from_(self._bucket).download(checked_path(path))
        except _Gone:
            return None
        return bytes(content)

    async def link(self, path: str, seconds: int) -> str:
        with _own_errors():
            signed = await self._storage.from_(self._bucket).create_signed_url(
                checked_path(path), min(seconds, LONGEST_LINK_SECONDS), {"download": True}
            )
        if not signed["signedURL"]:
            raise MediaError("storage signed nothing", permanent=False)
        return signed["signedURL"]

    async def delete(self, paths: Sequence[str]) -> set[str]:
        checked = [checked_path(path) for path in paths]
        with _own_errors():
            await self._storage.from_(self._bucket).remove(checked)
        return set(checked)

    async def tidy(self) -> None:
        """An upload is there as a whole or not at all."""

    async def is_private(self) -> bool | None:
        """Whether the bucket is; None while there is none. Raises MediaError."""
        try:
            with _own_errors():
                bucket = await self._storage.get_bucket(self._bucket)
        except _Gone:
            return None
        return not bucket.public

    async def _prepare(self) -> None:
        async with self._looking:
            if self._ready:
                return
            private = await self.is_private()
            if private is None:
                await self._create()
            elif not private:
                raise MediaError("the bucket is public: make it private", permanent=False)
            self._ready = True

    async def _create(self) -> None:
        try:
            with _own_errors():
                await self._storage.create_bucket(
                    self._bucket, options={"public": False, "file_size_limit": MOST_BYTES}
                )
        except _Taken:
            pass  # Another process made it meanwhile, private like ours.


class _Gone(MediaError):
    """There is no such thing in the storage."""


class _Taken(MediaError):
    """It is there already."""


@contextmanager
def _own_errors() -> Iterator[None]:
    """The library's errors in our terms. Their words stay out: they quote paths and answers."""
    try:
        yield
    except StorageApiError as error:
        codes = {str(error.status), str(error.code), str(error.message)}
        message = f"storage: HTTP {error.status}"
        if codes & set(_GONE):
            raise _Gone(message, permanent=False) from None
        if codes & set(_TAKEN):
            raise _Taken(message, permanent=False) from None
        raise MediaError(message, permanent=False) from None
    except (httpx.HTTPError, StorageException, ValueError, KeyError) as error:
        raise MediaError(f"storage: {type(error).__name__}", permanent=False) from None
