"""Sending through Meta's Graph API over real HTTP, signs of reading, and files in two steps."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import httpx
import pytest

from agent.errors import MediaError, SendError, SendUnknown
from agent.types import Connection, Option, Outbound
from gateway.channels.meta.channel import Meta
from gateway.media.download import MediaDownloader
from tests.providers import cloud_api
from tests.providers.meta import MetaServer

CONNECTION = Connection(
    id=UUID(int=1),
    organization_id=UUID(int=2),
    channel="meta",
    name=cloud_api.NUMBER,
    phone=f"+{cloud_api.BUSINESS}",
    secret="meta-token\n",
)
MESSAGE = Outbound(id=UUID(int=3), to=cloud_api.CUSTOMER, text="Tengo estos horarios:")
SLOTS = (Option("slot-1", "9:00"), Option("slot-2", "10:30"), Option("slot-3", "15:00"))


@pytest.fixture
async def server() -> AsyncIterator[MetaServer]:
    async with MetaServer() as running:
        yield running


def _numbered(count: int, title: str = "Hora {}") -> tuple[Option, ...]:
    return tuple(Option(f"id-{n}", title.format(n)) for n in range(1, count + 1))


async def _send(
    server: MetaServer,
    http: httpx.AsyncClient,
    connection: Connection = CONNECTION,
    **about: Any,
) -> str | None:
    message = replace(MESSAGE, **about)
    return (await Meta(server.url + "/").send(message, connection, http)).provider_id


async def test_a_text_answers_a_message(server: MetaServer, http: httpx.AsyncClient) -> None:
    message_id = await _send(server, http, text="¡Hola, ñandú! 👋", reply_to="wamid.X")
    (sent,) = server.sent
    assert message_id == sent.id
    assert sent.body == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": cloud_api.CUSTOMER,
        "type": "text",
        "text": {"body": "¡Hola, ñandú! 👋"},
        "context": {"message_id": "wamid.X"},
        "biz_opaque_callback_data": str(MESSAGE.id),
    }
    assert server.requests[0].path == f"/v24.0/{cloud_api.NUMBER}/messages"


async def test_the_version_of_the_graph_can_be_set(
    server: MetaServer, http: httpx.AsyncClient
) -> None:
    await _send(server, http, replace(CONNECTION, settings={"graph_version": "v26.0"}))
    assert server.requests[0].path.startswith("/v26.0/")


@pytest.mark.parametrize("to", [cloud_api.USER_ID, "BR.ENT.8000000000000001"])
async def test_a_person_without_a_phone_is_a_recipient(
    server: MetaServer, http: httpx.AsyncClient, to: str
) -> None:
    await _send(server, http, to=to)
    assert [sent.to for sent in server.sent] == [to]
    assert "to" not in server.sent[0].body
    assert not server.dropped


async def test_up_to_three_short_options_are_buttons(
    server: MetaServer, http: httpx.AsyncClient
) -> None:
    await _send(server, http, options=SLOTS)
    (sent,) = server.sent
    assert sent.body["interactive"]["type"] == "button"
    assert sent.text == MESSAGE.text
    assert sent.options == [("slot-1", "9:00"), ("slot-2", "10:30"), ("slot-3", "15:00")]


@pytest.mark.parametrize(
    "options", [_numbered(4), _numbered(10), (Option("a", "Martes 24 de noviembre, 9:00"),)]
)
async def test_more_or_longer_options_are_a_list(
    server: MetaServer, http: httpx.AsyncClient, options: tuple[Option, ...]
) -> None:
    connection = replace(CONNECTION, settings={"list_button": "Ver horarios"})
    await _send(server, http, connection, options=options)
    (sent,) = server.sent
    assert sent.body["interactive"]["type"] == "list"
    assert sent.body["interactive"]["action"]["button"] == "Ver horarios"
    assert [option_id for option_id, _ in sent.options] == [option.id for option in options]


async def test_a_cut_title_is_told_in_full_by_the_description(
    server: MetaServer, http: httpx.AsyncClient
) -> None:
    options = (Option("a", "Martes 24 de noviembre, 9:00", "con Marta"), Option("b", "Otro día"))
    await _send(server, http, options=options)
    first, second = server.sent[0].body["interactive"]["action"]["sections"][0]["rows"]
    assert first["description"] == "Martes 24 de noviembre, 9:00 – con Marta"
    assert second == {"id": "b", "title": "Otro día"}


@pytest.mark.parametrize(
    "about", [{"options": _numbered(11)}, {"options": SLOTS, "text": "a" * 1025}]
)
async def test_what_no_list_can_hold_is_a_numbered_text(
    server: MetaServer, http: httpx.AsyncClient, about: dict[str, Any]
) -> None:
    await _send(server, http, **about)
    (sent,) = server.sent
    assert sent.body["type"] == "text"
    assert f"\n1. {about['options'][0].title}\n2. {about['options'][1].title}\n" in sent.text


async def test_a_text_over_the_limit_is_refused_before_it_is_sent(
    server: MetaServer, http: httpx.AsyncClient
) -> None:
    with pytest.raises(SendError) as caught:
        await _send(server, http, text="a" * 4097)
    assert (caught.value.permanent, caught.value.code) == (True, "too_long")
    assert not server.requests


@pytest.mark.parametrize(
    ("template", "language", "code"),
    [
        ("confirma_cita:es_MX", "es", "es_MX"),
        ("confirma_cita", "es", "es"),
        ("confirma_cita", "pt", "pt_BR"),
        ("confirma_cita", "fr-ca", "fr_CA"),
        ("confirma_cita: en_US ", None, "en_US"),
    ],
)
async def test_a_template_is_filled_and_its_buttons_come_back_as_options(
    server: MetaServer,
    http: httpx.AsyncClient,
    template: str,
    language: str | None,
    code: str,
) -> None:
    await _send(
        server,
        http,
        template=template,
        template_params=("Ana", "martes\n24", ""),
        template_language=language,
        options=(Option("confirm:1", "Sí"), Option("deny:1", "No")),
    )
    assert server.sent[0].body["template"] == {
        "name": "confirma_cita",
        "language": {"code": code},
        "components": [
            {
                "type": "body",
                "parameters": [
                    {"type": "text", "text": "Ana"},
                    {"type": "text", "text": "martes 24"},
                    {"type": "text", "text": "—"},
                ],
            },
            {
                "type": "button",
                "sub_type": "quick_reply",
                "index": "0",
                "parameters": [{"type": "payload", "payload": "confirm:1"}],
            },
            {
                "type": "button",
                "sub_type": "quick_reply",
                "index": "1",
                "parameters": [{"type": "payload", "payload": "deny:1"}],
            },
        ],
    }


async def test_a_template_without_a_language_is_not_configured(
    server: MetaServer, http: httpx.AsyncClient
) -> None:
    with pytest.raises(SendError) as caught:
        await _send(server, http, template="aviso", template_params=("a",))
    assert (caught.value.permanent, caught.value.code) == (False, "not_configured")
    assert not server.requests


@pytest.mark.parametrize("lacking", [{"secret": None}, {"secret": "  "}, {"secret": "clave\nñ"}])
async def test_a_connection_without_a_key_is_not_configured(
    server: MetaServer, http: httpx.AsyncClient, lacking: dict[str, Any]
) -> None:
    with pytest.raises(SendError) as caught:
        await _send(server, http, replace(CONNECTION, **lacking))
    assert (caught.value.permanent, caught.value.code) == (False, "not_configured")
    media = {"id": "1"}
    with pytest.raises(MediaError) as kept:
        await Meta(server.url).locate_file(media, replace(CONNECTION, **lacking), http)
    assert not kept.value.permanent
    assert not server.requests


async def test_a_wrong_key_and_a_wrong_number_are_somebodys_to_mend(
    server: MetaServer, http: httpx.AsyncClient
) -> None:
    with pytest.raises(SendError) as caught:
        await _send(server, http, replace(CONNECTION, secret="wrong"))
    assert (caught.value.permanent, caught.value.code) == (False, "401")
    with pytest.raises(SendError) as caught:
        await _send(server, http, replace(CONNECTION, name="../another"))
    assert (caught.value.permanent, caught.value.code) == (False, "404")
    assert not caught.value.about_message
    assert not server.sent


async def test_a_recipient_who_cannot_get_it_is_refused_for_good(
    server: MetaServer, http: httpx.AsyncClient
) -> None:
    server.refused[cloud_api.CUSTOMER] = 131026
    with pytest.raises(SendError) as caught:
        await _send(server, http)
    assert (caught.value.permanent, caught.value.code) == (True, "131026")


async def test_the_reason_of_a_refusal_is_told_without_the_number(
    server: MetaServer, http: httpx.AsyncClient
) -> None:
    error = {"code": 131047, "message": f"{cloud_api.CUSTOMER} did not answer"}
    server.answer_next(400, {"error": error})
    with pytest.raises(SendError, match="did not answer") as caught:
        await _send(server, http)
    assert cloud_api.CUSTOMER not in str(caught.value)


async def test_a_2xx_without_an_id_was_taken_and_one_that_is_no_json_is_unknown(
    server: MetaServer, http: httpx.AsyncClient
) -> None:
    server.answer_next(200, {"messaging_product": "whatsapp", "messages": []})
    assert await _send(server, http) is None
    server.answer_next(200, b"<html>")
    with pytest.raises(SendUnknown):
        await _send(server, http)


async def test_reading_and_writing_are_shown_in_one_call(
    server: MetaServer, http: httpx.AsyncClient
) -> None:
    await Meta(server.url).show_reading("wamid.X", cloud_api.CUSTOMER, CONNECTION, http)
    assert server.reading == [
        {
            "messaging_product": "whatsapp",
            "status": "read",
            "message_id": "wamid.X",
            "typing_indicator": {"type": "text"},
        }
    ]
    assert not server.sent


# Received files


async def test_a_file_is_found_by_its_id_and_had_with_the_key(
    server: MetaServer, http: httpx.AsyncClient
) -> None:
    server.stored["700"] = (b"OggS", "audio/ogg")
    media = {"id": "700", "url": "https://lookaside.fbsbx.com/long-gone", "mime": "audio/ogg"}
    location = await Meta(server.url).locate_file(media, CONNECTION, http)
    assert location is not None
    downloader = MediaDownloader(allow_http=True, allow_private=True)
    got = await downloader.download(location.url, ["127.0.0.1"], location.headers)
    assert got.content == b"OggS"
    with pytest.raises(MediaError):
        await downloader.download(location.url, ["127.0.0.1"])


async def test_without_an_id_the_address_of_the_webhook_serves(http: httpx.AsyncClient) -> None:
    url = "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1"
    location = await Meta("https://graph.example").locate_file({"url": url}, CONNECTION, http)
    assert location is not None
    assert location.url == url
    assert location.headers["Authorization"] == "Bearer meta-token"


@pytest.mark.parametrize(
    "url",
    [
        "https://attacker.example/file",
        "https://scontent.fbcdn.net/file",
        "https://lookaside.fbsbx.com.attacker.example/file",
        "https://lookaside.fbsbx.com@attacker.example/file",
        "https://[broken/file",
    ],
)
async def test_the_key_goes_to_no_other_host(
    server: MetaServer, http: httpx.AsyncClient, url: str
) -> None:
    location = await Meta(server.url).locate_file({"url": url}, CONNECTION, http)
    assert location is not None
    assert not location.headers


async def test_a_file_that_meta_does_not_have_is_gone(
    server: MetaServer, http: httpx.AsyncClient
) -> None:
    channel = Meta(server.url)
    assert await channel.locate_file({"id": "unknown"}, CONNECTION, http) is None
    assert await channel.locate_file({}, CONNECTION, http) is None


async def test_a_file_waits_while_meta_cannot_be_asked(
    server: MetaServer, http: httpx.AsyncClient
) -> None:
    server.stored["700"] = (b"OggS", "audio/ogg")
    wrong = replace(CONNECTION, secret="expired")
    with pytest.raises(MediaError) as caught:
        await Meta(server.url).locate_file({"id": "700"}, wrong, http)
    assert not caught.value.permanent
    address = server.url
    server.close()
    with pytest.raises(MediaError) as caught:
        await Meta(address).locate_file({"id": "700"}, CONNECTION, http)
    assert not caught.value.permanent
