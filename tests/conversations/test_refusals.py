"""What cannot be had: the reason, and the nearest way on."""

from datetime import datetime

import pytest

from tests.front import Front


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def fill_day(front: Front, day: str, service: str = "depilacion-laser") -> None:
    """Every member is busy all that day, by rows as staff would write them."""
    front.execute(
        """
        with contact as (
            insert into contacts (organization_id, name, created_at)
            select id, 'Otra Persona', now() from organizations where slug = 'aurora' returning *)
        insert into appointments (organization_id, contact_id, attendee_name, service_id, member_id,
            starts_at, ends_at, during, created_at, updated_at)
        select c.organization_id, c.id, 'Paciente ' || m.key, s.id, m.id, b.first, b.last, tstzrange(b.first, b.last),
            now(), now()
        from contact c, services s, members m, lateral (
            select (%s::date + time '06:00') at time zone 'America/Bogota' as first,
                   (%s::date + time '22:00') at time zone 'America/Bogota' as last) b
        where s.organization_id = c.organization_id and s.key = %s
          and m.organization_id = c.organization_id
        """,
        day,
        day,
        service,
    )


@pytest.mark.parametrize(
    ("wish", "reason"),
    [
        ("Hola, quiero depilación láser el domingo a las 10", "Los domingos no abrimos"),
        ("Hola, quiero un masaje el 8 de diciembre", "Inmaculada"),
        ("Hola, una limpieza facial hoy a las 8 de la mañana", "ya pasó"),
        ("Hola, una limpieza facial hoy a las 10:30 de la mañana", "ya no alcanzamos"),
        ("Hola, una limpieza facial el 15 de marzo a las 10 am", "agenda"),
        ("Hola, depilación láser mañana a las 8 de la noche", "no atendemos"),
        ("Hola, un masaje el lunes a las 12:30 del mediodía", "no atendemos"),
        ("Hola, un peeling el 21 de diciembre a las 10 am", "no"),
    ],
)
async def test_a_refusal_has_its_reason_and_a_way_on(front: Front, wish: str, reason: str) -> None:
    ana = front.customer()
    answer = await ana.say(wish)
    assert reason in answer, answer
    assert "?" in answer
    assert front.appointments() == []


async def test_a_sunday_leads_to_the_next_best_day(front: Front) -> None:
    ana = front.customer()
    answer = await ana.say("Buenas, ¿tienen cita de láser el domingo en la mañana?")
    assert "Los domingos no abrimos" in answer
    assert ana.options
    await ana.say("entonces el lunes a las 11")
    await ana.say("sí")
    receipt = await ana.say("Ana Pérez")
    assert "Cita agendada" in receipt
    assert front.appointments()[0]["local"] == at("2026-11-23T11:00")


async def test_a_day_that_is_full(front: Front) -> None:
    fill_day(front, "2026-11-24")
    ana = front.customer()
    answer = await ana.say("Hola, quiero depilación láser el martes")
    assert "martes 24 de noviembre ya no hay cupo" in answer
    assert "no abrimos" not in answer
    assert all("mar 24" not in title for _, title in ana.options)
    await ana.say("la primera")
    assert "Cita agendada" in await ana.say("Ana Pérez")
    mine = [a for a in front.appointments() if a["phone"]]
    assert len(mine) == 1
    assert mine[0]["local"].date() != at("2026-11-24").date()


async def test_a_time_that_is_taken_has_neighbours(front: Front) -> None:
    first = front.customer("573005550201")
    await first.say("Hola, depilación láser con Camila el martes a las 3 pm")
    await first.say("sí")
    await first.say("Rosa Luna")
    second = front.customer("573005550202")
    answer = await second.say("Hola, depilación láser con Camila el martes a las 3 de la tarde")
    assert "A esa hora (3:00 p. m.) Camila Rojas ya no tiene cupo" in answer
    assert "martes 24 de noviembre" in answer
    assert "3:00 p. m. con" not in answer


