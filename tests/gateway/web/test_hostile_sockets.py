"""What strangers, other sites and clients that keep no rule get from the socket."""

from secrets import token_urlsafe
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from gateway.web import socket as socket_module
from tests.gateway.web.chatting import (
    ANA,
    LUZ,
    chat_url,
    chatting,
    say,
    take_until,
    until_no_socket_is_served,
)
from tests.gateway.web.stand_in import StandIn


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
        half = '{"type": "message", "id": "\\ud800", "text": "hola"}'  # of a pair: no frame can carry it
        for text in ("{", "[]", "7", '{"type": "sudo"}', '{"type": "message", "id": "a b"}', half):
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
