"""What one stranger's connections cost everybody else: `python -m tests.gateway.flood [KIND …]`.

Starts a real `frontdesk serve` over a database of its own, floods it from another process, all on
loopback but by other addresses (127.0.0.2 and on: Linux), and asks `/health` meanwhile, each time over a
connection of its own. Prints what that took.
Ends by itself, a few seconds for each kind; no test, for it measures time.
"""

import argparse
import asyncio
import contextlib
import os
import secrets
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.crash.rig import open_rig
from tests.databases import SECRETS

_GET = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
_HALF_A_FORM = (
    b"POST /login HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 900\r\n\r\nemail="
)
_HALF_A_MESSAGE = (
    f"POST /webhooks/web/{SECRETS['AURORA_WEB_TOKEN']} HTTP/1.1\r\nHost: localhost\r\n"
    "Content-Length: 900\r\n\r\n{"
).encode()
_MASK = b"\0\0\0\0"
"""Masking with zeroes changes nothing, so a frame is made once."""


def frame(opcode: int, payload: bytes = b"", *, last: bool = True) -> bytes:
    """One frame of a WebSocket client."""
    size = len(payload)
    head = bytes([(0x80 if last else 0) | opcode])
    if size < 126:
        return head + bytes([0x80 | size]) + _MASK + payload
    return head + bytes([0x80 | 126]) + struct.pack("!H", size) + _MASK + payload


CONT, TEXT, BINARY, PING, PONG = 0, 1, 2, 9, 10


@dataclass(frozen=True)
class Kind:
    """`sockets` connections at once, from so many addresses; each says `hello` (None: opens a chat) and then `again` for ever,
    pausing so many seconds after each; whoever is thrown out comes back."""

    sockets: int
    again: bytes = b""
    hello: bytes | None = b""
    pause: float = 0.0
    reads: bool = True
    addresses: int = 1


KINDS: dict[str, Kind] = {
    "WebSocket PING frames": Kind(20, frame(PING) * 5000, None),
    "unasked PONG frames": Kind(20, frame(PONG) * 5000, None),
    'frames {"type":"ping"}': Kind(20, frame(TEXT, b'{"type":"ping"}') * 2000, None),
    "frames of one byte": Kind(20, frame(TEXT, b"x") * 5000, None),
    "a message in endless fragments": Kind(
        20, frame(TEXT, b"x", last=False) + frame(CONT, b"x", last=False) * 5000, None
    ),
    "empty fragments": Kind(
        20, frame(TEXT, last=False) + frame(CONT, last=False) * 5000, None
    ),
    "frames of 60,000 bytes": Kind(20, frame(TEXT, b"x" * 60_000) * 4, None),
    "chats opened and left": Kind(20, b"", None),
    "pipelined GET /health": Kind(10, _GET * 2000),
    "the same, answers unread": Kind(10, _GET * 2000, reads=False),
    "GET /health one after the other": Kind(50, _GET, pause=-1),
    "GET /ready one after the other": Kind(50, _GET.replace(b"health", b"ready"), pause=-1),
    "half a request, held": Kind(800, b"X-A: b\r\n", _GET[:-2], pause=1),
    "headers without end": Kind(20, b"X-Header: value\r\n" * 4000, _GET[:-2]),
    "one header without end": Kind(20, b"x" * 65536, _GET[:-2] + b"X-Header: "),
    "bodies without end": Kind(
        20, b"1\r\nx\r\n" * 10_000,
        b"POST /webhooks/gupshup/wrong HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n",
    ),
    "half a message for a chat page, held": Kind(3000, b"", _HALF_A_MESSAGE, pause=1, addresses=20),
    "half a form, held": Kind(3000, b"", _HALF_A_FORM, pause=1, addresses=20),
    "silent connections": Kind(1500, b"", b"", pause=1),
    "silent connections, of many": Kind(2500, b"", b"", pause=1, addresses=250),
    "chats held open, of many": Kind(1200, b"", None, pause=1, addresses=12),
    "connections opened and left": Kind(20, b"", b""),
    "garbage": Kind(20, b"\x16\x03\x01" * 20_000),
}  # fmt: skip


# The flooding process


def flood(kind: Kind, port: int, seconds: float) -> None:
    """Returns after so many seconds."""
    ends = time.monotonic() + seconds
    threading.stack_size(128 * 1024)
    threads = [
        threading.Thread(target=_one, args=(kind, port, ends, number), daemon=True)
        for number in range(kind.sockets)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, ends + 1 - time.monotonic()))


