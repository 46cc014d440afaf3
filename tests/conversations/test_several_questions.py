"""Several questions in one message: each gets its answer, or is said to be unknown and kept for staff."""

import pytest

from tests.front import Front

PHONES = {"aurora": "573005550131", "sorriso": "5511955550131"}
PARKING = {"aurora": "parqueadero para carros y motos", "sorriso": "estacionamento pago"}


def gaps(front: Front, tenant: str) -> list[str]:
    rows = front.rows(
        "select g.question from knowledge_gaps g join organizations o on o.id = g.organization_id "
        "where o.slug = %s order by g.asked_at, g.question",
        tenant,
    )
    return [row["question"] for row in rows]


@pytest.mark.parametrize(
    ("tenant", "said", "told"),
    [
        ("aurora", "cuanto sale la limpieza facial y hay parqueadero?", ("$140.000", "carros y motos")),
        ("aurora", "q vale el masaje, reciben nequi y hay wifi?", ("$130.000", "Nequi", "Hay wifi")),
        ("aurora", "quiero saber si hay wifi y en cuánto sale el peeling", ("Hay wifi", "$190.000")),
        ("aurora", "cuánto vale el bótox y el peeling?", ("$690.000", "$190.000")),
        ("aurora", "la depilación láser duele? cuántas sesiones son?", ("punta fría", "entre 6 y 10 sesiones")),
        ("aurora", "hasta cuándo puedo cancelar? y hay parqueadero?", ("hasta 4 horas antes", "carros y motos")),
        ("aurora", "me puede llamar alguien? y dónde quedan?", ("Carrera 13", "avisé")),
        ("sorriso", "quanto fica a limpeza e tem estacionamento aí?", ("R$ 220", "estacionamento pago")),
        ("sorriso", "queria fazer clareamento, quanto é e dói?", ("R$ 890", "sensibilidade")),
        ("sorriso", "vc é robô? e quanto custa a limpeza?", ("assistente virtual", "R$ 220")),
    ],
)  # fmt: skip
async def test_each_is_answered(
    front: Front, tenant: str, said: str, told: tuple[str, ...]
) -> None:
    reply = await front.customer(PHONES[tenant], tenant=tenant).say(said)
    missing = [words for words in told if words not in reply]
    assert not missing, reply
    assert gaps(front, tenant) == []


@pytest.mark.parametrize(
    ("tenant", "said", "told", "kept"),
    [
        ("aurora", "hay parqueadero y tienen cancha de tenis?", "carros y motos", "tenis"),
        ("aurora", "cuánto vale el masaje relajante? y ese duele?", "$130.000", "duele"),
        ("sorriso", "tem estacionamento e vocês têm sauna?", "estacionamento pago", "sauna"),
    ],
)
async def test_what_is_not_known_is_said_and_kept(
    front: Front, tenant: str, said: str, told: str, kept: str
) -> None:
    reply = await front.customer(PHONES[tenant], tenant=tenant).say(said)
    assert told in reply
    assert any(words in reply for words in ("para el equipo", "para a equipe")), reply
    [question] = gaps(front, tenant)
    assert kept in question


async def test_the_same_answer_is_not_said_twice(front: Front) -> None:
    ana = front.customer(PHONES["aurora"])
    reply = await ana.say("hay parqueadero para carros? y para motos hay parqueadero?")
    assert reply.count("La primera hora") == 1
    assert gaps(front, "aurora") == []


@pytest.mark.parametrize(
    ("tenant", "said", "answer"),
    [
        ("aurora", "quiero un masaje relajante el jueves 26 a las 10, y hay parqueadero?", PARKING["aurora"]),
        ("sorriso", "quero uma limpeza na quinta 26 às 10h, e tem estacionamento?", PARKING["sorriso"]),
    ],
)  # fmt: skip
async def test_beside_a_booking(front: Front, tenant: str, said: str, answer: str) -> None:
    ana = front.customer(PHONES[tenant], tenant=tenant, name="Ana Gil")
    reply = await ana.say(said)
    assert answer in reply
    assert len(ana.options) == 1
    more = {"aurora": "sí, Ana Gil, y hay wifi?", "sorriso": "sim, Ana Gil, e tem wifi?"}[tenant]
    last = await ana.say(more)
    assert [row["name"] for row in front.appointments(tenant)] == ["Ana Gil"]
    assert "wi" in last.lower().replace("-", "")


async def test_a_condition_is_no_question(front: Front) -> None:
    ana = front.customer(PHONES["sorriso"], tenant="sorriso")
    await ana.say("oi")
    reply = await ana.say("queria limpeza na quinta à tarde, se não tiver pode ser de manhã")
    assert "Nosso horário" not in reply
    assert "não tenho" not in reply


async def test_what_a_service_is_comes_from_the_service(front: Front) -> None:
    ana = front.customer(PHONES["aurora"])
    assert "$140.000" in await ana.say("cuánto vale la limpieza facial?")
    included = await ana.say("y qué incluye?")
    assert "vapor" in included
    assert "semanas" not in included
    assert "Lo demás" not in included
    assert gaps(front, "aurora") == []


async def test_an_entry_of_another_service_is_no_answer(front: Front) -> None:
    ana = front.customer(PHONES["aurora"])
    await ana.say("cuánto dura el masaje relajante?")
    reply = await ana.say("y duele?")
    assert "disparo" not in reply
    assert "duele" in gaps(front, "aurora")[0]


async def test_own_appointments_and_a_question(front: Front) -> None:
    ana = front.customer(PHONES["aurora"], name="Ana Gil")
    await ana.say("quiero un masaje relajante el jueves 26 a las 10")
    await ana.say("sí, Ana Gil")
    await ana.say("no")
    reply = await ana.say("qué citas tengo? y hay wifi?")
    assert "10:00" in reply
    assert "wifi" in reply
