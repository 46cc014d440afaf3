"""One TLS context for all clients of a process: reading the authorities costs tens of milliseconds."""

import ssl
from functools import cache

import httpx


@cache
def tls_context() -> ssl.SSLContext:
    """Verifies like httpx does by itself."""
    return httpx.create_ssl_context()
