"""Several things to be done in one message: each is seen to, one after the other, and nothing is made of two."""

import pytest

from tests.conversations.reminding import book
from tests.conversations.test_moved_by import stands
from tests.front import Front

FACIAL = "Hola, limpieza facial el jueves a las 10 de la mañana"
MASSAGE_MONDAY = "masaje-relajante 23 15:00"


@pytest.mark.parametrize(
    ("lines", "rows"),
    [
        (
            ("cancela mi limpieza del jueves y agéndame un masaje el lunes a las 3", "sí", "sí"),
            [MASSAGE_MONDAY],
        ),
        (
            ("pasa mi limpieza al viernes 27 a las 10 y quiero un masaje el lunes a las 3", *"✓✓"),
            [MASSAGE_MONDAY, "limpieza-facial 27 10:00"],
        ),
        (
            (
                "quiero un masaje el lunes a las 3 y de paso mover mi limpieza al martes a las 10",
                *"✓✓",
            ),
            [MASSAGE_MONDAY, "limpieza-facial 24 10:00"],
        ),
        (
            ("muda minha limpeza pra sexta dia 27 às 10h e coloca no nome de Rosa Dias", "sim"),
            ["limpieza-facial 27 10:00"],
        ),
    ],
)
async def test_each_is_done_after_its_own_yes(
    front: Front, lines: tuple[str, ...], rows: list[str]
) -> None:
    ana = front.customer()
    await book(ana, FACIAL)
    for line in lines:
        await ana.say("sí" if line == "✓" else line)
    assert stands(front) == rows
    if "Rosa" in lines[0]:
        assert front.appointments()[0]["name"] == "Rosa Dias"


async def test_the_same_day_is_that_of_what_was_moved(front: Front) -> None:
    ana = front.customer()
    await book(ana, FACIAL)
    await ana.say(
        "can you move my facial to wednesday at 10, and my husband needs a massage the same day"
    )
    offered = await ana.say("yes")
    assert "Wed Nov 25" in offered
    assert "Fri Nov 20" not in offered


async def test_a_rule_is_told_beside_the_wish(front: Front) -> None:
    ana = front.customer()
    reply = await ana.say("can I cancel the day before? and book me a facial on tuesday at 10")
    assert "4 horas" in reply
    assert "Tue Nov 24, 10:00 am" in reply


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            ("cuánto vale la limpieza facial?", "el martes a las 10 tienen?"),
            "24 de noviembre, 10:00",
        ),
        (("cuánto vale la limpieza facial?", "ok martes a las 10, ¿y aceptan tarjeta?"), "tarjeta"),
        (
            ("cuánto vale la limpieza facial?", "martes a las 10. me recuerdan un día antes?"),
            "10:00",
        ),
    ],
)
async def test_a_day_at_the_offer_to_look_for_one(
    front: Front, lines: tuple[str, str], told: str
) -> None:
    ana = front.customer()
    await ana.say(lines[0])
    reply = await ana.say(lines[1])
    assert told in reply
    assert "martes 24" in reply or "Tue Nov 24" in reply
    assert "no lo tengo" not in reply


@pytest.mark.parametrize(
    "name",
    ["Julián Mora y mi cédula es 1020304050", "Julián Mora, nacido el 12/03/1985"],
)
async def test_a_paper_is_no_part_of_a_name(front: Front, name: str) -> None:
    ana = front.customer()
    for line in (FACIAL, "sí", name):
        await ana.say(line)
    [row] = front.appointments()
    assert row["name"] == "Julián Mora"


@pytest.mark.parametrize(
    "question", ["¿y es con Camila?", "e é com quem?", "so Ana still has Thursday?"]
)
async def test_whose_it_is_is_told_from_the_agenda(front: Front, question: str) -> None:
    ana = front.customer()
    await book(ana, FACIAL)
    reply = await ana.say(question)
    assert "10" in reply
    assert "¿" not in reply


async def test_who_is_in_pain_and_asks_if_it_is_open_is_offered_the_soonest(front: Front) -> None:
    rui = front.customer("5511912345678", tenant="sorriso")
    reply = await rui.say(
        "tô com dor de dente e queria saber se atendem hoje, e quanto custa a consulta"
    )
    assert "R$ 120" in reply
    assert "às 8h30" in reply or "às 9h" in reply
    assert front.rows("select reason from escalations")
