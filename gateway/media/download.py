"""Downloads what others name, protected against requests into our own network (SSRF).

The URL of a received file comes from whoever can call a webhook: it is fetched only from hosts that the
channel names. That of a calendar comes from staff, and may be on any public host. Both over TLS, from an
address that was checked and then connected to as it is: the name is resolved once, so an answer that changes
afterwards changes nothing.
"""

import asyncio
import re
import zlib
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import httpx

from agent.errors import MediaError, MediaTooLarge
from agent.tls import tls_context
from gateway.channels.kit.public_address import Resolver, is_public, resolve

NO_HEADERS: Mapping[str, str] = MappingProxyType({})
_REDIRECTS = (301, 302, 303, 307, 308)
_LATER = (408, 425, 429)
_LONGEST_URL = 4096
_HOST = re.compile(r"[a-z0-9]([a-z0-9.\-]*[a-z0-9])?")
_MIME = re.compile(r"[a-z0-9.+\-]{1,60}/[a-z0-9.+\-]{1,80}")
# A host whose last label is a number in any notation is an IPv4 address to some resolvers.
_NUMERIC_HOST = re.compile(r"(.*\.)?(0x[0-9a-f]*|[0-9]+)")


@dataclass(frozen=True, slots=True)
class Download:
    """A fetched file; `mime` as "type/subtype", None when the server does not tell."""

    content: bytes
    mime: str | None


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a server, besides of its address. `hosts`: where it may be asked (exact, "name:port", or
    ".suffix"); None: anywhere public. `headers`, such as a key, go to the URL's own host and to no other that it
    redirects to."""

    method: str = "GET"
    hosts: Sequence[str] | None = None
    headers: Mapping[str, str] = field(default_factory=lambda: NO_HEADERS)
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` is 200, 207 or 304."""

    status: int
    content: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Target:
    url: httpx.URL
    host: str
    addresses: tuple[str, ...]


class MediaDownloader:
    """Fetches files of at most `max_bytes`, each within `timeout_seconds` in all.

    `transport` carries the requests and `resolver` answers for names; both are seams. With
    `allow_http` plain HTTP is taken; with `allow_private` any address and port (development
    stand-ins only).
    """

    def __init__(
        self,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        resolver: Resolver = resolve,
        allow_http: bool = False,
        allow_private: bool = False,
        max_bytes: int = 10_000_000,
        timeout_seconds: float = 20,
        max_redirects: int = 3,
    ) -> None:
        self._transport = transport
        self._resolver = resolver
        self._schemes = ("https", "http") if allow_http else ("https",)
        self._allow_private = allow_private
        self._max_bytes = max_bytes
        self._timeout_seconds = timeout_seconds
        self._max_redirects = max_redirects

    async def download(
        self, url: str, hosts: Sequence[str], headers: Mapping[str, str] = NO_HEADERS
    ) -> Download:
        """The file at `url`, which must be on one of `hosts` (exact, "name:port", or ".suffix"). `headers`, such
        as a key, go to the URL's own host and to no other that it redirects to.

        Raises MediaError: permanent when the URL or the file is refused, not permanent when
        trying again may help.
        """
        answer = await self.ask(url, Request(hosts=hosts, headers=headers))
        if answer.status != 200:
            raise MediaError(f"HTTP {answer.status}", permanent=True)
        if not answer.content:
            raise _refused("empty file")
        return Download(answer.content, _mime(answer.headers))

    async def ask(self, url: str, request: Request) -> Answer:
        """What a server says. Raises MediaError like `download`."""
        try:
            async with asyncio.timeout(self._timeout_seconds):
                return await self._follow(url, request)
        except TimeoutError as error:
            raise MediaError("the download took too long", permanent=False) from error
        except httpx.HTTPError as error:
            raise MediaError(f"no file: {type(error).__name__}", permanent=False) from error

    async def _follow(self, url: str, request: Request) -> Answer:
        first: httpx.URL | None = None
        async with self._connections() as connections:
            for _ in range(self._max_redirects + 1):
                target = await self._checked(url, request.hosts)
                first = first or target.url
                own = _same_origin(first, target.url)
                answer = await self._open(
                    connections, target, request if own else replace(request, headers=NO_HEADERS)
                )
                try:
                    if answer.status_code not in _REDIRECTS:
                        return await self._received(answer)
                    url = _location(target.url, answer)
                finally:
                    await answer.aclose()
        raise _refused("too many redirects")

    def _connections(self) -> httpx.AsyncBaseTransport:
        """What carries the requests: a bare transport, so no proxy, cookie or redirect rule
        of a client comes in between.

        No connection outlives its request: one that was opened for a name must not serve
        another name that has the same address.
        """
        return self._transport or httpx.AsyncHTTPTransport(
            verify=tls_context(),
            trust_env=False,
            limits=httpx.Limits(max_keepalive_connections=0),
        )

    async def _checked(self, text: str, hosts: Sequence[str] | None) -> _Target:
        url = _parsed(text)
        host = url.raw_host.decode("ascii")
        if url.scheme not in self._schemes:
            raise _refused("scheme")
        if hosts is not None and not any(_matches(url, allowed) for allowed in hosts):
            raise _refused("host")
        if self._allow_private:
            return _Target(url, host, (host,))
        if url.port is not None or _NUMERIC_HOST.fullmatch(host) or not _HOST.fullmatch(host):
            raise _refused("host or port")
        return _Target(url, host, await self._public_addresses(host, url))

    async def _public_addresses(self, host: str, url: httpx.URL) -> tuple[str, ...]:
        try:
            resolved = await self._resolver(host, 443 if url.scheme == "https" else 80)
        except UnicodeError as error:
            raise _refused("host") from error
        except OSError as error:
            raise MediaError("the host has no address", permanent=False) from error
        addresses = tuple(dict.fromkeys(resolved))
        if not addresses:
            raise MediaError("the host has no address", permanent=False)
        if not all(is_public(address) for address in addresses):
            raise _refused("address")
        return addresses

    async def _open(
        self,
        connections: httpx.AsyncBaseTransport,
        target: _Target,
        wanted: Request,
    ) -> httpx.Response:
        """Connects to the first of the checked addresses that answers."""
        *others, last = (self._request(target, one, wanted) for one in target.addresses)
        for request in others:
            try:
                return await connections.handle_async_request(request)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return await connections.handle_async_request(last)

    def _request(self, target: _Target, address: str, request: Request) -> httpx.Request:
        """A request to the address itself that still speaks to, and verifies, the host."""
        return httpx.Request(
            request.method,
            target.url.copy_with(host=address),
            content=request.content or None,
            headers={
                **request.headers,
                "Host": target.url.netloc.decode("ascii"),
                "Accept": "*/*",
                "Accept-Encoding": "identity",
            },
            extensions={
                "sni_hostname": target.host,
                "timeout": httpx.Timeout(self._timeout_seconds).as_dict(),
            },
        )

    async def _received(self, answer: httpx.Response) -> Answer:
        status = answer.status_code
        if status == 304:
            return Answer(status, b"", answer.headers)
        if status not in (200, 207):
            raise MediaError(f"HTTP {status}", permanent=status < 500 and status not in _LATER)
        declared = answer.headers.get("content-length", "")
        if declared.isdigit() and (len(declared) > 18 or int(declared) > self._max_bytes):
            raise MediaTooLarge("refused: size")
        content = bytearray()
        async for chunk in _decoded(answer, self._max_bytes):
            content += chunk
            if len(content) > self._max_bytes:
                raise MediaTooLarge("refused: size")
        return Answer(status, bytes(content), answer.headers)


