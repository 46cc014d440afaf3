"""Questions about the appointment under discussion are told by it, not by an entry with a word alike."""

import pytest

from tests.beginnings import beginning
from tests.front import Customer, Front

PHONES = {"aurora": "573005550105", "sorriso": "5511955550105"}
ASKED = {
    "aurora": "quiero una limpieza facial con Camila el viernes 27 a las 10",
    "sorriso": "quero uma limpeza na sexta dia 27 às 10h",
}


@pytest.mark.parametrize(
    ("tenant", "question", "answer"),
    [
        ("aurora", "cuánto vale?", "$140.000"),
        ("aurora", "y cuántos minutos dura?", "1 hora"),
        ("aurora", "quién me atiende?", "Camila Rojas"),
        ("aurora", "¿quién más hay?", "Laura Méndez"),
        ("aurora", "how much is it?", "Limpieza facial: "),
        ("sorriso", "quanto custa?", "R$"),
        ("sorriso", "quem vai me atender?", "Renata"),
        ("sorriso", "quem são os dentistas?", "Juliana"),
    ],
)
async def test_of_the_time_on_offer(front: Front, tenant: str, question: str, answer: str) -> None:
    ana = front.customer(PHONES[tenant], tenant=tenant, name="Ana Gil")
    await ana.say(ASKED[tenant])
    reply = await ana.say(question)
    assert answer in reply.splitlines()[0], reply
    assert "27" in reply.splitlines()[-1], reply


@beginning
async def with_one(front: Front, tenant: str) -> Customer:
    ana = front.customer(PHONES[tenant], tenant=tenant, name="Ana Gil")
    await ana.say(ASKED[tenant])
    await ana.say({"aurora": "sí, Ana Gil", "sorriso": "sim, Ana Gil"}[tenant])
    assert len(front.appointments(tenant)) == 1
    return ana


@pytest.mark.parametrize(
    ("tenant", "question", "answer"),
    [
        ("aurora", "cuánto vale?", "Limpieza facial: $140.000"),
        ("aurora", "y cuánto dura?", "1 hora"),
        ("aurora", "perdona, a qué hora era?", "10:00 a. m."),
        ("aurora", "quién me va a atender?", "Camila Rojas"),
        ("sorriso", "desculpa, que horas era mesmo?", "10h"),
        ("sorriso", "e quanto custa?", "Limpeza: R$"),
    ],
)
async def test_of_what_is_booked(front: Front, tenant: str, question: str, answer: str) -> None:
    ana = await with_one(front, tenant)
    reply = await ana.say(question)
    assert answer in reply, reply
    assert "hora?" not in reply


async def test_who_there_is(front: Front) -> None:
    reply = await front.customer(PHONES["sorriso"], tenant="sorriso").say("quem são os dentistas?")
    assert all(name in reply for name in ("Renata", "Marcelo", "Bianca", "Juliana"))


async def test_a_bare_price_is_the_list(front: Front) -> None:
    reply = await front.customer(PHONES["aurora"]).say("cuánto vale?")
    assert "• Limpieza facial: $140.000" in reply


@pytest.mark.parametrize(
    ("tenant", "said", "price", "hours"),
    [
        (
            "aurora",
            "hola quería preguntar cuánto vale la depilación láser y si tienen para la otra semana en la tarde "
            "porque salgo de estudiar a las cuatro, me sirve después de las 4 y media",
            "$180.000",
            ("4:30", "5:00", "5:30", "6:00"),
        ),
        (
            "aurora",
            "buenas, cuánto cuesta el masaje relajante y hay cupo el jueves 26 después de las 4?",
            "$130.000",
            ("4:00", "4:30", "5:00", "5:30"),
        ),
        (
            "sorriso",
            "oi, queria saber quanto custa a limpeza e se tem horário na quinta depois das 16h",
            "R$",
            ("16h", "16h30", "17h"),
        ),
    ],
)
async def test_a_price_and_times_in_one_sentence(
    front: Front, tenant: str, said: str, price: str, hours: tuple[str, ...]
) -> None:
    ana = front.customer(PHONES[tenant], tenant=tenant)
    reply = await ana.say(said)
    assert price in reply
    times = [line for line in reply.splitlines() if line.startswith("•")]
    assert times
    assert all(any(hour in line for hour in hours) for line in times), reply
    assert ana.options


async def test_a_greeting_and_a_wish_begin_a_booking(front: Front) -> None:
    reply = await front.customer(PHONES["aurora"]).say("hola, quiero un masaje relajante")
    assert "Masaje relajante" in reply
    assert "•" in reply
