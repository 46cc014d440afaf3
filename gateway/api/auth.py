"""The API key of other services."""

import hmac

from fastapi import Request

from agent.errors import Unauthorized
from agent.settings import Settings


def require_key(settings: Settings):  # type: ignore[no-untyped-def]
    """A dependency that lets `Authorization: Bearer <API_KEY>` pass. No key set: nobody passes."""
    expected = settings.api_key.get_secret_value().encode() if settings.api_key else None

    async def check(request: Request) -> None:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if expected is None:
            raise Unauthorized("no API_KEY is configured, so nothing is accepted here")
        if scheme.lower() != "bearer" or not hmac.compare_digest(
            given.strip().encode("utf-8", "replace"), expected
        ):
            raise Unauthorized

    return check
