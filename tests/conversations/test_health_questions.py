"""With an illness or a pregnancy nothing is promised: a professional answers, and a person is told."""

import pytest

from tests.front import Front

PHONES = {"aurora": "573005550104", "sorriso": "5511955550104"}


@pytest.mark.parametrize(
    ("tenant", "said", "answer"),
    [
        ("aurora", "mi hermana tiene diabetes, quiere un masaje, hay problema?", "profesional"),
        ("aurora", "estoy embarazada de 5 meses, ¿me puedo hacer depilación láser?", "profesional"),
        ("aurora", "uso marcapasos y quiero una limpieza facial", "profesional"),
        ("aurora", "Hi, I'm pregnant, is it ok to get a massage?", "professional"),
        ("sorriso", "tenho alergia a anestesia, posso fazer canal?", "profissional"),
        ("sorriso", "minha mãe está em quimioterapia, tem problema fazer limpeza?", "profissional"),
    ],
)
async def test_a_professional_answers(front: Front, tenant: str, said: str, answer: str) -> None:
    reply = await front.customer(PHONES[tenant], tenant=tenant).say(said)
    assert answer in reply
    assert not any(words in reply for words in ("$", "123", "192", "911", "semanas")), reply
    [row] = front.rows("select reason, status, summary from escalations")
    assert (row["reason"], row["status"]) == ("health", "notified")
    assert said[:20] in row["summary"]


async def test_what_is_on_offer_stands(front: Front) -> None:
    ana = front.customer(PHONES["aurora"], name="Ana Gil")
    await ana.say("quiero una limpieza facial el viernes 27 a las 10")
    reply = await ana.say("soy alérgica a la penicilina, ¿hay algún problema?")
    assert "profesional" in reply
    assert "27 de noviembre" in reply.splitlines()[-1]
    await ana.say("sí, Ana Gil")
    assert len(front.appointments()) == 1


@pytest.mark.parametrize(
    ("tenant", "said"),
    [
        ("aurora", "¿la depilación láser duele mucho?"),
        ("aurora", "Hi, can you tell me if laser hair removal hurts?"),
        ("sorriso", "fazer canal dói muito?"),
    ],
)
async def test_whether_it_hurts_calls_nobody(front: Front, tenant: str, said: str) -> None:
    await front.customer(PHONES[tenant], tenant=tenant).say(said)
    assert front.rows("select reason from escalations") == []
