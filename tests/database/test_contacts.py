"""One person is one contact and, at one connection, one chat: whatever comes first, or at once."""

import asyncio
import random
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from agent.types import Json
from tests.agenda import Client
from tests.front import Front, open_front
from tests.providers import evolution, gupshup
from tests.scripted_model import ScriptedModel

NOW = datetime.fromisoformat("2026-11-20T10:00:00-05:00")
WITH_NINE, WITHOUT_NINE = "5531987654321", "553187654321"
LID = "100000000000001@lid"


@pytest.fixture
async def plain(database_url: str, tmp_path: Path) -> AsyncIterator[Front]:
    async with open_front(database_url, tmp_path, NOW, ScriptedModel()) as front:
        yield front


# What providers post


async def from_gupshup(front: Front, phone: str, words: str = "oi", **about: Any) -> None:
    front.clock.advance(1)  # chats in the order in which they began
    name = front.connection_name("sorriso", "gupshup")
    payload = gupshup.text(words, phone=phone, app=name, **about)
    payload["timestamp"] = int(front.clock.now().timestamp() * 1000)
    assert (await front.post("gupshup", "sorriso", payload)).status_code == 200


async def from_evolution(
    front: Front, jid: str, alternative: str | None = None, **about: Any
) -> None:
    front.clock.advance(1)
    name = front.connection_name("sorriso", "evolution")
    payload = evolution.text("oi", jid=jid, alternative=alternative, instance=name, **about)
    payload["data"]["messageTimestamp"] = int(front.clock.now().timestamp())
    assert (await front.post("evolution", "sorriso", payload)).status_code == 200


def jid(phone: str) -> str:
    return f"{phone}@s.whatsapp.net"


class ByLid(Client):
    """A customer whose `phone` is their LID."""

    async def begin(self) -> Json:
        await from_evolution(self.front, str(self.phone))
        self.front.clock.advance(11)
        begun: Json = await self.call("turn_begin")
        assert begun["status"] == "begin", begun
        return begun


# What stands in the database


def chats(front: Front) -> list[dict[str, Any]]:
    """Chats that still have a name at their provider, oldest first."""
    return front.rows(
        "select i.*, (select array_agg(a.address order by a.address) from chat_addresses a "
        "where a.chat_identity_id = i.id) as addresses from chat_identities i where exists "
        "(select from chat_addresses a where a.chat_identity_id = i.id) order by i.created_at, i.id"
    )


def contact(front: Front, name: str | None, phone: str | None, *, at: str = "2026-11-01") -> UUID:
    rows = front.rows(
        "insert into contacts (organization_id, name, phone, created_at) values (%s, %s, %s, %s) "
        "returning id",
        front.organization("sorriso"),
        name,
        phone,
        at,
    )
    found: UUID = rows[0]["id"]
    return found


def has(front: Front, chat: UUID, who: UUID) -> None:
    front.execute("update chat_identities set contact_id = %s where id = %s", who, chat)


def appointment(front: Front, who: UUID, at: str, *, member: int = 0, name: str = "Ana") -> UUID:
    rows = front.rows(
        "insert into appointments (organization_id, contact_id, service_id, member_id, attendee_name, "
        "starts_at, ends_at, during, created_at, updated_at) "
        "select m.organization_id, %s, s.id, m.id, %s, t.at, t.at + interval '30 minutes', "
        "tstzrange(t.at, t.at + interval '30 minutes'), now(), now() "
        "from members m, services s, (select %s::timestamptz as at) t where m.organization_id = %s "
        "and s.organization_id = m.organization_id and s.key = 'limpeza' "
        "order by m.position offset %s limit 1 returning id",
        who,
        name,
        at,
        front.organization("sorriso"),
        member,
    )
    found: UUID = rows[0]["id"]
    return found


def live(front: Front) -> list[tuple[UUID, UUID]]:
    """Appointments that stand, as pairs of their own id and the contact's."""
    rows = front.rows("select id, contact_id from appointments where status = 'scheduled'")
    return sorted((row["id"], row["contact_id"]) for row in rows)


def people(front: Front) -> list[tuple[str | None, str | None]]:
    rows = front.rows(
        "select name, phone from contacts where merged_into is null order by created_at, id"
    )
    return [(row["name"], row["phone"]) for row in rows]


