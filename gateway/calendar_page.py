"""The calendar file that a receipt links to."""

import time
from collections import OrderedDict

from fastapi import APIRouter, HTTPException, Request, Response

from agent.calendar_file import MEDIA_TYPE, file_name, is_token, render_calendar
from agent.database import Database
from gateway.web.rate import RateLimit

MOST_A_MINUTE = 60
"""Files that one address may ask for; a phone asks once or twice."""
_MOST_ADDRESSES = 10_000


def calendar_router(database: Database) -> APIRouter:
    """`GET /calendar/{token}.ics`: 404 for a token that nobody has, 429 for too many requests."""
    router = APIRouter(include_in_schema=False)
    limits = _Limits()

    @router.api_route("/calendar/{token}.ics", methods=["GET", "HEAD"])
    async def calendar(token: str, request: Request) -> Response:
        wait = limits.wait(request.client.host if request.client else "")
        if wait:
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


class _Limits:
    """A limit for each address; whoever was away longest is forgotten first."""

    def __init__(self) -> None:
        self._by_address: OrderedDict[str, RateLimit] = OrderedDict()

    def wait(self, address: str) -> float:
        """0, or the seconds until this address may ask again."""
        limit = self._by_address.pop(address, None) or RateLimit(MOST_A_MINUTE, 60)
        self._by_address[address] = limit
        if len(self._by_address) > _MOST_ADDRESSES:
            self._by_address.popitem(last=False)
        return limit.wait_at(time.monotonic())
