"""People under a contact as the database keeps them: whose they are, their names, and what a merge leaves."""

from uuid import UUID, uuid4

import psycopg
import pytest

from agent.types import Json
from tests.agenda import Client, clients
from tests.bookings.clinic_rules import AT, CAMILA, FACIAL, LASER, MASSAGE, book, events
from tests.front import Front

NEXT = AT.replace(day=25)


async def customer(front: Front, n: int = 0, name: str = "Ana Pérez") -> Client:
    front.clock.advance(1)  # of two contacts it is certain which is older
    client = clients(front, n + 1)[n]
    client.name = name
    return await client.named()


async def for_somebody(client: Client, name: str, relation: str | None = "daughter") -> None:
    await client.call("contact_resolve", name=name, relation=relation)


def people(front: Front) -> list[tuple[str, str | None]]:
    rows = front.rows("select name, relation from people order by name")
    return [(row["name"], row["relation"]) for row in rows]


def whose(front: Front) -> list[tuple[str, str | None]]:
    rows = front.rows(
        "select a.attendee_name as name, p.name as person from appointments a "
        "left join people p on p.id = a.person_id order by a.starts_at, a.attendee_name, p.name nulls first"
    )
    return [(row["name"], row["person"]) for row in rows]


def contacts(front: Front) -> list[str | None]:
    return [row["name"] for row in front.rows("select name from contacts order by name")]


async def test_the_next_booking_is_theirs_and_the_one_after_it_the_customers(clinic: Front) -> None:
    ana = await customer(clinic)
    await for_somebody(ana, "Lucía")
    booked = await book(ana, [LASER], AT, member=CAMILA)
    assert booked["appointment"]["relation"] == "daughter"
    own = await book(ana, [LASER], NEXT, member=CAMILA)
    assert (own["appointment"]["person"], own["appointment"]["attendee"]) == (None, "Ana Pérez")
    assert whose(clinic) == [("Lucía", "Lucía"), ("Ana Pérez", None)]
    assert "Ana Pérez" in contacts(clinic)


async def test_the_same_person_is_kept_once(clinic: Front) -> None:
    ana = await customer(clinic)
    for name, at in (("Lucía", AT), ("LUCIA", NEXT)):
        await for_somebody(ana, name, None if at == AT else "daughter")
        await book(ana, [LASER], at, member=CAMILA)
    assert people(clinic) == [("Lucía", "daughter")]


async def test_a_visit_is_hers_as_a_whole(clinic: Front) -> None:
    ana = await customer(clinic)
    await for_somebody(ana, "Lucía")
    await book(ana, [FACIAL, MASSAGE], AT)
    assert whose(clinic) == [("Lucía", "Lucía")] * 2


async def test_two_of_one_name_at_one_time(clinic: Front) -> None:
    """A daughter called as her mother: the mother's appointment is not taken for hers."""
    ana = await customer(clinic)
    await book(ana, [FACIAL], AT)
    await for_somebody(ana, "Ana Pérez")
    assert (await book(ana, [FACIAL], AT))["status"] == "booked"
    assert whose(clinic) == [("Ana Pérez", None), ("Ana Pérez", "Ana Pérez")]


async def test_chosen_by_the_key_that_was_shown(clinic: Front) -> None:
    ana = await customer(clinic)
    await for_somebody(ana, "Lucía Gómez")
    await book(ana, [LASER], AT, member=CAMILA)
    [lucia] = (await ana.begin())["people"]
    assert (lucia["name"], lucia["relation"]) == ("Lucía Gómez", "daughter")
    chosen = await ana.call("person_choose", person=UUID(lucia["id"]))
    assert chosen == {"status": "ok", "name": "Lucía Gómez"}
    assert await ana.call("person_choose") == {"status": "ok", "name": "Ana Pérez"}


async def test_somebody_elses_people_are_not_found(clinic: Front) -> None:
    ana, eva = await customer(clinic), await customer(clinic, 1, "Eva")
    await for_somebody(ana, "Lucía")
    booked = await book(ana, [LASER], AT, member=CAMILA)
    for key in (booked["appointment"]["person"], str(uuid4())):
        assert await eva.call("person_choose", person=UUID(key)) == {"status": "not_found"}


@pytest.mark.parametrize("foreign", ["contact", "organization"])
async def test_an_appointment_is_for_nobody_elses_people(clinic: Front, foreign: str) -> None:
    """The database itself refuses it, whoever writes."""
    ana, eva = await customer(clinic), await customer(clinic, 1, "Eva")
    other = clients(clinic, 1, "sorriso")[0]
    own = await book(ana, [LASER], AT, member=CAMILA)
    organization = other.organization if foreign == "organization" else eva.organization
    [contact] = clinic.rows(
        "select contact_id from chat_identities where id = %s", eva.conversation
    )
    [person] = clinic.rows(
        "insert into people (organization_id, contact_id, name, name_key, created_at) "
        "values (%s, %s, 'Sol', 'sol', now()) returning id",
        organization,
        contact["contact_id"],
    )
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        clinic.execute(
            "update appointments set person_id = %s where id = %s",
            person["id"],
            UUID(own["appointment"]["id"]),
        )


