"""What Twilio's API is called with, and what its answers say about a message."""

import json
from dataclasses import replace
from typing import Any
from uuid import UUID

import httpx
import pytest

from agent.errors import SendError, SendUnknown
from agent.types import Connection, Option, Outbound
from gateway.channels.base import StatusUpdate
from gateway.channels.twilio.channel import Twilio
from tests.providers import twilio
from tests.providers.twilio import TwilioServer

CONNECTION = Connection(
    id=UUID(int=1),
    organization_id=UUID(int=2),
    channel="twilio",
    name=twilio.ACCOUNT,
    phone=f"+{twilio.BUSINESS}",
    secret=f"{twilio.AUTH_TOKEN}\n",
)
MESSAGE = Outbound(id=UUID(int=3), to=twilio.CUSTOMER, text="Tengo estos horarios:")
SLOTS = (Option("slot-1", "9:00", "con Marta"), Option("slot-2", "10:30"))
TEMPLATE = "HX" + "0" * 32


async def _send(
    twilio_server: TwilioServer,
    http: httpx.AsyncClient,
    connection: Connection = CONNECTION,
    **about: Any,
) -> str | None:
    return await Twilio(twilio_server.url + "/").send(replace(MESSAGE, **about), connection, http)


async def _refused(
    twilio_server: TwilioServer, http: httpx.AsyncClient, **about: Any
) -> SendError | SendUnknown:
    with pytest.raises((SendError, SendUnknown)) as caught:
        await _send(twilio_server, http, **about)
    error = caught.value
    assert isinstance(error, SendError | SendUnknown)
    return error


async def test_a_text_is_sent_from_the_number(
    twilio_server: TwilioServer, http: httpx.AsyncClient
) -> None:
    message_id = await _send(twilio_server, http, text="¡Hola, ñandú! 👋 & = +", reply_to="SM1")
    (sent,) = twilio_server.sent
    assert message_id == sent.id
    assert sent.form == {
        "From": f"whatsapp:+{twilio.BUSINESS}",
        "To": f"whatsapp:+{twilio.CUSTOMER}",
        "Body": "¡Hola, ñandú! 👋 & = +",
    }


async def test_a_customer_without_a_phone_is_written_to_by_user_id(
    twilio_server: TwilioServer, http: httpx.AsyncClient
) -> None:
    await _send(twilio_server, http, to="CO.4567")
    assert twilio_server.sent[0].form["To"] == "whatsapp:CO.4567"


async def test_a_messaging_service_sends_in_place_of_the_number(
    twilio_server: TwilioServer, http: httpx.AsyncClient
) -> None:
    service = "MG" + "1" * 32
    twilio_server.services.add(service)
    connection = replace(CONNECTION, settings={"messaging_service": service})
    await _send(twilio_server, http, connection)
    await _send(twilio_server, http, replace(connection, phone=None))
    for sent in twilio_server.sent:
        assert sent.form["MessagingServiceSid"] == service
        assert "From" not in sent.form


async def test_options_are_numbered_lines(
    twilio_server: TwilioServer, http: httpx.AsyncClient
) -> None:
    await _send(twilio_server, http, options=SLOTS)
    assert twilio_server.sent[0].text == "Tengo estos horarios:\n\n1. 9:00 (con Marta)\n2. 10:30"


async def test_descriptions_go_before_the_message_is_too_long(
    twilio_server: TwilioServer, http: httpx.AsyncClient
) -> None:
    options = tuple(Option(str(n), f"Hora {n}", "con Marta " * 7) for n in range(10))
    await _send(twilio_server, http, text="a" * 1024, options=options)
    (sent,) = twilio_server.sent
    assert sent.text.endswith("\n9. Hora 8\n10. Hora 9")
    assert len(sent.text) < 1600


async def test_a_text_over_the_limit_is_refused_before_it_is_sent(
    twilio_server: TwilioServer, http: httpx.AsyncClient
) -> None:
    assert await _send(twilio_server, http, text="a" * 1600)
    error = await _refused(twilio_server, http, text="a" * 1601)
    assert isinstance(error, SendError)
    assert (error.permanent, error.code) == (True, "too_long")
    assert len(twilio_server.requests) == 1


async def test_a_template_is_sent_by_its_id_with_numbered_variables(
    twilio_server: TwilioServer, http: httpx.AsyncClient
) -> None:
    params = ("Ana\n\tMaría", "", "martes")
    await _send(twilio_server, http, template=TEMPLATE, template_params=params, options=SLOTS)
    (sent,) = twilio_server.sent
    assert (sent.template, "Body" in sent.form) == (TEMPLATE, False)
    assert json.loads(sent.form["ContentVariables"]) == {"1": "Ana María", "2": "—", "3": "martes"}


async def test_buttons_of_a_template_get_their_ids_where_it_is_made_for_that(
    twilio_server: TwilioServer, http: httpx.AsyncClient
) -> None:
    connection = replace(CONNECTION, settings={"template_button_ids": True})
    await _send(
        twilio_server, http, connection, template=TEMPLATE, template_params=("Ana",), options=SLOTS
    )
    assert twilio_server.sent[0].variables == {"1": "Ana", "2": "slot-1", "3": "slot-2"}