def _one(kind: Kind, port: int, ends: float, number: int) -> None:
    address = (f"127.0.0.{2 + number % kind.addresses}", 0)
    while time.monotonic() < ends:
        with (
            contextlib.suppress(OSError),
            socket.create_connection(("127.0.0.1", port), 5, address) as opened,
        ):
            opened.sendall(_opening() if kind.hello is None else kind.hello)
            if kind.pause > 0 and not kind.again:
                _hold(opened, ends)
                continue
            if kind.reads and kind.pause >= 0:
                threading.Thread(target=_read, args=(opened,), daemon=True).start()
            while time.monotonic() < ends:
                opened.sendall(kind.again)
                if kind.pause < 0:
                    opened.recv(65536)
                elif kind.pause:
                    time.sleep(kind.pause)
                elif not kind.again:
                    break
        time.sleep(0.01)


def _hold(opened: socket.socket, ends: float) -> None:
    """Says nothing more, until the other side closes."""
    opened.settimeout(1.0)
    while time.monotonic() < ends:
        with contextlib.suppress(TimeoutError):
            if not opened.recv(4096):
                return


def _opening() -> bytes:
    token, customer = SECRETS["AURORA_WEB_TOKEN"], secrets.token_hex(16)
    return (
        f"GET /web/{token}/chat?customer={customer} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    ).encode()


def _read(opened: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while opened.recv(1 << 20):
            pass


# Who asks meanwhile


@dataclass
class Asked:
    """Milliseconds of each request, and how many had no answer."""

    took: list[float] = field(default_factory=list)
    unanswered: int = 0


def ask(port: int, seconds: float) -> Asked:
    """An unanswered request counts with what it was waited for."""
    asked = Asked()
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        began, answered = time.monotonic(), False
        with (
            contextlib.suppress(OSError),
            socket.create_connection(("127.0.0.1", port), timeout=15) as opened,
        ):
            opened.sendall(_GET)
            answered = opened.recv(4096).startswith(b"HTTP/1.1 200")
        asked.took.append((time.monotonic() - began) * 1000)
        asked.unanswered += not answered
        time.sleep(0.02)
    return asked


def cpu_seconds(pid: int) -> float:
    """What a process has computed so far (Linux)."""
    user, system = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def asked(name: str, port: int, pid: int, seconds: float) -> str:
    """Asks for so long; a line of the table. Where the machine has other work, the last column tells
    how much of the time is the gateway's."""
    before, began = cpu_seconds(pid), time.monotonic()
    result = ask(port, seconds)
    share = (cpu_seconds(pid) - before) / (time.monotonic() - began)
    return f"{shown(name, result.took)}{result.unanswered:10}{share:10.0%}"


def shown(name: str, took: list[float]) -> str:
    ordered = sorted(took)
    at = [ordered[min(len(ordered) - 1, int(len(ordered) * share))] for share in (0.5, 0.95, 0.99)]
    return f"{name:36}" + "".join(f"{ms:10.1f}" for ms in at) + f"{ordered[-1]:10.1f}"


@contextlib.contextmanager
def flooding(name: str, port: int, seconds: float) -> Iterator[None]:
    command = [sys.executable, "-m", "tests.gateway.flood", "--from", str(port), name]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    process = subprocess.Popen([*command, "--seconds", str(seconds)], env=environment)
    try:
        yield
    finally:
        process.kill()
        process.wait()


async def measure(names: list[str], seconds: float, say: Callable[[str], None]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with open_rig(Path(folder)) as rig:
            await rig.start()
            assert rig.process is not None
            pid = rig.process.pid
            heads = "".join(
                f"{head:>10}" for head in ("p50", "p95", "p99", "longest", "no answer", "a core")
            )
            say(f"{'/health in ms, while':36}{heads}")
            say(await asyncio.to_thread(asked, "nobody floods", rig.port, pid, seconds))
            for name in names:
                with flooding(name, rig.port, seconds + 5):
                    await asyncio.sleep(3)  # it starts
                    line = await asyncio.to_thread(asked, name, rig.port, pid, seconds)
                say(line)
                # What is left over is not the next one's.
                await asyncio.to_thread(_until_quick, rig.port)


def _until_quick(port: int) -> None:
    ends = time.monotonic() + 30
    while time.monotonic() < ends and max(ask(port, 0.5).took) > 100:
        pass


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=", ".join(KINDS))
    parser.add_argument("--seconds", type=float, default=5.0, help="for each kind")
    parser.add_argument("--from", dest="port", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if unknown := set(given.kinds) - set(KINDS):
        parser.error(f"no such kind: {', '.join(unknown)}")
    if given.port:
        flood(KINDS[given.kinds[0]], given.port, given.seconds)
        return
    asyncio.run(
        measure(given.kinds or list(KINDS), given.seconds, lambda line: print(line, flush=True))
    )


if __name__ == "__main__":
    main()
