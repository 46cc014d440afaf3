"""Customers who will think about it: nothing is pressed on them, nothing is lost, and they can go on later."""

import pytest

from agent.language.readings.contented import ponders
from tests.front import Front


@pytest.mark.parametrize(
    "text",
    [
        "Lo voy a pensar y te aviso",
        "no sé, déjame pensarlo mejor",
        "voy a consultarlo con mi esposo y les aviso",
        "Vou pensar e depois te falo, obrigada",
        "deixa eu pensar",
        "let me sleep on it, thanks",
        "I'll think about it and get back to you",
    ],
)
def test_who_decides_nothing_now(text: str) -> None:
    assert ponders(text)


@pytest.mark.parametrize(
    "text",
    [
        "lo voy a pensar pero resérvame la del jueves",
        "voy a pensarlo, ¿cuánto cuesta?",
        "pienso ir el jueves",
        "vou sim",
        "I think Tuesday",
    ],
)
def test_who_says_something_else(text: str) -> None:
    assert not ponders(text)


async def test_thinking_over_the_times_that_were_offered(front: Front) -> None:
    ana = front.customer()
    offered = await ana.say("Hola, quiero una limpieza facial el jueves 26")
    assert "8:00" in offered
    told = await ana.say("Uy, lo voy a pensar y te aviso")
    assert "?" not in told
    assert "no te entendí" not in told
    assert front.rows("select 1 from appointments") == []
    await ana.say("La primera, a nombre de Ana Ruiz")
    assert len(front.rows("select 1 from appointments")) == 1
