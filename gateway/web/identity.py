"""A customer whom the business's own site knows: what it signs, how long that counts, and what is refused.

The site's server signs; the page hands on what it got. docs/connect.md shows how.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime

from agent import phones
from agent.errors import CallerError
from agent.types import Connection, Json

SECRET = "identity_secret"  # noqa: S105 - its name
"""Name of the stored credential of a web connection."""
SHORTEST_SECRET = 32
_MOST_SECONDS = 3600
"""For how long a signature counts: a page may be open for a while before its chat is."""
_AHEAD_SECONDS = 300
_LONGEST_USER = 200
_HALF = re.compile("[\ud800-\udfff]")
"""Half of a surrogate pair, which JSON can carry and nobody can sign."""

REFUSALS = {
    "not_configured": f"no {SECRET} of 32 characters or more is stored for this page",
    "invalid": "user (a text), at (Unix seconds), signature, and phone with its country code, if any",
    "forged": "the signature is not that of this user, phone and time",
    "stale": "it was signed too long ago, or in the future; sign it again",
    "other_user": "this chat is another user's; begin a new one",
    "other_phone": "this chat belongs to somebody with another phone; begin a new one",
}


class IdentityRefused(CallerError):
    """A signed identity that is not taken. `reason`: a key of REFUSALS."""

    def __init__(self, reason: str) -> None:
        super().__init__(REFUSALS[reason])
        self.reason = reason


@dataclass(frozen=True, slots=True)
class SiteIdentity:
    """`user` is the site's own name of its customer; `phone` is canonical, None when it tells none."""

    user: str
    phone: str | None


def signed(secret: str, *, user: str, at: int, phone: str = "") -> str:
    """The signature: HMAC-SHA256, in hexadecimal, of time, phone and user with stops between them. The
    user, which may have stops itself, comes last."""
    return hmac.new(secret.encode(), f"{at}.{phone}.{user}".encode(), hashlib.sha256).hexdigest()


def read_identity(frame: Json, connection: Connection, now: datetime) -> SiteIdentity:
    """The identity in `{"user", "phone"?, "at", "signature"}`. Raises IdentityRefused."""
    secret = connection.credentials.get(SECRET)
    if connection.unreadable or not secret or len(secret) < SHORTEST_SECRET:
        raise IdentityRefused("not_configured")
    at, user, phone = frame.get("at"), _text(frame, "user"), _text(frame, "phone")
    signature = _text(frame, "signature")
    if type(at) is not int or abs(at) >= 10**12 or not signature.isascii() or not _names(user):
        raise IdentityRefused("invalid")
    if not hmac.compare_digest(signed(secret, user=user, at=at, phone=phone), signature.lower()):
        raise IdentityRefused("forged")
    if not -_AHEAD_SECONDS <= now.timestamp() - at <= _MOST_SECONDS:
        raise IdentityRefused("stale")
    number = phones.told(phone) if phone else None
    if phone and number is None:
        raise IdentityRefused("invalid")
    return SiteIdentity(user, number)


def _text(frame: Json, name: str) -> str:
    """ "" where it is left out. Raises IdentityRefused."""
    value = frame.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or _HALF.search(value):
        raise IdentityRefused("invalid")
    return value


def _names(user: str) -> bool:
    return bool(user.strip()) and len(user) <= _LONGEST_USER and user.isprintable()
