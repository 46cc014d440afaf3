"""From where a visitor of the chat page writes is known as a digest, by both ways in."""

import json
from typing import Any

from pydantic import SecretStr
from websockets.asyncio.client import connect

from gateway.channels.registry import channel_classes
from tests.databases import SECRETS
from tests.front import Front
from tests.gateway.web.chatting import chat_url, say, take_until
from tests.gateway.web.page_app import serve
from tests.scripted_model import ScriptedModel

TOKEN = SECRETS["AURORA_WEB_TOKEN"]


def visitors(front: Front) -> list[str | None]:
    rows = front.rows("select visitor from chat_identities order by created_at, id")
    return [row["visitor"] for row in rows]


async def write(front: Front, customer: str, address: str | None = None) -> None:
    headers = {"X-Forwarded-For": address} if address else {}
    frame = {"customer": customer * 32, "id": "m1", "text": "hola"}
    answer = await front.http.post(f"/webhooks/web/{TOKEN}", json=frame, headers=headers)
    assert answer.status_code == 200


async def test_tabs_of_one_address_are_one_visitor(plain: Front) -> None:
    async with serve(plain.app) as url:
        for customer in ("a" * 32, "b" * 32):
            async with connect(chat_url(url, customer, token=TOKEN), proxy=None) as chat:
                await say(chat, "hola", "m-1")
                await take_until(chat, "ack")
    assert len(visitors(plain)) == 2
    [visitor] = set(visitors(plain))
    assert visitor
    assert "127.0.0.1" not in json.dumps(visitors(plain))


async def test_behind_a_proxy_each_client_is_one(open_front_with: Any) -> None:
    trusted = {"trusted_proxies": "127.0.0.1"}
    async with open_front_with(ScriptedModel(), **trusted) as front:
        for customer, address in (
            ("a", "203.0.113.1"), ("b", "203.0.113.2"), ("c", "203.0.113.1"),
            ("d", "2001:db8::1"), ("e", "2001:db8::2"),
        ):  # fmt: skip
            await write(front, customer, address)
            front.clock.advance(1)
        first, other, again, one, same = visitors(front)
    assert first == again
    assert one == same, "of IPv6 the network is one customer's"
    assert len({first, other, one}) == 3


async def test_what_a_stranger_claims_does_not_count(plain: Front) -> None:
    for customer, address in (("a", "203.0.113.1"), ("b", "203.0.113.2")):
        await write(plain, customer, address)
    assert len(set(visitors(plain))) == 1


async def test_the_digest_is_the_deployments_own(open_front_with: Any) -> None:
    digests = []
    for secret in ("first-key-for-tests-0123456789abcdef", "other-key-for-tests-0123456789abcdef"):
        async with open_front_with(
            ScriptedModel(), frontdesk_secret_key=SecretStr(secret)
        ) as front:
            await write(front, secret[0].replace("f", "a").replace("o", "b"))
            front.clock.advance(1)
            digests = visitors(front)
    assert len(set(digests)) == 2


async def test_another_day_is_another_digest(plain: Front) -> None:
    """So that nobody is followed for longer than a limit needs."""
    await write(plain, "a")
    (today,) = visitors(plain)
    plain.clock.advance(24 * 3600)
    await write(plain, "b")
    assert len(set(visitors(plain))) == 2
    assert visitors(plain)[0] == today


async def test_an_address_that_may_be_a_proxys_is_marked(open_front_with: Any) -> None:
    async with open_front_with(ScriptedModel(), trusted_proxies="127.0.0.1") as front:
        for customer, address in (
            ("a", "8.8.4.4"), ("b", "2606:4700::1"), ("c", "10.0.0.7"), ("d", "192.168.1.4"),
            ("e", "127.0.0.1"), ("f", "fd00::1"),
        ):  # fmt: skip
            await write(front, customer, address)
            front.clock.advance(1)
        marked = [(visitor or "").startswith("near:") for visitor in visitors(front)]
    assert marked == [False, False, True, True, True, True]


async def test_public_channels_are_the_databases_too(plain: Front) -> None:
    for name, channel in channel_classes().items():
        [row] = plain.rows("select frontdesk.is_public(%s) as public", name)
        assert row["public"] is channel.token_is_public


async def test_the_worker_forgets_once_a_day(plain: Front) -> None:
    await write(plain, "a")
    plain.clock.advance(3 * 24 * 3600)
    await plain.container.worker.begin_day()
    assert visitors(plain) == [None]


async def test_other_channels_have_no_visitors(plain: Front) -> None:
    await plain.customer().write("hola")
    await plain.customer(channel="evolution").write("hola")
    assert visitors(plain) == [None, None]
