"""`WS /ws/chat/completions`: who gets in, what a question is answered with, and what is refused."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.front import Front
from tests.gateway.callers import Program, operator, program
from tests.gateway.pipeline.replies.owed_receipts import OFFER, SEARCH, TITLE, Script, named
from tests.gateway.web.page_app import serve
from tests.scripted_model import Pause, ScriptedModel, call

Frame = dict[str, Any]
QUESTION: Frame = {"user_id": "u-1", "question": "hola"}


@asynccontextmanager
async def socket(url: str, key: str | None = None, **about: Any) -> AsyncIterator[ClientConnection]:
    headers = {"Authorization": f"Bearer {key}"} if key is not None else {}
    address = f"{url.replace('http', 'ws')}/ws/chat/completions"
    async with connect(
        address, proxy=None, max_queue=None, open_timeout=60, additional_headers=headers, **about
    ) as opened:
        yield opened


async def take(stream: ClientConnection) -> Frame:
    async with asyncio.timeout(60):
        frame: Frame = json.loads(await stream.recv())
    return frame


async def ask(stream: ClientConnection, **question: Any) -> list[Frame]:
    """The frames up to the end of the answer, or to its refusal."""
    await stream.send(json.dumps(question))
    frames = [await take(stream)]
    while frames[-1]["type"] not in ("end", "error"):
        frames.append(await take(stream))
    return frames


@asynccontextmanager
async def talking(front: Front, caller: Program | None = None) -> AsyncIterator[ClientConnection]:
    caller = caller or await program(front, "invoke")
    async with serve(front.app) as url, socket(url, caller.key) as stream:
        assert await take(stream) == {"type": "connected", "authenticated": True}
        yield stream


async def test_a_question_and_its_answer(plain: Front) -> None:
    async with talking(plain) as stream:
        start, response, end = await ask(stream, **QUESTION)
    [inbound, outbound] = plain.rows("select * from chat_messages order by seq")
    [session] = plain.rows("select id from chat_sessions")
    assert start == {
        "type": "start",
        "session_id": str(session["id"]),
        "chat_id": str(inbound["chat_identity_id"]),
        "message_id": str(inbound["id"]),
    }
    assert response == {
        "type": "agent_response",
        "partial": False,
        "message_id": str(outbound["id"]),
        "text": "De acuerdo.",
        "options": [],
    }
    assert end == {"type": "end", "full_text": "De acuerdo.", "changes": []}


async def test_a_booking_over_the_socket(front: Front) -> None:
    async with talking(front) as stream:
        frames = await ask(stream, user_id="u-1", question="quiero una limpieza facial el lunes")
        chat = frames[0]["chat_id"]
        assert frames[1]["options"], "what may be chosen"
        for text in ("la primera", "Ana Pérez"):
            frames = await ask(stream, user_id="u-1", question=text, chat_id=chat)
    [booked] = front.appointments()
    assert [change["kind"] for change in frames[-1]["changes"]] == ["booked"]
    assert frames[-1]["changes"][0]["appointment"]["id"] == str(booked["id"])
    texts = [frame["text"] for frame in frames if frame["type"] == "agent_response"]
    assert frames[-1]["full_text"] == "\n\n".join(texts)


async def test_each_message_of_an_answer_leaves_by_itself(open_front_with: Any) -> None:
    """Whole, and only what is final: a sentence that stood beside a call of a tool is none."""
    script = Script()
    async with open_front_with(script.model) as front, talking(front) as stream:
        script.lines += [SEARCH, OFFER]
        question = "Quiero láser el martes a las 3"
        start, offered, _ = await ask(stream, user_id="u-1", question=question)
        booking = call("book_appointment", slot=offered["options"][0]["id"])
        booking.content = "Claro, ya queda agendada."
        script.lines += [named(), booking, "¿Te ayudo en algo más?"]
        yes = {"user_id": "u-1", "question": "sí, soy Ana Pérez", "chat_id": start["chat_id"]}
        frames = await ask(stream, **yes)
    assert [frame["type"] for frame in frames] == ["start", *["agent_response"] * 2, "end"]
    receipt, words = (frame["text"] for frame in frames[1:3])
    assert TITLE in receipt
    assert words == "¿Te ayudo en algo más?"
    assert frames[3]["full_text"] == f"{receipt}\n\n{words}"
    assert booking.content not in json.dumps(frames, ensure_ascii=False)


async def test_nothing_of_a_withheld_reply_leaves(open_front_with: Any) -> None:
    """Its first sentence could have: that it must not is known at its end only."""
    claim = "Hola, con gusto te ayudo. Tu cita quedó agendada para el lunes."
    async with open_front_with(ScriptedModel(otherwise=claim)) as front, talking(front) as stream:
        frames = await ask(stream, **QUESTION)
        [withheld] = front.rows("select body from withheld_replies")
    assert withheld["body"] == f"{claim}\n\n{claim}", "also what it said on its second try"
    assert [frame["type"] for frame in frames] == ["start", "agent_response", "end"]
    assert "con gusto" not in json.dumps(frames, ensure_ascii=False)


async def test_a_chat_goes_on_where_it_is_named(plain: Front) -> None:
    async with talking(plain) as stream:
        first = (await ask(stream, **QUESTION))[0]
        same = (await ask(stream, **QUESTION, chat_id=first["chat_id"]))[0]
        other = (await ask(stream, **QUESTION))[0]
    assert (same["chat_id"], same["session_id"]) == (first["chat_id"], first["session_id"])
    assert other["chat_id"] != first["chat_id"]


async def test_questions_are_answered_one_after_the_other(plain: Front) -> None:
    async with talking(plain) as stream:
        for number in range(4):
            await stream.send(json.dumps(QUESTION | {"question": f"q{number}"}))
        kinds = [(await take(stream))["type"] for _ in range(12)]
    assert kinds == ["start", "agent_response", "end"] * 4


# The key


async def test_the_key_may_come_in_the_first_frame(plain: Front) -> None:
    key = (await program(plain, "invoke")).key
    async with serve(plain.app) as url:
        async with socket(url) as stream:
            assert await take(stream) == {"type": "connected", "authenticated": False}
            await stream.send(json.dumps({"api_key": key}))
            assert await take(stream) == {"type": "connected", "authenticated": True}
            assert (await ask(stream, **QUESTION))[-1]["type"] == "end"
        async with socket(url) as stream:
            await take(stream)
            await stream.send(json.dumps(QUESTION | {"api_key": key}))
            frames = [await take(stream) for _ in range(4)]
            assert [frame["type"] for frame in frames] == [
                "connected",
                "start",
                "agent_response",
                "end",
            ]


@pytest.mark.parametrize(
    "first",
    [
        json.dumps(QUESTION),
        json.dumps(QUESTION | {"api_key": "wrong"}),
        json.dumps({"api_key": 7}),
        json.dumps({"api_key": ""}),
        json.dumps({"api_key": "x" * 5000}),
        json.dumps({"type": "ping"}),
        "[]",
        "{",
        "[" * 5000,
        b"\x00",
        "",
    ],
    ids=range(11),
)
async def test_without_a_key_nothing_is_answered(plain: Front, first: str | bytes) -> None:
    async with serve(plain.app) as url, socket(url) as stream:
        await take(stream)
        await stream.send(first)
        assert (await take(stream))["code"] == "unauthorized"
        with pytest.raises(ConnectionClosed) as closed:
            await take(stream)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4401
    assert plain.rows("select from chat_messages") == []


async def test_a_wrong_key_in_the_header_opens_nothing(plain: Front) -> None:
    reader = await program(plain, "read", "notify", "admin")
    async with serve(plain.app) as url:
        for key in ("wrong", "", reader.key):
            with pytest.raises(InvalidStatus) as refused:
                async with socket(url, key):
                    pass
            assert refused.value.response.status_code == 403
        by_address = f"{url.replace('http', 'ws')}/ws/chat/completions?api_key=" + reader.key
        async with connect(by_address, proxy=None) as stream:
            assert (await take(stream))["authenticated"] is False, "an address is logged"


async def test_a_key_that_is_revoked_stops_at_the_next_question(plain: Front) -> None:
    async with talking(plain) as stream:
        assert (await ask(stream, **QUESTION))[-1]["type"] == "end"
        plain.execute("update api_keys set revoked_at = created_at")
        [refused] = await ask(stream, **QUESTION)
    assert refused["code"] == "forbidden"
    assert len(plain.rows("select from chat_messages where direction = 'inbound'")) == 1


async def test_other_sites_pages_open_nothing(plain: Front) -> None:
    key = (await program(plain, "invoke")).key
    async with serve(plain.app) as url:
        with pytest.raises(InvalidStatus):
            async with socket(url, key, origin="https://evil.example"):
                pass


# Whose chats


async def test_another_organizations_chat_is_not_there(plain: Front) -> None:
    async with talking(plain) as stream:
        chat = (await ask(stream, **QUESTION))[0]["chat_id"]
    async with talking(plain, await program(plain, "invoke", tenant="sorriso")) as stream:
        [foreign] = await ask(stream, **QUESTION, chat_id=chat)
        [unknown] = await ask(stream, **QUESTION, chat_id=str(uuid4()))
        own = {"organization_id": str(plain.organization("aurora"))}
        [other] = await ask(stream, **QUESTION, **own)
    assert foreign == unknown == {
        "type": "error", "code": "not_found", "detail": "there is no such chat",
    }  # fmt: skip
    assert other["code"] == "not_found"
    assert len(plain.rows("select from chat_messages where direction = 'inbound'")) == 1


async def test_another_users_chat_is_not_there(plain: Front) -> None:
    async with talking(plain) as stream:
        start = (await ask(stream, **QUESTION))[0]
        [refused] = await ask(stream, user_id="u-2", question="hola", chat_id=start["chat_id"])
        assert refused["code"] == "not_found"
        [refused] = await ask(
            stream, user_id="u-1", question="hola", session_id=start["session_id"]
        )
        assert refused["detail"] == "there is no such session"


async def test_the_deployments_key_names_the_organization(plain: Front) -> None:
    async with talking(plain, operator(plain)) as stream:
        [unnamed] = await ask(stream, **QUESTION)
        assert "organization_id" in unnamed["detail"]
        own = {"organization_id": str(plain.organization("sorriso"))}
        assert (await ask(stream, **QUESTION, **own))[-1]["type"] == "end"
    [row] = plain.rows(
        "select o.slug from chat_identities join organizations o on o.id = organization_id"
    )
    assert row["slug"] == "sorriso"


# What is refused, and that the socket lives on


@pytest.mark.parametrize(
    ("frame", "field"),
    [
        ({}, "user_id"),
        ({"user_id": "u-1"}, "question"),
        ({"user_id": "u-1", "question": ""}, "question"),
        ({"user_id": "u-1", "question": "\x00 "}, "question"),
        ({"user_id": "u-1", "question": "x" * 20_001}, "question"),
        ({"user_id": "u-1", "question": ["hola"]}, "question"),
        ({"user_id": "", "question": "hola"}, "user_id"),
        ({"user_id": "a\x00", "question": "hola"}, "user_id"),
        ({"user_id": "u-1", "question": "hola", "chat_id": "1"}, "chat_id"),
        ({"user_id": "u-1", "question": "hola", "session_id": 1}, "session_id"),
        ({"user_id": "u-1", "question": "hola", "organization_id": "x"}, "organization_id"),
    ],
)
async def test_a_bad_frame_is_named(plain: Front, frame: Frame, field: str) -> None:
    async with talking(plain) as stream:
        [refused] = await ask(stream, **frame)
        assert (refused["code"], field in refused["detail"]) == ("invalid", True)
        assert (await ask(stream, **QUESTION))[-1]["type"] == "end"


@pytest.mark.parametrize(
    "text", ["{", "7", "null", '{"question": "\\ud800", "user_id": "u"}', b"\xff"]
)
async def test_what_is_no_frame(plain: Front, text: str | bytes) -> None:
    async with talking(plain) as stream:
        await stream.send(text)
        assert (await take(stream))["code"] == "invalid"
        assert (await ask(stream, **QUESTION))[-1]["type"] == "end"
    assert len(plain.rows("select from chat_messages where direction = 'inbound'")) == 1


async def test_a_frame_that_is_too_big_ends_the_socket(plain: Front) -> None:
    async with talking(plain) as stream:
        await stream.send(json.dumps({"user_id": "u-1", "question": "x" * 140_000}))
        with pytest.raises(ConnectionClosed) as closed:
            await take(stream)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1009


async def test_too_many_questions_at_once(plain: Front) -> None:
    async with talking(plain) as stream:
        frames = [(await ask(stream, **QUESTION))[-1] for _ in range(22)]
    assert [frame["type"] for frame in frames] == ["end"] * 20 + ["error"] * 2
    assert frames[-1]["code"] == "slow_down"
    assert 0 < frames[-1]["retry_after"] <= 60


async def test_a_keys_own_limit_holds(open_front_with: Any) -> None:
    async with (
        open_front_with(ScriptedModel(), api_key_rate="3/hour") as front,
        talking(front) as stream,
    ):
        answers = [(await ask(stream, **QUESTION))[-1] for _ in range(3)]
    assert [frame["type"] for frame in answers] == ["end", "end", "error"]
    assert answers[-1]["code"] == "slow_down"


async def test_while_a_person_answers(plain: Front) -> None:
    async with talking(plain) as stream:
        chat = (await ask(stream, **QUESTION))[0]["chat_id"]
        plain.execute("update chat_identities set handled_by = 'person'")
        frames = await ask(stream, **QUESTION, chat_id=chat)
    assert [frame["type"] for frame in frames] == ["start", "error"]
    assert frames[-1]["code"] == "person"


async def test_a_failing_model_is_an_error_and_the_next_question_is_answered(
    open_front_with: Any,
) -> None:
    model = ScriptedModel(lines=[RuntimeError("secret words"), "Ya estoy."])
    async with open_front_with(model) as front, talking(front) as stream:
        frames = await ask(stream, **QUESTION)
        assert frames[-1]["code"] == "failed"
        assert "secret" not in json.dumps(frames)
        again = await ask(stream, **QUESTION, chat_id=frames[0]["chat_id"])
        assert again[-1]["full_text"] == "Ya estoy."
    assert len(front.rows("select from chat_messages where direction = 'inbound'")) == 1


async def test_who_leaves_meanwhile_finds_the_answer_in_the_chat(open_front_with: Any) -> None:
    pause = Pause("Aquí estoy.")
    async with open_front_with(ScriptedModel(play=pause)) as front:
        caller = await program(front)
        async with serve(front.app) as url:
            async with socket(url, caller.key) as stream:
                await take(stream)
                await stream.send(json.dumps(QUESTION))
                chat = (await take(stream))["chat_id"]
                await pause.reached.wait()
            pause.go.set()
        read = (await caller.get(f"/api/chats/{chat}/messages")).json()
        assert [message["text"] for message in read["messages"]] == ["hola", "Aquí estoy."]
