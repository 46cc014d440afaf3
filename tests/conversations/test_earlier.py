"""An appointment that is kept while an earlier time is waited for: offered, moved, declined, gone."""

from datetime import date, datetime
from typing import Any

import pytest

from tests.beginnings import beginning
from tests.conversations.test_waiting_list import asked, booked, entries
from tests.front import Customer, Front
from tests.gateway.pipeline.waiting.full_day import CAMILA, LAURA, fill, free, sweep

DAYS = [date(2026, 11, day) for day in (20, 21, 23, 24)]
WEDNESDAY = datetime.fromisoformat("2026-11-25T08:00")
TUESDAY = datetime.fromisoformat("2026-11-24T09:00")


@beginning
async def ana_keeps_wednesday(front: Front) -> Customer:
    """Until Tuesday everything is full; Ana comes on Wednesday at 8:00."""
    for day in DAYS:
        fill(front, [CAMILA, LAURA], day=day)
    ana = front.customer("573005550101", name="Ana")
    await ana.say("Hola, diseño de cejas con Laura el miércoles a las 8 de la mañana")
    await ana.say("sí")
    assert "✅" in await ana.say("Ana Pérez")
    await ana.say("no")
    return ana


@pytest.fixture
async def ana(front: Front) -> Customer:
    return await ana_keeps_wednesday(front)


def rows(front: Front) -> list[Any]:
    """The live appointments of whoever is not of the filling."""
    return front.rows(
        "select a.id, a.status from appointments a join contacts c on c.id = a.contact_id "
        "where c.name <> 'Gente' order by a.created_at"
    )


async def waits(front: Front, ana: Customer) -> None:
    answer = await ana.say("si se libera algo antes me avisas")
    assert "antes del miércoles 25 de noviembre, 8:00 a. m." in answer
    assert entries(front) == [("Ana Pérez", "waiting", None)]


async def test_offered_taken_and_moved(front: Front, ana: Customer) -> None:
    await waits(front, ana)
    free(front, LAURA, "09:00")
    await front.work()
    assert entries(front) == [("Ana Pérez", "offered", "09:00")]
    [(phone, question)] = asked(front)
    assert phone == ana.phone
    assert "se liberó una hora antes para Diseño de cejas con Laura Méndez" in question
    assert "el martes 24 de noviembre, 9:00 a. m." in question
    assert "Tu cita es el miércoles 25 de noviembre, 8:00 a. m." in question
    before = rows(front)
    answer = await ana.say("sí")
    assert "9:00 a. m." in answer
    assert rows(front) == before  # the same row
    assert booked(front, "Ana Pérez") == [TUESDAY]
    assert entries(front) == [("Ana Pérez", "booked", "09:00")]
    assert front.rows("select 1 from holds") == []


async def test_a_tap_moves(front: Front, ana: Customer) -> None:
    await waits(front, ana)
    free(front, LAURA, "09:00")
    await front.work()
    ana.options = front.gupshup.sent[-1].options
    await ana.tap("Sí")
    assert booked(front, "Ana Pérez") == [TUESDAY]
    assert len(rows(front)) == 1


async def test_no_keeps_the_appointment_and_the_next_is_asked(front: Front, ana: Customer) -> None:
    await waits(front, ana)
    free(front, LAURA, "09:00")
    await front.work()
    answer = await ana.say("no, gracias")
    assert "queda como está" in answer or "la dejamos igual" in answer
    assert booked(front, "Ana Pérez") == [WEDNESDAY]
    assert entries(front) == [("Ana Pérez", "declined", "09:00")]
    assert front.rows("select 1 from holds") == []
    assert "antes del miércoles" in await ana.say("sí por favor")
    assert entries(front) == [("Ana Pérez", "waiting", None)]
    free(front, LAURA, "10:00")
    await front.work()
    assert entries(front) == [("Ana Pérez", "offered", "10:00")]  # not the one that was declined


