"""The calendar file that a receipt links to."""

from fastapi import APIRouter, HTTPException, Request, Response

from agent.calendar_file import MEDIA_TYPE, file_name, is_token, render_calendar
from agent.database import Database
from gateway.limits import RateLimits, network_of

MOST_A_MINUTE = 60
"""Files that one address may ask for; a phone asks once or twice."""


def calendar_router(database: Database, limits: RateLimits) -> APIRouter:
    """`GET /calendar/{token}.ics`: 404 for a token that nobody has, 429 for too many requests."""
    router = APIRouter(include_in_schema=False)

    @router.api_route("/calendar/{token}.ics", methods=["GET", "HEAD"])
    async def calendar(token: str, request: Request) -> Response:
        who = network_of(request.client.host if request.client else "")
        wait = await limits.hit("calendar", who, f"{MOST_A_MINUTE}/minute")
        if wait is not None:
            return Response(status_code=429, headers={"Retry-After": str(int(wait) + 1)})
        facts = await database.call("calendar_find", token=token) if is_token(token) else None
        if facts is None:
            raise HTTPException(404)
        return Response(
            render_calendar(facts),
            media_type=MEDIA_TYPE,
            headers={
                "Cache-Control": "private, no-cache",
                "Content-Disposition": f'inline; filename="{file_name(facts["language"])}"',
                "X-Robots-Tag": "noindex",
            },
        )

    return router
