"""A person is called, takes over, and gives back."""

from typing import Any

import pytest

from tests import databases
from tests.front import Customer, Front
from tests.providers import evolution

STAFF = {"aurora": "573000000001", "sorriso": "5511900000001"}


def notices(front: Front, tenant: str = "aurora") -> list[str]:
    """What reached the phone of the business's coordinator."""
    sent = front.gupshup.sent
    return [str(s.content) for s in sent if s.destination == STAFF[tenant]]


def escalations(front: Front) -> list[dict[str, Any]]:
    return front.rows("select reason, status, summary from escalations order by created_at")


@pytest.mark.parametrize(
    ("tenant", "words", "reason"),
    [
        ("aurora", "Hola, quiero hablar con una persona", "asked"),
        ("aurora", "Qué pésimo servicio, nadie me responde", "complaint"),
        ("aurora", "Hola, después del láser se me hinchó la pierna y me arde", "health"),
        ("sorriso", "Oi, quero falar com um atendente", "asked"),
        ("sorriso", "Estou com muita dor e o rosto inchado", "health"),
        ("aurora", "Hi, can I speak to a real person please?", "asked"),
    ],
)
async def test_a_person_is_called(front: Front, tenant: str, words: str, reason: str) -> None:
    ana = front.customer(tenant=tenant)
    answer = await ana.say(words)
    assert answer
    [row] = escalations(front)
    assert (row["reason"], row["status"]) == (reason, "notified")
    [notice] = notices(front, tenant)
    assert ana.phone in notice
    rows = front.rows(
        "select n.status from notifications n join internal_notifications_config r "
        "on r.id = n.recipient_id where r.channel <> 'web'"
    )
    assert [row["status"] for row in rows] == ["sent"]


async def test_an_emergency_gets_its_sentence_first(front: Front) -> None:
    ana = front.customer()
    answer = await ana.say("ayuda, mi mamá no puede respirar después de la cita")
    assert answer.startswith("Si es una urgencia médica, llama ya al 123")
    assert escalations(front)[0]["reason"] == "urgent"
    assert len(notices(front)) == 1


async def test_an_emergency_in_portuguese(front: Front) -> None:
    joao = front.customer(tenant="sorriso")
    answer = await joao.say("é uma emergência, não para de sangrar")
    assert answer.startswith("Se for uma emergência, ligue agora para o SAMU no 192")
    assert len(notices(front, "sorriso")) == 1


async def test_failing_twice_calls_a_person(front: Front) -> None:
    ana = front.customer()
    first = await ana.say("asdkj qwlekj zxcmn")
    second = await ana.say("blorf trinket wozzle")
    assert first != second
    assert [row["reason"] for row in escalations(front)] == ["failed_twice"]
    assert len(notices(front)) == 1


async def test_asking_twice_is_one_escalation(front: Front) -> None:
    ana = front.customer()
    await ana.say("quiero hablar con un asesor")
    await ana.say("¿me pueden comunicar con una persona?")
    assert len(escalations(front)) == 1
    assert len(notices(front)) == 1


async def test_an_unknown_question_offers_a_person(front: Front) -> None:
    ana = front.customer()
    answer = await ana.say("Hola, ¿venden cremas con retinol para llevar?")
    assert "persona" in answer or "alguien del equipo" in answer
    assert escalations(front) == []
    await ana.say("sí, por favor")
    [row] = escalations(front)
    assert "retinol" in row["summary"]


@pytest.mark.parametrize(
    ("tenant", "call", "who", "told", "price", "sells"),
    [
        (
            "aurora",
            "quiero hablar con una persona",
            "¿quién me va a atender?",
            "hoy a las 10:00 a. m.; aún no lo ha tomado nadie",
            "¿cuánto cuesta el botox?",
            "busque",
        ),
        (
            "sorriso",
            "quero falar com um atendente",
            "quando vão me responder?",
            "sábado, 21/11, às 8h",
            "quanto custa a limpeza?",
            "procure",
        ),
    ],
)
async def test_while_a_person_is_called_it_answers_and_sells_nothing(
    front: Front, tenant: str, call: str, who: str, told: str, price: str, sells: str
) -> None:
    ana = front.customer(tenant=tenant)
    await ana.say(call)
    await ana.say("hola" if tenant == "aurora" else "oi")
    assert told in await ana.say(who)
    assert len(escalations(front)) == 1
    answer = await ana.say(price)
    assert "$" in answer
    assert sells not in answer


async def test_outside_opening_hours_it_says_when(front: Front) -> None:
    await front.pass_time(12 * 3600)
    ana = front.customer()
    answer = await ana.say("Hola, quiero hablar con una persona")
    assert "sábado 21 de noviembre, 9:00 a. m." in answer


async def staff_writes(front: Front, customer: Customer, words: str) -> None:
    name = front.connection_name(customer.tenant, "evolution")
    payload = evolution.text(
        words, jid=f"{customer.phone}@s.whatsapp.net", alternative=None, from_me=True, instance=name
    )
    payload["data"]["messageTimestamp"] = int(front.clock.now().timestamp())
    token = databases.SECRETS[f"{customer.tenant.upper()}_EVOLUTION_TOKEN"]
    response = await front.http.post(f"/webhooks/evolution/{token}", json=payload)
    assert response.status_code == 200


async def test_a_person_takes_over_and_gives_back(front: Front) -> None:
    ana = front.customer("573005550111", channel="evolution")
    await ana.say("Hola, necesito hablar con una persona")
    await staff_writes(front, ana, "Hola Ana, soy Marta de recepción, ¿en qué te ayudo?")
    assert await ana.say("quiero saber de una factura de agosto") == ""
    await staff_writes(front, ana, "Ya te la envié al correo.")
    assert await ana.say("gracias Marta") == ""
    await front.pass_time(121 * 60)
    answer = await ana.say("ahora sí, quiero cejas el lunes a las 10")
    assert "lunes 23 de noviembre, 10:00 a. m." in answer
    await ana.say("sí")
    await ana.say("Ana Pérez")
    assert len(front.appointments()) == 1


async def test_a_person_takes_over_in_the_middle_of_a_booking(front: Front) -> None:
    ana = front.customer("573005550112", channel="evolution")
    await ana.say("Hola, quiero un peeling el martes")
    await ana.write("la primera")
    await staff_writes(front, ana, "Hola Ana, te atiendo yo.")
    assert await ana.listen() == ""
    assert front.appointments() == []
    await front.pass_time(121 * 60)
    await ana.say("quiero el peeling el martes a las 9")
    await ana.say("sí")
    await ana.say("Ana Pérez")
    assert len(front.appointments()) == 1
