"""The Socket.IO client against the library's own server, and against servers that are none."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager

import pytest
import uvloop
from websockets.asyncio.server import ServerConnection, serve

from gateway.channels.base import Delivered, FeedClosed, Opened, Pauses
from gateway.channels.evolution import socket_io
from gateway.channels.evolution.feed import listen
from gateway.channels.evolution.socket_io import (
    Packet,
    SocketClosed,
    SocketIo,
    open_socket,
    packet_of,
    words_of,
)
from tests.providers.evolution_socket import EvolutionSocketServer
from tests.providers.server import Answer, ProviderServer, Request

KEY = {"apikey": "evolution-key"}
OPEN = '0{"sid":"s","upgrades":[],"pingInterval":25000,"pingTimeout":20000}'


@asynccontextmanager
async def opened(server: str, most_bytes: int = 100_000) -> AsyncIterator[SocketIo]:
    async with open_socket(server, KEY, most_bytes) as socket:
        yield socket


@asynccontextmanager
async def speaking(
    speak: Callable[[ServerConnection], Awaitable[None]],
) -> AsyncIterator[str]:
    """A server that says something of a test's own."""
    async with serve(speak, "127.0.0.1", 0, compression=None) as server:
        host, port = next(iter(server.sockets)).getsockname()[:2]
        yield f"http://{host}:{port}"


def frames(*sent: str | bytes) -> Callable[[ServerConnection], Awaitable[None]]:
    async def speak(socket: ServerConnection) -> None:
        for frame in sent:
            await socket.send(frame)
        await socket.wait_closed()

    return speak


@pytest.mark.parametrize(
    ("encoded", "packet"),
    [
        ('0{"sid":"x"}', Packet("joined", "/", '{"sid":"x"}')),
        ('0/a b,{"sid":"x"}', Packet("joined", "/a b", '{"sid":"x"}')),
        ("1/a,", Packet("left", "/a", "")),
        ('4/a,{"message":"no"}', Packet("refused", "/a", '{"message":"no"}')),
        ('2["e",{"a":[1]}]', Packet("event", "/", '{"a":[1]}')),
        ('2/a,17["e",{"a":1}]', Packet("event", "/a", '{"a":1}', "17")),
        ('2["e\\"]",{}]', Packet("event", "/", "{}")),
        ('2["e"]', Packet("event", "/", "")),
        ('52-/a,["e",{"k":{"_placeholder":true,"num":0}}]', None),
        ('3/a,1["an answer"]', None),
        ("2", None),
        ("2[]", None),
        ('2[1,"e"]', None),
        ('2["e",{}', None),
        (f'2["{"e" * 300}",{{}}]', None),
        ("9", None),
        ("", None),
    ],
)
def test_packets(encoded: str, packet: Packet | None) -> None:
    if encoded.startswith("52-"):
        packet = Packet("event", "/a", '{"k":{"_placeholder":true,"num":0}}')
    assert packet_of(encoded) == packet


async def test_namespaces_are_asked_for_and_events_come_through_them() -> None:
    async with EvolutionSocketServer() as server, opened(server.url) as socket:
        await socket.join("/")
        first = await socket.receive()
        await socket.join("/salon aurora")
        refused = await socket.receive()
        assert first is not None
        assert refused is not None
        assert (first.kind, refused.kind, words_of(refused)) == (
            "joined",
            "refused",
            "Invalid namespace",
        )
        server.namespaces.add("/salon aurora")
        await socket.join("/salon aurora")
        joined = await socket.receive()
        assert joined is not None
        assert (joined.kind, joined.namespace) == ("joined", "/salon aurora")
        await server.until_joined()
        await server.emit_unasked({"event": "e", "instance": "salon aurora", "key": b"binary"})
        event = await socket.receive()
        assert event is not None
        assert event.data.startswith('{"event":"e"')
        soon = asyncio.get_running_loop().time() + 0.01
        assert await socket.receive(soon) is None, "and nothing of its binary part"


async def test_pings_are_answered() -> None:
    heard: asyncio.Queue[str | bytes] = asyncio.Queue()

    async def speak(socket: ServerConnection) -> None:
        for frame in (OPEN, "2", '42["e",1]'):
            await socket.send(frame)
        async for answer in socket:
            heard.put_nowait(answer)

    async with speaking(speak) as url, opened(url) as socket:
        assert await socket.receive() == Packet("event", "/", "1")
        assert await heard.get() == "3"


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (["hello"], "no Socket.IO server"),
        ([b"\x00"], "no Socket.IO server"),
        (["0[]"], "no Socket.IO server"),
        ([OPEN, "1"], "ended the connection"),
        ([OPEN, f'42["e","{"x" * 100_000}"]'], "too large"),
        ([f'0{{"sid":"{"x" * 100_000}"}}'], "too large"),
    ],
)
async def test_what_ends_a_connection_is_told(sent: list[str | bytes], told: str) -> None:
    async with speaking(frames(*sent)) as url:
        with pytest.raises(SocketClosed, match=told):
            async with opened(url) as socket:
                await socket.receive()


