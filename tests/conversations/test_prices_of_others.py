"""The price of something is never told as that of what was spoken of before."""

import pytest

from tests.front import Front


@pytest.mark.parametrize(
    ("tenant", "wish", "question", "told"),
    [
        ("sorriso", "limpeza na terça às 10h", "sim, e qual o valor de duas restaurações?", "280"),
        ("sorriso", "limpeza na terça às 10h", "e quanto custam as extrações?", "450"),
        ("aurora", "limpieza facial el martes a las 10", "¿y cuánto valen dos masajes?", "130"),
    ],
)
async def test_of_another_service(
    front: Front, tenant: str, wish: str, question: str, told: str
) -> None:
    ana = front.customer(tenant=tenant)
    await ana.say(wish)
    reply = await ana.say(question)
    assert told in reply.partition("\n")[0]


@pytest.mark.parametrize(
    ("tenant", "wish", "question", "said"),
    [
        (
            "aurora",
            "limpieza facial el martes a las 10",
            "¿cuánto cuesta el microblading?",
            "lista",
        ),
        (
            "aurora",
            "limpieza facial el martes a las 10",
            "y el relleno de labios cuánto sale",
            "lista",
        ),
        ("sorriso", "limpeza na terça às 10h", "quanto custa faceta de porcelana?", "lista"),
        ("aurora", "a facial on Tuesday at 10", "how much is a root canal btw?", "list"),
    ],
)
async def test_of_what_is_not_here(
    front: Front, tenant: str, wish: str, question: str, said: str
) -> None:
    ana = front.customer(tenant=tenant)
    await ana.say(wish)
    reply = await ana.say(question)
    assert said in reply.partition("\n")[0].partition(".")[0]


@pytest.mark.parametrize("more", ["y la espalda", "y las piernas?"])
async def test_one_more_of_the_same(front: Front, more: str) -> None:
    ana = front.customer()
    await ana.say("info de la depilación láser")
    reply = await ana.say(more)
    assert "por zona" in reply
