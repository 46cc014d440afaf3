"""Signs events by Standard Webhooks (https://www.standardwebhooks.com): HMAC-SHA256 of id, time and body."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

_HEAD = "whsec_"
_BYTES = 32


def new_secret() -> str:
    """As libraries of the scheme take it."""
    return _HEAD + base64.b64encode(secrets.token_bytes(_BYTES)).decode()


def signature(secret: str, id: str, seconds: int, body: bytes) -> str:
    """Of one secret, with the version of the scheme before it."""
    key = base64.b64decode(secret.removeprefix(_HEAD))
    signed = f"{id}.{seconds}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def signed_headers(own: Sequence[str], id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The headers of a request that is signed with each of these secrets: two while one replaces the other."""
    seconds = int(at.timestamp())
    return {
        "webhook-id": id,
        "webhook-timestamp": str(seconds),
        "webhook-signature": " ".join(signature(one, id, seconds, body) for one in own),
    }
