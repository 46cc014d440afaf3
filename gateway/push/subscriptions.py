"""What a browser says of itself when it wants notifications, and to which services they may go."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey

SERVICES = (
    "fcm.googleapis.com",
    "push.services.mozilla.com",
    "push.apple.com",
    "notify.windows.com",
)
"""The push services of the browsers: these hosts and those below them. Nothing is sent anywhere else, whatever a
browser says, but to those that the operator names (PUSH_SERVICES)."""
_LONGEST = 2000
_AUTH_BYTES = 16


@dataclass(frozen=True, slots=True)
class Subscription:
    """A browser's own address at its push service, and its keys (base64url)."""

    endpoint: str
    p256dh: str
    auth: str


def subscription_of(form: Mapping[str, str], named: tuple[str, ...]) -> Subscription | None:
    """None for what no browser would say."""
    one = Subscription(form.get("endpoint", ""), form.get("p256dh", ""), form.get("auth", ""))
    return one if may_reach(one.endpoint, named) and _has_keys(one) else None


def may_reach(endpoint: str, named: tuple[str, ...]) -> bool:
    """Whether it leads to a push service. `named`: the operator's own, as origins."""
    try:
        parts = urlsplit(endpoint)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if len(endpoint) > _LONGEST or not endpoint.isascii() or not endpoint.isprintable():
        return False
    if "@" in parts.netloc or "\\" in endpoint:
        return False
    if f"{parts.scheme}://{parts.netloc}" in named:
        return True
    ours = any(host == one or host.endswith(f".{one}") for one in SERVICES)
    return parts.scheme == "https" and port is None and ours


def _has_keys(one: Subscription) -> bool:
    try:
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), _bytes(one.p256dh))
        return len(_bytes(one.auth)) == _AUTH_BYTES
    except (ValueError, binascii.Error):
        return False


def _bytes(text: str) -> bytes:
    """Raises ValueError."""
    if len(text) > 100 or not text.isascii():
        raise ValueError("no key")
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
