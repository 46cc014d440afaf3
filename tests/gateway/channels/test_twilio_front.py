"""Twilio through the whole front desk: its webhook, the replies, files, statuses and what was missed."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from tests.databases import NOW
from tests.front import Front
from tests.gateway.channels.twilio_front import (
    KEY_VARIABLES,
    PUBLIC_URL,
    bodies,
    call,
    catch_up,
    connect,
    open_with_twilio,
)
from tests.providers import twilio
from tests.providers.twilio import TwilioServer

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
OTHER = "573005550199"


@pytest.fixture(autouse=True)
def auth_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in KEY_VARIABLES.values():
        monkeypatch.setenv(variable, twilio.AUTH_TOKEN)


@pytest.fixture
async def front(
    database_url: str, tmp_path: Path, twilio_server: TwilioServer
) -> AsyncIterator[Front]:
    async with open_with_twilio(database_url, tmp_path, twilio_server) as opened:
        yield opened


# The webhook


async def test_a_message_is_answered_over_the_api_and_never_in_the_response(
    front: Front, twilio_server: TwilioServer
) -> None:
    answer = await call(front, twilio.text("Hola"))
    assert (answer.status_code, answer.content) == (200, b"<Response/>")
    assert answer.headers["content-type"].startswith("text/xml")
    await front.settle()
    (sent,) = twilio_server.sent
    assert sent.to == twilio.CUSTOMER
    assert sent.text


async def test_the_known_path_carries_its_token_in_the_query(front: Front) -> None:
    path = "/api/v1/twilio/webhook?token={token}"
    assert (await call(front, twilio.text("Hola"), path=path)).status_code == 200
    assert bodies(front) == [("pending", "Hola")]


async def test_the_default_port_may_stand_in_what_is_signed(front: Front) -> None:
    to = PUBLIC_URL.replace(".example", ".example:443") + "/webhooks/twilio/twilio-token"
    assert (await call(front, twilio.text("Hola"), to=to)).status_code == 200


async def test_what_is_not_signed_for_this_address_is_refused(front: Front) -> None:
    form = twilio.text("Hola")
    inside = "http://frontdesk/webhooks/twilio/twilio-token"
    assert (await call(front, form, auth_token="another")).status_code == 401
    assert (await call(front, form, to=inside)).status_code == 401
    url = "/webhooks/twilio/twilio-token"
    assert (await front.http.post(url, data=form)).status_code == 401
    assert (await front.http.post(url, json=form)).status_code == 401
    assert (await front.http.get(url)).status_code == 405
    assert bodies(front) == []


async def test_without_its_auth_token_a_connection_takes_nothing(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(KEY_VARIABLES["aurora"])
    for auth_token in (twilio.AUTH_TOKEN, "", "None"):
        assert (await call(front, twilio.text("Hola"), auth_token=auth_token)).status_code == 401
    assert bodies(front) == []


async def test_another_account_or_number_is_not_known_here(front: Front) -> None:
    other = twilio.text("Hola") | {"AccountSid": "AC" + "9" * 32}
    assert (await call(front, other)).status_code == 404
    assert (await call(front, twilio.text("Hola", to=OTHER))).status_code == 404
    assert bodies(front) == []


async def test_numbers_of_one_account_are_businesses_of_their_own(
    front: Front, twilio_server: TwilioServer
) -> None:
    connect(front, "sorriso", phone=OTHER, token="their-token")
    twilio_server.senders.add(f"whatsapp:+{OTHER}")
    await call(front, twilio.text("Hola"))
    await call(front, twilio.text("Olá", to=OTHER), token="their-token")
    await front.settle()
    senders = {sent.form["From"] for sent in twilio_server.sent}
    assert senders == {f"whatsapp:+{twilio.BUSINESS}", f"whatsapp:+{OTHER}"}


async def test_a_message_that_comes_twice_is_one(front: Front, twilio_server: TwilioServer) -> None:
    form = twilio.text("Hola")
    for _ in range(2):
        assert (await call(front, form)).status_code == 200
    await front.settle()
    assert (await call(front, form)).status_code == 200
    await front.settle()
    assert len(twilio_server.sent) == 1


# What became of a reply


@pytest.mark.parametrize(
    ("word", "code", "status"),
    [
        ("delivered", None, "delivered"),
        ("read", None, "read"),
        ("failed", "63016", "failed"),
        ("undelivered", "63024", "failed"),
        ("failed", "63018", "queued"),
        ("teleported", None, "sent"),
    ],
)
async def test_statuses_come_to_the_same_address(
    front: Front, twilio_server: TwilioServer, word: str, code: str | None, status: str
) -> None:
    await call(front, twilio.text("Hola"))
    await front.settle()
    answer = await call(front, twilio.status(twilio_server.sent[0].id, word, code=code))
    assert (answer.status_code, answer.content) == (200, b"<Response/>")
    (row,) = front.rows("select status from chat_messages where direction = 'outbound'")
    assert row["status"] == status


# Files


async def test_a_file_is_fetched_with_the_key(front: Front, twilio_server: TwilioServer) -> None:
    twilio_server.redirects = False
    message = twilio.sid("MM")
    url = twilio_server.put_file(message, b"\xff\xd8\xff\xe0 a picture", "image/jpeg")
    await call(front, twilio.media(url, "image/jpeg", "mi receta", id=message))
    await front.settle()
    (row,) = front.rows(
        "select payload -> 'media' ->> 'state' as state, body from chat_messages "
        "where direction = 'inbound'"
    )
    assert row == {"state": "stored", "body": "mi receta"}


async def test_a_file_is_not_fetched_from_a_stranger(
    front: Front, twilio_server: TwilioServer
) -> None:
    """Where Twilio redirects to is one of Twilio's hosts."""
    message = twilio.sid("MM")
    url = twilio_server.put_file(message, b"\xff\xd8\xff\xe0 a picture", "image/jpeg")
    await call(front, twilio.media(url, "image/jpeg", "mi receta", id=message))
    await front.settle()
    (row,) = front.rows(
        "select payload -> 'media' ->> 'error' as error from chat_messages "
        "where direction = 'inbound'"
    )
    assert row == {"error": "refused: host"}
    assert not twilio_server.file_host.requests


