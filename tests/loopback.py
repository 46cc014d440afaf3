"""Keeps the test suite on this machine: sockets and names reach the loopback only."""

import ipaddress
import socket
from typing import Any

_LOCAL = ("127.0.0.1", "::1", "localhost", "", "0.0.0.0", None)


class LeavesTheMachine(RuntimeError):
    """A test tried to leave the machine."""


def stay_on_loopback() -> None:
    """From now on every way out raises LeavesTheMachine. Not an OSError: code that expects a dead
    network must not take it for one."""
    for method in ("connect", "connect_ex", "sendto"):
        _guard(method)
    real = socket.getaddrinfo

    def resolve(host: Any, *args: Any, **kwargs: Any) -> Any:
        only_numbers = kwargs.get("flags", 0) & socket.AI_NUMERICHOST  # asks nobody
        if not (host in _LOCAL or _is_literal(host) or only_numbers):
            raise LeavesTheMachine(f"a test tried to leave the machine: it asked for {host!r}")
        return real(host, *args, **kwargs)

    socket.getaddrinfo = resolve


def _guard(method: str) -> None:
    real = getattr(socket.socket, method)

    def guarded(self: socket.socket, *args: Any) -> Any:
        address = args[-1]
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in _LOCAL:
            raise LeavesTheMachine(f"a test tried to leave the machine: {address}")
        return real(self, *args)

    setattr(socket.socket, method, guarded)


def _is_literal(host: Any) -> bool:
    try:
        ipaddress.ip_address(host.decode() if isinstance(host, bytes) else str(host))
    except ValueError:
        return False
    return True
