"""A clear no takes nothing that waits, and what is said of days before holds later."""

import pytest

from tests.conversations.test_changes import book
from tests.conversations.test_moved_by import stands
from tests.front import Front

THE_16TH = "Hola, masaje relajante el 16 de diciembre a las 3 de la tarde"


@pytest.mark.parametrize(
    ("move", "no"),
    [
        ("muévela al martes a las 4", "no!! la mía se queda. Dije el martes a las 4 la de Beto"),
        ("passa pra terça às 16h", "não!! a minha fica. Falei terça às 16h a do Beto"),
        ("move it to tuesday 4 pm", "no!! mine stays. I said Beto's, tuesday 4 pm"),
        ("move it to tuesday 4 pm", "nope. tuesday 4 pm was for Beto"),
    ],
)
async def test_a_clear_no_moves_nothing(front: Front, move: str, no: str) -> None:
    ana = front.customer()
    await book(ana, THE_16TH)
    await ana.say(move)
    await ana.say(no)
    assert stands(front) == ["masaje-relajante 16 15:00"]


@pytest.mark.parametrize(
    "no", ["no! a las 3 del martes no", "não. terça às 15h não", "no, I never said tuesday at 3"]
)
async def test_a_clear_no_books_nothing(front: Front, no: str) -> None:
    ana = front.customer()
    await ana.say("Hola, limpieza facial el martes a las 3. Soy Ana Pérez")
    await ana.say(no)
    assert front.appointments() == []


@pytest.mark.parametrize(
    ("wish", "no"),
    [
        (
            "limpieza facial el martes a las 3",
            "NO, es el miercoles 2 a las 3, el martes no puedo",
        ),
        (
            "quero limpieza facial na terça às 15h",
            "NÃO, é na quarta dia 2 às 15h, terça não posso",
        ),
        (
            "limpieza facial on tuesday at 3pm",
            "NO, it's wednesday the 2nd at 3, I can't on tuesday",
        ),
    ],
)
async def test_a_no_right_after_a_booking_moves_it(front: Front, wish: str, no: str) -> None:
    ana = front.customer()
    for text in (wish, "sí", "Diego Paz", no):
        await ana.say(text)
    assert stands(front) == ["limpieza-facial 24 15:00"]
    await ana.say("sí")
    assert stands(front) == ["limpieza-facial 02 15:00"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("pasa mi cita a la otra semana a la misma hora", 23),
        ("muévela para el martes de la próxima semana a la misma hora", 22),
        ("passa pra semana que vem no mesmo horário", 23),
        ("can you move it to the same time next week?", 23),
        ("can you move it to the next day, same time?", 17),
    ],
)
async def test_the_weeks_of_a_move_count_from_the_appointment(
    front: Front, text: str, day: int
) -> None:
    ana = front.customer()
    await book(ana, THE_16TH)
    await ana.say(text)
    await ana.say("sí")
    assert stands(front) == [f"masaje-relajante {day} 15:00"]


@pytest.mark.parametrize(
    "text",
    [
        "can you put the masaje earlier, like 9am same day?",
        "¿puede ser más temprano, a las 9 el mismo día?",
        "dá pra ser mais cedo, às 9h no mesmo dia?",
        "move my 3pm masaje to 9am Wednesday",
    ],
)
async def test_the_same_day_is_that_of_the_appointment(front: Front, text: str) -> None:
    ana = front.customer()
    await book(ana, THE_16TH)
    await ana.say(text)
    await ana.say("sí")
    assert stands(front) == ["masaje-relajante 16 09:00"]


@pytest.mark.parametrize(
    ("wish", "days"),
    [
        ("masaje relajante, solo después de las 4", "¿puede ser miércoles o jueves?"),
        ("quero masaje relajante, só depois das 16", "pode ser quarta ou quinta?"),
        ("masaje relajante, only after 4 pm", "could it be wednesday or thursday?"),
    ],
)
async def test_hours_said_before_bound_other_days(front: Front, wish: str, days: str) -> None:
    ana = front.customer()
    await ana.say(wish)
    await ana.say(days)
    offered = [title for _, title in ana.options]
    assert len(offered) > 1
    assert not any(hour in title for title in offered for hour in (" 8:00", " 8h", "10:00", " 10h"))
    await ana.tap(offered[0])
    await ana.say("Ana Pérez")
    assert stands(front) == ["masaje-relajante 25 16:00"]


@pytest.mark.parametrize(
    ("price", "yes"),
    [
        ("¿cuánto cuesta el masaje relajante?", "sí, el martes o el miércoles después de las 5"),
        ("quanto custa masaje relajante?", "sim, terça ou quarta depois das 17"),
        ("how much is masaje relajante?", "yes, tuesday or wednesday after 5 pm"),
    ],
)
async def test_a_yes_with_days_and_hours_is_searched_so(front: Front, price: str, yes: str) -> None:
    ana = front.customer()
    await ana.say(price)
    await ana.say(yes)
    await ana.tap(ana.options[0][1])
    await ana.say("Ana Pérez")
    assert stands(front) == ["masaje-relajante 24 17:00"]


@pytest.mark.parametrize("hour", ["4.30 is fine", "4.30 está bien", "430 pls", "4.30 tá bom"])
async def test_hours_with_a_dot_or_none(front: Front, hour: str) -> None:
    ana = front.customer()
    await ana.say("masaje relajante el jueves después de las 4. Soy Ana Pérez")
    await ana.say(hour)
    if not front.appointments():
        await ana.say("Ana Pérez")
    assert stands(front) == ["masaje-relajante 26 16:30"]


@pytest.mark.parametrize(
    "which", ["the december one", "la de diciembre", "a de dezembro", "Mon 7, 4:00 pm"]
)
async def test_which_one_is_told_by_month_or_title(front: Front, which: str) -> None:
    ana = front.customer()
    await book(ana, "masaje relajante el 7 de diciembre a las 4 de la tarde")
    await book(ana, "otra cita: masaje relajante el 4 de enero a las 4 de la tarde")
    await ana.say("I want to move an appointment")
    await ana.say(which)
    await ana.say("9 december at 4 pm")
    await ana.say("yes")
    assert stands(front) == ["masaje-relajante 09 16:00", "masaje-relajante 04 16:00"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("masaje relajante el miércoles 25, después de las 6:30 de la tarde", "las 7"),
        ("masaje relajante na quarta dia 25, depois das 18h30", "19h"),
        ("masaje relajante wednesday 25, after 6:30 pm", "7:00"),
    ],
)
async def test_past_the_last_start_is_not_fully_booked(front: Front, text: str, says: str) -> None:
    ana = front.customer()
    said = await ana.say(text)
    assert says in said.partition("•")[0], said
    assert not any(word in said for word in ("ya no hay cupo", "já não há vaga", "fully booked"))
