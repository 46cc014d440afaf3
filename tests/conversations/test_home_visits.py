"""Visits at the customer's place: the address is asked for once, kept as it was written, and shown."""

from pathlib import Path
from typing import Any

import pytest

from tests.conversations.agenda_rules import change
from tests.conversations.test_web import Visitor
from tests.front import Customer, Front
from tests.hosted import APPOINTMENT, OFFER, SEARCH, hosted_front

_PLACES = """
select a.place, a.place_latitude, a.place_longitude, a.status from appointments a order by a.created_at, a.starts_at
"""
HOME = "Rua das Acácias, 45, ap 12, Pinheiros"
WISH = "Oi, quero uma visita domiciliar na terça às 10h"
FACIAL = "Hola, una limpieza facial para el martes a las 10"


def places(front: Front) -> list[str | None]:
    return [row["place"] for row in front.rows(_PLACES)]


@pytest.fixture
def rui(front: Front) -> Visitor:
    """Somebody on the page of the dentists who visit people at home."""
    return Visitor(front, "e" * 32, tenant="sorriso")


@pytest.fixture
def ana(front: Front) -> Customer:
    change(front, "services", "limpieza-facial", given_at="customer")
    return front.customer()


async def until_asked(ana: Customer, wish: str = FACIAL, name: str = "Ana Pérez") -> str:
    await ana.say(wish)
    await ana.say("sí")
    return await ana.say(name)


# In three languages


async def test_a_visit_is_booked_in_portuguese(front: Front, rui: Visitor) -> None:
    await rui.say(WISH)
    await rui.say("sim")
    question = await rui.say("Rui Prado")
    assert "endereço" in question
    assert "localização" not in question, "nobody can share a location on a page"
    assert front.rows("select 1 from holds"), "the slot is held meanwhile"
    receipt = await rui.say(f"{HOME}, por favor")
    assert f"Em domicílio: {HOME}" in receipt
    assert "Jatobá" not in receipt, "not the business's own address"
    assert places(front) == [HOME]


async def test_a_visit_is_booked_in_spanish(front: Front, ana: Customer) -> None:
    question = await until_asked(ana)
    assert "ubicación" in question
    receipt = await ana.say("Es en la Cra 15 # 93-47, apto 501")
    assert "A domicilio: la Cra 15 # 93-47, apto 501" in receipt
    assert places(front) == ["la Cra 15 # 93-47, apto 501"]


async def test_a_visit_is_booked_in_english(front: Front, ana: Customer) -> None:
    await ana.say("Hi! I'd like a limpieza facial on Tuesday at 10 am please")
    await ana.say("yes")
    assert "address" in await ana.say("Ana Perez")
    receipt = await ana.say("I live at 12 Main Street, Apt 4")
    assert "At your place: 12 Main Street, Apt 4" in receipt
    assert places(front) == ["12 Main Street, Apt 4"]


# What is no address


async def test_a_question_is_answered_and_the_address_asked_for_again(
    front: Front, ana: Customer
) -> None:
    await until_asked(ana)
    answer = await ana.say("¿y cuánto cuesta?")
    assert "$" in answer
    assert "dirección" in answer
    assert places(front) == []
    await ana.say("Calle 70 # 10-15")
    assert places(front) == ["Calle 70 # 10-15"]


async def test_a_no_books_nothing(front: Front, ana: Customer) -> None:
    await until_asked(ana)
    assert "dirección" in await ana.say("no")
    await ana.say("no, gracias")
    assert places(front) == []


async def test_words_that_may_be_an_address_are_asked_about(front: Front, ana: Customer) -> None:
    await until_asked(ana)
    assert "«al lado del Éxito de Laureles»" in await ana.say("al lado del Éxito de Laureles")
    assert places(front) == []
    assert "A domicilio" in await ana.say("sí")
    assert places(front) == ["al lado del Éxito de Laureles"]


async def test_another_time_is_heard_while_the_address_is_missing(
    front: Front, ana: Customer
) -> None:
    await until_asked(ana)
    answer = await ana.say("mejor a las 3 de la tarde")
    if not places(front) and "dirección" not in answer:
        await ana.say("sí")
    await ana.say("Calle 70 # 10-15")
    [row] = front.appointments("aurora")
    assert (f"{row['local']:%H:%M}", places(front)) == ("15:00", ["Calle 70 # 10-15"])


async def test_a_person_is_called_who_wants_one(front: Front, ana: Customer) -> None:
    await until_asked(ana)
    await ana.say("quiero hablar con una persona")
    assert front.rows("select reason from escalations") == [{"reason": "asked"}]


# The place of the last visit


async def test_the_last_place_is_proposed(front: Front, ana: Customer) -> None:
    await until_asked(ana)
    await ana.say("Calle 70 # 10-15")
    await ana.say("Quiero otra limpieza facial el jueves a las 10")
    assert "Calle 70 # 10-15" in await ana.say("sí")
    await ana.tap("Sí")
    assert places(front) == ["Calle 70 # 10-15", "Calle 70 # 10-15"]