# One chat


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
    assert people(plain) == [("Ana", WITH_NINE)]
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
        "update chat_messages set status = 'unknown', provider_id = null, retry_at = now() "
        "where direction = 'outbound'"
    )
    name = plain.connection_name("sorriso", "gupshup")
    event = gupshup.message_event("unheard-of", "sent", destination=WITH_NINE, app=name)
    assert (await plain.post("gupshup", "sorriso", event)).status_code == 200
    settled = plain.rows(
        "select status, provider_id from chat_messages where direction = 'outbound'"
    )
    assert settled == [{"status": "sent", "provider_id": "unheard-of"}]


# One contact


async def test_a_contact_without_phone_gets_it_when_the_provider_tells(plain: Front) -> None:
    await from_evolution(plain, LID)
    who = contact(plain, "Ana", None)
    has(plain, chats(plain)[0]["id"], who)
    await from_evolution(plain, LID, jid(WITHOUT_NINE))
    assert people(plain) == [("Ana", WITH_NINE)]
    assert chats(plain)[0]["contact_id"] == who


@pytest.mark.parametrize(("lid_first", "kept"), [(True, "Ana"), (False, "Ana Pérez")])
async def test_a_contact_without_phone_turns_out_to_be_a_known_one(
    plain: Front, lid_first: bool, kept: str
) -> None:
    """The older remains, with the appointments, consents and chats of both; the later word counts."""
    await from_evolution(plain, LID)
    await from_gupshup(plain, WITH_NINE)
    at_lid, at_phone = chats(plain)
    by_lid = contact(plain, "Ana", None, at="2026-11-01" if lid_first else "2026-11-03")
    by_phone = contact(plain, "Ana Pérez", WITH_NINE, at="2026-11-02")
    has(plain, at_lid["id"], by_lid)
    has(plain, at_phone["id"], by_phone)
    one = appointment(plain, by_lid, "2026-11-24T10:00-03")
    two = appointment(plain, by_phone, "2026-11-25T10:00-03")
    for who, granted, at in ((by_lid, False, "2026-11-10"), (by_phone, True, "2026-11-09")):
        plain.execute(
            "insert into contact_authorizations (organization_id, contact_id, kind, granted, at) "
            "values (%s, %s, 'reminders', %s, %s)",
            plain.organization("sorriso"), who, granted, at,
        )  # fmt: skip
    await from_evolution(plain, jid(WITHOUT_NINE), LID)
    older, younger = (by_lid, by_phone) if lid_first else (by_phone, by_lid)
    assert people(plain) == [(kept, WITH_NINE)]
    assert live(plain) == sorted([(one, older), (two, older)])
    assert {chat["contact_id"] for chat in chats(plain)} == {older}
    consent = plain.rows("select contact_id, granted from contact_authorizations")
    assert consent == [{"contact_id": older, "granted": False}]
    gone = plain.rows("select phone, merged_into from contacts where id = %s", younger)
    assert gone == [{"phone": None, "merged_into": older}]


async def test_what_both_booked_stands_once(plain: Front) -> None:
    await from_evolution(plain, LID)
    by_lid, by_phone = (
        contact(plain, "Ana", None),
        contact(plain, "Ana", WITH_NINE, at="2026-11-02"),
    )
    has(plain, chats(plain)[0]["id"], by_lid)
    one = appointment(plain, by_lid, "2026-11-24T10:00-03")
    double = appointment(plain, by_phone, "2026-11-24T10:00-03", member=1)
    other = appointment(plain, by_phone, "2026-11-24T10:00-03", member=2, name="Lia")
    await from_evolution(plain, jid(WITHOUT_NINE), LID)
    assert live(plain) == sorted([(one, by_lid), (other, by_lid)])
    cancelled = plain.rows("select contact_id, status from appointments where id = %s", double)
    assert cancelled == [{"contact_id": by_lid, "status": "cancelled"}]
    events = plain.rows(
        "select kind, actor from appointment_events where appointment_id = %s order by id", double
    )
    assert events[-1] == {"kind": "cancelled", "actor": "system"}


