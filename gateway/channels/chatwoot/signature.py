"""Chatwoot's signature of a webhook: over the time and the raw body, not over the body alone.

Account webhooks carry it from 4.11.2 on, agent bots and API inboxes from 4.13.0 on.
"""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime

from gateway.channels.base import WebhookRequest

SIGNATURE, TIMESTAMP = "x-chatwoot-signature", "x-chatwoot-timestamp"
_MOST_SECONDS = 300
"""How far the time of a request may lie from ours."""


def signed(secret: str, timestamp: str, body: bytes) -> str:
    """The signature of a body that is sent at `timestamp` (Unix seconds, as the header has them)."""
    content = f"{timestamp}.".encode() + body
    return f"sha256={hmac.new(secret.encode(), content, hashlib.sha256).hexdigest()}"


def is_signed(request: WebhookRequest, secrets: Iterable[str], now: datetime) -> bool:
    """Whether one of the secrets signed the request, within five minutes of `now`."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    told, signature = headers.get(TIMESTAMP, ""), headers.get(SIGNATURE, "")
    if not (told.isascii() and told.isdigit() and len(told) <= 12 and signature.isascii()):
        return False
    if abs(now.timestamp() - int(told)) > _MOST_SECONDS:
        return False
    # Each is compared, so that the time tells nothing of which one it was.
    matches = [
        hmac.compare_digest(signed(secret, told, request.body), signature) for secret in secrets
    ]
    return any(matches)