async def test_a_service_that_needs_an_assessment(front: Front) -> None:
    ana = front.customer()
    answer = await ana.say("Hola, quiero aplicarme bótox el martes")
    assert "Valoración" in answer
    assert front.appointments() == []
    await ana.say("sí, agendemos")
    await ana.say("la primera")
    assert "Cita agendada" in await ana.say("Ana Pérez")
    assert front.appointments()[0]["service"] == "valoracion"


async def test_who_had_the_assessment_books_directly(front: Front) -> None:
    ana = front.customer()
    await ana.say("Hola, una valoración para el sábado a las 9")
    await ana.say("sí")
    await ana.say("Ana Pérez")
    await ana.say("no")
    front.execute(
        "update appointments set status = 'completed', starts_at = starts_at - interval '7 days', "
        "ends_at = ends_at - interval '7 days', "
        "during = tstzrange(lower(during) - interval '7 days', upper(during) - interval '7 days')"
    )
    await ana.say("quiero una cita de bótox el martes a las 10 am")
    await ana.say("sí")
    services = [a["service"] for a in front.appointments()]
    assert services == ["botox"]


async def test_an_implant_in_portuguese_needs_the_assessment(front: Front) -> None:
    joao = front.customer("5511987654321", tenant="sorriso", name="João")
    answer = await joao.say("Olá, quero marcar um implante para terça")
    assert "Avaliação" in answer
    assert "R$" in answer
    await joao.say("pode ser")
    await joao.say("a segunda")
    assert "Consulta agendada" in await joao.say("João Batista")
    assert front.appointments()[0]["service"] == "avaliacao"


async def test_a_service_that_nobody_offers(front: Front) -> None:
    ana = front.customer()
    answer = await ana.say("Hola, quiero una cita para un corte de cabello")
    assert "no" in answer.lower()
    assert "Valoración" in answer
    await ana.say("ah bueno, entonces cejas el lunes a las 9")
    await ana.say("dale")
    await ana.say("Ana Pérez")
    assert front.appointments()[0]["service"] == "diseno-de-cejas"


async def test_a_service_that_only_a_person_arranges(front: Front) -> None:
    ana = front.customer()
    answer = await ana.say("Hola, quiero agendar el plan novias")
    assert "equipo" in answer
    await ana.say("sí por favor")
    assert len(front.rows("select id from escalations")) == 1
    assert front.appointments() == []


@pytest.mark.parametrize(
    ("tenant", "wish"),
    [
        ("aurora", "Hola, quiero un masaje el 31 de febrero"),
        ("aurora", "Hi, I want a facial cleaning on February 30"),
        ("sorriso", "Oi, quero marcar uma limpeza para 31 de novembro"),
    ],
)
async def test_a_date_that_does_not_exist(front: Front, tenant: str, wish: str) -> None:
    ana = front.customer(tenant=tenant)
    answer = await ana.say(wish)
    assert "?" in answer
    assert any(said in answer.lower() for said in ("calend", "exist")), answer
    assert front.appointments() == []


async def test_a_brazilian_holiday_is_not_a_colombian_one(front: Front) -> None:
    """The clock stands on 20 November, when São Paulo is closed and Bogotá is open."""
    phone = "5511900000101"
    joao = front.customer(phone, tenant="sorriso", name="João")
    answer = await joao.say("Oi, tem horário hoje para limpeza?")
    assert "Consciência Negra" in answer
    ana = front.customer(phone, tenant="aurora", name="João")
    answer = await ana.say("Hola, ¿tienen cupo hoy para limpieza facial?")
    assert "no abrimos" not in answer
    assert "hoy" in answer or "viernes 20" in answer


async def test_more_appointments_than_allowed(front: Front) -> None:
    front.execute("update organizations set max_open_appointments = 1")
    ana = front.customer()
    await ana.say("Hola, cejas el lunes a las 9")
    await ana.say("sí")
    await ana.say("Ana Pérez")
    await ana.say("sí")
    await ana.say("quiero otra cita, un masaje el martes a las 9")
    answer = await ana.say("sí")
    assert "1" in answer
    assert len(front.appointments()) == 1
