"""Professionals who are refused or asked for, by name, by a pronoun, or all at once."""

import pytest

from tests.conversations.test_turned_down import booked, hours, offered, weekdays
from tests.front import Customer, Front

AT_THREE = "2026-11-26 15:00"


async def taken(front: Front, ana: Customer) -> list[tuple[str, str]]:
    """What is booked once the one time on offer is taken."""
    assert booked(front) == []
    await ana.say("sí")
    await ana.say("Ana Pérez")
    return booked(front)


WISH = "Hola, limpieza facial el jueves 26 a las 3 de la tarde"


@pytest.mark.parametrize(
    "text",
    [
        "con ella no",
        "mejor con otra persona",
        "no con ella, por favor",
        "prefiero con otra esteticista",
        "com ela não, por favor",
        "com ele não quero",
        "pode ser com outra profissional?",
        "not with her please",
        "not him, the other one",
        "can I get somebody else?",
        "que no sea Camila",
    ],
)
async def test_the_same_time_with_somebody_else(front: Front, text: str) -> None:
    ana = front.customer()
    assert "Camila" in await ana.say(WISH)
    await ana.say(text)
    assert await taken(front, ana) == [("laura", AT_THREE)]


@pytest.mark.parametrize(
    "text",
    [
        "Hola, limpieza facial el jueves 26 a las 3 de la tarde, sin que sea con Camila",
        "Hola, limpieza facial el jueves 26 a las 3 de la tarde y que no me atienda Camila",
        "Hi, limpieza facial on Thursday the 26th at 3 pm, anyone but Camila",
        "Oi, quero limpieza facial quinta 26 às 15h, sem ser com a Camila",
        "Oi, quero limpieza facial quinta 26 às 15h, não quero a Camila",
    ],
)
async def test_refused_along_with_the_wish(front: Front, text: str) -> None:
    ana = front.customer()
    await ana.say(text)
    assert await taken(front, ana) == [("laura", AT_THREE)]


@pytest.mark.parametrize(
    "anybody",
    ["con la que sea", "bueno, con quien esté", "com qualquer uma", "any of them is fine"],
)
async def test_who_refuses_everybody_hears_that_only_they_do_it(front: Front, anybody: str) -> None:
    ana = front.customer()
    await ana.say(WISH)
    said = await ana.say("ni con Camila ni con Laura")
    assert "Camila Rojas" in said
    assert "Laura Méndez" in said
    await ana.say(anybody)
    assert await taken(front, ana) == [("camila", AT_THREE)]


@pytest.mark.parametrize(
    "text", ["bueno, Camila está bien", "ok, pode ser a Camila", "fine, Camila is ok"]
)
async def test_who_was_refused_is_taken_after_all(front: Front, text: str) -> None:
    ana = front.customer()
    await ana.say(WISH)
    assert "Laura" in await ana.say("con Camila no")
    await ana.say(text)
    assert await taken(front, ana) == [("camila", AT_THREE)]


async def test_the_day_that_only_who_is_refused_works(front: Front) -> None:
    said = await front.customer().say(
        "Hola, limpieza facial el sábado 28 a las 10 de la mañana, pero no con Camila"
    )
    assert "in Camila Rojas" in said
    assert offered(front)
    assert {member for member, _ in offered(front)} == {"laura"}


@pytest.mark.parametrize("text", ["con ella no", "com ela não", "not with her"])
async def test_of_several_it_is_asked_who(front: Front, text: str) -> None:
    ana = front.customer()
    await ana.say("Hola, limpieza facial el jueves 26 por la mañana")
    assert {member for member, _ in offered(front)} == {"camila", "laura"}
    assert "Laura Méndez" in await ana.say(text)
    await ana.say("Laura")
    assert {member for member, _ in offered(front)} == {"camila"}


@pytest.mark.parametrize("text", ["entonces con Camila", "então com a Camila", "with Camila then"])
async def test_another_person_on_the_day_that_was_wished(front: Front, text: str) -> None:
    ana = front.customer()
    await ana.say("Hola, limpieza facial con Laura el 23 de diciembre")
    assert "2026-12-23" not in {at[:10] for _, at in offered(front)}
    await ana.say(text)
    assert {at[:10] for _, at in offered(front)} == {"2026-12-23"}
    assert {member for member, _ in offered(front)} == {"camila"}


@pytest.mark.parametrize(
    "text",
    [
        "Hola, una limpieza facial, pero los martes no, los martes estudio",
        "Oi, uma limpieza facial, mas terça não, terça eu tenho aula",
        "Hi, a limpieza facial but not on Tuesdays, Tuesdays I go to class",
    ],
)
async def test_a_refused_day_is_named_once_more_to_say_why(front: Front, text: str) -> None:
    ana = front.customer()
    await ana.say(text)
    assert offered(front)
    assert 1 not in weekdays(front)
    await ana.say("y por la mañana tampoco")
    assert 1 not in weekdays(front)
    assert all(hour >= "12:00" for hour in hours(front))
    await ana.say("es que los martes voy a la universidad")
    assert 1 not in weekdays(front)
    await ana.say("bueno, el martes sí puedo")
    assert weekdays(front) == {1}
