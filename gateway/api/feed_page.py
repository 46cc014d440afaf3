"""The calendar feeds that staff subscribe to: whoever has a feed's address reads it, and nobody else."""

import asyncio

from fastapi import APIRouter, HTTPException, Request, Response

from agent.data.database import Database
from agent.scheduling.calendar_file import MEDIA_TYPE
from agent.scheduling.feed_file import REFRESH_MINUTES, Feed, render_feed
from gateway.access.clients import address_of
from gateway.access.limits import RateLimits
from gateway.access.problems import SlowDown
from gateway.calendars.feeds import token_of

MOST_A_MINUTE = 60
"""Of one address; programs look a few times an hour, and those of a whole office may have one address."""
MOST_OF_A_FEED = 30
_FORM = "1"
"""Changes with how a feed is rendered, so that what was kept of it is asked for again."""


def feed_router(database: Database, limits: RateLimits) -> APIRouter:
    """`GET /calendar/feeds/{token}.ics`: 304 for what has not changed, 404 for a token that nobody has, 429 for too many
    requests."""
    router = APIRouter(include_in_schema=False)

    @router.api_route("/calendar/feeds/{token}.ics", methods=["GET", "HEAD"])
    async def feed(token: str, request: Request) -> Response:
        wait = await limits.hit("feed", address_of(request), f"{MOST_A_MINUTE}/minute")
        opener = token_of(token)
        if wait is None and opener is not None:
            wait = await limits.hit("feed-of", opener.hash.hex(), f"{MOST_OF_A_FEED}/minute")
        if wait is not None:
            raise SlowDown(wait)
        if opener is None:
            raise HTTPException(404)
        held = _digest_held(request)
        shown = await database.find(Feed, "calendar_feed_find", token_hash=opener.hash, digest=held)
        if shown is None:
            raise HTTPException(404)
        headers = {
            "Cache-Control": f"private, max-age={REFRESH_MINUTES * 60 // 3}, must-revalidate",
            "ETag": f'"{_FORM}-{shown.digest}"',
            "X-Robots-Tag": "noindex",
            "Referrer-Policy": "no-referrer",
        }
        if held == shown.digest:
            return Response(status_code=304, headers=headers)
        content = await asyncio.to_thread(render_feed, shown)
        headers["Content-Disposition"] = 'inline; filename="agenda.ics"'
        return Response(content, media_type=MEDIA_TYPE, headers=headers)

    return router


def _digest_held(request: Request) -> str | None:
    """The digest of what the asker has already, as a calendar server's ETag says it."""
    for tag in request.headers.get("if-none-match", "").split(","):
        form, _, digest = tag.strip().removeprefix("W/").strip('"').partition("-")
        if form == _FORM and len(digest) == 32:
            return digest
    return None
