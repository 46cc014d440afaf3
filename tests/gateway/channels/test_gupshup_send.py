"""Sending through Gupshup over real HTTP."""

import json
from dataclasses import replace
from typing import Any
from uuid import UUID

import httpx
import pytest

from agent.errors import SendError, SendUnknown
from agent.types import Connection, Option, Outbound
from gateway.channels.base import InboundMessage, StatusUpdate
from gateway.channels.gupshup.channel import Gupshup
from tests.providers import gupshup as provider
from tests.providers.gupshup import GupshupServer

CONNECTION = Connection(
    id=UUID(int=1),
    organization_id=UUID(int=2),
    channel="gupshup",
    name=provider.APP,
    phone=f"+{provider.BUSINESS}",
    secret="gupshup-key\n",
)
MESSAGE = Outbound(id=UUID(int=3), to=provider.CUSTOMER, text="Tengo estos horarios:")
SLOTS = (Option("slot-1", "9:00"), Option("slot-2", "10:30"), Option("slot-3", "15:00"))


def _numbered(count: int, title: str = "Hora {}") -> tuple[Option, ...]:
    return tuple(Option(f"id-{n}", title.format(n)) for n in range(1, count + 1))


async def _send(
    server: GupshupServer,
    http: httpx.AsyncClient,
    connection: Connection = CONNECTION,
    **about: Any,
) -> str | None:
    return await Gupshup(server.url + "/").send(replace(MESSAGE, **about), connection, http)


async def test_a_text_is_sent_as_the_app(
    gupshup_server: GupshupServer, http: httpx.AsyncClient
) -> None:
    message_id = await _send(gupshup_server, http, text="¡Hola, ñandú! 👋 & = +", reply_to="ABEG1")
    (sent,) = gupshup_server.sent
    assert message_id == sent.id
    assert sent.form == {
        "channel": "whatsapp",
        "source": provider.BUSINESS,
        "destination": provider.CUSTOMER,
        "src.name": provider.APP,
        "message": sent.form["message"],
    }
    assert sent.content == {
        "type": "text",
        "text": "¡Hola, ñandú! 👋 & = +",
        "context": {"msgId": "ABEG1"},
    }


async def test_up_to_three_short_options_are_buttons(
    gupshup_server: GupshupServer, http: httpx.AsyncClient
) -> None:
    await _send(gupshup_server, http, options=SLOTS)
    (sent,) = gupshup_server.sent
    assert sent.content["type"] == "quick_reply"
    assert sent.content["content"] == {"type": "text", "text": MESSAGE.text}
    assert sent.options == [("slot-1", "9:00"), ("slot-2", "10:30"), ("slot-3", "15:00")]


@pytest.mark.parametrize(
    "options", [_numbered(4), _numbered(10), (Option("a", "Martes 24 de noviembre, 9:00"),)]
)
async def test_more_or_longer_options_are_a_list(
    gupshup_server: GupshupServer, http: httpx.AsyncClient, options: tuple[Option, ...]
) -> None:
    await _send(gupshup_server, http, options=options)
    (sent,) = gupshup_server.sent
    assert sent.content["type"] == "list"
    assert sent.text == MESSAGE.text
    assert [option_id for option_id, _ in sent.options] == [option.id for option in options]
    assert all(0 < len(title) <= 24 for _, title in sent.options)
    assert "encode" not in sent.form


async def test_a_cut_title_is_told_in_full_by_the_description(
    gupshup_server: GupshupServer, http: httpx.AsyncClient
) -> None:
    options = (Option("a", "Martes 24 de noviembre, 9:00", "con Marta"), Option("b", "Otro día"))
    await _send(gupshup_server, http, options=options)
    first, second = gupshup_server.sent[0].content["items"][0]["options"]
    assert first["title"] == "Martes 24 de noviembre…"
    assert first["description"] == "Martes 24 de noviembre, 9:00 – con Marta"
    assert second == {"type": "text", "title": "Otro día", "postbackText": "b"}


