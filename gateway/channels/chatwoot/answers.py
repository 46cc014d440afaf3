"""Reads Chatwoot's answers to its API."""

import re

from agent.errors import SendError, SendUnknown
from agent.types import Json
from gateway.channels.kit.http_send import reason
from gateway.channels.kit.payload import identifier, text

# Of the content itself: it would be refused for ever.
_INVALID = re.compile(r"too long|can'?t be blank", re.IGNORECASE)


def refusal(status: int, body: Json) -> SendError | SendUnknown | None:
    """What Chatwoot's words say and a status alone does not."""
    words = text(body, "error", "message") or reason(body.get("errors")) or ""
    if status == 404 and body:  # of Rails: no such conversation. A proxy's page is no JSON.
        return SendError(
            f"HTTP 404: {words or 'not found'}", permanent=False, code="404", about_message=True
        )
    if status == 422 and _INVALID.search(words):
        return SendError(f"HTTP 422: {words}", permanent=True, code="422")
    return None


def message_id(body: Json) -> str:
    """The id in a 2xx answer."""
    identified = identifier(body, "id")
    if identified is None:
        raise SendUnknown("the answer was 2xx without a message")
    return identified
