"""Moves that are taken back, checked by the appointment that stands afterwards."""

from datetime import datetime

import pytest

from tests.beginnings import beginning
from tests.conversations.test_changes import book
from tests.front import Customer, Front

OWN = datetime.fromisoformat("2026-11-26 15:00")


@beginning
async def moving(front: Front, wish: str = "quiero pasarla al viernes a las 10 am") -> Customer:
    """A facial on Thursday the 26th at three, and Friday at ten on offer in its place."""
    ana = front.customer()
    await book(ana, "Hola, limpieza facial el jueves a las 3 de la tarde")
    said = await ana.say(wish)
    assert "27" in said, said
    return ana


async def stands(front: Front, ana: Customer, said: str) -> None:
    assert "26" in said, said
    for more in ("sí", "ok"):
        await ana.say(more)
    assert [row["local"] for row in front.appointments() if row["phone"]] == [OWN]


@pytest.mark.parametrize(
    "text",
    [
        "no, sabe qué, déjela donde estaba",
        "ay no, mejor no la cambies",
        "no, me quedo con el jueves",
        "mejor sigo con mi cita",
        "no, dejémosla el jueves mismo",
        "no, déjala a las tres",
        "ya no la quiero mover",
        "mmm no, que se quede como está",
        "no, me quedo con la hora que ya tengo",
        "não, mantém o meu horário",
        "não, melhor deixar como estava",
        "não, fico com a quinta mesmo",
        "não quero mais mudar",
        "não, deixa assim mesmo",
        "no wait, keep mine",
        "nah, leave it where it was",
        "no, I'll stick with Thursday",
        "please don't change it after all",
        "no, keep the one I have",
    ],
)
async def test_a_move_is_taken_back(front: Front, text: str) -> None:
    ana = await moving(front)
    await stands(front, ana, await ana.say(text))


@pytest.mark.parametrize("text", ["no, déjala así", "no, deixa como está", "no, leave it"])
async def test_before_a_day_is_named(front: Front, text: str) -> None:
    ana = front.customer()
    await book(ana, "Hola, limpieza facial el jueves a las 3 de la tarde")
    await ana.say("quiero mover mi cita")
    await stands(front, ana, await ana.say(text))


@pytest.mark.parametrize(
    "text",
    ["me quedo con el viernes", "sí, déjala a esa hora", "dale, déjala ahí", "I'll keep that one"],
)
async def test_the_time_on_offer_is_taken(front: Front, text: str) -> None:
    ana = await moving(front)
    await ana.say(text)
    assert [f"{row['local']:%d %H:%M}" for row in front.appointments() if row["phone"]] == [
        "27 10:00"
    ]


@pytest.mark.parametrize(
    "text", ["no, no me quedo con el jueves", "no, déjala para el sábado a las 10"]
)
async def test_another_time_is_still_wished(front: Front, text: str) -> None:
    ana = await moving(front)
    said = await ana.say(text)
    assert "sigue" not in said
    assert "?" in said


@pytest.mark.parametrize(
    "text",
    [
        "pásala al miércoles a la misma hora",
        "muda para quarta, mesmo horário",
        "move it to Wednesday, same time",
    ],
)
async def test_the_same_hour_on_another_day(front: Front, text: str) -> None:
    ana = front.customer()
    await book(ana, "Hola, limpieza facial el jueves a las 3 de la tarde")
    await ana.say(text)
    await ana.say("sí")
    assert [f"{row['local']:%d %H:%M}" for row in front.appointments() if row["phone"]] == [
        "25 15:00"
    ]


async def test_the_same_hour_instead_of_the_one_on_offer(front: Front) -> None:
    ana = await moving(front)
    await ana.say("ese día pero a la misma hora de ahora")
    await ana.say("sí")
    assert [f"{row['local']:%d %H:%M}" for row in front.appointments() if row["phone"]] == [
        "27 15:00"
    ]


@beginning
async def cancelling(front: Front, tenant: str) -> Customer:
    """Somebody who was just asked whether their only appointment is to be cancelled."""
    phone, service = {
        "aurora": ("573005550101", "quiero un masaje el martes a las 10"),
        "sorriso": ("5511955550101", "quero uma limpeza na terça às 10h"),
    }[tenant]
    ana = front.customer(phone, tenant=tenant)
    await ana.say(service)
    await ana.say("sí" if tenant == "aurora" else "sim")
    await ana.say("Ana Gil")
    assert len(front.appointments(tenant)) == 1
    await ana.say(
        "quiero cancelar mi cita" if tenant == "aurora" else "quero cancelar minha consulta"
    )
    return ana


@pytest.mark.parametrize(
    ("tenant", "words"),
    [
        ("sorriso", "isso, deixe como está"),
        ("sorriso", "não, pode deixar marcado, eu vou sim"),
        ("aurora", "sí, mejor déjela como está"),
        ("aurora", "eso, déjala así"),
        ("aurora", "yes, leave it as it is"),
        ("aurora", "vale, sí voy a ir entonces"),
    ],
)
async def test_who_leaves_it_as_it_is_keeps_it(front: Front, tenant: str, words: str) -> None:
    """ "¿Cancelo?" is answered with more than yes and no."""
    ana = await cancelling(front, tenant)
    await ana.say(words)
    assert len(front.appointments(tenant)) == 1, ana.heard[-1]
