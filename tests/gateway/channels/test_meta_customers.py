"""What Meta tells of a customer beside messages: the BSUID, another number, advertisements that are not wanted."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.channels.connected import Connected, connect
from tests.channels.meta import NUMBER, MetaPlayer
from tests.providers import cloud_api
from tests.scripted_model import ScriptedModel

USER_ID = "CO.9000000000000044"
PHONE, NEW = MetaPlayer.phone, "573005550188"


@pytest.fixture
async def desk(database_url: str, tmp_path: Path) -> AsyncIterator[Connected]:
    async with connect(MetaPlayer(), database_url, tmp_path, ScriptedModel()) as connected:
        yield connected


async def say(desk: Connected, words: str = "Hola", **about: Any) -> None:
    at = int(desk.now.timestamp())
    payload = cloud_api.text(words, number=NUMBER, id=desk.new_id(), at=at, **about)
    assert (await desk.deliver(payload)).status_code == 200
    await desk.front.settle()


def chats(desk: Connected) -> list[tuple[str | None, str]]:
    """(phone, address) of the chats that addresses lead to."""
    rows = desk.front.rows(
        "select distinct i.phone, i.address from chat_addresses a "
        "join chat_identities i on i.id = a.chat_identity_id order by 2"
    )
    return [(row["phone"], row["address"]) for row in rows]


def person(desk: Connected, name: str) -> None:
    """The customer of the only chat is a contact of the clinic."""
    [chat] = desk.chats()
    desk.front.execute(
        "with c as (insert into contacts (organization_id, name, phone, created_at) "
        "values (%s, %s, %s, now()) returning id) "
        "update chat_identities i set contact_id = c.id from c where i.id = %s",
        chat["organization_id"], name, chat["phone"], chat["id"],
    )  # fmt: skip


def contacts(desk: Connected) -> list[tuple[str | None, str | None]]:
    rows = desk.front.rows(
        "select name, phone from contacts where merged_into is null order by name"
    )
    return [(row["name"], row["phone"]) for row in rows]


async def change(desk: Connected, **about: Any) -> None:
    told: dict[str, Any] = {"at": int(desk.now.timestamp()), "number": NUMBER, **about}
    assert (await desk.deliver(cloud_api.changed_number(PHONE, NEW, **told))).status_code == 200


async def test_the_answer_of_a_send_tells_who_somebody_without_a_phone_is(desk: Connected) -> None:
    assert isinstance(desk.player, MetaPlayer)
    desk.player.server.user_ids[PHONE] = USER_ID
    await say(desk, phone=PHONE)
    await say(desk, "¿Tienen cita?", phone=None, user_id=USER_ID)
    assert chats(desk) == [(PHONE, PHONE)]
    assert {row["chat_identity_id"] for row in desk.messages()} == {desk.chats()[0]["id"]}
    assert [sent.to for sent in desk.player.server.sent] == [PHONE, PHONE]


async def test_a_status_tells_it_as_well(desk: Connected) -> None:
    await say(desk, phone=PHONE)
    [sent] = desk.player.received()
    status = cloud_api.status(
        sent.id, "delivered", to=PHONE, number=NUMBER, recipient_user_id=USER_ID
    )
    for _ in range(2):
        assert (await desk.deliver(status)).status_code == 200
    await say(desk, "¿Tienen cita?", phone=None, user_id=USER_ID)
    assert chats(desk) == [(PHONE, PHONE)]


async def test_two_chats_of_one_person_are_joined_then(desk: Connected) -> None:
    await say(desk, phone=None, user_id=USER_ID)
    await say(desk, phone=PHONE)
    [sent] = desk.player.received()
    assert len(chats(desk)) == 2
    status = cloud_api.status(sent.id, "read", to=PHONE, number=NUMBER, recipient_user_id=USER_ID)
    assert (await desk.deliver(status)).status_code == 200
    assert chats(desk) == [(PHONE, PHONE)]


async def test_a_status_of_somebody_elses_message_joins_nothing(desk: Connected) -> None:
    await say(desk, phone=PHONE)
    status = cloud_api.status(
        "wamid.UNKNOWN", "read", to=PHONE, number=NUMBER, recipient_user_id=USER_ID
    )
    assert (await desk.deliver(status)).status_code == 200
    await say(desk, phone=None, user_id=USER_ID)
    assert len(chats(desk)) == 2


async def test_a_customer_with_another_number_is_the_same_customer(desk: Connected) -> None:
    await say(desk, phone=PHONE)
    person(desk, "Ana")
    await desk.front.pass_time(60)
    await change(desk)
    assert contacts(desk) == [("Ana", NEW)]
    await say(desk, "Soy yo", phone=NEW)
    assert chats(desk) == [(NEW, NEW)]
    assert desk.player.server.sent[-1].to == NEW  # type: ignore[attr-defined]


async def test_the_old_number_is_somebody_else_from_then_on(desk: Connected) -> None:
    await say(desk, phone=PHONE)
    person(desk, "Ana")
    await desk.front.pass_time(60)
    told = {"id": "wamid.CHANGE", "at": int(desk.now.timestamp())}
    await change(desk, **told)
    await desk.front.pass_time(24 * 3600)
    await say(desk, "Hola, soy otra persona", phone=PHONE)
    assert chats(desk) == [(PHONE, PHONE), (NEW, NEW)]
    stranger = next(chat for chat in desk.chats() if chat["phone"] == PHONE)
    assert stranger["contact_id"] is None
    await change(desk, **told)  # Meta repeats for a week
    assert chats(desk) == [(PHONE, PHONE), (NEW, NEW)]
    assert contacts(desk) == [("Ana", NEW)]


async def test_a_message_from_the_new_number_that_was_faster_is_joined(desk: Connected) -> None:
    await say(desk, phone=PHONE)
    person(desk, "Ana")
    await desk.front.pass_time(60)
    at = int(desk.now.timestamp())
    await say(desk, "Soy yo, con otro número", phone=NEW)
    assert len(chats(desk)) == 2
    await change(desk, at=at)
    assert chats(desk) == [(NEW, NEW)]
    assert contacts(desk) == [("Ana", NEW)]
    kept = next(chat for chat in desk.chats() if chat["phone"] == NEW)
    assert kept["contact_id"] is not None


async def test_a_new_number_that_is_a_contact_already_is_that_contact(desk: Connected) -> None:
    await say(desk, phone=PHONE)
    person(desk, "Ana")
    desk.front.execute(
        "insert into contacts (organization_id, name, phone, created_at) "
        "select organization_id, 'Ana Nueva', %s, now() from contacts",
        NEW,
    )
    await desk.front.pass_time(60)
    await change(desk)
    [(_, phone)] = contacts(desk)
    assert phone == NEW


async def test_of_somebody_unknown_nothing_is_made(desk: Connected) -> None:
    await change(desk)
    assert desk.chats() == []


async def test_advertisements_that_are_stopped_stop_nothing_else(desk: Connected) -> None:
    await say(desk, phone=PHONE)
    later = desk.now + timedelta(minutes=2)
    about: dict[str, Any] = {"phone": PHONE, "number": NUMBER}
    stop = cloud_api.preference("stop", at=int(desk.now.timestamp()), **about)
    resume = cloud_api.preference("resume", at=int(later.timestamp()), **about)
    other = cloud_api.preference("stop", at=int(later.timestamp()) + 1, category="utility", **about)

    def stopped() -> tuple[bool, bool]:
        [chat] = desk.chats()
        return chat["marketing_stopped"], chat["opted_out_at"] is not None

    for payload, marketing in (
        (stop, True),
        (stop, True),
        (resume, False),
        (stop, False),
        (other, False),
    ):
        assert (await desk.deliver(payload)).status_code == 200
        assert stopped() == (marketing, False)
