"""A provider's server for tests: real HTTP on loopback, faults on demand, no sleeping."""

import asyncio
import json
from abc import abstractmethod
from collections import deque
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import httpx

from tests.providers.listening import LoopbackServer


@dataclass(frozen=True)
class Request:
    """One received request; header names are lower case, `path` is decoded, `query` is not."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    query: str = ""

    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))

    def json(self) -> Any:
        return json.loads(self.body)

    def parts(self) -> tuple[dict[str, str], list["Uploaded"]]:
        """The fields and the files of a multipart form."""
        head = f"content-type: {self.headers['content-type']}\r\n\r\n".encode()
        fields: dict[str, str] = {}
        files = []
        for part in message_from_bytes(head + self.body, policy=HTTP).iter_parts():
            name = str(part.get_param("name", header="content-disposition"))
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            if (filename := part.get_filename()) is not None:
                files.append(Uploaded(name, filename, part.get_content_type(), content))
            else:
                fields[name] = content.decode()
        return fields, files


@dataclass(frozen=True)
class Uploaded:
    """A file of a multipart form, by the name of its field."""

    field: str
    name: str
    mime: str
    content: bytes


@dataclass(frozen=True)
class Answer:
    """What goes back. A dict or list becomes JSON; `pieces` are the body of an answer that is written
    while it is sent."""

    status: int = 200
    body: Any = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    pieces: AsyncIterator[bytes] | None = None

    def encoded_body(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()

    def encoded(self) -> bytes:
        """All of it; the head alone where the body comes in pieces, until the connection ends."""
        content = self.encoded_body()
        lines = {"content-type": "application/json"}
        if self.pieces is None:
            lines["content-length"] = str(len(content))
        lines |= {name.lower(): value for name, value in self.headers.items()} | {
            "connection": "close"
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        return f"HTTP/1.1 {self.status} Stand-in\r\n{head}\r\n".encode() + content


@dataclass(frozen=True)
class Fault:
    """Instead of the usual answer: another one, none at all (`hang`), or a broken connection.

    With `taken` the message is taken before the fault shows; with `half` the usual answer breaks
    off in the middle of its body; `usual` is no fault at all.
    """

    answer: Answer | None = None
    hang: bool = False
    taken: bool = False
    half: bool = False
    usual: bool = False


class ProviderServer(LoopbackServer):
    """Answers requests as a provider does, faults included."""

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[Request] = []
        self.received = asyncio.Event()
        self.files: dict[str, tuple[bytes, str]] = {}
        """Files to serve: path to content and type."""
        self._faults: deque[Fault] = deque()

    @abstractmethod
    def handle(self, request: Request) -> Answer:
        """The provider's usual answer; records what was sent."""

    async def respond(self, request: Request) -> Answer:
        """`handle`, or a file that is asked for. A server that waits for something overrides it."""
        if request.method == "GET":
            content, mime = self.files.get(request.path, (None, ""))
            if content is None:
                return Answer(404)
            return Answer(200, content, {"content-type": mime})
        return self.handle(request)

    # Faults for the next requests, in the order in which they were asked for

    def answer_next(
        self,
        status: int,
        body: Any = b"",
        times: int = 1,
        headers: Mapping[str, str] | None = None,
        *,
        taken: bool = False,
    ) -> None:
        self._faults.extend(
            [Fault(answer=Answer(status, body, headers or {}), taken=taken)] * times
        )

    def answer_next_after(self, usual: int, *, status: int, times: int = 1) -> None:
        """The usual answer `usual` times, and then this status."""
        self.usual_next(usual)
        self.answer_next(status, times=times)

    def usual_next(self, times: int) -> None:
        """The usual answer, before the faults that are asked for after it."""
        self._faults.extend([Fault(usual=True)] * times)

    def hang_next(self, *, taken: bool = False, times: int = 1) -> None:
        self._faults.extend([Fault(hang=True, taken=taken)] * times)

    def drop_next(self, *, taken: bool = False, times: int = 1) -> None:
        self._faults.extend([Fault(taken=taken)] * times)

    def counts(self, request: Request) -> bool:
        """Whether a test that counts requests, or waits for one, means this one, too."""
        return True

    def fault_of(self, request: Request) -> Fault | None:
        """What goes wrong with this request, if anything does."""
        return self._faults.popleft() if self._faults and request.method == "POST" else None

    def half_next(self, times: int = 1) -> None:
        self._faults.extend([Fault(taken=True, half=True)] * times)

    def recover(self) -> None:
        """Forgets the faults that were asked for and did not show yet."""
        self._faults.clear()

    # Webhooks of this provider

    async def deliver(
        self, url: str, payload: Any, headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """Posts a webhook as the provider would."""
        async with httpx.AsyncClient(trust_env=False) as http:
            return await http.post(url, json=payload, headers=dict(headers or {}))

    # One connection

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._answer(await read_request(reader), reader, writer)

    async def _answer(
        self, request: Request, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        if self.counts(request):
            self.requests.append(request)
            self.received.set()
        fault = self.fault_of(request)
        fault = None if fault is not None and fault.usual else fault
        answer = await self.respond(request) if fault is None or fault.taken else None
        if fault is not None:
            if fault.hang:
                await asyncio.Event().wait()
            whole, answer = answer, fault.answer
            if fault.half and whole is not None:
                encoded = whole.encoded()
                writer.write(encoded[: len(encoded) - len(whole.encoded_body()) // 2])
                await writer.drain()
                return
        if answer is not None:
            writer.write(answer.encoded())
            await writer.drain()
            if answer.pieces is not None:
                async for piece in answer.pieces:
                    writer.write(piece)
                    await writer.drain()
            writer.write_eof()
            await reader.read()


async def read_request(reader: asyncio.StreamReader) -> Request:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.strip().split("\r\n")
    method, target, _ = first.split(" ")
    pairs = (line.partition(":") for line in lines)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    address = urlsplit(target)
    return Request(method, unquote(address.path), headers, body, address.query)
