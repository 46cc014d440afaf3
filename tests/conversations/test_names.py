"""In whose name: taken where it is said, asked about when in doubt, put right when wrong."""

from datetime import timedelta

import pytest

from tests.beginnings import beginning
from tests.front import Customer, Front

WISH = {
    "aurora": "Hola, cejas para el lunes a las 10",
    "sorriso": "Oi, limpeza na segunda às 10h",
}


def names(front: Front) -> list[str]:
    return [row["name"] for row in front.appointments()]


@beginning
async def asked_for_name(front: Front, tenant: str = "aurora", yes: str = "sí") -> Customer:
    """A customer who was just asked in whose name."""
    ana = front.customer(tenant=tenant, name=None)
    await ana.say(WISH[tenant])
    await ana.say(yes)
    assert front.appointments() == []
    return ana


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("sí, Alberto Ruiz", "Alberto Ruiz"),
        ("si la reservo. guadalupe hernández", "Guadalupe Hernández"),
        ("dale, resérvala. Soy Marta Cano", "Marta Cano"),
        ("a las 10 está bien. Inés Bermúdez", "Inés Bermúdez"),
        ("sí porfa, a nombre de Kevin Andrés Lozano CC 1032456789", "Kevin Andrés Lozano"),
        ("sí, Diana Marcela Torres 3102223344", "Diana Marcela Torres"),
        ("10:00 Gabriela Londoño", "Gabriela Londoño"),
        ("sí, ponla a nombre de mi hija Lucía Gómez", "Lucía Gómez"),
        ("sí\nXóchitl Quetzalli", "Xóchitl Quetzalli"),
    ],
)
async def test_a_name_that_came_with_the_yes(front: Front, said: str, name: str) -> None:
    ana = front.customer(name=None)
    await ana.say(WISH["aurora"])
    receipt = await ana.say(said)
    assert f"A nombre de {name}" in receipt
    assert names(front) == [name]


@pytest.mark.parametrize(
    ("tenant", "wish", "said", "name"),
    [
        ("sorriso", WISH["sorriso"], "sim, em nome de Bruna Almeida", "Bruna Almeida"),
        ("sorriso", WISH["sorriso"], "pode ser, João da Silva", "João da Silva"),
        ("aurora", "Hi, a massage on Monday at 10 am", "yes book it, Dave Miller", "Dave Miller"),
        (
            "aurora",
            "Hi, a massage on Monday at 10 am",
            "10 am works. Her name is Lucy Grant",
            "Lucy Grant",
        ),
        (
            "aurora",
            "Hi, a massage on Monday at 10 am",
            "10 am, for Greg Hall, and send the address please",
            "Greg Hall",
        ),
    ],
)
async def test_in_portuguese_and_english(
    front: Front, tenant: str, wish: str, said: str, name: str
) -> None:
    ana = front.customer(tenant=tenant, name=None)
    await ana.say(wish)
    assert name in await ana.say(said)
    assert names(front) == [name]


async def test_with_the_choice_from_a_list(front: Front) -> None:
    ana = front.customer(name=None)
    await ana.say("Hola, una limpieza facial el martes")
    assert "A nombre de Ana Gil" in await ana.say("la 1, Ana Gil")
    assert names(front) == ["Ana Gil"]


async def test_said_at_the_beginning_it_is_not_asked_for(front: Front) -> None:
    ana = front.customer(name="Mami de Sofi")
    await ana.say(
        "buenas, una cita para mi mamá, un masaje, ella se llama Rosalba Pinzón, el lunes a las 3 pm"
    )
    assert "A nombre de Rosalba Pinzón" in await ana.say("sí por favor")
    assert names(front) == ["Rosalba Pinzón"]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("a nombre de ella, rosalba pinzon", "Rosalba Pinzon"),
        ("Se llama Rosa Pérez", "Rosa Pérez"),
        ("ana maría de la cruz", "Ana María de la Cruz"),
        ("ROSA PEREZ", "Rosa Perez"),
        ("o'neil ruiz", "O'Neil Ruiz"),
        ("Jean-Luc Dubois", "Jean-Luc Dubois"),
        ("Ng Wei", "Ng Wei"),
        ("domingo pérez", "Domingo Pérez"),
        ("ya te lo di, Kevin Andrés Lozano", "Kevin Andrés Lozano"),
        ("Ana", "Ana"),
    ],
)
async def test_answers_to_the_question(front: Front, said: str, name: str) -> None:
    ana = await asked_for_name(front)
    assert f"A nombre de {name}" in await ana.say(said)
    assert names(front) == [name]


