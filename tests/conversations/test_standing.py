"""What stands already is no wish; what was booked a minute ago can be taken back; a no and a wish are both
heard."""

import pytest

from tests.beginnings import beginning
from tests.front import Customer, Front


def services(front: Front) -> list[tuple[str, str]]:
    return [(row["service"], f"{row['local']:%Y-%m-%d %H:%M}") for row in front.appointments()]


@beginning
async def cleaned(front: Front, wish: str, yes: str, no: str) -> Customer:
    """A customer of the clinic who has a facial on Monday, 7 December, at 9."""
    ana = front.customer()
    await ana.say(wish)
    await ana.say(yes)
    await ana.say("Marlene Couto")
    await ana.say(no)
    assert services(front) == [("limpieza-facial", "2026-12-07 09:00")]
    return ana


ES = ("Limpieza facial el lunes 7 de diciembre a las 9 am", "sí", "no gracias")
PT = ("Quero limpieza facial na segunda dia 7 de dezembro às 9h", "sim", "não obrigada")
EN = ("I want a limpieza facial on Monday December 7 at 9am", "yes", "no thanks")


@pytest.mark.parametrize(
    ("words", "visit", "text"),
    [
        (ES, "quiero limpieza facial y diseño de cejas el lunes 7 a las 10", "no, la limpieza ya está a las 9, solo las cejas a las 10:30"),
        (PT, "quero limpieza facial e diseño de cejas segunda dia 7 às 10h", "não, a limpieza já tá marcada às 9! só as cejas às 10h30"),
        (EN, "I want limpieza facial and cejas on Monday Dec 7 at 10am", "no, I already have the limpieza at 9, only the cejas at 10:30"),
    ],
)  # fmt: skip
async def test_what_stands_is_taken_out_of_the_plan(
    front: Front, words: tuple[str, str, str], visit: str, text: str
) -> None:
    ana = await cleaned(front, *words)
    await ana.say(visit)
    await ana.say(text)
    await ana.say(words[1])
    assert services(front) == [
        ("limpieza-facial", "2026-12-07 09:00"),
        ("diseno-de-cejas", "2026-12-07 10:30"),
    ]


@pytest.mark.parametrize(
    ("words", "text", "at"),
    [
        (ES, "y unas cejas justo después de la limpieza", "10:00"),
        (ES, "y unas cejas justo antes de la limpieza", "08:30"),
        (PT, "quero cejas logo depois da limpieza", "10:00"),
        (PT, "quero cejas, segunda logo depois da limpieza, tipo 10h15 ou 10h30", "10:30"),
        (EN, "can I get cejas right after my limpieza?", "10:00"),
    ],
)
async def test_what_stands_bounds_the_time_of_another_service(
    front: Front, words: tuple[str, str, str], text: str, at: str
) -> None:
    ana = await cleaned(front, *words)
    await ana.say(text)
    await ana.say(words[1])
    assert ("diseno-de-cejas", f"2026-12-07 {at}") in services(front)
    assert len(services(front)) == 2


@pytest.mark.parametrize(
    ("words", "question", "text"),
    [
        (ES, "¿mi esposo puede grabar con un dron?", "no hace falta avisar. cancela la limpieza por favor"),
        (PT, "meu marido pode filmar com um drone?", "não precisa avisar. cancela a limpieza por favor"),
        (EN, "can my husband film with a drone?", "no need, please cancel my appointment"),
    ],
)  # fmt: skip
async def test_a_no_with_a_wish_behind_it_is_that_wish(
    front: Front, words: tuple[str, str, str], question: str, text: str
) -> None:
    ana = await cleaned(front, *words)
    await ana.say(question)
    assert "7" in await ana.say(text)
    await ana.say(words[1])
    assert services(front) == []


@pytest.mark.parametrize(("minutes", "left"), [(5, 0), (20, 1)])
async def test_a_booking_of_just_now_can_be_taken_back(
    front: Front, minutes: int, left: int
) -> None:
    ana = front.customer()
    await ana.say("Hola, cejas para hoy a las 2 de la tarde")  # within the four hours of the rule
    await ana.say("sí")
    await ana.say("Ana Pérez")
    await ana.say("no gracias")
    await front.pass_time(minutes * 60)
    await ana.say("me equivoqué, cancela la cita")
    assert len(services(front)) == 1  # proposed first
    await ana.say("sí")
    assert len(services(front)) == left
