"""The route that serves the file of a message to whoever has a valid signed link."""

from collections.abc import Collection
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Response

from agent.errors import MediaError, NotFound
from agent.files.local_store import LinkExpired, MediaFiles
from agent.files.store import MediaStore, served_mime


def media_router(files: MediaFiles, stores: Collection[MediaStore] = ()) -> APIRouter:
    """`stores`: where else than in the data folder a file may be. `GET /media/{token}`: 404 for a token that nobody here signed, 410 for one that has ended.

    Customers made these files: they are only ever downloaded, under types that no browser runs.
    """
    router = APIRouter(include_in_schema=False)

    @router.api_route("/media/{token}", methods=["GET", "HEAD"])
    async def media(token: str) -> Response:
        try:
            path = files.path_of(token)
            content = await _content_of(path, (files, *stores))
        except LinkExpired:
            raise HTTPException(410, "the link has expired") from None
        except NotFound:
            raise HTTPException(404) from None
        except MediaError:
            raise HTTPException(503) from None
        if content is None:
            raise HTTPException(404)
        return Response(
            content,
            media_type=served_mime(path),
            headers={
                "Cache-Control": "private, no-store",
                "Content-Disposition": f'attachment; filename="{quote(path.rpartition("/")[2])}"',
                "Content-Security-Policy": "default-src 'none'; sandbox",
                "X-Robots-Tag": "noindex",
            },
        )

    return router


async def _content_of(path: str, stores: Collection[MediaStore]) -> bytes | None:
    """The file in the first store that has it."""
    for store in stores:
        if (content := await store.get(path)) is not None:
            return content
    return None
