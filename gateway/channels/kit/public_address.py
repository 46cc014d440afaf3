"""Tells public IP addresses from internal ones, in whatever form they are written."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

# Global unicast. Everything else of IPv6 is local, reserved or a tunnel.
_GLOBAL_IPV6 = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
# What `is_global` calls global in one Python version or another, and IANA does not.
_NOT_GLOBAL = [
    ip_network(block)
    for block in (
        "192.0.0.0/24",
        "192.88.99.0/24",
        "2001::/23",
        "2001:db8::/32",
        "3fff::/20",
        "5f00::/16",
    )
]


Resolver = Callable[[str, int], Awaitable[Sequence[str]]]
"""Addresses of a host (name, port), each as text."""


async def resolve(host: str, port: int) -> Sequence[str]:
    """The system's own answer."""
    addresses = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in addresses]


def is_public(address: str) -> bool:
    """Whether `address` (as a resolver gives it) is reachable only over the internet.

    An IPv6 address that carries an IPv4 one (mapped, NAT64, 6to4) is what that one is.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, IPv4Address):
        return _is_global(parsed)
    if parsed.scope_id is not None:
        return False
    inner = _carried(parsed)
    return _is_global(inner) if inner else parsed in _GLOBAL_IPV6 and _is_global(parsed)


def _carried(address: IPv6Address) -> IPv4Address | None:
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def _is_global(address: IPv4Address | IPv6Address) -> bool:
    listed = any(address in block for block in _NOT_GLOBAL if block.version == address.version)
    return address.is_global and not (address.is_multicast or address.is_reserved or listed)
