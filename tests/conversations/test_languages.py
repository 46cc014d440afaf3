"""Asking to be written to in another language: it is done, or it is said which languages there are."""

import pytest

from tests.front import Front


@pytest.mark.parametrize(
    ("hello", "wish", "answer"),
    [
        ("Hola, buenas tardes", "¿me puedes escribir en francés?", "español, inglés o portugués"),
        ("Oi, bom dia, tudo bem?", "pode escrever em alemão?", "português, inglês ou espanhol"),
        ("Hello, good morning", "in Italian please", "English, Spanish or Portuguese"),
    ],
    ids=["es", "pt", "en"],
)
async def test_one_that_is_not_spoken(front: Front, hello: str, wish: str, answer: str) -> None:
    ana = front.customer()
    await ana.say(hello)
    language = ana.chat["language"]
    assert answer in await ana.say(wish)
    assert ana.chat["language"] == language


async def test_what_was_asked_is_asked_again(front: Front) -> None:
    ana = front.customer()
    await ana.say("Hola, cejas para mañana a las 11")
    heard = await ana.say("en francés por favor")
    assert "español, inglés o portugués" in heard
    assert "11:00 a. m." in heard
    assert "Perfecto" in await ana.say("sí")
