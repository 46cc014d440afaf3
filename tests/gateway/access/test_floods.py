"""A flood ends the connection that it comes by, and is felt by nobody else. Counted, never timed."""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import httpx
import pytest
from starlette.types import Receive, Scope, Send
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from gateway.access import guarded_http
from gateway.access.connected import Connected
from gateway.access.guarded_http import MOST_HEADERS, MOST_WAITING
from gateway.access.guarded_socket import FRAMES_AT_ONCE, SLICE
from gateway.access.open_chats import OpenChats
from gateway.serving import server_config
from tests.databases import SECRETS
from tests.front import Front
from tests.gateway.flood import BINARY, CONT, PING, PONG, TEXT, frame
from tests.gateway.web.page_app import serve

GET = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
PAGE = f"/web/{SECRETS['AURORA_WEB_TOKEN']}/chat"
WEBHOOK = f"/webhooks/gupshup/{SECRETS['AURORA_GUPSHUP_TOKEN']}"


@dataclass
class ServedGateway:
    """A gateway on a port, and what its connections are counted by."""

    url: str
    bounds: Connected

    @property
    def port(self) -> int:
        return int(self.url.rsplit(":", 1)[1])

    async def answers(self) -> None:
        """Others are served: `/health`, and a chat in which a message is taken."""
        async with httpx.AsyncClient(trust_env=False) as http:
            assert (await http.get(f"{self.url}/health")).json() == {"status": "ok"}
        async with connect(self.chat(), proxy=None) as chat:
            await chat.send(json.dumps({"type": "message", "id": "1", "text": "Hola"}))
            while json.loads(await chat.recv())["type"] != "ack":
                pass

    def chat(self) -> str:
        return f"{self.url.replace('http', 'ws')}{PAGE}?customer={secrets.token_hex(16)}"

    async def opened(self) -> "Line":
        return Line(*await asyncio.open_connection("127.0.0.1", self.port))

    async def opened_chat(self) -> "Line":
        line = await self.opened()
        line.say(
            f"GET {PAGE}?customer={secrets.token_hex(16)} HTTP/1.1\r\nHost: localhost\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
        )
        assert (await line.reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 101")
        return line


@dataclass
class Line:
    """One connection, byte by byte."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    def say(self, data: bytes) -> None:
        self.writer.write(data)

    async def to_its_end(self) -> bytes:
        """What still comes until the other side closes."""
        came = b""
        try:
            async with asyncio.timeout(60):
                while more := await self.reader.read(65536):
                    came += more
        except ConnectionError:
            pass
        await self.leave()
        return came

    async def leave(self) -> None:
        self.writer.close()
        with suppress(ConnectionError):
            await self.writer.wait_closed()


@asynccontextmanager
async def serve_gateway(
    front: Front, bounds: Connected | None = None
) -> AsyncIterator[ServedGateway]:
    bounds = bounds or Connected()
    config = server_config(front.app, front.container.settings, bounds)
    config.timeout_graceful_shutdown = 2
    async with serve(front.app, config=config) as url:
        yield ServedGateway(url, bounds)


FRAMES = {
    "PING": frame(PING) * 5000,
    "PING with something in it": frame(PING, b"x" * 125) * 1000,
    "PONG": frame(PONG) * 5000,
    "the page's ping": frame(TEXT, b'{"type":"ping"}') * 5000,
    "a letter": frame(TEXT, b"x") * 5000,
    "nothing": frame(TEXT) * 5000,
    "bytes": frame(BINARY, b"\0") * 5000,
    "fragments": frame(TEXT, b"x", last=False) + frame(CONT, b"x", last=False) * 5000,
    "empty fragments": frame(TEXT, last=False) + frame(CONT, last=False) * 5000,
    "fragments and PINGs": frame(TEXT, b"x", last=False)
    + (frame(CONT, b"x", last=False) + frame(PING)) * 2000,
    "too large": frame(TEXT, b"x" * 65_000) * 5,
    "what is no frame": b"\xff" * 50_000,
}


@pytest.mark.parametrize("sent", FRAMES.values(), ids=FRAMES)
async def test_a_flood_of_frames_ends_its_socket(plain: Front, sent: bytes) -> None:
    async with serve_gateway(plain) as gateway:
        flooder = await gateway.opened_chat()
        flooder.say(sent)
        came = await flooder.to_its_end()
        # Every answer to a frame begins with one of these bytes: PONG, or a text with our pong.
        most = FRAMES_AT_ONCE + SLICE // len(frame(PING))
        assert came.count(b"\x8a\x00") + came.count(b'"pong"') <= most
        assert came.count(b"not a frame") <= FRAMES_AT_ONCE
        await gateway.answers()


async def test_twenty_sockets_that_flood_leave_a_chat_as_it_is(plain: Front) -> None:
    async with serve_gateway(plain) as gateway, connect(gateway.chat(), proxy=None) as chat:
        flooders = [await gateway.opened_chat() for _ in range(20)]
        for flooder in flooders:
            flooder.say(FRAMES["PING"])
        await chat.send(json.dumps({"type": "message", "id": "1", "text": "Hola"}))
        while json.loads(await chat.recv())["type"] != "ack":
            pass
        await asyncio.gather(*(flooder.to_its_end() for flooder in flooders))
        await chat.send('{"type": "ping"}')
        while json.loads(await chat.recv())["type"] != "pong":
            pass
        await gateway.answers()


async def test_a_page_may_do_much_at_once(plain: Front) -> None:
    async with serve_gateway(plain) as gateway, connect(gateway.chat(), proxy=None) as chat:
        for _ in range(FRAMES_AT_ONCE // 2):
            await chat.send('{"type": "ping"}')
        pongs = 0
        while pongs < FRAMES_AT_ONCE // 2:
            pongs += json.loads(await chat.recv())["type"] == "pong"
        assert await (await chat.ping()) >= 0


@pytest.mark.parametrize(
    "path", [GET, b"GET /ready HTTP/1.1\r\nHost: localhost\r\n\r\n", b"HEAD / HTTP/1.1\r\n\r\n"]
)
async def test_requests_far_ahead_of_their_answers_end_the_connection(
    plain: Front, path: bytes
) -> None:
    async with serve_gateway(plain) as gateway:
        flooders = [await gateway.opened() for _ in range(10)]
        for flooder in flooders:
            flooder.say(path * 2000)
        for flooder in flooders:
            assert (await flooder.to_its_end()).count(b"HTTP/1.1") <= MOST_WAITING + 1
        await gateway.answers()


async def test_a_few_requests_ahead_are_answered_in_their_order(plain: Front) -> None:
    async with serve_gateway(plain) as gateway:
        line = await gateway.opened()
        line.say(GET * 8 + b"GET /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        came = await line.to_its_end()
    assert came.count(b"HTTP/1.1 200") == 8
    assert came.rindex(b"HTTP/1.1 404") > came.rindex(b"HTTP/1.1 200")


async def test_a_body_behind_another_request_has_its_time(
    plain: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guarded_http, "REFUSED_BODY_SECONDS", 0.01)
    post = f"POST {WEBHOOK} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 11\r\nConnection: close\r\n\r\n"
    async with serve_gateway(plain) as gateway:
        line = await gateway.opened()
        line.say(GET + post.encode() + b'{"app"')
        assert (await line.reader.readuntil(b"ok")).startswith(b"HTTP/1.1 200")
        await asyncio.sleep(0.05)
        line.say(b':"x"}')
        assert b"HTTP/1.1 404" in await line.to_its_end()


async def test_a_provider_may_keep_its_connections_and_use_them_often(plain: Front) -> None:
    limits = httpx.Limits(max_connections=60, max_keepalive_connections=60)
    async with (
        serve_gateway(plain) as gateway,
        httpx.AsyncClient(trust_env=False, limits=limits, timeout=60) as http,
    ):
        for _ in range(5):
            answers = await asyncio.gather(*(http.get(f"{gateway.url}/health") for _ in range(120)))
            assert {answer.status_code for answer in answers} == {200}
        answer = await http.post(f"{gateway.url}{WEBHOOK}", json={"app": "x"})
        assert answer.status_code == 404


HEADS = {
    "many headers": GET[:-2] + b"X: y\r\n" * (MOST_HEADERS + 1),
    "a header without end": GET[:-2] + b"X: " + b"y" * 200_000,
    "a path without end": b"GET /" + b"y" * 200_000,
    "empty lines": b"\r\n" * 100_000,
    "garbage": b"\x16\x03\x01" * 20_000,
}


@pytest.mark.parametrize("sent", HEADS.values(), ids=HEADS)
async def test_a_head_without_end_ends_the_connection(plain: Front, sent: bytes) -> None:
    async with serve_gateway(plain) as gateway:
        line = await gateway.opened()
        line.say(sent)
        assert b"HTTP/1.1 200" not in await line.to_its_end()
        await gateway.answers()


async def test_a_request_with_many_headers_is_answered(plain: Front) -> None:
    async with serve_gateway(plain) as gateway, httpx.AsyncClient(trust_env=False) as http:
        headers = {f"X-{number}": "y" * 100 for number in range(100)}
        assert (await http.get(f"{gateway.url}/health", headers=headers)).status_code == 200


BEGINNINGS = {
    "silence": b"",
    "half a line": b"GET /hea",
    "half a head": GET[:-2],
    "no body": b"POST /webhooks/web/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n",
    "half a body": b"POST /webhooks/web/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{",
    "half a second request": GET + b"GET /he",
}


@pytest.mark.parametrize("sent", BEGINNINGS.values(), ids=BEGINNINGS)
async def test_what_is_never_finished_is_not_waited_for(
    plain: Front, sent: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serve_gateway(plain) as gateway:
        with monkeypatch.context() as soon:
            for name in ("HEAD_SECONDS", "BODY_SECONDS", "REFUSED_BODY_SECONDS"):
                soon.setattr(guarded_http, name, 0.05)
            line = await gateway.opened()
            line.say(sent)
            await line.to_its_end()
        await gateway.answers()


async def test_a_body_in_crumbs_ends_the_connection(plain: Front) -> None:
    async with serve_gateway(plain) as gateway:
        line = await gateway.opened()
        line.say(
            f"POST {WEBHOOK} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
        )
        line.say(b"1\r\nx\r\n" * 5000)
        assert b"HTTP/1.1 200" not in await line.to_its_end()
        await gateway.answers()


async def test_a_body_in_pieces_is_taken(plain: Front) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b"{"
        for number in range(2000):
            yield f'"{number}": "{"x" * 300}",'.encode()
        yield b'"app": "x"}'

    async with serve_gateway(plain) as gateway, httpx.AsyncClient(trust_env=False) as http:
        answer = await http.post(f"{gateway.url}{WEBHOOK}", content=pieces())
    assert answer.status_code in (200, 404)


async def test_what_follows_a_refusal_is_not_read_for_ever(
    plain: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guarded_http, "REFUSED_BODY_SECONDS", 0.05)
    async with serve_gateway(plain) as gateway:
        line = await gateway.opened()
        line.say(
            b"POST /webhooks/gupshup/wrong HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999999\r\n\r\n"
        )
        assert (await line.reader.readuntil(b"\r\n")).startswith(b"HTTP/1.1 404")
        line.say(b"x" * 9_000_000)
        await line.to_its_end()
        await gateway.answers()


async def test_silent_connections_make_room(plain: Front) -> None:
    async with serve_gateway(plain, Connected(in_all=5)) as gateway:
        silent = [await gateway.opened() for _ in range(20)]
        await gateway.answers()
        for line in silent[:15]:
            assert await line.to_its_end() == b""
        for line in silent[15:]:
            await line.leave()


async def test_bodies_that_never_end_make_room(plain: Front) -> None:
    """Their request runs, but it waits for the client."""
    page = f"/webhooks/web/{SECRETS['AURORA_WEB_TOKEN']}"
    half = f"POST {page} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n\r\n{{".encode()
    async with serve_gateway(plain, Connected(in_all=5)) as gateway:
        held = [await gateway.opened() for _ in range(5)]
        for line in held:
            line.say(half)
        while not all(seat.holder.waits_for_client() for seat in gateway.bounds.seats()):  # noqa: ASYNC110
            await asyncio.sleep(0)
        await gateway.answers()
        assert await held[0].to_its_end() == b""
        for line in held[1:]:
            await line.leave()


async def test_half_a_form_costs_no_more_than_its_bytes(plain: Front) -> None:
    """Nothing of ours begins before all of a short body has come."""
    begun: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        begun.append(scope["type"])
        await plain.app(scope, receive, send)

    config = server_config(app, plain.container.settings, Connected())
    config.timeout_graceful_shutdown = 2
    async with serve(plain.app, config=config) as url:
        gateway = ServedGateway(url, Connected())
        line = await gateway.opened()
        form = b"email=ana%40example.com"
        head = f"POST /login HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {len(form)}\r\n"
        line.say(
            head.encode() + b"Content-Type: application/x-www-form-urlencoded\r\n\r\n" + form[:6]
        )
        await gateway.answers()
        assert begun.count("http") == 1, "that of whoever asked meanwhile"
        line.say(form[6:])
        assert (await line.to_its_end()).startswith(b"HTTP/1.1 403")


async def test_one_address_has_so_many_chats(plain: Front) -> None:
    front = plain
    counted = OpenChats(front.app, by_address=2)
    async with serve_gateway(front) as gateway:
        config = server_config(counted, front.container.settings, gateway.bounds)
        config.timeout_graceful_shutdown = 2
        async with serve(front.app, config=config) as url:
            few = ServedGateway(url, gateway.bounds)
            async with connect(few.chat(), proxy=None), connect(few.chat(), proxy=None) as second:
                with pytest.raises(InvalidStatus) as refused:
                    await connect(few.chat(), proxy=None)
                assert refused.value.response.status_code == 403
                await second.close()
            await few.answers()


async def test_too_many_openings_are_refused_before_anything_is_looked_up(plain: Front) -> None:
    bounds = Connected()
    async with serve_gateway(plain, bounds) as gateway:
        seat = bounds.enter("127.0.0.1", None)  # type: ignore[arg-type]
        assert seat is not None
        while bounds.may_upgrade(seat):
            pass
        with pytest.raises(InvalidStatus) as refused:
            await connect(gateway.chat(), proxy=None)
        assert refused.value.response.status_code == 429


async def test_a_client_that_asks_for_another_protocol_is_answered(plain: Front) -> None:
    async with serve_gateway(plain) as gateway:
        line = await gateway.opened()
        line.say(GET[:-2] + b"Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n" + b"x" * 100_000)
        assert (await line.to_its_end()).startswith(b"HTTP/1.1 200")


async def test_the_log_is_not_flooded(plain: Front, caplog: pytest.LogCaptureFixture) -> None:
    async with serve_gateway(plain) as gateway:
        for _ in range(10):
            for sent in (GET * 100, HEADS["many headers"], HEADS["garbage"]):
                line = await gateway.opened()
                line.say(sent)
                await line.to_its_end()
    ours = [record for record in caplog.records if record.levelname in ("WARNING", "ERROR")]
    assert len(ours) == 1
    assert "connections were cut" in ours[0].getMessage()
