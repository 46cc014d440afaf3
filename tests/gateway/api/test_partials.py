"""`WS /ws/chat/completions` while a hosted model writes: what comes before the reply, and what never does."""

import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from websockets.asyncio.client import ClientConnection

from tests.agent.observability.traced_front import langfuse_settings, turn_ids
from tests.front import Front
from tests.gateway.api.test_chat_stream import QUESTION, Frame, ask, socket, take, talking
from tests.gateway.callers import program
from tests.gateway.web.page_app import serve
from tests.hosted import KNOWLEDGE, hosted_front
from tests.protocols.langfuse import LangfuseServer
from tests.protocols.openai import Halt, halting, saying_and_calling

FIRST = "Con gusto te cuento."
REPLY = f"{FIRST} Atendemos de lunes a sábado. ¿Te agendo una valoración?"
CLAIM = "Tu cita quedó agendada para el lunes."
SEARCH = ("knowledge_search", {"query": "precio"})


@asynccontextmanager
async def asked(
    front: Front, question: Frame = QUESTION
) -> AsyncIterator[tuple[ClientConnection, Frame]]:
    """A socket on which a question was asked, and its `start`."""
    async with talking(front) as stream:
        await stream.send(json.dumps(question))
        yield stream, await take(stream)


async def rest(stream: ClientConnection) -> list[Frame]:
    frames = [await take(stream)]
    while frames[-1]["type"] not in ("end", "error"):
        frames.append(await take(stream))
    return frames


def partials(frames: list[Frame]) -> list[str]:
    return [frame["text"] for frame in frames if frame.get("partial")]


async def test_a_sentence_comes_before_the_model_has_ended(
    database_url: str, tmp_path: Path
) -> None:
    halt = Halt("Atendemos")
    async with hosted_front(database_url, tmp_path) as (openai, front):
        openai.plays(KNOWLEDGE, halting(REPLY, halt))
        async with asked(front) as (stream, _):
            assert await take(stream) == {
                "type": "agent_response",
                "partial": True,
                "message_id": None,
                "text": FIRST,
                "options": [],
            }
            assert not halt.go.is_set()
            halt.go.set()
            *_, response, end = await rest(stream)
        [outbound] = front.rows("select id from chat_messages where direction = 'outbound'")
    assert (response["partial"], response["text"]) == (False, REPLY)
    assert response["message_id"] == str(outbound["id"])
    assert end["full_text"] == REPLY


async def test_what_comes_grows_sentence_by_sentence(database_url: str, tmp_path: Path) -> None:
    second, third = Halt("Atendemos"), Halt("¿Te agendo")
    async with hosted_front(database_url, tmp_path) as (openai, front):
        openai.plays(KNOWLEDGE, halting(REPLY, second, third))
        async with asked(front) as (stream, _):
            shown = [(await take(stream))["text"]]
            second.go.set()
            shown.append((await take(stream))["text"])
            third.go.set()
            await rest(stream)
    assert shown == [FIRST, f"{FIRST} Atendemos de lunes a sábado."]


async def test_a_false_claim_never_leaves_and_what_stood_before_it_did(
    database_url: str, tmp_path: Path
) -> None:
    halt = Halt("Te esperamos")
    words = f"{FIRST} {CLAIM} Te esperamos. Hasta pronto."
    async with hosted_front(database_url, tmp_path) as (openai, front):
        openai.plays(KNOWLEDGE, halting(words, halt), "¿Para qué servicio es?")
        async with asked(front) as (stream, _):
            assert (await take(stream))["text"] == FIRST, "although the claim is written, too"
            halt.go.set()
            frames = await rest(stream)
        assert front.rows("select body from withheld_replies") == [{"body": words}]
    assert partials(frames) == []
    assert "agendada" not in json.dumps(frames, ensure_ascii=False)
    assert frames[-1]["full_text"] == frames[-2]["text"]
    assert not frames[-1]["full_text"].startswith(FIRST)