# What was missed


async def test_what_came_while_nobody_answered_is_answered_then(
    front: Front, twilio_server: TwilioServer
) -> None:
    await catch_up(front)
    heard = twilio.text("Hola")
    await call(front, heard)
    twilio_server.keep("Hola", at=NOW, id=heard["MessageSid"])
    await front.settle()
    twilio_server.keep("¿Siguen ahí?", at=NOW + HOUR)
    front.clock.advance(2 * 3600)
    await catch_up(front)
    await front.settle()
    assert bodies(front) == [("handled", "Hola"), ("handled", "¿Siguen ahí?")]
    assert len(twilio_server.sent) == 2


async def test_what_was_fetched_is_known_when_its_webhook_comes_late(
    front: Front, twilio_server: TwilioServer
) -> None:
    await catch_up(front)
    late = twilio.text("Hola")
    twilio_server.keep("Hola", at=NOW + MINUTE, id=late["MessageSid"])
    front.clock.advance(600)
    for _ in range(2):
        await catch_up(front)
        front.clock.advance(600)
    assert (await call(front, late)).status_code == 200
    await front.settle()
    assert bodies(front) == [("handled", "Hola")]
    assert len(twilio_server.sent) == 1


async def test_a_live_message_after_the_gap_does_not_hide_it(
    front: Front, twilio_server: TwilioServer
) -> None:
    await catch_up(front)
    twilio_server.keep("in the gap", at=NOW + HOUR)
    front.clock.advance(2 * 3600)
    await call(front, twilio.text("after it"))
    await catch_up(front)
    assert {body for _, body in bodies(front)} == {"in the gap", "after it"}


async def test_stale_messages_are_kept_and_not_answered(
    front: Front, twilio_server: TwilioServer
) -> None:
    await catch_up(front)
    twilio_server.keep("hace mucho", at=NOW + HOUR)
    front.clock.advance(20 * 3600)
    await catch_up(front)
    await front.settle()
    assert bodies(front) == [("ignored", "hace mucho")]
    assert not twilio_server.sent


async def test_what_came_before_the_connection_was_not_for_us(
    front: Front, twilio_server: TwilioServer
) -> None:
    twilio_server.keep("to the one before", at=NOW - HOUR)
    twilio_server.keep("to the one before, too", at=NOW - MINUTE)
    for _ in range(3):
        await catch_up(front)
        front.clock.advance(600)
    assert bodies(front) == []


