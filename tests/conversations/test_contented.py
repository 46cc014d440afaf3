"""Customers who want nothing more: nothing is moved, nothing offered, and no old question comes back."""

import pytest

from tests.beginnings import beginning
from tests.conversations.test_changes import book
from tests.conversations.test_turned_down import booked
from tests.front import Customer, Front


@beginning
async def with_one(front: Front, tenant: str = "aurora") -> Customer:
    ana = front.customer(tenant=tenant)
    wish = {
        "aurora": "Hola, limpieza facial el jueves 26 a las 3 de la tarde",
        "sorriso": "Oi, limpeza na quinta 26 às 15h",
    }
    await book(ana, wish[tenant])
    return ana


@beginning
async def looking_at_others(front: Front, tenant: str, wish: str, own: str) -> Customer:
    """Somebody with an appointment to whom times of another one were offered, and then their own."""
    ana = await with_one(front, tenant)
    await ana.say(wish)
    listed = await ana.say(own)
    assert "26" in listed
    assert "?" not in listed, "the times that were offered have nothing to do with it"
    return ana


@pytest.mark.parametrize(
    ("tenant", "wish", "own", "said"),
    [
        (
            "aurora",
            "quiero otra limpieza facial la otra semana",
            "¿qué citas tengo?",
            "Perfecto, gracias. No me cambiéis nada",
        ),
        (
            "aurora",
            "I want another limpieza facial next week",
            "what appointments do I have?",
            "none, just keep Thursday. bye!",
        ),
        (
            "sorriso",
            "quero outra limpeza semana que vem",
            "quais consultas eu tenho?",
            "isso, é essa mesmo. ta certo, obrigado",
        ),
        (
            "sorriso",
            "quero outra limpeza semana que vem",
            "quais consultas eu tenho?",
            "nao quero outra. so a de quinta 15h. obrigado tchau",
        ),
    ],
)
async def test_content_with_what_is_booked(
    front: Front, tenant: str, wish: str, own: str, said: str
) -> None:
    ana = await looking_at_others(front, tenant, wish, own)
    before = booked(front)
    end = await ana.say(said)
    assert "?" not in end
    assert len(end.splitlines()) == 1
    assert booked(front) == before


@pytest.mark.parametrize(
    ("move", "said"),
    [
        (
            "quiero cambiar mi cita para la otra semana",
            "nooo. déjelo así. qué citas tengo",
        ),
        (
            "can you move my appointment to next week?",
            "forget it, keep thursday 26 at 3. what do i have booked?",
        ),
        (
            "quero remarcar minha consulta para semana que vem",
            "não, deixa como está. quais consultas eu tenho?",
        ),
    ],
)
async def test_left_and_listed(front: Front, move: str, said: str) -> None:
    ana = await with_one(front)
    before = booked(front)
    await ana.say(move)
    reply = await ana.say(said)
    assert "Limpieza facial" in reply, "the list"
    assert "?" not in reply
    assert booked(front) == before


@pytest.mark.parametrize(
    "said",
    [
        "sí, pásame con alguien. ¿y qué citas tengo?",
        "yes, let me talk to someone. and what appointments do i have?",
        "sim, quero falar com alguém. e quais consultas eu tenho?",
    ],
)
async def test_a_person_and_the_list(front: Front, said: str) -> None:
    ana = await with_one(front)
    reply = await ana.say(said)
    assert "Limpieza facial" in reply
    assert len(front.rows("select 1 from escalations")) == 1


@pytest.mark.parametrize(
    "said",
    [
        "ok, espero la llamada entonces",
        "ok espero a ligação então",
        "ok I'll wait for the call then",
    ],
)
async def test_waiting_for_the_call_is_an_ok(front: Front, said: str) -> None:
    ana = front.customer()
    await ana.say("quiero hablar con una persona")
    await ana.say("¿tengo alguna cita?")
    assert "?" not in await ana.say(said)
    assert len(front.rows("select 1 from escalations")) == 1


@pytest.mark.parametrize("said", ["la segunda, gracias", "the second one please", "a segunda"])
async def test_a_time_is_still_chosen_after_the_list(front: Front, said: str) -> None:
    ana = await with_one(front)
    await ana.say("quiero otra limpieza facial el miércoles 2")
    await ana.say("¿qué citas tengo?")
    await ana.say(said)
    assert len(booked(front)) == 2


@pytest.mark.parametrize(
    "said",
    [
        "¿Puedo cambiar mi cita para otro día?",
        "Can I change my appointment to another day?",
        "Posso mudar minha consulta para outro dia?",
    ],
)
async def test_the_wish_to_move_said_again_stays_with_the_move(front: Front, said: str) -> None:
    ana = await with_one(front)
    await ana.say("quiero cambiar mi cita")
    assert "equipo" not in await ana.say(said)
    await ana.say("el viernes 27 a las 10")
    await ana.say("sí")
    assert [at for _, at in booked(front)] == ["2026-11-27 10:00"]