async def test_a_call_of_a_tool_shows_nothing(database_url: str, tmp_path: Path) -> None:
    """Neither do the words beside it, which are written before the tool has answered."""
    async with hosted_front(database_url, tmp_path) as (openai, front):
        openai.plays(KNOWLEDGE, SEARCH, saying_and_calling("Déjame revisar.", *SEARCH), "Listo.")
        async with talking(front) as stream:
            frames = await ask(stream, **QUESTION)
        assert [bool(request.get("stream")) for request in openai.asked] == [True] * 3
    assert [frame.get("text") for frame in frames] == [None, "Listo.", None]


async def test_a_model_that_calls_tools_after_sentences_is_not_streamed_again(
    database_url: str, tmp_path: Path
) -> None:
    """That it does cannot be known before; what was shown was true, and the reply takes its place."""
    async with hosted_front(database_url, tmp_path) as (openai, front):
        openai.plays(KNOWLEDGE, saying_and_calling(f"{FIRST} Un momento.", *SEARCH), REPLY)
        openai.plays(KNOWLEDGE, REPLY)
        async with talking(front) as stream:
            for _ in range(2):
                frames = await ask(stream, **QUESTION)
                assert frames[-1]["full_text"] == REPLY
                assert set(partials(frames)) <= {FIRST}
        streamed = [bool(request.get("stream")) for request in openai.asked]
        assert streamed == [True, *[False] * 2]


async def test_an_answer_that_broke_off_is_not_begun_twice(
    database_url: str, tmp_path: Path
) -> None:
    async with hosted_front(database_url, tmp_path) as (openai, front):
        openai.plays(KNOWLEDGE, f"{FIRST} {'Abrimos los sábados también. ' * 40}", REPLY)
        openai.half_next()
        async with talking(front) as stream:
            frames = await ask(stream, **QUESTION)
        assert len(openai.asked) == 2
    assert [text for text in partials(frames) if not text.startswith(FIRST)] == []
    assert not any("Atendemos" in text for text in partials(frames))
    assert frames[-1]["full_text"] == REPLY


@pytest.mark.parametrize("heard", [False, True])
async def test_who_leaves_in_the_middle_finds_the_answer_in_the_chat(
    database_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture, heard: bool
) -> None:
    begun, second, third = Halt("Con gusto"), Halt("Atendemos"), Halt("¿Te agendo")
    async with hosted_front(database_url, tmp_path) as (openai, front):
        caller = await program(front)
        openai.plays(KNOWLEDGE, halting(REPLY, begun, second, third))
        async with serve(front.app) as url:
            async with socket(url, caller.key) as stream:
                await take(stream)
                await stream.send(json.dumps(QUESTION))
                chat = (await take(stream))["chat_id"]
                await begun.reached.wait()
                if heard:
                    begun.go.set()
                    assert (await take(stream))["text"] == FIRST
            for halt in (begun, second, third):
                await halt.reached.wait()
                halt.go.set()
                # Meanwhile somebody would be shown what is written.
                await caller.get(f"/api/chats/{chat}/messages")
        read = (await caller.get(f"/api/chats/{chat}/messages")).json()
        assert [message["text"] for message in read["messages"]] == ["hola", REPLY]
        assert front.rows("select status from turns") == [{"status": "committed"}]
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_no_other_socket_hears_it(database_url: str, tmp_path: Path) -> None:
    """Neither another tenant's, nor another one of this caller."""
    halt = Halt("Atendemos")
    async with hosted_front(database_url, tmp_path) as (openai, front):
        keys = [(await program(front, tenant=tenant)).key for tenant in ("sorriso", "aurora")]
        async with serve(front.app) as url:
            others = [socket(url, key) for key in keys]
            async with others[0] as sorriso, others[1] as aurora, asked(front) as (stream, _):
                openai.plays(KNOWLEDGE, halting(REPLY, halt))
                assert (await take(stream))["text"] == FIRST
                openai.plays("¡Hola!", "Hola.")
                heard = []
                for other in (sorriso, aurora):
                    assert (await take(other))["type"] == "connected"
                    heard.append(await ask(other, **QUESTION))
                halt.go.set()
                await rest(stream)
    assert [[frame["type"] for frame in frames] for frames in heard] == [
        ["start", "agent_response", "end"]
    ] * 2
    assert [frames[-1]["full_text"] for frames in heard] == ["¡Hola!", "Hola."]


