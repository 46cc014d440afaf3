"""What Twilio received and could not deliver, as its API lists it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from agent.errors import ProviderError
from agent.types import Connection, MessageKind
from gateway.channels.base import InboundMessage
from gateway.channels.twilio.channel import Twilio
from tests.providers import twilio
from tests.providers.twilio import TwilioServer

CONNECTION = Connection(
    UUID(int=1), UUID(int=2), "twilio", twilio.ACCOUNT, twilio.BUSINESS, twilio.AUTH_TOKEN
)
AT = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


async def _missed(
    twilio_server: TwilioServer,
    http: httpx.AsyncClient,
    since: datetime = AT,
    connection: Connection = CONNECTION,
) -> list[InboundMessage]:
    events = await Twilio(twilio_server.url).missed(since, connection, http)
    assert all(isinstance(event, InboundMessage) for event in events)
    return [event for event in events if isinstance(event, InboundMessage)]


async def test_messages_since_then_come_oldest_first_with_their_time(
    twilio_server: TwilioServer, http: httpx.AsyncClient
) -> None:
    twilio_server.keep("too early", at=AT - MINUTE)
    first = twilio_server.keep("Hola", at=AT + MINUTE)
    second = twilio_server.keep("¿Están?", at=AT + 2 * MINUTE)
    missed = await _missed(twilio_server, http)
    assert [(one.provider_id, one.text, one.sent_at) for one in missed] == [
        (first, "Hola", AT + MINUTE),
        (second, "¿Están?", AT + 2 * MINUTE),
    ]
    assert missed[0].addresses == (twilio.CUSTOMER,)
    assert missed[0].phone == twilio.CUSTOMER


async def test_a_day_is_no_end(twilio_server: TwilioServer, http: httpx.AsyncClient) -> None:
    """The moment may be in another zone than UTC, by which Twilio's days go."""
    twilio_server.keep("Hola", at=AT)
    since = (AT - 20 * MINUTE).astimezone()
    assert [one.text for one in await _missed(twilio_server, http, since)] == ["Hola"]


async def test_all_pages_are_read_and_no_more(
    twilio_server: TwilioServer, http: httpx.AsyncClient
) -> None:
    twilio_server.most_on_a_page = 2
    for number in range(5):
        twilio_server.keep(str(number), at=AT + number * MINUTE)
    for number in range(6):
        twilio_server.keep("too early", at=AT - MINUTE - number * MINUTE)
    assert [one.text for one in await _missed(twilio_server, http)] == list("01234")
    assert len(twilio_server.requests) == 3


async def test_it_does_not_read_for_ever(
    twilio_server: TwilioServer, http: httpx.AsyncClient
) -> None:
    twilio_server.most_on_a_page = 1
    for number in range(30):
        twilio_server.keep(str(number), at=AT + number * MINUTE)
    assert [one.text for one in await _missed(twilio_server, http)] == [
        str(n) for n in range(20, 30)
    ]


@pytest.mark.parametrize(
    "about",
    [
        {"direction": "outbound-api"},
        {"to": "whatsapp:+573005550199"},
        {"to": f"+{twilio.BUSINESS}"},
        {"from": None},
        {"sid": None},
        {"date_sent": "yesterday", "date_created": None},
    ],
)
async def test_what_is_no_message_to_this_number_is_left_out(
    twilio_server: TwilioServer, http: httpx.AsyncClient, about: dict[str, Any]
) -> None:
    twilio_server.keep("Hola", at=AT, **about)
    assert await _missed(twilio_server, http) == []


async def test_several_numbers_of_an_account_have_their_own(
    twilio_server: TwilioServer, http: httpx.AsyncClient
) -> None:
    twilio_server.keep("a", at=AT)
    twilio_server.keep("b", at=AT, to="whatsapp:+573005550199")
    other = replace(CONNECTION, phone="573005550199")
    assert [one.text for one in await _missed(twilio_server, http)] == ["a"]
    assert [one.text for one in await _missed(twilio_server, http, AT, other)] == ["b"]


async def test_a_messaging_service_has_those_of_all_its_numbers(
    twilio_server: TwilioServer, http: httpx.AsyncClient
) -> None:
    service = "MG" + "1" * 32
    for number in ("whatsapp:+573005550198", "whatsapp:+573005550199"):
        twilio_server.keep(number[-1], at=AT, to=number, messaging_service_sid=service)
    twilio_server.keep("another's", at=AT)
    connection = replace(CONNECTION, phone=None, settings={"messaging_service": service})
    missed = await _missed(twilio_server, http, AT, connection)
    assert [one.text for one in missed] == ["8", "9"]


async def test_files_are_found_with_their_messages(
    twilio_server: TwilioServer, http: httpx.AsyncClient
) -> None:
    files = [(b"\xff\xd8 a", "image/jpeg"), (b"%PDF b", "application/pdf")]
    message = twilio_server.keep("las dos", at=AT, files=files)
    first, second = await _missed(twilio_server, http)
    assert (first.provider_id, first.text, first.kind) == (message, "las dos", MessageKind.IMAGE)
    assert (second.provider_id, second.kind) == (f"{message}:1", MessageKind.DOCUMENT)
    for event in (first, second):
        assert event.media is not None
        location = await Twilio(twilio_server.url).locate_file(
            {"url": event.media.url}, CONNECTION, http
        )
        assert location is not None


async def test_a_place_is_a_message_without_words(
    twilio_server: TwilioServer, http: httpx.AsyncClient
) -> None:
    twilio_server.keep("", at=AT)
    (message,) = await _missed(twilio_server, http)
    assert message.kind is MessageKind.UNSUPPORTED


@pytest.mark.parametrize("status", [401, 404, 429, 500])
async def test_a_refusal_is_the_providers_error(
    twilio_server: TwilioServer, http: httpx.AsyncClient, status: int
) -> None:
    twilio_server.keep("Hola", at=AT)
    if status == 401:
        twilio_server.auth_token = "another"
    elif status == 404:
        twilio_server.account = "AC" + "9" * 32
    else:
        twilio_server.trouble = status
    with pytest.raises(ProviderError):
        await _missed(twilio_server, http)


@pytest.mark.parametrize(
    "page",
    [
        {},
        {"messages": None},
        {"messages": [None, 1, {}, {"sid": 1, "date_sent": 1}]},
        {"messages": [], "next_page_uri": "https://evil.example/2010-04-01"},
        {"messages": [], "next_page_uri": "/2010-04-01/Accounts/AC9/Messages.json?Page=1"},
    ],
)
async def test_a_page_that_is_none_ends_the_list(page: dict[str, Any]) -> None:
    asked: list[httpx.URL] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url)
        return httpx.Response(200, json=page)

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as http:
        assert await Twilio("https://api.twilio.com").missed(AT, CONNECTION, http) == []
    assert len(asked) == 1
