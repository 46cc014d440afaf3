"""Sending to Chatwoot over real HTTP: what is asked of it, and what its answers say."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import httpx
import pytest

from agent.errors import SendError, SendUnknown
from agent.types import Connection, Option, Outbound
from gateway.channels.chatwoot.channel import Chatwoot
from tests.providers.chatwoot import ACCOUNT, BIA, ChatwootServer

NEVER, MESSAGE, CONNECTION, UNKNOWN, TROUBLE = "never", "message", "connection", "unknown", "5xx"
"""Never; waits, perhaps because of this message; waits, all of them; no answer; a 5xx."""


@pytest.fixture
async def server() -> AsyncIterator[ChatwootServer]:
    async with ChatwootServer() as running:
        running.conversation(2406)
        yield running


def connection(token: str = "chatwoot-bot-token", **settings: Any) -> Connection:
    own = {"account_id": ACCOUNT, **settings}
    about = Connection(UUID(int=1), UUID(int=2), "chatwoot", "Aurora", settings=own)
    return replace(about, secret=token)


async def send(
    server: ChatwootServer, http: httpx.AsyncClient, to: Connection | None = None, **about: Any
) -> str | None:
    message = replace(Outbound(UUID(int=3), "2406", "Tengo estas horas:"), **about)
    return await Chatwoot(server.url).send(message, to or connection(), http)


async def test_a_text_is_a_public_message_of_the_conversation(
    server: ChatwootServer, http: httpx.AsyncClient
) -> None:
    number = await send(server, http, reply_to="30001")
    [sent] = server.sent
    assert number == str(sent.id)
    assert sent.body == {
        "content": "Tengo estas horas:",
        "message_type": "outgoing",
        "private": False,
        "content_type": "text",
        "content_attributes": {"in_reply_to": 30001},
    }
    assert server.requests[0].headers["api_access_token"] == "chatwoot-bot-token"


async def test_options_are_numbered_lines_and_a_strange_quote_is_left_out(
    server: ChatwootServer, http: httpx.AsyncClient
) -> None:
    options = (Option("a", "9:00"), Option("b", "10:00", "con Eva"))
    await send(server, http, options=options, reply_to="wamid.x")
    [sent] = server.sent
    assert sent.content == "Tengo estas horas:\n\n1. 9:00\n2. 10:00 (con Eva)"
    assert "content_attributes" not in sent.body


async def test_an_address_cannot_change_the_path(
    server: ChatwootServer, http: httpx.AsyncClient
) -> None:
    message = Outbound(UUID(int=3), "2406/../../8/conversations/1?x#", "Hola")
    with pytest.raises(SendError):
        await Chatwoot(server.url).send(message, connection(), http)
    assert server.requests[0].query == ""
    assert server.taken == []


ANSWERS = [
    (422, {"message": "Content is too long (maximum is 150000 characters)"}, NEVER),
    (422, {"errors": ["Content can't be blank"]}, NEVER),
    (422, {"error": "Something new"}, MESSAGE),
    (400, b"", MESSAGE),
    (401, {"error": "Invalid Access Token"}, CONNECTION),
    (401, {"error": "Access to this endpoint is not authorized for bots"}, CONNECTION),
    (403, {"error": "You are not authorized to do this action"}, CONNECTION),
    (404, {"error": "Resource could not be found"}, MESSAGE),
    (404, b"<html>a proxy</html>", CONNECTION),
    (429, {"error": "Retry later"}, CONNECTION),
    (302, b"", UNKNOWN),
    (307, b"", CONNECTION),
    (500, {"error": "Internal"}, TROUBLE),
    (502, b"", TROUBLE),
    (200, b"", UNKNOWN),
    (200, {"status": "ok"}, UNKNOWN),
]


@pytest.mark.parametrize(("status", "body", "kind"), ANSWERS)
async def test_what_chatwoot_says(
    server: ChatwootServer, http: httpx.AsyncClient, status: int, body: Any, kind: str
) -> None:
    server.answer_next(status, body)
    with pytest.raises((SendError, SendUnknown)) as caught:
        await send(server, http)
    error = caught.value
    if isinstance(error, SendUnknown):
        assert (TROUBLE if error.answered else UNKNOWN) == kind
    else:
        assert isinstance(error, SendError)
        told = MESSAGE if error.about_message else CONNECTION
        assert (NEVER if error.permanent else told) == kind


@pytest.mark.parametrize(
    "lacking",
    [
        replace(connection(), secret=None),
        replace(connection(), settings={}),
        connection(account_id="7/../8"),
        connection(base_url="desk.example.com"),
        connection(base_url=["https://desk.example.com"]),
    ],
)
async def test_what_an_operator_has_to_set_is_not_configured(
    server: ChatwootServer, http: httpx.AsyncClient, lacking: Connection
) -> None:
    with pytest.raises(SendError) as caught:
        await send(server, http, lacking)
    assert (caught.value.permanent, caught.value.code) == (False, "not_configured")
    assert server.requests == []


async def test_a_chat_is_handed_over_with_a_note_and_handed_back(
    server: ChatwootServer, http: httpx.AsyncClient
) -> None:
    channel = Chatwoot(server.url)
    number = await channel.hand_over("2406", "Motivo: es urgente", connection(), http)
    [note] = server.notes
    assert (number, note.content, server.sent) == (str(note.id), "Motivo: es urgente", [])
    assert server.conversations[2406].status == "open"
    await channel.hand_back("2406", connection(), http)
    assert server.conversations[2406].status == "pending"
    await channel.hand_back("2406", connection(), http)
    assert server.conversations[2406].status == "pending", "it is told, not toggled"


async def test_a_persons_token_takes_the_conversation_for_that_person(
    server: ChatwootServer, http: httpx.AsyncClient
) -> None:
    own = connection("agent-token", labels=["needs-person"])
    await Chatwoot(server.url).hand_over("2406", "Motivo", own, http)
    conversation = server.conversations[2406]
    assert (conversation.assignee, conversation.labels) == (BIA, ["needs-person"])
