"""Sending through Evolution over real HTTP, and asking it for a file."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import httpx
import pytest

from agent.errors import MediaError, MediaTooLarge, SendError, SendUnknown
from agent.types import Connection, Option, Outbound
from gateway.channels.base import InboundMessage, SentEcho, StaffMessage, StatusUpdate
from gateway.channels.evolution.baileys import phone_of
from gateway.channels.evolution.channel import Evolution
from tests.providers import evolution as provider
from tests.providers.evolution import EvolutionServer

CONNECTION = Connection(
    id=UUID(int=1),
    organization_id=UUID(int=2),
    channel="evolution",
    name=provider.INSTANCE,
    phone=provider.BUSINESS,
    secret="evolution-key",
)
PHONE_JID = f"{provider.CUSTOMER}@s.whatsapp.net"
MESSAGE = Outbound(id=UUID(int=3), to=PHONE_JID, text="Tenho estes horários:")


async def _send(
    server: EvolutionServer,
    http: httpx.AsyncClient,
    connection: Connection = CONNECTION,
    **about: Any,
) -> str | None:
    return await Evolution(server.url).send(replace(MESSAGE, **about), connection, http)


@pytest.mark.parametrize(
    ("to", "number"),
    [
        (PHONE_JID, provider.CUSTOMER),
        (f"{provider.LID}@lid", f"{provider.LID}@lid"),
        (provider.CUSTOMER, provider.CUSTOMER),
    ],
)
async def test_a_text_goes_to_the_address(
    evolution_server: EvolutionServer, http: httpx.AsyncClient, to: str, number: str
) -> None:
    message_id = await _send(evolution_server, http, to=to, reply_to="3EB0Q")
    (sent,) = evolution_server.sent
    assert message_id == sent.id
    assert sent.body == {
        "number": number,
        "text": MESSAGE.text,
        "quoted": {"key": {"id": "3EB0Q"}},
    }


async def test_options_are_numbered_lines(
    evolution_server: EvolutionServer, http: httpx.AsyncClient
) -> None:
    await _send(evolution_server, http, options=(Option("a", "9h"), Option("b", "10h", "com Eva")))
    assert evolution_server.sent[0].text == "Tenho estes horários:\n\n1. 9h\n2. 10h (com Eva)"


async def test_options_that_the_text_names_are_not_repeated(
    evolution_server: EvolutionServer, http: httpx.AsyncClient
) -> None:
    text = "Pode ser às 9H ou às 10h?"
    await _send(evolution_server, http, text=text, options=(Option("a", "9h"), Option("b", "10h")))
    assert evolution_server.sent[0].text == text


async def test_an_instance_name_cannot_change_the_path(
    evolution_server: EvolutionServer, http: httpx.AsyncClient
) -> None:
    with pytest.raises(SendError) as caught:
        await _send(evolution_server, http, replace(CONNECTION, name="../logout/x?y#z"))
    assert caught.value.code == "404"
    assert evolution_server.requests[0].path == "/message/sendText/../logout/x?y#z"


async def test_a_number_without_whatsapp_is_a_permanent_refusal(
    evolution_server: EvolutionServer, http: httpx.AsyncClient
) -> None:
    evolution_server.unknown_numbers.add(provider.CUSTOMER)
    with pytest.raises(SendError) as caught:
        await _send(evolution_server, http)
    assert (caught.value.permanent, caught.value.code) == (True, "not_on_whatsapp")


async def test_a_nested_reason_is_told(
    evolution_server: EvolutionServer, http: httpx.AsyncClient
) -> None:
    with pytest.raises(SendError, match='requires property "text"') as caught:
        await _send(evolution_server, http, text="")
    assert (caught.value.permanent, caught.value.code) == (True, "400")


async def test_a_created_answer_without_a_key_is_metas_refusal(
    evolution_server: EvolutionServer, http: httpx.AsyncClient
) -> None:
    error = {"message": "Re-engagement message", "type": "OAuthException", "code": 131047}
    evolution_server.answer_next(201, {"error": error})
    evolution_server.answer_next(201, error)
    for _ in range(2):
        with pytest.raises(SendError, match="Re-engagement") as caught:
            await _send(evolution_server, http)
        assert (caught.value.permanent, caught.value.code) == (True, "131047")


async def test_a_missing_license_is_somebodys_to_mend_although_it_is_a_503(
    evolution_server: EvolutionServer, http: httpx.AsyncClient
) -> None:
    evolution_server.answer_next(503, {"code": "LICENSE_REQUIRED", "message": "…"})
    with pytest.raises(SendError) as caught:
        await _send(evolution_server, http)
    assert (caught.value.permanent, caught.value.code) == (False, "LICENSE_REQUIRED")


async def test_an_instance_that_is_not_connected_leaves_the_message_unknown(
    evolution_server: EvolutionServer, http: httpx.AsyncClient
) -> None:
    message = ["Cannot read properties of undefined"]
    evolution_server.answer_next(500, {"status": 500, "response": {"message": message}})
    with pytest.raises(SendUnknown):
        await _send(evolution_server, http)


async def test_a_missing_key_is_not_configured(
    evolution_server: EvolutionServer, http: httpx.AsyncClient
) -> None:
    with pytest.raises(SendError) as caught:
        await _send(evolution_server, http, replace(CONNECTION, secret=None))
    assert (caught.value.permanent, caught.value.code) == (False, "not_configured")


# Files


async def test_a_file_is_asked_for_by_message_id(
    evolution_server: EvolutionServer, http: httpx.AsyncClient
) -> None:
    evolution_server.stored["3EB0A"] = b"OggS\x00sound"
    channel = Evolution(evolution_server.url)
    assert await channel.fetch_inline("3EB0A", CONNECTION, http) == b"OggS\x00sound"
    assert await channel.fetch_inline("3EB0B", CONNECTION, http) is None


async def test_a_file_that_is_too_large_is_not_read_to_its_end(
    evolution_server: EvolutionServer, http: httpx.AsyncClient
) -> None:
    evolution_server.stored["3EB0A"] = bytes(12_000_000)
    with pytest.raises(MediaTooLarge):
        await Evolution(evolution_server.url).fetch_inline("3EB0A", CONNECTION, http)


@pytest.mark.parametrize(
    ("status", "body", "permanent"),
    [(500, b"", False), (429, b"", False), (403, b"", True), (201, {"base64": "%%"}, True)],
)
async def test_a_file_that_cannot_be_had_says_whether_to_try_again(
    evolution_server: EvolutionServer,
    http: httpx.AsyncClient,
    status: int,
    body: Any,
    permanent: bool,
) -> None:
    evolution_server.answer_next(status, body)
    with pytest.raises(MediaError) as caught:
        await Evolution(evolution_server.url).fetch_inline("3EB0A", CONNECTION, http)
    assert caught.value.permanent is permanent


# Trust and the stand-in


def test_only_its_own_instance_belongs_to_a_connection() -> None:
    channel = Evolution("")
    assert channel.belongs_to(provider.text("Oi"), CONNECTION)
    assert not channel.belongs_to(provider.text("Oi", instance="other"), CONNECTION)
    assert not channel.belongs_to({}, CONNECTION)


def test_the_stand_in_speaks_what_the_channel_reads() -> None:
    channel = Evolution("")
    (tap,) = channel.parse(provider.button("9h", "slot-1", reply_to="3EB0Q"))
    assert isinstance(tap, InboundMessage)
    assert (tap.choice, tap.reply_to) == (Option("slot-1", "9h"), "3EB0Q")
    (voice,) = channel.parse(provider.audio(b"OggS"))
    assert isinstance(voice, InboundMessage)
    assert voice.media is not None
    assert (voice.media.inline_base64, voice.media.voice) == ("T2dnUw==", True)
    (typed,) = channel.parse(provider.text("Já vou", from_me=True))
    assert isinstance(typed, StaffMessage)
    (echo,) = channel.parse(provider.echo("3EB0S", "Olá", jid=PHONE_JID))
    assert echo == SentEcho("3EB0S", (PHONE_JID,), "Olá", phone_of((PHONE_JID,)))
    (read,) = channel.parse(provider.receipt("3EB0S", "READ", jid=PHONE_JID))
    assert read == StatusUpdate(("3EB0S",), "read", PHONE_JID, phone_of((PHONE_JID,)))


async def test_a_connection_may_have_its_own_server(
    evolution_server: EvolutionServer, http: httpx.AsyncClient
) -> None:
    async with EvolutionServer() as own:
        own.stored["3EB0A"] = b"OggS\x00sound"
        connection = replace(CONNECTION, settings={"base_url": f"{own.url}/"})
        channel = Evolution(evolution_server.url, private_hosts=[own.url.removeprefix("http://")])
        await channel.send(Outbound(UUID(int=3), PHONE_JID, "Oi"), connection, http)
        assert await channel.fetch_inline("3EB0A", connection, http) == b"OggS\x00sound"
        await channel.show_reading("3EB0A", PHONE_JID, connection, http)
        assert [sent.text for sent in own.sent] == ["Oi"]
        assert own.marked == ["3EB0A"]
        assert evolution_server.requests == []
        assert channel.file_hosts(connection.settings) == (own.url.removeprefix("http://"),)


async def test_a_server_in_our_own_network_has_to_be_named_by_the_operator(
    evolution_server: EvolutionServer, http: httpx.AsyncClient
) -> None:
    async with EvolutionServer() as own:
        connection = replace(CONNECTION, settings={"base_url": own.url})
        with pytest.raises(SendError) as refused:
            await Evolution(evolution_server.url).send(
                Outbound(UUID(int=3), PHONE_JID, "Oi"), connection, http
            )
        assert (refused.value.code, own.requests) == ("not_configured", [])


@pytest.mark.parametrize("address", ["evolution", 7, "ftp://evolution.example.com"])
def test_a_server_that_is_none_is_told_when_the_file_is_read(address: object) -> None:
    assert set(Evolution.setting_problems({"base_url": address})) == {"base_url"}
    assert Evolution.setting_problems({"base_url": "https://evolution.example.com"}) == {}