async def test_the_hour_that_it_frees_wakes_the_list_again(front: Front, ana: Customer) -> None:
    """Ana moves up, and who waits for the Wednesday gets hers."""
    await waits(front, ana)
    fill(front, [CAMILA], day=date(2026, 11, 25))
    fill(front, [LAURA], day=date(2026, 11, 25), but=("08:00",))
    eva = front.customer("573005550303", name="Eva")
    await eva.say("Hola, quiero diseño de cejas para el miércoles")
    await eva.say("avísame si se libera")
    await eva.say("Eva Ruiz")
    free(front, LAURA, "09:00")
    await front.work()
    await ana.say("sí")
    await front.work()
    assert booked(front, "Ana Pérez") == [TUESDAY]
    assert {name: (status, at) for name, status, at in entries(front)} == {
        "Ana Pérez": ("booked", "09:00"),
        "Eva Ruiz": ("offered", "08:00"),
    }
    assert "Cita agendada" in await eva.say("sí")
    assert booked(front, "Eva Ruiz") == [WEDNESDAY]


async def test_too_late_a_yes_keeps_the_appointment(front: Front, ana: Customer) -> None:
    await waits(front, ana)
    free(front, LAURA, "09:00")
    await front.work()
    await front.pass_time(31 * 60)
    await sweep(front)
    assert entries(front) == [("Ana Pérez", "expired", "09:00")]
    eva = front.customer("573005550303", name="Eva")
    await eva.say("Hola, diseño de cejas con Laura el martes a las 9 de la mañana")
    await eva.say("sí")
    assert "Cita agendada" in await eva.say("Eva Ruiz")
    answer = await ana.say("sí, la quiero")
    assert "queda como está" in answer or "sigue igual" in answer
    assert booked(front, "Ana Pérez") == [WEDNESDAY]


async def test_what_is_free_already_is_offered_at_once(front: Front, ana: Customer) -> None:
    free(front, LAURA, "09:00")
    answer = await ana.say("¿no hay nada más temprano? avísame")
    assert "9:00 a. m." in answer
    assert entries(front) == []
    await ana.say("sí")
    assert booked(front, "Ana Pérez") == [TUESDAY]
    assert len(rows(front)) == 1


async def test_cancelling_ends_the_wish(front: Front, ana: Customer) -> None:
    await waits(front, ana)
    await ana.say("quiero cancelar mi cita")
    await ana.say("sí")
    assert entries(front) == [("Ana Pérez", "left", None)]
    free(front, LAURA, "09:00")
    await front.work()
    assert asked(front) == []


@pytest.mark.parametrize(
    "words",
    [
        "si se libera algo antes me avisas",
        "¿no hay nada más temprano? avísame",
        "avísame si se desocupa una hora más temprano porfa",
        "me avisas si alguien cancela y queda algo antes?",
        "avise se abrir algo antes",
        "se vagar um horário mais cedo me avisa",
        "let me know if something opens up earlier",
        "if you get anything sooner please text me",
    ],
)
async def test_said_in_many_ways(front: Front, ana: Customer, words: str) -> None:
    await ana.say(words)
    [row] = front.rows("select status, appointment_id from waiting_list")
    assert row["status"] == "waiting"
    assert row["appointment_id"] == rows(front)[0]["id"]
    assert booked(front, "Ana Pérez") == [WEDNESDAY]


async def test_in_portuguese(front: Front) -> None:
    days = [date(2026, 11, day) for day in (20, 21, 23)]
    for day in days:
        for member in ("renata", "bianca"):
            fill(front, [member], day=day, service="avaliacao", tenant="sorriso")
    joao = front.customer("5511987654321", tenant="sorriso", name="João")
    await joao.say("Oi, quero uma avaliação com a Renata na terça às 8h")
    await joao.say("sim")
    assert "Consulta agendada" in await joao.say("João Lima")
    await joao.say("não")
    answer = await joao.say("avise se abrir algo antes")
    assert "antes de terça, 24/11, às 8h" in answer
    free(front, "renata", "10:00", day=days[-1], tenant="sorriso")
    await front.work()
    [(_, question)] = asked(front)
    assert "abriu um horário mais cedo" in question
    await joao.say("sim, quero")
    assert booked(front, "João Lima") == [datetime.fromisoformat("2026-11-23T10:00")]


async def test_in_english(front: Front, ana: Customer) -> None:
    assert "Done, your appointment stays as it is" in await ana.say(
        "let me know if something opens up earlier"
    )
    free(front, LAURA, "09:00")
    await front.work()
    [(_, question)] = asked(front)
    assert "an earlier spot opened up" in question
    await ana.say("yes please")
    assert booked(front, "Ana Pérez") == [TUESDAY]