def _refused(what: str) -> MediaError:
    return MediaError(f"refused: {what}", permanent=True)


def _parsed(text: str) -> httpx.URL:
    """The URL, if every part of it can be meant in only one way."""
    authority = re.split(r"[/?#]", text.partition("//")[2], maxsplit=1)[0]
    odd = any(letter <= " " or letter in "\\\x7f" for letter in text)
    if odd or len(text) > _LONGEST_URL or "@" in authority or not authority.isascii():
        raise _refused("URL")
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, ValueError) as error:
        raise _refused("URL") from error
    if not url.host or url.userinfo:
        raise _refused("URL")
    return url


def _same_origin(one: httpx.URL, other: httpx.URL) -> bool:
    return (one.scheme, one.host, one.port) == (other.scheme, other.host, other.port)


def _matches(url: httpx.URL, allowed: str) -> bool:
    host = url.raw_host.decode("ascii")
    if ":" in allowed:
        return url.netloc.decode("ascii") == allowed
    if allowed.startswith("."):
        return host.endswith(allowed) and len(host) > len(allowed)
    return host == allowed


def _location(base: httpx.URL, answer: httpx.Response) -> str:
    location = answer.headers.get("location", "")
    if not location or len(location) > _LONGEST_URL:
        raise _refused("redirect")
    try:
        return str(base.join(location))
    except (httpx.InvalidURL, ValueError) as error:
        raise _refused("redirect") from error


async def _decoded(answer: httpx.Response, max_bytes: int) -> AsyncIterator[bytes]:
    """The body's chunks, none larger than the limit even when a server compresses unasked.

    httpx would unpack a whole chunk at once, a thousandfold and more, before anyone could count.
    """
    encoding = answer.headers.get("content-encoding", "identity").strip().lower()
    if encoding in ("identity", ""):
        async for chunk in answer.aiter_raw():
            yield chunk
        return
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise _refused("content encoding")
    # 32: zlib tells gzip and zlib headers apart by itself.
    unpacked = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        async for chunk in answer.aiter_raw():
            yield unpacked.decompress(chunk, max_bytes + 1)
            if unpacked.unconsumed_tail or unpacked.unused_data:
                raise MediaTooLarge("refused: size")
    except zlib.error as error:
        raise _refused("content encoding") from error
    if not unpacked.eof:
        raise MediaError("the file is cut off", permanent=False)


def _mime(headers: Mapping[str, str]) -> str | None:
    told = headers.get("content-type", "").partition(";")[0].strip().lower()
    return told if _MIME.fullmatch(told) else None