@pytest.mark.parametrize("said", ["Sol", "Luz", "Flor", "esperanza", "Ñandú", "Lua", "Citlalmina"])
async def test_what_is_a_word_as_well_is_asked_about_once(front: Front, said: str) -> None:
    ana = await asked_for_name(front)
    asked = await ana.say(said)
    assert said.capitalize() in asked
    assert front.appointments() == []
    assert [title for _, title in ana.options] == ["Sí", "No"]
    await ana.tap("Sí")
    assert names(front) == [said.capitalize()]


async def test_no_to_the_name_asks_for_it_again(front: Front) -> None:
    ana = await asked_for_name(front)
    await ana.say("luz")
    assert "?" in await ana.say("no")
    assert front.appointments() == []
    await ana.say("Luz Marina Vega")
    assert names(front) == ["Luz Marina Vega"]


async def test_two_odd_answers_are_taken_word_for_word_after_a_yes(front: Front) -> None:
    ana = await asked_for_name(front)
    await ana.say("el gordo")
    assert front.appointments() == []
    assert "Gordo" in await ana.say("el gordo")
    assert front.appointments() == []
    await ana.say("sí")
    assert names(front) == ["Gordo"]


@pytest.mark.parametrize(
    ("tenant", "yes", "said"),
    [
        ("aurora", "sí", "no, está bien así, yo puedo"),
        ("aurora", "sí", "soy mamá primeriza"),
        ("aurora", "sí", "voy a ver con mi esposo"),
        ("aurora", "sí", "para mi mamá"),
        ("aurora", "sí", "a nombre de la misma persona"),
        ("aurora", "sí", "soy alérgica al látex"),
        ("sorriso", "sim", "vou ver com meu marido"),
        ("sorriso", "sim", "depois eu te falo"),
        ("sorriso", "sim", "é pra mim mesma"),
    ],
)
async def test_what_is_no_name_books_nothing(
    front: Front, tenant: str, yes: str, said: str
) -> None:
    ana = await asked_for_name(front, tenant, yes)
    await ana.say(said)
    assert front.appointments() == []
    assert front.rows("select name from contacts where name is not null") == []


async def test_words_in_the_first_wish_are_no_name(front: Front) -> None:
    ana = front.customer(name=None)
    await ana.say("Hi, I'm looking for a massage for my son on Monday November 23 at 10 am")
    assert "name" in await ana.say("yes please")
    assert front.appointments() == []


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("no, a nombre de Rosalba Pinzón, quedó mal el nombre", "Rosalba Pinzón"),
        ("mi nombre es Rosalba Pinzón", "Rosalba Pinzón"),
        ("no!! no quiero moverla, solo corregir el nombre, es Rosalba Pinzón", "Rosalba Pinzón"),
        ("quiero cambiar el nombre de la cita por favor, es Rosalba Pinzón", "Rosalba Pinzón"),
        ("el nombre está mal, es rosalba pinzón", "Rosalba Pinzón"),
        ("no es Pinzon, es Pinzón", "Rosalba Pinzón"),
    ],
)
async def test_a_wrong_name_is_put_right_after_booking(front: Front, said: str, name: str) -> None:
    ana = await asked_for_name(front)
    await ana.say("a nombre de Rosalba Pinzon")
    receipt = await ana.say(said)
    assert "Nombre corregido" in receipt
    assert f"A nombre de {name}" in receipt
    assert "record" in receipt.splitlines()[-1], "the open question is picked up"
    assert names(front) == [name]
    assert front.rows("select name from contacts where phone is not null") == [{"name": name}]
    assert front.rows("select granted from contact_authorizations") == []


async def test_a_yes_to_reminders_and_a_wrong_name(front: Front) -> None:
    kelly = front.customer(name=None)
    await kelly.say("Hi, a massage on Monday at 10 am")
    await kelly.say("yes, Kelly Browne")
    assert "full name" in await kelly.say("yes. but the name is wrong, please fix it")
    assert front.rows("select granted from contact_authorizations") == [{"granted": True}]
    receipt = await kelly.say("Kelly Brown")
    assert "Name corrected" in receipt
    assert "For Kelly Brown" in receipt
    assert "Kelly Brown" in await kelly.say("did you change the name?")
    assert names(front) == ["Kelly Brown"]


