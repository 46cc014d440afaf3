"""Two people at once on the real database: both stand or nobody does, whoever is faster and whatever is refused."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from agent.types import Json
from tests.agenda import Client, clients
from tests.bookings.clinic_rules import (
    AT,
    FACIAL,
    LAURA,
    MASSAGE,
    PAULA,
    add_resource,
    book,
    set_organization,
    set_service,
)
from tests.front import Front

BOTH: list[Json] = [
    {"self": True, "name": "Ana Pérez"},
    {"name": "Luis Gil", "relation": "husband"},
]


async def offered(client: Client, service: str = MASSAGE, party: str = "together") -> str | None:
    """A start for two, offered in a turn of its own; None when there is none."""
    begun = await client.begin()
    services = [service] * (2 if party == "in_turn" else 1)
    [offer] = await client.offers(begun, services, [AT], party=party)
    await client.end(begun)
    return str(offer["slot"]) if offer else None


async def both(client: Client, slot: str | None, guests: list[Json] | None = None) -> Json:
    return await client.act("appointment_book", slot=slot, party=guests or BOTH)


def live(front: Front) -> list[tuple[str, str]]:
    rows = front.rows(
        "select a.attendee_name as name, m.key as member from appointments a join members m on m.id = a.member_id "
        "where a.status = 'scheduled' order by a.starts_at, a.attendee_name"
    )
    return [(row["name"], row["member"]) for row in rows]


def nothing_stands(front: Front) -> bool:
    rows = front.rows(
        "select (select count(*) from appointments) + (select count(*) from people) + "
        "(select count(*) from occupancies where appointment_id is not null) as n"
    )
    return bool(rows[0]["n"] == 0)


async def together_starts(client: Client, service: str = MASSAGE) -> list[str]:
    found: list[str] = await client.call(
        "together_starts", service=client.key("services", service), starts=[AT.isoformat()]
    )
    return found


async def test_both_side_by_side(clinic: Front) -> None:
    [ana] = clients(clinic, 1)
    result = await both(ana, await offered(ana))
    assert result["status"] == "booked"
    assert [one["attendee"] for one in (result["appointment"], *result["also"])] == [
        "Ana Pérez",
        "Luis Gil",
    ]
    assert {member for _, member in live(clinic)} == {LAURA, PAULA}
    assert clinic.rows("select name from contacts where phone is not null") == [
        {"name": "Ana Pérez"}
    ]


async def test_again_it_is_the_same_two(clinic: Front) -> None:
    [ana] = clients(clinic, 1)
    slot = await offered(ana)
    first = await both(ana, slot)
    again = await both(ana, slot)
    assert again["status"] == "already_booked"
    told = [
        {one["id"] for one in (result["appointment"], *result["also"])} for result in (first, again)
    ]
    assert told[0] == told[1]
    assert len(live(clinic)) == 2


@pytest.mark.parametrize("guests", [[], BOTH[:1], [*BOTH, {"name": "Eva"}]])
async def test_one_of_them_alone_is_not_booked(clinic: Front, guests: list[Json]) -> None:
    """Nor three: an offer for two is for two. It is held for both meanwhile."""
    [ana] = clients(clinic, 1)
    slot = await offered(ana)
    result = await ana.act("appointment_book", slot=slot, party=guests)
    assert result == {"status": "needs_people", "limit": 2}
    assert nothing_stands(clinic)
    held = clinic.rows(
        "select count(distinct subject_id) as n from occupancies where hold_id is not null"
    )
    assert held == [{"n": 2}]


async def test_a_person_of_somebody_else_books_nobody(clinic: Front) -> None:
    ana, eva = clients(clinic, 2)
    await eva.named()
    await eva.call("contact_resolve", name="Sol", relation="daughter")
    booked = await book(eva, [FACIAL], AT + timedelta(days=1))
    slot = await offered(ana)
    result = await both(ana, slot, [BOTH[0], {"person": booked["appointment"]["person"]}])
    assert result["status"] == "not_found"
    assert [name for name, _ in live(clinic)] == ["Sol"]


@pytest.mark.parametrize("taken", [LAURA, PAULA])
async def test_who_loses_one_of_the_two_has_neither(clinic: Front, taken: str) -> None:
    ana, eva = clients(clinic, 2)
    slot = await offered(ana)
    await eva.named()
    await eva.act("appointment_book", slot=await eva.forced(MASSAGE, taken, AT))
    result = await both(ana, slot)
    assert result["status"] == "taken"
    assert [member for _, member in live(clinic)] == [taken]
    assert clinic.rows("select 1 from people") == []


async def test_the_limit_of_open_appointments_is_for_both(clinic: Front) -> None:
    set_organization(clinic, max_open_appointments=1)
    [ana] = clients(clinic, 1)
    assert (await both(ana, await offered(ana)))["status"] == "too_many_open"
    assert nothing_stands(clinic)


async def test_one_room_is_not_for_two(clinic: Front) -> None:
    add_resource(clinic, "sala", 1, [MASSAGE])
    [ana] = clients(clinic, 1)
    await ana.named()
    assert await together_starts(ana) == []
    assert (await both(ana, await offered(ana)))["status"] == "taken"
    assert nothing_stands(clinic)


@pytest.mark.parametrize(("seats", "fits"), [(2, True), (3, True)])
async def test_seats(clinic: Front, seats: int, fits: bool) -> None:
    set_service(clinic, MASSAGE, capacity=seats)
    ana, eva = clients(clinic, 2)
    await ana.named()
    assert bool(await together_starts(ana)) == fits
    result = await both(ana, await offered(ana))
    assert result["status"] == "booked"
    assert len({member for _, member in live(clinic)}) == 1
    # Of three seats one is left in that session; the other member has a start of their own.
    assert (await both(eva, await offered(eva)))["status"] in ("booked", "taken")
    assert len(live(clinic)) in (2, 4)


async def test_in_turn(clinic: Front) -> None:
    [ana] = clients(clinic, 1)
    result = await both(ana, await offered(ana, party="in_turn"))
    assert result["appointment"]["ends_at"] <= result["also"][0]["starts_at"]
    assert clinic.rows("select count(*) as n from appointments where visit_id is not null") == [
        {"n": 0}
    ]


async def test_only_that_one_is_cancelled(clinic: Front) -> None:
    [ana] = clients(clinic, 1)
    result = await both(ana, await offered(ana))
    luis = UUID(result["also"][0]["id"])
    proposed = await ana.act("appointment_cancel", appointment=luis)
    await ana.act("appointment_cancel", proposal=proposed["proposal"])
    assert [name for name, _ in live(clinic)] == ["Ana Pérez"]


async def test_many_couples_at_once(clinic: Front) -> None:
    """Eight couples want one start that two members can give, and others want one of the two: whoever wins,
    nobody has half."""
    couples, single = clients(clinic, 10)[:8], clients(clinic, 10)[8:]
    slots = [await offered(one) for one in couples]
    turns = [await one.begin() for one in couples]
    alone = []
    for one, member in zip(single, (LAURA, PAULA), strict=True):
        await one.named()
        alone.append((one, await one.forced(MASSAGE, member, AT), await one.begin()))
    await asyncio.gather(
        *(one.call("appointment_book", turn=UUID(begun["turn"]), slot=slot, party=BOTH)
          for one, slot, begun in zip(couples, slots, turns, strict=True)),
        *(one.call("appointment_book", turn=UUID(begun["turn"]), slot=slot) for one, slot, begun in alone),
    )  # fmt: skip
    rows = clinic.rows(
        "select offer_token, count(*) as n from appointments where status = 'scheduled' group by 1"
    )
    wanted = dict.fromkeys(slots, 2) | {slot: 1 for _, slot, _ in alone}
    assert rows
    assert all(row["n"] == wanted[row["offer_token"]] for row in rows)
    assert len(live(clinic)) <= 2
    owners = clinic.rows("select count(distinct contact_id) as n from people")
    assert owners[0]["n"] == sum(wanted[row["offer_token"]] == 2 for row in rows)
