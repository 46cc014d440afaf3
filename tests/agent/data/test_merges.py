"""What a merge of chats or contacts keeps, in both directions and at the worst moments."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.agent.data.people import (
    LID,
    WITH_NINE,
    ByLid,
    appointment,
    chats,
    contact,
    from_evolution,
    has,
    jid,
)
from tests.databases import NOW
from tests.front import Front

BOTH = pytest.mark.parametrize("of_older", [True, False])
"""Whether what is to be kept belongs to the chat or contact that remains, or to the other one."""


def fresh(front: Front, table: str, row: UUID) -> dict[str, Any]:
    [found] = front.rows(f"select * from {table} where id = %s", row)
    return found


async def two_chats(front: Front) -> tuple[UUID, UUID]:
    """Of one person at one connection, by LID and by phone; the second wrote last and goes on."""
    await from_evolution(front, LID)
    await from_evolution(front, jid(WITH_NINE))
    await front.settle()
    by_lid, by_phone = chats(front)
    return by_lid["id"], by_phone["id"]


async def join(front: Front) -> UUID:
    """The provider tells both names at once; the chat that goes on."""
    await from_evolution(front, jid(WITH_NINE), LID)
    [one] = chats(front)
    return UUID(str(one["id"]))


# Two chats of one connection


@BOTH
async def test_a_person_who_has_one_of_them_has_both(front: Front, of_older: bool) -> None:
    left, kept = await two_chats(front)
    theirs, other = (kept, left) if of_older else (left, kept)
    await front.container.database.call(
        "handoff_set", organization=front.organization("sorriso"), conversation=theirs, by="person"
    )
    front.execute(
        "update chat_identities set handled_because = 'staff_wrote' where id = %s", theirs
    )
    before = fresh(front, "chat_identities", theirs)
    assert await join(front) == kept
    for chat in (kept, left):
        now = fresh(front, "chat_identities", chat)
        for column in ("handled_by", "handled_until", "handled_since", "handled_because"):
            assert now[column] == before[column], (column, other)
    sent = len(front.evolution.sent)
    front.clock.advance(12)
    await front.settle()
    assert len(front.evolution.sent) == sent, "the bot says nothing"


async def test_of_two_pauses_the_later_end_counts(front: Front) -> None:
    left, kept = await two_chats(front)
    for chat, minutes in ((left, 90), (kept, 10)):
        front.execute(
            "update chat_identities set handled_by = 'person', handled_because = 'given', "
            "handled_since = %s, handled_until = %s where id = %s",
            front.clock.now(), front.clock.now() + timedelta(minutes=minutes), chat,
        )  # fmt: skip
    until = fresh(front, "chat_identities", left)["handled_until"]
    assert await join(front) == kept
    assert fresh(front, "chat_identities", kept)["handled_until"] == until


async def test_a_pause_that_is_over_is_none(front: Front) -> None:
    left, kept = await two_chats(front)
    front.execute(
        "update chat_identities set handled_by = 'person', handled_until = %s where id = %s",
        front.clock.now() - timedelta(minutes=1), left,
    )  # fmt: skip
    await join(front)
    assert fresh(front, "chat_identities", kept)["handled_by"] == "bot"


@BOTH
async def test_what_was_arranged_goes_along(front: Front, of_older: bool) -> None:
    left, kept = await two_chats(front)
    chat = kept if of_older else left
    who = contact(front, "Ana", None)
    has(front, chat, who)
    one = appointment(front, who, "2026-11-24T10:00-03")
    front.execute("update appointments set chat_identity_id = %s where id = %s", chat, one)
    token = arranged(front, chat, who)
    assert await join(front) == kept
    assert fresh(front, "appointments", one)["chat_identity_id"] == kept
    for table in ("waiting_list", "slot_offers", "holds", "escalations"):
        rows = front.rows(f"select chat_identity_id as chat from {table}")
        assert [row["chat"] for row in rows] == [kept], table
    assert front.rows("select offer_token from holds") == [{"offer_token": token}]


async def test_of_two_things_held_the_later_one_stays(front: Front) -> None:
    left, kept = await two_chats(front)
    who = contact(front, "Ana", None)
    arranged(front, kept, who, token="a" * 20, minutes=0)
    arranged(front, left, who, token="b" * 20, minutes=1)
    await join(front)
    assert front.rows("select chat_identity_id as chat, offer_token as token from holds") == [
        {"chat": kept, "token": "b" * 20}
    ]


def arranged(
    front: Front, chat: UUID, who: UUID, *, token: str = "c" * 20, minutes: int = 0
) -> str:
    """A wait, an offer that is held, and a call for a person, in this chat."""
    organization, now = front.organization("sorriso"), front.clock.now()
    [row] = front.rows(
        "select m.id as member, s.id as service from members m join services s using (organization_id) "
        "where m.organization_id = %s and s.key = 'limpeza' order by m.position limit 1",
        organization,
    )
    front.execute(
        "insert into waiting_list (organization_id, chat_identity_id, contact_id, services, first_day, "
        "last_day, joined_at, changed_at, wake_at) select %s, %s, %s, "
        "jsonb_build_array(%s::text), '2026-11-24', '2026-11-24', %s, %s, %s "
        "where not exists (select from waiting_list)",
        organization, chat, who, str(row["service"]), now, now, now + timedelta(days=1),
    )  # fmt: skip
    front.execute(
        "insert into slot_offers (token, organization_id, chat_identity_id, service_id, member_id, "
        "starts_at, offered_at, expires_at, items) values (%s, %s, %s, %s, %s, %s, %s, %s, '[{}]')",
        token, organization, chat, row["service"], row["member"], now, now, now + timedelta(days=1),
    )  # fmt: skip
    front.execute(
        "insert into holds (organization_id, chat_identity_id, offer_token, created_at, expires_at) "
        "values (%s, %s, %s, %s, %s)",
        organization, chat, token, now + timedelta(minutes=minutes), now + timedelta(days=1),
    )  # fmt: skip
    front.execute(
        "insert into escalations (organization_id, chat_identity_id, reason, summary, created_at) "
        "select %s, %s, 'asked', '', %s where not exists (select from escalations)",
        organization, chat, now,
    )  # fmt: skip
    return token


async def test_a_join_while_a_turn_runs_leaves_its_offers_to_it(plain: Front) -> None:
    await from_evolution(plain, LID)
    await from_evolution(plain, jid(WITH_NINE))
    left, kept = (chat["id"] for chat in chats(plain))
    plain.clock.advance(11)
    begun = await call(plain, "turn_begin", conversation=left)
    assert begun["status"] == "begin"
    arranged(plain, left, contact(plain, "Ana", None))
    await from_evolution(plain, jid(WITH_NINE), LID)
    assert plain.rows("select chat_identity_id as chat from slot_offers") == [{"chat": left}]
    ended = await call(
        plain, "turn_commit", conversation=left, turn=begun["turn"], token=begun["token"],
        replies=[{"text": "Olá"}], checkpoint="c", language="pt", trace={}, stale_ok=True,
    )  # fmt: skip
    assert ended["status"] == "committed", "what was pending is answered where it was written"
    assert plain.rows("select status from chat_messages where chat_identity_id = %s "
                      "and direction = 'inbound'", left) == [{"status": "handled"}]  # fmt: skip
    assert kept in {chat["id"] for chat in chats(plain)}


# Two contacts


@pytest.mark.parametrize(("stated_first", "kept"), [(True, None), (False, "5531976540001")])
@BOTH
async def test_of_two_stated_phones_the_later_word_counts(
    plain: Front, of_older: bool, stated_first: bool, kept: str | None
) -> None:
    """Also when it was to give none, or to take it back."""
    older = contact(plain, "Ana", None, at="2026-11-01")
    younger = contact(plain, "Ana", None, at="2026-11-02")
    stating, refusing = (older, younger) if of_older else (younger, older)
    hours = (1, 2) if stated_first else (2, 1)
    for who, phone, hour in (
        (stating, "5531976540001", hours[0]),
        (refusing, None, hours[1]),
    ):
        plain.execute(
            "update contacts set stated_phone = %s, stated_phone_at = %s where id = %s",
            phone, NOW + timedelta(hours=hour), who,
        )  # fmt: skip
    plain.rows("select frontdesk.contacts_merge(%s, %s)", older, younger)
    assert fresh(plain, "contacts", older)["stated_phone"] == kept
    assert fresh(plain, "contacts", younger)["stated_phone"] is None, "in one place only"


@BOTH
async def test_a_stated_phone_is_no_phone_after_a_merge_either(
    plain: Front, of_older: bool
) -> None:
    older = contact(plain, "Ana", None, at="2026-11-01")
    younger = contact(plain, "Ana", None, at="2026-11-02")
    plain.execute(
        "update contacts set stated_phone = %s, stated_phone_at = %s where id = %s",
        WITH_NINE, NOW, older if of_older else younger,
    )  # fmt: skip
    plain.rows("select frontdesk.contacts_merge(%s, %s)", older, younger)
    row = fresh(plain, "contacts", older)
    assert (row["phone"], row["stated_phone"]) == (None, WITH_NINE)
    await from_evolution(plain, jid(WITH_NINE))
    assert chats(plain)[-1]["contact_id"] is None, "who has that phone is somebody else so far"


@BOTH
async def test_each_chat_keeps_who_has_it(plain: Front, of_older: bool) -> None:
    """Two chats of one contact at two connections: a person who has one has not the other."""
    await from_evolution(plain, LID)
    [chat] = chats(plain)
    await call(plain, "handoff_set", conversation=chat["id"], by="person")
    older = contact(plain, "Ana", None, at="2026-11-01")
    younger = contact(plain, "Ana", None, at="2026-11-02")
    has(plain, chat["id"], older if of_older else younger)
    plain.rows("select frontdesk.contacts_merge(%s, %s)", older, younger)
    now = fresh(plain, "chat_identities", chat["id"])
    assert (now["handled_by"], now["contact_id"]) == ("person", older)


async def test_waits_and_consent_go_to_the_one_that_remains(plain: Front) -> None:
    older = contact(plain, "Ana", None, at="2026-11-01")
    younger = contact(plain, "Ana", None, at="2026-11-02")
    await from_evolution(plain, LID)
    [chat] = chats(plain)
    arranged(plain, chat["id"], younger)
    plain.execute(
        "insert into contact_authorizations (organization_id, contact_id, kind, granted, at) "
        "values (%s, %s, 'reminders', true, %s)",
        plain.organization("sorriso"), younger, NOW,
    )  # fmt: skip
    plain.rows("select frontdesk.contacts_merge(%s, %s)", older, younger)
    for table in ("waiting_list", "contact_authorizations"):
        rows = plain.rows(f"select contact_id from {table}")
        assert rows == [{"contact_id": older}], table


@pytest.mark.parametrize("table", ["chat_identities", "waiting_list"])
async def test_what_is_written_for_a_merged_contact_is_the_other_ones(
    plain: Front, table: str
) -> None:
    gone, kept = contact(plain, "Ana", None, at="2026-11-02"), contact(plain, "Ana", WITH_NINE)
    await from_evolution(plain, LID)
    [chat] = chats(plain)
    plain.rows("select frontdesk.contacts_merge(%s, %s)", gone, kept)
    if table == "chat_identities":
        has(plain, chat["id"], gone)
    else:
        arranged(plain, chat["id"], gone)
    assert plain.rows(f"select contact_id from {table}") == [{"contact_id": kept}]


async def test_many_merges_of_the_same_people_at_once(plain: Front) -> None:
    """Whoever comes first: one contact is left, and no call fails."""
    for _ in range(12):
        people = [contact(plain, "Ana", None, at=f"2026-11-0{n + 1}") for n in range(3)]
        for n, who in enumerate(people):
            appointment(plain, who, "2026-11-24T10:00-03", member=n, name=str(who))
        pairs = [(0, 1), (1, 2), (2, 0), (1, 0)]
        await asyncio.gather(
            *(asyncio.to_thread(plain.rows, "select frontdesk.contacts_merge(%s, %s)",
                                people[a], people[b]) for a, b in pairs)
        )  # fmt: skip
        left = plain.rows(
            "select id from contacts where id = any(%s) and merged_into is null", people
        )
        assert len(left) == 1
        rows = plain.rows("select distinct contact_id from appointments where attendee_name = any(%s)",
                          [str(who) for who in people])  # fmt: skip
        assert rows == [{"contact_id": left[0]["id"]}]
        plain.execute("delete from appointments")


async def test_a_name_is_given_while_the_phone_becomes_known(plain: Front) -> None:
    """A turn makes the contact in the moment in which the provider tells whose chat it is."""
    for number in range(16):
        lid, phone = f"7000{number:04d}@lid", f"5531976548{number:03d}"
        await from_evolution(plain, lid)
        chat = chats(plain)[-1]["id"]
        known = contact(plain, "Ana Lima", phone, at="2026-10-01")
        await asyncio.gather(
            call(plain, "contact_resolve", conversation=chat, name="Ana"),
            call(plain, "stated_phone_set", conversation=chat, phone="5531911112222"),
            from_evolution(plain, jid(phone), lid),
        )
        await call(plain, "contact_resolve", conversation=chat, name="Ana")
        assert fresh(plain, "chat_identities", chat)["contact_id"] == known
        assert fresh(plain, "contacts", known)["merged_into"] is None


async def test_a_booking_for_somebody_else_while_contacts_are_merged(plain: Front) -> None:
    """Booking touches chat and contact in the order in which a merge does."""
    for number in range(12):
        lid = f"8000{number:04d}@lid"
        await from_evolution(plain, lid)
        chat = chats(plain)[-1]["id"]
        ana = ByLid(plain, "sorriso", lid, "Ana", chat)
        await ana.named()
        other = contact(plain, "Ana Lima", f"5531976547{number:03d}", at="2026-10-01")
        await call(plain, "contact_resolve", conversation=chat, name="Rita")
        days = number // 4 * 7 + number % 4
        at = datetime.fromisoformat("2026-11-23T11:00-03:00") + timedelta(days=days)
        slot = await ana.offered("limpeza", "renata", at)
        begun = await ana.begin()
        own = fresh(plain, "chat_identities", chat)["contact_id"]
        booked, _ = await asyncio.gather(
            ana.call("appointment_book", turn=UUID(begun["turn"]), slot=slot),
            asyncio.to_thread(plain.rows, "select frontdesk.contacts_merge(%s, %s)", own, other),
        )
        await ana.end(begun)
        assert booked["status"] == "booked", booked
        rows = plain.rows(
            "select contact_id, attendee_name from appointments where starts_at = %s", at
        )
        assert rows == [{"contact_id": other, "attendee_name": "Rita"}]


async def call(front: Front, function: str, **args: Any) -> Any:
    return await front.container.database.call(
        function, organization=front.organization("sorriso"), **args
    )
