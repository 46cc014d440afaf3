"""The proof that a request comes from Meta: HMAC-SHA256 of its raw body with the app's secret."""

import hashlib
import hmac

HEADER = "x-hub-signature-256"


def sign(secret: str, body: bytes) -> str:
    """The header's value. The bytes as they came: Meta writes other letters as \\uXXXX, and JSON that
    was read and written again is not the same."""
    return f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"


def same(one: str, other: str) -> bool:
    """Compares two secrets in constant time, whatever characters they have."""
    shown, right = (text.encode("utf-8", "surrogatepass") for text in (one, other))
    return hmac.compare_digest(shown, right)
