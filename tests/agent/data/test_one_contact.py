"""One person is one contact, whatever becomes known of them, and in which order."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from tests.agent.data.people import (
    LID,
    WITH_NINE,
    WITHOUT_NINE,
    ByLid,
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
from tests.providers import gupshup


async def test_a_contact_without_phone_gets_it_when_the_provider_tells(plain: Front) -> None:
    await from_evolution(plain, LID)
    who = contact(plain, "Ana", None)
    has(plain, chats(plain)[0]["id"], who)
    await from_evolution(plain, LID, jid(WITHOUT_NINE))
    assert contacts(plain) == [("Ana", WITH_NINE)]
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
    assert contacts(plain) == [(kept, WITH_NINE)]
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