async def test_another_place_than_the_last(front: Front, ana: Customer) -> None:
    await until_asked(ana)
    await ana.say("Calle 70 # 10-15")
    await ana.say("Quiero otra limpieza facial el jueves a las 10")
    await ana.say("sí")
    assert "dirección" in await ana.tap("No")
    await ana.say("Calle 8 # 10-30")
    assert places(front) == ["Calle 70 # 10-15", "Calle 8 # 10-30"]


async def test_nobody_elses_place_is_proposed(front: Front, ana: Customer) -> None:
    await until_asked(ana)
    await ana.say("Calle 70 # 10-15")
    luz = front.customer(phone="573005550188")
    wish = "Hola, una limpieza facial para el miércoles a las 10"
    assert "Calle 70" not in await until_asked(luz, wish, "Luz Marín")


# Kept


async def test_a_move_keeps_the_place(front: Front, ana: Customer) -> None:
    await until_asked(ana)
    await ana.say("Calle 70 # 10-15")
    await ana.say("no")
    await ana.say("Quiero mover mi cita para el jueves a las 10")
    answer = await ana.say("sí")
    assert "A domicilio: Calle 70 # 10-15" in answer
    assert places(front) == ["Calle 70 # 10-15"]


async def test_own_appointments_say_where(front: Front, ana: Customer) -> None:
    await until_asked(ana)
    await ana.say("Calle 70 # 10-15")
    await ana.say("no")
    assert "Calle 70 # 10-15" in await ana.say("¿qué citas tengo?")


async def test_other_services_ask_for_no_place(front: Front, ana: Customer) -> None:
    receipt = await until_asked(ana, "Hola, un peeling para el martes a las 9:30")
    assert "Cita agendada" in receipt
    assert "A domicilio" not in receipt
    assert places(front) == [None]


async def test_a_place_that_was_given_long_ago_is_asked_for_again(
    front: Front, ana: Customer
) -> None:
    await until_asked(ana)
    front.execute(
        "update chat_identities set booking_place = 'Calle 1 # 1-1', booking_place_at = %s",
        front.clock.now().replace(year=2025),
    )
    await ana.say("Calle 70 # 10-15")
    assert places(front) == ["Calle 70 # 10-15"]
    assert front.rows("select booking_place from chat_identities") == [{"booking_place": None}]


async def test_a_price_says_that_it_is_a_visit(front: Front, ana: Customer) -> None:
    assert "domicilio" in await ana.say("¿Cuánto cuesta la limpieza facial?")
    assert "domicilio" not in await ana.say("¿Y el peeling?")


async def test_a_person_who_is_called_reads_where(front: Front, ana: Customer) -> None:
    await until_asked(ana)
    await ana.say("Calle 70 # 10-15")
    await ana.say("quiero hablar con una persona")
    [notice] = front.rows("select body from notifications limit 1")
    assert "Calle 70 # 10-15" in notice["body"]
    assert "https://www.google.com/maps/" in notice["body"]


# A hosted model


async def booked_by_model(url: str, folder: Path, *steps: Any, words: str) -> list[str | None]:
    """The place that stands after a model's calls in answer to `words`."""
    async with hosted_front(url, folder) as (openai, front):
        change(front, "services", "depilacion-laser", given_at="customer")
        ana = front.customer()
        openai.plays(APPOINTMENT, SEARCH, OFFER)
        await ana.say("Quiero láser mañana a las 3")
        slot = ana.options[0][0]
        openai.plays(
            ("resolve_contact_on_booking", {"name": "Ana Pérez"}),
            ("book_appointment", {"slot": slot}),
            "¿A qué dirección vamos?",
        )
        await ana.say("sí, a nombre de Ana Pérez")
        openai.plays(*steps, ("book_appointment", {"slot": slot}), "¿Cuál es la dirección?")
        await ana.say(words)
        return places(front)


@pytest.mark.parametrize(
    ("place", "kept"),
    [
        ("calle 70 # 10-15", "Calle 70 # 10-15"),
        ("Calle 70 # 10-15, Bogotá", None),
        ("Calle 71 # 10-15", None),
        ("no", None),
    ],
)
async def test_a_model_notes_only_the_customers_words(
    database_url: str, tmp_path: Path, place: str, kept: str | None
) -> None:
    step = ("note_place", {"place": place})
    stands = await booked_by_model(
        database_url, tmp_path, step, words="Calle 70 # 10-15 en Chapinero"
    )
    assert stands == ([kept] if kept else [])


@pytest.mark.parametrize("args", [{}, {"same_as_before": True}])
async def test_a_model_notes_nothing_that_is_not_there(
    database_url: str, tmp_path: Path, args: dict[str, Any]
) -> None:
    assert await booked_by_model(database_url, tmp_path, ("note_place", args), words="sí") == []
