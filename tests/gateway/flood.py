"""What one stranger's connections cost everybody else: `python -m tests.gateway.flood [KIND …]`.

Starts a real `frontdesk serve` over a database of its own, floods it from another process, all on
loopback but by another address (127.0.0.2: Linux), and asks `/health` meanwhile, each time over a
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
from dataclasses import dataclass
from pathlib import Path

from tests.crash.rig import open_rig
from tests.databases import SECRETS

_GET = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
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
    """`sockets` connections at once; each says `hello` (None: opens a chat) and then `again` for ever,
    pausing so many seconds after each; whoever is thrown out comes back."""

    sockets: int
    again: bytes = b""
    hello: bytes | None = b""
    pause: float = 0.0
    reads: bool = True


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
    "half a request, held": Kind(800, b"X-A: b\r\n", _GET[:-2], pause=1),
    "headers without end": Kind(20, b"X-Header: value\r\n" * 4000, _GET[:-2]),
    "one header without end": Kind(20, b"x" * 65536, _GET[:-2] + b"X-Header: "),
    "bodies without end": Kind(
        20, b"1\r\nx\r\n" * 10_000,
        b"POST /webhooks/gupshup/wrong HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n",
    ),
    "silent connections": Kind(1500, b"", b"", pause=1),
    "connections opened and left": Kind(20, b"", b""),
    "garbage": Kind(20, b"\x16\x03\x01" * 20_000),
}  # fmt: skip


# The flooding process


def flood(kind: Kind, port: int, seconds: float) -> None:
    """Returns after so many seconds."""
    ends = time.monotonic() + seconds
    threading.stack_size(128 * 1024)
    threads = [
        threading.Thread(target=_one, args=(kind, port, ends), daemon=True)
        for _ in range(kind.sockets)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, ends + 1 - time.monotonic()))


def _one(kind: Kind, port: int, ends: float) -> None:
    while time.monotonic() < ends:
        with (
            contextlib.suppress(OSError),
            socket.create_connection(("127.0.0.1", port), timeout=5) as opened,
        ):
            opened.sendall(_opening() if kind.hello is None else kind.hello)
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


def ask(port: int, seconds: float) -> list[float]:
    """Milliseconds of each answer; an unanswered request counts with what it was waited for."""
    took: list[float] = []
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        began = time.monotonic()
        with (
            contextlib.suppress(OSError),
            socket.create_connection(("127.0.0.1", port), timeout=15) as opened,
        ):
            opened.sendall(_GET)
            assert not (answer := opened.recv(4096)) or answer.startswith(b"HTTP/1.1 200")
        took.append((time.monotonic() - began) * 1000)
        time.sleep(0.02)
    return took


def cpu_seconds(pid: int) -> float:
    """What a process has computed so far (Linux)."""
    user, system = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def asked(name: str, port: int, pid: int, seconds: float) -> str:
    """Asks for so long; a line of the table. Where the machine has other work, the last column tells
    how much of the time is the gateway's."""
    before, began = cpu_seconds(pid), time.monotonic()
    took = ask(port, seconds)
    share = (cpu_seconds(pid) - before) / (time.monotonic() - began)
    return f"{shown(name, took)}{share:10.0%}"


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
            heads = "".join(f"{head:>10}" for head in ("p50", "p95", "p99", "longest", "a core"))
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
    while time.monotonic() < ends and max(ask(port, 0.5)) > 100:
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
