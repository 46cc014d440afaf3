"""A message that a provider knows by two ids is found by either."""

from typing import Any, Literal

import pytest

from tests.channels.connected import Connected
from tests.channels.test_coming_in import bodies, given
from tests.channels.test_conversation import WISH, booked

Which = Literal["first", "second"]
WHICH: tuple[Which, ...] = ("first", "second")


def id_of(desk: Connected, message: str, which: Which) -> str:
    """The id, or the end of a test of something that this provider does not have."""
    if which == "first":
        return message
    second: str = given(desk.player.second_id(message), "second id")
    return second


async def quoted(desk: Connected) -> list[str]:
    """What the messages that came quote, as a turn reads it."""
    rows = desk.messages()
    answer: list[dict[str, Any]] = await desk.front.container.database.call(
        "messages_quoted",
        organization=rows[0]["organization_id"],
        conversation=rows[0]["chat_identity_id"],
        messages=[str(row["id"]) for row in rows],
    )
    return [one["text"] for one in answer]


@pytest.mark.parametrize("which", WHICH)
async def test_a_quote_finds_what_was_sent(plain: Connected, which: Which) -> None:
    [reply] = await plain.say("Hola")
    await plain.show_sent(reply)
    answer = plain.player.text(
        "eso", id=plain.new_id(), at=plain.now, reply_to=id_of(plain, reply.id, which)
    )
    assert (await plain.deliver(answer)).status_code == 200
    if "reply_to" not in plain.messages()[-1]["payload"]:
        pytest.skip("this provider does not tell what is quoted")
    assert await quoted(plain) == [reply.text]


@pytest.mark.parametrize("which", WHICH)
async def test_a_quote_finds_what_was_received(plain: Connected, which: Which) -> None:
    first = plain.new_id()
    await plain.deliver(plain.player.text("¿Tienen láser?", id=first, at=plain.now))
    if not plain.messages()[0]["second_id"] and which == "second":
        pytest.skip("received messages have one id here")
    row = plain.messages()[0]
    named = row["provider_id"] if which == "first" else row["second_id"]
    if plain.player.channel == "chatwoot" and which == "first":
        named = "30777"
        plain.front.execute("update chat_messages set provider_id = %s", named)
    answer = plain.player.text("eso", id=plain.new_id(), at=plain.now, reply_to=named)
    assert (await plain.deliver(answer)).status_code == 200
    if "reply_to" not in plain.messages()[-1]["payload"]:
        pytest.skip("this provider does not tell what is quoted")
    assert await quoted(plain) == ["¿Tienen láser?"]


@pytest.mark.parametrize("which", WHICH)
async def test_a_reaction_by_either_id_answers_the_question(desk: Connected, which: Which) -> None:
    [offer] = await desk.say(WISH)
    await desk.show_sent(offer)
    target = id_of(desk, offer.id, which)
    yes = given(desk.player.reaction("👍🏽", target, id=desk.new_id(), at=desk.now), "reactions")
    [question] = await desk.hear(yes)
    assert "nombre" in question.text
    await desk.say("Ana Pérez")
    assert [service for service, _, _ in booked(desk)] == ["depilacion-laser"]


async def test_a_reaction_that_is_taken_back_by_the_other_id_answers_nothing(
    desk: Connected,
) -> None:
    [offer] = await desk.say(WISH)
    await desk.show_sent(offer)
    second = id_of(desk, offer.id, "second")
    put = desk.player.reaction("👍", offer.id, id=desk.new_id(), at=desk.now)
    back = desk.player.reaction("", second, id=desk.new_id(), at=desk.now)
    assert await desk.hear(given(put, "reactions"), back) == []
    assert booked(desk) == []


@pytest.mark.parametrize("which", WHICH)
@pytest.mark.parametrize("words", ["quiero dos citas", None])
async def test_a_change_by_either_id_finds_its_message(
    plain: Connected, which: Which, words: str | None
) -> None:
    for first in (True, False):  # and before the message itself
        message = plain.new_id()
        written = plain.player.text("quiero una cita", id=message, at=plain.now)
        change = plain.player.changed(words, id_of(plain, message, which), at=plain.now)
        given(change, "changes")
        if plain.player.channel == "chatwoot" and which == "second":
            pytest.skip("the desk names a changed message by its own id")
        for payload in (written, change) if first else (change, written):
            assert (await plain.deliver(payload)).status_code == 200
    assert bodies(plain) == [words or ""] * 2
    statuses = {message["status"] for message in plain.messages()}
    assert statuses == ({"pending"} if words else {"ignored"})


async def test_the_second_id_alone_tells_what_became_of_a_message(plain: Connected) -> None:
    """Weeks later, Gupshup's own is gone."""
    [reply] = await plain.say("Hola")
    await plain.show_sent(reply)
    second = id_of(plain, reply.id, "second")
    plain.front.execute(
        "update chat_messages set provider_id = 'another' where direction = 'outbound'"
    )
    read = given(plain.player.status(reply.id, "read", at=plain.now), "statuses")
    assert (await plain.deliver(read)).status_code == 200
    [row] = plain.messages("outbound")
    assert (row["status"], row["second_id"]) == ("read", second)


async def test_a_status_that_is_faster_than_the_answer_of_the_send_leaves_both_ids(
    plain: Connected,
) -> None:
    """It names the network's id alone; the answer then names the provider's."""
    await plain.say("Hola")
    [row] = plain.messages("outbound")
    plain.front.execute(
        "update chat_messages set status = 'delivered', provider_id = 'wamid.FAST', second_id = null "
        "where id = %s",
        row["id"],
    )
    settled = await plain.front.container.database.call(
        "outbox_settle",
        organization=row["organization_id"],
        message=row["id"],
        attempt=row["attempts"],
        status="sent",
        provider_id="own-1",
    )
    assert settled is False
    [row] = plain.messages("outbound")
    assert (row["status"], row["provider_id"], row["second_id"]) == (
        "delivered",
        "own-1",
        "wamid.FAST",
    )
