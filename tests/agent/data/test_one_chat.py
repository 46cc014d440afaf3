"""One person has, at one connection, one chat: whatever name comes first, or at once."""

import asyncio
import random
from typing import Any

from tests.agent.data.people import (
    LID,
    WITH_NINE,
    WITHOUT_NINE,
    appointment,
    chats,
    contact,
    contacts,
    from_evolution,
    from_gupshup,
    has,
    jid,
    live,
)
from tests.front import Front
from tests.providers import evolution, gupshup


async def test_both_spellings_lead_to_one_chat_and_the_reply_goes_where_it_came_from(
    plain: Front,
) -> None:
    for phone in (WITH_NINE, WITHOUT_NINE, WITH_NINE, WITHOUT_NINE):
        await from_gupshup(plain, phone)
        await plain.settle()
        (chat,) = chats(plain)
        assert chat["phone"] == WITH_NINE
        assert chat["address"] == phone
        assert plain.gupshup.sent[-1].destination == phone
    assert chat["addresses"] == sorted([f"+{WITH_NINE}", WITH_NINE, WITHOUT_NINE])


async def test_at_two_connections_it_is_two_chats_of_one_contact(plain: Front) -> None:
    who = contact(plain, "Ana", WITH_NINE)
    await from_gupshup(plain, WITH_NINE)
    await from_evolution(plain, jid(WITHOUT_NINE))
    await plain.settle()
    assert [chat["contact_id"] for chat in chats(plain)] == [who, who]
    assert plain.evolution.sent[-1].jid == jid(WITHOUT_NINE)


async def test_the_first_two_messages_at_once_in_two_spellings(plain: Front) -> None:
    for number in range(20):
        mobile = f"8765{number:04d}"
        await asyncio.gather(
            from_gupshup(plain, f"5531{mobile}"), from_gupshup(plain, f"55319{mobile}")
        )
    assert len(chats(plain)) == 20
    assert plain.rows("select count(*) as n from chat_messages") == [{"n": 40}]


async def test_lid_and_phone_at_once(plain: Front) -> None:
    for number in range(20):
        phone, lid = jid(f"553187650{number:03d}"), f"2000{number:04d}@lid"
        await asyncio.gather(
            from_evolution(plain, lid, phone),
            from_evolution(plain, lid),
            from_evolution(plain, phone, lid),
        )
    await asyncio.gather(*(from_evolution(plain, f"2000{n:04d}@lid") for n in range(20)))
    assert len(chats(plain)) == 20
    assert plain.rows("select count(*) as n from chat_messages") == [{"n": 80}]


async def test_a_storm_of_people_under_all_their_names(plain: Front) -> None:
    """Whatever comes first, in the end everybody has one chat, and no request was refused."""
    dice = random.Random(5)
    posts: list[Any] = []
    for number in range(25):
        short, long = f"553176540{number:03d}", f"5531976540{number:03d}"
        lid = f"3000{number:04d}@lid"
        names: list[tuple[str, str | None]] = [
            (lid, None), (jid(short), None), (jid(long), None),
            (jid(short), lid), (lid, jid(long)), (jid(long), lid),
        ]  # fmt: skip
        posts += [(from_evolution, name) for name in dice.choices(names, k=6)]
        posts += [(from_evolution, names[3])]
        posts += [(from_gupshup, (dice.choice((short, long)),)) for _ in range(3)]
    dice.shuffle(posts)
    for start in range(0, len(posts), 25):
        await asyncio.gather(*(post(plain, *args) for post, args in posts[start : start + 25]))
    # Once more everybody is named whole.
    for number in range(25):
        await from_evolution(plain, jid(f"553176540{number:03d}"), f"3000{number:04d}@lid")
    assert len(chats(plain)) == 50
    assert len({chat["phone"] for chat in chats(plain)}) == 25
    assert plain.rows("select count(*) as n from chat_messages") == [{"n": len(posts) + 25}]


