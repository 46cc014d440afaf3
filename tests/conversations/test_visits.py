"""Several services in one visit: one after another, all or none, and afterwards one thing."""

import pytest

from tests.conversations.agenda_rules import add_service, booked, visits
from tests.front import Front

TUESDAY = "2026-11-24"


@pytest.mark.parametrize(
    ("tenant", "said", "yes", "name", "title", "rows"),
    [
        (
            "aurora",
            "Hola, quiero limpieza facial y masaje el martes a las 3",
            "sí",
            "Ana Pérez",
            "Cita agendada",
            [
                ("limpieza-facial", "camila", f"{TUESDAY} 15:00"),
                ("masaje-relajante", "paula", f"{TUESDAY} 16:10"),
            ],
        ),
        (
            "sorriso",
            "Oi, quero limpeza e restauração na terça às 9h",
            "pode ser",
            "João Batista",
            "Consulta agendada",
            [
                ("limpeza", "renata", f"{TUESDAY} 09:00"),
                ("restauracao", "renata", f"{TUESDAY} 10:00"),
            ],
        ),
        (
            "aurora",
            "Hi, I'd like a facial and then a massage on Tuesday at 9 am please",
            "yes please",
            "Kate Winters",
            "Appointment booked",
            [
                ("limpieza-facial", "laura", f"{TUESDAY} 09:00"),
                ("masaje-relajante", "laura", f"{TUESDAY} 10:10"),
            ],
        ),
    ],
    ids=["es", "pt", "en"],
)
async def test_two_services_in_one_message_are_one_visit(
    front: Front, tenant: str, said: str, yes: str, name: str, title: str, rows: list[object]
) -> None:
    ana = front.customer(tenant=tenant)
    offered = await ana.say(said)
    assert offered.count("• ") == len(ana.options) + 1 == 2, "one start, its two services"
    await ana.say(yes)
    receipt = await ana.say(name)
    assert receipt.count(title) == 1
    assert booked(front, tenant) == rows
    assert visits(front) == [[row[0] for row in rows]]  # type: ignore[index]


async def test_a_service_added_to_what_is_offered_keeps_the_time(front: Front) -> None:
    ana = front.customer()
    await ana.say("Hola, limpieza facial el martes a las 9")
    offered = await ana.say("y también cejas")
    assert "9:00 a. m. Limpieza facial (Laura Méndez)" in offered
    assert "10:10 a. m. Diseño de cejas" in offered
    await ana.say("sí")
    await ana.say("Ana Pérez")
    assert visits(front) == [["limpieza-facial", "diseno-de-cejas"]]


async def test_the_order_is_the_customers(front: Front) -> None:
    kate = front.customer(name="Kate")
    await kate.say("Hi, eyebrows on Tuesday at 10, but first a massage")
    assert "10:00 am Masaje relajante" in kate.heard[-1]
    await kate.say("yes", "and without the eyebrows please")
    assert "Diseño" not in kate.heard[-1]
    await kate.say("yes")
    await kate.say("Kate Winters")
    assert [row[0] for row in booked(front)] == ["masaje-relajante"]


async def test_a_visit_is_booked_whole_or_not_at_all(front: Front) -> None:
    """The second part is gone when the customer says yes: nothing is booked, other times come."""
    ana, rosa = front.customer("573005550101"), front.customer("573005550202", name="Rosa")
    await ana.say("Hola, cejas y peeling con Laura el martes a las 9")
    await front.pass_time(11 * 60)
    await rosa.say("Hola, un masaje con Laura el martes a las 9:30 de la mañana")
    await rosa.say("sí")
    await rosa.say("Rosa Luna")
    lost = await ana.say("sí")
    assert "ocup" in lost or "tomar" in lost
    assert [row[0] for row in booked(front)] == ["masaje-relajante"]
    assert ana.options, "new times in the same turn"
    await ana.say("la primera")
    assert "Cita agendada" in await ana.say("Ana Pérez")
    assert visits(front) == [["diseno-de-cejas", "peeling"]]


