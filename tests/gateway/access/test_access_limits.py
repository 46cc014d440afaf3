"""How often, and where requests come from."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from gateway.access.public_chat import MESSAGES, SOCKETS
from gateway.api.calendar_page import MOST_A_MINUTE
from gateway.api.webhooks import WRONG_TOKENS
from tests.databases import SECRETS
from tests.front import Front
from tests.gateway.web.page_app import serve


@asynccontextmanager
async def coming_from(front: Front, address: str) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(front.app, raise_app_exceptions=False, client=(address, 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://frontdesk") as http:
        yield http


async def try_tokens(http: httpx.AsyncClient, count: int, **headers: str) -> list[int]:
    answers = [
        await http.post(f"/webhooks/gupshup/wrong-{n}", json={}, headers=headers)
        for n in range(count)
    ]
    return [answer.status_code for answer in answers]


MOST = int(WRONG_TOKENS.split("/")[0])


async def test_wrong_tokens_slow_their_address_down_and_right_ones_never(plain: Front) -> None:
    assert await try_tokens(plain.http, MOST + 2) == [404] * MOST + [429] * 2
    # Not seen before by this process, then known: a busy provider from the same address.
    answers = [await plain.customer().write(f"hola {n}") for n in range(MOST)]
    assert {answer.status_code for answer in answers} == {200}
    async with coming_from(plain, "203.0.113.9") as elsewhere:
        assert await try_tokens(elsewhere, 1) == [404]


async def test_a_flood_of_wrong_tokens_does_not_stop_a_provider_that_is_known(
    plain: Front,
) -> None:
    assert (await plain.customer().write("hola")).status_code == 200
    await try_tokens(plain.http, MOST + 40)
    last = await plain.http.post("/webhooks/gupshup/wrong", json={})
    assert last.status_code == 429
    assert 0 < int(last.headers["retry-after"]) <= 60
    assert last.headers["content-type"] == "application/problem+json"
    assert (await plain.customer().write("otra vez")).status_code == 200


async def test_nobody_chooses_their_own_address(plain: Front) -> None:
    """No proxy is trusted here, so the header says nothing."""
    for n in range(MOST):
        await try_tokens(plain.http, 1, **{"X-Forwarded-For": f"203.0.113.{n}"})
    assert await try_tokens(plain.http, 1, **{"X-Forwarded-For": "198.51.100.1"}) == [429]


@pytest.mark.parametrize(
    "hostile",
    [
        "203.0.113.7, 198.51.100.1",
        "127.0.0.1, 198.51.100.1",
        "10.9.9.9, 198.51.100.1",
        "{n}, 198.51.100.1, 10.1.1.1",
        "x" * 4000 + ", 198.51.100.1",
        ",,,;\t' or 1, 198.51.100.1",
        "198.51.100.1:{n}",
        "[::ffff:198.51.100.1]:{n}",
    ],
)
async def test_behind_a_proxy_only_what_the_proxy_added_counts(public: Front, hostile: str) -> None:
    """The client writes what it likes in front; our proxy appends where it really comes from."""
    async with coming_from(public, "10.1.2.3") as proxy:
        for n in range(MOST):
            header = {"X-Forwarded-For": hostile.format(n=n + 1)}
            assert await try_tokens(proxy, 1, **header) == [404]
        header = {"X-Forwarded-For": hostile.format(n=9999)}
        assert await try_tokens(proxy, 1, **header) == [429]
        assert await try_tokens(proxy, 1, **{"X-Forwarded-For": "198.51.100.2"}) == [404]
    async with coming_from(public, "192.0.2.1") as stranger:
        assert await try_tokens(stranger, 1, **{"X-Forwarded-For": "198.51.100.1"}) == [404]


async def test_an_ipv6_customer_is_a_network(public: Front) -> None:
    async with coming_from(public, "fd00::1") as proxy:
        for n in range(MOST):
            await try_tokens(proxy, 1, **{"X-Forwarded-For": f"2001:db8:0:1::{n + 1:x}"})
        assert await try_tokens(proxy, 1, **{"X-Forwarded-For": "2001:db8:0:1:ffff::"}) == [429]
        assert await try_tokens(proxy, 1, **{"X-Forwarded-For": "2001:db8:0:2::1"}) == [404]


async def test_who_has_a_pages_token_may_be_anybody_and_is_limited(plain: Front) -> None:
    token, customer = SECRETS["AURORA_WEB_TOKEN"], "a" * 32
    message = {"customer": customer, "id": "1", "text": "hola"}

    async def use_up(name: str, limit: str, left: int) -> None:
        for _ in range(int(limit.split("/")[0]) - left):
            await plain.desk.limits.hit(name, "127.0.0.1", limit)

    await use_up("chat-message", MESSAGES, 1)
    posted = [await plain.http.post(f"/webhooks/web/{token}", json=message) for _ in range(2)]
    assert [answer.status_code for answer in posted] == [200, 429]
    assert 0 < int(posted[1].headers["retry-after"]) <= 60
    await use_up("chat-socket", SOCKETS, 1)
    async with serve(plain.app) as url:
        page = f"{url.replace('http', 'ws')}/web/{token}/chat?customer={customer}"
        async with connect(page) as chat:
            await chat.send(json.dumps({**message, "type": "message", "id": "2"}))
            frames = [json.loads(await chat.recv()) for _ in range(2)]
            [refused] = [frame for frame in frames if frame["type"] == "error"]
            assert (refused["code"], 0 < refused["retry_after"] <= 60) == ("slow_down", True)
        with pytest.raises(InvalidStatus):
            async with connect(page):
                pass
    async with coming_from(plain, "203.0.113.9") as elsewhere:
        answer = await elsewhere.post(f"/webhooks/web/{token}", json={**message, "id": "3"})
    assert answer.status_code == 200
    assert len(plain.rows("select 1 from chat_messages")) == 2


async def test_calendar_files_are_limited_by_the_same_address(public: Front) -> None:
    async with coming_from(public, "10.1.2.3") as proxy:
        for client, expected in (("198.51.100.1", 429), ("198.51.100.2", 404)):
            answers = await asyncio.gather(
                *(
                    proxy.get("/calendar/none.ics", headers={"X-Forwarded-For": client})
                    for _ in range(MOST_A_MINUTE + 1 if expected == 429 else 1)
                )
            )
            assert max(answer.status_code for answer in answers) == expected
