"""A yes with a contradiction, a refused day that is named, and what only makes sure: nothing of it books."""

import pytest

from tests.beginnings import beginning
from tests.conversations.test_changes import book
from tests.conversations.test_moved_by import stands
from tests.conversations.test_turned_down import offered
from tests.front import Customer, Front


@pytest.mark.parametrize(
    "answer",
    [
        "Jose Gil. y mejor q sea con otra persona q no sea camila",
        "Jose Gil, pero que no sea con Camila",
        "Jose Gil, mas não com a Camila",
        "Jose Gil, but not with Camila please",
    ],
)
async def test_a_name_and_somebody_else(front: Front, answer: str) -> None:
    ana = front.customer()
    await ana.say("Hola, depilación láser con Camila el miércoles 25 a las 6 pm")
    await ana.say("sí")
    await ana.say(answer)
    assert stands(front) == []
    assert "camila" not in {who for who, _ in offered(front)}
    await ana.say("sí")
    rows = [(row["member"], f"{row['local']:%H:%M}", row["name"]) for row in front.appointments()]
    assert rows == [("paula", "18:00", "Jose Gil")]


@pytest.mark.parametrize(
    "answer",
    [
        "si pero con la misma muchacha camila, ella me gusta",
        "sim, mas com a mesma moça, a Camila",
        "yes but with the same girl, Camila",
    ],
)
async def test_a_move_only_with_the_same_person(front: Front, answer: str) -> None:
    other = front.customer("573005550199", name="Eva")
    await book(other, "Hola, limpieza facial con Camila el jueves 26 a las 4", "Eva Gil")
    ana = front.customer()
    await book(ana, "Hola, limpieza facial con Camila el martes 24 a las 3")
    await ana.say("muévela al jueves 26 a las 4 con quien sea")
    assert {who for who, _ in offered(front)} == {"laura"}
    await ana.say(answer)
    assert "limpieza-facial 24 15:00" in stands(front)
    assert {who for who, _ in offered(front)} == {"camila"}


@pytest.mark.parametrize(
    ("wish", "answer"),
    [
        ("masaje relajante on december 8", "No, the 7th I am travelling. The 9th at 9:30 is good."),
        (
            "masaje relajante on december 8",
            "No, 7 I am travelling. 9 at 9:30 is good. But the payment I can divide in 2 times?",
        ),
        (
            "masaje relajante el 8 de diciembre",
            "no, el 7 estoy de viaje. el 9 a las 9:30 está bien",
        ),
        (
            "quero masaje relajante dia 8 de dezembro",
            "não, dia 7 tô viajando. dia 9 às 9:30 tá bom",
        ),
    ],
)
async def test_a_refused_day_is_never_booked(front: Front, wish: str, answer: str) -> None:
    ana = front.customer()
    await ana.say(wish)
    await ana.say(answer)
    if [at for _, at in offered(front)] == ["2026-12-09 09:30"]:
        await ana.say("ok")
    await ana.say("Ana Pérez")
    assert stands(front) == ["masaje-relajante 09 09:30"]


@pytest.mark.parametrize(
    "wish",
    [
        "ih mano deu ruim na quinta, da pra jogar pra sexta 27 depois das 16? e tem q pagar antes?",
        "n precisa, so remarca meu masaje pra sexta 27 dps das 16",
        "no hace falta, solo reagéndame el masaje para el viernes 27 después de las 4",
        "no need, just reschedule my masaje to friday 27 after 4 pm",
    ],
)
async def test_a_move_makes_no_second_booking(front: Front, wish: str) -> None:
    ana = front.customer()
    await book(ana, "Oi, masaje relajante na quinta 26 às 15h", "Cauã Lima")
    await ana.say("que documentos piden para el plan novias internacional?")
    await ana.say(wish)
    assert {at[:10] for _, at in offered(front)} == {"2026-11-27"}
    await ana.tap(ana.options[0][1])
    assert [one[:19] for one in stands(front)] == ["masaje-relajante 27"]


async def test_somebody_elses_other_service_moves_nothing(front: Front) -> None:
    ana = front.customer()
    await book(ana, "hi, limpieza facial wednesday 25 11am", "Darren Pike")
    await ana.say("sweet. now chloe marsh, masaje relajante, wed 25 same time")
    await ana.say("masaje mate, not the limpieza. chloe marsh, wed 25th 11am")
    await ana.say("yes")
    rows = [
        (row["service"], f"{row['local']:%d %H:%M}", row["name"]) for row in front.appointments()
    ]
    assert sorted(rows) == [
        ("limpieza-facial", "25 11:00", "Darren Pike"),
        ("masaje-relajante", "25 11:00", "Chloe Marsh"),
    ]


@beginning
async def with_massage(front: Front) -> Customer:
    ana = front.customer()
    await book(ana, "Hola, masaje relajante el jueves 26 a las 3")
    return ana


@pytest.mark.parametrize(
    "text",
    [
        "já marquei homi, quinta 15h. tá valendo né?",
        "não! só quero saber se meu horário tá marcado",
        "sigo con mi hora del jueves a las 3 cierto?",
        "¿quedó la del jueves a las 3?",
        "ya la agendé, está en pie no?",
        "did that one go through?",
        "and mine? masaje thursday at 3, did that one go through?",
    ],
)
async def test_who_makes_sure_is_told_and_offered_nothing(front: Front, text: str) -> None:
    ana = await with_massage(front)
    reply = await ana.say(text)
    assert "3:00" in reply or "15h" in reply, reply
    assert not ana.options
    await ana.say("ok")
    assert stands(front) == ["masaje-relajante 26 15:00"]


@pytest.mark.parametrize(
    "text",
    [
        "é só o masaje do mês tá, já faço aí com vocês",
        "es solo el masaje del mes, ya voy con ustedes",
        "it's only the masaje of the month, i already come to you",
    ],
)
async def test_only_what_is_booked_books_nothing(front: Front, text: str) -> None:
    ana = await with_massage(front)
    await ana.say(text)
    assert not ana.options
    assert stands(front) == ["masaje-relajante 26 15:00"]
