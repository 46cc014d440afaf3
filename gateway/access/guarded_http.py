"""uvicorn's HTTP protocol with bounds against slow and flooding clients.

Bounded are what waits behind a running request, a request's head, and how long each part of it may
take.

The library parses everything that has come before anything is answered, reads on while requests wait
in line, and waits for the rest of a request for ever.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from uvicorn._types import ASGI3Application
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from gateway.access.connected import Connected, Seat
from gateway.access.guarded_socket import GuardedSocket

MOST_WAITING = 16
"""Requests behind a running one. No browser, no provider and no proxy in use sends even one before it
has its answer."""
MOST_HEAD_BYTES = 32_768
MOST_HEADERS = 200
HEAD_SECONDS = 15.0
BODY_SECONDS = 60.0
"""The largest body that any route takes comes in this time at 4 Mbit/s."""
CHUNKS_AT_ONCE, SMALL_CHUNK = 1000, 256
"""So many chunks of a body may be smaller than so many bytes."""
REFUSED_BODY_BYTES, REFUSED_BODY_SECONDS = 16_384, 5.0
"""What of a body is still taken when the answer has been given; after that the connection is closed,
but not before the client can have read the answer."""
WHOLE_BODY_BYTES = 16_384
"""A request whose body says that it is not longer begins when all of it has come: who sends half of one costs no more
than the half."""
UNREAD_SECONDS = 30.0
_SLICE = 16_384
_TOO_MANY = b"HTTP/1.1 429 Too Many Requests\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class _Flood(Exception):
    """Stops the parser."""


class GuardedHttp(HttpToolsProtocol):
    """One HTTP connection."""

    def __init__(self, *args: Any, connected: Connected, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._connected = connected
        self._seat: Seat | None = None
        self._gone = False
        self._head_bytes = 0
        self._headers_left = MOST_HEADERS
        self._chunks_left = 0.0
        self._refused_left = REFUSED_BODY_BYTES
        self._in_head = True
        self._in_body = False
        self._timer: asyncio.TimerHandle | None = None
        self._unread: asyncio.TimerHandle | None = None
        self._held: Callable[[], None] | None = None

    # Of the connection

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._seat = self._connected.enter(self.client[0] if self.client else "", self)
        if self._seat is None:
            self.drop()
        else:
            self._wait_for(HEAD_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        self._gone, self._held = True, None
        self._wait_for(None)
        self._resumed()
        if self._seat is not None:
            self._connected.leave(self._seat)
        super().connection_lost(exc)

    def is_idle(self) -> bool:
        # None before the first request, which its annotation does not say.
        return self.cycle is None or self.cycle.response_complete  # type: ignore[redundant-expr]

    def waits_for_client(self) -> bool:
        return self._in_body

    def drop(self) -> None:
        self._gone = True
        self.pipeline.clear()
        self._wait_for(None)
        self.transport.abort()

    def _flooded(self, how: str) -> None:
        if self._seat is not None and not self._gone:
            self._connected.flooded(self._seat, how)
        self.drop()

    # What comes in

    def data_received(self, data: bytes) -> None:
        for start in range(0, len(data), _SLICE):
            if self._gone:
                return
            part = data[start : start + _SLICE]
            if self._takes(len(part)):
                super().data_received(part)
        if self._timer is None and not self._gone:
            if self._in_body:
                self._wait_for(BODY_SECONDS)
            elif self._head_bytes:  # else it is kept, for a time that the library limits
                self._wait_for(HEAD_SECONDS)

    def _takes(self, size: int) -> bool:
        """Whether so many more bytes are still looked at."""
        if self._in_head:
            self._head_bytes += size
            if self._head_bytes > MOST_HEAD_BYTES + _SLICE:
                self._flooded("a request's head without end")
        elif self.is_idle():
            self._refused_left -= size
            if self._refused_left < 0:
                self._gone = True  # what comes is thrown away unparsed until the timer ends it
        return not self._gone

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._head_bytes = 1
        self._headers_left = MOST_HEADERS
        self._chunks_left = CHUNKS_AT_ONCE
        self._refused_left = REFUSED_BODY_BYTES

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers_left -= 1
        if self._headers_left < 0:
            self._flooded("a request's head without end")
            raise _Flood
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        if len(self.pipeline) >= MOST_WAITING:
            self._flooded("requests sent ahead of their answers")
            raise _Flood
        self._in_head, self._head_bytes = False, 0
        self._in_body = True
        self._wait_for(None)
        super().on_headers_complete()

    def on_chunk_header(self) -> None:
        """Called by the parser for each chunk of a body."""
        self._chunks_left -= 1
        if self._chunks_left < 0:
            self._flooded("a body in crumbs")
            raise _Flood

    def on_body(self, body: bytes) -> None:
        self._chunks_left += len(body) / SMALL_CHUNK
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._in_head, self._in_body = True, False
        self._wait_for(HEAD_SECONDS if self.is_idle() else None)
        super().on_message_complete()
        held, self._held = self._held, None
        if held is not None and self._seat is not None:
            self._connected.begin(self._seat, held)

    def send_400_response(self, msg: str) -> None:
        if not self._gone:
            super().send_400_response(msg)
            self._gone = True

    def handle_websocket_upgrade(self) -> None:
        self._wait_for(None)
        if self._seat is None or not self._connected.may_upgrade(self._seat):
            self._gone = True
            self.transport.write(_TOO_MANY)
            self.transport.close()
            return
        self._gone = True  # here; what the client sent before it had an answer is not for anybody
        made, seat = self.ws_protocol_class, self._seat

        def with_seat(**kwargs: Any) -> asyncio.Protocol:
            protocol: GuardedSocket = made(**kwargs)  # type: ignore[misc,assignment]
            protocol.take(seat)
            return protocol

        self.ws_protocol_class = with_seat  # type: ignore[assignment]
        super().handle_websocket_upgrade()

    def _unsupported_upgrade_warning(self) -> None:
        # Another protocol would come now. A line in the log for each would be a stranger's to write.
        self._gone = True
        if self.is_idle():
            self.transport.close()
        else:
            self.cycle.keep_alive = False

    def on_response_complete(self) -> None:
        super().on_response_complete()
        # Not when the body is that of a request behind this one.
        if self._in_body and self.is_idle() and not self._gone:
            self._wait_for(REFUSED_BODY_SECONDS)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        def begin() -> None:
            if not self.transport.is_closing():
                super(GuardedHttp, self)._start_asgi_task(cycle, app)

        if cycle.more_body and not cycle.waiting_for_100_continue and _is_short(cycle):
            self._held = begin
        elif self._seat is not None:
            self._connected.begin(self._seat, begin)

    # How long it may take

    def _wait_for(self, seconds: float | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if seconds is not None:
            self._timer = self.loop.call_later(seconds, self.drop)

    def pause_writing(self) -> None:
        super().pause_writing()
        if self._unread is None:
            self._unread = self.loop.call_later(UNREAD_SECONDS, self.drop)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._resumed()

    def _resumed(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None


def _is_short(cycle: RequestResponseCycle) -> bool:
    """Whether the whole body is said to be short."""
    lengths = [value for name, value in cycle.scope["headers"] if name == b"content-length"]
    return len(lengths) == 1 and lengths[0].isdigit() and int(lengths[0][:20]) <= WHOLE_BODY_BYTES
