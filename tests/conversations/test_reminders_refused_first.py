"""A refusal of reminders that nobody asked about is heard, and the question is not asked behind it."""

import pytest

from tests.front import Front

LINES = {
    "es": ("no quiero recordatorios", "recordatorios", "una limpieza facial mañana a las 9"),
    "pt": ("não quero lembretes", "lembretes", "uma limpeza facial amanhã às 9h"),
    "en": ("I don't want any reminders", "reminders", "a facial tomorrow at 9"),
}
YES = {"es": "sí, es Ana Prueba", "pt": "sim, Ana Teste", "en": "yes please, it's Ann Sample"}


@pytest.mark.parametrize("language", LINES)
async def test_who_refused_reminders_is_not_asked(front: Front, language: str) -> None:
    refusal, word, wish = LINES[language]
    ana = front.customer()
    assert word in await ana.say(refusal)
    await ana.say(wish)
    assert word not in await ana.say(YES[language])
    assert len(front.appointments()) == 1
    assert front.rows("select from contact_authorizations where granted") == []