async def test_titles_that_become_equal_are_numbered(
    gupshup_server: GupshupServer, http: httpx.AsyncClient
) -> None:
    options = _numbered(4, "Limpieza facial profunda número {}")
    await _send(gupshup_server, http, options=options)
    titles = [title for _, title in gupshup_server.sent[0].options]
    assert titles[0] == "1. Limpieza facial…"
    assert len(set(titles)) == 4
    assert max(map(len, titles)) <= 24


async def test_emoji_in_a_list_ask_for_encoding_and_the_button_can_be_named(
    gupshup_server: GupshupServer, http: httpx.AsyncClient
) -> None:
    connection = replace(CONNECTION, settings={"list_button": "Ver horarios"})
    await _send(gupshup_server, http, connection, options=_numbered(4, "🕘 {}"))
    (sent,) = gupshup_server.sent
    assert sent.form["encode"] == "true"
    assert sent.content["globalButtons"] == [{"type": "text", "title": "Ver horarios"}]


@pytest.mark.parametrize(
    "about", [{"options": _numbered(11)}, {"options": SLOTS, "text": "a" * 1025}]
)
async def test_what_no_list_can_hold_is_a_numbered_text(
    gupshup_server: GupshupServer, http: httpx.AsyncClient, about: dict[str, Any]
) -> None:
    await _send(gupshup_server, http, **about)
    (sent,) = gupshup_server.sent
    assert sent.content["type"] == "text"
    assert f"\n1. {about['options'][0].title}\n2. {about['options'][1].title}\n" in sent.text


async def test_a_template_has_its_own_call(
    gupshup_server: GupshupServer, http: httpx.AsyncClient
) -> None:
    template = "00000000-0000-4000-8000-0000000000aa"
    await _send(
        gupshup_server,
        http,
        template=template,
        template_params=("Ana", "martes"),
        options=(Option("confirm:1", "Confirmar"),),
    )
    (sent,) = gupshup_server.sent
    assert gupshup_server.requests[0].path == "/wa/api/v1/template/msg"
    assert sent.content == {"id": template, "params": ["Ana", "martes"]}
    assert json.loads(sent.form["postbackTexts"]) == [{"index": 0, "text": "confirm:1"}]


async def test_what_fills_a_template_is_flat_and_fits(
    gupshup_server: GupshupServer, http: httpx.AsyncClient
) -> None:
    params = ("Ana\n\tMaría", "", "  ", "una queja muy larga " * 200, "a" * 5000)
    await _send(gupshup_server, http, template="t", template_params=params)
    sent = gupshup_server.sent[0].content["params"]
    assert sent[:3] == ["Ana María", "—", "—"]
    assert sum(map(len, sent)) <= 800
    assert sent[3].endswith("…")
    assert all(" ".join(param.split()) == param for param in sent)


async def test_a_text_over_the_limit_is_refused_before_it_is_sent(
    gupshup_server: GupshupServer, http: httpx.AsyncClient
) -> None:
    assert await _send(gupshup_server, http, text="a" * 4096)
    with pytest.raises(SendError) as caught:
        await _send(gupshup_server, http, text="a" * 4097)
    assert (caught.value.permanent, caught.value.code) == (True, "too_long")
    assert len(gupshup_server.requests) == 1


@pytest.mark.parametrize(
    "lacking", [{"secret": None}, {"secret": "  "}, {"secret": "clave\nñ"}, {"phone": None}]
)
async def test_a_connection_that_lacks_something_is_not_configured(
    gupshup_server: GupshupServer, http: httpx.AsyncClient, lacking: dict[str, Any]
) -> None:
    with pytest.raises(SendError) as caught:
        await _send(gupshup_server, http, replace(CONNECTION, **lacking))
    assert (caught.value.permanent, caught.value.code) == (False, "not_configured")
    assert not gupshup_server.requests


