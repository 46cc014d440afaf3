"""Whether a page may open the socket: other sites' pages may not (cross-site hijacking)."""

from collections.abc import Sequence
from urllib.parse import urlsplit

_DEFAULT_PORTS = {"http": 80, "ws": 80, "https": 443, "wss": 443}


def origin_allowed(origin: str | None, host: str | None, allowed: Sequence[str]) -> bool:
    """True for the gateway's own pages, for `allowed` origins, and for programs.

    Browsers always send Origin with a WebSocket; a program that sends none cannot be misled by a
    page. `host` is the Host header.
    """
    if origin is None or "*" in allowed:
        return True
    if origin.rstrip("/").lower() in {entry.rstrip("/").lower() for entry in allowed}:
        return True
    try:
        parts = urlsplit(origin)
        default = _DEFAULT_PORTS.get(parts.scheme)
        own = urlsplit(f"//{host or ''}")
        theirs = (parts.hostname, parts.port or default)
        return theirs[0] is not None and theirs == (own.hostname, own.port or default)
    except ValueError:
        return False
