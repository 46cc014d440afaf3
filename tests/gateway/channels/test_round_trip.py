"""A message sent, and what the provider then reports, delivered over real HTTP."""

from collections.abc import AsyncIterator
from uuid import UUID

import httpx
import pytest

from agent.types import Connection, Outbound
from gateway.channels.base import Channel, Event, SentEcho, StatusUpdate
from gateway.channels.evolution.channel import Evolution
from gateway.channels.gupshup.channel import Gupshup
from gateway.media.download import MediaDownloader
from tests.providers import evolution, gupshup
from tests.providers.evolution import EvolutionServer
from tests.providers.gupshup import GupshupServer
from tests.providers.server import Answer, ProviderServer, Request


class Receiver(ProviderServer):
    """Takes webhooks."""

    def handle(self, request: Request) -> Answer:
        return Answer(200)

    def events(self, channel: Channel) -> list[Event]:
        return [
            event
            for request in self.requests
            for event in channel.parse(channel.decode(request.body))
        ]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with Receiver() as running:
        yield running


def _connection(channel: str, name: str, phone: str, secret: str) -> Connection:
    return Connection(UUID(int=1), UUID(int=2), channel, name, phone, secret)


async def test_gupshup_reports_under_the_id_that_its_api_returned(
    gupshup_server: GupshupServer, receiver: Receiver, http: httpx.AsyncClient
) -> None:
    channel = Gupshup(gupshup_server.url)
    connection = _connection("gupshup", gupshup.APP, gupshup.BUSINESS, "gupshup-key")
    message_id = await channel.send(
        Outbound(UUID(int=3), gupshup.CUSTOMER, "Hola"), connection, http
    )
    (sent,) = gupshup_server.sent
    kinds = ("enqueued", "sent", "delivered", "read", "failed")
    assert await gupshup_server.deliver_events(receiver.url, sent, *kinds) == [200] * 5
    updates = receiver.events(channel)
    assert [u.status for u in updates if isinstance(u, StatusUpdate)] == ["accepted", *kinds[1:]]
    assert {u.provider_ids[0] for u in updates if isinstance(u, StatusUpdate)} == {message_id}
    assert {u.address for u in updates if isinstance(u, StatusUpdate)} == {gupshup.CUSTOMER}


async def test_evolution_echoes_and_reports_under_the_id_that_its_api_returned(
    evolution_server: EvolutionServer, receiver: Receiver, http: httpx.AsyncClient
) -> None:
    channel = Evolution(evolution_server.url)
    connection = _connection("evolution", evolution.INSTANCE, evolution.BUSINESS, "evolution-key")
    jid = f"{evolution.CUSTOMER}@s.whatsapp.net"
    message_id = await channel.send(Outbound(UUID(int=3), jid, "Olá"), connection, http)
    assert message_id is not None
    (sent,) = evolution_server.sent
    assert await evolution_server.deliver_echo(receiver.url, sent) == 200
    assert await evolution_server.deliver_receipts(receiver.url, sent, "SERVER_ACK", "READ") == [
        200,
        200,
    ]
    assert receiver.events(channel) == [
        SentEcho(message_id, (jid,), "Olá", evolution.CUSTOMER),
        StatusUpdate((message_id,), "sent", jid, evolution.CUSTOMER),
        StatusUpdate((message_id,), "read", jid, evolution.CUSTOMER),
    ]


async def test_a_stand_in_serves_the_files_it_announces(gupshup_server: GupshupServer) -> None:
    gupshup_server.files["/media/voice"] = (b"OggS", "audio/ogg; codecs=opus")
    downloader = MediaDownloader(allow_http=True, allow_private=True)
    got = await downloader.download(f"{gupshup_server.url}/media/voice", ["127.0.0.1"])
    assert (got.content, got.mime) == (b"OggS", "audio/ogg")