async def test_a_wrong_key_is_somebodys_to_mend(
    gupshup_server: GupshupServer, http: httpx.AsyncClient
) -> None:
    with pytest.raises(SendError) as caught:
        await _send(gupshup_server, http, replace(CONNECTION, secret="wrong"))
    assert (caught.value.permanent, caught.value.code) == (False, "401")
    assert not gupshup_server.sent


async def test_the_reason_of_a_refusal_is_told_without_the_number(
    gupshup_server: GupshupServer, http: httpx.AsyncClient
) -> None:
    body = {"status": "error", "message": f"Invalid Destination {provider.CUSTOMER}"}
    gupshup_server.answer_next(400, body)
    with pytest.raises(SendError, match="Invalid Destination") as caught:
        await _send(gupshup_server, http)
    assert provider.CUSTOMER not in str(caught.value)


async def test_an_error_inside_a_2xx_is_a_refusal(
    gupshup_server: GupshupServer, http: httpx.AsyncClient
) -> None:
    gupshup_server.answer_next(200, {"status": "error", "message": "Invalid App Details"})
    with pytest.raises(SendError, match="Invalid App Details") as caught:
        await _send(gupshup_server, http)
    assert not caught.value.permanent


async def test_a_2xx_that_cannot_be_read_is_unknown(
    gupshup_server: GupshupServer, http: httpx.AsyncClient
) -> None:
    gupshup_server.answer_next(200, b"<html>")
    with pytest.raises(SendUnknown):
        await _send(gupshup_server, http)


async def test_a_2xx_without_an_id_was_taken(
    gupshup_server: GupshupServer, http: httpx.AsyncClient
) -> None:
    gupshup_server.answer_next(202, {"status": "submitted"})
    assert await _send(gupshup_server, http) is None


def test_only_its_own_app_and_phone_belong_to_a_connection() -> None:
    channel = Gupshup("")
    payload = provider.text("Hola")
    assert channel.belongs_to(payload, CONNECTION)
    assert channel.belongs_to(payload | {"phone": provider.BUSINESS}, CONNECTION)
    assert channel.belongs_to(payload | {"phone": "1"}, CONNECTION)
    assert channel.belongs_to({"gs_app_id": "x", "object": "whatsapp_business_account"}, CONNECTION)
    brazilian = replace(CONNECTION, phone="5531987654321")
    assert channel.belongs_to(payload | {"phone": "553187654321"}, brazilian)
    assert not channel.belongs_to(payload | {"phone": "553187654322"}, brazilian)
    assert not channel.belongs_to(payload | {"phone": provider.CUSTOMER}, CONNECTION)
    assert not channel.belongs_to(payload | {"app": "AnotherApp"}, CONNECTION)
    assert not channel.belongs_to({"type": "message"}, CONNECTION)
    assert channel.belongs_to(
        payload | {"phone": provider.CUSTOMER}, replace(CONNECTION, phone=None)
    )


def test_the_stand_in_speaks_what_the_channel_reads() -> None:
    channel = Gupshup("")
    (tap,) = channel.parse(provider.button("9:00", "slot-1", reply_to="our-message-id"))
    assert isinstance(tap, InboundMessage)
    assert tap.choice == Option("slot-1", "9:00")
    assert tap.reply_to == "our-message-id"
    (enqueued,) = channel.parse(provider.message_event("our-id", "enqueued"))
    (delivered,) = channel.parse(provider.message_event("our-id", "delivered"))
    (failed,) = channel.parse(provider.message_event("our-id", "failed", code=470))
    for event, status in ((enqueued, "accepted"), (delivered, "delivered"), (failed, "failed")):
        assert isinstance(event, StatusUpdate)
        assert (event.provider_ids[0], event.status) == ("our-id", status)
    assert isinstance(failed, StatusUpdate)
    assert failed.code == "470"
