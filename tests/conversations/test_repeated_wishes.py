"""A wish that is repeated: a customer whose receipt came late must not get two appointments unknowingly."""

import pytest

from tests.front import Front

LINES = {
    "es": ("Quiero una cita de limpieza facial para mañana", "la primera", "Ana Prueba Bibi"),
    "pt": ("Quero marcar uma limpeza facial para amanhã", "a primeira", "Ana Prova Bibi"),
    "en": ("I'd like to book a facial for tomorrow", "the first one", "Ana Sample Bibi"),
}
ANOTHER_DAY = {"es": "¿y el lunes?", "pt": "e na segunda?", "en": "and on Monday?"}
SAYS = {
    "es": "Limpieza facial el sábado 21 de noviembre, 9:00 a. m.",
    "pt": "Limpieza facial no sábado, 21/11, às 9h",
    "en": "Limpieza facial on Sat Nov 21, 9:00 am",
}


@pytest.mark.parametrize("language", LINES)
async def test_the_same_wish_again_hears_what_is_booked(front: Front, language: str) -> None:
    ana = front.customer()
    wish, first, name = LINES[language]
    for line in (wish, first, name):
        reply = await ana.say(line)
        assert SAYS[language] not in reply
    reply = await ana.say(wish)
    assert SAYS[language] in reply
    assert "10:30" in reply or "10h30" in reply, "and another one may be wished for all the same"
    assert SAYS[language] not in await ana.say(ANOTHER_DAY[language])
    assert len(front.appointments()) == 1


async def test_who_asks_for_one_more_is_not_told_what_they_know(front: Front) -> None:
    ana = front.customer()
    for line in LINES["es"]:
        await ana.say(line)
    reply = await ana.say("quiero otra cita de limpieza facial para el lunes")
    assert SAYS["es"] not in reply
    assert "lunes 23" in reply
