"""A question to a provider's API outside of sending: what it answered, or that nobody did."""

import json
from dataclasses import dataclass
from typing import Any

import httpx

from agent.types import Json
from gateway.channels.kit.http_send import reason

_MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer. `body` is its JSON, None where it is none or longer than a megabyte."""

    status: int
    body: Any

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def fields(self) -> Json:
        """The body where it is an object, else nothing."""
        return self.body if isinstance(self.body, dict) else {}

    @property
    def words(self) -> str:
        """The status and the provider's own reason."""
        told = reason(self.body)
        return f"HTTP {self.status}{f': {told}' if told else ''}"


async def inquire(
    http: httpx.AsyncClient, url: str, *, method: str = "GET", **request: Any
) -> Answer | None:
    """One request without redirects (keywords as in httpx); None when nobody answers, or `url` is not one."""
    try:
        async with http.stream(method, url, follow_redirects=False, **request) as response:
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