async def test_they_go_with_their_contact(clinic: Front) -> None:
    ana = await customer(clinic)
    await for_somebody(ana, "Lucía")
    await book(ana, [LASER], AT, member=CAMILA)
    clinic.execute("delete from people")
    assert whose(clinic) == [("Lucía", None)]
    await for_somebody(ana, "Lucía")
    await book(ana, [LASER], NEXT, member=CAMILA)
    clinic.execute("delete from appointments")
    clinic.execute("delete from contacts")
    assert people(clinic) == []


# Names that are put right


async def rename(client: Client, name: str, booked: Json) -> Json:
    appointment = UUID(booked["appointment"]["id"])
    return await client.act("appointment_rename", name=name, appointment=appointment)


async def test_a_wrong_spelling_is_hers_everywhere(clinic: Front) -> None:
    ana = await customer(clinic)
    await for_somebody(ana, "Lucia Gomes")
    first = await book(ana, [LASER], AT, member=CAMILA)
    await for_somebody(ana, "Lucia Gomes")
    await book(ana, [LASER], NEXT, member=CAMILA)
    assert (await rename(ana, "Lucía Gómez", first))["status"] == "renamed"
    assert people(clinic) == [("Lucía Gómez", "daughter")]
    assert whose(clinic) == [("Lucía Gómez", "Lucía Gómez")] * 2
    assert "Ana Pérez" in contacts(clinic)


async def test_another_one_of_them(clinic: Front) -> None:
    ana = await customer(clinic)
    for name, at in (("Lucía", AT), ("Martina", NEXT)):
        await for_somebody(ana, name)
        booked = await book(ana, [LASER], at, member=CAMILA)
    assert (await rename(ana, "Lucía", booked))["status"] == "renamed"
    assert people(clinic) == [("Lucía", "daughter"), ("Martina", "daughter")]
    assert whose(clinic) == [("Lucía", "Lucía")] * 2


async def test_it_is_for_the_customer_after_all(clinic: Front) -> None:
    ana = await customer(clinic)
    await for_somebody(ana, "Lucía")
    booked = await book(ana, [LASER], AT, member=CAMILA)
    await rename(ana, "Ana Pérez", booked)
    assert whose(clinic) == [("Ana Pérez", None)]
    assert events(clinic, booked["appointment"]["id"]) == ["booked", "renamed"]


async def test_it_is_for_somebody_else_after_all(clinic: Front) -> None:
    ana = await customer(clinic)
    await book(ana, [LASER], AT, member=CAMILA)
    booked = await book(ana, [LASER], NEXT, member=CAMILA)
    await rename(ana, "Marta Gil", booked)
    assert whose(clinic) == [("Ana Pérez", None), ("Marta Gil", "Marta Gil")]
    assert "Ana Pérez" in contacts(clinic)


# Contacts that become one


def merge(front: Front, *people: Client) -> None:
    ids = [
        front.rows("select contact_id from chat_identities where id = %s", one.conversation)[0]
        for one in people
    ]
    front.rows("select frontdesk.contacts_merge(%s, %s)", *(one["contact_id"] for one in ids))


async def test_a_merge_carries_them_over(clinic: Front) -> None:
    ana, phone = await customer(clinic), await customer(clinic, 1, "Ana")
    for client, name, at in ((ana, "Lucía", AT), (phone, "LUCÍA", NEXT), (phone, "Marta", NEXT)):
        await for_somebody(client, name, "daughter" if name == "LUCÍA" else None)
        await book(client, [LASER if name != "Marta" else MASSAGE], at)
    merge(clinic, ana, phone)
    assert people(clinic) == [("Lucía", "daughter"), ("Marta", None)]
    assert {person for _, person in whose(clinic)} == {"Lucía", "Marta"}
    assert len(clinic.rows("select distinct contact_id from people")) == 1
    assert len(clinic.rows("select distinct contact_id from appointments")) == 1


async def test_what_both_have_for_one_person_stands_once(clinic: Front) -> None:
    ana, phone = await customer(clinic), await customer(clinic, 1, "Ana")
    for client in (ana, phone):
        await for_somebody(client, "Lucía")
        await book(client, [FACIAL], AT)
    merge(clinic, ana, phone)
    rows = clinic.rows("select status, person_id from appointments order by status")
    assert [row["status"] for row in rows] == ["cancelled", "scheduled"]
    assert len({row["person_id"] for row in rows} - {None}) == 1


async def test_who_booked_under_another_name_is_somebody_of_theirs(clinic: Front) -> None:
    ana, luis = await customer(clinic), await customer(clinic, 1, "Luis")
    await book(luis, [LASER], AT, member=CAMILA)
    await book(ana, [LASER], NEXT, member=CAMILA)
    merge(clinic, ana, luis)
    assert whose(clinic) == [("Luis", "Luis"), ("Ana Pérez", None)]
