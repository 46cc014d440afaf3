"""Erasing a customer: nothing of theirs is left anywhere, and nothing of anybody else's goes."""

from typing import Any
from uuid import UUID

import pytest

from agent.errors import NotFound
from gateway.organizations.rows import list_organizations
from gateway.people.erasing import erase
from gateway.people.finding import Clue, find_person
from tests.front import Front
from tests.gateway.media import files
from tests.gateway.media.sending import send, sender
from tests.gateway.people.planting import places_of, plant
from tests.promises.tenants import fill, tables

WORD = "quetzalverde"
SAID = "ornitorrincoazul"
IDS = "select id from contacts where organization_id = %s union select id from chat_identities where organization_id = %s"


async def erase_one(front: Front, tenant: str, id_: UUID) -> None:
    database = front.container.database
    own = next(row for row in await list_organizations(database) if row.slug == tenant)
    try:
        person = await find_person(database, own.id, Clue(id=id_))
    except NotFound:
        return
    erased = await erase(database, own, person, cancel=True, tries=1)
    assert erased.erasure
    assert await front.container.outside.delete(erased.erasure) == []


def counts(front: Front, tenant: str) -> dict[str, int]:
    organization = front.organization(tenant)
    names = [name for name in tables(front) if name != "organizations"]
    with_tenant = front.rows(
        "select attrelid::regclass::text as name from pg_attribute where attname = 'organization_id'"
    )
    known = {row["name"] for row in with_tenant}
    query = "select count(*) as n from {} where organization_id = %s"
    return {n: front.rows(query.format(n), organization)[0]["n"] for n in names if n in known}


async def test_nothing_of_a_customer_is_left_anywhere(front: Front) -> None:
    """Every text and jsonb column of every table of tenants that is not the business's own."""
    await fill(front, "sorriso", service="limpeza", member=None)
    bia = sender(front, "sorriso")
    await send(bia, "audio", files.ogg())
    await bia.say(f"oi, sou {SAID}", "quero falar com um atendente")
    front.execute("update early_edits set addresses = array[%s]", bia.chat["address"])
    front.execute("update early_edits e set connection_id = %s", bia.chat["connection_id"])
    other = front.customer("573005550177")
    await other.say("Hola, cejas el lunes a las 10")
    planted, empty = plant(front, "sorriso", WORD)
    assert not empty, (
        f"tables without a row to plant in: fill them in tests/promises/tenants.py {empty}"
    )
    assert {"chat_messages.body", "turns.trace", "contact_notes.body", "people.name"} <= planted
    assert {"notifications.params", "knowledge_gaps.question", "early_edits.body"} <= planted
    assert {"withheld_replies.body", "escalations.summary", "appointments.place"} <= planted
    assert len({one.partition(".")[0] for one in planted}) >= 18, planted
    before = counts(front, "aurora")
    booked = front.rows(
        "select id, starts_at, ends_at, service_id, member_id, price from appointments "
        "where organization_id = %s order by id",
        front.organization("sorriso"),
    )
    organization = front.organization("sorriso")
    for row in front.rows(IDS, organization, organization):
        await erase_one(front, "sorriso", row["id"])
    assert " ".join(places_of(front, WORD, SAID, "5511955550199", bia.phone)) == ""
    assert [f for f in front.container.settings.data_dir.rglob("media/*/*") if f.is_file()] == []
    assert counts(front, "aurora") == before
    assert booked == front.rows(
        "select id, starts_at, ends_at, service_id, member_id, price from appointments "
        "where organization_id = %s order by id",
        organization,
    )


async def test_a_word_that_is_left_is_found(front: Front) -> None:
    """The search itself: in a row, in a checkpoint, in another script's bytes."""
    ana = front.customer()
    await ana.say(f"Hola, soy {SAID}")
    found = " ".join(places_of(front, SAID))
    assert "chat_messages" in found
    assert "checkpoints." in found


async def test_only_one_of_two_customers_goes(front: Front) -> None:
    ana, eva = front.customer("573005550101"), front.customer("573005550102", name="Eva")
    for customer, name in ((ana, "Ana Pérez"), (eva, "Eva Ruiz")):
        for words in ("Hola, cejas el martes", "la primera", name, "no"):
            await customer.say(words)
    await erase_one(front, "aurora", ana.chat["id"])
    assert list(places_of(front, "Ana Pérez", "573005550101")) == []
    assert [row["name"] for row in front.appointments()] == ["Eva Ruiz"]
    assert front.rows("select status from appointments where attendee_name is null") == [
        {"status": "cancelled"}
    ]
    assert "Eva" in str(front.rows("select name from contacts where name is not null"))


async def test_who_writes_again_is_new(front: Front) -> None:
    ana = front.customer()
    for words in ("Hola, cejas el lunes a las 10", "sí", "Ana Pérez", "no"):
        await ana.say(words)
    before = ana.chat["id"]
    await erase_one(front, "aurora", before)
    answer = await ana.say("hola, ¿cuándo es mi cita?")
    assert ana.chat["id"] != before
    assert "Ana" not in str(
        front.rows("select name from contacts where id = %s", ana.chat["contact_id"])
    )
    assert "10:00" not in answer
    assert front.rows("select count(*) as n from appointments where status = 'cancelled'") == [
        {"n": 1}
    ]


async def test_a_turn_that_runs_is_waited_for(front: Front) -> None:
    ana = front.customer()
    await ana.say("hola")
    await ana.write("¿qué horario tienen?")
    await front.pass_time(10.5)
    store, chat = front.container.store, ana.chat
    begun = await store.begin_turn(chat["organization_id"], chat["id"])
    args: dict[str, Any] = {
        "organization": chat["organization_id"],
        "contacts": [],
        "chats": [str(chat["id"])],
        "cancel": False,
        "notice": "",
    }
    call = front.container.database.call
    assert (await call("person_erase", **args))["status"] == "busy"
    await front.pass_time(121)
    assert (await call("person_erase", **args))["status"] == "erased"
    # The turn was lost, and ends now: nothing of the customer comes back.
    turn = begun.turn  # type: ignore[union-attr]
    done = await store.commit_turn(
        chat["organization_id"], chat["id"], turn=turn, token=begun.token,  # type: ignore[union-attr]
        replies=[{"text": SAID, "payload": {}}], checkpoint=None, language="es", trace={"nodes": [SAID]},
        stale_ok=True, delivery="outbox", failed=False, opted_out=None, withheld=None,
    )  # fmt: skip
    assert done.status == "fenced"
    await store.keep_unanswered(chat["organization_id"], chat["id"], SAID)
    assert list(places_of(front, SAID)) == []


async def test_erasing_twice_erases_nothing_more(front: Front) -> None:
    ana = front.customer()
    await ana.say("hola")
    chat = ana.chat["id"]
    await erase_one(front, "aurora", chat)
    await erase_one(front, "aurora", chat)
    [row] = front.rows("select counts, outside, settled_at from erasures")
    assert row["counts"]["chat_identities"] == 1
    assert row["settled_at"] is None
    await front.pass_time(3700)
    await front.container.erasures.round()
    [row] = front.rows("select outside, settled_at from erasures")
    assert row["outside"] == {}
    assert row["settled_at"]


async def test_another_tenants_customer_is_nobody_here(front: Front) -> None:
    ana = front.customer()
    await ana.say("hola")
    database = front.container.database
    with pytest.raises(NotFound):
        await find_person(database, front.organization("sorriso"), Clue(id=ana.chat["id"]))
    with pytest.raises(NotFound):
        await find_person(database, front.organization("sorriso"), Clue(phone=ana.phone))