async def test_a_person_who_takes_the_chat_ends_it(database_url: str, tmp_path: Path) -> None:
    begun, written = Halt("Con gusto"), Halt("Atendemos")
    async with hosted_front(database_url, tmp_path) as (openai, front):
        openai.plays(KNOWLEDGE, halting(REPLY, begun, written))
        async with asked(front) as (stream, start):
            await begun.reached.wait()
            front.execute("update chat_identities set handled_by = 'person'")
            begun.go.set()
            await written.reached.wait()
            written.go.set()
            frames = await rest(stream)
    assert start["type"] == "start"
    assert [(frame["type"], frame.get("code")) for frame in frames] == [("error", "person")]


async def test_a_message_that_came_meanwhile_ends_it(database_url: str, tmp_path: Path) -> None:
    """The reply would be stale; the next turn answers both."""
    begun, written = Halt("Con gusto"), Halt("Atendemos")
    async with hosted_front(database_url, tmp_path) as (openai, front):
        openai.plays(KNOWLEDGE, halting(REPLY, begun, written), KNOWLEDGE, "Listo.")
        async with asked(front) as (stream, start):
            await begun.reached.wait()
            await front.container.database.call(
                "question_put",
                organization=front.organization("aurora"),
                user="u-1",
                chat=start["chat_id"],
                session=None,
                message="y mañana?",
            )
            begun.go.set()
            await written.reached.wait()
            written.go.set()
            frames = await rest(stream)
    assert partials(frames) == []
    assert frames[-1]["full_text"] == "Listo."


async def test_who_wants_none_is_sent_none(database_url: str, tmp_path: Path) -> None:
    async with hosted_front(database_url, tmp_path) as (openai, front):
        openai.plays(KNOWLEDGE, REPLY)
        async with talking(front) as stream:
            frames = await ask(stream, **QUESTION, partial=False)
        assert not any(request.get("stream") for request in openai.asked)
    assert [frame["type"] for frame in frames] == ["start", "agent_response", "end"]


async def test_a_customer_of_a_channel_costs_nothing_more(
    database_url: str, tmp_path: Path
) -> None:
    async with hosted_front(database_url, tmp_path) as (openai, front):
        openai.plays(KNOWLEDGE, REPLY)
        front.execute("alter function turn_stands rename to elsewhere")
        assert await front.customer().say("hola") == REPLY
        assert not any(request.get("stream") for request in openai.asked)


async def test_tokens_and_traces_of_a_stream(database_url: str, tmp_path: Path) -> None:
    async with LangfuseServer() as langfuse:
        about = langfuse_settings(langfuse.url)
        async with hosted_front(database_url, tmp_path, **about) as (openai, front):
            openai.cached_tokens = 400
            openai.plays(KNOWLEDGE, SEARCH, REPLY)
            async with talking(front) as stream:
                await ask(stream, **QUESTION)
            [turn] = turn_ids(front)
            [spent] = front.rows(
                "select calls, input_tokens, cached_input_tokens as cached, output_tokens "
                "from model_usage where node = 'knowledge'"
            )
            assert openai.asked[-1]["stream_options"] == {"include_usage": True}
        spans = [span for span in langfuse.trace(turn) if span.kind == "generation"]
    assert spent == {"calls": 2, "input_tokens": 2000, "cached": 800, "output_tokens": 100}
    assert len(spans) == 2
    told = [json.loads(s.attributes["langfuse.observation.usage_details"]) for s in spans]
    assert {usage["output"] for usage in told} == {50}
    assert not any(span.error for span in spans)
