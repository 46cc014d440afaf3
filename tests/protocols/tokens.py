"""JSON Web Tokens signed with HS256 (RFC 7515, 7519), as Supabase's keys and logins are."""

import base64
import hashlib
import hmac
import json
import time
from typing import Any

SKEW_SECONDS = 30
"""PostgREST, "Authentication", time-based claims: so much difference between clocks is allowed."""


class BadToken(Exception):
    """Not a token of this project; `code` is PostgREST's ("Errors", group 3)."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def sign(secret: str, header: dict[str, Any] | None = None, /, **claims: Any) -> str:
    """A token; `header` other than HS256's is for those who forge."""
    parts = [_encode(_bytes(header or {"alg": "HS256", "typ": "JWT"})), _encode(_bytes(claims))]
    return ".".join([*parts, _encode(_signature(secret, ".".join(parts)))])


def verify(token: str, secret: str) -> dict[str, Any]:
    """Its claims. The algorithm is the server's choice, never the token's. Raises BadToken."""
    try:
        head, body, signature = token.split(".")
        header, claims = json.loads(_decode(head)), json.loads(_decode(body))
        genuine = hmac.compare_digest(_decode(signature), _signature(secret, f"{head}.{body}"))
    except ValueError:
        raise BadToken("PGRST301", "JWT cannot be read") from None
    if header.get("alg") != "HS256" or not genuine or not isinstance(claims, dict):
        raise BadToken("PGRST301", "No suitable key or wrong key type")
    now = time.time()
    if now - SKEW_SECONDS > claims.get("exp", now):
        raise BadToken("PGRST303", "JWT expired")
    if now + SKEW_SECONDS < max(claims.get("nbf", now), claims.get("iat", now)):
        raise BadToken("PGRST303", "JWT not yet valid")
    return claims


def _signature(secret: str, signed: str) -> bytes:
    return hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest()


def _bytes(value: dict[str, Any]) -> bytes:
    return json.dumps(value).encode()


def _encode(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