async def test_the_phone_becomes_known_in_two_chats_at_once(plain: Front) -> None:
    for number in range(20):
        phone, lids = jid(f"553187651{number:03d}"), [f"40{number:02d}{n}@lid" for n in range(2)]
        for lid in lids:
            await from_evolution(plain, lid)
        for n, chat in enumerate(chats(plain)[-2:]):
            who = contact(plain, "Ana", None)
            has(plain, chat["id"], who)
            appointment(plain, who, f"2026-12-{number + 1:02d}T10:00-03", member=n, name=str(who))
        await asyncio.gather(*(from_evolution(plain, phone, lid) for lid in lids))
    phones = plain.rows(
        "select phone, count(*) as n from contacts where phone is not null group by 1"
    )
    assert len(phones) == 20
    lost = plain.rows(
        "select a.id from appointments a join contacts c on c.id = a.contact_id "
        "where c.merged_into is not null or c.phone is null"
    )
    assert lost == []


async def test_what_is_written_for_a_contact_while_it_is_merged_is_the_other_ones(
    plain: Front,
) -> None:
    gone, kept = contact(plain, "Ana", None, at="2026-11-02"), contact(plain, "Ana", WITH_NINE)
    plain.rows("select frontdesk.contacts_merge(%s, %s)", gone, kept)
    late = appointment(plain, gone, "2026-11-24T10:00-03")
    assert live(plain) == [(late, kept)]


async def test_a_booking_at_the_moment_in_which_the_phone_becomes_known(plain: Front) -> None:
    for number in range(16):
        lid, phone = f"5000{number:04d}@lid", f"5531976549{number:03d}"
        await from_evolution(plain, lid)
        ana = ByLid(plain, "sorriso", lid, "Ana", chats(plain)[-1]["id"])
        await ana.named()
        known = contact(plain, "Ana Lima", phone, at="2026-10-01")
        days = number // 4 * 7 + number % 4  # from Monday to Thursday
        at = datetime.fromisoformat("2026-11-23T09:00-03:00") + timedelta(days=days)
        slot = await ana.offered("limpeza", "renata", at)
        begun = await ana.begin()
        booked, _ = await asyncio.gather(
            ana.call("appointment_book", turn=UUID(begun["turn"]), slot=slot),
            from_evolution(plain, jid(phone), lid),
        )
        await ana.end(begun)
        assert booked["status"] == "booked", booked
        made = plain.rows("select contact_id from appointments where starts_at = %s", at)
        assert made == [{"contact_id": known}]


async def test_every_table_that_refers_to_contacts_is_given_to_the_one_that_remains(
    plain: Front,
) -> None:
    """Also one that a later migration makes."""
    plain.execute(
        "create table wishes (contact_id uuid primary key references contacts on delete cascade)"
    )
    gone, kept = contact(plain, "Ana", None, at="2026-11-02"), contact(plain, "Ana", WITH_NINE)
    third = contact(plain, "Ana", None, at="2026-11-03")
    plain.execute("insert into wishes values (%s)", gone)
    plain.rows("select frontdesk.contacts_merge(%s, %s)", gone, kept)
    assert plain.rows("select contact_id from wishes") == [{"contact_id": kept}]
    plain.execute("insert into wishes values (%s)", third)
    plain.rows("select frontdesk.contacts_merge(%s, %s)", kept, third)
    assert len(plain.rows("select contact_id from wishes")) == 2, "a double stays behind"
    assert {row["merged_into"] for row in plain.rows("select merged_into from contacts")} == {
        None,
        kept,
    }


async def test_another_service_still_may_name_the_merged_contact(plain: Front) -> None:
    gone, kept = contact(plain, "Ana", None, at="2026-11-02"), contact(plain, "Ana", WITH_NINE)
    plain.rows("select frontdesk.contacts_merge(%s, %s)", gone, kept)
    chat = UUID(int=7)
    put = await plain.desk.database.call(
        "invoke_put",
        organization=plain.organization("sorriso"),
        conversation=chat,
        contact=gone,
        phone=None,
        message="oi",
        recent=[],
    )
    assert put is not None
    assert plain.rows("select contact_id from chat_identities where id = %s", chat) == [
        {"contact_id": kept}
    ]


async def test_another_organization_has_another_contact(plain: Front) -> None:
    who = contact(plain, "Ana", WITH_NINE)
    name = plain.connection_name("aurora", "gupshup")
    payload = gupshup.text("hola", phone=WITH_NINE, app=name)
    payload["timestamp"] = int(plain.clock.now().timestamp() * 1000)
    await plain.post("gupshup", "aurora", payload)
    await from_gupshup(plain, WITH_NINE)
    await plain.settle()
    aurora, sorriso = chats(plain)
    assert (aurora["contact_id"], sorriso["contact_id"]) == (None, who)
