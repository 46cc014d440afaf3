"""Whoever is booked in time that is blocked is offered another one, held while they answer; the page shows how it ended."""

import pytest

from tests.front import Customer, Front
from tests.front_fixtures import Opening
from tests.gateway.console.agenda_desk import AT, Agenda, agenda_of
from tests.gateway.console.test_console_routes import logged_in, send


async def blocked(agenda: Agenda, front: Front) -> tuple[Customer, str]:
    """Marta's afternoon with Camila is blocked with the offer of another time; her words, and the block's page."""
    marta = front.customer(name="Marta")
    await marta.say("hola")
    await agenda.booked("limpieza-facial", "camila", AT, name="Marta", phone=marta.phone)
    await agenda.booked("limpieza-facial", "camila", AT.replace(hour=17), name="Rosa Gil")
    camila = agenda.id("members", "camila")
    seen = (await agenda.owner.concerned(AT, AT.replace(hour=19), camila, None)).seen
    fields = {
        "subject": f"member:{camila}",
        "on": "2026-11-24",
        "from": "15:00",
        "until": "19:00",
        "seen": seen,
        "offer": "1",
    }
    async with logged_in(front) as http:
        page = await send(http, "/console/agenda/block", **fields)
    assert page.status_code == 303
    return marta, page.headers["location"]


async def shown(front: Front, address: str) -> str:
    async with logged_in(front) as http:
        return (await http.get(address)).text


@pytest.mark.parametrize("answer", ["tap", "sí"])
async def test_another_time_is_held_and_a_yes_moves_to_it(
    open_front_with: Opening, answer: str
) -> None:
    async with open_front_with() as front:
        agenda = await agenda_of(front)
        marta, page = await blocked(agenda, front)
        question = await marta.listen()
        assert (
            "no podemos atenderte el martes 24 de noviembre, 3:00 p. m. (Limpieza facial)"
            in question
        )
        before = await shown(front, page)
        assert "Se le ofreció Martes" in before or "Se le ofreció martes" in before
        assert "Sin chat ni teléfono" in before
        told = await (marta.tap("pasarla") if answer == "tap" else marta.say(answer))
        assert "✅" in told
        [moved] = front.rows(
            "select a.starts_at, a.member_id, a.status from appointments a "
            "where a.attendee_name = 'Marta' and a.status in ('scheduled', 'confirmed')"
        )
        [offer] = front.rows("select starts_at, member_id from slot_offers where turn_id is null")
        assert (moved["starts_at"], moved["member_id"]) == (offer["starts_at"], offer["member_id"])
        assert moved["starts_at"] != AT
        after = await shown(front, page)
        assert "Se movió" in after
        assert "Queda 1 cita" in after


async def test_what_is_not_answered_in_time_is_shown_so(open_front_with: Opening) -> None:
    async with open_front_with() as front:
        agenda = await agenda_of(front)
        _, page = await blocked(agenda, front)
        await front.pass_time(31 * 60)
        after = await shown(front, page)
        assert "No contestó" in after
        assert "Ofrecer otra hora" in after
        assert len(front.appointments("aurora")) == 2
