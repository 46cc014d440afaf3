"""Taps and ids that are not the customer's, came too late, or belong to another question."""

from uuid import uuid4

import pytest

from tests.conversations.agenda_rules import booked
from tests.front import Customer, Front

WISH = "Hola, limpieza facial con Laura el martes a las 9 de la mañana"


def button(customer: Customer, identifier: str, title: str) -> None:
    """The customer's phone shows this button, wherever it comes from."""
    customer.options = [(identifier, title)]


async def test_a_token_of_another_customer_books_nothing(front: Front) -> None:
    ana, rosa = front.customer("573005550101"), front.customer("573005550202", name="Rosa")
    await rosa.say(WISH)
    token, title = rosa.options[0]
    await ana.say("Hola, cejas el lunes a las 10")
    button(ana, token, title)
    answer = await ana.tap("9:00")
    assert "✅" not in answer
    assert front.appointments() == []
    assert {row["token"] for row in front.rows("select token from slot_offers where "
            "chat_identity_id = %s", ana.chat["id"])}.isdisjoint({token})  # fmt: skip


@pytest.mark.parametrize(
    ("tenant", "wish", "name"),
    [
        ("aurora", WISH, "Ana Pérez"),
        ("sorriso", "Oi, limpeza na terça às 9h", "Bia Lima"),
        ("aurora", "Hi, a massage on Tuesday at 9 am", "Kate Lee"),
    ],
    ids=["es", "pt", "en"],
)
async def test_a_choice_of_yesterday_is_looked_up_again(
    front: Front, tenant: str, wish: str, name: str
) -> None:
    """The offer is older than a day: the same time is offered anew, and can then be had."""
    ana = front.customer(tenant=tenant)
    await ana.say(wish)
    title = ana.options[0][1]
    front.execute("update slot_offers set expires_at = %s", front.clock.now())
    await front.pass_time(60)
    again = await ana.tap(title)
    assert name not in again
    assert [shown for _, shown in ana.options] == [title]
    await ana.tap(title)
    assert "✅" in await ana.say(name)
    assert len(booked(front, tenant)) == 1


async def test_an_unknown_token_is_nobodys(front: Front) -> None:
    ana = front.customer()
    await ana.say(WISH)
    for identifier in ("f" * 20, str(uuid4()), "appointment:" + str(uuid4()), "service:nada"):
        button(ana, identifier, "✨")
        assert "✅" not in await ana.tap("✨")
    assert front.appointments() == []


async def test_another_customers_appointment_is_not_touched(front: Front) -> None:
    ana, rosa = front.customer("573005550101"), front.customer("573005550202", name="Rosa")
    for said in (WISH, "sí", "Rosa Luna", "no"):
        await rosa.say(said)
    for said in ("Hola, cejas el lunes a las 10", "sí", "Ana Pérez", "no"):
        await ana.say(said)
    [theirs] = [row for row in front.appointments() if row["name"] == "Rosa Luna"]
    await ana.say("quiero otra cita: un masaje el jueves a las 9", "sí")
    await ana.say("sí")
    await ana.say("quiero cancelar una cita")
    button(ana, f"appointment:{theirs['id']}", "mar 24, 9:00 a. m.")
    answer = await ana.tap("9:00")
    assert "Rosa" not in answer
    assert "Limpieza" not in answer
    assert theirs in front.appointments()


async def test_a_yes_to_an_older_question_decides_nothing(front: Front) -> None:
    """The yes under "shall I cancel it?" is tapped when something else is being asked."""
    ana = front.customer()
    for said in ("Hola, cejas el lunes a las 10", "sí", "Ana Pérez", "no", "quiero cancelar"):
        await ana.say(said)
    older = dict(ana.options)
    await ana.say("no, déjala. Mejor agéndame también un masaje el martes a las 9")
    button(ana, next(iter(older)), "Sí")
    answer = await ana.tap("Sí")
    assert "✅" not in answer
    assert "❌" not in answer
    assert len(front.appointments()) == 1


async def test_a_repeated_yes_is_one_booking(front: Front) -> None:
    ana = front.customer()
    await ana.say(WISH)
    token, title = ana.options[0]
    await ana.say("sí")
    await ana.say("Ana Pérez")
    button(ana, token, title)
    await ana.tap(title)
    await ana.say("sí")
    assert len(front.appointments()) == 1
    assert len(front.rows("select id from appointment_events where kind = 'booked'")) == 1


async def test_the_assistant_knows_what_stands_in_the_agenda(front: Front) -> None:
    """Reception wrote an appointment down; its customer's first message ever needs no question."""
    ana = front.customer()
    for said in (WISH, "sí", "Ana Pérez", "no"):
        await ana.say(said)
    other = front.customer(ana.phone, channel="evolution")
    offered = await other.say("Hola, no alcanzo a llegar, ¿la podemos pasar para las 11?")
    assert "martes 24 de noviembre, 11:00 a. m." in offered
    await other.say("sí")
    assert booked(front) == [("limpieza-facial", "laura", "2026-11-24 11:00")]