async def test_one_word_of_it_in_portuguese_and_english(front: Front) -> None:
    bia = await asked_for_name(front, "sorriso", "sim")
    await bia.say("em nome de Bruno Almeida")
    await bia.say("não")
    assert "Em nome de Bruna Almeida" in await bia.say("o nome está errado, é Bruna, não Bruno")
    john = front.customer("447700900123", name=None)
    await john.say("Hi, a massage on Tuesday at 10 am")
    await john.say("yes, John Smyth")
    assert "For John Smith" in await john.say("it's Smith not Smyth, you misspelled my name")
    assert names(front) == ["Bruna Almeida", "John Smith"]


async def test_days_later_and_one_of_two(front: Front) -> None:
    ana = await asked_for_name(front)
    await ana.say("Ana Peres")
    await ana.say("no")
    await ana.say("quiero también un masaje el martes a las 3 de la tarde")
    await ana.say("sí")
    await front.pass_time(timedelta(days=1).total_seconds())
    asked = await ana.say("quiero corregir el nombre de la cita de masaje, es Ana Pérez")
    if "corregido" not in asked:
        await ana.say("el masaje")
    assert sorted(names(front)) == ["Ana Peres", "Ana Pérez"]


async def test_before_booking_the_right_name_replaces_the_wrong_one(front: Front) -> None:
    ana = front.customer(name=None)
    await ana.say("Hola, soy Ana Peres, quiero cejas el lunes a las 10")
    await ana.say("perdón, el nombre está mal, es Ana Pérez")
    assert "A nombre de Ana Pérez" in await ana.say("sí")
    assert names(front) == ["Ana Pérez"]


async def test_a_known_customer_who_says_her_first_name_is_herself(front: Front) -> None:
    ana = await asked_for_name(front)
    await ana.say("Ana Pérez")
    await ana.say("no")
    await ana.say("hola, soy Ana, quiero un masaje el martes a las 3 de la tarde")
    await ana.say("sí")
    assert names(front) == ["Ana Pérez", "Ana Pérez"]


async def test_another_customers_appointment_keeps_its_name(front: Front) -> None:
    ana = await asked_for_name(front)
    await ana.say("Ana Pérez")
    eva = front.customer("573005550199", name=None)
    await eva.say("quedó mal el nombre, es Eva Ruiz")
    assert names(front) == ["Ana Pérez"]


async def test_thanks_and_a_name_on_a_second_booking(front: Front) -> None:
    ana = await asked_for_name(front)
    await ana.say("Ana Pérez")
    await ana.say("no gracias")
    await ana.say("ahora una limpieza facial el martes a las 10 am para mi hija Lucía Vega")
    await ana.say("sí")
    assert sorted(names(front)) == ["Ana Pérez", "Lucía Vega"]
    assert front.rows("select name from contacts where phone is not null") == [
        {"name": "Ana Pérez"}
    ]


@pytest.mark.parametrize("said", ["mejor a las 11, Ana Gil", "no, mejor a las 11. Ana Gil"])
async def test_a_name_with_another_time_books_nothing_that_was_not_offered(
    front: Front, said: str
) -> None:
    ana = await asked_for_name(front)
    assert "11:00" in await ana.say(said)
    assert front.appointments() == []
    await ana.say("sí")
    assert [(row["name"], row["local"].hour) for row in front.appointments()] == [("Ana Gil", 11)]


async def test_a_name_that_came_with_a_question_is_remembered(front: Front) -> None:
    marta = front.customer(name=None)
    await marta.say("Hola, mi nombre es Marta Ruiz, ¿cuánto cuesta el diseño de cejas?")
    await marta.say("quiero cejas para el lunes a las 10")
    assert "A nombre de Marta Ruiz" in await marta.say("sí")


async def test_nobody_is_booked_on_a_no(front: Front) -> None:
    ana = front.customer(name=None)
    await ana.say(WISH["aurora"])
    assert "10:00" in await ana.say("no, a nombre de Rosa Gil")
    assert front.appointments() == []
    await ana.say("sí")
    assert names(front) == ["Rosa Gil"]


async def test_two_people_in_one_answer_are_asked_about(front: Front) -> None:
    ana = await asked_for_name(front)
    asked = await ana.say("Ana Pérez y Luis Gómez")
    assert "para Ana Pérez o para Luis Gómez?" in asked
    assert front.appointments() == []
    assert ana.options == [], "which of two is no question for a yes"
    await ana.say("luis")
    assert names(front) == ["Luis Gómez"]