@pytest.mark.parametrize("terms", ['{"pingInterval":99999999999}', '{"pingInterval":"x"}', "{}"])
async def test_a_server_that_says_nothing_any_more_is_left(
    terms: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket_io, "_SILENCE", (0.02, 0.05))
    async with speaking(frames(f"0{terms}")) as url:
        with pytest.raises(SocketClosed, match="does not answer"):
            async with opened(url) as socket:
                await socket.receive()


async def test_a_server_that_opens_no_session_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket_io, "OPEN_SECONDS", 0.05)
    async with speaking(frames()) as url:
        with pytest.raises(SocketClosed, match="opens no session"):
            async with opened(url):
                pass


class Elsewhere(ProviderServer):
    """Answers every request with `answer`, whatever it wants."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer

    async def respond(self, request: Request) -> Answer:
        return self.answer

    def handle(self, request: Request) -> Answer:
        return self.answer


async def test_the_key_does_not_follow_a_redirect() -> None:
    async with EvolutionSocketServer() as other:
        to = {"location": f"{other.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket"}
        async with Elsewhere(Answer(302, b"", to)) as server:
            with pytest.raises(SocketClosed) as error:
                async with opened(server.url):
                    pass
        assert error.value.status == 302
        assert other.opened == 0
        [request] = server.requests
        assert request.headers["apikey"] == KEY["apikey"]
        assert "evolution-key" not in request.query


async def test_a_refusal_is_told_without_what_could_be_a_number_or_a_key() -> None:
    answer = Answer(400, b"Invalid\r\ntoken: 5511955550101 <b>")
    async with Elsewhere(answer) as server:
        with pytest.raises(SocketClosed) as error:
            async with opened(server.url):
                pass
    assert str(error.value) == "HTTP 400: Invalid token ? b"


async def test_where_nobody_is_there_is_no_connection() -> None:
    with pytest.raises(SocketClosed, match="no connection"):
        async with opened("http://127.0.0.1:1"):
            pass


async def test_a_flood_is_read_at_a_bounded_pace_and_others_get_their_turn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(socket_io, "_FRAMES_AT_ONCE", 10.0)
    monkeypatch.setattr(socket_io, "_FRAMES_A_SECOND", 200.0)
    loop = asyncio.get_running_loop()
    async with speaking(frames(OPEN, *["6"] * 30, '42["e",1]')) as url, opened(url) as socket:
        began = loop.time()
        assert await socket.receive() == Packet("event", "/", "1")
        assert loop.time() - began >= 20 / 200


@pytest.mark.parametrize("sent", ['40/a,{"sid":"1"}', "41/a,", '44/a,{"message":"no"}'])
async def test_an_answer_that_nobody_asked_for_ends_the_feed(sent: str) -> None:
    """Each makes us look for what was missed, and is written down."""
    first = [OPEN, '40{"sid":"0"}', '44/a,{"message":"Invalid namespace"}']
    async with speaking(frames(*first, sent)) as url:
        feed = listen(url, "key", "a", 100_000, Pauses(60, 60))
        assert isinstance(await anext(feed), Opened)
        with pytest.raises(FeedClosed, match="not asked"):
            await anext(feed)


async def test_a_namespace_that_ends_is_asked_for_again() -> None:
    async def speak(socket: ServerConnection) -> None:
        await socket.send(OPEN)
        asked = [str(await socket.recv()) for _ in range(2)]
        for frame in ('40{"sid":"0"}', '40/a,{"sid":"1"}', "41/a,"):
            await socket.send(frame)
        asked.append(str(await socket.recv()))
        await socket.send('40/a,{"sid":"2"}')
        await socket.send(f'42/a,["e","{" ".join(asked)}"]')
        await socket.wait_closed()

    heard: list[object] = []
    async with (
        speaking(speak) as url,
        aclosing(listen(url, "key", "a", 100_000, Pauses(0.01, 0.01))) as feed,
    ):
        async for one in feed:
            heard.append(one)
            if isinstance(one, Delivered):
                break
    assert [isinstance(one, Opened) and one.missing is None for one in heard] == [
        True,
        False,
        True,
        False,
    ]
    assert heard[-1] == Delivered(b'"40 40/a, 40/a,"')


def test_a_timer_that_comes_early_is_no_silence() -> None:
    """uvloop, which serves, counts in milliseconds: about every third of its timers is early."""

    async def wait_often() -> list[Packet | None]:
        loop = asyncio.get_running_loop()
        async with speaking(frames(OPEN)) as url, opened(url) as socket:
            return [await socket.receive(loop.time() + 0.0013 + n / 1e5) for n in range(60)]

    assert uvloop.run(wait_often()) == [None] * 60
