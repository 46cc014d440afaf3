"""A Socket.IO v4 client that only listens, over a WebSocket: one packet at a time, each bounded.

What nobody has read yet waits at the server, so that a flood costs its sender's connection and nothing
else. Why it is not the library's client: docs/decisions/evolution-websocket.md.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit, urlunsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus, InvalidURI

from agent.tls import tls_context
from gateway.channels.kit.http_send import reason
from gateway.channels.kit.payload import label

ROOT = "/"
OPEN_SECONDS = 10.0
CLOSE_SECONDS = 2.0
_SILENCE = (10.0, 120.0)
"""Seconds without a ping after which a server is taken for dead: at least, and at most."""
_FRAMES_A_SECOND, _FRAMES_AT_ONCE = 200.0, 500.0
"""How fast one connection is read: no business gets more, and thousands of empty frames arrive at once."""
_LONGEST_HEAD = 1_000
"""Characters of a packet before its data: its kind, namespace and number."""
_PACKET = re.compile(r"([0-6])(?:\d{1,9}-)?(?:(/[^,]*),?)?(\d{1,15})?")
_EVENT_NAME = re.compile(r'\["(?:[^"\\]|\\.){0,200}"(?:,|(?=\]))')
_KINDS: dict[str, "Kind"] = {"0": "joined", "1": "left", "2": "event", "4": "refused", "5": "event"}

Kind = Literal["joined", "left", "event", "refused"]


class SocketClosed(Exception):
    """The connection cannot be had, or is over; its words are for the operator.

    `status` and `answer`: what the server said instead of opening it.
    """

    def __init__(self, words: str, status: int | None = None, answer: str = "") -> None:
        super().__init__(words)
        self.status = status
        self.answer = answer


@dataclass(frozen=True, slots=True)
class Packet:
    """`data` is JSON as the server wrote it: of an event its first argument alone, with placeholders
    where it had binary parts. `number`: the server wants to be told when the event was taken."""

    kind: Kind
    namespace: str
    data: str
    number: str | None = None


class SocketIo:
    """One open connection."""

    def __init__(self, socket: ClientConnection, silence: float) -> None:
        self._socket = socket
        self._silence = silence
        self._pace = _Pace(_FRAMES_A_SECOND, _FRAMES_AT_ONCE)

    async def join(self, namespace: str) -> None:
        """Asks for a namespace; a packet answers, "joined" or "refused". Raises SocketClosed."""
        await self._send(f"40{_prefix(namespace)}")

    async def acknowledge(self, packet: Packet) -> None:
        """Tells that the event was taken, where the server asked for that. Raises SocketClosed."""
        if packet.number is not None:
            await self._send(f"43{_prefix(packet.namespace)}{packet.number}[]")

    async def receive(self, until: float | None = None) -> Packet | None:
        """The next packet; None at `until` (the event loop's time), if nothing came. Raises SocketClosed."""
        loop = asyncio.get_running_loop()
        while True:
            silent_at = loop.time() + self._silence
            is_awaited = until is not None and until <= silent_at
            try:
                async with asyncio.timeout_at(until if is_awaited else silent_at):
                    frame = await self._socket.recv()
            except TimeoutError:
                # The clock is no judge of which it was: uvloop's timers come up to a millisecond early.
                if is_awaited:
                    return None
                raise SocketClosed("the server does not answer any more") from None
            except ConnectionClosed as error:
                raise SocketClosed(_why_closed(error)) from error
            await self._pace.step()
            if isinstance(frame, str) and (packet := await self._read(frame)):
                return packet  # binary parts are keys and thumbnails, which nobody reads

    async def _read(self, frame: str) -> Packet | None:
        """None for what is only of the transport, and for answers to what was never asked."""
        if frame == "2":
            await self._send("3")
        elif frame == "1":
            raise SocketClosed("the server ended the connection")
        return packet_of(frame[1:]) if frame.startswith("4") else None

    async def _send(self, frame: str) -> None:
        try:
            async with asyncio.timeout(OPEN_SECONDS):
                await self._socket.send(frame)
        except TimeoutError:
            raise SocketClosed("the server does not read any more") from None
        except ConnectionClosed as error:
            raise SocketClosed(_why_closed(error)) from error


class _Pace:
    """Lets so many pass at once and then so many a second; others get their turn in between."""

    def __init__(self, a_second: float, at_once: float) -> None:
        self._a_second, self._at_once = a_second, at_once
        self._free, self._at = at_once, asyncio.get_running_loop().time()

    async def step(self) -> None:
        now = asyncio.get_running_loop().time()
        regained = (now - self._at) * self._a_second
        self._free, self._at = min(self._at_once, self._free + regained) - 1, now
        await asyncio.sleep(max(0.0, -self._free / self._a_second))


@asynccontextmanager
async def open_socket(
    server: str, headers: Mapping[str, str], most_bytes: int
) -> AsyncIterator[SocketIo]:
    """Connects to the Socket.IO server at `server` (an http or https address) and leaves in order.

    A packet of more than `most_bytes` ends the connection. Raises SocketClosed.
    """
    parts = urlsplit(server)
    secure = parts.scheme == "https"
    path = f"{parts.path.rstrip('/')}/socket.io/"
    where = ("wss" if secure else "ws", parts.netloc, path, "EIO=4&transport=websocket", "")
    opening = _Straight(
        urlunsplit(where),
        additional_headers=dict(headers),
        ssl=tls_context() if secure else None,
        max_size=most_bytes,
        max_queue=1,  # frames that are read ahead; each may be as large
        compression=None,
        ping_interval=None,  # the server pings, one level higher
        open_timeout=OPEN_SECONDS,
        close_timeout=CLOSE_SECONDS,
    )
    try:
        socket = await opening
    except InvalidStatus as error:
        raise _refused(error) from error
    except (OSError, InvalidHandshake, InvalidURI, ValueError) as error:
        raise SocketClosed(f"no connection: {type(error).__name__}") from error
    async with socket:
        yield SocketIo(socket, await _greeting(socket))


class _Straight(connect):
    """Follows no redirect: it would take the key with it, to wherever."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        return exc


async def _greeting(socket: ClientConnection) -> float:
    """Reads the server's first frame; the seconds after which its silence means that it is gone."""
    try:
        async with asyncio.timeout(OPEN_SECONDS):
            frame = await socket.recv()
    except TimeoutError:
        raise SocketClosed("the server opens no session") from None
    except ConnectionClosed as error:
        raise SocketClosed(_why_closed(error)) from error
    terms = _object(frame[1:]) if isinstance(frame, str) and frame[:1] == "0" else None
    if terms is None:
        raise SocketClosed("what answers is no Socket.IO server")
    told = [terms.get(name) for name in ("pingInterval", "pingTimeout")]
    milliseconds = sum(one for one in told if isinstance(one, int) and 0 < one < 10**9)
    return min(max(milliseconds / 1000, _SILENCE[0]), _SILENCE[1])


def packet_of(encoded: str) -> Packet | None:
    """Reads a Socket.IO packet; None when it is of no kind that a listener gets, or broken."""
    head = _PACKET.match(encoded[:_LONGEST_HEAD])
    kind = _KINDS.get(head[1]) if head else None
    if head is None or kind is None:
        return None
    data: str | None = encoded[head.end() :]
    if kind == "event":
        data = _first_argument(data or "")
    return None if data is None else Packet(kind, head[2] or ROOT, data, head[3])


def _first_argument(data: str) -> str | None:
    """Of `["name",argument]`. It is not decoded here: whoever takes it decodes it, once."""
    name = _EVENT_NAME.match(data)
    return data[name.end() : -1] if name and data.endswith("]") else None


def words_of(packet: Packet) -> str:
    """What a server says when it refuses something."""
    return _plain(reason(_object(packet.data) or {}) or "")


def _prefix(namespace: str) -> str:
    return "" if namespace == ROOT else f"{namespace},"


def _object(text: str) -> dict[str, Any] | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _refused(error: InvalidStatus) -> SocketClosed:
    status = error.response.status_code
    answer = (error.response.body or b"")[:200].decode("utf-8", "replace")
    return SocketClosed(f"HTTP {status}: {_plain(answer)}", status, answer)


def _plain(words: str) -> str:
    """A stranger's words as a log and a screen may have them: the letters of the first few."""
    return " ".join(label(word) for word in words.split()[:12]) or "no reason given"


def _why_closed(error: ConnectionClosed) -> str:
    """By our own code where we closed it: 1009 is a packet that is too large."""
    sent = error.sent.code if error.sent and not error.rcvd_then_sent else None
    if sent == 1009:
        return "the server sent an event that is too large"
    return f"the connection broke off ({error.rcvd.code if error.rcvd else sent or 'no reason'})"
