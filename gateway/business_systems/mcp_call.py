"""One question to an MCP server over the SDK, through a transport that goes to that server alone."""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address

import anyio
import httpx2
from mcp import Client, MCPError
from mcp.client.streamable_http import streamable_http_client
from mcp_types import CallToolResult, Implementation, TextContent

from agent.errors import BusinessSystemError
from agent.tls import tls_context
from gateway.channels.kit.public_address import Resolver, is_public

_NAME = Implementation(name="frontdesk", version="1")


@dataclass(slots=True)
class Guard:
    """What one question may reach and receive: the host of `url`, at a public address that was looked up once, over
    TLS, and `left` bytes. `reason` says why it was stopped."""

    url: str
    left: int
    resolver: Resolver
    allow_private: bool = False
    reason: str = ""
    addresses: tuple[str, ...] = field(default=())

    def stop(self, reason: str) -> httpx2.TransportError:
        self.reason = self.reason or reason
        return httpx2.TransportError(reason)

    async def address(self) -> str:
        """Where to connect. Raises TransportError."""
        url = httpx2.URL(self.url)
        if self.allow_private:
            return url.host
        if url.scheme != "https" or url.port not in (None, 443) or _is_address(url.host):
            raise self.stop("refused")
        if not self.addresses:
            try:
                self.addresses = tuple(await self.resolver(url.host, 443))
            except (OSError, UnicodeError) as error:
                raise self.stop("unreachable") from error
        if not self.addresses:
            raise self.stop("unreachable")
        if not all(map(is_public, self.addresses)):
            raise self.stop("refused")
        return self.addresses[0]


async def ask_server(
    guard: Guard, token: str | None, tool: str, arguments: Mapping[str, str], seconds: float
) -> str:
    """The text of the answer. Raises BusinessSystemError."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    http = httpx2.AsyncClient(
        transport=_Guarded(guard), headers=headers, timeout=seconds, trust_env=False
    )
    # No request is repeated at another time: the question is over when it is over.
    transport = streamable_http_client(
        guard.url, http_client=http, terminate_on_close=False, max_sse_event_size=guard.left
    )
    result: CallToolResult | None = None
    # What is raised in tasks of the SDK comes in groups, and what is raised in `except*` would, too.
    problem: BaseExceptionGroup[Exception] | None = None
    try:
        with anyio.move_on_after(seconds) as scope:
            async with http, Client(transport, client_info=_NAME, cache=None) as client:
                result = await client.call_tool(tool, dict(arguments))
    except* (MCPError, httpx2.HTTPError, OSError, ValueError, RuntimeError) as errors:
        problem = errors
    if result is None:
        slow = problem is None and scope.cancelled_caught
        raise BusinessSystemError(guard.reason or ("slow" if slow else "failed")) from problem
    if result.is_error:
        raise BusinessSystemError("failed")
    return _text(result)


def _text(result: CallToolResult) -> str:
    texts = [part.text for part in result.content if isinstance(part, TextContent)]
    if not texts and result.structured_content is not None:
        return json.dumps(result.structured_content, ensure_ascii=False)
    return "\n".join(texts)


class _Guarded(httpx2.AsyncBaseTransport):
    """A bare transport: no proxy and no redirect of a client comes in between."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._http = httpx2.AsyncHTTPTransport(verify=tls_context(), trust_env=False)
        self._own = httpx2.URL(guard.url)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        url = request.url
        if (url.scheme, url.host, url.port) != (self._own.scheme, self._own.host, self._own.port):
            raise self._guard.stop("refused")  # a redirect to somewhere else
        request.url = url.copy_with(host=await self._guard.address())
        request.headers["Host"] = self._own.netloc.decode("ascii")
        request.headers["Accept-Encoding"] = "identity"
        request.extensions = {**request.extensions, "sni_hostname": self._own.host}
        answer = await self._http.handle_async_request(request)
        if answer.headers.get("content-encoding", "identity").lower() not in ("identity", ""):
            await answer.aclose()
            raise self._guard.stop("refused")
        assert isinstance(answer.stream, httpx2.AsyncByteStream)
        answer.stream = _Counted(answer.stream, self._guard)
        return answer

    async def aclose(self) -> None:
        await self._http.aclose()


class _Counted(httpx2.AsyncByteStream):
    """A body that ends with an error when the question's bytes are used up."""

    def __init__(self, body: httpx2.AsyncByteStream, guard: Guard) -> None:
        self._body = body
        self._guard = guard

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._body:
            self._guard.left -= len(part)
            if self._guard.left < 0:
                raise self._guard.stop("too_large")
            yield part

    async def aclose(self) -> None:
        await self._body.aclose()


def _is_address(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        # A host whose last label is a number in any notation is an IPv4 address to some resolvers.
        return host.rsplit(".", 1)[-1][:1].isdigit()
    return True
