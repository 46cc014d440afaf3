"""The socket over a real server: nothing lost, nothing twice."""

import json

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.gateway.web.chatting import (
    ANA,
    LUZ,
    chat_url,
    chatting,
    of_kind,
    say,
    socket_tasks,
    take,
    take_until,
    until_no_socket_is_served,
)
from tests.gateway.web.page_app import page_app
from tests.gateway.web.stand_in import OPTIONS, OTHER_TOKEN, StandIn


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


async def test_a_closed_socket_leaves_no_task_behind(base: str) -> None:
    async with chatting(base) as chat:
        await say(chat, "Hola", "m-1")
        await take_until(chat, "message", direction="outbound")
        assert socket_tasks()
    await until_no_socket_is_served()