async def test_nor_is_what_comes_while_it_is_switched_off(
    front: Front, twilio_server: TwilioServer
) -> None:
    await catch_up(front)
    front.execute("update platform_connections set active = false where channel = 'twilio'")
    front.clock.advance(600)
    await catch_up(front)
    twilio_server.keep("to somebody else", at=NOW + HOUR)
    front.clock.advance(2 * 3600)
    twilio_server.keep("to somebody else, too", at=front.clock.now() - MINUTE)
    front.execute("update platform_connections set active = true where channel = 'twilio'")
    for _ in range(3):
        await catch_up(front)
        front.clock.advance(600)
    assert bodies(front) == []


async def test_a_message_that_is_still_on_its_way_is_left_to_its_webhook(
    front: Front, twilio_server: TwilioServer
) -> None:
    await catch_up(front)
    front.clock.advance(600)
    twilio_server.keep("Confirmar", at=front.clock.now() - timedelta(seconds=5))
    await catch_up(front)
    assert bodies(front) == []
    front.clock.advance(600)
    await catch_up(front)
    assert bodies(front) == [("pending", "Confirmar")]


async def test_nobody_is_asked_more_often_than_every_few_minutes(
    front: Front, twilio_server: TwilioServer
) -> None:
    for _ in range(10):
        await catch_up(front)
        front.clock.advance(61)
    assert len([one for one in twilio_server.requests if one.method == "GET"]) == 1


async def test_what_is_here_is_not_asked_for_again(
    front: Front, twilio_server: TwilioServer
) -> None:
    """But for the minutes by which clocks may differ."""
    await catch_up(front)
    for _ in range(3):
        front.clock.advance(24 * 3600)
        await catch_up(front)
    asked = [parse_qs(one.query)["DateSent>"][0] for one in twilio_server.requests]
    assert [moment[:10] for moment in asked] == ["2026-11-20", "2026-11-21", "2026-11-22"]


async def test_one_that_cannot_be_asked_is_no_trouble_of_the_others(
    front: Front, twilio_server: TwilioServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect(front, "sorriso", phone=OTHER, token="their-token")
    monkeypatch.setenv(KEY_VARIABLES["sorriso"], "wrong")
    await catch_up(front)
    twilio_server.keep("Hola", at=NOW + MINUTE)
    twilio_server.keep("Olá", at=NOW + MINUTE, to=f"whatsapp:+{OTHER}")
    front.clock.advance(600)
    await catch_up(front)
    assert bodies(front) == [("pending", "Hola")]
    tasks = front.rows(
        "select error from frontdesk.maintenance_tasks where name = 'missed_messages'"
    )
    assert tasks == [{"error": None}]
    monkeypatch.setenv(KEY_VARIABLES["sorriso"], twilio.AUTH_TOKEN)
    front.clock.advance(3600)
    await catch_up(front)
    assert {body for _, body in bodies(front)} == {"Hola", "Olá"}


async def test_while_the_provider_is_in_trouble_nothing_is_taken_for_fetched(
    front: Front, twilio_server: TwilioServer, caplog: pytest.LogCaptureFixture
) -> None:
    await catch_up(front)
    twilio_server.keep("Hola", at=NOW + MINUTE)
    twilio_server.trouble = 503
    for _ in range(5):
        front.clock.advance(3600)
        await catch_up(front)
    assert bodies(front) == []
    told = [one for one in caplog.records if one.name == "gateway.pipeline.missed_messages"]
    assert [(one.levelname, one.exc_info) for one in told] == [("WARNING", None)], "said once"
    twilio_server.trouble = None
    front.clock.advance(3600)
    await catch_up(front)
    assert bodies(front) == [("pending", "Hola")]


async def test_many_are_stored_whole(front: Front, twilio_server: TwilioServer) -> None:
    await catch_up(front)
    for number in range(120):
        twilio_server.keep(str(number), at=NOW + MINUTE, phone=str(573005551000 + number % 40))
    front.clock.advance(600)
    await catch_up(front)
    assert [int(body) for _, body in bodies(front)] == list(range(120))