async def test_a_template_without_variables_names_none(
    twilio_server: TwilioServer, http: httpx.AsyncClient
) -> None:
    await _send(twilio_server, http, template=TEMPLATE)
    assert "ContentVariables" not in twilio_server.sent[0].form


async def test_what_fills_a_template_fits(
    twilio_server: TwilioServer, http: httpx.AsyncClient
) -> None:
    params = ("Ana", "una queja muy larga " * 200, "a" * 5000)
    await _send(twilio_server, http, template=TEMPLATE, template_params=params)
    filled = list(twilio_server.sent[0].variables.values())
    assert filled[0] == "Ana"
    assert sum(map(len, filled)) <= 800


@pytest.mark.parametrize(
    "lacking",
    [
        {"secret": None},
        {"secret": "  "},
        {"secret": "clave\nñ"},
        {"phone": None},
        {"name": "Clinica"},
        {"name": f"{twilio.ACCOUNT}/../x"},
    ],
)
async def test_a_connection_that_lacks_something_is_not_configured(
    twilio_server: TwilioServer, http: httpx.AsyncClient, lacking: dict[str, Any]
) -> None:
    with pytest.raises(SendError) as caught:
        await _send(twilio_server, http, replace(CONNECTION, **lacking))
    assert (caught.value.permanent, caught.value.code) == (False, "not_configured")
    assert not twilio_server.requests


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, 21211, "never"),
        (400, 21610, "never"),
        (400, 21617, "never"),
        (400, 63003, "never"),
        (400, 63016, "never"),
        (400, 63024, "never"),
        (400, 63018, "connection"),
        (400, 63007, "connection"),
        (400, 21606, "connection"),
        (400, 99999, "message"),
        (400, None, "message"),
        (404, 20404, "connection"),
        (429, 20429, "connection"),
        (401, 20003, "connection"),
        (403, 21610, "connection"),
        (408, None, "unknown"),
        (500, 21610, "unknown"),
        (503, None, "unknown"),
        (201, None, "unknown"),
    ],
)
async def test_what_a_refusal_says(
    twilio_server: TwilioServer, http: httpx.AsyncClient, status: int, code: int | None, kind: str
) -> None:
    body = {"code": code, "message": f"no message for +{twilio.CUSTOMER}", "status": status}
    twilio_server.answer_next(status, b"" if code is None else body)
    error = await _refused(twilio_server, http)
    assert _kind(error) == kind
    assert twilio.CUSTOMER not in str(error)
    assert len(twilio_server.requests) == 1


def _kind(error: SendError | SendUnknown) -> str:
    if isinstance(error, SendUnknown):
        return "unknown"
    if error.permanent:
        return "never"
    return "message" if error.about_message else "connection"


async def test_a_wrong_key_is_somebodys_to_mend(
    twilio_server: TwilioServer, http: httpx.AsyncClient
) -> None:
    error = await _refused(twilio_server, http, connection=replace(CONNECTION, secret="wrong"))
    assert isinstance(error, SendError)
    assert (error.permanent, error.code) == (False, "401")


async def test_too_many_at_once_come_again_when_the_provider_asks(
    twilio_server: TwilioServer, http: httpx.AsyncClient
) -> None:
    twilio_server.answer_next(429, {"code": 20429}, headers={"retry-after": "45"})
    error = await _refused(twilio_server, http)
    assert error.retry_after == 45


async def test_reading_is_shown_under_the_message_whatever_file_of_it(
    twilio_server: TwilioServer, http: httpx.AsyncClient
) -> None:
    channel = Twilio(twilio_server.url)
    for message in ("MM1", "MM1:1"):
        await channel.show_reading(message, twilio.CUSTOMER, CONNECTION, http)
    assert twilio_server.reading == ["MM1", "MM1"]
    twilio_server.answer_next(500)
    with pytest.raises(SendUnknown):
        await channel.show_reading("MM1", twilio.CUSTOMER, CONNECTION, http)


@pytest.mark.parametrize(
    ("base", "host"),
    [
        ("https://api.twilio.com", "messaging.twilio.com"),
        ("https://api.dublin.ie1.twilio.com", "messaging.dublin.ie1.twilio.com"),
        ("https://api.proxy.example", "api.proxy.example"),
        ("https://api.twilio.com.example", "api.twilio.com.example"),
    ],
)
async def test_reading_is_shown_at_the_host_for_messages(base: str, host: str) -> None:
    called: list[httpx.URL] = []

    def answer(request: httpx.Request) -> httpx.Response:
        called.append(request.url)
        return httpx.Response(200, json={"success": True})

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as http:
        await Twilio(base).show_reading("SM1", twilio.CUSTOMER, CONNECTION, http)
    assert [url.host for url in called] == [host]


async def test_a_status_comes_under_the_id_that_the_api_returned(
    twilio_server: TwilioServer, http: httpx.AsyncClient
) -> None:
    message_id = await _send(twilio_server, http)
    assert message_id is not None
    channel = Twilio("")
    told = [("queued", "accepted"), ("sent", "sent"), ("delivered", "delivered"), ("read", "read")]
    for word, status in told:
        body, _ = twilio.request_of(twilio.status(message_id, word), "https://desk.example")
        (update,) = channel.parse(channel.decode(body))
        assert update == StatusUpdate((message_id,), status, twilio.CUSTOMER, twilio.CUSTOMER)
