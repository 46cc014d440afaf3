"""Reads Evolution's answers to a send call: the message id, or the reason of a refusal."""

import re

from agent.errors import SendError, SendUnknown
from agent.types import Json
from gateway.channels.kit.http_send import reason
from gateway.channels.kit.payload import branch, identifier, text
from gateway.channels.kit.whatsapp_codes import FINAL_CODES, PASSING_CODES

# The schema's own complaint about the content: 'instance requires property "text"'.
_INVALID = re.compile(r"instance(?:\.\w+)? (?:requires|does not|is not)")
# The client of an instance that lost WhatsApp is undefined, or says that its socket is closed.
_NOT_CONNECTED = re.compile(
    r"of undefined|of null|undefined is not|connection closed|(?:not|dis)[ -]?connected"
    r"|instance is (?:closed?|connecting)",
    re.IGNORECASE,
)
# WhatsApp may already have it: the answer of the socket is read, or was waited for.
_PERHAPS_SENT = re.compile(
    r"\(reading '(?:key|messageTimestamp|status)'\)|timed out|stream errored"
    r"|connection (?:lost|failure|terminated)",
    re.IGNORECASE,
)


def refusal(status: int, body: Json) -> SendError | SendUnknown | None:
    """What Evolution's words say and a status alone does not."""
    if text(body, "code", "error") == "LICENSE_REQUIRED":  # the operator's to mend
        return SendError("Evolution has no license", permanent=False, code="LICENSE_REQUIRED")
    if status not in (400, 500):
        return None
    message = branch(body, "response").get("message")
    first = message[0] if isinstance(message, list) and message else None
    if status == 400 and isinstance(first, dict) and first.get("exists") is False:
        return SendError("the number is not on WhatsApp", permanent=True, code="not_on_whatsapp")
    words = reason(body) or ""
    if status == 400 and isinstance(first, list) and _INVALID.match(words):
        return SendError(f"HTTP 400: {words}", permanent=True, code="400")
    if _PERHAPS_SENT.search(words):
        return SendUnknown(f"HTTP {status}: {words}")
    if status == 400 and _NOT_CONNECTED.search(words):
        return SendError(
            f"WhatsApp is not connected: {words}", permanent=False, code="disconnected"
        )
    return None


def message_id(body: Json) -> str:
    """The id in a 2xx answer. WHATSAPP-BUSINESS instances wrap Meta's errors in a 201."""
    if not body:
        raise SendUnknown("the answer was 2xx without a readable body")
    if (identified := identifier(branch(body, "key"), "id")) is None:
        code = identifier(branch(body, "error"), "code") or identifier(body, "code")
        raise SendError(
            reason(body) or "no message id",
            permanent=code in FINAL_CODES,
            code=code or "no_id",
            about_message=code not in PASSING_CODES,
        )
    return identified
