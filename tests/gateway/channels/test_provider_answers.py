"""What each provider's answer says about a message: it waits, it can never be sent, or nobody knows."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx
import pytest

from agent.errors import SendError, SendUnknown
from agent.types import Connection, Outbound
from gateway.channels.evolution.channel import Evolution
from gateway.channels.gupshup.channel import Gupshup
from gateway.channels.kit.http_send import LONGEST_RETRY_AFTER, retry_after
from gateway.channels.meta.channel import Meta
from tests.providers import cloud_api, evolution, gupshup
from tests.providers.evolution import EvolutionServer
from tests.providers.gupshup import GupshupServer
from tests.providers.meta import MetaServer

NEVER, MESSAGE, CONNECTION, UNKNOWN, TROUBLE = (
    "never",
    "message",
    "connection",
    "unknown",
    "trouble",
)
"""Never; waits, perhaps because of this message; waits, all of them; no answer; a 5xx."""


def _evolution(message: Any, error: str = "Bad Request") -> dict[str, Any]:
    return {"error": error, "response": {"message": message}}


def _meta(code: int, message: str = "no") -> dict[str, Any]:
    return {"error": {"message": message, "type": "OAuthException", "code": code}}


EVOLUTION = [
    (400, _evolution([{"exists": False, "jid": "1@s.whatsapp.net", "number": "1"}]), NEVER),
    (400, _evolution([['instance requires property "text"']]), NEVER),
    (400, _evolution([["instance.number does not match pattern"]]), NEVER),
    (
        400,
        _evolution(["TypeError: Cannot read properties of undefined (reading 'user')"]),
        CONNECTION,
    ),
    (400, _evolution(["Error: Connection Closed"]), CONNECTION),
    (400, _evolution(["Cannot read properties of null (reading 'sendMessage')"]), CONNECTION),
    (400, _evolution(["Error: Timed Out"]), UNKNOWN),
    (400, _evolution(["Error: Connection Terminated"]), UNKNOWN),
    (400, _evolution("the instance is not connected"), CONNECTION),
    (400, _evolution(["TypeError: Cannot read properties of undefined (reading 'key')"]), UNKNOWN),
    (500, _evolution(["Cannot read properties of undefined"], "Internal Server Error"), TROUBLE),
    (400, _evolution(["something new"]), MESSAGE),
    (400, b"", MESSAGE),
    (400, b"<html>", MESSAGE),
    (401, _evolution("Unauthorized", "Unauthorized"), CONNECTION),
    (403, _evolution("Forbidden", "Forbidden"), CONNECTION),
    (403, _evolution(["This name is already in use"]), CONNECTION),
    (404, _evolution(['The "x" instance does not exist'], "Not Found"), CONNECTION),
    (404, _evolution(["Cannot POST /message/sendText/x"], "Not Found"), CONNECTION),
    (405, b"", CONNECTION),
    (406, b"", MESSAGE),
    (413, b"", MESSAGE),
    (422, b"", MESSAGE),
    (429, b"", CONNECTION),
    (301, b"", CONNECTION),
    (308, b"", CONNECTION),
    (408, b"", UNKNOWN),
    (500, b"", TROUBLE),
    (502, b"", TROUBLE),
    (503, b"", TROUBLE),
    (503, {"code": "LICENSE_REQUIRED", "message": "…"}, CONNECTION),
    (504, b"", UNKNOWN),
    (520, b"", TROUBLE),
    (201, b"", UNKNOWN),
    (201, _meta(131047, "Re-engagement message"), NEVER),
    (201, _meta(131026, "Message undeliverable"), NEVER),
    (201, _meta(131050, "User has stopped marketing messages"), NEVER),
    (201, _meta(130429, "Rate limit hit"), CONNECTION),
    (201, _meta(131031, "Account locked"), CONNECTION),
    (201, _meta(190, "Access token has expired"), CONNECTION),
    (201, _meta(131000, "Something went wrong"), CONNECTION),
    (201, _meta(999999, "A code of tomorrow"), MESSAGE),
    (201, {"message": "created, but nothing to show for it"}, MESSAGE),
]
GUPSHUP = [
    (400, {"status": "error", "message": "Invalid Destination"}, NEVER),
    (400, {"status": "error", "message": "Number Does Not Exists On WhatsApp"}, NEVER),
    (400, {"status": "error", "message": {"code": 1002, "message": "…"}}, NEVER),
    (400, {"status": "error", "message": "User is opted out"}, NEVER),
    (400, {"status": "error", "code": 1008, "message": "not opted in and inactive"}, NEVER),
    (400, {"status": "error", "message": "Invalid App Details"}, CONNECTION),
    (400, {"status": "error", "message": "Please check your wallet balance"}, CONNECTION),
    (400, {"status": "error", "code": "1003", "message": "…"}, CONNECTION),
    (400, {"status": "error", "code": 4001, "message": "…"}, CONNECTION),
    (400, {"status": "error", "message": "Bad Request"}, MESSAGE),
    (400, {"status": "error", "message": "Template Did not match"}, MESSAGE),
    (400, b"", MESSAGE),
    (401, {"status": "error", "message": "Portal User Not Found With APIKey"}, CONNECTION),
    (402, b"", CONNECTION),
    (403, {"status": "error", "message": "Invalid Destination"}, CONNECTION),
    (404, b"", CONNECTION),
    (410, b"", CONNECTION),
    (413, b"", MESSAGE),
    (429, {"status": "error", "message": "Too Many Requests"}, CONNECTION),
    (500, {"status": "error", "message": "Internal Error"}, TROUBLE),
    (503, b"", TROUBLE),
    (307, b"", CONNECTION),
    (200, b"<html>", UNKNOWN),
    (200, {"status": "error", "message": "Invalid Destination"}, NEVER),
    (200, {"status": "error", "message": "Invalid App Details"}, CONNECTION),
    (202, {"status": "error", "message": "who knows"}, MESSAGE),
]


META = [
    *[
        (400, _meta(code), NEVER)
        for code in (131047, 131026, 131051, 131050, 131049, 131030, 131062)
    ],
    *[(400, _meta(code), NEVER) for code in (100, 131008, 131009, 132000, 132005, 132007, 132012)],
    *[(400, _meta(code), NEVER) for code in (132008, 132015, 132016)],
    (404, _meta(132001), NEVER),
    *[
        (400, _meta(code), CONNECTION)
        for code in (4, 80007, 130429, 131048, 131056, 133016, 131016)
    ],
    *[(400, _meta(code), CONNECTION) for code in (131000, 131031, 368)],
    (400, _meta(131053), MESSAGE),
    (400, _meta(999999), MESSAGE),
    (400, {"error": {"code": 100, "error_subcode": 33, "message": "no"}}, CONNECTION),
    (404, {"error": {"code": 100, "error_subcode": 33, "message": "no"}}, CONNECTION),
    *[(400, _meta(code), CONNECTION) for code in (0, 10, 190, 200, 299)],
    (400, _meta(300), MESSAGE),
    (401, _meta(190), CONNECTION),
    (403, _meta(10), CONNECTION),
    (403, _meta(131026), CONNECTION),
    (404, b"", CONNECTION),
    (400, b"", MESSAGE),
    (400, {"error": "words"}, MESSAGE),
    (413, b"", MESSAGE),
    (429, _meta(130429), CONNECTION),
    (408, b"", UNKNOWN),
    (500, _meta(131000), TROUBLE),
    (500, _meta(131016), CONNECTION),
    (503, b"", TROUBLE),
    (307, b"", CONNECTION),
    (200, b"<html>", UNKNOWN),
    (200, _meta(131026), NEVER),
    (200, _meta(190), CONNECTION),
    (200, _meta(999999), MESSAGE),
    (200, {"error": {"message": "no code"}}, MESSAGE),
]


_REFUSED = (SendError, SendUnknown)


def _kind(error: BaseException) -> str:
    if isinstance(error, SendUnknown):
        return TROUBLE if error.answered else UNKNOWN
    assert isinstance(error, SendError)
    if error.permanent:
        return NEVER
    return MESSAGE if error.about_message else CONNECTION


@pytest.mark.parametrize(("status", "body", "kind"), EVOLUTION)
async def test_what_evolution_says(
    evolution_server: EvolutionServer, http: httpx.AsyncClient, status: int, body: Any, kind: str
) -> None:
    evolution_server.answer_next(status, body)
    to = f"{evolution.CUSTOMER}@s.whatsapp.net"
    with pytest.raises(_REFUSED) as caught:
        await Evolution(evolution_server.url).send(
            Outbound(UUID(int=3), to, "Olá"), _connection("evolution", evolution.INSTANCE), http
        )
    assert _kind(caught.value) == kind
    assert len(evolution_server.requests) == 1


@pytest.mark.parametrize(("status", "body", "kind"), GUPSHUP)
async def test_what_gupshup_says(
    gupshup_server: GupshupServer, http: httpx.AsyncClient, status: int, body: Any, kind: str
) -> None:
    gupshup_server.answer_next(status, body)
    with pytest.raises(_REFUSED) as caught:
        await Gupshup(gupshup_server.url).send(
            Outbound(UUID(int=3), gupshup.CUSTOMER, "Hola"),
            _connection("gupshup", gupshup.APP),
            http,
        )
    assert _kind(caught.value) == kind
    assert len(gupshup_server.requests) == 1


@pytest.mark.parametrize(("status", "body", "kind"), META)
async def test_what_meta_says(http: httpx.AsyncClient, status: int, body: Any, kind: str) -> None:
    async with MetaServer("meta-key") as server:
        server.answer_next(status, body)
        with pytest.raises(_REFUSED) as caught:
            await Meta(server.url).send(
                Outbound(UUID(int=3), cloud_api.CUSTOMER, "Hola"),
                _connection("meta", cloud_api.NUMBER),
                http,
            )
        assert len(server.requests) == 1
    assert _kind(caught.value) == kind


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        (" 120 ", 120.0),
        ("0", 1.0),
        ("999999", LONGEST_RETRY_AFTER),
        ("Fri, 20 Nov 2026 15:01:30 GMT", 90.0),
        ("Fri, 20 Nov 2026 10:01:30 -0500", 90.0),
        ("Fri, 20 Nov 2026 14:00:00 GMT", 1.0),
        ("Sat, 21 Nov 2026 15:00:00 GMT", LONGEST_RETRY_AFTER),
        ("soon", None),
        ("-5", None),
        ("", None),
        (None, None),
    ],
)
def test_how_long_a_provider_asks_to_wait(header: str | None, seconds: float | None) -> None:
    assert retry_after(header, datetime(2026, 11, 20, 15, tzinfo=UTC)) == seconds


@pytest.mark.parametrize("status", [429, 503, 403, 500])
async def test_the_wish_comes_with_the_refusal(
    gupshup_server: GupshupServer, http: httpx.AsyncClient, status: int
) -> None:
    gupshup_server.answer_next(status, headers={"retry-after": "45"})
    with pytest.raises(_REFUSED) as caught:
        await Gupshup(gupshup_server.url).send(
            Outbound(UUID(int=3), gupshup.CUSTOMER, "Hola"),
            _connection("gupshup", gupshup.APP),
            http,
        )
    error = caught.value
    assert isinstance(error, _REFUSED)
    assert error.retry_after == 45.0


def _connection(channel: str, name: str) -> Connection:
    bare = Connection(UUID(int=1), UUID(int=2), channel, name, "573005550100")
    return replace(bare, secret=f"{channel}-key")
