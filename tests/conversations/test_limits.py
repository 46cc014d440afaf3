"""How many and how late: open appointments, and the cut-offs with what is said then."""

import pytest

from tests.conversations.agenda_rules import booked, change
from tests.front import Customer, Front

OWN_WORDS = "Con menos de un día, llama a recepción y lo vemos juntos."


async def book(customer: Customer, *said: str) -> None:
    for text in said:
        await customer.say(text)
    assert "✅" in "\n".join(customer.heard), customer.heard


@pytest.mark.parametrize(
    ("tenant", "service", "talk", "again", "yes", "refusal"),
    [
        (
            "aurora",
            "peeling",
            ("Hola, un peeling el martes a las 9", "sí", "Ana Pérez", "no"),
            "quiero otro peeling el jueves a las 9",
            "sí",
            "De Peeling superficial ya tienes el máximo de citas pendientes por aquí (1)",
        ),
        (
            "sorriso",
            "limpeza",
            ("Oi, limpeza na terça às 9h", "sim", "Bia Lima", "não"),
            "quero outra limpeza na quinta às 9h",
            "sim",
            "De Limpeza você já tem o máximo de consultas marcadas por aqui (1)",
        ),
        (
            "aurora",
            "peeling",
            ("Hi, a peeling on Tuesday at 9 am", "yes", "Kate Winters", "no"),
            "I want another peeling on Thursday at 9 am",
            "yes",
            "the most upcoming appointments for Peeling superficial I can keep here (1)",
        ),
    ],
    ids=["es", "pt", "en"],
)
async def test_more_of_one_service_than_allowed(
    front: Front,
    tenant: str,
    service: str,
    talk: tuple[str, ...],
    again: str,
    yes: str,
    refusal: str,
) -> None:
    change(front, "services", service, tenant, max_open_appointments=1)
    ana = front.customer(tenant=tenant)
    await book(ana, *talk)
    await ana.say(again)
    assert refusal in await ana.say(yes)
    assert len(front.appointments()) == 1


@pytest.mark.parametrize(
    ("talk", "ask", "said"),
    [
        (
            ("Hola, cejas el lunes a las 10", "sí", "Ana Pérez", "no"),
            "necesito cancelar la cita",
            OWN_WORDS,
        ),
        (
            ("Hola, cejas el lunes a las 10", "sí", "Ana Pérez", "no"),
            "quiero mover mi cita al martes a las 11",
            OWN_WORDS,
        ),
        (
            ("Hi, eyebrows on Monday at 10 am", "yes", "Kate Winters", "no"),
            "I need to cancel my appointment",
            "It's too close to the appointment.",
        ),
        (
            ("Hi, eyebrows on Monday at 10 am", "yes", "Kate Winters", "no"),
            "can I move my appointment to Tuesday at 11?",
            "It's too close to the appointment.",
        ),
    ],
    ids=["es cancel", "es move", "en cancel", "en move"],
)
async def test_after_the_cut_off_the_business_says_it_in_its_own_words(
    front: Front, talk: tuple[str, ...], ask: str, said: str
) -> None:
    """Its own words are Spanish: whoever writes English is told the reason in English."""
    ana = front.customer()
    await book(ana, *talk)
    await front.pass_time(16 * 60)  # what was made just now can be taken back
    cut_off = {"cancel_notice_minutes": 5760, "move_notice_minutes": None}
    change(front, "organizations", late_message=OWN_WORDS, **cut_off)
    answer = await ana.say(ask)
    assert said in answer
    assert answer.rstrip().endswith("?"), "a person is offered"
    assert [start for _, _, start in booked(front)] == ["2026-11-23 10:00"]
    await ana.say("sí" if said == OWN_WORDS else "yes")
    assert len(front.rows("select id from escalations")) == 1


async def test_cut_offs_of_moves_and_of_a_member_are_their_own(front: Front) -> None:
    """Moving is possible until the last hour, cancelling with Camila not within two days."""
    change(front, "organizations", cancel_notice_minutes=60, move_notice_minutes=60)
    change(front, "members", "camila", cancel_notice_minutes=2880)
    ana = front.customer()
    await book(ana, "Hola, cejas con Camila mañana a las 10", "sí", "Ana Pérez", "no")
    await front.pass_time(16 * 60)
    assert "falta muy poco" in (await ana.say("quiero cancelar mi cita")).lower()
    await ana.say("no, gracias")
    await ana.say("entonces muévela al lunes a las 11")
    assert "Cita reprogramada" in await ana.say("sí")
    assert [start for _, _, start in booked(front)] == ["2026-11-23 11:00"]
