"""Names are the customer's own words: what stands for a missing one is none, whoever wrote it."""

import pytest

from tests.front import Front
from tests.played import OFFER, SEARCH, Played, booked, calling, rows_of

NONE = [
    "null",
    "None",
    "Cliente",
    "Unknown",
    "undefined",
    "Bea 😊",
    "😊",
    "N/A",
    "Usuario",
    "string",
    "Paciente",
]


def names(front: Front) -> set[str | None]:
    """Every name that stands anywhere for a customer."""
    rows = front.rows(
        "select name from contacts where phone is not null union select booking_name from chat_identities "
        "union select attendee_name from appointments union select name from people"
    )
    return {row["name"] for row in rows}


@pytest.mark.parametrize("name", NONE)
@pytest.mark.parametrize("profile", ["Ana", "as invented"])
async def test_what_is_no_name_is_written_nowhere(
    played: Played, desk: Front, name: str, profile: str
) -> None:
    ana = desk.customer(name=name if profile == "as invented" else profile)
    played.plays(calling("check_availability", **SEARCH, time="15:00"), OFFER)
    await ana.say("Quiero láser el martes a las 3")
    slot = ana.options[0][0]
    played.plays(
        calling("resolve_contact_on_booking", name=name),
        calling("resolve_contact_on_booking", name=name, confirmed=True),
        calling("book_appointment", slot=slot),
        "¿A nombre de quién?",
    )
    await ana.say("sí")
    statuses = [result["status"] for result in played.results]
    assert statuses == ["invalid_name", "invalid_name", "needs_name"]
    assert name not in names(desk)


@pytest.mark.parametrize("name", ["Camila Torres", "Ana Gómez", "Dra. Camila", "null"])
async def test_a_name_that_nobody_said_is_refused(played: Played, desk: Front, name: str) -> None:
    ana = desk.customer()
    await booked(played, ana)
    played.plays(
        calling("correct_booking_name", name=name), "No pude cambiarlo.", node="confirmation"
    )
    await ana.say("el nombre de la cita está mal")
    assert played.results[-1]["status"] == "invalid_name"
    assert rows_of(desk)[0]["name"] == "Ana Pérez"


async def test_a_model_confirms_no_name_by_itself(played: Played, desk: Front) -> None:
    ana = desk.customer(name=None)
    played.plays(calling("check_availability", **SEARCH, time="15:00"), OFFER)
    await ana.say("Quiero láser el martes a las 3, es para flor de loto")
    played.plays(
        calling("resolve_contact_on_booking", name="Flor de Loto", confirmed=True),
        "¿A nombre de Flor de Loto?",
    )
    await ana.say("¿cuánto dura?")
    assert played.results[-1]["status"] != "ok"
    assert "Flor de Loto" not in names(desk)
