"""A TLS context shared by all clients of a process; loading the authorities takes tens of ms."""

import ssl
from functools import cache

import httpx


@cache
def tls_context() -> ssl.SSLContext:
    """Verifies like httpx does by itself."""
    return httpx.create_ssl_context()
