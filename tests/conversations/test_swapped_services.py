"""Another service in the place of one that is planned or booked: one row, changed, never two."""

import pytest

from tests.conversations.test_changes import book
from tests.front import Front

PRICE = "select price from appointments where status <> 'cancelled'"


def standing(front: Front) -> list[tuple[str, str]]:
    return [(row["service"], f"{row['local']:%a %d %H:%M}") for row in front.appointments()]


@pytest.mark.parametrize(
    "wish",
    [
        "mejor cámbieme el masaje por el drenaje linfático, mismo día misma hora",
        "perdón, es un drenaje linfático lo que necesito y no el masaje. ¿me lo cambias?",
        "sorry, can you switch the masaje for a drenaje linfático?",
    ],
)
async def test_what_is_booked_becomes_another_service(front: Front, wish: str) -> None:
    ana = front.customer()
    await book(ana, "Hola, masaje relajante el viernes 27 a las 3 de la tarde")
    [before] = front.rows(PRICE)
    offer = await ana.say(wish)
    assert "Drenaje linfático" in offer, offer
    assert standing(front) == [("masaje-relajante", "Fri 27 15:00")]
    assert "Drenaje linfático" in await ana.say("sí")
    assert standing(front) == [("drenaje-linfatico", "Fri 27 15:00")]
    [after] = front.rows(PRICE)
    assert after != before


async def test_a_no_leaves_it(front: Front) -> None:
    ana = front.customer()
    await book(ana, "Hola, masaje relajante el viernes 27 a las 3 de la tarde")
    await ana.say("cámbieme el masaje por un drenaje linfático")
    await ana.say("no, déjala como está")
    assert standing(front) == [("masaje-relajante", "Fri 27 15:00")]


async def test_in_portuguese_on_the_same_day(front: Front) -> None:
    joao = front.customer("5511987654321", tenant="sorriso", name="João")
    for text in ("Oi, quero uma limpeza na quarta às 10h", "sim", "João Batista", "não"):
        await joao.say(text)
    offer = await joao.say("queria trocar a limpeza por uma avaliação, mesmo dia às 14h")
    assert "Avaliação" in offer
    assert "14h" in offer
    await joao.say("sim")
    assert standing(front) == [("avaliacao", "Wed 25 14:00")]


async def test_before_it_is_booked(front: Front) -> None:
    ana = front.customer()
    await ana.say("masaje relajante el viernes 27 a las 3 de la tarde")
    offer = await ana.say("uy, mejor cámbieme el masaje por el drenaje linfático, misma hora")
    assert "Masaje" not in offer, offer
    await ana.say("sí")
    await ana.say("Ana Ruiz")
    assert standing(front) == [("drenaje-linfatico", "Fri 27 15:00")]


async def test_one_more_service_is_no_swap(front: Front) -> None:
    ana = front.customer()
    await book(ana, "Hola, masaje relajante el viernes 27 a las 3 de la tarde")
    await ana.say("quiero también una limpieza facial el sábado a las 10")
    await ana.say("sí")
    assert ("masaje-relajante", "Fri 27 15:00") in standing(front)
