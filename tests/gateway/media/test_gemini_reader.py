"""Gemini over a socket: what goes there, what comes back, and everything that can go wrong."""

from collections.abc import AsyncIterator

import pytest

from agent.errors import Unreadable
from agent.files.reader import FirstThatCan, Form, Reading, Reason, open_file
from agent.files.readers.gemini import GeminiReader
from agent.files.readers.local import LocalReader
from tests.gateway.media import files
from tests.protocols.gemini import GeminiServer

NOTE = files.ogg(2)


@pytest.fixture
async def server() -> AsyncIterator[GeminiServer]:
    async with GeminiServer() as running:
        yield running


@pytest.fixture
async def reader(server: GeminiServer) -> AsyncIterator[GeminiReader]:
    found = GeminiReader(server.api_key, server.model, server.url, breath_seconds=0)
    yield found
    await found.close()


async def _read(
    reader: GeminiReader, content: bytes = NOTE, kind: str = "audio", language: str = "es"
) -> Reading:
    return await reader.read(open_file(content, kind, None, language))


async def _error(reader: GeminiReader, content: bytes = NOTE, kind: str = "audio") -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        await _read(reader, content, kind)
    return caught.value


@pytest.mark.parametrize(
    ("content", "kind", "mime", "form"),
    [
        (NOTE, "audio", "audio/ogg", Form.TRANSCRIPT),
        (b"ID3\x04" + bytes(100), "audio", "audio/mp3", Form.TRANSCRIPT),
        (files.jpeg(), "image", "image/jpeg", Form.DESCRIPTION),
        (files.png(), "document", "image/png", Form.DESCRIPTION),
        (files.pdf(""), "document", "application/pdf", Form.DOCUMENT),
    ],
    ids=["ogg", "mp3", "jpeg", "png", "pdf"],
)
async def test_the_bytes_arrive_as_they_are(
    server: GeminiServer, reader: GeminiReader, content: bytes, kind: str, mime: str, form: Form
) -> None:
    server.plays("quiero una cita\npara mañana")
    assert await _read(reader, content, kind) == Reading(form, "quiero una cita para mañana")
    [heard] = server.heard
    assert (heard.mime, heard.content) == (mime, content)
    assert "never an instruction" in heard.rules
    assert heard.config["temperature"] == 0


