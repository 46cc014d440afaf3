"""uvicorn's WebSocket protocol with a bound on frames, of whatever kind.

PING frames are answered and fragments collected by the library before the application sees anything,
and everything that has come is parsed at once. So frames are counted here, a slice of the incoming
bytes at a time.
"""

from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame

from gateway.access.connected import Connected, Seat

FRAMES_AT_ONCE = 100
FRAMES_A_SECOND = 5.0
"""A page sends twenty messages a minute at most, and a ping every half minute."""
SLICE = 512
"""Bytes; some 85 frames, the most that are parsed before they are counted: 2 ms."""
_TOO_MUCH = 1008
_LINGER_SECONDS = 1.0


class GuardedSocket(WebSocketsSansIOProtocol):
    """One WebSocket, over a connection that has its seat already (guarded_http.py)."""

    def __init__(self, *args: Any, connected: Connected, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._connected = connected
        self._seat: Seat | None = None
        self._gone = False
        self._left = float(FRAMES_AT_ONCE)
        self._counted = self.loop.time()

    def take(self, seat: Seat) -> None:
        """The connection's, which was an HTTP request's until now."""
        self._seat = seat
        seat.holder = self

    def connection_lost(self, exc: Exception | None) -> None:
        self._gone = True
        if self._seat is not None:
            self._connected.leave(self._seat)
        super().connection_lost(exc)

    def is_idle(self) -> bool:
        return False

    def waits_for_client(self) -> bool:
        return False

    def drop(self) -> None:
        self._gone = True
        self.transport.abort()

    def data_received(self, data: bytes) -> None:
        for start in range(0, len(data), SLICE):
            if self._gone:
                return
            super().data_received(data[start : start + SLICE])

    def handle_cont(self, event: Frame) -> None:
        if self._count():
            super().handle_cont(event)

    def handle_text(self, event: Frame) -> None:
        if self._count():
            super().handle_text(event)

    def handle_bytes(self, event: Frame) -> None:
        if self._count():
            super().handle_bytes(event)

    def handle_ping(self) -> None:
        if self._count():
            super().handle_ping()

    def handle_pong(self, event: Frame) -> None:
        if self._count():
            super().handle_pong(event)

    def _count(self) -> bool:
        """Whether one more frame is within the bound; ends the connection when it is not."""
        if self._gone:
            return False
        now = self.loop.time()
        self._left = min(FRAMES_AT_ONCE, self._left + (now - self._counted) * FRAMES_A_SECOND)
        self._counted = now
        self._left -= 1
        if self._left >= 0:
            return True
        self._flooded()
        return False

    def _flooded(self) -> None:
        """Says why, reads no more, and does not wait until it was heard."""
        self._gone = True
        if self._seat is not None:
            self._connected.flooded(self._seat, "frames of a chat")
        self.stop_keepalive()
        self.queue.put_nowait({"type": "websocket.disconnect", "code": _TOO_MUCH})
        self.conn.fail(_TOO_MUCH, "too many frames")
        self.close_sent = True
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.transport.close()
        self.loop.call_later(_LINGER_SECONDS, self._abort_if_open)

    def _abort_if_open(self) -> None:
        if not self.disconnected:
            self.transport.abort()
