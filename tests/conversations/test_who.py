"""Who does it: whoever has least to do, who was named, who did it the last time."""

import pytest

from tests.conversations.agenda_rules import booked
from tests.front import Front


async def test_anybody_balances_the_load(front: Front) -> None:
    """Three customers without a wish for a person, on one day: nobody gets a second one first."""
    for n, hour in enumerate((9, 11, 3)):
        ana = front.customer(f"57300555010{n}")
        half = "de la tarde" if hour == 3 else "de la mañana"
        await ana.say(f"Hola, un masaje el martes a las {hour} {half}")
        await ana.say("sí")
        await ana.say("Ana Pérez")
    assert [member for _, member, _ in booked(front)] == ["laura", "paula", "laura"]


@pytest.mark.parametrize(
    ("tenant", "said", "yes", "name", "member"),
    [
        ("aurora", "Hola, un masaje con Paula el martes a las 9", "sí", "Ana Pérez", "paula"),
        ("sorriso", "Oi, limpeza com a Juliana na terça às 9h", "sim", "Bia Lima", "juliana"),
        ("aurora", "Hi, a massage with Paula on Tuesday at 9 am", "yes", "Kate Lee", "paula"),
    ],
    ids=["es", "pt", "en"],
)
async def test_who_was_named_it_is(
    front: Front, tenant: str, said: str, yes: str, name: str, member: str
) -> None:
    ana = front.customer(tenant=tenant)
    await ana.say(said)
    await ana.say(yes)
    await ana.say(name)
    assert [row[1] for row in booked(front, tenant)] == [member]


async def test_the_same_person_as_the_last_time_when_free(front: Front) -> None:
    ana = front.customer()
    for said in ("Hola, un masaje con Paula el martes a las 9", "sí", "Ana Pérez", "no"):
        await ana.say(said)
    assert "con Paula Nieto" in await ana.say("quiero otro masaje el jueves a las 9")
    await ana.say("sí")
    assert [row[1] for row in booked(front)] == ["paula", "paula"]


@pytest.mark.parametrize(
    ("tenant", "said", "refusal", "then", "member"),
    [
        (
            "aurora",
            "Hola, láser con Laura el martes a las 3",
            "Laura Méndez no hace ese servicio",
            "con Paula",
            "paula",
        ),
        (
            "aurora",
            "Hola, un peeling con Camila el martes a las 9",
            "Camila Rojas no hace ese servicio. Quien lo hace es Laura Méndez",
            "sí",
            "laura",
        ),
        (
            "sorriso",
            "Oi, limpeza com a Bianca na terça às 9h",
            "Dra. Bianca Moura não faz esse serviço",
            "com a Renata",
            "renata",
        ),
        (
            "aurora",
            "Hi, laser with Laura on Tuesday at 3 pm",
            "Laura Méndez doesn't do that service",
            "with Camila then",
            "camila",
        ),
    ],
    ids=["es", "es only one", "pt", "en"],
)
async def test_who_does_something_else(
    front: Front, tenant: str, said: str, refusal: str, then: str, member: str
) -> None:
    ana = front.customer(tenant=tenant)
    assert refusal in await ana.say(said)
    await ana.say(then)
    await ana.say("ok")
    await ana.say("Ana Pérez")
    assert [row[1] for row in booked(front, tenant)] == [member]


async def test_two_people_of_one_name(front: Front) -> None:
    front.execute("update members set name = 'Laura Rojas' where key = 'camila'")
    ana = front.customer()
    asked = await ana.say("Hola, limpieza facial con Laura el martes a las 3")
    assert "Laura Rojas o Laura Méndez" in asked
    await ana.say("Méndez")
    await ana.say("sí")
    await ana.say("Ana Pérez")
    assert booked(front) == [("limpieza-facial", "laura", "2026-11-24 15:00")]
