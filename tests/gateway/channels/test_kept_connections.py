"""A connection that is kept between two sends, and that the provider closes. Over real sockets."""

import asyncio

import httpx
import pytest

from agent.errors import SendUnknown
from gateway.channels.kit.http_send import LIMITS, post
from tests.providers.listening import LoopbackServer
from tests.providers.server import read_request

_FIRST_TO_GIVE_UP = 5.0
"""Seconds after which Node's HTTP server, and with it Evolution, closes an idle connection."""


class _KeepsAlive(LoopbackServer):
    """Answers with 200 on connections that stay open. `requests` counts those that arrived, by connection."""

    def __init__(self, *, hangs_up_after: int, on_request: bool) -> None:
        super().__init__()
        self.requests: list[int] = []
        self.hung_up = asyncio.Event()
        self._hangs_up_after, self._on_request = hangs_up_after, on_request

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.requests.append(0)
        here = len(self.requests) - 1
        while True:
            await read_request(reader)
            self.requests[here] += 1
            if self._on_request and self.requests[here] > self._hangs_up_after:
                return
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")
            await writer.drain()
            if not self._on_request and self.requests[here] == self._hangs_up_after:
                writer.close()
                await writer.wait_closed()
                self.hung_up.set()
                return


async def test_one_that_was_closed_is_not_used_again() -> None:
    server = _KeepsAlive(hangs_up_after=1, on_request=False)
    async with server, httpx.AsyncClient(trust_env=False, limits=LIMITS) as http:
        await post(http, server.url, content=b"1")
        await server.hung_up.wait()
        await post(http, server.url, content=b"2")
    assert server.requests == [1, 1]


async def test_one_that_is_closed_while_the_request_travels_leaves_it_open() -> None:
    """The server may have taken it: httpx tells the same of a server that did and died."""
    server = _KeepsAlive(hangs_up_after=1, on_request=True)
    async with server, httpx.AsyncClient(trust_env=False, limits=LIMITS) as http:
        await post(http, server.url, content=b"1")
        with pytest.raises(SendUnknown):
            await post(http, server.url, content=b"2")
    assert server.requests == [2]


def test_idle_ones_are_given_up_well_before_providers_do() -> None:
    assert LIMITS.keepalive_expiry is not None
    assert LIMITS.keepalive_expiry <= _FIRST_TO_GIVE_UP / 2
