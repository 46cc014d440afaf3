"""A file server that can misbehave, and the internet as the downloader's tests see it."""

import asyncio
import socket
from collections.abc import Sequence

import httpx

from tests.providers.listening import LoopbackServer

PUBLIC = "93.184.215.14"
ALSO_PUBLIC = "2606:2800:21f:cb07:6820:80da:af6b:8b2c"


def page(
    content: bytes = b"", *, status: str = "200 OK", length: int | None = -1, **headers: str
) -> bytes:
    """A raw answer. `length`: -1 tells the true one, None tells none (the close ends it)."""
    lines = {name.replace("_", "-"): value for name, value in headers.items()}
    if length is not None:
        lines["content-length"] = str(len(content) if length < 0 else length)
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status}\r\n{head}connection: close\r\n\r\n".encode("latin-1") + content


def redirect(location: str, status: str = "302 Found") -> bytes:
    return page(status=status, location=location)


class FileServer(LoopbackServer):
    """Raw answers by path, on loopback. Paths in `dripping` then send a byte now and then."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: dict[str, bytes] = {}
        self.dripping: set[str] = set()
        self.hosts: list[str] = []
        """Host headers of the requests that arrived."""

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        path = head.split(" ")[1]
        lines = head.lower().split("\r\n")
        self.hosts += [line.removeprefix("host: ") for line in lines if line.startswith("host: ")]
        writer.write(self.pages.get(path, page(status="404 Not Found")))
        await writer.drain()
        while path in self.dripping:
            writer.write(b".")
            await writer.drain()
            await asyncio.sleep(0.01)
        writer.write_eof()
        await reader.read()


class Internet(httpx.AsyncBaseTransport):
    """Connects the public addresses to the file server and notes every address asked for.

    An address outside `routes` is a private connection: it is refused and stays on the list.
    """

    def __init__(self, server: FileServer, routes: Sequence[str] = (PUBLIC, ALSO_PUBLIC)) -> None:
        self.asked: list[str] = []
        self.names: list[object] = []
        """Names that TLS would have verified."""
        self._server = server
        self._routes = routes
        self._inner = httpx.AsyncHTTPTransport(trust_env=False, verify=False)  # plain HTTP only

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.host)
        self.names.append(request.extensions.get("sni_hostname"))
        if request.url.host not in self._routes:
            raise httpx.ConnectError("no route", request=request)
        local = request.url.copy_with(scheme="http", host="127.0.0.1", port=self._server.port)
        forwarded = httpx.Request(
            request.method,
            local,
            headers=request.headers,
            stream=request.stream,
            extensions={"timeout": request.extensions["timeout"]},
        )
        return await self._inner.handle_async_request(forwarded)

    async def aclose(self) -> None:
        await self._inner.aclose()


class Names:
    """A resolver: a table of names, and for numbers whatever the system reads in them.

    Several answers for one name are given one after the other, as in rebinding.
    """

    def __init__(self, **answers: Sequence[Sequence[str]]) -> None:
        self.asked: list[str] = []
        self._answers = {name.replace("_", "."): list(given) for name, given in answers.items()}

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        if given := self._answers.get(host):
            return given.pop(0) if len(given) > 1 else given[0]
        found = socket.getaddrinfo(host, port, flags=socket.AI_NUMERICHOST)
        return [str(address[0]) for *_, address in found]
