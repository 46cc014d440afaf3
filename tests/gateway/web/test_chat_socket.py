"""The socket over a real server: nothing lost, nothing twice, nothing for strangers."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from secrets import token_urlsafe
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from gateway.web import socket as socket_module
from tests.gateway.web.page_app import page_app
from tests.gateway.web.stand_in import OPTIONS, OTHER_TOKEN, TOKEN, StandIn

ANA = "a" * 32
LUZ = "b" * 32
Frame = dict[str, Any]


def chat_url(base: str, customer: str = ANA, *, token: str = TOKEN, after: object = 0) -> str:
    return f"{base.replace('http', 'ws')}/web/{token}/chat?customer={customer}&after={after}"


@asynccontextmanager
async def chatting(
    base: str, customer: str = ANA, *, token: str = TOKEN, after: int = 0
) -> AsyncIterator[ClientConnection]:
    url = chat_url(base, customer, token=token, after=after)
    # Frames that a test leaves unread must not keep the closing handshake waiting.
    async with connect(url, proxy=None, max_queue=None) as opened:
        yield opened


async def say(chat: ClientConnection, text: str, message_id: str, **more: Any) -> None:
    await chat.send(json.dumps({"type": "message", "id": message_id, "text": text} | more))


async def take(chat: ClientConnection) -> Frame:
    async with asyncio.timeout(5):
        frame: Frame = json.loads(await chat.recv())
    return frame


async def take_until(chat: ClientConnection, kind: str, **about: Any) -> list[Frame]:
    """Frames up to the first of `kind` with these values, included."""
    frames = [await take(chat)]
    wanted = {"type": kind} | about
    while any(frames[-1].get(key) != value for key, value in wanted.items()):
        frames.append(await take(chat))
    return frames


def of_kind(frames: list[Frame], kind: str) -> list[Frame]:
    return [frame for frame in frames if frame["type"] == kind]


@pytest.fixture
def stand_in() -> StandIn:
    return StandIn()


@pytest.fixture
async def base(stand_in: StandIn) -> AsyncIterator[str]:
    async with page_app(stand_in) as url:
        yield url


async def test_a_message_is_acknowledged_answered_and_explained(base: str) -> None:
    async with chatting(base) as chat:
        hello = await take(chat)
        assert hello["organization"] == {
            "slug": "aurora",
            "name": "Clínica Aurora (ficticia)",
            "language": "es",
            "time_zone": "America/Bogota",
        }
        await say(chat, "Hola", "m-1")
        frames = await take_until(chat, "message", direction="outbound")
        assert of_kind(frames, "ack") == [{"type": "ack", "id": "m-1"}]
        own = of_kind(frames, "message")[0]
        assert (own["direction"], own["text"], own["client"]) == ("inbound", "Hola", "m-1")
        assert "provider_id" not in own
        assert frames[-1]["options"] == OPTIONS
        assert {"type": "typing", "on": True} in frames
        frames += await take_until(chat, "inspect", offers=3)
        assert {"type": "typing", "on": False} in frames
        assert frames[-1]["turns"][0]["nodes"] == ["supervisor", "appointment"]
        assert of_kind(frames, "message")[-2]["status"] == "handled" or any(
            f.get("client") == "m-1" and f["status"] == "handled" for f in frames
        )


async def test_a_choice_arrives_as_one(base: str, stand_in: StandIn) -> None:
    async with chatting(base) as chat:
        choice = {"id": "slot:2", "title": "lunes 23, 3:30 p. m."}
        await say(chat, "lunes 23, 3:30 p. m.", "m-1", choice=choice)
        frames = await take_until(chat, "message", direction="outbound")
        assert of_kind(frames, "message")[0]["kind"] == "choice"
        assert frames[-1]["text"].startswith("*Agendada*")


async def test_the_same_message_sent_again_is_stored_once(base: str, stand_in: StandIn) -> None:
    async with chatting(base) as chat:
        await say(chat, "uno", "m-1")
        await say(chat, "uno", "m-1")
        await take_until(chat, "ack")
        await take_until(chat, "ack")
    async with chatting(base) as chat:
        await say(chat, "uno", "m-1")
        await take_until(chat, "ack", id="m-1")
    assert stand_in.received == 1


async def test_a_reconnect_shows_what_came_meanwhile_and_no_more(
    base: str, stand_in: StandIn
) -> None:
    stand_in.answers = False
    async with chatting(base) as chat:
        await say(chat, "uno", "m-1")
        seen = (await take_until(chat, "message"))[-1]["seq"]
    conversation = next(iter(stand_in.chats.values()))
    for text in ("dos", "tres"):
        stand_in.put(conversation, "outbound", text)
    async with chatting(base, after=seen) as chat:
        frames = await take_until(chat, "message", text="tres")
        assert [f["text"] for f in of_kind(frames, "message")] == ["dos", "tres"]


async def test_a_reply_that_was_written_earlier_but_sent_later_is_shown(
    base: str, stand_in: StandIn
) -> None:
    stand_in.answers = False
    async with chatting(base) as chat:
        await say(chat, "uno", "m-1")
        await take_until(chat, "message", text="uno")
        conversation = next(iter(stand_in.chats.values()))
        late = stand_in.put(conversation, "outbound", "tarde", status="queued")
        await say(chat, "dos", "m-2")
        await take_until(chat, "message", text="dos")
        late["status"] = "sent"
        stand_in.changed(conversation, "message")
        frames = await take_until(chat, "message", text="tarde")
        assert len(of_kind(frames, "message")) == 1


async def test_two_customers_and_two_organizations_share_nothing(
    base: str, stand_in: StandIn
) -> None:
    stand_in.answers = False
    async with (
        chatting(base, ANA) as ana,
        chatting(base, LUZ) as luz,
        chatting(base, ANA, token=OTHER_TOKEN) as elsewhere,
    ):
        await say(ana, "secreto", "m-1")
        await take_until(ana, "message", text="secreto")
        for chat, own in ((luz, "luz"), (elsewhere, "otra")):
            await say(chat, own, "m-1")
            frames = await take_until(chat, "message")
            assert frames[-1]["text"] == own
            assert "secreto" not in json.dumps(frames)
    assert len(stand_in.chats) == 3


@pytest.mark.parametrize(
    "query",
    [
        {"token": "wrong"},
        {"token": ""},
        {"customer": ""},
        {"customer": "a" * 31},
        {"customer": "z" * 32},
        {"customer": "a" * 65},
        {"after": "-1"},
        {"after": "1.5"},
        {"after": "9" * 30},
        {"after": "²"},
    ],
    ids=str,
)
async def test_strangers_are_refused_alike(base: str, query: dict[str, Any]) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await connect(chat_url(base, **query), proxy=None)
    if query.get("token") != "":
        assert refused.value.response.status_code == 403
        assert not refused.value.response.body


@pytest.mark.parametrize("origin", ["http://evil.example", "http://127.0.0.1:1", "null"])
async def test_other_sites_cannot_open_the_socket(base: str, origin: str) -> None:
    async with connect(chat_url(base), proxy=None, additional_headers={"Origin": base}):
        pass
    with pytest.raises(InvalidStatus) as refused:
        await connect(chat_url(base), proxy=None, additional_headers={"Origin": origin})
    assert refused.value.response.status_code == 403


async def test_what_is_not_a_frame_of_the_chat_is_answered_politely(
    base: str, stand_in: StandIn
) -> None:
    async with chatting(base) as chat:
        await take_until(chat, "hello")
        for text in ("{", "[]", "7", '{"type": "sudo"}', '{"type": "message", "id": "a b"}'):
            await chat.send(text)
            assert (await take_until(chat, "error"))[-1]["code"] == "invalid"
        await chat.send(b"\x00\x01")
        assert (await take_until(chat, "error"))[-1]["code"] == "invalid"
        await say(chat, "  ", "m-1")
        assert (await take_until(chat, "error"))[-1]["id"] == "m-1"
        # A page that names another customer stays the customer of its socket.
        await say(chat, "yo", "m-2", customer=LUZ)
        await take_until(chat, "ack", id="m-2")
        await chat.send('{"type": "ping"}')
        await take_until(chat, "pong")
    assert [customer for _, customer in stand_in.chats] == [ANA]


async def test_a_frame_above_the_limit_closes_the_socket(base: str, stand_in: StandIn) -> None:
    async with chatting(base) as chat:
        await say(chat, "é" * 17_000, "m-1")
        with pytest.raises(ConnectionClosed) as closed:
            await take_until(chat, "ack")
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1009
    assert stand_in.received == 0


async def test_more_than_twenty_messages_a_minute_are_asked_to_wait(
    base: str, stand_in: StandIn
) -> None:
    stand_in.answers = False
    async with chatting(base) as chat:
        for number in range(21):
            await say(chat, "x", f"m-{number}")
        error = (await take_until(chat, "error"))[-1]
    assert (error["code"], error["id"]) == ("slow_down", "m-20")
    assert 50 < error["retry_after"] <= 60
    assert stand_in.received == 20


async def test_the_database_may_go_and_come_back(base: str, stand_in: StandIn) -> None:
    async with chatting(base) as chat:
        await take_until(chat, "hello")
        stand_in.down = True
        await say(chat, "uno", "m-1")
        error = (await take_until(chat, "error"))[-1]
        assert (error["code"], error["id"]) == ("unavailable", "m-1")
        assert error["retry_after"] > 0
        with pytest.raises(InvalidStatus):
            await connect(chat_url(base), proxy=None)
        stand_in.down = False
        await say(chat, "uno", "m-1")
        await take_until(chat, "message", direction="outbound")


async def test_outside_the_demo_nothing_is_inspected(stand_in: StandIn) -> None:
    async with page_app(stand_in, demo=False) as base, chatting(base) as chat:
        await say(chat, "Hola", "m-1")
        frames = await take_until(chat, "message", direction="outbound")
        await chat.send('{"type": "ping"}')
        frames += await take_until(chat, "pong")
        assert not of_kind(frames, "inspect")


async def test_everything_works_without_listen(stand_in: StandIn) -> None:
    async with (
        page_app(stand_in, listen=False, poll_seconds=0.01) as base,
        chatting(base) as chat,
    ):
        await say(chat, "Hola", "m-1")
        await take_until(chat, "message", direction="outbound")


async def test_a_client_that_takes_nothing_is_dropped(
    base: str, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket_module, "_SEND_SECONDS", 0.05)
    stand_in.answers = False
    async with chatting(base) as chat:
        await say(chat, "uno", "m-1")
        await take_until(chat, "ack")
        chat.transport.pause_reading()
        conversation = next(iter(stand_in.chats.values()))
        for _ in range(200):
            # Random, because frames are compressed.
            stand_in.put(conversation, "outbound", token_urlsafe(150_000))
        await until_no_socket_is_served()
        chat.transport.abort()


async def test_a_closed_socket_leaves_no_task_behind(base: str) -> None:
    async with chatting(base) as chat:
        await say(chat, "Hola", "m-1")
        await take_until(chat, "message", direction="outbound")
        assert socket_tasks()
    await until_no_socket_is_served()


def socket_tasks() -> list[asyncio.Task[Any]]:
    return [task for task in asyncio.all_tasks() if "ChatSocket" in repr(task.get_coro())]


async def until_no_socket_is_served() -> None:
    async with asyncio.timeout(5):
        while tasks := socket_tasks():
            await asyncio.wait(tasks)
