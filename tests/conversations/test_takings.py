"""What a booking takes: buffers, a gap, a room, a seat of a group; and the price it is told with."""

import pytest

from tests.bookings.clinic_rules import add_resource, busy
from tests.conversations.agenda_rules import add_service, booked, change
from tests.front import Customer, Front

TUESDAY = "2026-11-24"


async def book(customer: Customer, wish: str, yes: str, name: str) -> str:
    """One booking; the receipt."""
    await customer.say(wish)
    await customer.say(yes)
    return await customer.say(name)


async def test_the_buffer_after_an_appointment_is_not_offered(front: Front) -> None:
    """A facial takes Laura until 10:10; the brows that follow begin at 10:30."""
    ana, rosa = front.customer("573005550101"), front.customer("573005550202", name="Rosa")
    await book(ana, "Hola, limpieza facial con Laura el martes a las 9", "sí", "Ana Pérez")
    answer = await rosa.say("Hola, cejas con Laura el martes a las 10 de la mañana")
    assert "(10:00 a. m.) Laura Méndez ya no tiene cupo" in answer
    await rosa.tap("10:30")
    await rosa.say("Rosa Luna")
    assert booked(front)[1] == ("diseno-de-cejas", "laura", f"{TUESDAY} 10:30")


async def test_a_second_customer_is_booked_into_the_gap(front: Front) -> None:
    change(front, "services", "peeling", duration_minutes=90, buffer_after_minutes=0)
    change(front, "services", "peeling", gap_from_minutes=30, gap_minutes=30)
    ana, rosa = front.customer("573005550101"), front.customer("573005550202", name="Rosa")
    await book(ana, "Hola, un peeling el martes a las 9", "sí", "Ana Pérez")
    receipt = await book(rosa, "Hola, cejas con Laura el martes a las 9:30", "sí", "Rosa Luna")
    assert "9:30 a. m." in receipt
    assert busy(front) == [
        ("laura", "09:00-09:30"),
        ("laura", "09:30-10:00"),
        ("laura", "10:00-10:30"),
    ]


async def test_one_machine_for_two_members(front: Front) -> None:
    add_resource(front, "equipo", 1, ["drenaje-linfatico"])
    ana, rosa = front.customer("573005550101"), front.customer("573005550202", name="Rosa")
    await book(ana, "Hola, drenaje linfático el martes a las 9", "sí", "Ana Pérez")
    answer = await rosa.say("Hola, drenaje linfático el martes a las 9 de la mañana")
    assert "A esa hora (9:00 a. m.) ya no hay cupo" in answer
    await rosa.tap("10:30")
    await rosa.say("Rosa Luna")
    assert [start for _, _, start in booked(front)] == [f"{TUESDAY} 09:00", f"{TUESDAY} 10:30"]
    assert {who for who, _ in busy(front)} >= {"equipo 1"}


@pytest.mark.parametrize(
    ("tenant", "wish", "full", "member"),
    [
        ("aurora", "Hola, yoga el martes a las 9", "En ese grupo (9:00 a. m.) ya no hay", "paula"),
        ("sorriso", "Oi, ioga na terça às 9h", "Nesse grupo (9h) já não há vaga", "renata"),
        ("aurora", "Hi, yoga on Tuesday at 9 am", "That group (9:00 am) is full", "paula"),
    ],
    ids=["es", "pt", "en"],
)
async def test_a_group_until_it_is_full(
    front: Front, tenant: str, wish: str, full: str, member: str
) -> None:
    name = "Ioga" if tenant == "sorriso" else "Yoga"
    add_service(front, "yoga", name, [member], tenant, duration_minutes=60, capacity=2)
    people = [
        front.customer(f"57300555010{n}", tenant=tenant, name=name)
        for n, name in enumerate(("Ana", "Rosa", "Luz"))
    ]
    for person in people[:2]:
        assert "✅" in await book(person, wish, "ok", f"{person.name} Luna")
    assert full in await people[2].say(wish)
    assert people[2].options
    rows = front.rows("select seat, session_id from appointments order by seat")
    assert [row["seat"] for row in rows] == [1, 2]
    assert len({row["session_id"] for row in rows}) == 1


@pytest.mark.parametrize(
    ("wish", "yes", "price"),
    [
        ("Hola, un peeling el martes a las 9", "sí", "US$190.000"),
        ("Hi, a peeling on Tuesday at 9 am", "yes", "$190,000"),
    ],
    ids=["es", "en"],
)
async def test_a_price_in_another_currency(front: Front, wish: str, yes: str, price: str) -> None:
    change(front, "services", "peeling", currency="USD")
    receipt = await book(front.customer(), wish, yes, "Ana Pérez")
    assert price in receipt
    assert front.rows("select currency, price::int from appointments") == [
        {"currency": "USD", "price": 190000}
    ]
