"""Asks a configured service whether it answers, with a short timeout and without redirects."""

from typing import Any

import httpx

from agent.tls import tls_context
from gateway.channels.kit.inquiry import Answer, inquire

SECONDS = 3.0


async def ask(url: str, *, method: str = "GET", **request: Any) -> Answer | None:
    """One request (keywords as in httpx); None when nobody answers, or `url` is not one."""
    async with short_client() as http:
        return await inquire(http, url, method=method, **request)


def short_client() -> httpx.AsyncClient:
    """For questions whose answer comes soon or not at all."""
    return httpx.AsyncClient(verify=tls_context(), timeout=SECONDS)
