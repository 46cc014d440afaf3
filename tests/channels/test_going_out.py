"""What becomes of a reply: taken once, waiting where that helps, given up where nothing can."""

import pytest

from gateway.channels.registry import channel_classes
from tests.channels.connected import Connected
from tests.channels.meta import NUMBER
from tests.channels.player import Player, Trouble
from tests.channels.test_coming_in import given
from tests.databases import NOW
from tests.providers import cloud_api
from tests.providers.evolution import EvolutionServer
from tests.providers.server import Answer, Request
from tests.providers.twilio import TwilioServer


def statuses(desk: Connected) -> list[str]:
    return [message["status"] for message in desk.messages("outbound")]


@pytest.mark.parametrize("trouble", ["later", "limit", "key"])
async def test_a_reply_that_is_refused_for_now_waits_and_goes_out_once(
    plain: Connected, trouble: Trouble
) -> None:
    plain.player.refuse(trouble)
    assert await plain.say("Hola") == []
    assert statuses(plain) == ["queued"]
    plain.player.refuse(None)
    for _ in range(12):
        await plain.front.pass_time(600)
        await plain.front.work()
    assert len(plain.player.received()) == 1
    assert statuses(plain) == ["sent"]


async def test_a_recipient_who_can_never_be_reached_is_not_tried_for_ever(
    plain: Connected,
) -> None:
    plain.player.refuse("never")
    assert await plain.say("Hola") == []
    assert statuses(plain) == ["failed"]


async def test_a_provider_that_gives_no_answer_does_not_get_a_message_twice_unasked(
    plain: Connected,
) -> None:
    plain.player.refuse("down")
    assert await plain.say("Hola") == []
    assert statuses(plain)[0] in ("unknown", "queued")


def hang_up_after_the_next(player: Player) -> None:
    """The provider takes the next message, and its answer is lost; so are its events, and its list has it."""
    usual, server = player.server.respond, player.server
    if isinstance(server, EvolutionServer | TwilioServer):
        server.clock = lambda: NOW

    async def respond(request: Request) -> Answer:
        before = len(player.received())
        answer = await usual(request)
        if len(player.received()) > before:
            server.respond = usual  # type: ignore[method-assign]
            raise ConnectionResetError
        return answer

    server.respond = respond  # type: ignore[method-assign]


async def test_what_was_taken_without_an_answer_is_found_or_settled_by_a_person(
    plain: Connected,
) -> None:
    hang_up_after_the_next(plain.player)
    await plain.say("Hola")
    for _ in range(12):
        await plain.front.pass_time(120)
        await plain.front.work()
    assert len(plain.player.received()) == 1
    [message] = plain.messages("outbound")
    found = channel_classes()[plain.player.channel].can_be_asked
    assert message["status"] == ("sent" if found else "failed")
    assert bool(message["given_up_at"]) is not found
    if plain.player.channel == "meta":
        event = cloud_api.status(
            "wamid.late", "delivered", to=plain.player.phone, number=NUMBER,
            biz_opaque_callback_data=str(message["id"]),
        )  # fmt: skip
        assert (await plain.deliver(event)).status_code == 200
        assert statuses(plain) == ["delivered"], "it is named by what our own send gave it"


async def test_statuses_move_forward_only(plain: Connected) -> None:
    [reply] = await plain.say("Hola")
    given(plain.player.status(reply.id, "delivered", at=plain.now), "statuses")
    for status in ("read", "delivered", "sent", "read"):
        event = plain.player.status(reply.id, status, at=plain.now)
        if event is not None:
            assert (await plain.deliver(event)).status_code == 200
    assert statuses(plain) == ["read"]


async def test_a_reply_that_fails_later_is_known_to_have_failed(plain: Connected) -> None:
    [reply] = await plain.say("Hola")
    code = plain.player.final_code
    event = given(plain.player.status(reply.id, "failed", at=plain.now, code=code), "statuses")
    if code is None:
        pytest.skip("this provider gives no code of a failure")
    assert (await plain.deliver(event)).status_code == 200
    [message] = plain.messages("outbound")
    assert message["status"] == "failed"
    assert code in message["error"]


async def test_a_status_of_an_unknown_message_changes_nothing(plain: Connected) -> None:
    await plain.say("Hola")
    event = given(plain.player.status("no-such-message", "read", at=plain.now), "statuses")
    assert (await plain.deliver(event)).status_code == 200
    assert statuses(plain) == ["sent"]