async def test_two_chats_that_turn_out_to_be_one_persons(plain: Front) -> None:
    await from_evolution(plain, LID)
    await plain.settle()
    await from_evolution(plain, jid(WITHOUT_NINE))
    await plain.settle()
    first, second = chats(plain)
    booked, known = contact(plain, "Ana", None), contact(plain, None, WITH_NINE, at="2026-11-02")
    has(plain, first["id"], booked)
    has(plain, second["id"], known)
    plain.execute("update chat_identities set handled_by = 'person' where id = %s", first["id"])
    one = appointment(plain, booked, "2026-11-24T10:00-03")
    await from_evolution(plain, LID, jid(WITH_NINE))
    (chat,) = chats(plain)
    assert chat["id"] == second["id"]
    assert chat["addresses"] == sorted([f"+{WITH_NINE}", LID, jid(WITH_NINE), jid(WITHOUT_NINE)])
    assert chat["contact_id"] == booked
    assert chat["handled_by"] == "person"
    assert contacts(plain) == [("Ana", WITH_NINE)]
    assert live(plain) == [(one, booked)]
    await from_evolution(plain, LID)
    messages = plain.rows(
        "select count(*) as n from chat_messages where direction = 'inbound' and chat_identity_id = %s",
        chat["id"],
    )
    assert messages == [{"n": 3}]


async def test_chats_with_different_phones_stay_apart(plain: Front) -> None:
    await from_evolution(plain, jid("5531911111111"), LID)
    await from_evolution(plain, jid("5531922222222"))
    await from_evolution(plain, jid("5531922222222"), LID)
    assert [chat["phone"] for chat in chats(plain)] == ["5531911111111", "5531922222222"]


async def test_what_staff_types_makes_nobody_one(plain: Front) -> None:
    """The business's own number stands in the key of what it typed."""
    for number, customer in enumerate(("200000000000001@lid", "200000000000002@lid")):
        name = plain.connection_name("sorriso", "evolution")
        typed = evolution.text("Olá", jid=customer, alternative=None, from_me=True, instance=name)
        typed["data"]["key"]["senderPn"] = f"{evolution.BUSINESS}@s.whatsapp.net"
        assert (await plain.post("evolution", "sorriso", typed)).status_code == 200
        assert len(chats(plain)) == number + 1
    assert {chat["phone"] for chat in chats(plain)} == {None}


async def test_a_bsuid_does_not_take_the_place_of_the_phone(plain: Front) -> None:
    user = "BR.13491208655302741918"
    payload = gupshup.text(
        "oi", phone=WITHOUT_NINE, app=plain.connection_name("sorriso", "gupshup")
    )
    for known in (True, False):
        payload["payload"]["sender"] = {"userId": user} | ({"phone": WITHOUT_NINE} if known else {})
        payload["payload"] |= {"id": f"ABEG{known}", "source": WITHOUT_NINE if known else ""}
        assert (await plain.post("gupshup", "sorriso", payload)).status_code == 200
    (chat,) = chats(plain)
    assert chat["address"] == WITHOUT_NINE
    assert chat["addresses"] == sorted([f"+{WITH_NINE}", WITHOUT_NINE, user])


async def test_a_number_that_is_none_is_stored_and_nobodys(plain: Front) -> None:
    for odd in ("12345", "123456789012345678901", "0"):
        await from_gupshup(plain, odd)
    assert [chat["phone"] for chat in chats(plain)] == [None, None, None]


async def test_evidence_of_a_send_comes_under_the_other_spelling(plain: Front) -> None:
    await from_gupshup(plain, WITHOUT_NINE)
    await plain.settle()
    plain.execute(
        "update chat_messages set status = 'sent', provider_id = 'ours' where direction = 'outbound'"
    )
    name = plain.connection_name("sorriso", "gupshup")
    event = gupshup.message_event("ours", "delivered", destination=WITH_NINE, app=name)
    assert (await plain.post("gupshup", "sorriso", event)).status_code == 200
    settled = plain.rows(
        "select status, provider_id from chat_messages where direction = 'outbound'"
    )
    assert settled == [{"status": "delivered", "provider_id": "ours"}]