@pytest.mark.parametrize(
    ("tenant", "wish", "move", "asks", "when", "moved"),
    [
        (
            "aurora",
            ("Hola, cejas y peeling el martes a las 9", "sí", "Ana Pérez", "no"),
            "quiero mover mi cita",
            "completa",
            "el jueves a las 10",
            "Cita reprogramada",
        ),
        (
            "sorriso",
            ("Oi, limpeza e restauração na terça às 9h", "sim", "Bia Nogueira", "não"),
            "quero remarcar minha consulta",
            "inteira",
            "quinta às 10h",
            "Consulta remarcada",
        ),
        (
            "aurora",
            ("Hi, eyebrows and a peeling on Tuesday at 9 am", "yes", "Kate Winters", "no"),
            "can I move my appointment?",
            "whole",
            "Thursday at 10",
            "Appointment moved",
        ),
    ],
    ids=["es", "pt", "en"],
)
async def test_a_visit_moves_as_a_whole(
    front: Front, tenant: str, wish: tuple[str, ...], move: str, asks: str, when: str, moved: str
) -> None:
    ana = front.customer(tenant=tenant)
    for said in wish:
        await ana.say(said)
    before = front.appointments(tenant)
    assert asks in await ana.say(move)
    offered = await ana.say(when)
    assert offered.count("• ") == len(ana.options) == 2  # its parts; yes and no
    assert moved in await ana.say(wish[1])
    after = front.appointments(tenant)
    assert [row["id"] for row in after] == [row["id"] for row in before]
    assert {row["local"].date().isoformat() for row in after} == {"2026-11-26"}


async def test_a_visit_is_listed_and_cancelled_as_one(front: Front) -> None:
    ana = front.customer()
    for said in ("Hola, cejas y peeling el martes a las 9", "sí", "Ana Pérez", "no"):
        await ana.say(said)
    listed = await ana.say("¿qué citas tengo?")
    assert "Diseño de cejas y Peeling superficial, martes 24 de noviembre, 9:00 a. m." in listed
    question = await ana.say("quiero cancelar mi cita")
    assert "visita" in question
    assert "Diseño de cejas y Peeling superficial" in question
    assert (await ana.say("sí")).count("Cita cancelada") == 1
    assert front.appointments() == []


async def test_an_assessment_takes_the_place_of_what_it_precedes(front: Front) -> None:
    ana = front.customer()
    answer = await ana.say("Hola, quiero limpieza facial y bótox el jueves a las 10")
    assert "Bótox" in answer
    assert "Valoración" in answer
    await ana.say("sí")
    await ana.say("sí")
    await ana.say("Ana Pérez")
    assert visits(front) == [["limpieza-facial", "valoracion"]]


@pytest.mark.parametrize(
    ("missing", "reason"),
    [
        ("update services set bookable = false where key = 'peeling'", "equipo"),
        (
            "delete from member_services where service_id in "
            "(select id from services where key = 'peeling')",
            "nadie del equipo",
        ),
    ],
    ids=["only a person arranges it", "nobody performs it"],
)
async def test_what_cannot_be_had_here_is_said_and_the_rest_goes_on(
    front: Front, missing: str, reason: str
) -> None:
    front.execute(missing)
    ana = front.customer()
    answer = await ana.say("Hola, cejas y peeling el martes a las 10")
    assert reason in answer
    await ana.say("sí")
    await ana.say("Ana Pérez")
    assert [row[0] for row in booked(front)] == ["diseno-de-cejas"]


async def test_which_of_two_kinds_is_asked_before_the_visit_is_offered(front: Front) -> None:
    for key, name in (("corte-f", "Corte feminino"), ("corte-m", "Corte masculino")):
        add_service(front, key, name, ["renata"], "sorriso")
    add_service(front, "barba", "Barba", ["renata"], "sorriso")
    joao = front.customer("5511987654321", tenant="sorriso", name="João")
    assert "Corte masculino" in await joao.say("Oi, corte e barba na quinta às 9h")
    offered = await joao.say("masculino")
    assert "às 9h" in offered
    assert "9h30 Barba" in offered
    await joao.say("sim")
    await joao.say("João Batista")
    assert visits(front) == [["corte-m", "barba"]]


async def test_one_or_the_other_is_asked_and_too_many_are_refused(front: Front) -> None:
    ana = front.customer()
    asked = await ana.say("Hola, ¿me agendas limpieza facial o masaje el martes a las 9?")
    assert {title for _, title in ana.options} <= {"Limpieza facial", "Masaje relajante"}
    assert "• Masaje relajante" in asked
    assert "9:00 a. m." in await ana.say("el masaje")
    refused = await ana.say("mejor láser, limpieza facial, masaje, cejas y peeling")
    assert "4 servicios" in refused
    assert front.appointments() == []
