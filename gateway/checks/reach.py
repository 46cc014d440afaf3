"""Asks a configured service whether it answers, with a short timeout and without redirects."""

import json
from dataclasses import dataclass
from typing import Any

import httpx

from agent.tls import tls_context

SECONDS = 3.0
_MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer. `body` is its JSON, None where it is none or longer than a megabyte."""

    status: int
    body: Any


async def ask(url: str, *, method: str = "GET", **request: Any) -> Answer | None:
    """One request (keywords as in httpx); None when nobody answers, or `url` is not one."""
    try:
        async with (
            httpx.AsyncClient(
                verify=tls_context(), timeout=SECONDS, follow_redirects=False
            ) as http,
            http.stream(method, url, **request) as response,
        ):
            return Answer(response.status_code, await _json(response))
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError):
        return None


async def _json(response: httpx.Response) -> Any:
    read = bytearray()
    async for part in response.aiter_bytes():
        read += part
        if len(read) > _MOST_BYTES:
            return None
    try:
        return json.loads(read)
    except (ValueError, RecursionError):
        return None
