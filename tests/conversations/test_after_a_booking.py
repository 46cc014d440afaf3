"""What is said around an appointment that stands: one more for somebody else, that they come, that it is enough."""

import pytest

from tests.conversations.reminding import book
from tests.conversations.test_moved_by import stands
from tests.front import Front

FACIAL = "Hola, limpieza facial el jueves a las 10 de la mañana"
STOOD = ["limpieza-facial 26 10:00"]


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("And my son at 11 please, Leo Cole", "yes"), "Leo Cole"),
        (("y mi hermana a las 11, Rosa Paz", "sí"), "Rosa Paz"),
        (("e meu marido às 11h, Beto Reis", "sim"), "Beto Reis"),
    ],
)
async def test_one_more_for_somebody_else_renames_nothing(
    front: Front, lines: tuple[str, str], name: str
) -> None:
    ana = front.customer()
    for line in (FACIAL, "sí", "Ana Pérez", *lines):
        await ana.say(line)
    rows = [(row["name"], f"{row['local']:%H:%M}") for row in front.appointments()]
    assert rows == [("Ana Pérez", "10:00"), (name, "11:00")]


@pytest.mark.parametrize(
    "farewell",
    [
        "llego allá el jueves, gracias",
        "deixa quieto, chego lá quinta, tchau",
        "I'll be there thursday",
    ],
)
async def test_who_says_that_they_come_is_offered_nothing(front: Front, farewell: str) -> None:
    ana = front.customer()
    await book(ana, FACIAL)
    assert "?" not in await ana.say(farewell)
    assert stands(front) == STOOD


async def test_no_only_the_one_that_stands(front: Front) -> None:
    ana = front.customer()
    await book(ana, FACIAL)
    assert "jueves 26" in await ana.say("quiero una limpieza facial")
    assert "✅" not in await ana.say("no, es solo la del jueves")
    assert stands(front) == STOOD


@pytest.mark.parametrize(
    "question", ["¿ya cancelaron la mía?", "cancelou a minha né?", "did you cancel mine?"]
)
async def test_whether_it_was_cancelled_cancels_nothing(front: Front, question: str) -> None:
    ana = front.customer()
    await book(ana, FACIAL)
    reply = await ana.say(question)
    assert "26" in reply
    assert not any(word in reply for word in ("cancelo", "Cancelo", "Should I cancel"))


@pytest.mark.parametrize(
    "exchange",
    [
        "I mean swap it. Friday 27 at 10 instead of Thursday",
        "mejor el viernes 27 a las 10 en vez del jueves",
    ],
)
async def test_one_day_for_another_moves(front: Front, exchange: str) -> None:
    ana = front.customer()
    await book(ana, FACIAL)
    await ana.say(exchange)
    await ana.say("sí")
    assert stands(front) == ["limpieza-facial 27 10:00"]


async def test_a_note_beside_a_yes_is_kept(front: Front) -> None:
    ana = front.customer()
    await ana.say(FACIAL)
    reply = await ana.say("sí, Ana Mora. soy alérgica al látex, anótalo por favor")
    assert "Anotado" in reply
    assert front.appointments()[0]["name"] == "Ana Mora"
    [note] = front.rows("select body from contact_notes")
    assert "látex" in note["body"]


async def test_two_works_while_reminders_are_asked_about(front: Front) -> None:
    ana = front.customer()
    for line in (FACIAL, "sí", "Ana Pérez"):
        await ana.say(line)
    await ana.say(
        "mejor pásala a las 11 y agéndame un masaje relajante el jueves a las 3 de la tarde"
    )
    for _ in range(2):
        await ana.say("sí")
    assert stands(front) == ["limpieza-facial 26 11:00", "masaje-relajante 26 15:00"]


@pytest.mark.parametrize(
    "question", ["¿a qué hora es la de mi mamá?", "que horas é a consulta da minha mãe?"]
)
async def test_another_persons_hour_is_not_their_own(front: Front, question: str) -> None:
    ana = front.customer()
    await book(ana, FACIAL)
    reply = await ana.say(question)
    assert reply.startswith(("No veo", "Não vejo"))


async def test_a_card_alone_is_one_to_pay_with(front: Front) -> None:
    assert "efectivo" in await front.customer().say("entonces tarjeta sí o no?")


async def test_the_first_one_and_a_name_for_one_of_two(front: Front) -> None:
    ana = front.customer()
    await ana.say("limpieza para mí y masaje para mi esposo el martes en la mañana")
    assert "✅" in await ana.say("la primera. soy Ana Lee")
    assert [row["name"] for row in front.appointments()] == ["Ana Lee"]
