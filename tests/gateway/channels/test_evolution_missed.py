"""What Evolution's own database still tells of messages whose events nobody heard."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from agent.errors import ProviderError
from gateway.channels.base import Event, InboundMessage, SentEcho, StatusUpdate
from gateway.channels.evolution.channel import Evolution
from tests.gateway.channels.test_evolution_send import CONNECTION, PHONE_JID
from tests.providers import evolution as provider
from tests.providers.evolution import EvolutionServer
from tests.providers.server import Answer, Request

AT = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


def _at(event: dict[str, Any], **later: float) -> dict[str, Any]:
    event["data"]["messageTimestamp"] = int((AT + timedelta(**later)).timestamp())
    return event


async def _missed(
    server: EvolutionServer, http: httpx.AsyncClient, since: datetime = AT
) -> list[Event]:
    return await Evolution(server.url).missed(since, CONNECTION, http)


def _texts(events: list[Event]) -> list[str | None]:
    return [one.text for one in events if isinstance(one, InboundMessage)]


async def test_what_was_written_since_then_comes_in_its_order(
    evolution_server: EvolutionServer, http: httpx.AsyncClient
) -> None:
    for words, minutes in (("before", -1.0), ("b", 2.0), ("a", 1.0), ("c", 2.0), ("at once", 0.0)):
        evolution_server.keep(_at(provider.text(words), minutes=minutes))
    events = await _missed(evolution_server, http)
    assert _texts(events) == ["at once", "a", "b", "c"]
    first = events[0]
    assert isinstance(first, InboundMessage)
    assert (first.sent_at, first.phone) == (AT, provider.CUSTOMER)


async def test_it_is_read_like_a_webhook(
    evolution_server: EvolutionServer, http: httpx.AsyncClient
) -> None:
    group = _at(provider.text("to all", jid="120363000000000001@g.us", alternative=None))
    for event in (_at(provider.audio(seconds=4)), group, _at(provider.button("Sí", "yes"))):
        evolution_server.keep(event)
    voice, tap = [
        one for one in await _missed(evolution_server, http) if isinstance(one, InboundMessage)
    ]
    assert voice.media is not None
    assert voice.media.voice
    assert tap.choice is not None
    assert tap.choice.id == "yes"


async def test_many_are_asked_for_in_pages_and_not_without_end(
    evolution_server: EvolutionServer, http: httpx.AsyncClient
) -> None:
    for number in range(1_250):
        evolution_server.keep(_at(provider.text(str(number)), seconds=number))
    recent = await _missed(evolution_server, http, AT + timedelta(seconds=1_000))
    assert _texts(recent) == [str(number) for number in range(1_000, 1_250)]
    assert len(evolution_server.asked) == 3
    everything = await _missed(evolution_server, http)
    assert _texts(everything) == [str(number) for number in range(250, 1_250)]
    assert len(evolution_server.asked) == 3 + 10


async def test_what_the_business_sent_is_an_echo_with_what_became_of_it(
    evolution_server: EvolutionServer, http: httpx.AsyncClient
) -> None:
    sent = provider.text("Hola, soy Marta", id="OUT", from_me=True)
    evolution_server.keep(_at(sent), "SERVER_ACK", "READ", "PENDING")
    echo, *statuses = [
        one
        for one in await _missed(evolution_server, http)
        if isinstance(one, SentEcho | StatusUpdate)
    ]
    assert echo == SentEcho(
        "OUT", (PHONE_JID, f"{provider.LID}@lid"), "Hola, soy Marta", provider.CUSTOMER, sent_at=AT
    )
    assert [
        (one.provider_ids, one.status) for one in statuses if isinstance(one, StatusUpdate)
    ] == [(("OUT",), "sent"), (("OUT",), "read")]


class Odd(EvolutionServer):
    """Lists whatever a test wants."""

    answer: Any = None

    def handle(self, request: Request) -> Answer:
        return Answer(200, self.answer)


@pytest.mark.parametrize(
    "answer",
    [
        [],
        {},
        {"messages": None},
        {"messages": {"records": {}}},
        {"messages": {"records": [None, 1, {}, {"key": {"id": "A"}}], "pages": "x"}},
        {"messages": {"records": [{"messageTimestamp": 1e300, "key": 1}], "pages": 10**30}},
    ],
)
async def test_a_list_that_is_none_brings_nothing(http: httpx.AsyncClient, answer: Any) -> None:
    async with Odd() as server:
        server.answer = answer
        assert await _missed(server, http) == []


async def test_a_broken_message_costs_its_neighbours_nothing(http: httpx.AsyncClient) -> None:
    good, broken = _at(provider.text("Hola"))["data"], _at(provider.text("?"))["data"]
    broken["key"] = {"id": None, "remoteJid": 5}
    async with Odd() as server:
        records = [broken, good | {"MessageUpdate": [None, {"status": 4}]}, broken]
        server.answer = {"messages": {"records": records, "pages": 1, "currentPage": 1}}
        assert _texts(await _missed(server, http)) == ["Hola"]


async def test_who_may_not_ask_is_told(
    evolution_server: EvolutionServer, http: httpx.AsyncClient
) -> None:
    evolution_server.api_key = "another"
    with pytest.raises(ProviderError, match="401"):
        await _missed(evolution_server, http)
