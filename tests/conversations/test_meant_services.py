"""Services in another form of their word, alone among those named, in pieces; a doctor by the title."""

import pytest

from tests.conversations.test_turned_down import booked, offered, weekdays
from tests.front import Front


@pytest.mark.parametrize(
    ("tenant", "pieces", "price"),
    [
        ("aurora", ("limpieza facial", "jueves", "por la tarde", "cuánto"), "140"),
        ("aurora", ("limpieza facial", "thursday", "afternoon", "how much"), "140"),
        ("sorriso", ("limpeza", "quinta", "de tarde", "quanto é"), "220"),
    ],
)
async def test_a_price_among_the_pieces_of_a_wish(
    front: Front, tenant: str, pieces: tuple[str, ...], price: str
) -> None:
    reply = await front.customer(tenant=tenant).say(*pieces)
    assert price in reply
    assert {at[:10] for _, at in offered(front)} == {"2026-11-26"}


async def test_clean_is_a_cleaning(front: Front) -> None:
    ana = front.customer(tenant="sorriso")
    reply = await ana.say("Morning, any chance of a clean on Thursday 26th at 3 pm?")
    assert "Nov 26, 3:00 pm" in reply


async def test_the_one_that_alone_is_wanted(front: Front) -> None:
    ana = front.customer(tenant="sorriso")
    await ana.say("preciso apertar o aparelho, quarta depois das 16 tem?")
    reply = await ana.say("é só a manutenção do mês ta, ja uso aparelho ai com vcs")
    assert "Manutenção" in reply
    assert "Avaliação" not in reply


@pytest.mark.parametrize(
    "said",
    [
        "quiero una valoración con la doctora para el jueves por la tarde",
        "I want a valoración with the doctor on Thursday afternoon",
    ],
)
async def test_the_only_doctor(front: Front, said: str) -> None:
    await front.customer().say(said)
    assert {at[:10] for _, at in offered(front)} == {"2026-11-26"}


async def test_any_of_several_doctors(front: Front) -> None:
    await front.customer(tenant="sorriso").say("quero uma limpeza com a doutora na quinta")
    assert {at[:10] for _, at in offered(front)} == {"2026-11-26"}


@pytest.mark.parametrize(
    "said",
    [
        "listo, entonces inscríbame a la niña en ese del sábado 28",
        "ok, sign her up for saturday 28 then",
        "ok, então inscreve a menina no sábado 28",
    ],
)
async def test_signing_up_books_what_was_spoken_of(front: Front, said: str) -> None:
    ana = front.customer(name=None)
    await ana.say("¿cuánto vale la limpieza facial?")
    assert "equipo" in await ana.say("¿venden helados de fresa?"), "offers to tell a person"
    await ana.say(said)
    assert front.rows("select 1 from escalations") == []
    assert booked(front) == []
    assert {at[:10] for _, at in offered(front)} == {"2026-11-28"}


@pytest.mark.parametrize(
    "said",
    [
        "El jueves a las 3 de la tarde",
        "Na quinta às 3 da tarde, por favor",
        "On Thursday at 3 in the afternoon",
    ],
)
async def test_a_time_said_first_is_kept(front: Front, said: str) -> None:
    ana = front.customer()
    assert "limpieza facial" in (await ana.say(said)).lower(), "asks for what"
    reply = await ana.say("limpieza facial")
    assert "26" in reply
    assert "3:00" in reply or "15h" in reply


@pytest.mark.parametrize(
    "said", ["¿Quién ganó el partido anoche?", "Quem ganhou o jogo ontem?", "who won the match?"]
)
async def test_the_world_is_no_day(front: Front, said: str) -> None:
    ana = front.customer()
    assert "¿Para qué" not in await ana.say(said)
    assert offered(front) == []


async def test_a_whole_name_is_no_second_service(front: Front) -> None:
    """ "Aparelho" alone is orthodontics; in the other's own name it is nothing besides."""
    joao = front.customer("5511987654321", tenant="sorriso", name="João")
    reply = await joao.say("quero marcar manutenção do aparelho na segunda às 10h")
    assert "Ortodontia" not in reply
    assert offered(front)


@pytest.mark.parametrize(
    "wish",
    [
        "hi, can i get a limpieza facial on tuesday morning? and can i pay by card?",
        "could we get a limpieza facial tuesday in the morning",
    ],
)
async def test_a_wish_that_is_asked_is_a_wish(front: Front, wish: str) -> None:
    reply = await front.customer().say(wish)
    assert weekdays(front) == {1}, reply
