"""One POST to an address that a business wrote down: to nothing inside of our network, and bounded (SSRF)."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from agent.tls import tls_context
from gateway.channels.kit.public_address import Resolver, is_public, resolve

SECONDS = 10.0
"""For a whole delivery. Only the status and the head of an answer are read."""
LONGEST_URL = 2000
_HOST = re.compile(r"[a-z0-9]([a-z0-9.\-]*[a-z0-9])?")
# A host whose last label is a number in any notation is an IPv4 address to some resolvers.
_NUMERIC_HOST = re.compile(r"(.*\.)?(0x[0-9a-f]*|[0-9]+)")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: `status` None where nothing did, then `trouble` says why: refused (an address that may not be
    reached), no_address, unreachable or slow."""

    status: int | None
    trouble: str | None = None
    headers: Mapping[str, str] | None = None


class Reach:
    """Sends to public HTTPS addresses. `allow_private`: any address and port, and plain HTTP (development only)."""

    def __init__(
        self,
        *,
        allow_private: bool = False,
        resolver: Resolver = resolve,
        transport: httpx.AsyncBaseTransport | None = None,
        seconds: float = SECONDS,
    ) -> None:
        self._allow_private = allow_private
        self._resolver = resolver
        self._transport = transport
        self._seconds = seconds

    def takes(self, text: str) -> bool:
        """Whether such an address may be written down. Where its name leads is looked up when something is sent."""
        return self._parsed(text) is not None

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Redirects lead nowhere: they are an answer as any other."""
        parsed = self._parsed(url)
        if parsed is None:
            return Answer(None, "refused")
        try:
            async with asyncio.timeout(self._seconds):
                return await self._post(parsed, body, headers)
        except (TimeoutError, httpx.TimeoutException):
            return Answer(None, "slow")
        except (httpx.HTTPError, OSError):
            return Answer(None, "unreachable")

    def _parsed(self, text: str) -> httpx.URL | None:
        """None for what cannot be meant in one way only, or may not be reached."""
        odd = any(letter <= " " or letter in "\\\x7f" for letter in text)
        authority = re.split(r"[/?#]", text.partition("//")[2], maxsplit=1)[0]
        if odd or not text.isascii() or len(text) > LONGEST_URL or "@" in authority:
            return None
        try:
            url = httpx.URL(text)
        except (httpx.InvalidURL, ValueError):
            return None
        host = url.raw_host.decode("ascii")
        if self._allow_private:
            return url if url.scheme in ("http", "https") and host else None
        public = _HOST.fullmatch(host) and not _NUMERIC_HOST.fullmatch(host) and "." in host
        return url if url.scheme == "https" and url.port is None and public else None

    async def _post(self, url: httpx.URL, body: bytes, headers: Mapping[str, str]) -> Answer:
        address = url.host
        if not self._allow_private:
            try:
                addresses = await self._resolver(url.host, 443)
            except (OSError, UnicodeError):
                return Answer(None, "no_address")
            if not addresses:
                return Answer(None, "no_address")
            if not all(map(is_public, addresses)):
                return Answer(None, "refused")
            address = addresses[0]
        request = httpx.Request(
            "POST",
            url.copy_with(host=address, fragment=None),
            content=body,
            headers={**headers, "Host": url.netloc.decode("ascii")},
            extensions={
                "sni_hostname": url.host,
                "timeout": httpx.Timeout(self._seconds).as_dict(),
            },
        )
        # A bare transport: no proxy, cookie or redirect of a client comes in between. No connection is kept: one that
        # was opened for a name must not serve another name that has the same address.
        transport = self._transport or httpx.AsyncHTTPTransport(
            verify=tls_context(),
            trust_env=False,
            limits=httpx.Limits(max_keepalive_connections=0),
        )
        async with transport:
            answer = await transport.handle_async_request(request)
            await answer.aclose()
            return Answer(answer.status_code, headers=answer.headers)
