"""A server of calendars on loopback: files by path with their ETag, and CalDAV with a name and a password."""

import asyncio
import base64
import hashlib
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from tests.providers.listening import LoopbackServer


def event(*lines: str, uid: str = "1") -> str:
    """A VEVENT with these lines."""
    return "\n".join(("BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT"))


def calendar(*parts: str) -> bytes:
    """A whole file of these parts."""
    return "\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", *parts, "END:VCALENDAR", "")).encode()


@dataclass
class Asked:
    """A request that came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class CalendarServer(LoopbackServer):
    """`files`: by path what is there. `caldav`: calendar data by path, behind `account`. `answer`: sent raw instead of
    everything, as a server in trouble does."""

    files: dict[str, bytes] = field(default_factory=dict)
    caldav: dict[str, list[bytes]] = field(default_factory=dict)
    account: str = "camila:secreta"
    answer: bytes | None = None
    asked: list[Asked] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.strip().split("\r\n")
        method, path, _ = first.split(" ")
        headers = {name.lower(): value for name, _, value in (x.partition(": ") for x in lines)}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        self.asked.append(Asked(method, path, headers, body))
        writer.write(self.answer or self._page(self.asked[-1]))
        await writer.drain()
        writer.write_eof()
        await reader.read()

    def _page(self, asked: Asked) -> bytes:
        if asked.method == "REPORT":
            expected = f"Basic {base64.b64encode(self.account.encode()).decode()}"
            if asked.headers.get("authorization") != expected:
                return page(b"", "401 Unauthorized")
            return page(multistatus(self.caldav.get(asked.path, [])), "207 Multi-Status")
        content = self.files.get(asked.path)
        if content is None:
            return page(b"", "404 Not Found")
        etag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
        if asked.headers.get("if-none-match") == etag:
            return page(b"", "304 Not Modified", etag=etag)
        return page(content, etag=etag)


def page(content: bytes, status: str = "200 OK", **headers: str) -> bytes:
    """A raw answer."""
    lines = {"content-length": str(len(content)), "connection": "close", **headers}
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + content


def multistatus(calendars: list[bytes]) -> bytes:
    """The answer to a calendar-query."""
    responses = "".join(
        f"<d:response><d:href>/e/{n}.ics</d:href><d:propstat><d:prop><c:calendar-data>"
        f"{escape(one.decode())}</c:calendar-data></d:prop><d:status>HTTP/1.1 200 OK</d:status>"
        "</d:propstat></d:response>"
        for n, one in enumerate(calendars)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><d:multistatus xmlns:d="DAV:" '
        f'xmlns:c="urn:ietf:params:xml:ns:caldav">{responses}</d:multistatus>'
    ).encode()
