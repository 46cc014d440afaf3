"""Which outcomes of a request mean that the message was not taken. Over real sockets."""

import asyncio
import socket
from collections.abc import AsyncIterator

import httpx
import pytest

from agent.errors import SendError, SendUnknown
from gateway.channels.kit.http_send import post, reason
from tests.providers.gupshup import GupshupServer

FORM = {
    "channel": "whatsapp",
    "source": "573005550100",
    "destination": "573005550101",
    "src.name": "ClinicaAurora",
    "message": '{"type":"text","text":"Hola"}',
}
HEADERS = {"apikey": "gupshup-key"}


@pytest.fixture
async def impatient() -> AsyncIterator[httpx.AsyncClient]:
    """Waits for the answer only: a busy machine may be slow to connect."""
    limits = httpx.Timeout(60, read=0.5)
    async with httpx.AsyncClient(trust_env=False, timeout=limits) as client:
        yield client


async def _post(http: httpx.AsyncClient, base: str) -> httpx.Response:
    return await post(http, f"{base}/wa/api/v1/msg", data=FORM, headers=HEADERS)


@pytest.mark.parametrize(
    ("status", "about_message"),
    [
        (400, True),
        (401, False),
        (403, False),
        (404, False),
        (413, True),
        (422, True),
        (429, False),
        (301, False),
        (308, False),
    ],
)
async def test_no_status_alone_says_that_it_can_never_be_taken(
    gupshup_server: GupshupServer, http: httpx.AsyncClient, status: int, about_message: bool
) -> None:
    gupshup_server.answer_next(status, {"message": "no"})
    with pytest.raises(SendError) as caught:
        await _post(http, gupshup_server.url)
    assert (caught.value.permanent, caught.value.code) == (False, str(status))
    assert caught.value.about_message is about_message


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504, 524, 303])
async def test_an_answer_that_leaves_it_open(
    gupshup_server: GupshupServer, http: httpx.AsyncClient, status: int
) -> None:
    gupshup_server.answer_next(status, b"\xff\xfe not json")
    with pytest.raises(SendUnknown):
        await _post(http, gupshup_server.url)


@pytest.mark.parametrize("taken", [True, False])
async def test_a_connection_that_breaks_after_the_request(
    gupshup_server: GupshupServer, http: httpx.AsyncClient, taken: bool
) -> None:
    gupshup_server.drop_next(taken=taken)
    with pytest.raises(SendUnknown):
        await _post(http, gupshup_server.url)
    assert len(gupshup_server.sent) == int(taken)
    assert len(gupshup_server.requests) == 1


@pytest.mark.parametrize("taken", [True, False])
async def test_no_answer_in_time(
    gupshup_server: GupshupServer, impatient: httpx.AsyncClient, taken: bool
) -> None:
    gupshup_server.hang_next(taken=taken)
    with pytest.raises(SendUnknown):
        await _post(impatient, gupshup_server.url)
    async with asyncio.timeout(60):
        await gupshup_server.received.wait()
    assert len(gupshup_server.sent) == int(taken)


async def test_a_refused_connection(http: httpx.AsyncClient) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    with pytest.raises(SendError) as caught:
        await _post(http, f"http://127.0.0.1:{port}")
    assert (caught.value.permanent, caught.value.code) == (False, "unreachable")


@pytest.mark.parametrize(
    "error",
    [httpx.ConnectError("[Errno -2] Name or service not known"), httpx.ConnectTimeout("")],
    ids=["no address", "no answer to the handshake"],
)
async def test_a_connection_that_never_stood(error: httpx.TransportError) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise error

    async with httpx.AsyncClient(transport=httpx.MockTransport(fail)) as http:
        with pytest.raises(SendError) as caught:
            await _post(http, "https://provider.example")
    assert (caught.value.permanent, caught.value.code) == (False, "unreachable")


async def test_no_free_connection(gupshup_server: GupshupServer) -> None:
    limits = httpx.Limits(max_connections=1)
    timeout = httpx.Timeout(5, pool=0.05)
    gupshup_server.hang_next()
    async with httpx.AsyncClient(trust_env=False, limits=limits, timeout=timeout) as http:
        first = asyncio.create_task(_post(http, gupshup_server.url))
        await gupshup_server.received.wait()
        with pytest.raises(SendError) as caught:
            await _post(http, gupshup_server.url)
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
    assert (caught.value.permanent, caught.value.code) == (False, "unreachable")
    assert len(gupshup_server.requests) == 1


@pytest.mark.parametrize("base", ["", "ftp://provider.example", "http://provider:port"])
async def test_an_address_that_is_none(http: httpx.AsyncClient, base: str) -> None:
    with pytest.raises(SendError) as caught:
        await _post(http, base)
    assert (caught.value.permanent, caught.value.code) == (False, "not_configured")


async def test_redirects_are_not_followed(
    gupshup_server: GupshupServer, http: httpx.AsyncClient
) -> None:
    http.follow_redirects = True
    gupshup_server.answer_next(307)
    with pytest.raises(SendError):
        await _post(http, gupshup_server.url)
    assert not gupshup_server.sent


async def test_a_redirect_to_nowhere_leaves_it_open(
    gupshup_server: GupshupServer, http: httpx.AsyncClient
) -> None:
    gupshup_server.answer_next(302, headers={"location": "https:\\\\127.0.0.1/f"})
    with pytest.raises(SendUnknown):
        await _post(http, gupshup_server.url)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"message": "plain"}, "plain"),
        ({"error": "Bad Request", "response": {"message": [["nested"]]}}, "nested"),
        ({"error": "Bad Request", "response": {"message": [{"exists": False}]}}, "Bad Request"),
        ({"error": {"code": 1, "message": "to 573005550101 failed"}}, "to … failed"),
        ({"status": "error"}, None),
        ({"message": [[[[[["deep"]]]]]]}, None),
    ],
)
def test_the_reason_in_an_error_body(body: object, told: str | None) -> None:
    assert reason(body) == told
