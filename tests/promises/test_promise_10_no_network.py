"""Nothing in the test suite leaves the machine."""

import asyncio
import os
import socket

import httpx
import pytest

from tests.loopback import LeavesTheMachine

# Addresses reserved for documentation: should the guard fail, the packet still reaches nobody.
FOREIGN = [("192.0.2.1", 80), ("198.51.100.7", 53), ("2001:db8::1", 443, 0, 0)]


@pytest.mark.parametrize("address", FOREIGN)
@pytest.mark.parametrize("kind", [socket.SOCK_STREAM, socket.SOCK_DGRAM])
@pytest.mark.parametrize("method", ["connect", "connect_ex"])
def test_promise_10_a_socket_cannot_leave_the_machine(
    address: tuple[object, ...], kind: socket.SocketKind, method: str
) -> None:
    family = socket.AF_INET6 if ":" in str(address[0]) else socket.AF_INET
    with socket.socket(family, kind) as outgoing, pytest.raises(LeavesTheMachine):
        getattr(outgoing, method)(address)


def test_promise_10_a_datagram_cannot_leave_either() -> None:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as outgoing,
        pytest.raises(LeavesTheMachine),
    ):
        outgoing.sendto(b"x", ("192.0.2.1", 53))


async def test_promise_10_no_name_is_looked_up() -> None:
    with pytest.raises(LeavesTheMachine):
        socket.getaddrinfo("frontdesk.invalid", 443)
    with pytest.raises(LeavesTheMachine):
        await asyncio.get_running_loop().getaddrinfo("frontdesk.invalid", 443)


async def test_promise_10_neither_can_asyncio_nor_an_http_client() -> None:
    with pytest.raises(LeavesTheMachine):
        await asyncio.open_connection("192.0.2.1", 80)
    async with httpx.AsyncClient(trust_env=False) as http:
        with pytest.raises(ExceptionGroup) as refused:
            await http.get("http://192.0.2.1/")
    assert refused.value.subgroup(LeavesTheMachine)


def test_promise_10_no_key_or_proxy_of_the_developer_is_seen() -> None:
    for name in ("OPENAI_API_KEY", "DATABASE_URL", "SUPABASE_URL", "http_proxy", "https_proxy"):
        assert name not in os.environ


async def test_promise_10_loopback_works() -> None:
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
    async with server:
        _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.close()