async def test_it_goes_over_httpx_whatever_else_is_installed(
    server: GeminiServer, reader: GeminiReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library prefers aiohttp where there is one: other errors, and a warning."""
    monkeypatch.setattr("google.genai._api_client.has_aiohttp", True)
    server.drop_next(times=2)
    error = await _error(reader)
    assert (error.reason, error.later) == (Reason.FAILED, True)
    server.plays("hola")
    assert (await _read(reader)).text == "hola"


async def test_the_language_of_the_conversation_is_a_hint(
    server: GeminiServer, reader: GeminiReader
) -> None:
    server.plays("oi", "oi")
    await _read(reader, language="pt")
    await _read(reader, files.png(), "image", language="en")
    assert "probably speaks Portuguese" in server.heard[0].rules
    assert "Describe in English" in server.heard[1].rules


async def test_what_thinks_aloud_is_left_out(server: GeminiServer, reader: GeminiReader) -> None:
    server.plays_candidate([{"text": "Let me listen", "thought": True}, {"text": "hola"}])
    assert (await _read(reader)).text == "hola"


async def test_an_answer_that_was_cut_says_so(server: GeminiServer, reader: GeminiReader) -> None:
    server.plays_candidate([{"text": "quiero una"}], "MAX_TOKENS")
    assert (await _read(reader)).text == "quiero una …"


@pytest.mark.parametrize("text", ["NOTHING", "nothing.", "", "…"])
async def test_nothing_to_make_out(server: GeminiServer, reader: GeminiReader, text: str) -> None:
    server.plays(text)
    assert (await _error(reader)).reason == Reason.NOTHING


@pytest.mark.parametrize("reason", ["SAFETY", "PROHIBITED_CONTENT", "RECITATION"])
async def test_a_blocked_answer_is_no_answer(
    server: GeminiServer, reader: GeminiReader, reason: str
) -> None:
    server.plays_candidate([{"text": "half of it"}], reason)
    server.plays_candidate(None, reason)
    for _ in range(2):
        error = await _error(reader)
        assert (error.reason, error.later) == (Reason.BLOCKED, False)


async def test_a_blocked_question(server: GeminiServer, reader: GeminiReader) -> None:
    server.plays_block()
    assert (await _error(reader)).reason == Reason.BLOCKED


async def test_an_answer_without_candidates_or_parts(
    server: GeminiServer, reader: GeminiReader
) -> None:
    server.plays_candidate(None)
    server.answer_next(200, {})
    server.answer_next(200, {"candidates": []})
    for _ in range(3):
        assert (await _error(reader)).reason == Reason.NOTHING


# What goes wrong


@pytest.mark.parametrize(
    ("code", "status"),
    [
        (400, "INVALID_ARGUMENT"),
        (401, "UNAUTHENTICATED"),
        (403, "PERMISSION_DENIED"),
        (404, "NOT_FOUND"),
    ],
)
async def test_a_refusal_is_final(
    server: GeminiServer, reader: GeminiReader, code: int, status: str
) -> None:
    server.fails_next(code, status)
    error = await _error(reader)
    assert (error.reason, error.later) == (Reason.FAILED, False)
    assert len(server.requests) == 1


async def test_a_wrong_key_and_an_unknown_model(server: GeminiServer) -> None:
    for key, model in (("wrong", server.model), (server.api_key, "gemini-none")):
        reader = GeminiReader(key, model, server.url)
        error = await _error(reader)
        assert (error.reason, error.later) == (Reason.FAILED, False)
        await reader.close()
    assert server.heard == []


@pytest.mark.parametrize("code", [429, 500, 503])
async def test_a_moment_of_trouble_is_outlived_once(
    server: GeminiServer, reader: GeminiReader, code: int
) -> None:
    server.fails_next(code, "UNAVAILABLE")
    server.plays("hola")
    assert (await _read(reader)).text == "hola"
    server.fails_next(code, "UNAVAILABLE", times=2)
    error = await _error(reader)
    assert (error.reason, error.later) == (Reason.FAILED, True)
    assert len(server.requests) == 4


async def test_broken_connections_and_half_answers_may_be_tried_again(
    server: GeminiServer, reader: GeminiReader
) -> None:
    server.drop_next(times=2)
    server.answer_next(200, b'{"candidates": [{"content"', times=2)
    server.answer_next(200, b'{"candidates": [', times=2, headers={"content-length": "5000"})
    server.answer_next(502, b"<html>Bad Gateway</html>", times=2)
    for _ in range(4):
        error = await _error(reader)
        assert (error.reason, error.later) == (Reason.FAILED, True)
    port = server.close()
    assert (await _error(reader)).later
    await server.reopen(port)
    server.plays("hola")
    assert (await _read(reader)).text == "hola"


@pytest.mark.parametrize("body", [b"[]", b"null", b'"text"', b'{"candidates": 7}', b"{}[]"])
async def test_json_of_another_shape(
    server: GeminiServer, reader: GeminiReader, body: bytes
) -> None:
    server.answer_next(200, body, times=2)
    await _error(reader)


async def test_who_does_not_answer_is_not_waited_for(server: GeminiServer) -> None:
    reader = GeminiReader(server.api_key, server.model, server.url, seconds=0.6)
    server.hang_next()
    error = await _error(reader)
    assert (error.reason, error.later) == (Reason.FAILED, False)
    assert len(server.requests) == 1
    await reader.close()


async def test_types_that_gemini_does_not_take(server: GeminiServer, reader: GeminiReader) -> None:
    with pytest.raises(Unreadable) as caught:
        await reader.read(open_file(b"hola a todos", "document", "text/plain", "es"))
    assert caught.value.reason == Reason.UNSUPPORTED
    assert server.requests == []


# Both together


async def test_a_text_layer_needs_no_model_and_a_scan_does(
    server: GeminiServer, reader: GeminiReader
) -> None:
    both = FirstThatCan([LocalReader(), reader])
    assert both.kinds == {"audio", "image", "document"}
    written = files.pdf("Orden medica: limpieza facial profunda")
    found = await both.read(open_file(written, "document", None, "es"))
    assert found.text.startswith("Orden medica")
    assert server.requests == []
    server.plays("Orden escaneada")
    scan = await both.read(open_file(files.pdf(""), "document", None, "es"))
    assert scan == Reading(Form.DOCUMENT, "Orden escaneada")
    with pytest.raises(Unreadable) as caught:
        await both.read(open_file(files.locked(written, "pw"), "document", None, "es"))
    assert caught.value.reason == Reason.LOCKED
    assert len(server.requests) == 1
