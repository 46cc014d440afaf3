"""The calendar file that a receipt links to."""

from fastapi import APIRouter, HTTPException, Request, Response

from agent.data.database import Database
from agent.scheduling.calendar_file import (
    MEDIA_TYPE,
    CalendarVisit,
    file_name,
    is_token,
    render_calendar,
)
from gateway.access.clients import address_of
from gateway.access.limits import RateLimits
from gateway.access.problems import SlowDown

MOST_A_MINUTE = 60
"""Files that one address may ask for; a phone asks once or twice."""


def calendar_router(database: Database, limits: RateLimits) -> APIRouter:
    """`GET /calendar/{token}.ics`: 404 for a token that nobody has, 429 for too many requests."""
    router = APIRouter(include_in_schema=False)

    @router.api_route("/calendar/{token}.ics", methods=["GET", "HEAD"])
    async def calendar(token: str, request: Request) -> Response:
        wait = await limits.hit("calendar", address_of(request), f"{MOST_A_MINUTE}/minute")
        if wait is not None:
            raise SlowDown(wait)
        visit = await _visit(database, token)
        if visit is None:
            raise HTTPException(404)
        return Response(
            render_calendar(visit),
            media_type=MEDIA_TYPE,
            headers={
                "Cache-Control": "private, no-cache",
                "Content-Disposition": f'inline; filename="{file_name(visit.language)}"',
                "X-Robots-Tag": "noindex",
            },
        )

    return router


async def _visit(database: Database, token: str) -> CalendarVisit | None:
    if not is_token(token):
        return None
    return await database.find(CalendarVisit, "calendar_find", token=token)
