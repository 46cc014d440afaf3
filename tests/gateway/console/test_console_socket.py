"""An open page of the console is told that something changed, and only while its session lasts."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from gateway.console import socket
from tests.gateway.access.logins import browser, log_in
from tests.gateway.console.conftest import ANA, Desk
from tests.gateway.web.page_app import serve

SOON = 10


@pytest.fixture
async def url(desk: Desk) -> AsyncIterator[str]:
    async with serve(desk.front.app, lifespan="on") as running:
        yield running


async def cookie(desk: Desk, email: str = ANA) -> str:
    async with browser(desk.front) as http:
        await log_in(http, email)
        return f"frontdesk_session={http.cookies['frontdesk_session']}"


def open_socket(url: str, session: str, origin: str | None = None) -> connect:
    return connect(
        f"{url.replace('http', 'ws')}/console/changes",
        additional_headers={"Cookie": session},
        origin=origin or url,  # type: ignore[arg-type]
    )


async def heard(line: ClientConnection) -> str:
    async with asyncio.timeout(SOON):
        return str(await line.recv())


async def until_the_end(line: ClientConnection) -> None:
    while True:
        await heard(line)


async def test_a_message_is_told_without_a_word_of_it(desk: Desk, url: str) -> None:
    async with open_socket(url, await cookie(desk)) as line:
        assert await heard(line) == "{}"
        await asyncio.sleep(0)
        await desk.customer.write("¿siguen ahí?")
        assert await heard(line) == "{}"


async def test_it_ends_with_the_session(
    desk: Desk, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "LOOK_SECONDS", 0.0)
    async with open_socket(url, await cookie(desk)) as line:
        assert await heard(line) == "{}"
        desk.front.execute("delete from staff_sessions")
        with pytest.raises(ConnectionClosed) as closed:
            await until_the_end(line)
    assert closed.value.rcvd
    assert closed.value.rcvd.code == socket.UNAUTHORIZED


async def test_strangers_and_other_sites_are_refused(desk: Desk, url: str) -> None:
    for session, origin in (
        ("frontdesk_session=" + "x" * 43, None),
        ("", None),
        (await cookie(desk), "https://evil.example"),
    ):
        with pytest.raises(InvalidStatus):
            async with open_socket(url, session, origin):
                pass
