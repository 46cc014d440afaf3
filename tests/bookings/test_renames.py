"""The name on an appointment is put right by its own customer, while it is ahead of them."""

from uuid import UUID, uuid4

import pytest

from agent.types import Json
from tests.agenda import Client, clients
from tests.bookings.clinic_rules import AT, CAMILA, FACIAL, LASER, MASSAGE, book, events, minutes
from tests.front import Front


async def named(front: Front, name: str = "Ella", n: int = 0) -> Client:
    client = clients(front, n + 1)[n]
    client.name = name
    return await client.named()


async def rename(client: Client, name: str, appointment: str | UUID | None = None) -> Json:
    wanted = UUID(str(appointment)) if appointment else None
    return await client.act("appointment_rename", name=name, appointment=wanted)


def stored(front: Front) -> list[str]:
    return [row["attendee_name"] for row in front.rows("select attendee_name from appointments")]


def contact(front: Front) -> list[str]:
    return [row["name"] for row in front.rows("select name from contacts where name is not null")]


async def test_the_only_one_and_the_contact_that_was_named_with_it(clinic: Front) -> None:
    client = await named(clinic)
    own = await book(client, [LASER], AT, member=CAMILA)
    result = await rename(client, "Rosalba Pinzón")
    assert result["status"] == "renamed"
    assert result["appointment"]["attendee"] == "Rosalba Pinzón"
    assert stored(clinic) == ["Rosalba Pinzón"]
    assert contact(clinic) == ["Rosalba Pinzón"]
    assert events(clinic, own["appointment"]["id"]) == ["booked", "renamed"]


async def test_a_visit_as_a_whole(clinic: Front) -> None:
    client = await named(clinic)
    await book(client, [FACIAL, MASSAGE], AT)
    assert (await rename(client, "Ana Gil"))["status"] == "renamed"
    assert stored(clinic) == ["Ana Gil", "Ana Gil"]


async def test_again_in_the_same_turn_and_in_another(clinic: Front) -> None:
    client = await named(clinic)
    own = await book(client, [LASER], AT, member=CAMILA)
    begun = await client.begin()
    for _ in range(2):
        result = await client.call("appointment_rename", turn=UUID(begun["turn"]), name="Ana Gil")
        assert result["status"] == "renamed"
    await client.end(begun)
    assert (await rename(client, "Ana Gil"))["status"] == "already_named"
    assert events(clinic, own["appointment"]["id"]) == ["booked", "renamed"]


@pytest.mark.parametrize(
    ("known", "right", "contacts"),
    [("Ana Peres", "Ana Pérez", ["Ana Pérez"]), ("Ana Pérez", "Lucía Gómez", ["Ana Pérez"])],
    ids=["spelled right", "somebody else"],
)
async def test_a_contact_with_other_appointments_keeps_their_name_unless_it_is_theirs(
    clinic: Front, known: str, right: str, contacts: list[str]
) -> None:
    client = await named(clinic, known)
    await book(client, [LASER], AT, member=CAMILA)
    second = await book(client, [MASSAGE], AT + minutes(24 * 60))
    assert (await rename(client, right, second["appointment"]["id"]))["status"] == "renamed"
    assert sorted(stored(clinic)) == sorted([known, right])
    assert contact(clinic) == contacts


async def test_which_of_several_has_to_be_said(clinic: Front) -> None:
    client = await named(clinic)
    await book(client, [LASER], AT, member=CAMILA)
    await book(client, [MASSAGE], AT + minutes(24 * 60))
    assert (await rename(client, "Ana Gil"))["status"] == "several"
    assert stored(clinic) == ["Ella", "Ella"]


async def test_that_person_has_another_one_at_that_time(clinic: Front) -> None:
    client = await named(clinic, "Ana Gil")
    await book(client, [LASER], AT, member=CAMILA)
    client.name = "Luz Gil"
    await client.named()
    second = await book(client, [MASSAGE], AT)
    assert (await rename(client, "ana gil", second["appointment"]["id"]))[
        "status"
    ] == "overlaps_own"
    assert sorted(stored(clinic)) == ["Ana Gil", "Luz Gil"]


async def test_nobody_elses_and_nothing_that_is_over(clinic: Front) -> None:
    client, other = await named(clinic), await named(clinic, "Eva Ruiz", 1)
    own = await book(client, [LASER], AT, member=CAMILA)
    ident = own["appointment"]["id"]
    assert (await rename(other, "Eva", ident))["status"] == "not_found"
    assert (await rename(other, "Eva"))["status"] == "none"
    assert (await rename(client, "Ana", uuid4()))["status"] == "not_found"
    await clinic.pass_time((AT - clinic.clock.now()).total_seconds() + 24 * 3600)
    assert (await rename(client, "Ana", ident))["status"] == "not_found"
    assert stored(clinic) == ["Ella"]


async def test_a_cancelled_one_keeps_its_name(clinic: Front) -> None:
    client = await named(clinic)
    own = await book(client, [LASER], AT, member=CAMILA)
    clinic.execute("update appointments set status = 'cancelled'")
    assert (await rename(client, "Ana", own["appointment"]["id"]))["status"] == "not_found"
    assert stored(clinic) == ["Ella"]
